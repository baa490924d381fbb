/**
 * A peer is anything that can train a benchmark case: an engine of the lab or somebody else's library. Every
 * peer does the same work: I instances at once, fresh data every step, forward, loss, gradient, Adam.
 */
import type { BenchCase } from './cases'

export interface Session {
  /** Trains `count` steps and resolves when the last one is done on the device. */
  steps(count: number): Promise<void>
  dispose(): void
}

export interface Peer {
  readonly name: string
  /** Ready to train; its first step may still compile. Returns words when the peer cannot do the case. */
  prepare(benchCase: BenchCase): Promise<Session | string>
  /**
   * Losses of the first steps on the lab's own data and initial parameters, before any timing: the proof that it is
   * the same work. Returns [t][i]; null for an engine of the lab, which is held to science by its own tests.
   */
  losses(benchCase: BenchCase, count: number): Promise<number[][]>
}

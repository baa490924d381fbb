import type { Signal } from './machine'

export const exitCode = {
  done: 0, // all runs ended, diverged ones included
  notReproduced: 1, // verify only
  badInput: 2,
  environment: 3, // this machine cannot run it, or not all of it
  interrupted: 130, // SIGINT
  terminated: 143, // SIGTERM
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]

/** Of a command that did not get to its end: by a signal, or because this machine could not. */
export const unfinishedCode = (signal: Signal | null): ExitCode =>
  signal === null ? exitCode.environment : { SIGINT: exitCode.interrupted, SIGTERM: exitCode.terminated }[signal]

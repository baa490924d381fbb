import type { Sweep, SweepView } from '../runner/conduct/sweep'

export type Signal = 'SIGINT' | 'SIGTERM'

/**
 * Waits for the end of a sweep, showing its progress. The first signal stops it (finished runs stay) and is returned;
 * null when none came.
 */
export async function watchSweep(
  sweep: Sweep, machine: { onSignal(listener: (signal: Signal) => void): void },
  show: (view: SweepView) => void, onFirstSignal: (signal: Signal) => void = () => {},
): Promise<SweepView & { readonly signal: Signal | null }> {
  let signal: Signal | null = null
  machine.onSignal((received) => {
    if (signal === null) onFirstSignal(received)
    signal ??= received
    sweep.stop()
  })
  sweep.subscribe(() => show(sweep.view()))
  return { ...(await sweep.done), signal }
}

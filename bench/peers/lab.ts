/** The lab's engines as peers: exactly what a sweep runs. */
import type { Engine } from '../../src/engine/engine'
import type { Peer } from '../peer'

export function labPeer(name: string, open: () => Promise<Engine>): Peer {
  let opened: Promise<Engine> | null = null
  const engine = () => (opened ??= open())
  return {
    name,
    async prepare({ runs }) {
      const device = await engine()
      const refusal = device.refuses(runs[0])
      if (refusal) return refusal
      const training = await device.start(runs)
      return {
        async steps(count) {
          await training.advance(count)
          await training.losses() // the read-back a probe makes: nothing is left in the queue
        },
        dispose: () => training.dispose(),
      }
    },
    async losses({ runs }, count) {
      const training = await (await engine()).start(runs)
      await training.advance(count)
      const losses = await training.losses() // [t, i]
      training.dispose()
      return Array.from({ length: count }, (_, t) => Array.from(losses.subarray(t * runs.length, (t + 1) * runs.length)))
    },
  }
}

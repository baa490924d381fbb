// Preloaded into every thread of a command line that held-threads.ts starts. A trainer lets messages in between its advances
// by setImmediate: after so many probes that turn is kept from it. What the sweep says to it meanwhile (stop) it hears, and
// is given the one turn in which it answers.
import { parentPort } from 'node:worker_threads'

if (parentPort !== null) {
  let left = Number(process.env.HOLD_AFTER_PROBES)
  const waiting = []
  const go = () => { for (const turn of waiting.splice(0)) turn() }

  const post = MessagePort.prototype.postMessage
  MessagePort.prototype.postMessage = function (...of) {
    if (of[0]?.argumentList?.[0]?.value?.kind === 'chunk') left -= 1
    return post.apply(this, of)
  }
  const immediately = globalThis.setImmediate
  globalThis.setImmediate = (turn, ...of) => {
    if (left > 0) return immediately(turn, ...of)
    waiting.push(() => immediately(turn, ...of))
  }
  const { on } = parentPort
  parentPort.on = function (event, listener) {
    return on.call(this, event, event !== 'message' ? listener : (message) => {
      listener(message)
      if (message?.type === 'APPLY') go()
    })
  }
  // By this clock every advance takes a second, so that a checkpoint is due after the first on any machine.
  if (process.env.SECOND_PER_LOOK === 'yes') {
    let looks = 0
    performance.now = () => 1000 * looks++
  }
}

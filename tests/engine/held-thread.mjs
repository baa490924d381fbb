// Preloaded into every thread and process of a command line that held-threads.ts starts. A trainer lets messages in between
// its advances by setImmediate: after so many probes that turn is kept from it. What the sweep says to it meanwhile (stop) it
// hears, and is given the one turn in which it answers.
import { parentPort } from 'node:worker_threads'

// A trainer is a thread of the command line, or, on a GPU, a process of its own.
const isProcess = process.argv[1]?.endsWith('training-process.js')
const channel = parentPort ?? (isProcess ? process : null)
if (channel !== null) {
  let left = Number(process.env.HOLD_AFTER_PROBES)
  const waiting = []
  const go = () => { for (const turn of waiting.splice(0)) turn() }

  const [owner, name] = isProcess ? [process, 'send'] : [MessagePort.prototype, 'postMessage']
  const post = owner[name]
  owner[name] = function (...of) {
    const sent = isProcess ? of[0].message : of[0]?.argumentList?.[0]?.value
    if (sent?.kind === 'chunk') left -= 1
    return post.apply(this, of)
  }
  const immediately = globalThis.setImmediate
  globalThis.setImmediate = (turn, ...of) => {
    if (left > 0) return immediately(turn, ...of)
    waiting.push(() => immediately(turn, ...of))
  }
  const { on } = channel
  channel.on = function (event, listener) {
    return on.call(this, event, event !== 'message' ? listener : (message) => {
      listener(message)
      if (message?.type === 'APPLY' || message?.kind === 'command') go()
    })
  }
  // By this clock every advance takes a second, so that a checkpoint is due after the first on any machine.
  if (process.env.SECOND_PER_LOOK === 'yes') {
    let looks = 0
    performance.now = () => 1000 * looks++
  }
}

/**
 * Lets waiting messages in (pause, stop): a macrotask, which awaiting a settled promise is not. `setTimeout` would
 * cost 4 ms each time once nested.
 */
export function yieldToEvents(): Promise<void> {
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(resolve))
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}

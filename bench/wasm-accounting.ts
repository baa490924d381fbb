/** Counts the WebAssembly memory of a page that is still reachable: every memory made from here on. */
export function watchWasm(): { bytes(): number } {
  const made: WeakRef<WebAssembly.Memory>[] = []
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct(target, parameters: [WebAssembly.MemoryDescriptor]) {
      const memory = new target(...parameters)
      made.push(new WeakRef(memory))
      return memory
    },
  })
  return { bytes: () => made.reduce((sum, memory) => sum + (memory.deref()?.buffer.byteLength ?? 0), 0) }
}

/** What one tab remembers over a reload, and no other tab sees. */
export interface TabMemory {
  read(): string | null
  write(text: string): void
}

/** A browser that forbids it forgets at a reload. */
export function tabMemory(key: string): TabMemory {
  return {
    read() {
      try {
        return sessionStorage.getItem(key)
      } catch {
        return null
      }
    },
    write(text) {
      try {
        sessionStorage.setItem(key, text)
      } catch {
        return
      }
    },
  }
}

export interface Deferred<T> {
  readonly promise: Promise<T>
  resolve(value: T): void
}

/** A promise and what resolves it (Promise.withResolvers, which Node 20 lacks). */
export function defer<T>(): Deferred<T> {
  let resolve: (value: T) => void
  const promise = new Promise<T>((fulfil) => { resolve = fulfil })
  return { promise, resolve: (value) => resolve(value) }
}

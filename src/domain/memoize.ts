/** Memoises a pure function of an immutable object: it is computed once per object. */
export function memoize<S extends object, T>(compute: (subject: S) => T): (subject: S) => T {
  const memoised = memoizeAt((subject: S) => compute(subject))
  return (subject) => memoised(subject, 0)
}

/** Like `memoize`, for a function that also depends on a time. For each object, only the latest result is kept. */
export function memoizeAt<S extends object, T>(compute: (subject: S, at: number) => T): (subject: S, at: number) => T {
  const cache = new WeakMap<S, { readonly at: number; readonly result: T }>()
  return (subject, at) => {
    const last = cache.get(subject)
    if (last?.at === at) return last.result
    const result = compute(subject, at)
    cache.set(subject, { at, result })
    return result
  }
}

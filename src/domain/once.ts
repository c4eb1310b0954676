/** A function of what never changes, worked out once for each that it is asked about. */
export function once<S extends object, T>(work: (subject: S) => T): (subject: S) => T {
  const at = onceAt((subject: S) => work(subject))
  return (subject) => at(subject, 0)
}

/** The same of what depends on a moment as well: once for each in a row that is asked about the same moment. */
export function onceAt<S extends object, T>(work: (subject: S, at: number) => T): (subject: S, at: number) => T {
  const known = new WeakMap<S, { readonly at: number; readonly found: T }>()
  return (subject, at) => {
    const last = known.get(subject)
    if (last?.at === at) return last.found
    const found = work(subject, at)
    known.set(subject, { at, found })
    return found
  }
}

/** A function of what never changes, worked out once for each that it is asked about. */
export function once<S extends object, T>(work: (subject: S) => T): (subject: S) => T {
  const known = new WeakMap<S, { readonly found: T }>()
  return (subject) => {
    const found = known.get(subject) ?? { found: work(subject) }
    known.set(subject, found)
    return found.found
  }
}

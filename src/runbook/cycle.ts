/** The first cycle in a graph of names, as the names from one back to itself; null if there is none. */
export function findCycle(edges: Readonly<Record<string, readonly string[]>>): readonly string[] | null {
  const done = new Set<string>()
  const walk = (name: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name]
    if (done.has(name)) return null
    for (const next of Object.hasOwn(edges, name) ? (edges[name] ?? []) : []) {
      const found = walk(next, [...path, name])
      if (found !== null) return found
    }
    done.add(name)
    return null
  }
  for (const name of Object.keys(edges)) {
    const found = walk(name, [])
    if (found !== null) return found
  }
  return null
}

export type Group<T> = readonly [T, ...T[]]

/** Groups items that have the same key, in the order of the first of each. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => unknown): Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const item of items) {
    const key = JSON.stringify(keyOf(item))
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return [...groups.values()]
}

/**
 * Finds the items of a growing list by name. An item that was changed is still found by its former names; those that it gained
 * come after them.
 */
export class NameIndex<T> {
  private readonly list: T[]
  private readonly namesOf: (item: T) => readonly (string | null)[]
  private readonly indices = new Map<string, Set<number>>()
  private indexed = 0

  constructor(list: T[], namesOf: (item: T) => readonly (string | null)[]) {
    this.list = list
    this.namesOf = namesOf
  }

  find(name: string): T[] {
    return [...this.indicesOf(name)].map((index) => this.list[index] as T)
  }

  /** Replaces each item of a name with the result of `change`. */
  change(name: string, change: (item: T) => T): void {
    for (const index of this.indicesOf(name)) {
      this.list[index] = change(this.list[index] as T)
      // Its names may have changed.
      this.add(index)
    }
  }

  /** Returns the indices of a name's items, after indexing what was added to the list since the last call. */
  private indicesOf(name: string): ReadonlySet<number> {
    for (; this.indexed < this.list.length; this.indexed += 1) this.add(this.indexed)
    return this.indices.get(name) ?? NO_INDICES
  }

  /** Adds the names of an item from the last one back to one that it had already: it may have gained one of thousands. */
  private add(index: number): void {
    const names = this.namesOf(this.list[index] as T)
    for (let i = names.length - 1; i >= 0; i -= 1) {
      const name = names[i] ?? null
      if (name === null) continue
      const known = this.indices.get(name)
      if (known?.has(index)) return
      if (known === undefined) this.indices.set(name, new Set([index]))
      else known.add(index)
    }
  }
}

const NO_INDICES: ReadonlySet<number> = new Set()

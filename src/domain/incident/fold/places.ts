/** Which of the things in a list go by a name. A thing that has changed goes by its former names as well. */
export class Places<T> {
  private readonly list: T[]
  private readonly namesOf: (thing: T) => readonly (string | null)[]
  private readonly places = new Map<string, Set<number>>()
  private looked = 0

  constructor(list: T[], namesOf: (thing: T) => readonly (string | null)[]) {
    this.list = list
    this.namesOf = namesOf
  }

  find(name: string): T[] {
    return [...this.placesOf(name)].map((place) => this.list[place] as T)
  }

  /** Puts what `change` makes of each thing of that name in its place. */
  change(name: string, change: (thing: T) => T): void {
    for (const place of this.placesOf(name)) {
      this.list[place] = change(this.list[place] as T)
      this.look(place)
    }
  }

  /** Looks at what has come into the list since. */
  private placesOf(name: string): ReadonlySet<number> {
    for (; this.looked < this.list.length; this.looked += 1) this.look(this.looked)
    return this.places.get(name) ?? NOWHERE
  }

  private look(place: number): void {
    for (const name of this.namesOf(this.list[place] as T)) {
      if (name === null) continue
      const known = this.places.get(name)
      if (known === undefined) this.places.set(name, new Set([place]))
      else known.add(place)
    }
  }
}

const NOWHERE: ReadonlySet<number> = new Set()

/** How much stands in a document that is shortened: items of a list, and characters of a text. */
interface Limits {
  readonly items: number
  readonly characters: number
}

const LIMITS: readonly Limits[] = [
  { items: 100, characters: 2000 },
  { items: 20, characters: 200 },
]

/** No object of a schema has more keys; one that has is a list by names. */
const MAX_KEYS = 100

export interface Shortened {
  readonly document: object
  /** What was shortened, as `approvals (1500)` for a list of so many items, and `incidents[].title` for texts. */
  readonly what: readonly string[]
}

/**
 * A document as it is if it has at most so many bytes in JSON; else with lists and texts shortened, as far as that takes. Of a
 * list, what is not by `strangers` alone comes first then. Null if even that is too long.
 */
export function shortened(document: object, most: number, strangers: ReadonlySet<string>): Shortened | null {
  const isShort = (one: object) => Buffer.byteLength(JSON.stringify(one)) <= most
  if (isShort(document)) return { document, what: [] }
  for (const limits of LIMITS) {
    const what = new Set<string>()
    const short = shorten(document, '', { limits, strangers, what }) as object
    if (isShort(short)) return { document: short, what: [...what] }
  }
  return null
}

interface Shortening {
  readonly limits: Limits
  readonly strangers: ReadonlySet<string>
  readonly what: Set<string>
}

function shorten(value: unknown, path: string, shortening: Shortening): unknown {
  const { limits, strangers, what } = shortening
  if (typeof value === 'string') {
    if (value.length <= limits.characters) return value
    what.add(path)
    return `${value.slice(0, limits.characters)}…`
  }
  if (Array.isArray(value)) {
    if (value.length > limits.items) what.add(`${path} (${value.length})`)
    const kept = value.length > limits.items ? ownFirst(value, strangers).slice(0, limits.items) : value
    return kept.map((one) => shorten(one, `${path}[]`, shortening))
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  if (entries.length > MAX_KEYS) what.add(`${path} (${entries.length})`)
  const pathOf = (key: string) => (entries.length > MAX_KEYS ? `${path}[]` : path === '' ? key : `${path}.${key}`)
  return Object.fromEntries(
    entries.slice(0, MAX_KEYS).map(([key, one]) => [key, shorten(one, pathOf(key), shortening)]),
  )
}

function ownFirst(items: readonly unknown[], strangers: ReadonlySet<string>): unknown[] {
  const isByStrangers = (item: unknown) => {
    const writers = [...JSON.stringify(item).matchAll(/"([a-z2-7]{8}):\d+"/g)].map(([, writer]) => writer ?? '')
    return writers.length > 0 && writers.every((writer) => strangers.has(writer))
  }
  return [...items.filter((item) => !isByStrangers(item)), ...items.filter(isByStrangers)]
}

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseXmlDocument } from 'slimdom'
import { describe, expect, it } from 'vitest'
import { ROOT } from './bench.ts'
import { arrowsOf, type Imports, roomsPicture } from './rooms-picture.ts'
import { local, ROOMS, roomOf, sources } from './sources.ts'

/** To draw it anew, run HALT_DOCS=write npx vitest run test/rooms-picture.test.ts. */
const WRITES = process.env.HALT_DOCS === 'write'

const PICTURE = join(ROOT, 'docs/pictures/rooms.svg')

/** What the files of each room import from other rooms. */
const IMPORTS: Imports = new Map(
  ROOMS.map((room) => {
    const imports = sources.filter(({ name }) => roomOf(name) === room).flatMap((source) => source.imports)
    const rooms = imports.filter(({ to }) => local(to)).map(({ to }) => roomOf(to))
    return [room, new Set(rooms.filter((to) => to !== room && ROOMS.includes(to)))]
  }),
)

describe('the picture of the rooms', () => {
  it('is that of the rooms and imports of src/', () => {
    const drawn = roomsPicture(IMPORTS)
    if (WRITES) writeFileSync(PICTURE, drawn)
    expect(readFileSync(PICTURE, 'utf8')).toBe(drawn)
  })

  it('names every room once', () => {
    const texts = parseXmlDocument(readFileSync(PICTURE, 'utf8')).getElementsByTagName('text')
    const names = texts.filter((text) => text.getAttribute('class') === 'name').map(({ textContent }) => textContent)
    expect(names).toEqual(ROOMS)
  })

  it('has arrows down only, which together lead to all that a room imports', () => {
    const arrows = arrowsOf(IMPORTS)
    expect(arrows.filter(([from, to]) => ROOMS.indexOf(from) >= ROOMS.indexOf(to))).toEqual([])
    const leads = (from: string, to: string): boolean =>
      arrows.some(([begin, end]) => begin === from && (end === to || leads(end, to)))
    const missing = [...IMPORTS].flatMap(([room, below]) => [...below].filter((to) => !leads(room, to)))
    expect(missing).toEqual([])
  })

  it('leaves out an arrow only where others lead there', () => {
    const imports = new Map([
      ['a', new Set(['b', 'c'])],
      ['b', new Set(['c'])],
      ['c', new Set<string>()],
    ])
    expect(arrowsOf(imports)).toEqual([
      ['a', 'b'],
      ['b', 'c'],
    ])
  })
})

import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCache, writeCache } from '../../src/edges/cachefile.ts'
import { readAt } from '../../src/edges/filebytes.ts'
import { folder } from './bench.ts'

const { POSITIVE_INFINITY: ANY } = Number
const MANY = 3_000_000

describe('a cache', () => {
  const path = join(folder(), 'cache')
  const read = (program: string | null = 'program', most = ANY) =>
    readCache(path, program, most, ({ lines }) => [...lines].join('\n'))

  it.each([
    ['nothing', ''],
    ['Latin-1', 'Zürich'],
    ['Japanese', '取引の停止 and 再開'],
    ['half a character', 'a\ud83d'],
    ['much', 'halt '.repeat(MANY)],
    ['much Japanese', '取引'.repeat(MANY)],
    ['lines', 'one\n\nthree\n'],
    ['many lines', 'halt\n'.repeat(MANY)],
    ['lines, the last of them a long one', `one\n取引\n\n${'halt '.repeat(MANY)}`],
  ])('gives back %s', (_, text) => {
    writeCache(path, 'program', ANY, text.split('\n'), [Buffer.from('rest')])
    const found = readCache(path, 'program', ANY, (cached) => {
      return [[...cached.lines].join('\n') === text, readAt(cached, Buffer.alloc(cached.end - cached.at)).toString()]
    })
    expect(found).toEqual([true, 'rest'])
  })

  it('takes once the room of a long text, and twice that of a short one', () => {
    writeCache(path, 'program', ANY, ['x'.repeat(1000)])
    expect(statSync(path).size).toBeGreaterThan(2000)
    writeCache(path, 'program', ANY, ['x'.repeat(5_000_000)])
    expect(statSync(path).size).toBeLessThan(5_001_000)
  })

  it.each([100, 5_000_000])('of %i characters counts for nothing with any byte changed or missing', (length) => {
    const text = '停'.repeat(length)
    writeCache(path, 'program', ANY, [text])
    const bytes = readFileSync(path)
    expect(read()).toBe(text)
    for (const at of [0, 4, 8, 12, 19, 20, bytes.length >> 1, bytes.length - 1]) {
      const harmed = Buffer.from(bytes)
      harmed[at] = (harmed[at] as number) ^ 0x40
      writeFileSync(path, harmed)
      expect(read(), `byte ${at}`).toBeNull()
    }
    writeFileSync(path, bytes)
    truncateSync(path, bytes.length - 1)
    expect(read()).toBeNull()
  })

  it('is nobody else’s, and no longer than it may be', () => {
    writeCache(path, 'program', ANY, ['text'])
    expect([read(), read('other'), read('progra'), read(null), read('program', 10)]).toEqual([
      'text',
      null,
      null,
      null,
      null,
    ])
  })
})

import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { seal } from '../../src/domain/log/line.ts'
import { Bench } from './bench.ts'

it('a journal reads 150,000 new events at once, more than a call can have arguments', () => {
  const bench = new Bench()
  bench.begin()
  const reader = bench.read()
  const [first] = reader.events()
  if (first === undefined) throw new Error('nothing was begun')
  const writer = 'bbbbbbbb'
  let prev: string | null = null
  const lines = Array.from({ length: 150_000 }, (_, i) => {
    const data = { text: 'one more' }
    const hlc = [first.hlc[0] + 1, i] as const
    const more = { writer, type: 'note.added', critical: false, seq: 1 + i, prev, hlc, data }
    const sealed = seal({ ...first, ...more })
    prev = sealed.hash
    return `${sealed.line}\n`
  })
  writeFileSync(bench.file.replace(/\.[a-z2-7]{8}\.jsonl$/, `.${writer}.jsonl`), lines.join(''))
  reader.refresh()
  expect(reader.incident.events).toBe(150_001)
})

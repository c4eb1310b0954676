import { expect, it } from 'vitest'
import { unseal } from '../../src/domain/log/line.ts'
import { CheckedLines } from '../../src/edges/checkedlines.ts'
import { Bench } from './bench.ts'

function lines(): [Buffer, Buffer, Buffer] {
  const bench = new Bench()
  const journal = bench.begin()
  bench.note(journal, '見て')
  bench.note(journal, 'more')
  const [one, two, three] = bench.bytes().toString().split('\n')
  return [Buffer.from(one ?? ''), Buffer.from(two ?? ''), Buffer.from(three ?? '')]
}

/** For lines that nobody keeps. */
const refuse = () => {
  throw new Error('kept')
}

const latin = (bytes: Buffer) => bytes.toString('latin1')
const read = (checked: CheckedLines, bytes: Buffer) => checked.unsealAt(bytes, 0, bytes.length)

it('a line that was checked before is not hashed again, and everything else about it is checked', () => {
  const [, line] = lines()
  const broken = Buffer.from(line.toString().replace('見て', '来て'))
  const nothing = Buffer.from(line.toString().replace('"seq":', '"sea":'))
  const checked = new CheckedLines([broken, nothing].map(latin), 9999, refuse)
  expect(read(checked, broken)).toMatchObject({ event: { data: { text: '来て' } } })
  expect(read(checked, nothing)).toEqual({ damage: 'not-an-event' })
  expect(read(new CheckedLines([latin(line)], 9999, refuse), broken)).toEqual({ damage: 'hash-differs' })
})

it('a line is what it is without', () => {
  for (const line of lines()) expect(read(new CheckedLines([], 9999, refuse), line)).toEqual(unseal(line))
})

it('lines that were found right are put to the others once, and no more bytes of them than may be', () => {
  const [one, two, three] = lines()
  const put: (readonly string[])[] = []
  const checked = new CheckedLines([latin(one)], latin(one).length + latin(two).length, (lines) => put.push(lines))
  for (const line of [one, two, three, two, Buffer.from('none')]) read(checked, line)
  checked.keep()
  checked.keep()
  expect(put).toEqual([[latin(two)]])
})

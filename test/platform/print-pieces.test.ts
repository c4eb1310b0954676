import { PassThrough } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { StandardStream } from '../../src/platform/output.ts'
import { printPieces } from '../../src/platform/pieces.ts'

const LINE = `${'x'.repeat(64 * 1024)}\n`

/** A text of a hundred long lines that counts how many were produced. */
function longText() {
  const made = { lines: 0 }
  function* lines(): Generator<string> {
    for (; made.lines < 100; made.lines += 1) yield LINE
  }
  return { made, lines: lines() }
}

/** An output to a stream. */
function outletTo(stream: PassThrough): StandardStream {
  const outlet = new StandardStream(1, () => stream as never)
  expect(outlet.stream).toBe(stream)
  return outlet
}

it('printPieces produces no more than the reader takes, and everything in the end', async () => {
  const output = new PassThrough()
  const { made, lines } = longText()
  const outlet = outletTo(output)
  const poured = printPieces((text) => outlet.write(text), lines, outlet)
  await setImmediate()
  expect(made.lines).toBeLessThan(3)
  const taken: Buffer[] = []
  output.on('data', (bytes: Buffer) => taken.push(bytes))
  await poured
  expect(Buffer.concat(taken).toString()).toBe(LINE.repeat(100))
})

it.each([
  ['with an error', new Error('EPIPE')],
  ['without an error', undefined],
])('printPieces stops when the reader is gone, %s', async (_, error) => {
  const output = new PassThrough()
  output.on('error', () => {})
  const { made, lines } = longText()
  const outlet = outletTo(output)
  const poured = printPieces((text) => outlet.write(text), lines, outlet)
  await setImmediate()
  output.destroy(error)
  await poured
  expect(made.lines).toBeLessThan(3)
})

import { expect, test } from 'vitest'
import { Bench } from '../bench.ts'

interface Recorded {
  readonly events: readonly { readonly event: string; readonly data: Readonly<Record<string, unknown>> }[]
}

const first = async (bench: Bench, ...args: readonly string[]) => (await bench.json<Recorded>(...args)).events[0]

async function begun(): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  return bench
}

test('an event of this machine is named by its number alone, also in full-width digits', async () => {
  const bench = await begun()
  const done = await first(bench, 'done', '2.1-assess')
  const [, seq = ''] = done?.event.split(':') ?? []
  expect((await first(bench, 'undo', seq, '--reason', 'wrong step'))?.data).toMatchObject({ event: done?.event })
  const note = await first(bench, 'note', 'teh engine')
  const wide = (note?.event.split(':')[1] ?? '').replaceAll(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0))
  const corrected = await first(bench, 'correct', wide, '--text', 'the engine', '--reason', 'typo')
  expect(corrected?.data).toMatchObject({ event: note?.event })
})

test('a hypothesis is discarded by its number alone', async () => {
  const bench = await begun()
  const thought = await first(bench, 'note', 'disk full', '--hypothesis')
  const [, seq = ''] = thought?.event.split(':') ?? []
  expect((await first(bench, 'note', 'half empty', '--discards', seq))?.data).toMatchObject({
    discards: thought?.event,
  })
})

test('a number that no event has is refused', async () => {
  const bench = await begun()
  const { code, err } = await bench.halt('undo', '99', '--reason', 'x')
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('(unknown-event)') })
})

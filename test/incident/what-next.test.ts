import { beforeEach, describe, expect, it } from 'vitest'
import { bringBankManual } from '../bank-manual.ts'
import { Bench } from '../bench.ts'

let bench: Bench
beforeEach(() => {
  bench = Bench.empty()
  bringBankManual(bench)
})

const start = (...flags: readonly string[]) => bench.ok('start', '--type', 'atm-outage', ...flags)

describe('next', () => {
  it('says how many open steps it leaves out, and how to see them', async () => {
    await start()
    expect((await bench.halt('next')).err).toMatch(/11 more open steps: .* next --all$/m)
    expect((await bench.halt('next', '--all')).err).not.toContain('more open')
  })

  it('names the command that goes on where the phase has no open steps', async () => {
    await start('--scope', 'cash=stopped')
    const steps = (await bench.json<{ steps: { id: string }[] }>('next')).steps.map(({ id }) => id)
    await bench.ok('done', ...steps)
    expect((await bench.halt('next')).err).toMatch(/no open steps in this phase\n.* advance -i /)
    await bench.ok('advance')
    expect((await bench.halt('next')).err).toMatch(/no open steps in this phase\n.* lift -i /)
    await bench.ok('lift', '--all')
    expect((await bench.halt('next')).err).toMatch(/no open steps in this phase\n.* close -i /)
    await bench.ok('close')
    expect((await bench.halt('next')).err).toMatch(/no open steps in this phase\n$/)
  })
})

describe('done with a note', () => {
  it('keeps the note on a step that is done already, once', async () => {
    await start()
    await bench.ok('done', '1.1-look')
    const again = await bench.halt('done', '1.1-look', '--note', 'all branches called')
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining('all branches called') })
    const notes = (await bench.events()).filter(({ type }) => type === 'note.added')
    expect(notes.map(({ data }) => data)).toEqual([{ text: 'all branches called', step: '1.1-look' }])
    await bench.ok('done', '1.1-count', '--note', 'twelve')
    expect(await bench.halt('done', '1.1-count', '--note', 'twelve')).toMatchObject({ code: 0 })
    expect((await bench.events()).filter(({ type }) => type === 'note.added')).toHaveLength(1)
  })
})

describe('a halt that is always planned', () => {
  const planned = async (...flags: readonly string[]) => {
    const shipped = new Bench()
    return { shipped, ...(await shipped.halt('start', '--type', 'maintenance', ...flags)) }
  }

  it('is declared without its time, and said not to have been announced', async () => {
    expect(await planned()).toMatchObject({
      code: 0,
      err: expect.stringContaining('To plan one: haltctl start --type maintenance --planned FROM/TO\n'),
    })
    expect((await planned('--planned', '23:00/23:30')).err).not.toContain('--planned FROM/TO')
  })

  it('is said to have begun before its time', async () => {
    const { shipped } = await planned('--planned', '23:00/23:30')
    const { err } = await shipped.halt('advance', '--force', '--reason', 'now')
    expect(err).toMatch(
      /planned for 2026-11-24 23:00:00, so it has begun 42 min 54 s early; .* undo --reason \.\.\. -i /,
    )
    const { shipped: later } = await planned('--planned', '23:00/23:30')
    later.pass(50 * 60_000)
    expect((await later.halt('advance', '--force', '--reason', 'now')).err).not.toContain('early')
  })
})

describe('drill --score', () => {
  it('takes the latest drill though a real halt is open', async () => {
    await bench.ok('drill', 'cards-eaten', '--auto')
    await start()
    const { code, err, out } = await bench.halt('drill', '--score')
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringMatching(/-atm-outage/) })
    expect(out).toMatch(/100/)
  })
})

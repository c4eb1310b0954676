import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench } from '../bench.ts'

/** A halt that is over; its cause is in the engineers' words. */
async function past(bench: Bench, title: string, flags: readonly string[], cause: string): Promise<string> {
  const id = (await bench.ok('start', '--title', title, '--at', '1m ago', ...flags)).trim()
  await bench.ok('set', `cause=${cause}`, '-i', id)
  await bench.ok('close', '--force', '--reason', 'over', '-i', id)
  bench.pass(3_600_000)
  return id
}

const FAILURE = ['--type', 'system-failure']

describe('list --similar', () => {
  it('shows closed incidents that are like one, and what they have in common', async () => {
    const bench = new Bench()
    const order = await past(bench, 'Order', ['--type', 'compliance', '--scope', 'deposits=stopped'], 'an order')
    const disk = await past(bench, 'Disks', [...FAILURE, '--scope', 'trading=stopped'], 'disk array offline')
    const drill = await past(bench, 'Exercise', [...FAILURE, '--drill'], 'disk')
    const own = (await bench.ok('start', ...FAILURE, '--scope', 'trading=stopped', '--title', 'Again')).trim()
    await bench.ok('note', '--hypothesis', 'a disk is broken')
    const shown = await bench.ok('list', '--similar')
    expect(shown).toBe(`${disk}  2026-11-24  Disks
  same type: system-failure
  restricted then too: trading
  words of the cause in common: disk
  its cause, as recorded: disk array offline
`)
    expect(await bench.ok('list', '--similar', '--lang', 'ja')).toContain('  原因に共通する語: disk\n')
    const document = documentSchemas.similar.parse(await bench.json('list', '--similar'))
    expect(document).toMatchObject({ incident: own, more: 0, leftOut: [] })
    expect(document.incidents).toMatchObject([
      { incident: disk, causes: ['disk array offline'], shared: { type: true, scope: ['trading'], words: ['disk'] } },
    ])
    expect(document.incidents.map(({ incident }) => incident)).not.toContain(drill)
    expect((await bench.halt('list', '--similar', '-i', order)).err).toContain('no closed incident has')
  })

  it('shows ten, and says how many more there are', async () => {
    const bench = new Bench()
    for (let n = 0; n < 12; n += 1) await past(bench, `Halt ${n}`, FAILURE, 'power')
    await bench.ok('start', ...FAILURE)
    const { out, err } = await bench.halt('list', '--similar')
    expect(out.match(/^2026/gm)).toHaveLength(10)
    expect(out).toContain('Halt 11')
    expect(err).toContain('2 more have less in common with it, or are older')
  })

  it('names those whose log is in doubt, and shows nothing of them', async () => {
    const bench = new Bench()
    const id = await past(bench, 'Torn', FAILURE, 'power')
    await bench.ok('start', ...FAILURE)
    const folder = join(bench.workspace, 'incidents', id)
    const log = readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? ''
    writeFileSync(join(folder, log), `not a line\n`, { flag: 'a' })
    const { out, err } = await bench.halt('list', '--similar')
    expect(out).toBe('')
    expect(err).toContain(`left out, since their logs are not whole: ${id}`)
  })

  it('does not go with --open', async () => {
    const { code, err } = await new Bench().halt('list', '--similar', '--open')
    expect([code, err]).toEqual([2, expect.stringContaining('(usage)')])
  })
})

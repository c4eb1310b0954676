import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

async function begun(env: NodeJS.ProcessEnv = {}): Promise<Bench> {
  const bench = new Bench(env)
  await bench.ok('start', '--type', 'system-failure')
  return bench
}

const state = (bench: Bench, ...fields: readonly string[]) => bench.halt('report-to', 'eu-dora', '--field', ...fields)
const recorded = async (bench: Bench) =>
  (await bench.events('filing.field-stated')).map(({ data }) => [data.field, data.value])

describe('halt report-to --field', () => {
  it('records what fields of a form say, as they are spelled there, and no report', async () => {
    const bench = await begun()
    const { code, err } = await state(
      bench,
      '2.7=Staff',
      '2.9=いいえ',
      '３.５=１.５%',
      '3.9=1,234',
      '2.2=22:10',
      '2.5=data_losses、data_losses',
    )
    expect(code).toBe(0)
    expect(err).toContain('form of eu-dora, field 2.7: staff')
    expect(await recorded(bench)).toEqual([
      ['2.7', 'staff'],
      ['2.9', 'no'],
      ['3.5', '1.5'],
      ['3.9', '1234'],
      ['2.2', '2026-11-24T22:10:00.000+09:00'],
      ['2.5', 'data_losses'],
    ])
    expect(await bench.events('authority.reported')).toEqual([])
    expect((await state(bench, '2.7=staff')).err).toContain('no change: report-to eu-dora --field 2.7=staff')
    expect((await bench.haltWith({ env: { HALT_LANG: 'ja' } }, 'log')).out).toMatch(
      /報告様式の記入 eu-dora 項目2\.7: staff[\s\S]*項目2\.2: 2026-11-24 22:10:00/,
    )
  })

  it('records that a field is not known, can be undone, and works after closing', async () => {
    const bench = await begun()
    await state(bench, '2.7=?')
    expect(await recorded(bench)).toEqual([['2.7', null]])
    expect(await bench.ok('log')).toContain('form of eu-dora, field 2.7: not known')
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'test')
    await bench.ok('report-to', 'eu-dora', '--field', '2.7=clients', '-i', 'latest')
    const [, last] = await bench.events('filing.field-stated')
    const name = `${last?.writer}:${last?.seq}`
    expect(await bench.ok('report', '--draft', 'eu-dora', '--stage', 'initial', '-i', 'latest')).toContain(
      `| clients | \`${name}\` |`,
    )
    await bench.ok('undo', name, '--reason', 'it was staff', '-i', 'latest')
    expect(await bench.ok('report', '--draft', 'eu-dora', '--stage', 'initial', '-i', 'latest')).not.toContain(
      '| clients |',
    )
  })

  it('refuses what no field takes, a field that the form does not have, and what describes a report', async () => {
    const bench = await begun()
    expect((await state(bench, '2.7=nobody')).err).toMatch(
      /cannot be 'nobody' \(bad-field-value\)\nIt takes one of these: it_security, staff/,
    )
    expect((await state(bench, '2.9=maybe')).err).toMatch(/\(bad-field-value\)\nIt takes yes or no/)
    expect((await state(bench, '1.1=final_report')).err).toMatch(/\(bad-field-value\)\nIt takes no answer/)
    expect((await state(bench, '9.9=1')).err).toContain('(unknown-form-field)')
    expect((await state(bench, '2.7')).err).toContain('(bad-assignment)')
    expect((await bench.halt('report-to', 'nobody', '--field', '1=x')).err).toContain('(unknown-authority)')
    expect(await bench.halt('report-to', 'eu-dora', '--field', '2.7=staff', '--ref', 'R')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--field --ref'),
    })
    expect(await recorded(bench)).toEqual([])
  })
})

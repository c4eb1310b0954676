import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench } from '../bench.ts'

const HANAKO = { env: { HALT_OPERATOR: 'hanako' } }
const JIRO = { env: { HALT_OPERATOR: 'jiro' } }

async function begun(): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--title', 'Matching engine down')
  return bench
}

const status = async (bench: Bench) => documentSchemas.status.parse(await bench.json('status'))
const types = async (bench: Bench) =>
  (await bench.ok('log', '--json'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).type)

describe('halt handover', () => {
  it('prints the hand-over pack and records nothing without flags', async () => {
    const bench = await begun()
    await bench.ok('note', 'memory leak', '--hypothesis')
    const shown = await bench.ok('handover')
    for (const part of [
      'Current state',
      'Hypotheses',
      'Notices',
      'Assigned steps',
      'Who was reached',
      'Open decisions',
    ])
      expect(shown).toContain(`\n${part}\n`)
    expect(shown).toContain('memory leak  (taro ')
    expect(shown).toContain('e-mail  none yet  next due ')
    expect(await types(bench)).toEqual(['incident.started', 'note.added'])
  })

  it('lists the reports made to authorities, without undone ones', async () => {
    const bench = await begun()
    expect(await bench.ok('handover')).toMatch(/^Reports made to authorities\n\s*none$/m)
    await bench.ok('clock', 'start', 'jp-fsa:awareness', '--at', '1m ago')
    await bench.ok('report-to', 'jp-fsa-initial', '--ref', 'R-1')
    const [reported] = await bench.events('authority.reported')
    expect(await bench.ok('handover')).toMatch(/^ {2}\S.*reported 2026-11-24 [\d:]+ by taro, ref R-1$/m)
    expect(await bench.ok('handover', '--language', 'ja')).toContain('当局への報告（済み）')
    const { reports } = documentSchemas.handover.parse(await bench.json('handover'))
    expect(reports).toMatchObject([{ authority: 'jp-fsa', event: `${reported?.writer}:${reported?.seq}`, ref: 'R-1' }])
    await bench.ok('undo', '--reason', 'not sent')
    expect(documentSchemas.handover.parse(await bench.json('handover')).reports).toEqual([])
  })

  it('offers the lead with --to, shown as NOT ACCEPTED YET until that person accepts', async () => {
    const bench = await begun()
    const offered = await bench.halt('handover', '--to', 'hanako', '--note', 'call the vendor first')
    expect(offered.err).toContain('lead offered to hanako "call the vendor first"')
    expect(offered.out).toMatch(/offered to hanako by taro at .*NOT ACCEPTED YET\n {2}"call the vendor first"/)
    expect(await status(bench)).toMatchObject({ lead: 'taro', offer: { to: 'hanako', by: 'taro' } })
    expect(await bench.ok('status')).toMatch(/lead taro\nlead offered to hanako at .*, NOT ACCEPTED YET/)
    expect(await bench.haltWith(JIRO, 'handover', '--accept')).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringContaining('(not-offered)'),
    })
    const accepted = await bench.haltWith(HANAKO, 'handover', '--accept')
    expect(accepted.err).toContain('took over the lead  hanako')
    expect(accepted.out).toMatch(
      / {2}lead: hanako, since .*\n {2}offered to hanako by taro at [\d: -]+\n {2}"call the vendor/,
    )
    expect(await status(bench)).toMatchObject({ lead: 'hanako', offer: null })
  })

  it('lets somebody else take over the lead with --reason, until that is undone', async () => {
    const bench = await begun()
    expect((await bench.haltWith(JIRO, 'handover', '--accept', '--reason', 'taro cannot be reached')).code).toBe(0)
    expect((await status(bench)).lead).toBe('jiro')
    expect((await bench.haltWith(JIRO, 'undo', '--reason', 'taro is back')).code).toBe(0)
    expect((await status(bench)).lead).toBe('taro')
  })

  it('prints the hand-over pack as JSON, also when it records an offer', async () => {
    const bench = await begun()
    expect(documentSchemas.handover.parse(await bench.json('handover'))).toMatchObject({ lead: 'taro', offer: null })
    const recorded = await bench.json<{ events: { type: string }[]; handover: unknown }>('handover', '--to', 'hanako')
    expect(recorded.events).toMatchObject([{ type: 'handover.offered' }])
    expect(documentSchemas.handover.parse(recorded.handover)).toMatchObject({ offer: { to: 'hanako' } })
  })

  it('writes the pack to --output as Markdown in Japanese, and overwrites only with --overwrite', async () => {
    const bench = await begun()
    const file = join(bench.directory, 'pack.md')
    const args = ['handover', '--format', 'markdown', '--language', 'ja', '--output', file]
    expect((await bench.halt(...args, '--to', 'hanako')).err).toContain(`written: ${file}`)
    expect(readFileSync(file, 'utf8')).toMatch(/^# 引き継ぎ .*\n\n## 現在の状況\n\n- /)
    expect(readFileSync(file, 'utf8')).toContain('**')
    expect(await bench.halt(...args, '--to', 'jiro')).toMatchObject({
      code: 2,
      err: expect.stringContaining('output-exists'),
    })
    expect((await status(bench)).offer?.to).toBe('hanako')
    expect((await bench.halt(...args, '--to', 'jiro', '--overwrite')).code).toBe(0)
    expect((await bench.halt('handover', '--output', '/nowhere/pack')).code).toBe(5)
    expect(await bench.halt('handover', '--output', '/nowhere/pack', '--to', 'goro')).toMatchObject({
      code: 6,
      err: expect.stringContaining('cannot write to /nowhere/pack'),
    })
  })

  it.each([['--note', 'x'], ['--reason', 'x'], ['--at', '22:05'], ['--overwrite']])(
    'rejects %s where it has no effect',
    async (...flags) => {
      expect(await (await begun()).halt('handover', ...flags)).toMatchObject({
        code: 2,
        err: expect.stringContaining('(idle-flag)'),
      })
    },
  )

  it('rejects --to together with --accept', async () => {
    expect((await (await begun()).halt('handover', '--to', 'hanako', '--accept')).code).toBe(2)
  })
})

describe('a hypothesis', () => {
  it('is stated, discarded, and listed in the report', async () => {
    const bench = await begun()
    await bench.ok('note', 'memory leak', '--hypothesis')
    await bench.ok('note', 'bad deploy', '--hypothesis')
    const [leak] = (await status(bench)).hypotheses
    expect((await bench.halt('note', 'heap is flat', '--discards', leak?.event ?? '')).err).toContain(
      `discarded ${leak?.event} "heap is flat"`,
    )
    expect(await bench.ok('status')).toMatch(/Open hypotheses\n {2}\S+ {2}bad deploy\n\n/)
    const report = await bench.ok('report')
    expect(report).toMatch(/\| memory leak \| taro \| discarded [-\d: ]+ \(taro\) \| heap is flat \|/)
    expect(report).toMatch(/\| bad deploy \| taro \| not ruled out \|/)
    expect(await bench.halt('note', 'x', '--discards', 'nowhere:1')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-hypothesis)'),
    })
  })

  it('cannot be a private note', async () => {
    const bench = await begun()
    expect((await bench.halt('note', '--private', 'x', '--hypothesis')).code).toBe(2)
  })

  it('can be stated with --attach', async () => {
    const bench = await begun()
    bench.write('heap.csv', '1')
    await bench.ok('note', 'memory leak', '--hypothesis', '--attach', join(bench.workspace, 'heap.csv'))
    expect((await status(bench)).hypotheses).toMatchObject([{ text: 'memory leak' }])
  })
})

describe('the leads in the report', () => {
  it('are listed with their times, as is an offer that was not accepted', async () => {
    const bench = await begun()
    await bench.ok('handover', '--to', 'hanako')
    await bench.haltWith(HANAKO, 'handover', '--accept')
    await bench.haltWith(HANAKO, 'handover', '--to', 'jiro')
    const { leads } = documentSchemas.report.parse(JSON.parse(await bench.ok('report', '--format', 'json')))
    expect(leads.map(({ name, until }) => [name, until === null])).toEqual([
      ['taro', false],
      ['hanako', true],
    ])
    const report = await bench.ok('report')
    expect(report).toMatch(
      /## People, hand-overs and assignments\n\n\| Lead \| From \| Until \|[^\n]*\n[^\n]*\n\| taro \|/,
    )
    expect(report).toMatch(/- Offered to jiro by hanako at .*, and not yet accepted/)
  })

  it.each([
    ['en', / \(closed\)$/],
    ['ja', /（終了）$/],
  ] as const)('end with the closing for whoever led then: %s', async (language, closing) => {
    const bench = await begun()
    const untilIn = async () => {
      const report = await bench.ok('report', '--language', language)
      return /^\| taro \|[^|]*\|([^|]*)\|/m.exec(report)?.[1]?.trim()
    }
    expect(await untilIn()).not.toMatch(closing)
    await bench.ok('close', '--as', 'false-alarm', '--reason', 'nothing had failed')
    expect(await untilIn()).toMatch(closing)
  })
})

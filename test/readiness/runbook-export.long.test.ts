import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { derivedUuid4, uuid5 } from '../../src/readiness/export/uuid.ts'
import { Bench } from '../bench.ts'
import { TEAM_CHAPTER } from './team-chapter.ts'

function newBench(): Bench {
  const bench = new Bench()
  bench.write('halt.yaml', 'timezone: Asia/Tokyo\n')
  return bench
}

const exportIn = (bench: Bench, ...args: readonly string[]) => bench.halt('runbook', 'export', ...args)

describe('halt runbook export', () => {
  it('prints the manual as Markdown in the language of the operator, and nothing else', async () => {
    const bench = newBench()
    const { code, out, err } = await exportIn(bench)
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^# .*: Runbook for halts\n\nRunbook [0-9a-f]{64}\n/)
    expect((await exportIn(bench, '--lang', 'ja')).out).toMatch(/^# .*: サービス停止の対応手順書\n/)
    expect((await exportIn(bench, '--language', 'ja')).out).toBe((await exportIn(bench, '--lang', 'ja')).out)
  })

  it('has every step, chapter, fact, channel and clause in the Markdown', async () => {
    const bench = newBench()
    const { phases } = await bench.json<{ phases: { steps: { id: string; title: { en: string } }[] }[] }>(
      'runbook',
      'show',
    )
    const { clauses } = await bench.json<{ clauses: { id: string }[] }>('runbook', 'coverage')
    const { out } = await exportIn(bench)
    const headings = out.split('\n').filter((line) => line.startsWith('### '))
    const steps = phases.flatMap((phase) => phase.steps)
    expect(headings).toEqual(steps.map(({ id, title }) => `### \`${id}\` ${title.en}`))
    for (const { id } of clauses) expect(out).toContain(`\n| \`${id}\` | `)
    expect(out).toMatch(/\n## Reports to authorities\n\n\| Authority \| If \| Report \| Due \|\n/)
  })

  it('says of a chapter that nobody has reviewed that it is not', async () => {
    const bench = newBench()
    bench.write('runbooks/8-ours.yaml', TEAM_CHAPTER.replace(/^reviewed: .*\n/m, ''))
    expect((await exportIn(bench)).out).toMatch(/\n\| `8-ours\.yaml` \|.*\| not yet \|\n/)
    expect((await exportIn(bench, '--lang', 'ja')).out).toMatch(/\n\| `8-ours\.yaml` \|.*\| 未確認 \|\n/)
    const playbook = JSON.parse((await exportIn(bench, '--format', 'cacao')).out)
    expect(JSON.stringify(playbook)).toContain('"file":"8-ours.yaml"')
    expect(playbook.created).toBe(JSON.parse((await exportIn(newBench(), '--format', 'cacao')).out).created)
  })

  it('says of a step who does it, how binding it is, when, how often, and what to record', async () => {
    const bench = newBench()
    bench.write('runbooks/8-ours.yaml', TEAM_CHAPTER)
    const { out } = await exportIn(bench)
    const from = out.indexOf('### `8-look`')
    expect(out.slice(from, out.indexOf('\n##', from + 1))).toBe(
      [
        '### `8-look` Look at the queue\n',
        '**Who:** Desk  ',
        '**Binding:** best effort  ',
        '**When:** soon; only for outage  ',
        '**How often:** every 30 min, until the halt is lifted  ',
        '**Tells:** Desk  ',
        '**Record:** what is stopped; Length of the queue  ',
        '**Before lifting:** must be done before the halt may be lifted  ',
        '**When halted again:** to be done again  ',
        '**Clauses:** none; good practice beyond the manual  ',
        '**Commands:** `./queue.sh --all`\n',
        '- Open the page.',
        '- Count what waits.',
        '',
      ].join('\n'),
    )
    const both = (await exportIn(bench, '--language', 'both')).out
    expect(both).toContain('### `8-look` 待ち行列を見る / Look at the queue')
    expect(both).toContain('- ページを開く。\n  - Open the page.\n- 件数を数える。\n  - Count what waits.')
  })

  it('limits both formats to a type, which may be named in either language', async () => {
    const bench = newBench()
    bench.write('runbooks/8-ours.yaml', TEAM_CHAPTER)
    const { out } = await exportIn(bench, '--type', '障害対応')
    expect(out).toMatch(/^# .*: Runbook for halts: outage\n/)
    const { phases } = await bench.json<{ phases: { steps: { id: string; applies: object }[] }[] }>('runbook', 'show')
    const applying = phases.flatMap(({ steps }) => steps).filter(({ applies }) => 'outage' in applies)
    const shown = [...out.matchAll(/^### `(.+?)`/gm)].map(([, id]) => id)
    expect(shown.toSorted()).toEqual(applying.map(({ id }) => id).toSorted())
    expect(shown.length).toBeLessThan(phases.flatMap(({ steps }) => steps).length)
    const playbook = JSON.parse((await exportIn(bench, '--format', 'cacao', '--type', 'outage')).out)
    expect(playbook).toMatchObject({ labels: ['outage'], spec_version: 'cacao-2.0' })
  })

  it('names on standard error what a playbook lacks, one line for each kind', async () => {
    const bench = newBench()
    const { code, out, err } = await exportIn(bench, '--format', 'cacao')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ type: 'playbook' })
    expect(err.split('\n').map((line) => line.replace(/\d+/, 'N'))).toEqual([
      'not exported: N notice templates',
      'not exported: what N authorities require',
      'not exported: N drill scenarios',
      'only in the extension: N steps to do again when halted again; the workflow does not go back',
      'only in the extension: the cadence of notices; no pause in the workflow for N steps that follow it',
      'only in the extension: N steps as urgent as the type wants; --type puts the most urgent first',
      '',
    ])
    bench.write('runbooks/8-ours.yaml', TEAM_CHAPTER)
    bench.write(
      'contacts.yaml',
      'reviewed: 2026-11-24\npeople:\n  sato: { name: Sato, reach: [{ by: phone, to: "1" }] }\ndepartments: {}\n',
    )
    const own = await exportIn(bench, '--format', 'cacao', '--type', 'outage')
    expect(own.err).toContain('not exported: 1 person on the contact list\n')
    expect(own.err).toContain('only in the extension: 1 command that steps offer;')
    expect(own.err).not.toContain('urgent')
  })

  it('prints the playbook with --json, and the same bytes each time', async () => {
    const bench = newBench()
    const first = await exportIn(bench, '--json')
    bench.pass(86_400_000)
    expect((await exportIn(newBench(), '--format', 'cacao')).out).toBe(first.out)
    expect((await exportIn(bench, '--format', 'cacao')).out).toBe(first.out)
  })

  it('calls the playbook by the organisation in the settings', async () => {
    const bench = newBench()
    bench.write('halt.yaml', 'organisation: { ja: サンプル取引所, en: Sample Exchange }\n')
    const { out } = await exportIn(bench, '--format', 'cacao')
    expect(JSON.parse(out).name).toBe('Sample Exchange: Runbook for halts')
    expect((await exportIn(bench, '--language', 'both')).out.split('\n')[0]).toBe(
      '# サンプル取引所 / Sample Exchange: サービス停止の対応手順書 / Runbook for halts',
    )
  })

  it('writes a file that only its owner can read, and overwrites one only if told to', async () => {
    const bench = newBench()
    const path = join(bench.directory, 'manual.md')
    const printed = (await exportIn(bench)).out
    expect(await exportIn(bench, '--output', path)).toMatchObject({ code: 0, out: '', err: `written: ${path}\n` })
    expect(readFileSync(path, 'utf8')).toBe(printed)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(await exportIn(bench, '--output', '-')).toMatchObject({ code: 0, out: printed, err: '' })
    const again = await exportIn(bench, '--output', path)
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('(output-exists)') })
    expect((await exportIn(bench, '--output', path, '--overwrite', '--lang', 'ja')).code).toBe(0)
    expect(readFileSync(path, 'utf8')).not.toBe(printed)
  })

  it.each([
    ['unknown-type', ['--type', 'eclipse']],
    ['bad-flag', ['--format', 'pdf']],
    ['bad-flag', ['--language', 'fr']],
  ])('refuses with %s: %j', async (code, args) => {
    const refused = await exportIn(newBench(), ...args)
    expect(refused).toMatchObject({ code: 2, out: '', err: expect.stringContaining(`(${code})`) })
  })

  it('refuses a runbook with errors', async () => {
    const bench = newBench()
    bench.write('runbooks/8-ours.yaml', `${TEAM_CHAPTER}colour: red\n`)
    expect(await exportIn(bench)).toMatchObject({ code: 2, out: '', err: expect.stringContaining('(bad-runbook)') })
  })

  it('takes whatever the files contain for text, not for markup', async () => {
    const bench = newBench()
    bench.write('runbooks/8-ours.yaml', TEAM_CHAPTER.replace('Look at the queue', "'<b>[x](http://y)</b>'"))
    expect((await exportIn(bench)).out).toContain('&lt;b&gt;\\[x\\](<http://y/>)&lt;/b&gt;')
  })
})

describe('a UUID from a name', () => {
  it('of version 5 is that of RFC 9562, A.4', () => {
    const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'
    expect(uuid5(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
  })

  it('in the form of version 4 depends on the namespace and the name alone', () => {
    const [one, other] = ['6ba7b810-9dad-11d1-80b4-00c04fd430c8', '6ba7b811-9dad-11d1-80b4-00c04fd430c8']
    expect(derivedUuid4(one, 'a')).toBe(derivedUuid4(one, 'a'))
    expect(new Set([derivedUuid4(one, 'a'), derivedUuid4(one, 'b'), derivedUuid4(other, 'a')]).size).toBe(3)
    expect(derivedUuid4(one, 'a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

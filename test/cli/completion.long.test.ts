import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { TERMINAL_CONTROLS } from '../../src/domain/guard.ts'
import { Bench, ROOT } from '../bench.ts'

async function begun(env: NodeJS.ProcessEnv = {}): Promise<Bench> {
  const bench = new Bench(env)
  bench.write(
    'contacts.yaml',
    'people:\n  sato: { name: { ja: 佐藤 花子, en: Hanako Sato }, reach: [{ by: phone, to: "110" }] }\n' +
      'departments: { system: { head: sato } }\n' +
      'escalation: [{ id: board, title: { ja: 役員, en: Board }, reach: [sato] }]\n',
  )
  await bench.ok('start', '--type', 'system-failure', '--title', 'Down', '--scope', 'withdrawals:XEM=stopped')
  mkdirSync(join(bench.directory, 'a b', 'c d'), { recursive: true })
  writeFileSync(join(bench.directory, 'a b', "it's $1.txt"), '')
  return bench
}

/** The candidates that a shell gets, each with its description. */
async function answered(
  bench: Bench,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
  shell = 'zsh',
): Promise<string[]> {
  const { code, out, err } = await bench.haltWith({ env }, 'completion', 'values', shell, ...words)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out.split('\n').slice(3, -1)
}

const valuesOf = (lines: readonly string[]) => lines.map((line) => line.split('\t')[0])

/** Every file in a folder, with its time and bytes. */
function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^completion\./.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => `${path} ${statSync(path).mtimeMs} ${readFileSync(path, 'hex')}`)
}

describe('the completion script', () => {
  it.each(['bash', 'zsh', 'fish'])('for %s calls the program by its path, never by its name', async (shell) => {
    const script = await (await begun()).ok('completion', shell)
    expect(script).toContain(`'${process.execPath}' '${join(ROOT, 'bin/halt.js')}'`)
    expect(script).not.toContain('@program@')
    expect(script.replaceAll(/^#.*$/gm, '')).not.toMatch(
      /(?:^|[;&|(`{]|\b(?:then|do|else|and|or|command|exec|eval))\s*(?:halt|haltctl)\b/m,
    )
    for (const name of ['halt', 'haltctl'])
      expect(script).toMatch(new RegExp(`(?:complete|compdef|for).*\\b${name}\\b`))
  })

  it('is refused for an unknown shell or none', async () => {
    expect(await new Bench().halt('completion', 'tcsh')).toMatchObject({
      code: 2,
      err: expect.stringContaining('bash, zsh, fish'),
    })
    expect(await new Bench().halt('completion')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(missing-argument)'),
    })
  })
})

describe('completion candidates', () => {
  it('are steps with their titles, the next ones first, without those done or already on the line', async () => {
    const bench = await begun()
    await bench.ok('begin', '2.1-logs')
    await bench.ok('done', '2.1-cause')
    const next = (await bench.json<{ steps: { id: string }[] }>('next', '--all')).steps.map(({ id }) => id)
    const open = valuesOf(await answered(bench, ['done', '']))
    expect(open.slice(0, next.length)).toEqual(next)
    expect(open.some((id) => id?.startsWith('4.1-'))).toBe(true)
    expect(open).not.toContain('2.1-cause')
    expect(valuesOf(await answered(bench, ['begin', '']))).not.toContain('2.1-logs')
    expect(valuesOf(await answered(bench, ['done', '2.1-logs', '']))).not.toContain('2.1-logs')
  })

  it('are events that can be undone or corrected, latest first', async () => {
    const bench = await begun()
    await bench.ok('done', '2.1-logs', '--note', 'one')
    await bench.ok('note', 'two')
    const [, done = '', note = ''] = (await bench.ok('log', '--json'))
      .trim()
      .split('\n')
      .map((l) => {
        const { writer, seq } = JSON.parse(l)
        return `${writer}:${seq}`
      })
    expect(valuesOf(await answered(bench, ['undo', '']))[0]).toBe(done)
    expect(valuesOf(await answered(bench, ['correct', ''])).slice(0, 2)).toEqual([note, done])
    expect((await answered(bench, ['correct', '']))[0]).toMatch(/\t\d\d:\d\d:\d\d {2}.*two/)
    await bench.ok('undo', done, '--reason', 'x')
    expect(valuesOf(await answered(bench, ['undo', '']))).not.toContain(done)
  })

  it('are the events and fields that can be redacted', async () => {
    const bench = await begun()
    await bench.ok('done', '2.1-logs')
    await bench.ok('set', 'cause=disk', 'cause.ja=故障', 'started-at=22:05')
    await bench.ok('note', 'two')
    const events = valuesOf(await answered(bench, ['redact', ''])).map((value) => value?.split(':')[1])
    const fields = (seq: string) => answered(bench, ['redact', seq, '--field', ''])
    const note = events[0] as string
    expect(await fields(note)).toEqual(['text\ttwo'])
    const [fact = ''] = (await bench.events('fact.set'))
      .filter(({ data }) => data.fact === 'cause')
      .map(({ seq }) => `${seq}`)
    expect(await fields(fact)).toEqual(['value\tdisk', 'ja\t故障'])
    expect(events).not.toContain('2')
  })

  it('are pieces of evidence and open follow-ups, and none for exec --settle without an unsettled command', async () => {
    const bench = await begun()
    bench.write('engine.log', 'x')
    await bench.ok('note', 'logs', '--attach', join(bench.workspace, 'engine.log'))
    await bench.ok('action', 'add', 'fix it')
    const [piece] = (await bench.json<{ evidence: { file: string }[] }>('evidence', 'list')).evidence
    expect(await answered(bench, ['evidence', 'show', ''])).toEqual([`${piece?.file}\tengine.log`])
    const [action = ''] = await answered(bench, ['action', 'done', ''])
    expect(action).toMatch(/^[a-z2-7]{8}:\d+\tfix it$/)
    await bench.ok('action', 'done', action.split('\t')[0] as string)
    expect(valuesOf(await answered(bench, ['action', 'done', '']))).not.toContain(action.split('\t')[0])
    expect(await answered(bench, ['exec', '--settle', ''])).toEqual([])
  })

  it('are drill scenarios and past incidents', async () => {
    const bench = await begun()
    const { scenarios } = await bench.json<{ scenarios: { id: string; title: { en: string } }[] }>('drill', '--list')
    expect(await answered(bench, ['drill', ''])).toEqual(scenarios.map(({ id, title }) => `${id}\t${title.en}`))
    expect(await answered(bench, ['drill', '--replay', ''])).toEqual([
      expect.stringMatching(/^\d+-\d+-system-failure\tDown$/),
    ])
  })

  it('are notice templates by what they are for, and channels', async () => {
    const offered = await answered(await begun(), ['runbook', 'template', ''])
    expect(offered[0]).toBe('form-page\tpages of a site')
    expect(valuesOf(offered)).toEqual(expect.arrayContaining(['part-lead', 'website']))
  })

  it('are authorities with their reports, and open hypotheses', async () => {
    const bench = await begun()
    expect(await answered(bench, ['report-to', ''])).toEqual(
      expect.arrayContaining([expect.stringMatching(/^jp-fsa\t/)]),
    )
    const reports = valuesOf(await answered(bench, ['report-to', 'jp-fsa', '--report', '']))
    const fields = await answered(bench, ['report-to', 'eu-dora', '--field', ''])
    expect(fields).toContain('2.7=\tHow the incident was discovered')
    expect(valuesOf(fields)).not.toContain('1.1=')
    expect(valuesOf(await answered(bench, ['report-to', 'eu-dora', '--field', '2.9=']))).toEqual([
      '2.9=yes',
      '2.9=no',
      '2.9=?',
    ])
    expect(valuesOf(await answered(bench, ['report-to', 'eu-dora', '--field', '2.7=s']))).toContain('2.7=staff')
    expect(valuesOf(await answered(bench, ['report-to', 'eu-dora', '--field', '2.4=']))).toEqual(['2.4=?'])
    expect(valuesOf(await answered(bench, ['report', '--stage', '']))).toEqual(['initial', 'intermediate', 'final'])
    expect(reports.length).toBeGreaterThan(1)
    expect(reports.every((id) => id?.startsWith('jp-fsa-'))).toBe(true)
    expect(valuesOf(await answered(bench, ['clock', 'start', '']))).toContain('jp-fsa')
    await bench.ok('note', 'the disk is full', '--hypothesis')
    const [hypothesis = ''] = await answered(bench, ['note', '--discards', ''])
    expect(hypothesis).toMatch(/^[a-z2-7]{8}:\d+\tthe disk is full$/)
    await bench.ok('note', 'it is not', '--discards', hypothesis.split('\t')[0] as string)
    expect(await answered(bench, ['note', '--discards', ''])).toEqual([])
  })

  it('are the types of the runbook in force for an export and a new halt, not those of the incident', async () => {
    const bench = await begun()
    const ours =
      'reviewed: 2026-11-24\ntitle: { ja: 私, en: Ours }\ntypes: { outage: { planned: never, ja: 障害, en: outage } }\n'
    bench.write('runbooks/8-ours.yaml', ours)
    const typesAfter = async (...words: readonly string[]) => valuesOf(await answered(bench, [...words, '--type', '']))
    expect(await typesAfter('runbook', 'export')).toContain('outage')
    expect(await typesAfter('start')).toContain('outage')
    expect(await typesAfter('classify')).not.toContain('outage')
    expect(valuesOf(await answered(bench, ['runbook', 'export', '--format', '']))).toEqual(['markdown', 'cacao'])
  })

  it('respect --dir, --incident, --lang and HALT_INCIDENT', async () => {
    const bench = await begun()
    await bench.ok('start', '--type', 'compliance', '--title', 'Other')
    const ids = (await bench.ok('list'))
      .trim()
      .split('\n')
      .map((line) => line.split(/\s/)[0] as string)
    const first = ids.find((id) => id.endsWith('system-failure')) as string
    const second = ids.find((id) => id.endsWith('compliance')) as string
    expect(await answered(bench, ['lift', ''])).toEqual([])
    // `-i` may stand after a step: those of every open halt are offered, each once, until one is named.
    const steps = valuesOf(await answered(bench, ['done', '']))
    const [ofFirst, ofSecond] = await Promise.all(
      [first, second].map(async (id) => valuesOf(await answered(bench, ['-i', id, 'done', '']))),
    )
    expect(steps.sort()).toEqual([...new Set([...(ofFirst ?? []), ...(ofSecond ?? [])])].sort())
    expect(steps.length).toBeGreaterThan(ofFirst?.length ?? 0)
    expect(await answered(bench, ['-i', first, 'lift', ''])).toEqual(['withdrawals:XEM\t'])
    expect(await answered(bench, ['lift', `--incident=${first}`, ''])).toEqual(['withdrawals:XEM\t'])
    expect((await answered(bench, ['lift', ''], { HALT_INCIDENT: second })).some((line) => line.includes('XEM'))).toBe(
      false,
    )
    expect((await answered(bench, ['-i', ''])).sort()).toEqual(
      [`${first}\tDown`, `${second}\tOther`, 'latest\t'].sort(),
    )
    const elsewhere = { HALT_DIR: '/nowhere', HOME: bench.directory }
    expect(await answered(bench, ['--dir', '~/workspace', '-i', ''], elsewhere)).toHaveLength(3)
    expect(await answered(bench, ['--lang', 'ja', 'stat'], elsewhere)).toContain('status\t現在の状況を表示する')
  })

  it.each<[string, readonly string[]]>([
    ['no words', []],
    ['no shell', ['']],
    ['an unknown shell', ['tcsh', 'done', '']],
    ['an unknown command', ['zsh', 'nope', '']],
    ['an unknown flag with a value', ['zsh', 'done', '--nope=']],
    ['a value for a flag that takes none', ['zsh', 'status', '--json=']],
    ['an unknown incident', ['zsh', 'done', '-i', 'nope', '']],
    ['bash without a line', ['bash']],
    ['a line that ends in a quote', ['bash', ' =:', 'haltctl done "']],
    ['far too many words', ['zsh', ...Array(5000).fill('done'), '']],
  ])('cause no error for %s', async (_, words) => {
    const { code, err } = await (await begun()).halt('completion', 'values', ...words)
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })

  it('are only flags, without an error, without a workspace or for a damaged log', async () => {
    const bench = await begun()
    expect(await answered(bench, ['done', ''], { HALT_DIR: '/nowhere' })).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/^2/)]),
    )
    const [log = ''] = (await bench.json<{ log: { files: string[] } }>('status')).log.files
    const path = join(bench.workspace, log)
    await bench.ok('note', 'x')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"title":"Down"', '"title":"Up"'))
    expect((await bench.halt('note', 'y')).code).toBe(4)
    const flags = (lines: string[]) => lines.every((line) => line.startsWith('--'))
    for (const words of [
      ['done', ''],
      ['set', ''],
      ['scope', ''],
      ['correct', ''],
      ['notice', ''],
    ])
      expect(
        (await answered(bench, words)).filter((line) => !line.startsWith('--')),
        words[0],
      ).toEqual([])
    expect(flags(await answered(bench, ['done', '-']))).toBe(true)
  })

  it('are found without changing anything on disk', async () => {
    const bench = await begun()
    const before = filesIn(bench.directory)
    for (const words of [
      ['done', ''],
      ['undo', ''],
      ['-i', ''],
      ['contacts', 'tried', ''],
      ['escalate', ''],
      ['evidence', 'show', ''],
    ])
      await answered(bench, words)
    rmSync(join(bench.directory, 'state'), { recursive: true })
    await answered(bench, ['done', ''])
    expect(existsSync(join(bench.directory, 'state'))).toBe(false)
    expect(filesIn(bench.directory)).toEqual(before.filter((line) => !line.startsWith(join(bench.directory, 'state'))))
  })

  it('contain no control characters or line breaks, whatever the titles contain', async () => {
    const bench = new Bench()
    const hostile = 'a\tb\nc\u001b[31m\u001b]0;x\u0007$(touch owned)`x`%F{red}\u202e\\'
    await bench.ok('start', '--type', 'system-failure', '--title', hostile)
    await bench.ok('action', 'add', hostile)
    await bench.ok('note', hostile)
    for (const words of [
      ['-i', ''],
      ['action', 'done', ''],
      ['correct', ''],
    ]) {
      const lines = await answered(bench, words)
      expect(lines.length).toBeGreaterThan(0)
      for (const line of lines) {
        expect(line.split('\t')).toHaveLength(2)
        expect(line.replace('\t', '')).not.toMatch(TERMINAL_CONTROLS)
      }
    }
  })
})

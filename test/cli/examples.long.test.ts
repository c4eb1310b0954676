import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/cli/catalogue.ts'
import { programHelp } from '../../src/cli/help.ts'
import { docsPage } from '../../src/cli/io/docs-page.ts'
import { commandPath } from '../../src/cli/program.ts'
import { parseCommandLine } from '../../src/cli/run.ts'
import type { CommandHelp, Example } from '../../src/command.ts'
import { splitCommandLine } from '../../src/platform/command-line.ts'
import type { Host } from '../../src/world.ts'
import { Bench, ROOT } from '../bench.ts'
import { anchorsIn, read } from '../markdown.ts'
import { DECLARES, roster } from '../people/roster.ts'
import { definedCommands } from './defined-commands.ts'

type Lines = { readonly path: string; readonly page: string; readonly examples: readonly Example[] }

const linesOf = (path: string, { page, examples, subcommands = {} }: CommandHelp): Lines[] => [
  { path, page, examples },
  ...Object.entries(subcommands).map(([name, own]) => ({ path: `${path} ${name}`, page, ...own })),
]
const loaded = COMMANDS.map(async ({ name, load }) => linesOf(name, (await load()).help))
const ALL: readonly Lines[] = [...linesOf('', programHelp), ...(await Promise.all(loaded)).flat()]

/** Ids as help gives them for the shipped manual, and a name that only the log knows. */
const IDS: Readonly<Record<string, string>> = {
  TYPE: 'system-failure',
  OPERATION: 'trading',
  CHANNEL: 'website',
  DEPARTMENT: 'system',
  FACT: 'impact',
  STEP: '2.1-assess',
  'OPTIONAL-STEP': '2.1-cause',
  AUTHORITY: 'jp-fsa',
  SCENARIO: 'coins-taken',
}
const CAPITALS = new RegExp(`\\b(?:${Object.keys(IDS).join('|')}|PIECE|k3v9x2ab)\\b`, 'g')
const wordsOf = (line: string, ids = IDS) =>
  splitCommandLine(line.replace(CAPITALS, (found) => ids[found] ?? found)) ?? []

/** Whoever only wants to know whether a line can be parsed. */
const parser = {
  ...{ root: ROOT, env: { HALT_LANG: 'en' }, invocation: () => ['haltctl'], terminals: [false, false, false] },
  ...{ output: { write: () => {} }, errorOutput: { write: () => {} } },
} as unknown as Host

describe('the examples of help', () => {
  it('are there for every command and subcommand, and for no other', async () => {
    const defined = (await definedCommands('en')).map(commandPath)
    expect(ALL.map(({ path }) => path).sort()).toEqual([...defined].sort())
  })

  it.each(ALL)('$path: two to four, each another line, in both languages', ({ path, examples }) => {
    expect(examples.length).toBeGreaterThanOrEqual(2)
    expect(examples.length).toBeLessThanOrEqual(4)
    expect(new Set(examples.map(([line]) => line)).size).toBe(examples.length)
    for (const [line, en, ja] of examples) {
      expect(line.startsWith(path), line).toBe(true)
      expect(`haltctl ${line}`.length, line).toBeLessThan(78)
      expect(ja).toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}]/u)
      expect(en.replace(/（[^）]*）/g, '')).not.toMatch(/[\p{Script=Han}\p{Script=Hiragana}]|\.$/u)
    }
  })

  it.each(ALL)('$path: the page to read is there, and the heading', ({ page }) => {
    for (const language of ['en', 'ja'] as const) {
      const [path = '', anchor] = docsPage(ROOT, page, language).split('#')
      expect(existsSync(path)).toBe(true)
      expect(anchor === undefined).toBe(!page.includes('#'))
      if (anchor !== undefined) expect(anchorsIn(read(relative(ROOT, path)))).toContain(anchor)
    }
  })

  it.each(ALL.flatMap(({ examples }) => examples.map(([line]) => line)))('can be parsed: %s', async (line) => {
    const words = wordsOf(line)
    expect(words.length).toBeGreaterThan(0)
    expect((await parseCommandLine(parser, words)).run).not.toBeNull()
  })
})

/** What only a person at a terminal, a server, a database or another machine makes possible; these are only parsed. */
const PARSED_ONLY = [
  /^walk|^watch|^log --follow|^drill SCENARIO$|^report --fill/,
  /^serve|^mcp|^sync|^invite (?:Suzuki|--revoke)|^feed (?:test|send)|^contacts page (?:--next$|sato)|^notice --send|^anchor/,
  /^approve k3v|^refuse|^lift --request|^handover --accept|^join /,
  /^exec --timeout|^report --format pdf|^init \/srv|^trust \/srv/,
]

/** Lines that say by their exit code what they found. */
const EXITS: Readonly<Record<string, number>> = {
  'notice CHANNEL --check': 8,
  doctor: 8,
  'doctor --offline': 8,
  'doctor --json': 8,
  'drill --score': 8,
}

/** What must have happened before. */
const BEFORE: readonly (readonly [line: RegExp, ...before: readonly string[]])[] = [
  [/^lift/, 'scope trading:BTC/JPY=cancel-only', 'done 3.4-criteria'],
  [/^reopen|^close$/, 'done 3.4-criteria', 'lift --all'],
  [/^verify incident/, 'verify --bundle incident.tar'],
  [/^evidence (?:show|remove)/, 'note --attach latency.png'],
  [/^runbook check our/, 'runbook new our-manual'],
  [/^drill --score/, 'close --force --reason over', 'drill coins-taken --no-walk'],
]

/** The events 3 to 20 of the halt, where they are no notes. */
const EVENTS: readonly (readonly [line: RegExp, event: (n: number) => string])[] = [
  [/^action (?:change|done)/, () => 'action add "Buy disks"'],
  [/argv\.2/, () => 'exec -- echo a b'],
  [/^undo/, (n) => `set cause=${n}`],
]

const FILES: Readonly<Record<string, string>> = {
  'latency.png': 'a picture',
  'chat.txt': '2026-11-24\n22:05 engine-3 stopped answering\n',
  'manual.md': '# Our manual\n\n## First\n\n- Look what is down\n- Tell the customers\n',
  'contacts.yaml': roster({}),
}

/** A halt in a workspace with a contact list, in which what the line needs has happened. */
async function preparedFor(line: string): Promise<Bench> {
  const bench = Bench.empty()
  for (const [name, text] of Object.entries(FILES)) bench.write(name, text)
  const run = async (typed: string) => {
    const { code, err } = await bench.haltWith({ cwd: bench.workspace }, ...wordsOf(typed))
    expect({ typed, code, err: code === 0 ? '' : err }).toEqual({ typed, code: 0, err: '' })
  }
  await bench.ok(...DECLARES, '--at', '30m ago')
  const [, event] = EVENTS.find(([of]) => of.test(line)) ?? []
  // Only lines that name an event need that many.
  const events = /\b1[24]\b/.test(line) ? 18 : 1
  for (let n = 0; n < events; n += 1) await run(event?.(n) ?? 'note "engine-3 is down"')
  for (const [of, ...before] of BEFORE) if (of.test(line)) for (const typed of before) await run(typed)
  if (/^(?:advance|close)(?: --at|$)/.test(line)) await finishPhase(bench)
  for (let n = 0; line === 'close' && n < 3; n += 1) {
    await bench.halt('advance')
    await finishPhase(bench)
  }
  return bench
}

async function finishPhase(bench: Bench): Promise<void> {
  for (let n = 0; n < 20; n += 1) {
    const { steps: next } = await bench.json<{ steps: readonly { id: string }[] }>('next', '--all')
    if (next.length === 0) return
    await bench.ok('skip', ...next.map(({ id }) => id), '--reason', 'tried')
  }
}

/** The names that stand for those of the log in examples. */
async function idsIn(bench: Bench): Promise<Readonly<Record<string, string>>> {
  const [{ writer = '' } = {}] = await bench.events()
  const { evidence } = await bench.json<{ evidence: readonly { file: string }[] }>('evidence', 'list')
  return { ...IDS, k3v9x2ab: writer, ...(evidence[0] && { PIECE: evidence[0].file }) }
}

describe('the examples of help, in a halt of the shipped manual', () => {
  const lines = [...new Set(ALL.flatMap(({ examples }) => examples.map(([line]) => line)))]
  const run = lines.filter((line) => !PARSED_ONLY.some((only) => only.test(line)))

  it('are nearly all run', () => {
    for (const only of PARSED_ONLY) expect(lines.some((line) => only.test(line))).toBe(true)
    expect(run.length).toBeGreaterThan(lines.length * 0.75)
  })

  it.each(run)('works: %s', async (line) => {
    const bench = await preparedFor(line)
    const words = wordsOf(line, await idsIn(bench))
    const { code, err } = await bench.haltWith({ cwd: bench.workspace }, ...words)
    const wanted = EXITS[line] ?? 0
    expect({ code, err: code === wanted ? '' : err }).toEqual({ code: wanted, err: '' })
  })
})

it('help gives the ids of the manual in force', async () => {
  const bench = new Bench()
  expect(await bench.ok('done', '--help')).toContain('\n  haltctl done 2.1-assess\n')
  expect(await bench.ok('report-to', '--help')).toMatch(/\n {2}haltctl report-to jp-fsa\n/)
  await bench.ok('runbook', 'new', bench.workspace, '--language', 'en')
  const own = await bench.ok('start', '--help')
  expect(own).toMatch(/\n {2}haltctl start --type [\w-]+\n/)
  expect(own).not.toContain('system-failure')
})

it('help is there even if the manual cannot be read', async () => {
  const bench = Bench.empty()
  bench.write('runbooks/1-own.yaml', 'steps: [')
  expect(await bench.ok('start', '--help')).toContain('\n  haltctl start --type TYPE\n')
})

it('help ends with the page to read, as it is installed', async () => {
  const bench = new Bench()
  const end = async (...words: readonly string[]) => (await bench.ok(...words, '--help')).trimEnd().split('\n').at(-1)
  expect(await end('contacts', 'page')).toBe(`Read: ${join(ROOT, 'docs/contacts.md')}#paging`)
  expect(await end('contacts', 'page', '--lang', 'ja')).toBe(
    `詳しい説明: ${join(ROOT, 'docs/ja/contacts.md')}#呼び出し`,
  )
})

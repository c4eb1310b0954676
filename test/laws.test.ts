import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseAst } from 'rolldown/parseAst'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { EXIT_CODES, type ProblemCode } from '../src/domain/problem.ts'
import { problems } from '../src/i18n/problems.en.ts'
import { noticeFindings } from '../src/notice/words.en.ts'
import { doctor } from '../src/readiness/words.en.ts'
import { findings } from '../src/runbook/words.en.ts'
import { ROOT } from './bench.ts'
import { ABOVE, filesOf, local, nodesOf, ROOMS, roomOf, SRC, sources } from './sources.ts'

const within = (...folders: readonly string[]) =>
  sources.filter(({ name }) => folders.some((folder) => name.startsWith(`${folder}/`)))

/** Everything that is loaded with these files by static imports of values: paths below `src`, and package names. */
function loadedFrom(...names: readonly string[]): string[] {
  const reached = new Set<string>()
  const visit = (name: string): void => {
    if (reached.has(name)) return
    reached.add(name)
    const source = sources.find((s) => s.name === name)
    if (source === undefined) {
      // A package or a Node module.
      expect(name, 'no such file').not.toMatch(/\.ts$/)
      return
    }
    for (const node of nodesOf(parseAst(source.code, { lang: 'ts' }))) {
      const isStatic = node.type === 'ImportDeclaration' || node.type.startsWith('Export')
      const to = (node.source as { value?: string } | null | undefined)?.value
      if (!isStatic || to === undefined || node.importKind === 'type') continue
      const specifiers = (node.specifiers ?? []) as { importKind?: string }[]
      if (specifiers.length > 0 && specifiers.every((s) => s.importKind === 'type')) continue
      visit(to.startsWith('.') ? relative(SRC, resolve(SRC, dirname(name), to)) : to)
    }
  }
  for (const name of names) visit(name)
  return [...reached]
}

describe('the rooms of src/', () => {
  it('are those that CONTRIBUTING.md names, in its order', () => {
    const table = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8').matchAll(/^\| `src\/(\w+)\/`/gm)
    expect([...table].map(([, room]) => room)).toEqual(ROOMS)
  })

  it('contain every source file, except command.ts, world.ts and entry.ts', () => {
    const names = sources.map(({ name }) => name)
    expect(names.filter((name) => !ROOMS.includes(roomOf(name)) && !ABOVE.includes(name))).toEqual([])
    expect(names.length).toBeGreaterThan(100)
  })

  it('import only rooms below them', () => {
    const up = sources
      .flatMap(({ imports }) => imports)
      .filter(({ from, to }) => local(to) && !ABOVE.includes(from) && !ABOVE.includes(to))
      .filter(({ from, to }) => ROOMS.indexOf(roomOf(to)) < ROOMS.indexOf(roomOf(from)))
    expect(up).toEqual([])
  })

  it('import command.ts and world.ts for types only', () => {
    const known = sources.flatMap(({ imports }) => imports).filter(({ to }) => ['command.ts', 'world.ts'].includes(to))
    expect(known.filter(({ typeOnly }) => !typeOnly)).toEqual([])
  })

  it('have no import cycles', () => {
    const next = new Map(sources.map(({ name, imports }) => [name, imports.flatMap(({ to }) => (local(to) ? to : []))]))
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (name: string, path: readonly string[]): void => {
      if (path.includes(name)) cycles.push([...path.slice(path.indexOf(name)), name].join(' > '))
      if (done.has(name)) return
      done.add(name)
      for (const to of next.get(name) ?? []) visit(to, [...path, name])
    }
    for (const { name } of sources) visit(name, [])
    expect(cycles).toEqual([])
  })

  it('domain/ imports only itself, and what hashes and checks signatures from node:crypto', () => {
    const foreign = within('domain').flatMap(({ imports }) => imports.filter(({ to }) => !to.startsWith('domain/')))
    expect([...new Set(foreign.map(({ to }) => to))].sort()).toEqual(['node:crypto'])
    for (const { from } of foreign) {
      const code = sources.find(({ name }) => name === from)?.code ?? ''
      expect(code).toMatch(/^import \{ (hash|createPublicKey, type KeyObject, verify) \} from 'node:crypto'$/m)
    }
  })

  it('status, next, steps and note load no slow Node module (sockets, processes, streams, compression)', () => {
    const commands = ['status', 'next', 'steps', 'note'].map((name) => `incident/commands/${name}.ts`)
    const slow = /^node:(child_process|dns|https?|net|readline|stream|tls|tty|v8|worker_threads|zlib)/
    expect(loadedFrom('cli/io/new-world.ts', 'i18n/text.ts', ...commands).filter((name) => slow.test(name))).toEqual([])
  })

  it('entry.ts and cli/io/main.ts statically import no heavy package, and few files of other rooms', () => {
    const heavy = ['yaml', 'zod', 'inquirer', '@inquirer/core', 'chalk', 'ora', 'fastest-levenshtein', 'string-width']
    const reached = loadedFrom('entry.ts', 'cli/io/main.ts')
    expect(reached.filter((name) => heavy.includes(name))).toEqual([])
    const low = reached.filter((name) => /^(cli\/io|platform|store|walk|view|i18n)\//.test(name))
    expect(low.sort()).toEqual([
      'cli/io/main.ts',
      'platform/code-cache.ts',
      'platform/file-bytes.ts',
      'platform/output.ts',
      'platform/private-files.ts',
    ])
  })
})

describe('standard output and standard error', () => {
  it('are written to by platform/output.ts only', () => {
    const own = sources.filter(({ code }) => /\bprocess\.std(out|err)\b|\bconsole\./.test(code))
    expect(own.map(({ name }) => name)).toEqual(['platform/output.ts'])
  })
})

describe('outside of platform/, store/ and io/', () => {
  const pure = sources.filter(({ name }) => !/^(entry\.ts$|platform\/|store\/)|\/io\//.test(name))

  it.each([
    ['reads a clock', /\bDate\.now\b|\bnew Date\(\)|\bperformance\./],
    ['uses process', /\bprocess\.(?!\w+['"`])/],
    ['sets a timer', /\bset(Timeout|Interval|Immediate)\b/],
    ['uses random values', /\bMath\.random\b|\brandomBytes\b|\brandomUUID\b/],
  ])('no file %s', (_, forbidden) => {
    const code = pure.map(({ name, code }) => ({ name, code: code.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '') }))
    expect(code.filter((source) => forbidden.test(source.code)).map(({ name }) => name)).toEqual([])
  })

  it('no file imports the file system, the network or another Node module with side effects', () => {
    const nodes = pure.flatMap(({ imports }) =>
      imports.filter(({ to }) => /^node:|^(fs|net|http|os|child_process)$/.test(to)),
    )
    const acting = nodes.filter(
      ({ to }) => !['node:crypto', 'node:path', 'node:string_decoder', 'node:util'].includes(to),
    )
    expect(acting.map(({ from, to }) => `${from} ${to}`)).toEqual([])
  })
})

/** Ids of the supplied manual that are the program's own words too, and where. */
const OWN_WORDS: Readonly<Record<string, RegExp>> = {
  // Roles of facts, and keys of the settings.
  cause: /./,
  impact: /./,
  contact: /./,
  'planned-end': /./,
  // An audience of reports.
  internal: /^(?:board|domain\/report|report|walk)\//,
  // The name of a column of text, and of a part of the program.
  system: /^(?:readiness|platform)\//,
  // Plain words of the language.
  progress: /./,
  luck: /words\.en\.ts$/,
}

/** Logs from before runbooks gave roles and forms: two files know what they called these facts and channels. */
const OLDER_LOGS = ['domain/runbook/fact-roles.ts', 'domain/runbook/channel-forms.ts']

describe('independence from the supplied manual', () => {
  const chapters = filesOf(join(ROOT, 'runbooks'), '.yaml').map((path) => parse(readFileSync(path, 'utf8')))
  const keysOf = (name: string) => chapters.flatMap((chapter) => Object.keys(chapter[name] ?? {}))
  const steps = chapters.flatMap((chapter) => chapter.steps ?? []) as { id?: string; section: string }[]
  const clauses = chapters.flatMap((chapter) => chapter.clauses ?? []) as { id: string }[]
  const isPath = (text: string) => /^\.{1,2}\//.test(text)
  const quoted = sources.flatMap(({ name, strings }) => strings.flatMap((text) => (isPath(text) ? [] : { name, text })))

  it('no string in src/ contains a step, clause or section id', () => {
    const stepIds = steps.flatMap(({ id }) => id ?? [])
    expect(stepIds.length).toBeGreaterThan(50)
    expect(clauses).toHaveLength(112)
    const sections = new Set([
      ...steps.flatMap(({ section }) => section ?? []),
      ...clauses.map((c) => c.id.split('-')[0] as string),
    ])
    const words = (text: string) => text.split(/[^\w.-]+/)
    const ids = new Set([...stepIds, ...clauses.map((c) => c.id)])
    const known = quoted.filter(({ text }) =>
      words(text).some((word) => ids.has(word) || (word.includes('.') && sections.has(word))),
    )
    expect(known).toEqual([])
  })

  const filesIn = (folder: string) =>
    readdirSync(join(ROOT, 'runbooks', folder)).map((name) => name.replace('.yaml', ''))
  const idsOf = (kind: string) => (kind === 'authorities' || kind === 'drills' ? filesIn(kind) : keysOf(kind))

  it.each(['types', 'operations', 'channels', 'facts', 'departments', 'places', 'authorities', 'drills'])(
    'no string in src/ names one of the %s, but for words of the program',
    (kind) => {
      const ids = idsOf(kind)
      expect(ids.length).toBeGreaterThan(2)
      const named = quoted.flatMap(({ name, text }) =>
        ids
          .filter((id) => names(text, id) && !OLDER_LOGS.includes(name) && !OWN_WORDS[id]?.test(name))
          .map((id) => [name, id]),
      )
      expect(named).toEqual([])
    },
  )
})

/** Whether a text is an id, has it where an id is typed (`trading=stopped`), or has one that is no word of the language. */
function names(text: string, id: string): boolean {
  if (text === id || !text.includes(id)) return text === id
  const typed = new RegExp(`(?<![\\w.-])${id}(?:[=:](?=\\S)|\\.(?:ja|en)\\b)`)
  const whole = new RegExp(`(?<![\\w.-])${id}(?![\\w-])`)
  return typed.test(text) || (id.includes('-') && whole.test(text))
}

describe('the English and Japanese texts', () => {
  const files = (language: string) => {
    const ending = `.${language}.ts`
    return filesOf(SRC, ending).map((path) => relative(SRC, path).slice(0, -ending.length))
  }

  it('are in files of the same names', () => {
    expect(files('ja')).toEqual(files('en'))
    expect(files('en').length).toBeGreaterThan(5)
  })

  it.each(files('en'))('have the same keys and types in %s', async (file) => {
    const [en, ja] = (await Promise.all(
      ['en', 'ja'].map((language) => import(join(SRC, `${file}.${language}.ts`))),
    )) as [Record<string, unknown>, Record<string, unknown>]
    for (const [name, value] of Object.entries(en)) {
      if (typeof value !== 'object' || value === null) continue
      expect(keysDeep(ja[name]), `${file} ${name}`).toEqual(keysDeep(value))
    }
  })
})

function keysDeep(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value === '' ? 'nothing' : typeof value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, keysDeep(inner)]),
  )
}

describe('problem and finding codes', () => {
  const [commands = [], inFiles = [], inNotices = [], inReadiness = []] = readFileSync(
    join(ROOT, 'docs/errors.md'),
    'utf8',
  )
    .split('## Codes of findings')
    .map((part) => part.split('\n'))
  const documented = (code: string, rows = commands) => rows.filter((row) => row.startsWith(`| \`${code}\` `))
  const problemCodes = Object.keys(problems) as ProblemCode[]
  const findingCodes = Object.keys(findings)
  const noticeCodes = Object.keys(noticeFindings)
  const doctorCodes = Object.keys(doctor.findings)
  const tests = filesOf(join(ROOT, 'test'), '.test.ts')
    .filter((path) => !path.endsWith('laws.test.ts'))
    .map((path) => readFileSync(path, 'utf8'))

  it('every problem has an exit code', () => {
    expect(Object.keys(EXIT_CODES).sort()).toEqual([...problemCodes].sort())
  })

  it.each(problemCodes)('problem %s is documented once, with its exit code', (code) => {
    expect(documented(code)).toHaveLength(1)
    expect(documented(code)[0]?.split('|')[2]?.trim()).toBe(String(EXIT_CODES[code]))
  })

  it.each(findingCodes)('finding %s is documented once', (code) => {
    expect(documented(code, inFiles)).toHaveLength(1)
  })

  it.each(noticeCodes)('notice finding %s is documented once', (code) => {
    expect(documented(code, inNotices)).toHaveLength(1)
  })

  it.each(doctorCodes)('doctor finding %s is documented once', (code) => {
    expect(documented(code, inReadiness)).toHaveLength(1)
  })

  it('docs/errors.md contains no code that does not exist', () => {
    const rows = [...commands, ...inFiles, ...inNotices, ...inReadiness]
    const named = rows.flatMap((row) => /^\| `([a-z-]+)` /.exec(row)?.[1] ?? [])
    const codes: readonly string[] = [...problemCodes, ...findingCodes, ...noticeCodes, ...doctorCodes]
    expect(named.filter((code) => !codes.includes(code))).toEqual([])
  })

  it.each([...new Set([...problemCodes, ...findingCodes, ...noticeCodes, ...doctorCodes])])(
    '%s is named in a test',
    (code) => {
      expect(tests.some((text) => new RegExp(`['(]${code}(?:'|\\\\*\\))`).test(text))).toBe(true)
    },
  )
})

describe('runbooks and documentation', () => {
  const written = [...filesOf(join(ROOT, 'runbooks'), '.yaml'), ...filesOf(join(ROOT, 'docs'), '.md')]

  it('call the program haltctl, never halt, which powers Debian off', () => {
    const bare = written.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/(?:`|^\$ )halt [a-zA-Z-]+/gm)].map(
        ([found]) => `${relative(ROOT, path)}: ${found}`,
      ),
    )
    expect(bare).toEqual([])
  })

  it('break the lines of a drill briefing only between sentences', () => {
    const broken = filesOf(join(ROOT, 'runbooks', 'drills'), '.yaml').flatMap((path) => {
      const { briefing } = parse(readFileSync(path, 'utf8')) as { briefing: { ja: string; en: string } }
      const lines = Object.values(briefing).flatMap((text) => text.trim().split('\n'))
      return lines.filter((line) => !/[。.?!]$/.test(line)).map((line) => `${relative(ROOT, path)}: ${line}`)
    })
    expect(broken).toEqual([])
  })
})

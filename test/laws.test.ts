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

const ROOT = resolve(import.meta.dirname, '..')
const SRC = join(ROOT, 'src')

function filesOf(directory: string, ending: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* nodesOf(item)
  else if (typeof value === 'object' && value !== null) {
    if ('type' in value && typeof value.type === 'string') yield value as Node
    for (const [key, inner] of Object.entries(value)) if (key !== 'loc') yield* nodesOf(inner)
  }
}

interface Import {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

interface Source {
  readonly name: string
  readonly code: string
  readonly imports: readonly Import[]
  /** What stands in quotes: comments and types apart. */
  readonly strings: readonly string[]
}

const sources: readonly Source[] = filesOf(SRC, '.ts').map((path) => {
  const name = relative(SRC, path)
  const code = readFileSync(path, 'utf8')
  const nodes = [...nodesOf(parseAst(code, { lang: 'ts' }))]
  const imports = nodes.flatMap((node): Import[] => {
    const source = node.source as { value?: unknown } | null | undefined
    if (typeof source?.value !== 'string') return []
    const to = source.value.startsWith('.') ? relative(SRC, resolve(dirname(path), source.value)) : source.value
    const specifiers = (node.specifiers ?? []) as { importKind?: string }[]
    const typeOnly =
      node.importKind === 'type' || (specifiers.length > 0 && specifiers.every((s) => s.importKind === 'type'))
    return [{ from: name, to, typeOnly }]
  })
  const strings = nodes.flatMap((node) => {
    if (node.type === 'Literal' && typeof node.value === 'string') return [node.value]
    return node.type === 'TemplateElement' ? [(node.value as { cooked: string }).cooked] : []
  })
  return { name, code, imports, strings }
})

/** From the top down: a room imports those that stand after it. */
const ROOMS = [
  'cli',
  'walk',
  'readiness',
  'drill',
  'report',
  'authority',
  'people',
  'notice',
  'evidence',
  'incident',
  'delivery',
  'runbook',
  'store',
  'i18n',
  'view',
  'platform',
  'domain',
]

/** Types alone, for all to use, and where the program begins. */
const ABOVE = ['command.ts', 'world.ts', 'entry.ts']

const roomOf = (name: string) => name.split('/')[0] ?? ''

const within = (...folders: readonly string[]) =>
  sources.filter(({ name }) => folders.some((folder) => name.startsWith(`${folder}/`)))

const local = (to: string) => to.endsWith('.ts')

/** What is loaded together with these, by static imports of values: paths below `src`, and names of packages. */
function loadedFrom(...names: readonly string[]): string[] {
  const reached = new Set<string>()
  const visit = (name: string): void => {
    if (reached.has(name)) return
    reached.add(name)
    const source = sources.find((s) => s.name === name)
    if (source === undefined) {
      // A package, or a module of Node.
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

describe('the rooms', () => {
  it('every source stands in one', () => {
    const names = sources.map(({ name }) => name)
    expect(names.filter((name) => !ROOMS.includes(roomOf(name)) && !ABOVE.includes(name))).toEqual([])
    expect(names.length).toBeGreaterThan(100)
  })

  it('a room imports only those that stand after it', () => {
    const up = sources
      .flatMap(({ imports }) => imports)
      .filter(({ from, to }) => local(to) && !ABOVE.includes(from) && !ABOVE.includes(to))
      .filter(({ from, to }) => ROOMS.indexOf(roomOf(to)) < ROOMS.indexOf(roomOf(from)))
    expect(up).toEqual([])
  })

  it('what a command is and what it is handed are known as types only', () => {
    const known = sources.flatMap(({ imports }) => imports).filter(({ to }) => ['command.ts', 'world.ts'].includes(to))
    expect(known.filter(({ typeOnly }) => !typeOnly)).toEqual([])
  })

  it('no file imports itself by way of others', () => {
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

  it('the domain imports only itself and what hashes', () => {
    const foreign = within('domain').flatMap(({ imports }) => imports.filter(({ to }) => !to.startsWith('domain/')))
    expect([...new Set(foreign.map(({ to }) => to))].sort()).toEqual(['@stablelib/sha256', 'node:crypto'])
    for (const { from } of foreign) {
      const code = sources.find(({ name }) => name === from)?.code ?? ''
      expect(code).toMatch(/^import \{ hash \} from 'node:crypto'$/m)
    }
  })

  it('the commands of every minute load nothing of Node that takes long: sockets, processes, streams, compression', () => {
    const commands = ['status', 'next', 'steps', 'note'].map((name) => `incident/commands/${name}.ts`)
    const slow = /^node:(child_process|dns|https?|net|readline|stream|tls|tty|v8|worker_threads|zlib)/
    expect(loadedFrom('cli/io/new-world.ts', 'i18n/text.ts', ...commands).filter((name) => slow.test(name))).toEqual([])
  })

  it('bin and main load commander, the catalogue and what is Node’s own; everything else comes by import()', () => {
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

describe('the output', () => {
  it('is written through one file, so that nothing overtakes what a slow reader still has to take', () => {
    const own = sources.filter(({ code }) => /\bprocess\.std(out|err)\b|\bconsole\./.test(code))
    expect(own.map(({ name }) => name)).toEqual(['platform/output.ts'])
  })
})

describe('outside of platform, store and io', () => {
  const pure = sources.filter(({ name }) => !/^(entry\.ts$|platform\/|store\/)|\/io\//.test(name))

  it.each([
    ['reads a clock', /\bDate\.now\b|\bnew Date\(\)|\bperformance\./],
    ['knows the process', /\bprocess\.(?!\w+['"`])/],
    ['waits', /\bset(Timeout|Interval|Immediate)\b/],
    ['is random', /\bMath\.random\b|\brandomBytes\b|\brandomUUID\b/],
  ])('nothing %s', (_, forbidden) => {
    const code = pure.map(({ name, code }) => ({ name, code: code.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '') }))
    expect(code.filter((source) => forbidden.test(source.code)).map(({ name }) => name)).toEqual([])
  })

  it('nothing loads the file system, the network or another module of Node that acts', () => {
    const nodes = pure.flatMap(({ imports }) =>
      imports.filter(({ to }) => /^node:|^(fs|net|http|os|child_process)$/.test(to)),
    )
    const acting = nodes.filter(
      ({ to }) => !['node:crypto', 'node:path', 'node:string_decoder', 'node:util'].includes(to),
    )
    expect(acting.map(({ from, to }) => `${from} ${to}`)).toEqual([])
  })
})

describe('other manuals', () => {
  const chapters = filesOf(join(ROOT, 'runbooks'), '.yaml').map((path) => parse(readFileSync(path, 'utf8')))
  const keysOf = (name: string) => chapters.flatMap((chapter) => Object.keys(chapter[name] ?? {}))
  const steps = chapters.flatMap((chapter) => chapter.steps ?? []) as { id: string; section: string }[]
  const clauses = chapters.flatMap((chapter) => chapter.clauses ?? []) as { id: string }[]
  const quoted = sources.flatMap(({ name, strings }) => strings.map((text) => ({ name, text })))

  it('nothing in the sources knows a step, a clause or a section of the supplied manual', () => {
    expect(steps.length).toBeGreaterThan(50)
    expect(clauses).toHaveLength(112)
    const sections = new Set([...steps.map((s) => s.section), ...clauses.map((c) => c.id.split('-')[0] as string)])
    const words = (text: string) => text.split(/[^\w.-]+/)
    const ids = new Set([...steps.map((s) => s.id), ...clauses.map((c) => c.id)])
    const known = quoted.filter(({ text }) =>
      words(text).some((word) => ids.has(word) || (word.includes('.') && sections.has(word))),
    )
    expect(known).toEqual([])
  })

  it('nothing in the sources names a department of the supplied manual', () => {
    const departments = keysOf('departments')
    expect(departments).toHaveLength(5)
    expect(quoted.filter(({ text }) => departments.includes(text))).toEqual([])
  })

  it('nothing in the domain knows a fact, a place or a type of the supplied manual but the times that every halt has', () => {
    const every = ['started-at', 'detected-at', 'planned-start', 'planned-end']
    const own = [...keysOf('places'), ...keysOf('types'), ...keysOf('facts').filter((id) => !every.includes(id))]
    const below = quoted.filter(({ name }) => name.startsWith('domain/'))
    expect(below.filter(({ text }) => own.includes(text))).toEqual([])
  })
})

describe('both languages', () => {
  const files = (language: string) => {
    const ending = `.${language}.ts`
    return filesOf(SRC, ending).map((path) => relative(SRC, path).slice(0, -ending.length))
  }

  it('have the same files', () => {
    expect(files('ja')).toEqual(files('en'))
    expect(files('en').length).toBeGreaterThan(5)
  })

  it.each(files('en'))('say the same things in %s', async (file) => {
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

describe('the codes', () => {
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

  it.each(problemCodes)('%s is documented once, with its exit code', (code) => {
    expect(documented(code)).toHaveLength(1)
    expect(documented(code)[0]?.split('|')[2]?.trim()).toBe(String(EXIT_CODES[code]))
  })

  it.each(findingCodes)('%s, a finding, is documented', (code) => {
    expect(documented(code, inFiles)).toHaveLength(1)
  })

  it.each(noticeCodes)('%s, a finding in notices, is documented', (code) => {
    expect(documented(code, inNotices)).toHaveLength(1)
  })

  it.each(doctorCodes)('%s, a finding of doctor, is documented', (code) => {
    expect(documented(code, inReadiness)).toHaveLength(1)
  })

  it('nothing is documented that does not exist', () => {
    const rows = [...commands, ...inFiles, ...inNotices, ...inReadiness]
    const named = rows.flatMap((row) => /^\| `([a-z-]+)` /.exec(row)?.[1] ?? [])
    const codes: readonly string[] = [...problemCodes, ...findingCodes, ...noticeCodes, ...doctorCodes]
    expect(named.filter((code) => !codes.includes(code))).toEqual([])
  })

  it.each([...new Set([...problemCodes, ...findingCodes, ...noticeCodes, ...doctorCodes])])(
    '%s is asserted by name',
    (code) => {
      expect(tests.some((text) => new RegExp(`['(]${code}(?:'|\\\\*\\))`).test(text))).toBe(true)
    },
  )
})

describe('what people copy', () => {
  const written = [...filesOf(join(ROOT, 'runbooks'), '.yaml'), ...filesOf(join(ROOT, 'docs'), '.md')]

  it('runbooks and pages call the program haltctl: on Debian another halt powers the machine off', () => {
    const bare = written.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/(?:`|^\$ )halt [a-zA-Z-]+/gm)].map(
        ([found]) => `${relative(ROOT, path)}: ${found}`,
      ),
    )
    expect(bare).toEqual([])
  })

  it('a briefing breaks its lines between sentences only', () => {
    const broken = filesOf(join(ROOT, 'runbooks', 'drills'), '.yaml').flatMap((path) => {
      const { briefing } = parse(readFileSync(path, 'utf8')) as { briefing: { ja: string; en: string } }
      const lines = Object.values(briefing).flatMap((text) => text.trim().split('\n'))
      return lines.filter((line) => !/[。.?!]$/.test(line)).map((line) => `${relative(ROOT, path)}: ${line}`)
    })
    expect(broken).toEqual([])
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseAst } from 'rolldown/parseAst'
import { ROOT } from './bench.ts'

export const SRC = join(ROOT, 'src')

export function filesOf(directory: string, ending: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

export function* nodesOf(value: unknown): Generator<Node> {
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
  /** String literals; comments and types are excluded. */
  readonly strings: readonly string[]
}

export const sources: readonly Source[] = filesOf(SRC, '.ts').map((path) => {
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

/** From the top down: a room imports only rooms after it. */
export const ROOMS = [
  'cli',
  'walk',
  'board',
  'mcp',
  'readiness',
  'drill',
  'report',
  'authority',
  'people',
  'approval',
  'notice',
  'evidence',
  'incident',
  'feeds',
  'relay',
  'signing',
  'delivery',
  'runbook',
  'store',
  'i18n',
  'view',
  'platform',
  'domain',
]

/** Types that every room may use, and the entry point. */
export const ABOVE = ['command.ts', 'world.ts', 'entry.ts']

export const roomOf = (name: string) => name.split('/')[0] ?? ''

/** Whether what is imported is a file of the program. */
export const local = (to: string) => to.endsWith('.ts')

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { JSON_DOCUMENTS } from '../src/cli/json-documents.ts'
import { jsonSchemas } from '../src/cli/schemas.ts'
import { isKnownType, LOG_VERSION } from '../src/domain/log/event.ts'

/** The name of the schema of what a command line prints with `--json`; null for the documents that are not ours. */
export function documentOf(argv: readonly string[]): string | null {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length
  const typed = argv.slice(0, end).map((word) => word.split('=')[0] as string)
  if (FOREIGN.some((words) => words.every((word) => typed.includes(word)))) return null
  const rows = JSON_DOCUMENTS.map(([row, name]) => ({ words: row.split(' '), name }))
  const matching = rows.filter(({ words }) => words.every((word, at) => isTyped(word, at, typed)))
  return matching.sort((a, b) => b.words.length - a.words.length)[0]?.name ?? null
}

const FOREIGN = [
  ['report', '--draft'],
  ['report', '--format'],
  ['stats', '--format'],
  ['runbook', 'export'],
  ['runbook', 'schema'],
  ['evidence', 'show'],
  ['handover', '--format'],
]

function isTyped(word: string, at: number, typed: readonly string[]): boolean {
  if (word.startsWith('--')) return typed.includes(word)
  if (/^[A-Z]+$/.test(word)) return typed[at] !== undefined && !typed[at].startsWith('-')
  return typed[at] === word
}

const validators = new Map<string, ValidateFunction>()

/** Throws if what a command line printed is not of its schema. */
export function mustFitSchema(argv: readonly string[], out: string): void {
  const name = documentOf(argv)
  if (name === null || out === '') return
  const validate = validators.get(name) ?? validatorOf(name)
  validators.set(name, validate)
  const lines = name === 'event' || argv[0] === 'watch' ? out.trimEnd().split('\n') : [out]
  const documents = lines.map((line) => JSON.parse(line) as { readonly v?: number; readonly type?: string })
  for (const document of documents)
    if (!(name === 'event' && isOfLaterVersion(document)) && !validate(document))
      throw new Error(`${argv.join(' ')}: not a document ${name}: ${JSON.stringify(validate.errors?.slice(0, 3))}`)
}

/** The schema of events has those that this version knows. */
function isOfLaterVersion({ v = 0, type = '' }: { readonly v?: number; readonly type?: string }): boolean {
  return v > LOG_VERSION || !isKnownType(type)
}

function validatorOf(name: string): ValidateFunction {
  const schema = jsonSchemas()[name]
  if (schema === undefined) throw new Error(`there is no schema ${name}`)
  return new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(schema)
}

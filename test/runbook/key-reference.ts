import type { KeyWords } from '../reference/key-words.ts'

/** What the reference reads of a JSON Schema. */
export interface Schema {
  readonly title?: string
  readonly description?: string
  readonly default?: unknown
  readonly type?: string
  readonly format?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly propertyNames?: Schema
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

const WIDTH = 120

/** A Markdown list of all keys of files by their paths, with a heading for each file. Each set of keys is listed once. */
export function keyReference(files: readonly Schema[], words: KeyWords): string {
  const reference = new KeyReference(words)
  return files.map((file) => reference.section(file)).join('\n\n')
}

/** Lines for the keys below a value, or the place where these keys are listed already. */
type Keys = readonly string[] | { readonly sameAs: string }

const isListed = (keys: Keys): keys is { readonly sameAs: string } => 'sameAs' in keys

/** A Markdown list of all keys of one file, with what is below its title. */
export function keysOfFile(file: Schema, words: KeyWords): string {
  return new KeyReference(words).keys(file)
}

class KeyReference {
  private readonly words: KeyWords
  /** By the keys of an object, where they are listed. */
  private readonly listed = new Map<string, { readonly place: string; readonly file: string }>()
  private file = ''

  constructor(words: KeyWords) {
    this.words = words
  }

  section(schema: Schema): string {
    const [kind = '', file = ''] = (schema.title ?? '').split(': ')
    this.file = `\`${file}\``
    return `### ${this.words.fileKind(kind)}: ${this.file}\n\n${this.keys(schema)}`
  }

  keys(schema: Schema): string {
    const keys = this.keysOf(schema, '')
    const description = this.words.described(schema.description ?? '')
    return `${wrapped(description)}\n\n${(isListed(keys) ? [] : keys).join('\n')}`
  }

  private keysOf(schema: Schema, path: string): Keys {
    const { properties, additionalProperties, items, anyOf, oneOf } = schema
    if (items !== undefined) return this.keysOf(items, `${path}[]`)
    if (oneOf !== undefined) return oneOf.flatMap((variant) => this.variant(variant, path))
    const composite = anyOf?.find(hasKeys)
    if (composite !== undefined) return this.keysOf(composite, path)
    if (!hasKeys(schema)) return []
    const before = this.listOnce(JSON.stringify([properties, additionalProperties]), `\`${path}\``)
    if (before !== null) return { sameAs: before }
    const own = Object.entries(properties ?? {}).flatMap(([key, inner]) =>
      this.entry(path === '' ? key : `${path}.${key}`, inner, schema.required?.includes(key) === true),
    )
    if (typeof additionalProperties !== 'object') return own
    const any = `${path}.${keyOf(schema).toUpperCase()}`
    if (additionalProperties.description !== undefined) return [...own, ...this.entry(any, additionalProperties, false)]
    const below = this.keysOf(additionalProperties, any)
    return isListed(below) ? below : [...own, ...below]
  }

  /** A key, and the keys below it. */
  private entry(path: string, schema: Schema, isRequired: boolean): readonly string[] {
    const keys = this.keysOf(schema, path)
    if (isListed(keys)) return [item(`${this.keyLine(path, schema, isRequired)}${this.words.sameKeys(keys.sameAs)}`)]
    return [item(this.keyLine(path, schema, isRequired)), ...keys]
  }

  /** One of several kinds of objects, told apart by the value of their first key. */
  private variant(schema: Schema, path: string): readonly string[] {
    const [[key, { const: value, description }] = ['', {} as Schema], ...others] = Object.entries(
      schema.properties ?? {},
    )
    const heading = this.words.variant(`\`${path}\``, `\`${key}: ${value}\``)
    const meaning = this.words.described(description ?? '')
    const before = this.listOnce(JSON.stringify(schema.properties), heading)
    if (before !== null) return [item(`${heading}: ${meaning}${this.words.sameKeys(before)}`)]
    const keys = others.map(([name, inner]) => this.keyLine(name, inner, schema.required?.includes(name) === true))
    return [item(`${heading}: ${meaning}`), ...keys.map((line) => item(line, '  '))]
  }

  /** Where these keys are listed already; null if they have to be listed here. */
  private listOnce(keys: string, place: string): string | null {
    const before = this.listed.get(keys)
    if (before !== undefined)
      return before.file === this.file ? before.place : this.words.inFile(before.place, before.file)
    this.listed.set(keys, { place, file: this.file })
    return null
  }

  private keyLine(path: string, schema: Schema, isRequired: boolean): string {
    const { required, notes, byDefault, line, described } = this.words
    const types = this.typesOf(schema)
    const value = schema.default === undefined ? [] : [byDefault(code(schema.default))]
    const all = [...(types === '' ? [] : [types]), ...(isRequired ? [required] : []), ...value]
    return line(code(path), notes(all), described(schema.description ?? ''))
  }

  /** What a value can be, in words; empty if it is an object whose keys are listed below. */
  private typesOf(schema: Schema): string {
    const { items, additionalProperties: values } = schema
    const { listOf, by } = this.words
    if (items !== undefined) return hasKeys(items) ? '' : listOf(this.alternatives(items, true))
    if (hasKeys(schema)) return ''
    if (typeof values === 'object')
      return values.description === undefined ? by(keyOf(schema), this.typesOf(values)) : ''
    return this.alternatives(schema)
  }

  /** The types that a value can have, in words for one or for several. */
  private alternatives(schema: Schema, areSeveral = false): string {
    const { noun, nouns, either } = this.words
    return either(
      this.alternativesOf(schema).map((type) => {
        if (!/[a-z]$/.test(type)) return type
        return areSeveral ? nouns(type) : noun(type)
      }),
    )
  }

  private alternativesOf(schema: Schema): string[] {
    const { title, type, format, minimum, maximum, anyOf } = schema
    if (anyOf !== undefined) return anyOf.flatMap((one) => this.alternativesOf(one))
    if (isBilingual(schema)) return ['`{ ja, en }`']
    if (schema.items !== undefined && hasKeys(schema.items)) return ['list']
    if (hasKeys(schema)) return ['keys']
    if (schema.const !== undefined) return [code(schema.const)]
    if (schema.enum !== undefined) return schema.enum.map(code)
    if (type === 'boolean') return [code(true), code(false)]
    if (type === 'integer' || type === 'number')
      return [minimum === undefined || maximum === undefined ? 'number' : this.words.numberIn(minimum, maximum)]
    return type === 'string' ? [title ?? format ?? 'text'] : []
  }
}

/** Whether its keys are worth a line each. */
function hasKeys(schema: Schema): boolean {
  const { properties, additionalProperties: values, items, oneOf } = schema
  if (items !== undefined) return hasKeys(items)
  if (typeof values === 'object' && (values.description !== undefined || hasKeys(values))) return true
  return oneOf !== undefined || (properties !== undefined && !isBilingual(schema))
}

/** What the keys of a record are called. */
function keyOf({ propertyNames }: Schema): string {
  return propertyNames?.title ?? 'id'
}

/** Whether it has words in both languages and nothing else. */
function isBilingual({ properties }: Schema): boolean {
  return properties !== undefined && Object.keys(properties).join() === 'ja,en' && properties.ja?.type === 'string'
}

const code = (value: unknown) => `\`${value}\``

export function item(text: string, indent = ''): string {
  return wrapped(`- ${text}`, indent, `${indent}  `)
}

/** Breaks a text between words, but not within code. */
export function wrapped(text: string, first = '', next = ''): string {
  const lines = [first]
  for (const word of text.match(/(?:`[^`]*`|[^\s`])+/g) ?? []) {
    const line = lines.at(-1) as string
    if (line.trim() !== '' && line.length + 1 + word.length > WIDTH) lines.push(next + word)
    else lines[lines.length - 1] = line.trim() === '' ? line + word : `${line} ${word}`
  }
  return lines.join('\n')
}

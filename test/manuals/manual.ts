import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parse } from 'yaml'
import type { Bilingual, Runbook } from '../../src/domain/runbook/runbook.ts'
import { loadRunbook } from '../../src/runbook/io/chapter-files.ts'

/** A whole workspace with a manual of its own, as its owner keeps it. */
export interface Manual {
  readonly name: string
  readonly folder: string
  readonly runbook: Runbook
  readonly authorities: readonly string[]
  /** The authorities whose reports have a form. */
  readonly forms: readonly string[]
  readonly drills: readonly string[]
  /** The text of all of its files. */
  readonly text: string
}

/** Every folder beside this file. */
export const MANUALS: readonly Manual[] = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => manualIn(join(import.meta.dirname, name)))

const ROOT = resolve(import.meta.dirname, '../..')

/** Ids and names of the supplied manual, in both languages. */
export const SUPPLIED_WORDS: readonly string[] = wordsOf(join(ROOT, 'runbooks'))

function manualIn(folder: string): Manual {
  const runbooks = join(folder, 'runbooks')
  const authorities = yamlIn(join(runbooks, 'authorities'))
  return {
    name: basename(folder),
    folder,
    runbook: loadRunbook(null, runbooks).runbook,
    authorities: Object.keys(authorities),
    forms: Object.keys(authorities).filter((name) => authorities[name]?.form !== undefined),
    drills: Object.keys(yamlIn(join(runbooks, 'drills'))),
    text: filesIn(folder)
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n'),
  }
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
}

/** The YAML files of a folder by their names. */
function yamlIn(folder: string): Record<string, { readonly title: Bilingual; readonly form?: unknown }> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  return Object.fromEntries(
    names.map((name) => [basename(name, '.yaml'), parse(readFileSync(join(folder, name), 'utf8'))]),
  )
}

function wordsOf(runbooks: string): string[] {
  const { runbook } = loadRunbook(runbooks, null)
  const { types, operations, departments, channels, facts, places, steps, clauses, services = [] } = runbook
  const files = [yamlIn(join(runbooks, 'authorities')), yamlIn(join(runbooks, 'drills'))]
  const named = [types, operations, departments, channels, facts, places]
  const ids = [...named, ...files].flatMap((kind) => Object.keys(kind))
  const names = [...Object.values(types), ...Object.values(operations), ...Object.values(departments)]
  const titles = files.flatMap((kind) => Object.values(kind).map(({ title }) => title))
  const bilingual: readonly Bilingual[] = [
    ...names,
    ...Object.values(channels),
    ...Object.values(facts),
    ...services,
    ...titles,
    ...(runbook.organisation === undefined ? [] : [runbook.organisation]),
  ]
  const words = bilingual.flatMap(({ ja, en }) => [ja, en])
  const all = [...ids, ...[...steps, ...clauses].map(({ id }) => id), ...words]
  return [...new Set(all.map((word) => word.replace('{assets}', '').trim()))]
}

/** Words of the supplied manual that are in none of the manual's own files, where one of the texts has them. */
export function suppliedWordsIn(manual: Pick<Manual, 'text'>, texts: readonly string[]): string[] {
  const foreign = [...SUPPLIED_WORDS, ...WORDS_OF_ITS_TRADE].filter(
    (word) => !wholeWord(word).test(manual.text) && !Object.hasOwn(WORDS_OF_THE_PROGRAM, word),
  )
  // Where the program lies is no word of it.
  const all = texts.join('\n').replaceAll(ROOT, '')
  return foreign.flatMap((word) => {
    const found = wholeWord(word).exec(all)
    return found === null
      ? []
      : [`${word}: ${all.slice(Math.max(0, found.index - 60), found.index + word.length + 40)}`]
  })
}

/** Words of the supplied manual that the program uses too, of anything, each with the reason. */
const WORDS_OF_THE_PROGRAM: Readonly<Record<string, string>> = {
  internal: 'an audience of reports, and what marks texts for departments',
  社内連絡: 'any message to departments',
  contact: 'whoever can be called: the contact list',
  cause: 'what a hypothesis is about',
  原因: 'the same',
  再開基準: 'what a step with `gate: lift` settles',
  メール: 'a way to reach people',
  Contact: 'what customers are told to turn to, whatever the manual calls it',
  お問い合わせ先: 'the same',
  'Expected resumption': 'of what is still restricted: the label that resumption notices give the estimate',
  'Root cause': 'the title of a section of every report',
  根本原因: 'the same',
  寄与要因: 'the same',
  'What went well': 'the same',
  luck: 'the same: where luck helped',
  understanding: 'thanks for it, in notices of planned halts',
}

/** Words of the trade that the supplied manual is for. */
const WORDS_OF_ITS_TRADE: readonly string[] = [
  ...['trade', 'trades', 'traded', 'order', 'orders', 'exchange', 'crypto', 'coin', 'coins', 'wallet', 'wallets'],
  ...['売買', '約定', '注文', '取引所', '暗号資産', '仮想通貨', '公式ウェブサイト', 'official website'],
]

/** The word by itself; Japanese has no spaces around words. Where it has a capital letter, only as it is written. */
function wholeWord(word: string): RegExp {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const isAscii = /^[\x20-\x7e]+$/.test(word)
  return new RegExp(isAscii ? `(?<![\\w-])${escaped}(?![\\w-])` : escaped, /[A-Z]/.test(word) ? '' : 'i')
}

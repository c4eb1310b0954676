import { AUTHORITY_JA } from './authority.ja.ts'
import { CHAPTER_JA } from './chapter.ja.ts'
import { CONTACTS_JA, SCENARIO_JA } from './scenario.ja.ts'
import { SETTINGS_JA } from './settings.ja.ts'
import { STEP_JA } from './step.ja.ts'

/** Descriptions of all files that people write, by their English sentences. */
const DESCRIPTIONS_JA = { ...SETTINGS_JA, ...CHAPTER_JA, ...STEP_JA, ...AUTHORITY_JA, ...SCENARIO_JA, ...CONTACTS_JA }

/** What a reference of keys says between the names and the descriptions of the schemas. */
export interface KeyWords {
  /** A description of a schema, in the language of the reference. */
  readonly described: (english: string) => string
  /** What a kind of file is called in its heading. */
  readonly fileKind: (english: string) => string
  readonly required: string
  /** What a value can be, whether it is required, and its default. */
  readonly notes: (all: readonly string[]) => string
  readonly byDefault: (value: string) => string
  readonly sameKeys: (place: string) => string
  readonly variant: (path: string, key: string) => string
  readonly inFile: (place: string, file: string) => string
  readonly listOf: (alternatives: string) => string
  readonly by: (key: string, types: string) => string
  readonly either: (all: readonly string[]) => string
  readonly noun: (noun: string) => string
  readonly nouns: (noun: string) => string
  readonly numberIn: (from: number, to: number) => string
  /** A key with what it can be, and what it means. */
  readonly line: (path: string, notes: string, meaning: string) => string
}

const inParentheses = (notes: string, open: string, close: string) => (notes === '' ? '' : `${open}${notes}${close}`)

export const keyWordsEn: KeyWords = {
  described: (english) => english,
  fileKind: (english) => english,
  required: 'required',
  notes: (all) => all.join('; '),
  byDefault: (value) => `default ${value}`,
  sameKeys: (place) => ` Its keys are those of ${place}.`,
  variant: (path, key) => `${path} with ${key}`,
  inFile: (place, file) => `${place} in ${file}`,
  listOf: (alternatives) => `list of ${alternatives}`,
  by: (key, types) => `by ${key}: ${types}`,
  either: (all) => [all.slice(0, -1).join(', '), ...all.slice(-1)].filter((part) => part !== '').join(' or '),
  noun: (noun) => noun,
  nouns: (noun) => `${noun}s`,
  numberIn: (from, to) => `number from ${from} to ${to}`,
  line: (path, notes, meaning) => `${path}${inParentheses(notes, ' (', ')')}: ${meaning}`,
}

const NOUNS: Readonly<Record<string, string>> = {
  text: '文字列',
  variable: '環境変数の名前',
  duration: '時間の長さ',
  number: '数',
  keys: 'キーの組',
  list: 'リスト',
  header: 'ヘッダー',
  date: '日付',
  id: 'ID',
  'lower-case id': '小文字のID',
  path: 'パス',
  type: '停止の種類',
  word: '語',
  asset: '資産',
  'time zone': 'タイムゾーン',
}

const FILE_KINDS: Readonly<Record<string, string>> = {
  Chapter: '章',
  Authority: '当局',
  Scenario: 'シナリオ',
  Contacts: '連絡先',
}

function inJapanese(words: Readonly<Record<string, string>>, english: string): string {
  const japanese = words[english]
  if (japanese === undefined) throw new Error(`no Japanese yet for: ${english}`)
  return japanese
}

const noun = (english: string) => inJapanese(NOUNS, english)

export const keyWordsJa: KeyWords = {
  described: (english) => (english === '' ? '' : inJapanese(DESCRIPTIONS_JA, english)),
  fileKind: (english) => inJapanese(FILE_KINDS, english),
  required: '必須',
  notes: (all) => all.join('。'),
  byDefault: (value) => `既定は ${value}`,
  sameKeys: (place) => `キーは ${place} と同じです。`,
  variant: (path, key) => `${path}、${key} のとき`,
  inFile: (place, file) => `${file} の ${place}`,
  listOf: (alternatives) => `${alternatives}のリスト`,
  by: (key, types) => `${noun(key)}ごとに${types}`,
  either: (all) => all.join('、'),
  noun,
  nouns: noun,
  numberIn: (from, to) => `${from}から${to}までの数`,
  line: (path, notes, meaning) => `${path}${inParentheses(notes, '（', '）')}: ${meaning}`,
}

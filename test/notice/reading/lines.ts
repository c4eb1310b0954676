import type { Language } from '../../../src/domain/runbook/runbook.ts'
import { type Channel, isShort } from './story.ts'

// A text as a reader takes it apart: what it says of what, what it says has changed, and the sentences around that.

/** A label and what stands behind it. */
export interface Line {
  readonly label: string
  readonly value: string
}

/** What is said to have changed; null: nothing is said of what was, or is no longer, the case. */
export interface ChangeLine {
  readonly label: string
  readonly before: string | null
  readonly after: string | null
  /** Whether it is said to be new. */
  readonly isNew: boolean
}

export interface Reading {
  readonly title: string
  readonly lines: readonly Line[]
  readonly changes: readonly ChangeLine[]
  /** Labels of what has changed that a short text only names. */
  readonly named: readonly string[]
  /** Whether it says that there is more than it names. */
  readonly hasMore: boolean
  /** Whether it says that nothing has changed. */
  readonly isUnchanged: boolean
  readonly prose: readonly string[]
}

interface Grammar {
  readonly row: RegExp
  /** Begins the changes of a long text, which end at an empty line. */
  readonly changes: RegExp
  readonly colon: string
  readonly moved: RegExp
  readonly isNew: RegExp
  readonly isGone: RegExp
  /** Short texts. */
  readonly sentenceEnd: RegExp
  readonly short: RegExp
  readonly shortGone: RegExp
  readonly named: RegExp
  readonly more: RegExp
  readonly unchanged: RegExp
  /** In the internal text, what stands on record comes before what customers may be told. */
  readonly record: RegExp
  readonly answers: RegExp
  readonly rules: RegExp
}

const GRAMMAR: Readonly<Record<Language, Grammar>> = {
  ja: {
    row: /^・(.*)$/,
    changes: /からの変更点(?:は、下記のとおりです。|】)$/,
    colon: '：',
    moved: /^（変更前）(?<before>.*)（変更後）(?<after>.*)$/,
    isNew: /^（追加）(?<after>.*)$/,
    isGone: /^(?<before>.*)（先にお知らせしたこの内容は取り消します）$/,
    sentenceEnd: /。/,
    short: /^【(?<mark>変更|追加)】(?<label>.*?)：(?<after>.*?)(?:（前回：(?<before>.*)）)?$/,
    shortGone: /^【取り下げ】(?<label>.*)$/,
    named: /^(?<labels>.*?)(?<more>など)?に更新あり$/,
    more: /^(?:更新情報がございます|その他の変更あり)$/,
    unchanged: /^(?:変更はございません|.*から、お知らせする内容に変更はございません。|・ありません)$/,
    record: /^【記録された項目】/,
    answers: /^【お問い合わせへの回答例】/,
    rules: /^【お答えしてはならないこと】/,
  },
  en: {
    row: /^- (.*)$/,
    changes: /^(?:What has changed since .*:|Changes since .*)$/,
    colon: ': ',
    moved: /^(?<after>.*)\. Previously: (?<before>.*)\.$/,
    isNew: /^(?!this statement no longer stands)(?<after>.*)$/,
    isGone: /^this statement no longer stands\. Previously: (?<before>.*)\.$/,
    sentenceEnd: /\.(?: |$)/,
    short: /^(?<label>.*?)(?: \(|, )(?<mark>updated|new)\): (?<after>.*?)(?:; previously (?<before>.*))?$/,
    shortGone: /^(?<label>.*?)(?: \(|, )no longer stands\)$/,
    named: /^Updated: (?<labels>.*?)(?<more>, and more)?$/,
    more: /^(?:Some details have changed|More has changed)$/,
    unchanged: /^(?:Nothing new to report|We have nothing new to report since .*\.|- none)$/,
    record: /^Facts on record/,
    answers: /^Answers to enquiries/,
    rules: /^Rules for every answer/,
  },
}

export function readText(channel: Channel, language: Language, subject: string | null, text: string): Reading {
  const grammar = GRAMMAR[language]
  if (isShort(channel)) return readShort(grammar, channel, subject, text)
  const all = channel === 'internal' ? publicLines(grammar, text) : text.split('\n')
  const start = all.findIndex((one) => grammar.changes.test(one))
  const end = start < 0 ? -1 : all.findIndex((one, i) => i > start && one === '')
  const rows = (some: readonly string[]) => some.flatMap((one) => grammar.row.exec(one)?.[1] ?? [])
  const changeRows = start < 0 ? [] : rows(all.slice(start, end))
  const others = start < 0 ? all : [...all.slice(0, start), ...all.slice(end)]
  return {
    title: subject ?? '',
    lines: rows(others).map((row) => lineOf(grammar, row)),
    changes: changeRows
      .filter((row) => !grammar.unchanged.test(`・${row}`) && row !== 'none')
      .map((row) => changeOf(grammar, row)),
    named: [],
    hasMore: false,
    isUnchanged: all.some((one) => grammar.unchanged.test(one)),
    prose: others.filter((one) => !grammar.row.test(one)),
  }
}

/** What the internal text says but for what stands on record, was told, or must not be told. */
function publicLines({ record, answers, rules }: Grammar, text: string): string[] {
  const all = text.split('\n')
  const [to, from, end] = [record, answers, rules].map((heading) => all.findIndex((one) => heading.test(one)))
  return [...all.slice(0, to), ...all.slice(Number(from) + 1, end)]
}

function lineOf({ colon }: Grammar, row: string): Line {
  const [label = '', ...value] = row.split(colon)
  return { label, value: value.join(colon) }
}

function changeOf(grammar: Grammar, row: string): ChangeLine {
  const { label, value } = lineOf(grammar, row)
  for (const pattern of [grammar.isGone, grammar.moved, grammar.isNew]) {
    const { before = null, after = null } = pattern.exec(value)?.groups ?? {}
    if (before !== null || after !== null) return { label, before, after, isNew: before === null }
  }
  throw new Error(`a change that cannot be read: ${row}`)
}

/** A mark shares its brackets with what stands in brackets already. */
const closed = (label: string) => (label.includes(' (') ? `${label})` : label)

/** Has a colon, and no label before it. */
const SENTENCE = /^(?:We retract|The planned|Our report)/

function readShort(grammar: Grammar, channel: Channel, subject: string | null, text: string): Reading {
  const parts =
    channel === 'app-push' ? text.split(/\n/).flatMap((one) => one.split(grammar.sentenceEnd)) : text.split('\n')
  const [title = '', ...statements] = channel === 'app-push' ? [subject ?? '', ...parts] : parts
  const lines: Line[] = []
  const changes: ChangeLine[] = []
  const named: string[] = []
  const prose: string[] = []
  let [hasMore, isUnchanged] = [false, false]
  for (const one of statements.map((part) => part.trim()).filter((part) => part !== '')) {
    const short = grammar.short.exec(one)?.groups
    const gone = grammar.shortGone.exec(one)?.groups
    const names = grammar.named.exec(one)?.groups
    if (names !== undefined) {
      named.push(...(names.labels ?? '').split(/、|, /))
      hasMore ||= names.more !== undefined
    } else if (grammar.more.test(one)) hasMore = true
    else if (grammar.unchanged.test(one)) isUnchanged = true
    else if (short !== undefined) {
      const { label = '', mark = '', before = null, after = null } = short
      changes.push({ label: closed(label), before, after, isNew: mark === '追加' || mark === 'new' })
    } else if (gone !== undefined)
      changes.push({ label: closed(gone.label ?? ''), before: null, after: null, isNew: false })
    else if (one.includes(grammar.colon) && !SENTENCE.test(one)) lines.push(lineOf(grammar, one))
    else prose.push(one)
  }
  return { title, lines, changes, named, hasMore, isUnchanged, prose }
}

import type { Language } from '../../domain/runbook/runbook.ts'
import { parseDuration } from '../../domain/time.ts'

// What else the words of a step suggest. A person has to confirm it.

/** How often something is to be done again, and the words that say so. */
export interface GuessedInterval {
  /** A duration such as `30m`. */
  readonly every: string
  readonly word: string
}

const UNITS: Readonly<Record<string, string>> = {
  minute: 'm',
  min: 'm',
  hour: 'h',
  day: 'd',
  week: 'w',
  分: 'm',
  時間: 'h',
  時: 'h',
  日: 'd',
  週: 'w',
  週間: 'w',
}

const INTERVALS: Readonly<Record<Language, readonly RegExp[]>> = {
  ja: [/(\d{1,4})(分|時間|日|週間?)(?:ごと|毎|おき|間隔|に[1一][回度])/, /毎()(時|日|週)/],
  en: [
    /\bevery (?:(\d{1,4}) )?(minute|min|hour|day|week)s?\b/i,
    /\b(?:every (half)(?: an)?|once an?()) (hour|day|week)\b/i,
  ],
}

/** The intervals that a recurring step can have. */
const [LEAST, MOST] = [60_000, 31 * 86_400_000]

export function guessInterval(text: string, language: Language): GuessedInterval | null {
  for (const pattern of INTERVALS[language]) {
    const [word = '', ...parts] = pattern.exec(text.normalize('NFKC')) ?? []
    if (word === '') continue
    const [count = '', unit = ''] = [parts.slice(0, -1).find((part) => part), parts.at(-1)]
    const every = count === 'half' ? '30m' : durationOf(Number(count || 1), UNITS[unit.toLowerCase()] ?? '')
    const ms = parseDuration(every) ?? 0
    if (ms >= LEAST && ms <= MOST) return { every, word }
  }
  return null
}

const durationOf = (count: number, unit: string) => (unit === 'w' ? `${count * 7}d` : `${count}${unit}`)

/** Words that suggest something together, in the order of the text. */
export interface GuessedWords {
  readonly word: string
  /** Whether they say it outright. */
  readonly isPlain: boolean
}

/** Words of a decision, plain ones and others, and what it has to be about: that the service may resume. */
const DECISIONS: Readonly<Record<Language, readonly [plain: RegExp, other: RegExp, about: RegExp]>> = {
  ja: [/基準|条件|判断|判定|可否|承認|許可/, /確認|確かめ/, /再開|復帰/],
  en: [
    /\bcriteri(?:a|on)\b|\bconditions?\b|\bdecid\w*|\bdecisions?\b|\bjudg\w*|\bapprov\w*/i,
    /\bconfirm\w*|\bcheck\w*|\bverif\w*|\bmake sure\b|\bensure\b|\bsafe\b/i,
    /\bresum\w*|\breopen\w*|\bgo(?:es|ing)? live\b|\bback (?:in|into|to) service\b/i,
  ],
}

/** The words by which a text says that somebody decides whether the service may resume; null if it does not. */
export function guessGate(text: string, language: Language): GuessedWords | null {
  const [plain, other, about] = DECISIONS[language]
  return together(text, plain, about, true) ?? together(text, other, about, false)
}

/** Verbs of telling, where customers read, and who they are. */
const TELLING: Readonly<Record<Language, readonly [verb: RegExp, place: RegExp, audience: RegExp]>> = {
  ja: [
    /告知|掲載|公表|発表|投稿|送信|配信|掲示|通知|案内|知らせ|伝え|周知|アナウンス/,
    /ウェブ|サイト|ホームページ|お知らせ|告知|第[1１一]報|続報/,
    /顧客|お客様|利用者|患者|会員|ユーザー/,
  ],
  en: [
    /\b(?:post|publish|announce|issue|send|tell|inform|notify|display)(?:s|ed|ing|es)?\b/i,
    /\bweb ?sites?\b|\bhome ?page\b|\bstatus page\b|\bnotices?\b|\bannouncements?\b/i,
    /\bcustomers?\b|\bpatients?\b|\busers?\b|\bclients?\b|\bguests?\b|\bpassengers?\b|\bthe public\b/i,
  ],
}

const NEGATED: Readonly<Record<Language, RegExp>> = {
  ja: /ない|ません/,
  en: /\b(?:not|never|no)\b/i,
}
/** Looks negative, and is the opposite. */
const DOUBLY_NEGATED = /な(?:ければ|くては)な(?:らない|りません)|ねばならない/g

/** The words by which a text says that customers are told something; plain if they can read it somewhere. */
export function guessNotice(text: string, language: Language): GuessedWords | null {
  if (NEGATED[language].test(text.replaceAll(DOUBLY_NEGATED, ''))) return null
  const [verb, place, audience] = TELLING[language]
  return together(text, verb, place, true) ?? together(text, verb, audience, false)
}

function together(text: string, one: RegExp, other: RegExp, isPlain: boolean): GuessedWords | null {
  const [first, second] = [one.exec(text), other.exec(text)].sort((a, b) => (a?.index ?? 0) - (b?.index ?? 0))
  if (first == null || second == null) return null
  const isSame = second.index < first.index + first[0].length
  return { word: isSame ? first[0] : `${first[0]} … ${second[0]}`, isPlain }
}

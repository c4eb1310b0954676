import type { Language } from '../../../src/domain/runbook/runbook.ts'
import type { Operation, State } from './story.ts'

// Services and their states as customers know them. Deposits and withdrawals are two services each, of yen and of crypto.

type Part = Operation | `${Operation}:${'yen' | 'crypto'}`

const NAMES: Readonly<Record<Language, Readonly<Record<string, readonly Part[]>>>> = {
  ja: {
    売買: ['trading'],
    取引: ['trading'],
    '入金・預入': ['deposits'],
    '出金・送付': ['withdrawals'],
    入金: ['deposits'],
    出金: ['withdrawals'],
    日本円の入金: ['deposits:yen'],
    日本円の出金: ['withdrawals:yen'],
    日本円の入出金: ['deposits:yen', 'withdrawals:yen'],
    暗号資産の預入: ['deposits:crypto'],
    暗号資産の送付: ['withdrawals:crypto'],
    '暗号資産の預入・送付': ['deposits:crypto', 'withdrawals:crypto'],
  },
  en: {
    trading: ['trading'],
    deposits: ['deposits'],
    withdrawals: ['withdrawals'],
    'yen deposits': ['deposits:yen'],
    'yen withdrawals': ['withdrawals:yen'],
    'yen deposits and withdrawals': ['deposits:yen', 'withdrawals:yen'],
    'crypto deposits': ['deposits:crypto'],
    'crypto withdrawals': ['withdrawals:crypto'],
    'crypto deposits and withdrawals': ['deposits:crypto', 'withdrawals:crypto'],
  },
}
const LONGEST_FIRST = (language: Language) => Object.keys(NAMES[language]).sort((a, b) => b.length - a.length)

/** One or more names of services. */
export const SERVICES: Readonly<Record<Language, string>> = {
  ja: list(LONGEST_FIRST('ja'), '[、・]'),
  en: list(LONGEST_FIRST('en'), '(?:, and |, | and )'),
}

function list(names: readonly string[], between: string): string {
  const name = `(?:${names.join('|')})`
  return `${name}(?:${between}${name})*`
}

/** The services in a list of nothing else, in the order of the alphabet; null if it is no such list. */
export function servicesIn(words: string, language: Language): string[] | null {
  if (!new RegExp(`^${SERVICES[language]}$`, 'i').test(words)) return null
  const names = words.match(new RegExp(LONGEST_FIRST(language).join('|'), 'gi')) ?? []
  const parts = names.flatMap((name) => NAMES[language][name.toLowerCase()] ?? [])
  const operations = [...new Set(parts.map((part) => part.split(':')[0] as string))].sort()
  // Who reads of a half of a service does not know of the other half.
  return operations.map((one) => {
    const halves = ['yen', 'crypto'].filter((half) => parts.some((part) => part === `${one}:${half}`))
    return halves.length === 1 ? `${one}: only ${halves[0]}` : one
  })
}

export type SaidState = State | 'restricted'

const STATES: Readonly<Record<Language, readonly (readonly [RegExp, SaidState])[]>> = {
  ja: [
    [/^(?:引き続き|再び)?停止(?:の予定)?$/, 'stopped'],
    [/^ご注文の取消のみ可能(?:となる予定)?$/, 'cancel-only'],
    [/^(?:引き続き)?制限(?:の予定)?$/, 'restricted'],
    [/^(?:期間中も)?ご利用可能$/, 'open'],
  ],
  en: [
    [/^(?:still |to be )?suspended(?: again)?$/, 'stopped'],
    [
      /^(?:orders can be cancelled, but not placed|orders can only be cancelled|it will be possible to cancel orders, but not to place them)$/,
      'cancel-only',
    ],
    [/^(?:still |to be )?restricted$/, 'restricted'],
    [/^(?:available|not affected)$/, 'open'],
  ],
}

/** The state that words say; null if they say none. */
export function stateIn(words: string, language: Language): SaidState | null {
  const plain = words.replace(/^いずれも|^(?:for )?(?:both|all),? /, '').toLowerCase()
  return STATES[language].find(([pattern]) => pattern.test(plain))?.[1] ?? null
}

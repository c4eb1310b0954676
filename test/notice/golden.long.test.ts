import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import { LANGUAGES, type Language, STAGES, type Stage } from '../../src/domain/runbook/runbook.ts'
import { checkNotices } from '../../src/notice/check.ts'
import type { CheckRequest } from '../../src/notice/notice.ts'
import {
  DECLARED,
  HOUR,
  happened,
  incidentOf,
  iso,
  lifted,
  MINUTE,
  posted,
  promised,
  reopened,
  scoped,
  stated,
} from '../given.ts'
import { at, CHANNELS, FIRST, halt, RANGE, RUNBOOK, requestOf, STOPPED, textOf, unknown, words } from './halts.ts'

/** To update the golden files, run HALT_NOTICES=write npx vitest run test/notice/golden.long.test.ts, and read them. */
const WRITES = process.env.HALT_NOTICES === 'write'

interface Scene {
  readonly name: string
  readonly stage: Stage
  readonly number: number | null
  /** Minutes after declaring. */
  readonly after: number
  readonly drafts: readonly EventDraft[]
  readonly claim?: CheckRequest['claim']
}

const CAUSES: Readonly<Record<string, readonly [ja: string, en: string]>> = {
  maintenance: ['取引システムの更新作業', 'Upgrade of the trading system'],
  'system-failure': ['注文を処理する装置の不具合', 'A fault in the system that matches orders'],
  'security-incident': [
    '外部からの不正なアクセス（詳細は調査中）',
    'Unauthorised access from outside (details under investigation)',
  ],
  compliance: ['法令に基づく確認のため', 'A check required by law'],
  'market-volatility': ['相場の急激な変動', 'Sudden market movements'],
}

/** What those who work on the halt call it. */
const TITLES: Readonly<Record<string, string>> = {
  maintenance: 'Upgrade of the trading system',
  'system-failure': 'Matching engine down',
  'security-incident': 'Log-ins with stolen credentials',
  compliance: 'Check required by law',
  'market-volatility': 'Bitcoin down by a third',
}

const PREVENTION: Readonly<Record<string, readonly EventDraft[]>> = {
  maintenance: [
    words('prevention-rules', '作業前の確認を二人で行います。', 'Two people now check before each change.'),
  ],
  'system-failure': [
    words('prevention-system', '切り替えの手順を自動化いたしました。', 'Failover has been automated.'),
    words('prevention-rules', '作業前の確認を二人で行います。', 'Two people now check before each change.'),
  ],
  'security-incident': [
    words(
      'prevention-security',
      '従業員の認証に物理キーを必須といたしました。',
      'Our staff now log in with hardware keys.',
    ),
  ],
  compliance: [
    words('prevention-rules', '法令の改正を毎月確認いたします。', 'We now review changes of the law every month.'),
  ],
  'market-volatility': [
    words(
      'prevention-rules',
      '取引を停止する基準を見直し、公表いたしました。',
      'We have revised and published the thresholds at which trading is halted.',
    ),
  ],
}

const CAUSE_FOUND = [
  '盗まれた認証情報による、外部からの不正なアクセス',
  'Unauthorised access from outside, with stolen credentials',
] as const

/** The expected resumption of a planned halt, which begins an hour after it is declared. */
const LATER = `${iso(150 * MINUTE)}/${iso(180 * MINUTE)}`
const CORRECTION = {
  ja: '停止しているのは売買のみです。日本円の出金と暗号資産の送付はご利用いただけます。',
  en: 'Only trading is suspended. Withdrawals of yen and crypto are available.',
}
const LINK = 'https://www.example.com/notices/1'
const postedNotice = (channel: string, stage: Stage, number: number | null) => {
  const notice = posted(channel, stage, number)
  return channel === 'website' ? ({ ...notice, data: { ...notice.data, link: LINK } } as EventDraft) : notice
}

/** Findings of texts in which nothing is wrong. */
const SAYS_WHAT_IS_LEFT_OUT: readonly string[] = ['left-out', 'fact-outdated', 'push-cut']

const IN_FLIGHT = [
  words('open-orders', '取り消さずにお預かりしております。', 'They are kept as they are.'),
  words(
    'in-flight',
    '停止前にお申し込みいただいた出金・送付は、再開後に処理いたします。',
    'Earlier requests are processed after resumption.',
  ),
]
const CLAIM = { evidence: 'the books agree with all wallets', approvedBy: 'hanako' }
/** What is said once the halt is over: of what was, and with the results. */
const RESULTS = [
  words(
    'asset-safety',
    '残高の照合を終え、差異はございませんでした。',
    'We have reconciled all balances and found no discrepancies.',
  ),
  words('open-orders', '停止前のご注文は、すべて有効です。', 'Orders from before the suspension remain valid.'),
  words(
    'in-flight',
    '停止前のお申し込みは、再開後に処理いたしました。',
    'Earlier requests were processed after the resumption.',
  ),
  words('impact', '売買のご注文と出金・送付ができませんでした。', 'Orders and withdrawals were not possible.'),
  words('losses', '情報や資産の消失はございませんでした。', 'No data and no assets were lost.'),
]
/** One result is still to come, and it is said when. */
const LATER_RESULTS = [
  ...RESULTS.slice(0, -1),
  words(
    'losses',
    '影響の有無を引き続き確認しております。12月10日までにご報告いたします。',
    'We are still checking whether there was any. We will report the result by 10 December 2026.',
  ),
]
const safe = (time: string) =>
  [
    `11月24日(火)${time.replace(':', '時')}分時点で、帳簿とウォレットの残高が一致していることを確認しております。`,
    `As of ${time} JST on 24 November, our records agree with the balances of all our wallets.`,
  ] as const
/** What customers cannot do while nothing but orders is restricted. */
const NO_NEW_ORDERS = words(
  'impact',
  '新規のご注文をお受けしておりません。ご注文の取消は可能です。',
  'New orders are not accepted. Orders can be cancelled.',
)
/** The same of a halt to come. */
const WILL_STOP = words(
  'impact',
  '売買のご注文と出金・送付ができなくなります。',
  'Orders and withdrawals will not be possible.',
)

/** A second advance notice, after the planned times were moved by a day. */
function moved(type: string, ja: string, en: string): Scene {
  const planned = { from: iso(26 * HOUR), to: iso(28 * HOUR) }
  return {
    name: 'moved',
    stage: 'scheduled',
    number: null,
    after: 60,
    drafts: [
      halt({ type, title: TITLES[type] ?? '', scope: [...STOPPED, at('deposits', 'open')], startedAt: null, planned }),
      words('cause', ja, en),
      WILL_STOP,
      ...CHANNELS.map((channel) => postedNotice(channel, 'scheduled', null)),
      stated('planned-start', { known: true, value: iso(50 * HOUR) }),
      stated('planned-end', { known: true, value: iso(53 * HOUR) }),
    ],
  }
}

const FALSE_ALARM: EventDraft = { type: 'incident.closed', data: { as: 'false-alarm', reason: 'a faulty alarm' } }

/** An advance notice of a halt during which orders can still be cancelled. */
function cancelOnlyPlanned(type: string, ja: string, en: string): Scene {
  const planned = { from: iso(26 * HOUR), to: iso(28 * HOUR) }
  const scope = [at('deposits', 'stopped'), at('trading', 'cancel-only')]
  const impact = words(
    'impact',
    '新規のご注文と入金・預入ができなくなります。ご注文の取消は可能です。',
    'New orders and deposits will not be possible. Orders can be cancelled.',
  )
  const drafts = [
    halt({ type, title: TITLES[type] ?? '', scope, startedAt: null, planned }),
    words('cause', ja, en),
    impact,
  ]
  return { name: 'cancel-only planned', stage: 'scheduled', number: null, after: 60, drafts }
}

/** A planned halt that was closed before it began. */
function calledOff(type: string): Scene {
  const planned = { from: iso(26 * HOUR), to: iso(28 * HOUR) }
  return {
    name: 'called off',
    stage: 'retraction',
    number: 1,
    after: 60,
    drafts: [
      halt({ type, title: TITLES[type] ?? '', scope: STOPPED, startedAt: null, planned }),
      WILL_STOP,
      ...CHANNELS.map((channel) => postedNotice(channel, 'scheduled', null)),
      { type: 'incident.closed', data: { as: 'false-alarm', reason: 'postponed for good' } },
    ],
  }
}

function scenesOf(type: string): Scene[] {
  const isPlanned = RUNBOOK.types[type]?.planned === 'required'
  const window = { from: iso(HOUR), to: iso(3 * HOUR) }
  const title = TITLES[type] ?? ''
  const begin = isPlanned
    ? [halt({ type, title, scope: STOPPED, startedAt: null, planned: window })]
    : [halt({ type, title, scope: STOPPED })]
  const base = isPlanned ? 60 : 0
  const later = (minutes: number, ...drafts: readonly EventDraft[]) =>
    drafts.map((d) => happened((base + minutes) * MINUTE, d))
  const toldAll = (minutes: number, stage: Stage, number: number) =>
    later(minutes, ...CHANNELS.map((channel) => postedNotice(channel, stage, number)))
  const beginning = isPlanned ? later(0, { type: 'phase.advanced', data: { to: 'initial-response' } }) : []
  const [ja, en] = CAUSES[type] ?? ['', '']
  const impact = FIRST.at(-1) as EventDraft
  const begun = (over: Parameters<typeof halt>[0], ...facts: readonly EventDraft[]): EventDraft[] => [
    halt({ type, title, ...over, ...(isPlanned && { startedAt: null, planned: window }) }),
    ...beginning,
    ...(isPlanned ? later(0, ...facts) : facts),
  ]
  const first = isPlanned ? [...begin, words('cause', ja, en), ...beginning, ...later(0, impact)] : [...begin, ...FIRST]
  const update = [
    ...first,
    ...toldAll(4, 'first', 1),
    ...later(
      20,
      words('cause', ja, en),
      words('progress', '担当者が作業を進めております。', 'Our engineers are at work.'),
      words(
        'customer-request',
        '新規のご注文と出金・送付のお申し込みはお控えください。',
        'Please do not place orders or request withdrawals.',
      ),
      stated('expected-recovery', { known: true, value: isPlanned ? LATER : RANGE }),
    ),
  ]
  const firstTold = [...first, ...toldAll(4, 'first', 1)]
  const partial = [...update, ...later(70, lifted('trading'))]
  const full = [...partial, ...later(95, lifted('withdrawals'))]
  const final = [
    ...full,
    ...later(120, ...RESULTS),
    ...(type === 'security-incident' ? [words('cause', ...CAUSE_FOUND)] : []),
    ...(PREVENTION[type] ?? []),
  ]
  return [
    ...(isPlanned
      ? [
          {
            name: 'scheduled',
            stage: 'scheduled',
            number: null,
            after: 5,
            drafts: [...begin, words('cause', ja, en), WILL_STOP],
          } as Scene,
        ]
      : []),
    { name: 'first', stage: 'first', number: 1, after: base + 3, drafts: first },
    { name: 'update', stage: 'update', number: 2, after: base + 25, drafts: update },
    { name: 'resumption in part', stage: 'resumption', number: 3, after: base + 72, drafts: partial },
    { name: 'resumption in full', stage: 'resumption', number: 4, after: base + 97, drafts: full },
    {
      name: 'final',
      stage: 'final',
      number: 5,
      after: base + 600,
      drafts: final,
      claim: CLAIM,
    },
    {
      name: 'correction',
      stage: 'correction',
      number: 2,
      after: base + 22,
      drafts: [
        ...update,
        ...later(20, promised('website', iso((base + 50) * MINUTE))),
        ...later(21, scoped('withdrawals', 'open')),
      ],
    },
    { name: 'nothing known', stage: 'first', number: 1, after: base + 3, drafts: begun({ scope: [] }) },
    {
      name: 'cancel-only',
      stage: 'first',
      number: 1,
      after: base + 3,
      drafts: begun({ scope: [at('trading', 'cancel-only')] }, ...FIRST.slice(0, -1), NO_NEW_ORDERS),
    },
    {
      name: 'in flight',
      stage: 'first',
      number: 1,
      after: base + 3,
      drafts: [
        ...begun({ scope: [...STOPPED, at('deposits', 'open')] }, ...FIRST),
        ...later(0, ...IN_FLIGHT, unknown('asset-safety')),
      ],
    },
    {
      name: 'assets safe by approver',
      stage: 'update',
      number: 2,
      after: base + 25,
      drafts: [...firstTold, ...later(20, words('asset-safety', ...safe(isPlanned ? '23:37' : '22:37')))],
      claim: CLAIM,
    },
    { name: 'unchanged', stage: 'update', number: 2, after: base + 25, drafts: firstTold },
    {
      name: 'changed',
      stage: 'update',
      number: 3,
      after: base + 55,
      drafts: [
        ...update,
        ...toldAll(26, 'update', 2),
        ...later(
          50,
          stated('expected-recovery', { known: true, value: iso(270 * MINUTE) }),
          scoped('trading', 'cancel-only'),
          words('impact', '新規のご注文と出金・送付ができません。', 'New orders and withdrawals are not possible.'),
        ),
      ],
    },
    {
      name: 'reopened',
      stage: 'first',
      number: 4,
      after: base + 110,
      drafts: [...partial, ...toldAll(73, 'resumption', 3), ...later(105, reopened('trading'))],
    },
    {
      name: 'reopened and over',
      stage: 'final',
      number: 6,
      after: base + 300,
      drafts: [
        ...partial,
        ...later(105, reopened('trading')),
        ...later(150, lifted('trading', 'withdrawals')),
        ...later(200, ...LATER_RESULTS),
      ],
      claim: CLAIM,
    },
    {
      name: 'restriction lifted',
      stage: 'resumption',
      number: 2,
      after: base + 72,
      drafts: [
        ...begun({ scope: [at('trading', 'cancel-only')] }, ...FIRST.slice(0, -1), NO_NEW_ORDERS),
        ...toldAll(4, 'first', 1),
        ...later(70, lifted('trading')),
      ],
    },
    ...(RUNBOOK.types[type]?.planned === 'never'
      ? []
      : [cancelOnlyPlanned(type, ja, en), moved(type, ja, en), calledOff(type)]),
    {
      name: 'retraction',
      stage: 'retraction',
      number: 2,
      after: base + 40,
      drafts: [...update, FALSE_ALARM],
    },
    {
      name: 'retraction after a resumption in part',
      stage: 'retraction',
      number: 4,
      after: base + 80,
      drafts: [...partial, ...toldAll(73, 'resumption', 3), FALSE_ALARM],
    },
  ]
}

const correctionIn = (stage: Stage, language: Language) =>
  stage === 'correction' ? { correction: CORRECTION[language] } : {}

function printed(type: string, language: Language): string {
  return scenesOf(type)
    .flatMap(({ name, stage, number, after, drafts }) => {
      const request = requestOf(incidentOf(...drafts), { now: DECLARED + after * MINUTE })
      return CHANNELS.map((channel) => {
        const asked = { ...request, ...correctionIn(stage, language) }
        const { subject, text, next } = textOf(asked, channel, stage, language, number)
        return [
          `==== ${name}: ${channel} (next ${next})`,
          ...(subject === null ? [] : [`Subject: ${subject}`, '']),
          text,
          '',
        ].join('\n')
      })
    })
    .join('\n')
}

describe.each(Object.keys(RUNBOOK.types))('the notices of type %s', (type) => {
  it.each(LANGUAGES)('match the golden file in %s', (language) => {
    const path = join(import.meta.dirname, 'golden', `${type}.${language}.txt`)
    const text = printed(type, language)
    if (WRITES) writeFileSync(path, text)
    expect(text).toBe(readFileSync(path, 'utf8'))
  })

  // Of these, something is not known yet.
  const complete = scenesOf(type).filter(({ name }) => !['nothing known', 'reopened and over'].includes(name))
  it.each(complete)(
    'have no findings if all facts are given: $name',
    ({ stage, number, after, drafts, claim = null }) => {
      const request = requestOf(incidentOf(...drafts), { now: DECLARED + after * MINUTE, claim })
      const texts = LANGUAGES.flatMap((language) =>
        CHANNELS.map((channel) =>
          textOf({ ...request, ...correctionIn(stage, language) }, channel, stage, language, number),
        ),
      )
      const found = checkNotices(request, texts).filter(({ code }) => !SAYS_WHAT_IS_LEFT_OUT.includes(code))
      expect(found).toEqual([])
    },
  )

  it('fit the limit of X for a post with a wide scope, an estimate and a link', () => {
    const everything = ['trading', 'deposits', 'withdrawals'].map((operation) => at(operation, 'stopped'))
    const wide = [
      halt({ type, scope: [...everything, at('withdrawals', 'open', 'XEM')] }),
      ...FIRST,
      stated('expected-recovery', { known: true, value: `${iso(HOUR)}/${iso(25 * HOUR)}` }),
      postedNotice('website', 'first', 1),
      promised('social', iso(2 * HOUR)),
    ]
    const incident = incidentOf(...wide)
    for (const language of LANGUAGES)
      for (const [stage, story] of [
        ...STAGES.map((one) => [one, incident] as const),
        ['retraction', incidentOf(...wide, happened(HOUR, lifted('deposits')), FALSE_ALARM)] as const,
      ]) {
        const request = requestOf(story)
        const text = textOf(request, 'social', stage, language, 12)
        expect(checkNotices(request, [text]).filter(({ code }) => code === 'too-long')).toEqual([])
      }
  })
})

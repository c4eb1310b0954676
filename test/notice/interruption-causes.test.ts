import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Language, Stage } from '../../src/domain/runbook/runbook.ts'
import { checkNotices } from '../../src/notice/check.ts'
import { noticeFindingWords } from '../../src/notice/words.ts'
import {
  advanced,
  classified,
  DECLARED,
  given,
  HOUR,
  happened,
  incidentOf,
  lifted,
  nth,
  posted,
  reopened,
  undone,
} from '../given.ts'
import { at, FIRST, halt, RUNBOOK, requestOf, STOPPED, textOf, unknown, words } from './halts.ts'

const text = (drafts: readonly EventDraft[], stage: Stage, language: Language = 'ja', channel = 'website') =>
  textOf(requestOf(incidentOf(...drafts), { now: DECLARED + 5 * HOUR }), channel, stage, language, 4).text
const causes = (said: string) => said.split('\n').filter((line) => /原因|理由|^- (?:Cause|Reason)/.test(line))

const DISK = words('cause', 'ディスクの故障', 'A failed disk')
const NETWORK = words('cause', '回線の過負荷', 'An overloaded network')
const BREACH = words('cause', '不正アクセス', 'Unauthorised access')

const failed = [halt({ scope: STOPPED }), ...FIRST, DISK]
const hour = (hours: number, draft: EventDraft) => happened(hours * HOUR, draft)
const all = lifted('trading', 'withdrawals')
const plan = { from: '2026-11-24T22:05:00.000+09:00', to: '2026-11-25T00:05:00.000+09:00' }
const maintained = [
  halt({ type: 'maintenance', startedAt: null, planned: plan, scope: STOPPED }),
  happened(0, advanced('initial-response')),
]

describe('the cause of each interruption', () => {
  const twice = [...failed, hour(1, all), hour(2, reopened('trading')), hour(2.5, NETWORK), hour(3, lifted('trading'))]

  it('stands in the final notice, which is about all of them', () => {
    expect(causes(text(twice, 'final'))).toEqual(['・先の停止の原因：ディスクの故障', '・再停止の原因：回線の過負荷'])
    expect(causes(text(twice, 'final', 'en'))).toEqual([
      '- Cause (earlier suspension): A failed disk',
      '- Cause (renewed suspension): An overloaded network',
    ])
  })

  it('is not repeated once it was said not to be known', () => {
    const [first, ...rest] = twice.slice(failed.length)
    const withdrawn = [...failed, hour(0.5, unknown('cause')), first as EventDraft, ...rest]
    expect(causes(text(withdrawn, 'final', 'en'))).toEqual(['- Cause: An overloaded network'])
  })

  it('is one if it was the same, or if none had been told before', () => {
    const same = [...failed, hour(1, all), hour(2, reopened('trading')), hour(2.5, DISK), hour(3, lifted('trading'))]
    expect(causes(text(same, 'final', 'en'))).toEqual(['- Cause: A failed disk'])
    const untold = same.filter((draft) => draft !== DISK)
    expect(causes(text(untold, 'final', 'en'))).toEqual(['- Cause: A failed disk'])
  })

  it('is that of its own interruption, however many there were', () => {
    const thrice = [...twice, hour(3.5, reopened('trading')), hour(4, lifted('trading'))]
    expect(causes(text(thrice, 'final', 'en'))).toEqual([
      '- Cause (earlier suspension): A failed disk',
      '- Cause (earlier suspension): An overloaded network',
      '- Cause (renewed suspension): under investigation',
    ])
    const secondUntold = thrice.filter(({ data }) => data !== NETWORK.data)
    expect(causes(text([...secondUntold, hour(4.5, BREACH)], 'final', 'en'))).toEqual([
      '- Cause (earlier suspension): A failed disk',
      '- Cause (renewed suspension): Unauthorised access',
    ])
  })

  it('stands in an update as long as something stopped then has not resumed, and for that alone', () => {
    const partly = [...failed, hour(1, lifted('trading')), hour(2, reopened('trading')), hour(2.5, NETWORK)]
    expect(causes(text(partly, 'update', 'en'))).toEqual([
      '- Cause (earlier suspension): A failed disk',
      '- Cause (renewed suspension): An overloaded network',
    ])
    expect(text(partly, 'first', 'en', 'social')).toContain('\nCause (renewed suspension): An overloaded network\n')
    const again = [...partly, hour(3, lifted('trading')), hour(3.5, reopened('trading')), hour(4, BREACH)]
    expect(causes(text(again, 'update', 'en'))).toEqual([
      '- Cause (earlier suspension): A failed disk',
      '- Cause (renewed suspension): Unauthorised access',
    ])
    const resumed = [...failed, hour(1, all), hour(2, reopened('trading')), hour(2.5, NETWORK)]
    expect(causes(text(resumed, 'update', 'en'))).toEqual(['- Cause (renewed suspension): An overloaded network'])
  })

  it('is named as that of the stop of which it is not known, where another was told', () => {
    const other = [halt({ scope: [at('withdrawals', 'stopped')] }), ...FIRST, DISK, hour(2, reopened('trading'))]
    const again = [...failed, hour(1, lifted('trading')), hour(2, reopened('trading'))]
    for (const channel of ['app-push', 'social']) {
      expect(text(other, 'first', 'ja', channel)).toContain('後の停止の原因：調査中')
      expect(text(again, 'first', 'ja', channel)).toContain('再停止の原因：調査中')
    }
    expect(text(other, 'first', 'en', 'social')).toContain('\nCause (later suspension): under investigation\n')
    const untold = again.filter((draft) => draft !== DISK)
    expect(text(untold, 'first', 'en', 'social')).toContain('\nCause: under investigation\n')
  })

  it('is told as news with the label that it has in the list', () => {
    const told = [
      ...failed,
      hour(1, lifted('trading')),
      hour(2, reopened('trading')),
      hour(2.1, posted('website', 'first', 2)),
      hour(2.1, posted('social', 'first', 2)),
      hour(2.5, NETWORK),
    ]
    const news = 'Cause (renewed suspension): An overloaded network. Previously: under investigation.'
    expect(text(told, 'update', 'en')).toContain(`- ${news}`)
    expect(text(told, 'update', 'en', 'social')).toContain('Cause (renewed suspension, updated): An overloaded network')
  })

  it('keeps its label once it is known, also after all that was stopped before has resumed', () => {
    const told = [...failed, hour(1, all), hour(2, reopened('trading')), hour(2.1, posted('website', 'first', 2))]
    const known = text([...told, hour(2.5, NETWORK)], 'update')
    expect(causes(text(told, 'update'))).toContain('・再停止の原因：調査中')
    expect(causes(known)).toEqual([
      '・再停止の原因：（変更前）調査中（変更後）回線の過負荷',
      '・再停止の原因：回線の過負荷',
    ])
  })

  it('calls what was only restricted before by that name', () => {
    const restricted = [halt({ scope: [at('trading', 'cancel-only')] }), ...FIRST, DISK, hour(1, lifted('trading'))]
    const stopped = [...restricted, hour(2, reopened('trading')), hour(2.5, NETWORK), hour(3, lifted('trading'))]
    expect(causes(text(stopped, 'final'))).toEqual([
      '・先の制限の原因：ディスクの故障',
      '・後の停止の原因：回線の過負荷',
    ])
  })

  it('is that of a later stop where other services were stopped, so that nobody takes it for the cause of both', () => {
    const others = [...failed, hour(1, all), hour(2, reopened('deposits')), hour(2.5, NETWORK)]
    const over = [...others, hour(3, lifted('deposits'))]
    expect(causes(text(over, 'final', 'en'))).toEqual([
      '- Cause (earlier suspension): A failed disk',
      '- Cause (later suspension): An overloaded network',
    ])
    expect(text(over, 'final', 'en', 'internal')).toContain('Cause (later suspension): An overloaded network.')
    expect(causes(text(others, 'update', 'en'))).toEqual(['- Cause: An overloaded network'])
    const request = requestOf(incidentOf(...over), { now: DECLARED + 5 * HOUR })
    const notice = textOf(request, 'website', 'final', 'en', 4)
    const found = checkNotices(request, [notice])
    expect(found.filter(({ code }) => code === 'fact-dropped')).toEqual([])
  })

  it('is that of a restriction where services were only restricted later', () => {
    const changes = { reason: 'x', scope: [at('deposits', 'cancel-only')] }
    const limited = [...failed, hour(1, all), hour(2, { type: 'incident.reopened', data: changes }), hour(2.5, NETWORK)]
    expect(causes(text([...limited, hour(3, lifted('deposits'))], 'final', 'en'))).toEqual([
      '- Cause (earlier suspension): A failed disk',
      '- Cause (later restriction): An overloaded network',
    ])
  })
})

describe('a halt whose type changed between interruptions', () => {
  const security = classified({ type: 'security-incident' })
  const breached = [
    ...maintained,
    hour(1, all),
    hour(2, reopened('trading')),
    hour(2.1, security),
    hour(2.5, BREACH),
    hour(3, lifted('trading')),
  ]

  it('was not a security incident while it was planned work', () => {
    const [ja, en] = [text(breached, 'final'), text(breached, 'final', 'en')]
    expect(causes(ja)).toEqual(['・先の停止の理由：システムメンテナンスの実施のため', '・再停止の原因：不正アクセス'])
    expect(causes(en)).toEqual([
      '- Reason (earlier suspension): system maintenance',
      '- Cause (renewed suspension): Unauthorised access',
    ])
    expect(ja).not.toContain('セキュリティ確保のため、サービスを停止')
    expect(ja).toContain('サービスを停止いたしました件につきまして')
    expect(en).toContain('Services were suspended. Our report is set out below.')
  })

  it('does not give the cause of the one for the other, of which none was told', () => {
    const failure = [
      ...maintained,
      hour(0.5, classified({ type: 'system-failure' })),
      ...breached.slice(maintained.length),
    ]
    expect(causes(text(failure, 'final', 'en'))).toEqual(['- Cause (renewed suspension): Unauthorised access'])
  })

  it('is told so once somebody says it, without a reason that no notice gave', () => {
    const told = [...maintained, hour(1, lifted('trading')), hour(2, reopened('trading'))]
    const since = [...told, hour(2.05, posted('website', 'first', 2)), hour(2.1, security)]
    expect(text(since, 'update', 'en')).toContain('- Reason for the renewed suspension: security reasons\n')
    expect(text(since, 'update')).toContain('・再停止の理由：（追加）セキュリティ確保のため\n')
  })

  it('does not give the reason of the one when all that both had stopped resumes', () => {
    const partly = [...maintained, hour(1, lifted('trading')), hour(2, reopened('trading')), hour(2.1, security)]
    expect(text(partly, 'update', 'en')).toContain('we suspended trading again for security reasons.')
    const over = text([...partly, hour(3, all)], 'resumption', 'en')
    expect(over).toContain('All services that were suspended in this matter have resumed.')
    expect(causes(over)).toEqual([
      '- Reason (earlier suspension): system maintenance',
      '- Cause (renewed suspension): under investigation',
    ])
  })
})

describe('planned work that turned into something else', () => {
  const failure = classified({ type: 'system-failure' })

  it('has a cause and no longer a reason', () => {
    const unforeseen = [...maintained, hour(0.5, failure)]
    expect(causes(text(unforeseen, 'update'))).toContain('・原因：調査中')
    expect(causes(text([...unforeseen, hour(0.6, DISK)], 'update', 'en'))).toContain('- Cause: A failed disk')
    const again = [...maintained, hour(1, all), hour(2, reopened('trading')), hour(2.1, failure)]
    expect(causes(text(again, 'update', 'en'))).toEqual(['- Cause (renewed suspension): under investigation'])
    // In a manual whose types give no reasons, planned work has its type for one until then.
    const types = Object.fromEntries(
      Object.entries(RUNBOOK.types).map(([id, { cause: _, ...definition }]) => [id, definition]),
    )
    const own = halt({
      type: 'maintenance',
      startedAt: null,
      planned: plan,
      scope: STOPPED,
      runbook: { ...RUNBOOK, types },
    })
    const begun = [own, happened(0, advanced('initial-response'))]
    expect(causes(text(begun, 'update', 'en'))).toEqual(['- Reason: system maintenance'])
    expect(causes(text([...begun, hour(0.5, failure)], 'update', 'en'))).toContain('- Cause: under investigation')
  })

  it('asks for the cause that nobody has stated', () => {
    const request = requestOf(incidentOf(...maintained, hour(0.5, failure)))
    const missing = checkNotices(request, [textOf(request, 'website', 'update', 'ja', 2)])
    expect(missing.map(({ code, params }) => `${code} ${(params as { fact?: string }).fact}`)).toContain(
      'fact-missing cause',
    )
  })

  it('began at the minute at first, and about some time when it was stopped again', () => {
    const again = [...maintained, hour(1, all), hour(2, reopened('trading'))]
    expect(text(again, 'update', 'en')).toContain('- Suspended again: about 00:17 JST')
    expect(text(again, 'update', 'ja', 'social')).toContain('再停止：11月25日(水)00時17分頃')
    const over = [...again, hour(3, lifted('trading'))]
    expect(text(over, 'resumption', 'en')).toContain('- Latest suspension began: about 00:17 JST')
    expect(text(over, 'final', 'en')).toContain('from 22:17 to about 23:17 JST')
    const unstated = [
      halt({ type: 'maintenance', startedAt: null, planned: plan }),
      happened(0, advanced('initial-response')),
      hour(1, { type: 'scope.lifted', data: { changes: [], open: [] } }),
      hour(2, { type: 'incident.reopened', data: { reason: 'x', scope: [] } }),
    ]
    expect(text(unstated, 'final', 'en')).toMatch(/began: 22:17 JST[\s\S]*Suspended again: about 00:17 JST/)
  })
})

describe('a cause that was stated before the type changed', () => {
  const fall = words('cause', 'ビットコイン価格の急落', 'A sudden fall in the price of BTC')
  const volatile = [halt({ type: 'market-volatility', scope: STOPPED }), ...FIRST, hour(0.1, fall)]
  const security = hour(1, classified({ type: 'security-incident' }))
  const found = (drafts: readonly EventDraft[], stage: Stage = 'update') => {
    const request = requestOf(incidentOf(...drafts), { now: DECLARED + 4 * HOUR })
    const all = checkNotices(request, [textOf(request, 'website', stage, 'en', 2)])
    return all.filter(({ code, params }) => code === 'fact-outdated' && (params as { fact: string }).fact === 'cause')
  }

  it('still stands, and is a warning with the command that states it again', async () => {
    expect(causes(text([...volatile, security], 'update', 'en'))).toContain(
      '- Cause: A sudden fall in the price of BTC',
    )
    const [finding] = found([...volatile, security])
    expect(finding).toMatchObject({ code: 'fact-outdated', level: 'warning' })
    const [en, ja] = [await noticeFindingWords('en'), await noticeFindingWords('ja')]
    expect(en(finding as NonNullable<typeof finding>, 'halt')).toEqual([
      'Cause (cause) was stated before the type of the halt changed, and notices still give it',
      'If it still holds, state it again: halt set cause.ja=WORDS cause.en=WORDS',
    ])
    expect(ja(finding as NonNullable<typeof finding>, 'halt')).toEqual([
      '「原因」（cause）は、停止の種類が変わる前の記入ですが、そのまま告知に載ります',
      '今も当てはまる場合は halt set cause.ja=文言 cause.en=文言 で記入し直してください',
    ])
    expect(found([...volatile, security, hour(2, all)], 'final')).toHaveLength(1)
  })

  it('can be stated again in the same words, and is no warning then', () => {
    const same = { kind: 'set', statements: [fall.data as { fact: string }] } as const
    given(...volatile)
      .when(same, HOUR)
      .already('set cause')
    given(...volatile, security)
      .when(same, 2 * HOUR)
      .then(fall)
    expect(found([...volatile, security, hour(1, fall)])).toEqual([])
    expect(found([...volatile, security, hour(2, fall)])).toEqual([])
  })

  it('is none if the type did not change, was changed back by an undo, or if no cause is given', () => {
    expect(found(volatile)).toEqual([])
    expect(found([...volatile, hour(1, classified({ severity: 'sev1' }))])).toEqual([])
    expect(found([...volatile, security, undone(nth(volatile.length + 1))])).toEqual([])
    expect(found([...volatile, hour(0.5, unknown('cause')), security])).toEqual([])
  })

  it('is none of a stop before the halt was reopened, whose cause is told as that', () => {
    const again = [...volatile, hour(1, all), hour(2, reopened('trading')), hour(2.1, security)]
    expect(found([...again, hour(3, lifted('trading'))], 'final')).toEqual([])
  })
})

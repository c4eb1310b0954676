import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Language, Stage } from '../../src/domain/runbook/runbook.ts'
import { checkNotices } from '../../src/notice/check.ts'
import type { NoticeText } from '../../src/notice/notice.ts'
import { noticeFindingWords } from '../../src/notice/words.ts'
import { Bench } from '../bench.ts'
import {
  advanced,
  DECLARED,
  given,
  HOUR,
  happened,
  incidentOf,
  iso,
  lifted,
  MINUTE,
  nth,
  scoped,
  stated,
  undone,
} from '../given.ts'
import { at, FIRST, halt, requestOf, STOPPED, textOf, words } from './halts.ts'

const OF_THIS_TEST: readonly string[] = [
  'fact-untold',
  'impact-outdated',
  'stated-before-start',
  'request-contradicted',
]

function found(
  drafts: readonly EventDraft[],
  stage: Stage = 'update',
  over: Partial<NoticeText> = {},
  language: Language = 'ja',
) {
  const request = requestOf(incidentOf(...drafts), { now: DECLARED + 4 * HOUR })
  const notice = { ...textOf(request, 'website', stage, language, stage === 'scheduled' ? null : 2), ...over }
  return checkNotices(request, [notice]).filter(({ code }) => OF_THIS_TEST.includes(code))
}

const codes = (...args: Parameters<typeof found>) => found(...args).map(({ code }) => code)
const begun = [halt({ scope: STOPPED }), ...FIRST]
const IMPACT = FIRST.at(-1) as EventDraft

it('is told in either language, with the command that mends it', async () => {
  const all = [
    ...begun,
    happened(MINUTE, scoped('deposits', 'stopped')),
    stated('personal-data', { known: true, value: 'addresses of 40 customers' }),
    words('customer-request', '出金をお済ませください。', 'Please withdraw your assets.'),
  ]
  const [ja, en] = await Promise.all(
    (['ja', 'en'] as const).map(async (language) => {
      const inWords = await noticeFindingWords(language)
      return found(all, 'update', {}, language).flatMap((one) => inWords(one, 'halt'))
    }),
  )
  expect(ja).toEqual([
    '「個人データへの影響」（personal-data）が記録されていますが、顧客にお知らせする文言がありません',
    '顧客に関わることであれば、halt set losses.ja=文言 で記入してください',
    '「お客様への影響」（impact）は、停止や制限の内容が変わる前に記入されたものです',
    'halt set impact.ja=文言 で記入し直してください。今も当てはまるなら、同じ文言で構いません',
    '停止中の操作（出金・送付）を顧客にお願いしています: 「・お客様へのお願い:出金をお済ませください。」',
    '今できることをお願いするか、この文を省いてください',
  ])
  expect(en?.filter((_, i) => i % 2 === 0)).toEqual([
    'Personal data affected (personal-data) is on record, and nothing tells customers of it',
    'Impact on customers (impact) was stated before what is suspended or restricted changed',
    'customers are asked for what is stopped (withdrawals): "- Requests to customers: Please withdraw your assets."',
  ])
  expect(en?.[3]).toContain('once more if it still holds: halt set impact.ja=WORDS')
})

describe('an impact that was stated before the scope changed', () => {
  const widened = [...begun, happened(MINUTE, scoped('deposits', 'stopped'))]

  it('is a warning', () => {
    expect(found(widened)).toMatchObject([
      {
        code: 'impact-outdated',
        level: 'warning',
        params: { fact: 'impact', languages: ['ja'] },
      },
    ])
    const stricter = [
      halt({ scope: [at('trading', 'cancel-only')] }),
      ...FIRST,
      happened(MINUTE, scoped('trading', 'stopped')),
    ]
    expect(codes(stricter, 'first')).toEqual(['impact-outdated'])
  })

  it('is a warning if less is restricted now, other than by a resumption', () => {
    const eased = happened(MINUTE, scoped('trading', 'cancel-only'))
    expect(codes([...begun, eased])).toEqual(['impact-outdated'])
    expect(codes([...begun, eased, happened(2 * MINUTE, IMPACT)])).toEqual([])
    const never = { reason: 'it never was', open: ['withdrawals'] }
    const change = { operation: 'withdrawals', asset: null, state: 'open', words: null } as const
    const open: EventDraft = { type: 'scope.changed', data: { changes: [change], forced: never } }
    expect(codes([...begun, happened(MINUTE, open)])).toEqual(['impact-outdated'])
  })

  it('is none of a state that was undone', () => {
    const undo = undone(nth(begun.length + 1))
    expect(codes([...begun, happened(MINUTE, scoped('deposits', 'stopped')), undo])).toEqual([])
  })

  it('is none once it was stated again, if the text has other words, or if something resumed', () => {
    expect(codes([...widened, happened(2 * MINUTE, IMPACT)])).toEqual([])
    expect(codes(widened, 'update', { text: '影響を確認しております。' })).toEqual([])
    expect(codes([...widened, happened(2 * MINUTE, lifted('deposits'))])).toEqual([])
    expect(codes([...begun, happened(MINUTE, scoped('deposits', 'open'))])).toEqual([])
  })

  it('is none if nothing had been restricted before', () => {
    expect(codes([halt(), ...FIRST, happened(MINUTE, scoped('trading', 'stopped'))])).toEqual([])
    expect(codes([halt(), IMPACT])).toEqual([])
  })
})

describe('what was stated before a planned halt', () => {
  const ORDERS = words(
    'open-orders',
    '未約定のご注文は、停止前に取り消してください。',
    'Please cancel open orders before.',
  )
  const plan = { from: iso(HOUR), to: iso(3 * HOUR) }
  const planned = [halt({ type: 'maintenance', startedAt: null, planned: plan, scope: STOPPED }), ...FIRST, ORDERS]
  const running = [...planned, happened(HOUR, advanced('initial-response'))]
  const facts = (...args: Parameters<typeof found>) =>
    found(...args).map(({ params }) => (params as { fact: string }).fact)

  it('is a warning once what is planned to be stopped has changed', () => {
    const more = happened(MINUTE, scoped('deposits', 'stopped'))
    expect(codes([...planned, more], 'scheduled')).toEqual(['impact-outdated'])
    expect(codes([...planned, more, happened(2 * MINUTE, IMPACT)], 'scheduled')).toEqual([])
    expect(codes([...planned, more, undone(nth(planned.length + 1))], 'scheduled')).toEqual([])
    expect(codes([...planned, happened(MINUTE, scoped('withdrawals', 'open'))], 'scheduled')).toEqual([
      'impact-outdated',
    ])
    expect(codes([...planned, happened(MINUTE, scoped('deposits', 'open'))], 'scheduled')).toEqual([])
  })

  it('is a warning while notices after its beginning still state it', () => {
    expect(codes(planned, 'scheduled')).toEqual([])
    expect(codes(running, 'first')).toEqual(['stated-before-start', 'stated-before-start'])
    expect(facts(running, 'first')).toEqual(['impact', 'open-orders'])
    expect(codes(running, 'first', { text: '取引を停止しております。' })).toEqual([])
    expect(facts([...running, happened(2 * HOUR, ORDERS)], 'first')).toEqual(['impact'])
    expect(codes([...running, happened(2 * HOUR, ORDERS), happened(2 * HOUR, IMPACT)], 'first')).toEqual([])
    expect(
      codes([...running, ...[...STOPPED].map(({ operation }) => happened(2 * HOUR, lifted(operation)))], 'final'),
    ).toEqual([])
  })

  it('is none in a halt that nobody planned', () => {
    expect(codes([...begun, ORDERS])).toEqual([])
  })

  it('can be stated again in the same words', () => {
    const same = { kind: 'set', statements: [ORDERS.data as { fact: string }] } as const
    given(...running)
      .when(same, 2 * HOUR)
      .then(ORDERS)
    given(...running, happened(HOUR + MINUTE, ORDERS))
      .when(same, 2 * HOUR)
      .already('set open-orders')
    given(...planned)
      .when(same)
      .already('set open-orders')
    given(...running)
      .when({ ...same, at: iso(MINUTE) }, 2 * HOUR)
      .already('set open-orders')
  })
})

describe('words that hold for the halt as it was', () => {
  const impact = { kind: 'set', statements: [IMPACT.data as { fact: string }] } as const

  it('can be stated again once the scope has changed, or something was lifted', () => {
    given(...begun)
      .when(impact)
      .already('set impact')
    given(...begun, happened(MINUTE, scoped('deposits', 'stopped')))
      .when(impact, HOUR)
      .then(IMPACT)
    given(...begun, happened(MINUTE, scoped('trading', 'cancel-only')))
      .when(impact, HOUR)
      .then(IMPACT)
    given(...begun, happened(MINUTE, lifted('trading')))
      .when(impact, HOUR)
      .then(IMPACT)
    given(...begun)
      .when({ kind: 'set', statements: [{ fact: 'impact' }] })
      .already('set impact')
  })
})

describe('personal data on record', () => {
  const known = stated('personal-data', { known: true, value: 'addresses of 40 customers' })

  it('are a warning until public words tell customers of them', () => {
    expect(found([...begun, known], 'first')).toMatchObject([
      { code: 'fact-untold', level: 'warning', params: { fact: 'personal-data', toldIn: 'losses', languages: ['ja'] } },
    ])
    const told = words('losses', 'ご住所の一部が流出したおそれがあります。', 'Some addresses may have leaked.')
    expect(codes([...begun, known, told])).toEqual([])
    expect(codes([...begun, stated('personal-data', { known: false, value: null })])).toEqual([])
  })
})

describe('a request to customers', () => {
  const asked = (text: string, language: Language = 'ja', scope = STOPPED) =>
    codes([halt({ scope }), ...FIRST], 'update', { text, language }, language)

  it.each([
    ['ja', 'お早めに出金してください。'],
    ['ja', '出金のお手続きをお願いいたします。'],
    ['ja', '暗号資産の送付をお済ませくださいますようお願いいたします。'],
    ['en', 'Please withdraw your assets.'],
    ['en', 'You should make a withdrawal today.'],
  ] as const)('contradicts the scope in %s: %s', (language, text) => {
    expect(asked(text, language)).toEqual(['request-contradicted'])
    expect(asked(text, language, [at('trading', 'stopped')])).toEqual([])
    expect(asked(text, language, [at('withdrawals', 'stopped', 'XEM')])).toEqual([])
  })

  it.each([
    ['ja', '出金はお控えください。'],
    ['ja', '出金しないでください。'],
    ['ja', '出金の再開後にお手続きをお願いいたします。'],
    ['ja', '出金の状況を確認してください。'],
    ['ja', '出金を停止しております。ご理解くださいますようお願いいたします。'],
    ['en', 'Please do not send withdrawals.'],
    ['en', 'Please do not place orders or request withdrawals.'],
    ['en', 'Please contact support about withdrawals.'],
    ['en', 'Withdrawals are stopped. Please wait.'],
  ] as const)('does not contradict it in %s: %s', (language, text) => {
    expect(asked(text, language)).toEqual([])
  })

  it('is reported by the name of the operation, and not before a planned halt', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'withdrawals=stopped')
    await bench.ok('set', 'customer-request.ja=お早めに出金してください。')
    const { err } = await bench.halt('notice', 'website', '--check')
    expect(err).toContain(
      'asked for what is stopped (withdrawals): "・お客様へのお願い:お早めに出金してください。" (request-contradicted)',
    )
    const planned = halt({
      type: 'maintenance',
      startedAt: null,
      planned: { from: iso(HOUR), to: iso(3 * HOUR) },
      scope: STOPPED,
    })
    expect(codes([planned, ...FIRST], 'scheduled', { text: 'お早めに出金してください。' })).toEqual([])
  })
})

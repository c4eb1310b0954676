import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Language, Stage } from '../../src/domain/runbook/runbook.ts'
import { checkNotices } from '../../src/notice/check.ts'
import { noticeFindingWords } from '../../src/notice/words.ts'
import {
  classified,
  closed,
  DECLARED,
  foldEvents,
  HOUR,
  happened,
  incidentOf,
  lifted,
  MINUTE,
  posted,
  reopened,
  Writer,
} from '../given.ts'
import { at, FIRST, halt, RUNBOOK, requestOf, STOPPED, textOf, unknown, words } from './halts.ts'

const CHECKING = {
  'asset-safety': /・お預かりしている資産：状況を確認しております。確認が取れ次第、お知らせいたします。\n/,
  'open-orders': /・未約定のご注文：お取扱いを確認しております。\n/,
  'in-flight': /・お手続き中の入金・預入・出金・送付：状況を確認しております。\n/,
}
const ALL = Object.values(CHECKING)
const ANSWERS = [
  words('asset-safety', '暗号資産の残高を照合しました。', 'We have reconciled all balances.'),
  words('open-orders', '注文はすべて取り消しました。', 'All orders were cancelled.'),
  words('in-flight', '再開後に処理しました。', 'They were processed after the resumption.'),
]

const begun = [halt({ scope: STOPPED }), ...FIRST]
const told = (stage: Stage, number: number, channel = 'website') => posted(channel, stage, number)
const promised = [...begun, told('first', 1)]
const read = (drafts: readonly EventDraft[], stage: Stage, channel = 'website', language: Language = 'ja') =>
  textOf(requestOf(incidentOf(...drafts), { now: DECLARED + 5 * HOUR }), channel, stage, language, 5)
const open = (drafts: readonly EventDraft[], stage: Stage, over: { channel?: string; text?: string } = {}) => {
  const request = requestOf(incidentOf(...drafts), { now: DECLARED + 5 * HOUR })
  const { channel = 'website' } = over
  const notice = { ...textOf(request, channel, stage, 'ja', 5), ...over }
  return checkNotices(request, [notice]).flatMap((one) => (one.code === 'answer-awaited' ? [one.params.fact] : []))
}
const all = happened(HOUR, lifted('trading', 'withdrawals'))

describe('what a channel was told that it is being checked', () => {
  it('is still being checked when the type of the halt changes', () => {
    const other = [...promised, classified({ type: 'market-volatility' })]
    for (const words of ALL) expect(read(other, 'update').text).toMatch(words)
    expect(read(other, 'update', 'email').text).not.toMatch(CHECKING['asset-safety'])
    expect(read(other, 'update', 'website', 'en').text).toContain(
      '- Customer assets: We are checking. We will let you know',
    )
  })

  it('is still being checked when what it depends on has resumed, in part or all of it', () => {
    const inPart = [...promised, happened(HOUR, lifted('withdrawals'))]
    expect(read(inPart, 'resumption').text).toMatch(CHECKING['in-flight'])
    for (const words of ALL) expect(read([...promised, all], 'resumption').text).toMatch(words)
    expect(read([...begun, all], 'resumption').text).not.toMatch(CHECKING['in-flight'])
  })

  it('is still being checked in the final notice, which is a warning that names what to state', async () => {
    const over = [...promised, all, closed()]
    for (const words of ALL) expect(read(over, 'final').text).toMatch(words)
    expect(open(over, 'final').sort()).toEqual(Object.keys(CHECKING).sort())
    const request = requestOf(incidentOf(...over))
    const [finding] = checkNotices(request, [textOf(request, 'website', 'final')]).filter(
      ({ code }) => code === 'answer-awaited',
    )
    expect(finding).toMatchObject({ level: 'warning', safety: false })
    const [is, mend] = (await noticeFindingWords('ja'))(finding as never, 'haltctl')
    expect(is).toContain('確認中とお知らせしたまま、結果をお知らせしていません')
    expect(mend).toMatch(/^haltctl set [a-z-]+\.ja=文言 /)
    expect((await noticeFindingWords('en'))(finding as never, 'haltctl')[1]).toContain('haltctl set ')
  })

  it('is answered in the next notice, whatever it is; a final one repeats only what was said since the resumption', () => {
    const answered = [...promised, all, ...ANSWERS.map((one) => happened(2 * HOUR, one)), closed()]
    const { text } = read(answered, 'final')
    for (const { data } of ANSWERS) expect(text).toContain((data as { ja: string }).ja)
    for (const words of ALL) expect(text).not.toMatch(words)
    expect(open(answered, 'final')).toEqual([])
    const again = [...answered, happened(3 * HOUR, told('final', 5))]
    for (const { data } of ANSWERS) expect(read(again, 'final').text).toContain((data as { ja: string }).ja)
    const loss = words('losses', '消失はございません。', 'Nothing was lost.')
    const toldBefore = [...promised, ...ANSWERS, told('update', 2), all, loss]
    for (const { data } of ANSWERS) expect(read(toldBefore, 'final').text).not.toContain((data as { ja: string }).ja)
  })

  it('is asked of each channel for itself, and not of those that have no room for it', () => {
    for (const channel of ['email', 'app-push', 'social']) {
      const mail = read([...promised, all], 'final', channel).text
      expect(mail).not.toContain('お預かりしている資産')
    }
    const short = [...begun, told('first', 1, 'social'), all]
    expect(read(short, 'final', 'social').text).not.toContain('お預かりしている資産')
    expect(open(short, 'final', { channel: 'social' })).toEqual([])
    const inside = [...begun, told('first', 1, 'internal'), all]
    expect(read(inside, 'final', 'internal').text).toContain(
      'お預かりしている資産につきましては、状況を確認しております。',
    )
  })

  it('is what support can say as long as readers of any channel wait', () => {
    const checking = 'お預かりしている資産につきましては、状況を確認しております。'
    const over = [...promised, all, closed()]
    expect(read(over, 'final', 'internal').text).toContain(checking)
    const answered = [...promised, ...ANSWERS, told('update', 2), all, closed()]
    expect(read(answered, 'final', 'internal').text).not.toContain(checking)
  })

  it('is as open as ever once the halt was reopened, even if it was answered before', () => {
    const again = [
      ...promised,
      ...ANSWERS,
      told('update', 2),
      all,
      happened(2 * HOUR, reopened('trading', 'withdrawals')),
      happened(2 * HOUR + MINUTE, told('first', 3)),
      happened(3 * HOUR, lifted('trading', 'withdrawals')),
      closed(),
    ]
    expect(open(again, 'final').sort()).toEqual(Object.keys(CHECKING).sort())
    for (const words of ALL) expect(read(again, 'final').text).toMatch(words)
  })

  it('is what the text said that was kept, and nothing that only might have been said', () => {
    const kept = (text: string): EventDraft => ({
      type: 'notice.posted',
      data: { channel: 'website', stage: 'first', number: 1, link: null, text, digest: 'd', next: null },
    })
    const bare = [...begun, kept('取引を停止しております。'), all]
    for (const words of ALL) expect(read(bare, 'final').text).not.toMatch(words)
    const full = [...begun, kept(read(begun, 'first').text), all]
    for (const words of ALL) expect(read(full, 'final').text).toMatch(words)
  })

  it('is taken back with a retraction', () => {
    const retracted = [...promised, told('retraction', 2), classified({ type: 'market-volatility' })]
    expect(read(retracted, 'update').text).not.toMatch(CHECKING['asset-safety'])
  })

  it('must not be dropped by an edit', () => {
    const { text } = read(promised, 'update')
    expect(open(promised, 'update')).toEqual([])
    const without = text.replace(/^・お預かりしている資産.*\n/m, '')
    expect(open(promised, 'update', { text: without })).toEqual(['asset-safety'])
    expect(open(begun, 'update', { text: without })).toEqual([])
  })

  it('never vanishes, whatever happens', () => {
    const LABELS = {
      'asset-safety': 'お預かりしている資産',
      'open-orders': '未約定のご注文',
      'in-flight': 'お手続き中の入金・預入・出金・送付',
    }
    const types = Object.keys(RUNBOOK.types).filter((type) => RUNBOOK.types[type]?.planned !== 'required')
    const step = fc.oneof(
      fc.record({ do: fc.constant('notify' as const) }),
      fc.record({ do: fc.constant('type' as const), type: fc.constantFrom(...types) }),
      fc.record({ do: fc.constant('lift' as const), operation: fc.constantFrom('trading', 'withdrawals') }),
      fc.record({ do: fc.constant('reopen' as const) }),
      fc.record({ do: fc.constant('answer' as const), n: fc.nat(2) }),
    )
    fc.assert(
      fc.property(fc.array(step, { minLength: 3, maxLength: 14 }), (steps) => {
        const writer = new Writer()
        let isLifted = false
        let minute = 0
        const record = (draft: EventDraft) => writer.write(draft, minute * MINUTE)
        for (const draft of begun) record(draft)
        const waiting = new Set<string>()
        const notify = (stage: Stage) => {
          const incident = foldEvents(writer.events)
          const { text } = textOf(requestOf(incident, { now: DECLARED + minute * MINUTE }), 'website', stage, 'ja', 1)
          for (const [fact, label] of Object.entries(LABELS)) {
            // What has changed comes first, with what was said before.
            const row = [...text.matchAll(new RegExp(`^・${label}：(?!（変更前）)(.*)$`, 'gm'))][0]?.[1]
            if (waiting.has(fact)) expect(row, `${fact} in ${text}`).toBeDefined()
            if (row !== undefined) waiting[row.includes('確認しております') ? 'add' : 'delete'](fact)
          }
          record(told(stage, 1))
        }
        for (const one of steps) {
          minute += 5
          if (one.do === 'notify') notify(isLifted ? 'resumption' : 'update')
          else if (one.do === 'type') record(classified({ type: one.type }))
          else if (one.do === 'lift') {
            isLifted = true
            record(lifted(one.operation))
          } else if (one.do === 'reopen' && isLifted) {
            isLifted = false
            record(reopened('trading', 'withdrawals'))
          } else if (one.do === 'answer') record(ANSWERS[one.n] as EventDraft)
        }
        notify('final')
      }),
      { numRuns: 60 },
    )
  })

  it('is no promise if it was stated to be unknown, or left out, on purpose before anything was told', () => {
    expect(open([...begun, unknown('asset-safety'), all], 'final')).toEqual([])
    const type = 'compliance'
    const restricted = [halt({ type, scope: [at('trading', 'open')] }), ...FIRST, told('first', 1), all]
    expect(read(restricted, 'final').text).not.toContain('確認しております')
  })
})

import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Stage } from '../../src/domain/runbook/runbook.ts'
import { checkNotices } from '../../src/notice/check.ts'
import { HOUR, happened, incidentOf, lifted, posted, reopened } from '../given.ts'
import { at, FIRST, halt, requestOf, STOPPED, textOf, words } from './halts.ts'

const text = (drafts: readonly EventDraft[], stage: Stage, language: 'ja' | 'en' = 'ja', channel = 'website') =>
  textOf(requestOf(incidentOf(...drafts)), channel, stage, language, 2).text

const begun = [halt({ type: 'security-incident', scope: STOPPED }), ...FIRST]
const told = [...begun, posted('website', 'first', 1)]
const lost = words('losses', 'お預かりしている資産の一部が失われました。', 'A part of the assets held was lost.')

describe('a loss that is known', () => {
  it('is told at once, and only other effects are said to be checked', () => {
    expect(text(told, 'update')).toContain('・お預かりしている資産：状況を確認しております。')
    const page = text([...told, lost], 'update')
    expect(page).toContain('・情報や資産への影響：（追加）お預かりしている資産の一部が失われました。\n')
    expect(page).toContain('\n・情報や資産への影響：お預かりしている資産の一部が失われました。\n')
    expect(page).toContain('・お預かりしている資産：そのほかに影響がないか、確認しております。')
    expect(text([...told, lost], 'update', 'en')).toContain(
      'Customer assets: We are checking whether there is any effect beyond that.',
    )
    for (const stage of ['first', 'update'] as const)
      expect(text([...begun, lost], stage, 'en', 'email')).toContain('A part of the assets held was lost.')
  })

  it('puts in question what was said before of the safety of assets, until that is stated again', () => {
    const safe = words('asset-safety', '残高に差異はございません。', 'The balances are in agreement.')
    const found = (...drafts: EventDraft[]) => {
      const request = requestOf(incidentOf(...told, ...drafts))
      const codes = checkNotices(request, [textOf(request, 'website', 'update', 'en', 2)]).map(({ code }) => code)
      return codes.includes('answer-outdated')
    }
    const [early, late] = [happened(HOUR, safe), happened(3 * HOUR, safe)]
    expect(found(early)).toBe(false)
    expect(found(early, happened(2 * HOUR, lost))).toBe(true)
    expect(found(happened(2 * HOUR, lost), late)).toBe(false)
    expect(found(early, happened(2 * HOUR, lost), late)).toBe(false)
  })

  it('is told with the resumption too', () => {
    const over = [...told, lost, happened(HOUR, lifted('trading', 'withdrawals'))]
    expect(text(over, 'resumption')).toContain('・情報や資産への影響：お預かりしている資産の一部が失われました。\n')
    expect(text(over, 'resumption')).not.toContain('資産：状況を確認しております')
  })

  it('stands when services are stopped again, until somebody states it anew', () => {
    const over = [...told, lost, happened(HOUR, lifted('trading', 'withdrawals'))]
    const again = [...over, happened(2 * HOUR, reopened('deposits'))]
    const informed = [...again, happened(2 * HOUR, posted('website', 'first', 2))]
    for (const [drafts, stage] of [[again, 'first'] as const, [informed, 'update'] as const]) {
      const page = text(drafts, stage, 'en')
      expect(page).toContain('\n- Effect on data and assets: A part of the assets held was lost.\n')
      expect(page).toContain('Customer assets: We are checking whether there is any effect beyond that.')
      const request = requestOf(incidentOf(...drafts))
      const found = checkNotices(request, [textOf(request, 'website', stage, 'en', 2)])
      const facts = found.filter(({ code }) => code === 'fact-outdated').map(({ params }) => params)
      expect(facts).not.toContainEqual(expect.objectContaining({ fact: 'losses' }))
    }
    const anew = happened(3 * HOUR, words('losses', '資産は戻りました。', 'The assets are back.'))
    expect(text([...informed, anew], 'update', 'en')).toContain('\n- Effect on data and assets: The assets are back.\n')
  })

  it('is told, or at least named, in a push notice and a post before any other news', () => {
    const news = [
      words('cause', 'x'.repeat(90), 'x'.repeat(90)),
      words('progress', 'x'.repeat(90), 'x'.repeat(90)),
      words('open-orders', 'x'.repeat(90), 'x'.repeat(90)),
      words('in-flight', 'x'.repeat(90), 'x'.repeat(90)),
      words('customer-request', 'x'.repeat(90), 'x'.repeat(90)),
    ]
    const scope = [at('trading', 'stopped'), at('deposits', 'stopped'), at('withdrawals', 'stopped')]
    const wide = [halt({ type: 'security-incident', scope }), ...FIRST]
    const over = happened(HOUR, lifted('trading', 'deposits'))
    for (const channel of ['app-push', 'social']) {
      const since = [...wide, posted(channel, 'first', 1), lost, ...news]
      expect(text(since, 'update', 'ja', channel)).toContain('情報や資産への影響')
      expect(text(since, 'update', 'en', channel)).toMatch(/effect on data and assets/i)
      expect(text([...since, over], 'resumption', 'ja', channel)).toContain('情報や資産への影響')
      expect(text([...since, over], 'resumption', 'en', channel)).toMatch(/effect on data and assets/i)
      expect(text([...wide, lost], 'first', 'ja', channel)).toContain('お預かりしている資産の一部が失われました')
      expect(text([...wide, lost], 'first', 'en', channel)).toContain('A part of the assets held was lost')
    }
    const other = [...wide, posted('social', 'first', 1), words('cause', 'x'.repeat(60), 'x'.repeat(60)), lost]
    expect(text(other, 'update', 'en', 'social')).toContain('A part of the assets held was lost')
  })
})

describe('the work that is going on', () => {
  it('is no investigation once the cause is known', () => {
    expect(text(told, 'update')).toContain('・対応状況：原因の調査およびサービスの正常化に向けた作業を進めております。')
    const known = [...told, words('cause', '不正アクセス', 'Unauthorised access')]
    expect(text(known, 'update')).toContain('・対応状況：サービスの正常化に向けた作業を進めております。')
  })
})

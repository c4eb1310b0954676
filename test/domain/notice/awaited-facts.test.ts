import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { awaitedFacts, isAnswered } from '../../../src/domain/notice/awaited-facts.ts'
import type { FactDefinition, Runbook } from '../../../src/domain/runbook/runbook.ts'
import {
  classified,
  deliveredAs,
  HOUR,
  happened,
  incidentOf,
  intended,
  lifted,
  nth,
  posted,
  reopened,
  scoped,
  started,
  stated,
  undone,
} from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

const question = (over: Partial<FactDefinition> = {}): FactDefinition => ({
  kind: 'text',
  notice: 'if-stated',
  words: true,
  ja: '資産',
  en: 'Assets',
  unknown: { ja: '確認しております。', en: 'We are checking.' },
  ...over,
})
const RUNBOOK: Runbook = {
  ...SMALL_RUNBOOK,
  channels: { ...SMALL_RUNBOOK.channels, app: { form: 'push', audience: 'customers', ja: 'app', en: 'app' } },
  facts: {
    ...SMALL_RUNBOOK.facts,
    assets: question({ types: ['failure'] }),
    kept: question({ kind: 'count', words: false, operations: ['trading'] }),
    progress: question({ renew: true }),
    shops: question({ stages: ['resumption'] }),
  },
}
const awaited = (channel: string, ...drafts: readonly EventDraft[]) =>
  [...awaitedFacts(incidentOf(started({ runbook: RUNBOOK }), scoped('trading', 'stopped'), ...drafts), channel)].sort()
const first = posted('website', 'first', 1)

describe('the facts that a channel waits for', () => {
  it('are those of which a notice said that they are being checked, until one says what came of it', () => {
    expect(awaited('website')).toEqual([])
    expect(awaited('website', first)).toEqual(['assets', 'kept'])
    expect(awaited('website', first, stated('assets', { ja: '無事' }))).toEqual(['assets', 'kept'])
    const answer = stated('assets', { ja: '無事' })
    expect(awaited('website', first, answer, posted('website', 'update', 2))).toEqual(['kept'])
    // Words for customers are the answer, the value on record is not.
    const inside = stated('assets', { known: true, value: 'fine' })
    expect(awaited('website', first, inside, posted('website', 'update', 2))).toEqual(['assets', 'kept'])
    const count = stated('kept', { known: true, value: '3' })
    expect(awaited('website', first, count, posted('website', 'update', 2))).toEqual(['assets'])
  })

  it('are no longer those that another fact answers, by its public words or its value', () => {
    const assets = question({ onceKnown: { lost: null, kept: null } })
    const lost: FactDefinition = { kind: 'text', notice: true, words: true, ja: '損失', en: 'Loss' }
    const runbook = { ...RUNBOOK, facts: { ...RUNBOOK.facts, assets, lost } }
    const waiting = (answer: EventDraft) => {
      const drafts = [started({ runbook }), scoped('trading', 'stopped'), first, answer, posted('website', 'update', 2)]
      return [...awaitedFacts(incidentOf(...drafts), 'website')]
    }
    expect(waiting(stated('lost', { known: true, value: 'inside only' }))).toContain('assets')
    expect(waiting(stated('lost', { ja: '一部を失いました。' }))).not.toContain('assets')
    expect(waiting(stated('lost', { en: 'A part was lost.' }))).not.toContain('assets')
    expect(waiting(stated('kept', { known: true, value: '3' }))).not.toContain('assets')
  })

  it('stay the same while nobody is told, or another channel is', () => {
    const other = [classified({ type: 'order' }), happened(HOUR, lifted('trading'))]
    expect(awaited('website', first, ...other)).toEqual(['assets', 'kept'])
    expect(awaited('email', first, ...other)).toEqual([])
    expect(awaited('website', ...other, first)).toEqual([])
    expect(awaited('website', ...other, posted('website', 'resumption', 1))).toEqual(['shops'])
    expect(awaited('app', posted('app', 'first', 1))).toEqual([])
  })

  it('are awaited anew after a reopening, and no more after a retraction; a correction changes nothing', () => {
    const answers = [stated('assets', { en: 'Safe' }), posted('website', 'update', 2)]
    const again = [happened(HOUR, lifted('trading')), happened(2 * HOUR, reopened('trading'))]
    const told = happened(3 * HOUR, posted('website', 'first', 3))
    expect(awaited('website', first, ...answers, ...again, told)).toEqual(['assets', 'kept'])
    expect(awaited('website', first, posted('website', 'correction', 2))).toEqual(['assets', 'kept'])
    expect(awaited('website', first, posted('website', 'retraction', 2))).toEqual([])
  })

  it('are what reached somebody, in the words that were kept', () => {
    expect(awaited('website', first, undone(nth(3)))).toEqual([])
    const sent = (text: string, outcome: 'sent' | 'failed') => [
      intended('website', 'first', 1, { texts: [{ language: 'en', subject: null, text, digest: 'd' }] }),
      deliveredAs(nth(3), outcome),
    ]
    expect(awaited('website', ...sent('Assets: We are checking.', 'sent'))).toEqual(['assets', 'kept'])
    expect(awaited('website', ...sent('資産：確認しております。', 'sent'))).toEqual(['assets', 'kept'])
    expect(awaited('website', ...sent('Trading is halted.', 'sent'))).toEqual([])
    expect(awaited('website', ...sent('Assets: We are checking.', 'failed'))).toEqual([])
  })

  it('are none where the runbook has no such fact', () => {
    expect([...awaitedFacts(incidentOf(started(), first), 'website')]).toEqual([])
  })

  it('are not answered by what was said of the halt before it was reopened, not even in the final notice', () => {
    const said = [started({ runbook: RUNBOOK }), scoped('trading', 'stopped'), stated('assets', { ja: '無事' })]
    expect(isAnswered(incidentOf(...said), 'assets', 'final')).toBe(true)
    const again = [...said, happened(HOUR, lifted('trading')), happened(2 * HOUR, reopened('trading'))]
    expect(isAnswered(incidentOf(...again), 'assets', 'final')).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { hypothesesOf } from '../../../src/domain/incident/hypotheses.ts'
import { wordsIn } from '../../../src/domain/incident/own-texts.ts'
import { timelineEntryMaker } from '../../../src/domain/incident/timeline.ts'
import type { Envelope, EventData, EventDraft } from '../../../src/domain/log/event.ts'
import { REDACTED } from '../../../src/domain/log/redaction.ts'
import { incidentOf, nth, started } from '../../given.ts'

const thought = (data: EventData['note.added']): EventDraft => ({
  type: 'note.added',
  data: { hypothesis: true, ...data },
})
const corrected = (data: Omit<EventData['event.corrected'], 'event' | 'reason'>): EventDraft => ({
  type: 'event.corrected',
  data: { event: nth(2), reason: 'a test', ...data },
})

/** The texts of a hypothesis after corrections, and what the timeline has of them. */
function textsAfter(note: EventData['note.added'], ...corrections: readonly EventDraft[]) {
  const incident = incidentOf(started(), thought(note), ...corrections)
  const event = { type: 'note.added', writer: nth(2).split(':')[0], seq: 2, at: '', recordedAt: '', by: '', data: note }
  const { data } = timelineEntryMaker(incident)(event as unknown as Envelope)
  const { ja = null, en = null } = data as EventData['note.added']
  expect({ ja, en }).toEqual(hypothesesOf(incident)[0]?.texts)
  return { ja, en }
}

describe('the words of a note in each language', () => {
  it('are those that it gives, until corrections give others', () => {
    expect(textsAfter({ text: 'disk' })).toEqual({ ja: null, en: null })
    expect(textsAfter({ text: 'disk', ja: '円盤', en: 'disk' })).toEqual({ ja: '円盤', en: 'disk' })
    expect(textsAfter({ text: 'disk', ja: '円盤' }, corrected({ ja: 'ディスク' }))).toEqual({
      ja: 'ディスク',
      en: null,
    })
    expect(textsAfter({ text: 'disk', ja: '円盤' }, corrected({ en: 'the disk' }))).toEqual({
      ja: '円盤',
      en: 'the disk',
    })
    expect(textsAfter({ text: 'disk', ja: '円盤' }, corrected({ text: 'network' }))).toEqual({ ja: null, en: null })
  })

  it('are not told once its text is redacted', () => {
    const texts = { ja: '円盤', en: null }
    expect(wordsIn('ja', { text: 'disk', texts })).toBe('円盤')
    expect(wordsIn('en', { text: 'disk', texts })).toBeNull()
    expect(wordsIn('ja', { text: REDACTED, texts })).toBeNull()
  })
})

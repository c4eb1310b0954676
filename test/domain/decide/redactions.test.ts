import { describe, it } from 'vitest'
import type { RedactionIntent } from '../../../src/domain/decide/redactions.ts'
import type { Event, EventDraft } from '../../../src/domain/log/event.ts'
import {
  begun,
  closed,
  commandStarted,
  deliveredAs,
  given,
  givenByStranger,
  history,
  intended,
  noted,
  nth,
  promised,
  redacted,
  started,
  stated,
  undone,
} from '../../given.ts'

/** The intent to redact a field of the last of these events. */
function redact(field: string, ...drafts: readonly EventDraft[]): RedactionIntent {
  return { kind: 'redact', target: history(...drafts).at(-1) as Event, field, reason: 'a name' }
}

describe('decide: redact', () => {
  it('records the field, and changes nothing the second time', () => {
    const log = [started(), noted('Yamada called')]
    given(...log)
      .when(redact('text', ...log))
      .then(redacted(nth(2), 'text'))
    given(...log, redacted(nth(2), 'text'))
      .when(redact('text', ...log))
      .already(`redact ${nth(2)} --field text`)
  })

  it('records the field all the same if only a writer that is not known has redacted it, and could take that back', () => {
    const log = [started(), noted('Yamada called')]
    givenByStranger(...log, redacted(nth(2), 'text'))
      .when(redact('text', ...log))
      .then(redacted(nth(2), 'text'))
  })

  it('is refused with a reason that has the text, unless that is too short to tell', () => {
    for (const [text, reason] of [
      ['Yamada called', 'has Yamada called in it'],
      [' Yamada ', 'Yamada'],
    ] as const)
      given(started(), noted(text))
        .when({ ...redact('text', started(), noted(text)), reason })
        .refused('reason-has-text')
    given(started(), noted('a'))
      .when(redact('text', started(), noted('a')))
      .then(redacted(nth(2), 'text'))
  })

  it('takes the path of one text or of all in it', () => {
    const log = [started(), commandStarted('login', '--user', 'yamada')]
    for (const field of ['argv.2', 'argv'])
      given(...log)
        .when(redact(field, ...log))
        .then(redacted(nth(2), field))
    // What is in a field that was redacted is redacted with it.
    given(...log, redacted(nth(2), 'argv'))
      .when(redact('argv.2', ...log))
      .already(`redact ${nth(2)} --field argv.2`)
  })

  it('refuses a field without text, and names those with text', () => {
    const log = [started(), commandStarted('login', ' ')]
    for (const field of ['text', 'arg', 'argv.1', 'host'])
      given(...log)
        .when(redact(field, ...log))
        .refused('unknown-field', { event: nth(2), given: field, allowed: ['argv.0', 'directory'] })
  })

  it.each<[string, EventDraft]>([
    ['a step without a note', begun('a-look')],
    ['a promise', promised('website', '2026-11-24T23:00:00+09:00')],
    ['a time that was stated', stated('started-at', { value: '2026-11-24T22:00:00+09:00' })],
    ['a fact that the manual does not have', stated('nothing', { value: 'x' })],
  ])('refuses %s, which has no text', (_, draft) => {
    given(started(), draft)
      .when(redact('value', started(), draft))
      .refused('not-redactable', { event: nth(2), type: draft.type })
  })

  it('allows the words of a fact that is text, also after closing', () => {
    const log = [started(), stated('cause', { value: 'Yamada', ja: '山田' })]
    for (const field of ['value', 'ja'])
      given(...log, closed())
        .when(redact(field, ...log))
        .then(redacted(nth(2), field))
  })

  it('can be undone, also after closing, and done again', () => {
    const log = [started(), noted('Yamada called'), closed(), redacted(nth(2), 'text')]
    given(...log)
      .when({ kind: 'undo', target: history(...log).at(-1) as Event, reason: 'slip' })
      .then(undone(nth(4)))
    given(...log, undone(nth(4)))
      .when(redact('text', started(), noted('Yamada called')))
      .then(redacted(nth(2), 'text'))
  })
})

describe('a notice of which some text is redacted', () => {
  it('is not sent again, not even with a reason to override what speaks against it', () => {
    const texts = [{ language: 'ja' as const, subject: '█████', text: '停止しています', digest: 'd1' }]
    const retry = { notice: nth(2), via: 'webhook', journal: 'new-1' }
    for (const force of [{}, { force: 'they insist' }])
      given(started(), intended('website', 'first', 1, { texts }), deliveredAs(nth(2), 'failed'))
        .when({ kind: 'retry-notices', notices: [retry], ...force })
        .refused('text-redacted', { channel: 'website' })
  })

  it('is not sent at all if it was composed before', () => {
    const { retries: _, ...composed } = intended('website', 'first', 1).data
    const texts = [{ language: 'ja' as const, subject: null, text: '原因: █████', digest: 'd1' }]
    given(started())
      .when({ kind: 'intend-notices', notices: [{ ...composed, texts }], force: 'they insist' })
      .refused('text-redacted', { channel: 'website' })
  })
})

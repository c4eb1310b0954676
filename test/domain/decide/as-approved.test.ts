import { describe, expect, it } from 'vitest'
import { requestFor } from '../../../src/domain/decide/approvals.ts'
import { isForNotice } from '../../../src/domain/decide/as-approved.ts'
import { approvalsOf } from '../../../src/domain/incident/approvals.ts'
import type { Incident } from '../../../src/domain/incident/incident.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { Event } from '../../../src/domain/log/event.ts'
import type { Stage } from '../../../src/domain/runbook/runbook.ts'
import { composed, DECLARED, foldEvents, MINUTE, posted, Writer, withSettings } from '../../given.ts'

/** Taro asks for approval of the first notice on the website; then somebody whom nobody knows says that it is out. */
function askedAndPosted(theirs = posted('website', 'first', 1)): Incident {
  const [taro, mallory] = [new Writer('aaaaaaaa', 'taro'), new Writer('bbbbbbbb', 'mallory')]
  const events: Event[] = [taro.write(withSettings({ approval: { notice: ['first'], lift: true, claims: false } }))]
  const notices = [{ ...composed('website', 'first', 1), texts: [] }]
  events.push(taro.write(requestFor(foldEvents(events), 'taro', { notices })))
  events.push(mallory.write(theirs, MINUTE, events))
  return { ...foldEvents(events), unknownWriters: new Set(['bbbbbbbb']) }
}

function isFor(incident: Incident, channel: string, stage: Stage): boolean {
  const [approval] = approvalsOf(incident, DECLARED + 2 * MINUTE)
  if (approval === undefined) throw new Error('nothing was asked for')
  return isForNotice({ incident, lifecycle: lifecycleOf(incident) }, approval, { channel, stage })
}

describe('what was asked approval for', () => {
  it('is the notice of its channel and stage', () => {
    expect(isFor(askedAndPosted(), 'website', 'first')).toBe(true)
    expect(isFor(askedAndPosted(), 'internal', 'first')).toBe(false)
  })

  it('is the next notice of the channel, though it is another stage by what an unknown writer has said since', () => {
    expect(isFor(askedAndPosted(), 'website', 'update')).toBe(true)
  })

  it('is no other notice', () => {
    expect(isFor(askedAndPosted(), 'website', 'resumption')).toBe(false)
    expect(isFor(askedAndPosted(posted('internal', 'first', 1)), 'website', 'update')).toBe(false)
  })
})

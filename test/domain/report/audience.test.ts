import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Notice } from '../../../src/domain/incident/incident.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import {
  type Audience,
  factsWithoutPublicWords,
  firstTold,
  redactPicture,
  redactReport,
} from '../../../src/domain/report/audience.ts'
import { chronologyOf, reportOf } from '../../../src/domain/report/report.ts'
import { timelinePictureOf } from '../../../src/domain/report/timeline-picture.ts'
import {
  AUTHORITY,
  accepted,
  begun,
  classified,
  clockStarted,
  closed,
  DECLARED,
  deliveredAs,
  done,
  foldEvents,
  followUp,
  HOUR,
  intended,
  iso,
  MINUTE,
  noted,
  posted,
  reportedTo,
  scoped,
  skipped,
  started,
  stated,
  thought,
  tried,
  Writer,
} from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

const NAME = 'Yamada-Ichiro'
const FILING = AUTHORITY.filings[0]?.id as string

function written(...drafts: readonly EventDraft[]) {
  const writer = new Writer('aaaaaaaa', NAME)
  for (const draft of drafts) writer.write(draft)
  return writer.events
}

function shown(audience: Audience, ...drafts: readonly EventDraft[]) {
  const events = written(...drafts)
  const incident = foldEvents(events)
  return redactReport(audience, reportOf(incident, events, DECLARED + HOUR), incident)
}

const log = [
  started(),
  scoped('trading', 'stopped'),
  begun('a-look'),
  done('a-look', `${NAME} looked`),
  skipped('a-ask', `${NAME} had no time`),
  stated('cause', { value: `${NAME} tripped`, ja: '設定の誤り', en: 'A wrong setting' }),
  posted('website', 'first', 1),
  posted('internal', 'first', 1),
  intended('email', 'first', 1, {
    claim: { evidence: `${NAME} counted`, approvedBy: NAME },
    forced: { reason: `${NAME} insists`, open: [] },
  }),
  deliveredAs('aaaaaaaa:9', 'sent', { detail: `250 ${NAME}`, accepted: 2, refused: 0, unknown: 0 }),
  intended('email', 'update', 2),
  noted(`ask ${NAME}`),
  followUp('Rope', NAME),
  clockStarted('awareness'),
  { type: 'authority.reported', data: { authority: AUTHORITY, filing: FILING, ref: 'R-1', note: `ask ${NAME}` } },
  { type: 'incident.closed', data: { as: 'resolved', reason: `${NAME} says so`, forced: { reason: NAME, open: [] } } },
] satisfies readonly EventDraft[]

const judged = [
  started({ type: 'failure' }),
  stated('detected-at', { value: new Date(DECLARED).toISOString() }),
  classified({ type: 'maintenance', severity: 'sev1' }),
  skipped('a-ask'),
  posted('website', 'first', 1),
  intended('email', 'first', 1),
] satisfies readonly EventDraft[]

describe('redactReport', () => {
  it('keep to themselves why a step of a clause was declined', () => {
    const writer = new Writer()
    writer.write(started({ runbook: SMALL_RUNBOOK }), 0)
    const incident = foldEvents(writer.events)
    const report = reportOf(incident, writer.events, DECLARED + HOUR)
    const [clause, ...others] = report.clauses
    const declinedBy = { step: 'a-ask', reason: NAME }
    const told = {
      ...report,
      clauses: [{ ...(clause as (typeof report.clauses)[number]), declined: [declinedBy] }, ...others],
    }
    expect(redactReport('regulator', told, incident).clauses[0]?.declined).toEqual([{ step: 'a-ask', reason: null }])
    expect(redactReport('internal', told, incident).clauses[0]?.declined).toEqual([declinedBy])
  })

  it('tells the regulator that an approval counts no more, but neither whose it was nor why', () => {
    const writer = new Writer()
    writer.write(started({ runbook: SMALL_RUNBOOK }), 0)
    const incident = foldEvents(writer.events)
    const lost = [{ act: 'w-0:2', event: 'w-1:1', by: NAME, setAside: 'w-0:3', reason: NAME }]
    const act = { kind: 'unapproved', what: ['website'], reason: null, event: 'w-0:2', at: iso(0), by: NAME } as const
    const told = { ...reportOf(incident, writer.events, DECLARED + HOUR), deviations: [{ ...act, lost }, act] }
    const withheld = { ...act, by: '' }
    expect(redactReport('regulator', told, incident).deviations).toEqual([
      { ...withheld, lost: [{ ...lost[0], by: '', reason: '' }] },
      withheld,
    ])
    expect(redactReport('internal', told, incident).deviations).toEqual(told.deviations)
  })

  it('tells the regulator, but not customers, what a claim of safety rests on and who approved it', () => {
    const claims = (audience: Audience) => shown(audience, ...log).notices.flatMap(({ claim }) => claim ?? [])
    expect(claims('regulator')).toEqual([{ evidence: `${NAME} counted`, approvedBy: NAME }])
    expect(claims('customer')).toEqual([])
  })

  it('tells the regulator which hypothesis was confirmed, without who did it or how, and of no other', () => {
    const [first, second] = ['aaaaaaaa:2', 'aaaaaaaa:3'] as const
    const log = [
      started(),
      thought('Wrong clock'),
      thought('Full disk'),
      { type: 'note.added', data: { text: `${NAME} set it`, discards: first } },
      { type: 'note.added', data: { text: `${NAME} looked`, confirms: second } },
    ] satisfies readonly EventDraft[]
    expect(shown('internal', ...log).hypotheses).toHaveLength(2)
    const [cause, ...others] = shown('regulator', ...log).hypotheses
    expect(cause).toMatchObject({ text: 'Full disk', by: '', confirmed: { reason: '', by: '' } })
    expect(others).toEqual([])
    expect(shown('customer', ...log).hypotheses).toEqual([])
  })

  it('removes names and notes for customers, and for the regulator except in facts and claims', () => {
    expect(JSON.stringify(shown('internal', ...log))).toContain(NAME)
    expect(shown('executive', ...log)).toEqual(shown('internal', ...log))
    expect(JSON.stringify(shown('customer', ...log))).not.toContain(NAME)
    const { notices, ...regulator } = { ...shown('regulator', ...log), facts: {}, factHistory: [] }
    expect(JSON.stringify([regulator, notices.map((notice) => ({ ...notice, claim: null }))])).not.toContain(NAME)
  })

  it('shows customers facts in public words and customer notices, but no follow-ups or deviations', () => {
    const { facts, notices, title, actions, deviations } = shown('customer', ...log)
    expect(facts.cause).toMatchObject({ value: null, ja: '設定の誤り', en: 'A wrong setting', by: null })
    expect(facts['started-at']?.value).not.toBeNull()
    expect(Object.keys(facts)).not.toContain('detected-at')
    expect(notices.map(({ channel }) => channel)).toEqual(['website', 'email'])
    expect({ title, actions, deviations }).toEqual({ title: null, actions: [], deviations: [] })
  })

  it('has no type of a halt of which the log lacks the declaration', () => {
    expect(shown('customer').types).toEqual([])
  })

  it('hides from customers severity, steps, clauses, detection, declaration and delivery', () => {
    const { severity, severities, types, steps, clauses, milestones, metrics, notices } = shown('customer', ...judged)
    expect({ severity, severities, steps, clauses }).toEqual({ severity: null, severities: [], steps: [], clauses: [] })
    expect(types.map(({ type }) => type)).toEqual(['maintenance'])
    expect(milestones.map(({ id }) => id)).toEqual(['started', 'first-notice:website'])
    const closedMilestones = shown('customer', ...judged, closed()).milestones
    expect(closedMilestones).toEqual(milestones)
    expect(metrics.timeToDetectSeconds).toBeNull()
    expect(notices.map(({ sending }) => sending)).toEqual([null])
    expect(shown('regulator', ...judged)).toMatchObject({
      severity: 'sev1',
      types: [{}, {}],
      milestones: [{}, {}, {}, {}],
    })
  })

  it('shows the regulator that steps were recorded in bulk, without who did it, and customers nothing of it', () => {
    const bulk = [started(), done('a-look'), done('a-ask'), done('c-criteria')] as const
    expect(shown('internal', ...bulk).stepsInBulk).toMatchObject([{ by: NAME, seconds: 2 }])
    expect(shown('regulator', ...bulk).stepsInBulk).toMatchObject([
      { by: '', seconds: 2, steps: ['a-look', 'a-ask', 'c-criteria'] },
    ])
    expect(shown('customer', ...bulk).stepsInBulk).toEqual([])
  })

  it('counts for customers only notices on customer channels', () => {
    const sent = [
      intended('email', 'first', 1),
      deliveredAs('aaaaaaaa:2', 'sent', { accepted: 5, refused: 1, unknown: 0 }),
    ]
    const inside = [
      intended('internal', 'first', 1),
      deliveredAs('aaaaaaaa:4', 'sent', { accepted: 3, refused: 0, unknown: 0 }),
    ]
    const impact = (audience: Audience) => shown(audience, started(), ...sent, ...inside).impact
    expect(impact('customer')).toMatchObject({ noticesSent: 1, recipientsAccepted: 5, recipientsRefused: 1 })
    expect(impact('regulator')).toMatchObject({ noticesSent: 2, recipientsAccepted: 8, recipientsRefused: 1 })
  })

  it('hides from customers facts without public words, even as unknown', () => {
    const inside = [
      stated('cause', { value: 'img-3' }),
      stated('root-cause', { value: 'img-4' }),
      stated('new-disks', { value: 'img-5', ja: 'ディスクの交換' }),
    ]
    const { facts, parts } = shown('customer', started(), ...inside)
    expect(Object.keys(facts)).not.toContain('cause')
    expect(factsWithoutPublicWords(shown('internal', started(), ...inside).facts, SMALL_RUNBOOK)).toEqual([
      'cause',
      'root-cause',
    ])
    expect(parts.causes).toEqual([])
    expect(parts.prevention).toMatchObject([{ fact: 'new-disks', view: { value: null, ja: 'ディスクの交換' } }])
    const open = shown('customer', started(), stated('cause', { known: false }), posted('website', 'first', 1))
    expect(open.facts.cause).toMatchObject({ known: false, value: null })
    expect(open.parts.causes).toMatchObject([{ fact: 'root-cause', view: { at: null } }])
  })

  it('shows the regulator internal values, deviations and filings, without reasons, names and notes', () => {
    const { facts, deviations, actions, filings } = shown('regulator', ...log)
    expect(facts.cause?.value).toContain('tripped')
    expect(deviations[0]).toMatchObject({ kind: 'skipped', what: ['a-ask'], reason: null, by: '' })
    expect(actions[0]).toMatchObject({ text: 'Rope', owner: null })
    expect(shown('regulator', started(), reportedTo(FILING)).filings[0]?.start).toBeNull()
    expect(filings[0]?.submissions).toMatchObject([{ ref: 'R-1', by: '', note: null }])
  })

  it('keeps metrics, impact, milestones and log head for all audiences but customers', () => {
    const audiences = fc.constantFrom<Audience>('internal', 'executive', 'regulator')
    fc.assert(
      fc.property(audiences, (audience) => {
        const { metrics, impact, milestones, log: own } = shown(audience, ...log, closed())
        expect({ metrics, impact, milestones, log: own }).toEqual(
          (({ metrics, impact, milestones, log }) => ({ metrics, impact, milestones, log }))(
            shown('internal', ...log, closed()),
          ),
        )
      }),
    )
  })
})

describe('when customers were first told something', () => {
  const notice = (after: number, text: string | null, recorded = after) =>
    ({ at: iso(after), recordedAt: iso(recorded), timeOrder: recorded, text, texts: [] }) as unknown as Notice
  const record = { at: iso(HOUR), recordedAt: iso(HOUR), order: HOUR }
  const stated = { words: 'A broken disk.', stated: record, isRequired: true }

  it('is when its words first stood in a notice, whenever they were stated', () => {
    const notices = [notice(2 * HOUR, 'A broken disk'), notice(0, 'A broken\ndisk. Sorry.'), notice(-HOUR, 'Sorry.')]
    expect(firstTold(stated, notices)).toBe(iso(0))
    expect(firstTold(stated, [notice(2 * HOUR, 'Sorry.')])).toBeNull()
  })

  it('is the first notice after it was stated that had to state it, if its text was not kept', () => {
    const notices = [notice(0, null), notice(2 * HOUR, null), notice(3 * HOUR, 'A broken disk')]
    expect(firstTold(stated, notices)).toBe(iso(2 * HOUR))
    expect(firstTold({ ...stated, stated: null }, notices)).toBe(iso(0))
    expect(firstTold({ ...stated, isRequired: false }, notices)).toBe(iso(3 * HOUR))
  })

  it('is the first notice after it was stated, if it needs no words', () => {
    const notices = [notice(0, 'Sorry.'), notice(2 * HOUR, 'Sorry.')]
    expect(firstTold({ ...stated, words: null }, notices)).toBe(iso(2 * HOUR))
  })

  it('goes by the order in which it was recorded, also where a clock was set back', () => {
    const later = { at: iso(-HOUR), recordedAt: iso(-HOUR), order: 3 }
    const sent = (after: number, order: number) => ({ ...notice(after, null), timeOrder: order })
    const notices = [sent(0, 2), sent(-MINUTE, 4)]
    expect(firstTold({ ...stated, stated: later }, notices)).toBe(iso(-MINUTE))
  })
})

describe('redactPicture', () => {
  const more = [tried('sato'), accepted(null, 'on duty'), clockStarted('awareness'), reportedTo('dora-initial')]
  const events = written(...log, ...more)
  const incident = foldEvents(events)
  const { story } = chronologyOf(incident, events)
  const picture = timelinePictureOf(incident, lifecycleOf(incident), DECLARED + HOUR, story)

  it('hides who was called and who led from outsiders', () => {
    expect(picture.calls).toHaveLength(1)
    expect(picture.leads).toHaveLength(2)
    expect(redactPicture('internal', picture, incident)).toBe(picture)
    expect(redactPicture('executive', picture, incident)).toBe(picture)
    expect(redactPicture('regulator', picture, incident)).toEqual({
      ...picture,
      ...{ calls: [], leads: [], moments: [], keyMoments: { isMarked: false, events: new Set() } },
    })
  })

  it('shows customers what was restricted and the notices that they got, and nothing else that anybody did', () => {
    expect(picture.decisions).not.toEqual([])
    expect(picture.filings).not.toEqual([])
    const { notices, scope, impact, ...rest } = redactPicture('customer', picture, incident)
    expect(notices.map(({ channel, sent }) => [channel, sent.length])).toEqual([
      ['website', 1],
      ['email', 1],
    ])
    expect({ scope, impact }).toEqual({ scope: picture.scope, impact: picture.impact })
    const { from, to, timezone, interruptions, plan, unstated } = picture
    const none = {
      title: null,
      affected: { isSum: false, steps: [] },
      moments: [],
      keyMoments: { isMarked: false, events: new Set() },
      decisions: [],
      leads: [],
      filings: [],
      departments: [],
      phases: [],
      calls: [],
    }
    expect(rest).toEqual({ from, to, timezone, interruptions, plan, unstated, ...none })
  })
  it('shows customers of a false alarm nothing that is not known', () => {
    const alarm = foldEvents(
      written(...log, { type: 'incident.closed', data: { as: 'false-alarm', reason: null } } as const),
    )
    expect(picture.unstated).not.toEqual([])
    expect(redactPicture('customer', picture, alarm).unstated).toEqual([])
  })
})

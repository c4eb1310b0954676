import { describe, expect, it } from 'vitest'
import { stepsOf } from '../../../src/domain/incident/steps.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { clauseStates } from '../../../src/domain/report/clause-states.ts'
import type { Clause, Runbook } from '../../../src/domain/runbook/runbook.ts'
import {
  advanced,
  announced,
  closed,
  DECLARED,
  declined,
  done,
  finished,
  followUp,
  happened,
  incidentOf,
  intended,
  lifted,
  MINUTE,
  nth,
  planned,
  posted,
  reopened,
  scoped,
  skipped,
  started,
  stated,
  undone,
} from '../../given.ts'
import { SMALL_RUNBOOK, step } from '../../small-runbook.ts'

const at = (minutes: number, draft: EventDraft) => happened(minutes * MINUTE, draft)

/** A manual with one clause, carried by the given steps. */
function manualOf(clause: Partial<Clause>, ...steps: Runbook['steps']): Runbook {
  const clauses = [{ id: 'a-1', kind: 'rule', modality: ['must'], gist: { ja: '約束', en: 'promise' }, ...clause }]
  return { ...SMALL_RUNBOOK, clauses, steps }
}

function clauseIn(...drafts: readonly EventDraft[]) {
  const incident = incidentOf(...drafts)
  return clauseStates(incident, stepsOf(incident, DECLARED), DECLARED)[0]
}

describe('a clause that asks for promptness', () => {
  const steps = ['website', 'email'].map((channel) =>
    step(`x-${channel}`, { clauses: ['a-1'], channel, stage: 'first' as const }),
  )
  const told = (website: number, email: number) => [
    at(website, posted('website', 'first', 1)),
    done('x-website'),
    at(email, posted('email', 'first', 1)),
    done('x-email'),
  ]

  it('is done late by the latest of its notices', () => {
    const runbook = manualOf({ asks: 'prompt-notice' }, ...steps)
    const late = { step: 'x-email', from: 'declared', afterSeconds: 179 * 60, withinSeconds: 300 }
    expect(clauseIn(started({ runbook }), ...told(20, 179))).toMatchObject({ state: 'done', late })
    expect(clauseIn(started({ runbook }), ...told(4, 5))).toMatchObject({ state: 'done', late: null })
    expect(clauseIn(started({ runbook }), ...told(20, 179).slice(0, 2))).toMatchObject({
      ...{ state: 'open', alsoDone: ['x-website'] },
      late: { ...late, step: 'x-website', afterSeconds: 20 * 60 },
    })
  })

  it('is needed for that: others are only done', () => {
    expect(clauseIn(started({ runbook: manualOf({}, ...steps) }), ...told(20, 179))).toMatchObject({ late: null })
  })
})

describe('a clause that asks for a text', () => {
  const steps = [
    step('x-gather', { clauses: ['a-1'] }),
    step('x-website', { clauses: ['a-1'], channel: 'website', stage: 'first', renew: true }),
  ]
  const halt = (clause: Partial<Clause>) => started({ runbook: manualOf({ asks: 'text', ...clause }, ...steps) })
  const notice = posted('website', 'first', 1) as EventDraft & { type: 'notice.posted' }
  const withText = (...open: string[]): EventDraft => ({
    ...notice,
    data: {
      ...notice.data,
      text: 'We are looking into it.',
      ...(open.length > 0 && { forced: { reason: 'out', open } }),
    },
  })
  const both = [done('x-gather'), done('x-website')]
  const lacking = { state: 'open', why: 'not-in-text', by: ['x-website'] }

  it('is done by a text that states its fact', () => {
    const isDone = { state: 'done', textNotKept: false }
    expect(clauseIn(halt({ fact: 'cause' }), withText(), ...both)).toMatchObject(isDone)
    expect(clauseIn(halt({ fact: 'cause' }), withText('fact-dropped:impact', 'too-long'), ...both)).toMatchObject(
      isDone,
    )
    const sent = intended('website', 'first', 1)
    expect(clauseIn(halt({ fact: 'cause' }), sent, ...both)).toMatchObject(isDone)
  })

  it('is not done by a text that went out without the fact', () => {
    expect(clauseIn(halt({ fact: 'cause' }), withText('fact-dropped:cause'), ...both)).toMatchObject(lacking)
    // Logs from before the facts were named.
    expect(clauseIn(halt({ fact: 'cause' }), withText('fact-dropped'), ...both)).toMatchObject(lacking)
    // Without a fact of its own, it asks for all of them.
    expect(clauseIn(halt({}), withText('fact-dropped:cause'), ...both)).toMatchObject(lacking)
    expect(clauseIn(halt({}), withText('too-long'), ...both)).toMatchObject({ state: 'done' })
  })

  it('is not done without a contact that nobody has given, while other facts are said to be unknown', () => {
    const facts = {
      ...SMALL_RUNBOOK.facts,
      desk: { ...SMALL_RUNBOOK.facts.cause, role: 'contact' },
    } as Runbook['facts']
    const runbook = { ...manualOf({ asks: 'text', fact: 'desk' }, ...steps), facts }
    const open = withText('fact-missing:cause', 'fact-missing:desk')
    expect(clauseIn(started({ runbook }), open, ...both)).toMatchObject(lacking)
    const cause = { ...runbook, clauses: runbook.clauses.map((c) => ({ ...c, fact: 'cause' })) }
    expect(clauseIn(started({ runbook: cause }), open, ...both)).toMatchObject({ state: 'done' })
  })

  it('is done by its notices, whether or not the facts for them were gathered', () => {
    const told = [withText(), done('x-website')]
    const isDone = { state: 'done', by: ['x-website'], afterResumption: [] }
    for (const drafts of [[], [skipped('x-gather')], [lifted('trading'), done('x-gather')]])
      expect(clauseIn(halt({ fact: 'cause' }), ...told, ...drafts)).toMatchObject(isDone)
    expect(clauseIn(halt({ fact: 'cause' }), done('x-gather'))).toMatchObject({
      ...{ state: 'open', by: ['x-website'], alsoDone: [] },
    })
    const runbook = manualOf({ asks: 'text' }, step('x-gather', { clauses: ['a-1'] }))
    expect(clauseIn(started({ runbook }), done('x-gather'))).toMatchObject({ state: 'done', by: ['x-gather'] })
  })

  it('is done in part if only some of the texts lack its fact', () => {
    const email = step('x-email', { clauses: ['a-1'], channel: 'email', stage: 'first' })
    const halted = started({ runbook: manualOf({ asks: 'text', fact: 'cause' }, ...steps, email) })
    const log = [withText('fact-dropped:cause'), posted('email', 'first', 1), ...both, done('x-email')]
    expect(clauseIn(halted, ...log)).toMatchObject({ ...lacking, alsoDone: ['x-email'], textNotKept: true })
  })

  it('is done by a text that was not kept, which is said', () => {
    expect(clauseIn(halt({ fact: 'cause' }), notice, ...both)).toMatchObject({ state: 'done', textNotKept: true })
  })

  it('is judged by the text of the last interruption, and the last one of its stage', () => {
    const halted = halt({ fact: 'cause' })
    const first = [withText('fact-dropped:cause'), ...both, lifted('trading'), reopened('trading')]
    expect(clauseIn(halted, ...first, withText(), done('x-website'))).toMatchObject({ state: 'done' })
    expect(clauseIn(halted, withText('fact-dropped:cause'), withText(), ...both)).toMatchObject({ state: 'done' })
  })
})

describe('a clause that asks for follow-ups', () => {
  const steps = [step('x-plan', { clauses: ['a-1'] })]
  const serving = (serves: string | undefined): EventDraft => {
    const { data } = followUp('Buy disks') as EventDraft & { type: 'action.added' }
    return { type: 'action.added', data: { ...data, ...(serves !== undefined && { serves }) } }
  }
  const isOpen = { state: 'open', why: 'follow-ups-open', by: ['x-plan'] }

  it.each([
    ['that serve its fact', { fact: 'root-cause' }, 'root-cause', 'new-disks'],
    ['for prevention', {}, 'new-disks', 'root-cause'],
  ])('is partly open while one is, and not known to be carried out without any: %s', (_, clause, own, other) => {
    const halt = started({ runbook: manualOf({ asks: 'follow-ups', ...clause }, ...steps) })
    expect(clauseIn(halt, serving(own), done('x-plan'))).toMatchObject(isOpen)
    expect(clauseIn(halt, serving(own), done('x-plan'), finished(nth(2)))).toMatchObject({ state: 'done' })
    const ofOthers = [serving(other), serving(undefined)]
    for (const drafts of [[], ofOthers, ofOthers.map((_, i) => finished(nth(2 + i)))])
      expect(clauseIn(halt, ...drafts, done('x-plan'))).toMatchObject({ ...isOpen, why: 'no-follow-ups' })
  })

  it('names them beside a step that is not done', () => {
    const both = [...steps, step('x-act', { clauses: ['a-1'] })]
    const halt = started({ runbook: manualOf({ asks: 'follow-ups' }, ...both) })
    const undone = { state: 'open', why: null, by: ['x-act'] }
    const open = serving('new-disks')
    expect(clauseIn(halt, done('x-plan'))).toMatchObject({ ...undone, followUps: 'no-follow-ups' })
    expect(clauseIn(halt, open, done('x-plan'))).toMatchObject({ ...undone, followUps: 'follow-ups-open' })
    expect(clauseIn(halt, open, done('x-plan'), finished(nth(2)))).toMatchObject({ ...undone, followUps: null })
    // What nobody has planned yet needs none.
    expect(clauseIn(halt)).toMatchObject({ state: 'open', followUps: null })
    expect(clauseIn(halt, open)).toMatchObject({ state: 'open', followUps: 'follow-ups-open' })
    expect(clauseIn(halt, open, done('x-plan'), skipped('x-act'))).toMatchObject({
      ...{ state: 'skipped', by: ['x-act'], followUps: 'follow-ups-open' },
    })
  })

  it('says also of one that is done but for them which step was declined', () => {
    const both = [...steps, step('x-act', { clauses: ['a-1'], modality: 'if-needed' })]
    const halt = started({ runbook: manualOf({ asks: 'follow-ups' }, ...both) })
    expect(clauseIn(halt, serving('new-disks'), done('x-plan'), declined('x-act', 'no need'))).toMatchObject({
      ...isOpen,
      declined: [{ step: 'x-act', reason: 'no need' }],
    })
  })
})

describe('a clause that asks to tell what is new', () => {
  const update = step('x-update', {
    ...{ clauses: ['a-1'], phase: 'during-halt', kind: 'recurring', every: 'cadence', until: 'fully-resumed' },
    ...{ channel: 'website', stage: 'update' },
  })
  const runbook = manualOf({ asks: 'news' }, update)
  const halt = (...drafts: readonly EventDraft[]) => clauseIn(started({ runbook }), ...drafts)
  const first = at(3, posted('website', 'first', 1))
  const cause = at(5, stated('cause', { value: 'disk full' }))
  const lift = at(10, lifted('trading'))
  const notNeeded = { state: 'not-applicable', why: 'not-due' }
  const untold = { state: 'open', why: 'news-untold', by: ['x-update'] }

  it('is not applicable in a short halt of which nothing new came out after the first notice', () => {
    expect(halt(first, lift)).toMatchObject(notNeeded)
    expect(halt(cause, at(6, posted('website', 'first', 1)), lift)).toMatchObject(notNeeded)
    expect(halt(first, at(5, stated('cause', { known: false })), lift)).toMatchObject(notNeeded)
    expect(halt(first, lift, cause)).toMatchObject(notNeeded)
    expect(halt(cause, lift)).toMatchObject(notNeeded)
  })

  it('is not done if something did, and no update was due before trading resumed', () => {
    expect(halt(first, cause, lift)).toMatchObject(untold)
    expect(halt(first, at(5, scoped('deposits', 'stopped')), at(10, lifted('trading', 'deposits')))).toMatchObject(
      untold,
    )
    expect(halt(first, cause, at(10, closed()))).toMatchObject(untold)
    // In the first of two interruptions, or in the second.
    const again = [at(20, reopened('trading')), at(21, posted('website', 'first', 2))]
    expect(halt(first, cause, lift, ...again, at(25, lifted('trading')))).toMatchObject(untold)
    expect(
      halt(first, lift, ...again, at(22, stated('cause', { value: 'disk full' })), at(25, lifted('trading'))),
    ).toMatchObject(untold)
  })

  it('is needed for that: of others, updates that were not due are not applicable', () => {
    expect(clauseIn(started({ runbook: manualOf({}, update) }), first, cause, lift)).toMatchObject(notNeeded)
  })
})

describe('a clause that asks for the follow-ups for prevention', () => {
  const measure = SMALL_RUNBOOK.facts['new-disks'] as Runbook['facts'][string]
  const facts = { ...SMALL_RUNBOOK.facts, 'new-rules': measure, 'new-keys': measure }
  const runbook = { ...manualOf({ asks: 'follow-ups' }, step('x-plan', { clauses: ['a-1'] })), facts }
  const serving = (serves: string): EventDraft => {
    const { data } = followUp('Buy disks') as EventDraft & { type: 'action.added' }
    return { type: 'action.added', data: { ...data, serves } }
  }
  const plans = (...names: string[]) => names.map((name) => stated(name, { en: 'New ones' }))
  const because = (...drafts: readonly EventDraft[]) =>
    clauseIn(started({ runbook }), serving('new-disks'), finished(nth(2)), done('x-plan'), ...drafts)

  it('is partly open while a measure that was planned has none', () => {
    const isOpen = { state: 'open', why: 'some-without-follow-ups', by: ['x-plan'] }
    expect(because(...plans('new-disks', 'new-rules'))).toMatchObject(isOpen)
    expect(because(...plans('new-disks', 'new-rules'), serving('new-rules'))).toMatchObject({ why: 'follow-ups-open' })
    expect(because(...plans('new-rules'), serving('new-rules'), finished(nth(6)))).toMatchObject({ state: 'done' })
  })

  it('needs none for a measure that nobody planned, or for what is no measure', () => {
    expect(because(...plans('new-disks'))).toMatchObject({ state: 'done' })
    expect(because(stated('new-rules', { known: false }), ...plans('root-cause'))).toMatchObject({ state: 'done' })
  })
})

describe('a clause whose steps belong before the resumption', () => {
  const steps = [
    step('x-guard', { clauses: ['a-1'], phase: 'during-halt' }),
    step('x-watch', { clauses: ['a-1'], phase: 'during-halt', kind: 'recurring', every: 60 * MINUTE, until: 'lifted' }),
    step('x-look-back', { clauses: ['a-1'], phase: 'after-resumption' }),
  ]
  const runbook = manualOf({}, ...steps)
  const isDone = (...minutes: readonly [number, number]) => [
    at(minutes[0], done('x-guard')),
    at(minutes[1], done('x-watch')),
    at(400, done('x-look-back')),
  ]
  const late = (...drafts: readonly EventDraft[]) => clauseIn(started({ runbook }), ...drafts)?.afterResumption
  const lift = at(30, lifted('trading'))

  it('names those that were done only after it', () => {
    expect(late(...isDone(10, 30), lift)).toEqual([])
    expect(late(lift, ...isDone(10, 40))).toEqual(['x-watch'])
    expect(late(lift, ...isDone(40, 40))).toEqual(['x-guard', 'x-watch'])
    expect(late(lift, ...isDone(10, 20), at(40, done('x-watch')))).toEqual([])
    expect(late(lift, at(60, reopened('trading')), ...isDone(70, 80), at(90, lifted('trading')))).toEqual([])
    expect(late(...isDone(10, 40))).toEqual([])
  })

  it('names none of those that were done before a planned halt began', () => {
    expect(clauseIn(planned({ runbook }), ...isDone(10, 10))?.afterResumption).toEqual([])
  })
})

describe('a clause that asks for an announcement', () => {
  const runbook = manualOf(
    {},
    step('x-announce', { clauses: ['a-1'], phase: 'scheduled', channel: 'website', stage: 'scheduled' }),
  )
  const begins = at(60, advanced('initial-response'))
  const announces = (minutes: number) => [at(minutes, announced('website')), at(minutes, done('x-announce'))]

  it('is done only if that was made before the halt began', () => {
    expect(clauseIn(planned({ runbook }), ...announces(10))).toMatchObject({ state: 'done' })
    expect(clauseIn(planned({ runbook }), ...announces(10), begins)).toMatchObject({ state: 'done' })
    expect(clauseIn(planned({ runbook }), begins, ...announces(70))).toMatchObject({
      state: 'open',
      why: 'after-start',
      by: ['x-announce'],
    })
    // A second one that came later takes nothing back.
    expect(clauseIn(planned({ runbook }), ...announces(10), begins, ...announces(70))).toMatchObject({ state: 'done' })
    const taken = [...announces(10), undone(nth(2)), begins, at(70, announced('website'))]
    expect(clauseIn(planned({ runbook }), ...taken)).toMatchObject({ state: 'open', why: 'after-start' })
  })

  it('is done in part if it was made in time on some channels only', () => {
    const email = { phase: 'scheduled', channel: 'email', stage: 'scheduled' } as const
    const both = { ...runbook, steps: [...runbook.steps, step('x-mail', { clauses: ['a-1'], ...email })] }
    const mails = [announced('email'), done('x-mail')]
    const late = [begins, ...announces(70)]
    const notWebsite = { state: 'open', why: 'after-start', by: ['x-announce'] }
    expect(clauseIn(planned({ runbook: both }), ...mails, ...late)).toMatchObject({
      ...notWebsite,
      alsoDone: ['x-mail'],
    })
    const neither = { ...notWebsite, by: ['x-announce', 'x-mail'], alsoDone: [] }
    expect(clauseIn(planned({ runbook: both }), ...late, skipped('x-mail'))).toMatchObject(neither)
    expect(clauseIn(planned({ runbook: both }), ...late)).toMatchObject({ ...neither, why: null })
  })
})

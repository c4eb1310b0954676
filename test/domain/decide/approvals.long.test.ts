import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSamePerson } from '../../../src/domain/contacts/roster.ts'
import { approvalChange, requestFor } from '../../../src/domain/decide/approvals.ts'
import { undoableBy } from '../../../src/domain/decide/corrections.ts'
import { decide, type Intent } from '../../../src/domain/decide/decide.ts'
import { isProblem } from '../../../src/domain/decide/decision.ts'
import type { ScopeStatement } from '../../../src/domain/decide/scope.ts'
import { APPROVAL_HOLDS_MS, type Approval, approvalsOf } from '../../../src/domain/incident/approvals.ts'
import type { Incident } from '../../../src/domain/incident/incident.ts'
import { lostApprovals } from '../../../src/domain/incident/lost-approvals.ts'
import { openedByUndoing } from '../../../src/domain/incident/openings.ts'
import { scopeStates } from '../../../src/domain/incident/scope-states.ts'
import { timelineEntryMaker } from '../../../src/domain/incident/timeline.ts'
import { type Event, type EventDraft, nameOf } from '../../../src/domain/log/event.ts'
import { FOREIGN, SET_ASIDE, UNWRITABLE } from '../../../src/domain/log/missing-heads.ts'
import { REDACTED, withRedactions } from '../../../src/domain/log/redaction.ts'
import { deviationsOf } from '../../../src/domain/report/deviations.ts'
import { reportOf } from '../../../src/domain/report/report.ts'
import type { Runbook } from '../../../src/domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../../src/domain/settings.ts'
import {
  advanced,
  composed,
  continued,
  corrected,
  DECLARED,
  deliveredAs,
  done,
  foldEvents,
  given,
  incidentOf,
  intended,
  iso,
  lifted,
  MINUTE,
  nth,
  planned,
  posted,
  redacted,
  reopened,
  SECOND,
  scoped,
  stated,
  takenBack,
  undone,
  Writer,
  withSettings,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

const APPROVAL = { notice: ['first', 'resumption', 'correction'], lift: true, claims: true } as const
const FOUR_EYES: Partial<Settings> = { approval: APPROVAL, approvers: ['law', 'ito'], roster: ROSTER }

/** A halt that Taro leads and others, each on a machine of their own, act in. A minute passes before each act. */
class Team {
  private readonly writers = new Map<string, Writer>()
  readonly events: Event[] = []
  now = 0

  constructor(settings = FOUR_EYES) {
    this.record('taro', withSettings(settings))
    this.record('taro', scoped('trading', 'stopped'))
    this.record('taro', scoped('withdrawals', 'stopped'))
  }

  /** Puts other settings in force. */
  change(settings: Partial<Settings>): void {
    const inForce = { ...DEFAULT_SETTINGS, ...settings }
    const change = approvalChange(SMALL_RUNBOOK, this.incident.settings, inForce)
    const data = { settings: inForce, settingsDigest: `settings-${this.now}`, ...change }
    this.act('taro', { kind: 'adopt-settings', data })
  }

  record(by: string, draft: EventDraft): string {
    this.now += MINUTE
    const writer = this.writers.get(by) ?? new Writer(`w-${this.writers.size}`, by)
    this.writers.set(by, writer)
    const others = this.events.filter((one) => one.writer !== writer.name)
    const event = writer.write(draft, this.now, others)
    this.events.push(event)
    return nameOf(event)
  }

  get incident(): Incident {
    return foldEvents(this.events)
  }

  get approvals(): Approval[] {
    return approvalsOf(this.incident, DECLARED + this.now)
  }

  /** Records what an intent leads to; returns the name of its first event, or the code of the problem. */
  act(by: string, intent: Intent): string {
    const now = DECLARED + this.now + SECOND
    const decision = decide(this.incident, intent, { by, now, recordedAt: iso(this.now + SECOND), knows: () => true })
    if (isProblem(decision)) return decision.code
    const names = decision.events.map((draft) => this.record(by, draft))
    return names[0] ?? `already: ${decision.already.join()}`
  }

  state(request: string): string | undefined {
    return this.approvals.find(({ event }) => event === request)?.state
  }
}

const whoever = ({ now }: Team) => ({
  by: 'taro',
  now: DECLARED + now + SECOND,
  recordedAt: iso(now + SECOND),
  knows: () => true,
})

const first = (channel = 'website') => composed(channel, 'first', 1)
const ask = (...notices: ReturnType<typeof composed>[]) => ({ kind: 'request-notices', notices }) as const
const send = (approval: string | undefined, ...notices: ReturnType<typeof composed>[]) =>
  ({ kind: 'intend-notices', notices, ...(approval !== undefined && { approval }) }) as const
const approve = (request: string) => ({ kind: 'approve', request }) as const
const refuse = (request: string) => ({ kind: 'refuse', request, reason: 'wrong cause' }) as const
const askToLift = (...operations: string[]) =>
  ({ kind: 'request-lift', targets: operations.map((operation) => ({ operation, asset: null })) }) as const
const liftOf = (operation: string) => ({
  changes: [{ operation, asset: null, state: 'open', words: null } as const],
  open: [],
})
const lift = (...operations: string[]) =>
  ({ kind: 'lift', targets: operations.map((operation) => ({ operation, asset: null })) }) as const

/** Ito approves the first notice, and Taro posts it by hand. */
function tellFirst(team: Team) {
  const request = team.act('taro', ask(first()))
  team.act('ito', approve(request))
  return team.record('taro', withFields(posted('website', 'first', 1), { approval: request }))
}

/** A draft with fields that its type has, or a program without these rules may not have recorded. */
function withFields(draft: EventDraft, fields: object): EventDraft {
  return { ...draft, data: { ...draft.data, ...fields } } as EventDraft
}

/** A team in which Taro asked for the approval of a first notice. */
function asked(settings = FOUR_EYES) {
  const team = new Team(settings)
  return { team, request: team.act('taro', ask(first(), first('email'))) }
}

describe('a notice that another person has to approve', () => {
  it('does not go out without, and others do', () => {
    const team = new Team()
    expect(team.act('taro', send(undefined, first()))).toBe('not-approved')
    tellFirst(team)
    expect(team.act('taro', { ...send(undefined, composed('website', 'update', 2)), news: ['website'] })).toMatch(
      /^w-0/,
    )
    expect(new Team({}).act('taro', send(undefined, first()))).toMatch(/^w-0/)
  })

  it('waits once approval is asked for, is approved by another person, and then goes out with it', () => {
    const { team, request } = asked()
    expect(team.state(request)).toBe('waiting')
    expect(team.act('taro', send(request, first()))).toBe('not-approved')
    team.act('ito', approve(request))
    expect(team.approvals).toMatchObject([{ by: 'taro', state: 'approved', granted: { by: 'ito' } }])
    team.act('taro', send(request, first()))
    expect(team.incident.notices).toMatchObject([{ channel: 'website', approval: request }])
    expect(team.state(request)).toBe('approved')
    team.act('taro', send(request, first('email')))
    expect(team.state(request)).toBe('done')
    expect(team.act('ito', approve(request))).toBe('approval-void')
  })

  it('makes a claim, where claims are to be approved, whatever its stage', () => {
    const team = new Team()
    team.record('taro', posted('website', 'first', 1))
    const claim = { evidence: 'balances compared', approvedBy: 'Ito' }
    const update = { ...send(undefined, composed('website', 'update', 2)), claim, news: ['website'] }
    expect(team.act('taro', update)).toBe('not-approved')
    const request = team.act('taro', { ...ask(composed('website', 'update', 2)), claim, news: ['website'] })
    team.act('ito', approve(request))
    team.act('taro', { ...update, approval: request })
    expect(team.incident.notices.at(-1)).toMatchObject({ claim, approval: request })
    // Its evidence can be redacted later without a doubt that it was approved.
    const folded = foldEvents(withRedactions(team.events.values(), new Map([[request, ['claim.evidence']]])))
    expect(approvalsOf(folded, DECLARED + team.now)).toMatchObject([{ state: 'done', granted: { by: 'ito' } }])
  })

  it('is sent again only as long as its approval holds, unless it has reached somebody', () => {
    const retry = (event: string) =>
      ({ kind: 'retry-notices', notices: [{ notice: event, via: 'webhook', journal: 'journal' }] }) as const
    const failed = (reached: number | null) => {
      const { team, request } = asked()
      team.act('ito', approve(request))
      const sent = team.act('taro', send(request, first()))
      team.record('taro', deliveredAs(sent, 'failed', { accepted: reached, refused: reached === null ? null : 1 }))
      return { team, request, sent }
    }
    const soon = failed(null)
    expect(soon.team.act('taro', retry(soon.sent))).toMatch(/^w-/)
    const changed = failed(null)
    changed.team.record('taro', stated('cause', { ja: '装置の故障' }))
    expect(changed.team.act('taro', retry(changed.sent))).toBe('approval-void')
    const refused = failed(null)
    refused.team.act('hanako', refuse(refused.request))
    expect(refused.team.act('taro', retry(refused.sent))).toBe('approval-void')
    refused.team.act('hanako', refuse(refused.request))
    const wholly = failed(null)
    const second = wholly.team.act('taro', send(wholly.request, first('email')))
    wholly.team.record('taro', deliveredAs(second, 'failed'))
    expect(wholly.team.state(wholly.request)).toBe('done')
    expect(wholly.team.act('hanako', refuse(wholly.request))).toMatch(/^w-/)
    expect(wholly.team.act('taro', retry(wholly.sent))).toBe('approval-void')
    const late = failed(null)
    late.team.now += APPROVAL_HOLDS_MS
    expect(late.team.act('taro', retry(late.sent))).toBe('approval-void')
    const partly = failed(3)
    partly.team.now += APPROVAL_HOLDS_MS
    expect(partly.team.act('taro', retry(partly.sent))).toMatch(/^w-/)
  })

  it('is sent again without one if it needed none', () => {
    const team = new Team()
    tellFirst(team)
    const sent = team.act('taro', { ...send(undefined, composed('website', 'update', 2)), news: ['website'] })
    team.record('taro', deliveredAs(sent, 'failed'))
    const again = { kind: 'retry-notices', notices: [{ notice: sent, via: 'webhook', journal: 'journal' }] } as const
    expect(team.act('taro', again)).toMatch(/^w-/)
  })

  it('is not sent again if nobody approved it: somebody else may have put it into the log', () => {
    const team = new Team()
    const sent = team.record('eve', intended('website', 'first', 1))
    team.record('eve', deliveredAs(sent, 'failed'))
    const retry = { kind: 'retry-notices', notices: [{ notice: sent, via: 'webhook', journal: 'journal' }] } as const
    expect(team.act('taro', retry)).toBe('not-approved')
    const claimed = new Team()
    const with_ = claimed.record('eve', intended('website', 'first', 1, { approval: 'w-9:9' }))
    claimed.record('eve', deliveredAs(with_, 'failed'))
    expect(claimed.act('taro', { ...retry, notices: [{ ...retry.notices[0], notice: with_ }] })).toBe('not-approved')
  })

  it('keeps why it is to be sent in spite of errors', () => {
    const team = new Team()
    team.act('taro', { ...ask(first()), force: 'hurry', open: new Map([['website', ['fact-missing']]]) })
    expect(team.approvals[0]?.prepared.notices).toMatchObject([{ forced: { reason: 'hurry', open: ['fact-missing'] } }])
  })

  it('is refused like one that is sent if it cannot be sent', () => {
    const team = new Team()
    expect(team.act('taro', ask(composed('website', 'first', 7)))).toBe('notice-outdated')
  })
})

describe('an approval', () => {
  it('comes from another person, under whatever name, who is among the approvers', () => {
    const { team, request } = asked()
    expect(team.act('taro', approve(request))).toBe('not-another-person')
    expect(team.act('ＴＡＲＯ', approve(request))).toBe('not-another-person')
    expect(team.act('ta\u200bro', approve(request))).toBe('not-another-person')
    for (const unseen of [
      '\u034f',
      '\u115f',
      '\u180e',
      '\u2800',
      '\u3164',
      '\ufe0f',
      '\uffa0',
      '\u{e0020}',
      '\u{e0100}',
    ])
      expect(team.act(`ta${unseen}ro${unseen}`, approve(request))).toBe('not-another-person')
    // A department is nobody.
    expect(team.act('law', approve(request))).toBe('not-another-person')
    expect(team.act('hanako', approve(request))).toBe('not-another-person')
    expect(team.act('ito', approve(request))).toMatch(/^w-/)
    expect(team.act('ito', approve(request))).toBe(`already: approve ${request}`)
    const anybody = asked({ approval: APPROVAL })
    expect(anybody.team.act('hanako', approve(anybody.request))).toMatch(/^w-/)
  })

  it('says what voids it', () => {
    const changedBy = (act: (team: Team, request: string) => void) => {
      const { team, request } = asked()
      act(team, request)
      return team.approvals[0]?.changed
    }
    expect(changedBy(() => {})).toBeNull()
    expect(changedBy((team) => team.record('taro', stated('cause', { ja: '装置の故障' })))).toEqual({
      why: 'facts',
      what: ['cause'],
    })
    expect(changedBy((team) => team.record('taro', scoped('trading', 'open')))?.what).toEqual(['scope'])
    expect(changedBy((team) => team.record('taro', posted('email', 'first', 1)))).toEqual({
      why: 'told',
      what: ['email'],
    })
    expect(changedBy((team) => team.act('taro', ask(first())))).toMatchObject({
      why: 'replaced',
      what: [expect.any(String)],
    })
    const { team, request } = asked()
    const folded = foldEvents(withRedactions(team.events.values(), new Map([[request, ['notices.0.texts.0.text']]])))
    expect(approvalsOf(folded, DECLARED + team.now)[0]?.changed).toEqual({ why: 'redacted', what: [] })
  })

  it('is void once the same notice was prepared again, also if that was withdrawn', () => {
    const { team, request } = asked()
    team.act('ito', approve(request))
    const other = team.act('taro', ask(first('email')))
    expect([team.state(request), team.state(other)]).toEqual(['changed', 'waiting'])
    team.act('taro', { kind: 'undo', target: team.events.at(-1) ?? null, reason: 'slip' })
    expect(team.state(request)).toBe('changed')
    const lift = team.act('taro', askToLift('trading'))
    const anew = team.act('taro', ask(first()))
    team.act('ito', approve(anew))
    expect([team.state(lift), team.state(anew)]).toEqual(['waiting', 'approved'])
  })

  it('holds for thirty minutes from when the act was prepared', () => {
    const { team, request } = asked()
    team.now += APPROVAL_HOLDS_MS - 3 * MINUTE
    expect(team.act('ito', approve(request))).toMatch(/^w-/)
    expect(team.state(request)).toBe('approved')
    team.now += 3 * MINUTE
    expect(team.state(request)).toBe('expired')
    expect(team.act('taro', send(request, first()))).toBe('approval-void')
    expect(team.act('ito', approve(request))).toBe('approval-void')
    const late = asked()
    late.team.now += APPROVAL_HOLDS_MS
    expect(late.team.act('ito', approve(late.request))).toBe('approval-void')
  })

  it('holds only until the time that the notice promises for the next one, if that is sooner', () => {
    const team = new Team()
    const notice = { ...first(), next: iso(team.now + 5 * MINUTE) }
    const request = team.act('taro', ask(notice))
    team.act('ito', approve(request))
    expect(team.state(request)).toBe('approved')
    team.now += 4 * MINUTE
    expect(team.state(request)).toBe('expired')
  })

  it('is judged by who could approve when it was asked for, also after they have left', () => {
    const { team, request } = asked()
    expect(team.approvals[0]?.prepared.asked).toEqual(['ito'])
    team.act('Ito', approve(request))
    const { ito: _, ...people } = ROSTER.people
    const left = { ...ROSTER, people, departments: { ...ROSTER.departments, law: [] } }
    team.change({ ...FOUR_EYES, approvers: ['mori'], roster: left })
    expect(team.approvals).toMatchObject([{ state: 'approved', granted: { by: 'Ito' } }])
    expect(team.act('mori', approve(request))).toBe('not-another-person')
  })

  it('is void once another notice with that number was recorded in its place', () => {
    const { team, request } = asked()
    team.act('ito', approve(request))
    team.record('taro', posted('website', 'first', 1))
    expect(team.state(request)).toBe('changed')
  })

  it('is void once something that the text states has changed', () => {
    for (const change of [stated('cause', { ja: '装置の故障' }), scoped('trading', 'cancel-only')]) {
      const { team, request } = asked()
      team.act('ito', approve(request))
      team.record('hanako', change)
      expect(team.state(request)).toBe('changed')
      expect(team.act('taro', send(request, first()))).toBe('approval-void')
    }
  })

  it('is of one text on one channel: another one is not approved', () => {
    const { team, request } = asked()
    team.act('ito', approve(request))
    expect(team.act('taro', send(request, { ...first(), digest: 'other' }))).toBe('approval-void')
    expect(team.act('taro', send(request, first('internal')))).toBe('approval-void')
  })

  it('does not count if it is of another digest, or what was asked for was changed', () => {
    const { team, request } = asked()
    team.record('ito', { type: 'approval.granted', data: { request, digest: 'other' } })
    expect(team.state(request)).toBe('waiting')
    const forged = new Team()
    const notices = [{ channel: 'website', stage: 'first', number: 1, texts: [], digest: 'd', next: null }] as const
    const basis = asked().team.approvals[0]?.prepared.basis ?? ''
    const name = forged.record('taro', { type: 'approval.requested', data: { notices, basis, digest: 'made up' } })
    expect(forged.act('ito', approve(name))).toBe('approval-void')
    expect(forged.state(name)).toBe('changed')
  })

  it('can be refused by anybody, with a reason, and is void then', () => {
    const { team, request } = asked()
    team.act('ito', approve(request))
    team.act('hanako', refuse(request))
    expect(team.approvals).toMatchObject([{ state: 'refused', refused: { by: 'hanako', reason: 'wrong cause' } }])
    expect(team.act('taro', send(request, first()))).toBe('approval-void')
    expect(team.act('ito', approve(request))).toBe('approval-void')
    expect(team.act('hanako', refuse(request))).toBe(`already: refuse ${request}`)
    // Its reason stays as it was given, whatever a log says.
    team.record('taro', corrected(nameOf(team.events.at(-1) as Event), { text: 'looks fine' }))
    expect(team.approvals).toMatchObject([{ refused: { reason: 'wrong cause' } }])
    // It stays refused: whoever wants it after all asks anew.
    const target = team.events.find(({ type }) => type === 'approval.refused') ?? null
    expect(team.act('taro', { kind: 'undo', target, reason: 'slip' })).toBe('not-undoable')
  })

  it('stays void if whoever refused it is set aside, until it is asked for anew', () => {
    const { team, request } = asked()
    team.act('ito', approve(request))
    const [refuser] = team.act('hanako', refuse(request)).split(':') as [string]
    // Nothing that a writer recorded counts once it is set aside.
    team.events.splice(team.events.findIndex(({ writer }) => writer === refuser))
    team.record('taro', { type: 'writer.accepted', data: { writer: 'w-1', key: null } })
    expect(team.state(request)).toBe('approved')
    team.record('taro', continued(refuser, null, { reason: SET_ASIDE }))
    expect(team.state(request)).toBe('changed')
    expect(team.state(team.act('taro', ask(first())))).toBe('waiting')
  })

  it('is void once a file was frozen or given up in which somebody may have refused it, until it is asked for anew', () => {
    const { team, request } = asked()
    team.act('ito', approve(request))
    const [refuser, seq] = team.act('hanako', refuse(request)).split(':') as [string, string]
    const refusal = team.events.at(-1) as Event
    const kept = { writer: refuser, seq: Number(seq), hash: refusal.hash }
    const frozen = { file: `${refuser}.jsonl`, bytes: 9, digest: 'd', line: 1, why: 'hash', words: 'damaged' }
    const before = team.events.filter(({ writer }) => writer !== refuser)
    const approvalAfter = (...says: readonly EventDraft[]) => {
      const eve = new Writer('w-x', 'eve')
      const said = says.map((draft) => eve.write(draft, team.now + MINUTE))
      return approvalsOf(foldEvents([...before, ...said]), DECLARED + team.now)[0]
    }
    expect(approvalAfter()?.state).toBe('approved')
    expect(approvalAfter(continued(refuser, null, { kept, reason: 'missing' }))?.changed).toEqual({
      why: 'given-up',
      what: ['w-x:1'],
    })
    expect(approvalAfter(continued(refuser, null, { reason: 'damaged', frozen }))).toMatchObject({
      state: 'changed',
      changed: { reason: 'damaged' },
    })
    // Lines that are not of the writer of the file refused nothing.
    expect(approvalAfter(continued(refuser, null, { reason: FOREIGN }))?.state).toBe('approved')
    // Nor does a file lose anything that was left only because it could not be written to.
    const left = continued(refuser, kept, { kept, reason: UNWRITABLE })
    expect(approvalAfter(left)?.state).toBe('approved')
    expect(approvalAfter(continued(refuser, null, { kept, reason: UNWRITABLE }))?.state).toBe('changed')
    team.events.splice(team.events.indexOf(refusal))
    team.record('taro', continued(refuser, null, { kept, reason: 'missing' }))
    expect(team.act('taro', send(request, first()))).toBe('approval-void')
    expect(team.state(team.act('taro', ask(first())))).toBe('waiting')
  })

  it('can be taken back, and so can what was asked for', () => {
    const { team, request } = asked()
    const granted = team.act('ito', approve(request))
    team.record('ito', undone(granted))
    expect(team.state(request)).toBe('waiting')
    team.record('taro', undone(request))
    expect(team.approvals).toEqual([])
    expect(team.act('ito', approve(request))).toBe('unknown-event')
    expect(team.act('ito', refuse(request))).toBe('unknown-event')
    expect(team.act('taro', send(request, first()))).toBe('unknown-event')
  })

  it('counts also if contacts are named otherwise later, even as one person', () => {
    const { team } = asked()
    const request = team.act('sato', ask(first('email')))
    team.act('Ito', approve(request))
    const people = { ...ROSTER.people, ito: { ja: '伊藤', en: 'Sato' } }
    team.change({ ...FOUR_EYES, roster: { ...ROSTER, people } })
    expect(team.approvals.at(-1)).toMatchObject({ state: 'approved', granted: { by: 'Ito' } })
    // Whoever writes under one name is one person in any case.
    const alone = team.act('sato', ask(first('email')))
    const digest = team.approvals.at(-1)?.prepared.digest ?? ''
    team.record('SATO', { type: 'approval.granted', data: { request: alone, digest, as: 'ito' } })
    expect(team.state(alone)).toBe('waiting')
  })

  it('cannot be taken back any more once something was carried out with it', () => {
    const { team, request } = asked()
    const granted = team.act('ito', approve(request))
    team.act('taro', send(request, first()))
    const undo = (event: string) => {
      const target = team.events.find((one) => nameOf(one) === event) ?? null
      return { kind: 'undo', target, reason: 'slip' } as const
    }
    expect(team.act('ito', undo(granted))).toBe('approval-void')
    expect(team.act('taro', undo(request))).toBe('approval-void')
    // The latest act of Taro that can be undone is another one.
    team.act('taro', { kind: 'undo', target: null, reason: 'slip' })
    expect(team.incident.undone.has(request)).toBe(false)
    const waiting = asked()
    expect(waiting.team.act('taro', { kind: 'undo', target: null, reason: 'slip' })).toMatch(/^w-/)
    expect(waiting.team.approvals).toEqual([])
  })

  it('that was refused stays refused, whatever line takes the refusal back', () => {
    const { team, request } = asked()
    team.act('ito', approve(request))
    const refusal = team.act('hanako', refuse(request))
    const undoing = team.record('eve', undone(refusal))
    expect(team.state(request)).toBe('refused')
    expect(team.incident.undone.has(refusal)).toBe(false)
    expect(team.incident.anomalies).toEqual([{ event: undoing, why: 'not-undoable' }])
    expect(team.act('taro', send(request, first()))).toBe('approval-void')
  })

  it('of which everything was carried out is not taken back by any line; of the rest, it is', () => {
    const { team, request } = asked()
    const granted = team.act('ito', approve(request))
    team.act('taro', send(request, first()))
    team.record('eve', undone(granted))
    expect(team.state(request)).toBe('waiting')
    expect(team.act('taro', send(request, first('email')))).toBe('not-approved')
    expect(deviationsOf(team.incident, [], [])).toEqual([])
    expect(reportOf(team.incident, team.events, DECLARED + team.now).noticeApprovals).toMatchObject([{ by: 'ito' }])
    const again = team.act('ito', approve(request))
    team.act('taro', send(request, first('email')))
    for (const event of [again, request]) team.record('eve', undone(event))
    expect([...team.incident.undone.keys()]).toEqual([granted])
    expect(team.state(request)).toBe('done')
    // What had been posted by mistake was not carried out.
    const other = asked()
    other.team.act('ito', approve(other.request))
    const mistaken = ['website', 'email'].map((channel) => {
      return other.team.record('taro', withFields(posted(channel, 'first', 1), { approval: other.request }))
    })
    for (const event of mistaken) other.team.record('taro', undone(event))
    other.team.record('taro', undone(other.request))
    expect(other.team.approvals).toEqual([])
  })

  it('of nothing is carried out by nothing', () => {
    const team = new Team()
    const request = team.record('taro', requestFor(team.incident, 'taro', {}))
    expect(team.state(request)).toBe('done')
    // So there is nothing to withdraw.
    expect(undoableBy(team.incident, 'taro')).not.toContain(request)
  })

  it('is in the report with whoever gave it', () => {
    const { team, request } = asked()
    team.act('ito', approve(request))
    const notice = team.act('taro', send(request, first()))
    expect(reportOf(team.incident, team.events, DECLARED + team.now).noticeApprovals).toEqual([{ notice, by: 'ito' }])
  })

  it('is not asked for by an event that only answers one', () => {
    const { team, request } = asked()
    const granted = team.act('ito', approve(request))
    expect(team.act('ito', approve(granted))).toBe('unknown-event')
  })
})

describe('what was approved is judged from the log, whatever a line says of itself:', () => {
  const unapproved = ({ incident }: { readonly incident: Incident }) =>
    deviationsOf(incident, [], []).flatMap(({ kind, what }) => (kind === 'unapproved' ? [what] : []))
  const said = (team: Team, event: string) => {
    const entryOf = timelineEntryMaker(team.incident)
    const found = team.events.find((one) => nameOf(one) === event) as Event
    return entryOf(found, undefined).data
  }

  it('a lift that says nothing of an approval had none, in the timeline too', () => {
    const team = new Team()
    const event = team.record('eve', lifted('trading'))
    expect(unapproved(team)).toEqual([['trading']])
    expect(said(team, event)).toMatchObject({ unapproved: true })
    expect(unapproved({ incident: asked({}).team.incident })).toEqual([])
    const free = new Team({ approval: { ...APPROVAL, lift: false } })
    free.record('taro', lifted('trading'))
    expect(unapproved(free)).toEqual([])
  })

  it('nor does one whose approval nobody gave, or does not count as far as keys tell', () => {
    const team = new Team()
    const request = team.act('taro', askToLift('trading'))
    const event = team.record('eve', withFields(lifted('trading'), { approval: request }))
    expect(said(team, event)).toMatchObject({ approval: request, unapproved: true })
    const other = new Team()
    const asking = other.act('taro', askToLift('trading'))
    const granted = other.act('ito', approve(asking))
    other.record('taro', withFields(lifted('trading'), { approval: asking }))
    other.record('eve', { type: 'approval.granted', data: { request: 'w-9:9', digest: 'd' } })
    const judged = { ...other.incident, vainApprovals: [granted] }
    expect([unapproved(other), unapproved({ incident: judged })]).toEqual([[], [['trading']]])
    const told = (incident: Incident) =>
      reportOf(incident, other.events, DECLARED + other.now).story.entries.map(({ type }) => type)
    expect(told(other.incident)).toContain('approval.granted')
    expect(told(judged)).not.toContain('approval.granted')
  })

  it('a notice of a stage that needs one, with a claim, or the first that counts on its channel', () => {
    const claim = { evidence: 'balances compared', approvedBy: 'Ito' }
    const forced = { reason: 'hurry', open: ['unbacked-claim'] }
    const rules = { notice: ['first'], lift: false, claims: true } as const
    const recorded = (...drafts: readonly EventDraft[]) => {
      const team = new Team({ ...FOUR_EYES, approval: rules })
      tellFirst(team)
      for (const draft of drafts) team.record('eve', draft)
      return unapproved(team)
    }
    const update = (channel = 'website') => posted(channel, 'update', 2)
    expect(recorded(update())).toEqual([])
    expect(recorded(posted('website', 'first', 1))).toEqual([['website']])
    expect(recorded(intended('website', 'first', 1))).toEqual([['website']])
    expect(recorded(withFields(update(), { claim }))).toEqual([['website']])
    expect(recorded(withFields(update(), { forced }))).toEqual([['website']])
    expect(recorded(update('email'), update('email'))).toEqual([['email'], ['email']])
    expect(recorded(posted('internal', 'first', 1))).toEqual([])
    expect(recorded(reopened('trading'), update())).toEqual([['website']])
  })

  it('by the rules that held then, as far as whoever recorded it could know', () => {
    const team = new Team({ ...FOUR_EYES, approval: { ...APPROVAL, lift: false } })
    team.record('taro', lifted('trading'))
    const before = [...team.events]
    team.change(FOUR_EYES)
    // What held before the first change is not in the log.
    expect(unapproved(team)).toEqual([])
    team.record('taro', lifted('withdrawals'))
    expect(unapproved(team)).toEqual([['withdrawals']])
    team.change({})
    team.record('taro', lifted('deposits'))
    expect(unapproved(team)).toEqual([['withdrawals']])
    // Settings that somebody nobody knows dates back to before a lift.
    const eve = new Writer('w-x', 'eve')
    const data = { settingsDigest: 's', approval: APPROVAL }
    const dated = eve.write({ type: 'settings.adopted', data }, 3 * MINUTE + SECOND)
    expect(unapproved({ incident: foldEvents([...before, dated]) })).toEqual([])
    // Whoever lifts cannot leave out that they have seen the rules of one that is known.
    const blind = eve.write(lifted('trading'), team.now + MINUTE)
    const strict = new Team({})
    strict.change(FOUR_EYES)
    expect(unapproved({ incident: foldEvents([...strict.events, blind]) })).toEqual([['trading']])
  })
})

describe('where nobody is named who can approve', () => {
  it('anybody else can', () => {
    const { team, request } = asked({ approval: APPROVAL })
    expect(team.approvals[0]?.prepared).not.toHaveProperty('asked')
    expect(team.act('taro', send(undefined, first()))).toBe('not-approved')
    expect(team.act('taro', send(request, first()))).toBe('not-approved')
    expect(team.act('taro', approve(request))).toBe('not-another-person')
    expect(team.act('hanako', approve(request))).toMatch(/^w-/)
    const sent = team.act('taro', send(request, first()))
    team.record('taro', deliveredAs(sent, 'failed'))
    const again = { kind: 'retry-notices', notices: [{ notice: sent, via: 'webhook', journal: 'journal' }] } as const
    expect(team.act('taro', again)).toMatch(/^w-/)
  })

  it('a department without people is nobody, with contacts and without', () => {
    const nobody = { ...ROSTER, departments: { ...ROSTER.departments, law: [] } }
    for (const contacts of [{}, { roster: nobody }]) {
      const { team, request } = asked({ approval: APPROVAL, approvers: ['law'], ...contacts })
      expect(team.approvals[0]?.prepared.asked).toEqual([])
      expect(team.act('law', approve(request))).toBe('not-another-person')
      expect(team.act('ito', approve(request))).toBe('not-another-person')
    }
  })

  it('those who are named are asked, also without contacts', () => {
    const { team, request } = asked({ approval: APPROVAL, approvers: ['ito'] })
    expect(team.approvals[0]?.prepared.asked).toEqual(['ito'])
    expect(team.act('hanako', approve(request))).toBe('not-another-person')
    expect(team.act('ito', approve(request))).toMatch(/^w-/)
    expect(asked({ ...FOUR_EYES, approvers: ['nobody'] }).team.approvals[0]?.prepared.asked).toEqual(['nobody'])
  })
})

describe('a notice that a person posts', () => {
  const post = (text: string | null, channel = 'website') =>
    ({ kind: 'posted', channels: [channel], stage: 'first', link: null, text, digest: null, next: null }) as const

  it('has the approval of just that text, else the log says that it has none', () => {
    const { team, request } = asked()
    team.act('ito', approve(request))
    team.act('taro', post('停止しています\r\n'))
    team.act('taro', post('別の文面', 'email'))
    team.act('taro', post('停止しています', 'internal'))
    expect(team.incident.notices.map(({ approval, unapproved }) => approval ?? unapproved)).toEqual([
      request,
      true,
      // What only departments read needs no approval.
      undefined,
    ])
    expect(team.state(request)).toBe('done')
  })

  it('has it with its subject or without', () => {
    const mail = { ...first('email'), texts: [{ language: 'ja', subject: '件名', text: '本文', digest: 'd' } as const] }
    for (const text of ['件名\n\n本文', '本文\n']) {
      const team = new Team()
      const request = team.act('taro', ask(mail))
      team.act('ito', approve(request))
      team.act('taro', post(text, 'email'))
      expect(team.incident.notices).toMatchObject([{ approval: request }])
    }
  })

  it('has none of an approval that does not count on this machine', () => {
    const { team, request } = asked()
    const vain = team.act('ito', approve(request))
    team.act('taro', { ...post('停止しています'), except: [vain] })
    expect(team.incident.notices).toMatchObject([{ unapproved: true }])
  })

  it('has one of several approvals that counts, whoever gave another that does not', () => {
    const { team, request } = asked()
    team.act('ito', approve(request))
    const vain = team.act('ito', { ...approve(request), except: [team.approvals[0]?.granted?.event ?? ''] })
    expect(vain).toMatch(/^w-1/)
    expect(team.approvals[0]?.grants).toHaveLength(2)
    team.act('taro', { ...post('停止しています'), except: [vain] })
    expect(team.incident.notices).toMatchObject([{ approval: request }])
  })

  it('needs one for whatever a channel is told first, and for a claim without evidence', () => {
    const team = new Team()
    team.act('taro', { ...post('続報'), stage: 'update' })
    team.act('taro', { ...post('続報'), stage: 'update' })
    const forced = { force: 'hurry', open: new Map([['website', ['unbacked-claim']]]) }
    team.act('taro', { ...post('資産は安全です'), stage: 'update', ...forced })
    expect(team.incident.notices.map(({ unapproved }) => unapproved)).toEqual([true, true, true])
  })

  it('counts as the first that a channel is told only if somebody has approved it', () => {
    const update = { ...send(undefined, composed('website', 'update', 2)), news: ['website'] }
    const { team, request } = asked()
    team.act('ito', approve(request))
    team.act('taro', post('停止しています'))
    expect(team.act('taro', update)).toMatch(/^w-0/)
    const unapproved = new Team()
    unapproved.act('taro', post('停止しています'))
    expect(unapproved.act('taro', update)).toBe('not-approved')
  })

  it('has it once: posted again, it has none', () => {
    const { team, request } = asked()
    team.act('ito', approve(request))
    team.act('taro', post('停止しています'))
    team.act('taro', { ...post('停止しています'), again: 'the page was lost' })
    expect(team.incident.notices.map(({ approval, unapproved }) => approval ?? unapproved)).toEqual([request, true])
  })

  it('has none if it was posted before it was approved, also if that is said only later', () => {
    const unapproved = (team: Team) =>
      deviationsOf(team.incident, [], []).filter(({ kind }) => kind === 'unapproved').length
    const { team, request } = asked()
    team.act('ito', approve(request))
    const granted = team.now
    team.act('taro', { ...post('停止しています'), at: iso(granted - MINUTE) })
    expect(team.incident.notices).toMatchObject([{ unapproved: true }])
    expect(unapproved(team)).toBe(1)
    const inTime = asked()
    inTime.team.act('ito', approve(inTime.request))
    inTime.team.now += MINUTE
    // Times are given to the minute.
    const posted = inTime.team.act('taro', { ...post('停止しています'), at: iso(granted - 5 * SECOND) })
    expect(inTime.team.incident.notices).toMatchObject([{ approval: inTime.request }])
    expect(unapproved(inTime.team)).toBe(0)
    inTime.team.record('taro', corrected(posted, { at: iso(granted - MINUTE) }))
    expect(unapproved(inTime.team)).toBe(1)
  })

  it('has the approval that it had when it was posted, whatever was changed or refused before that is entered', () => {
    const changes: Readonly<Record<string, (team: Team, request: string) => void>> = {
      changed: (team) => team.record('taro', stated('cause', { ja: '装置の故障' })),
      refused: (team, request) => team.act('ito', refuse(request)),
      replaced: (team) => team.act('taro', ask({ ...first(), digest: 'another' })),
    }
    for (const [what, change] of Object.entries(changes)) {
      const { team, request } = asked()
      team.act('ito', approve(request))
      const granted = team.now
      team.now += MINUTE
      change(team, request)
      const enter = (at: number) => {
        const decided = decide(team.incident, { ...post('停止しています'), at: iso(at), again: 'lost' }, whoever(team))
        return isProblem(decided) ? decided : decided.events[0]?.data
      }
      expect(enter(granted), what).toMatchObject({ approval: request })
      expect(enter(team.now), what).toMatchObject({ unapproved: true })
      team.act('taro', { ...post('停止しています'), at: iso(granted) })
      expect(deviationsOf(team.incident, [], []), what).toEqual([])
      expect(enter(granted + SECOND), what).toMatchObject({ unapproved: true })
    }
  })

  it('has it also if what was approved was redacted after it was posted, and before that is entered', () => {
    for (const field of ['claim.evidence', 'notices.0.texts.0.text']) {
      const team = new Team()
      const claim = { evidence: 'Yamada compared the balances', approvedBy: 'Ito' }
      const request = team.act('taro', { ...ask(first()), claim })
      team.act('ito', approve(request))
      const granted = team.now
      team.now += MINUTE
      team.record('taro', redacted(request, field))
      const incident = foldEvents(withRedactions(team.events.values(), new Map([[request, [field]]])))
      const text = field === 'claim.evidence' ? '停止しています' : REDACTED
      const enter = (at: number) => {
        const decided = decide(incident, { ...post(text), at: iso(at) }, whoever(team))
        return isProblem(decided) ? decided : decided.events[0]?.data
      }
      expect(enter(granted), field).toMatchObject({ approval: request })
      expect(enter(team.now), field).toMatchObject({ unapproved: true })
    }
  })

  it('has none if its text was not kept, or its step was just marked as done', () => {
    const { team, request } = asked()
    team.act('ito', approve(request))
    team.act('taro', post(null))
    team.act('taro', { kind: 'done', steps: ['b-email'] })
    expect(team.incident.notices.map(({ approval, unapproved }) => approval ?? unapproved)).toContain(true)
    expect(team.incident.notices.every((notice) => notice.approval === undefined)).toBe(true)
  })

  it('says nothing of it where no approval is needed', () => {
    const team = new Team({})
    team.act('taro', post('停止しています'))
    expect(team.incident.notices[0]).not.toHaveProperty('unapproved')
  })
})

describe('a lift', () => {
  const marks = (team: Team) =>
    [...team.events].flatMap(({ type, data }) => (type === 'scope.lifted' ? [[data.approval, data.unapproved]] : []))

  it('is a fact: without an approval of the decision it is recorded, and the log says so', () => {
    const team = new Team()
    team.record('taro', done('c-criteria'))
    team.act('taro', lift('trading'))
    expect(marks(team)).toEqual([[undefined, true]])
  })

  it('has the approval of the decision to lift just that, in one go or one by one', () => {
    const team = new Team()
    team.record('taro', done('c-criteria'))
    const request = team.act('taro', askToLift('trading', 'withdrawals'))
    team.act('ito', approve(request))
    team.act('taro', lift('trading'))
    expect(team.state(request)).toBe('approved')
    team.act('taro', lift('withdrawals'))
    expect(marks(team)).toEqual([
      [request, undefined],
      [request, undefined],
    ])
    expect(team.state(request)).toBe('done')
  })

  it('has the approval that it had when it happened, if it is entered later', () => {
    const at = (minutes: number) => {
      const team = new Team()
      team.record('taro', done('c-criteria'))
      const request = team.act('taro', askToLift('trading'))
      team.act('ito', approve(request))
      const granted = team.now
      team.now += APPROVAL_HOLDS_MS
      team.act('taro', { ...lift('trading'), at: iso(granted + minutes * MINUTE) })
      return marks(team).map(([approval]) => approval === request)
    }
    expect(at(1)).toEqual([true])
    expect(at(-1)).toEqual([false])
    expect(at(APPROVAL_HOLDS_MS / MINUTE)).toEqual([false])
  })

  it('has the approval that it had when it happened, whatever was stated or refused before that is entered', () => {
    const changes: Readonly<Record<string, (team: Team, request: string) => unknown>> = {
      stated: (team) => team.record('taro', scoped('withdrawals', 'limited')),
      refused: (team, request) => team.act('ito', refuse(request)),
    }
    for (const [what, change] of Object.entries(changes)) {
      const team = new Team()
      team.record('taro', done('c-criteria'))
      const request = team.act('taro', askToLift('trading'))
      team.act('ito', approve(request))
      const granted = team.now
      team.now += MINUTE
      change(team, request)
      const enter = (at: number) => {
        const decided = decide(team.incident, { ...lift('trading'), at: iso(at) }, whoever(team))
        return isProblem(decided) ? decided : decided.events[0]?.data
      }
      expect(enter(team.now), what).toMatchObject({ unapproved: true })
      expect(enter(granted), what).toMatchObject({ approval: request })
      team.act('taro', { ...lift('trading'), at: iso(granted) })
      expect(
        deviationsOf(team.incident, [], []).filter(({ kind }) => kind === 'unapproved'),
        what,
      ).toEqual([])
      team.record('taro', scoped('trading', 'stopped'))
      expect(enter(granted), what).toMatchObject({ unapproved: true })
    }
  })

  it('has none by an approval that came after it, however that is dated, in whatever order the lines arrive', () => {
    const unapproved = (events: readonly Event[]) =>
      deviationsOf(foldEvents(events), [], []).filter(({ kind }) => kind === 'unapproved').length
    const trading = [{ operation: 'trading', asset: null, state: 'open', words: null }] as const
    const prepared = () => {
      const team = new Team()
      team.record('taro', done('c-criteria'))
      const happened = team.now
      team.now += 5 * MINUTE
      return { team, happened, request: team.act('taro', askToLift('trading')) }
    }
    // Whoever approves has set the clock back to before the lift.
    const { team, happened, request } = prepared()
    team.act('ito', approve(request))
    const grant = team.events.at(-1) as Event
    team.events[team.events.length - 1] = { ...grant, at: iso(happened - MINUTE), recordedAt: iso(happened - MINUTE) }
    team.act('taro', { ...lift('trading'), at: iso(happened) })
    expect(unapproved(team.events)).toBe(1)
    // A lift that names what waits, and is approved only then.
    const early = prepared()
    early.team.record('eve', { type: 'scope.lifted', data: { changes: trading, open: [], approval: early.request } })
    const { digest } = early.team.approvals[0]?.prepared ?? { digest: '' }
    early.team.record('ito', { type: 'approval.granted', data: { request: early.request, digest } })
    expect(unapproved(early.team.events)).toBe(1)
    expect(unapproved([...early.team.events].reverse())).toBe(1)
  })

  it('of an asset has the approval of the decision to lift its operation, unless it was stopped by itself', () => {
    const liftXem = { kind: 'lift', targets: [{ operation: 'trading', asset: 'XEM' }] } as const
    const marked = (...before: EventDraft[]) => {
      const team = new Team()
      team.record('taro', done('c-criteria'))
      for (const draft of before) team.record('taro', draft)
      const request = team.act('taro', askToLift('trading'))
      team.act('ito', approve(request))
      team.act('taro', liftXem)
      return [marks(team)[0]?.[0] === request, team.state(request)]
    }
    expect(marked()).toEqual([true, 'approved'])
    expect(marked(scoped('trading', 'stopped', 'XEM'))).toEqual([false, 'changed'])

    const team = new Team()
    team.record('taro', done('c-criteria'))
    team.record('taro', scoped('trading', 'stopped', 'XEM'))
    const request = team.act('taro', askToLift('trading'))
    team.act('ito', approve(request))
    const changes = [{ operation: 'trading', asset: 'XEM', state: 'open', words: null }] as const
    team.record('eve', { type: 'scope.lifted', data: { changes, open: [], approval: request } })
    expect(deviationsOf(team.incident, [], [])).toMatchObject([{ kind: 'unapproved', what: ['trading:XEM'] }])
  })

  it('has an approval once: what was lifted with it and stopped again is to be approved anew', () => {
    const team = new Team()
    team.record('taro', done('c-criteria'))
    const request = team.act('taro', askToLift('trading', 'withdrawals'))
    team.act('ito', approve(request))
    team.act('taro', lift('trading'))
    team.act('taro', {
      kind: 'reopen',
      reason: 'fell over',
      scope: [{ operation: 'trading', asset: null, state: 'stopped', words: null }],
    })
    team.record('taro', done('c-criteria'))
    team.act('taro', lift('trading'))
    expect(marks(team)).toEqual([
      [request, undefined],
      [undefined, true],
    ])
  })

  it('has none of an approval that was used elsewhere before the stop which it lifts', () => {
    const team = new Team()
    team.record('taro', done('c-criteria'))
    const request = team.act('taro', askToLift('trading'))
    team.act('ito', approve(request))
    const known = [...team.events]
    team.record('taro', { type: 'scope.lifted', data: { ...liftOf('trading'), approval: request } })
    const again = (minutes: number) =>
      new Writer('w-x', 'hanako').write(
        { type: 'scope.lifted', data: { ...liftOf('trading'), approval: request } },
        team.now + minutes * MINUTE,
        known,
      )
    const twice = foldEvents([...team.events, again(1)])
    expect(deviationsOf(twice, [], []).filter(({ kind }) => kind === 'unapproved')).toEqual([])
    team.record('taro', reopened('trading'))
    const incident = foldEvents([...team.events, again(1)])
    expect(deviationsOf(incident, [], []).filter(({ kind }) => kind === 'unapproved')).toMatchObject([
      { what: ['trading'], by: 'hanako' },
    ])
  })

  describe('beside what a writer has recorded whom the machine does not know', () => {
    /** Who has a lift without approval, whatever Mallory says. */
    const unapproved = (events: readonly Event[]) =>
      deviationsOf({ ...foldEvents(events), unknownWriters: new Set(['w-m']) }, [], []).flatMap(({ kind, by }) =>
        kind === 'unapproved' && by !== 'mallory' ? [by] : [],
      )
    const liftedWith = (request: string): EventDraft => {
      return { type: 'scope.lifted', data: { ...liftOf('trading'), approval: request } }
    }

    it('keeps its approval where that writer says to have lifted it with that, and to have stopped it again', () => {
      for (const stop of [reopened('trading'), scoped('trading', 'stopped')]) {
        const team = new Team()
        const request = team.act('taro', askToLift('trading'))
        team.act('ito', approve(request))
        const mallory = new Writer('w-m', 'mallory')
        const theirs = [liftedWith(request), stop].map((draft) => {
          team.now += MINUTE
          return mallory.write(draft, team.now, team.events)
        })
        team.events.push(...theirs)
        team.record('taro', liftedWith(request))
        expect(unapproved(team.events)).toEqual([])
      }
    })

    it('has none where it was lifted and stopped before, also where that writer takes back either', () => {
      for (const target of [0, 1]) {
        const team = new Team()
        const request = team.act('taro', askToLift('trading'))
        team.act('ito', approve(request))
        const known = [...team.events]
        const taken = [team.record('taro', liftedWith(request)), team.record('taro', reopened('trading'))]
        const theirs = new Writer('w-m', 'mallory').write(
          undone(taken[target] as string),
          team.now + MINUTE,
          team.events,
        )
        const again = new Writer('w-x', 'hanako').write(liftedWith(request), team.now + 2 * MINUTE, known)
        expect(unapproved([...team.events, again])).toEqual(['hanako'])
        expect(unapproved([...team.events, theirs, again])).toEqual(['hanako'])
      }
    })

    it('of that writer has none where it was lifted and stopped before', () => {
      const team = new Team()
      const request = team.act('taro', askToLift('trading'))
      team.act('ito', approve(request))
      team.record('taro', liftedWith(request))
      team.record('taro', reopened('trading'))
      const theirs = new Writer('w-m', 'mallory').write(liftedWith(request), team.now + MINUTE, team.events)
      const incident = { ...foldEvents([...team.events, theirs]), unknownWriters: new Set(['w-m']) }
      expect(deviationsOf(incident, [], []).filter(({ kind }) => kind === 'unapproved')).toMatchObject([
        { by: 'mallory' },
      ])
    })
  })

  it('has none any more once the scope or the phase was changed since, even back to what it was', () => {
    const stopAgain = [{ operation: 'trading', asset: null, state: 'stopped', words: null }] as const
    const changes: Readonly<Record<string, (team: Team) => void>> = {
      'an asset of it has stopped, too': (team) => team.record('hanako', scoped('trading', 'stopped', 'XEM')),
      'it was opened by force and stopped again': (team) => {
        team.record('hanako', takenBack('trading'))
        team.record('hanako', scoped('trading', 'stopped'))
      },
      'the halt was reopened': (team) => {
        team.record('hanako', { type: 'scope.lifted', data: { ...liftOf('trading'), unapproved: true } })
        team.act('hanako', { kind: 'reopen', reason: 'fell over', scope: stopAgain })
        team.record('taro', done('c-criteria'))
      },
      'the lift with it was undone': (team) => {
        const event = team.act('taro', lift('trading'))
        team.record('taro', undone(event))
      },
      'something else was undone': (team) => team.record('taro', undone('w-0:3')),
    }
    for (const [what, change] of Object.entries(changes)) {
      const team = new Team()
      team.record('taro', done('c-criteria'))
      const request = team.act('taro', askToLift('trading'))
      team.act('ito', approve(request))
      change(team)
      expect(team.state(request), what).toBe('changed')
      team.act('taro', lift('trading'))
      expect(marks(team).at(-1), what).toEqual([undefined, true])
    }
  })

  it('has none of a request whose author did not know of a restriction, in whatever order they arrive', () => {
    const team = new Team()
    const elsewhere = new Writer('w-x', 'hanako').write(scoped('trading', 'stopped', 'XEM'), team.now + SECOND, [])
    const request = team.act('taro', askToLift('trading'))
    team.act('ito', approve(request))
    expect(team.state(request)).toBe('approved')
    team.events.push(elsewhere)
    expect(team.state(request)).toBe('changed')
  })

  it('keeps its approval while only the next phase opens', () => {
    const team = new Team()
    const request = team.act('taro', askToLift('trading'))
    team.act('ito', approve(request))
    team.record('taro', advanced('during-halt'))
    expect(team.state(request)).toBe('approved')
  })

  it('is asked for once: what waits is said again, and what is approved as well', () => {
    const team = new Team()
    const request = team.act('taro', askToLift('trading', 'withdrawals'))
    expect(team.act('taro', askToLift('trading'))).toBe('already: lift --request trading')
    team.act('ito', approve(request))
    expect(team.act('taro', askToLift('trading'))).toBe('approved-already')
  })

  it('is not all that opens something: undoing a stop or a reopening, and stating by force, have no approval', () => {
    const unapproved = (team: Team) =>
      deviationsOf(team.incident, [], []).flatMap(({ kind, what }) => (kind === 'unapproved' ? [what] : []))
    const undo = (team: Team, event: string) =>
      team.act('taro', {
        kind: 'undo',
        target: team.events.find((one) => nameOf(one) === event) ?? null,
        reason: 'slip',
      })
    const team = new Team()
    undo(team, 'w-0:2')
    expect(unapproved(team)).toEqual([['trading']])
    undo(team, team.record('taro', scoped('withdrawals', 'stopped', 'XEM')))
    undo(team, team.record('taro', stated('cause', { ja: '装置の故障' })))
    expect(unapproved(team)).toEqual([['trading']])
    team.act('taro', {
      kind: 'scope',
      statements: [{ operation: 'withdrawals', asset: null, state: 'open', words: null }],
      force: 'it never stopped',
    })
    expect(unapproved(team)).toEqual([['trading'], ['withdrawals']])
    undo(team, nameOf(team.events.at(-1) as Event))
    expect(unapproved(team)).toEqual([['trading']])

    const exception = new Team()
    exception.record('taro', lifted('trading:XEM'))
    const all = [{ operation: 'trading', asset: '*', state: 'cancel-only', words: null }] as const
    undo(exception, exception.act('taro', { kind: 'scope', statements: all }))
    expect(unapproved(exception)).toEqual([['trading:XEM'], ['trading:XEM']])

    const again = new Team()
    again.record('taro', lifted('trading'))
    undo(again, again.record('taro', reopened('trading')))
    expect(unapproved(again)).toEqual([['trading'], ['trading']])

    const free = new Team({})
    undo(free, 'w-0:2')
    expect(unapproved(free)).toEqual([])
  })

  it('nor is stating an asset of what is stopped as open, unless that was not stopped before', () => {
    const stated = (settings: Partial<Settings>, ...statements: ScopeStatement[]) => {
      const team = new Team(settings)
      team.act('taro', { kind: 'scope', statements })
      const changes = team.events.flatMap(({ type, data }) => (type === 'scope.changed' ? [data] : [])).slice(2)
      const unapproved = deviationsOf(team.incident, [], []).filter(({ kind }) => kind === 'unapproved')
      return [
        changes.map(({ changes, unapproved }) => [changes.length, unapproved]),
        unapproved.map(({ what }) => what),
      ]
    }
    const xem = { operation: 'trading', asset: 'XEM', state: 'open', words: null } as const
    const deposits = { operation: 'deposits', asset: null, state: 'stopped', words: null } as const
    expect(stated(FOUR_EYES, xem)).toEqual([[[1, true]], [['trading:XEM']]])
    const both = [
      [1, undefined],
      [1, true],
    ]
    expect(stated(FOUR_EYES, deposits, xem)).toEqual([both, [['trading:XEM']]])
    expect(stated(FOUR_EYES, deposits, { ...xem, operation: 'deposits' })).toEqual([[[2, undefined]], []])
    expect(stated({}, xem)).toEqual([[[1, undefined]], []])
  })

  it('of what is stopped only from when a planned halt begins is none yet', () => {
    const incident = incidentOf(
      planned({ settings: { ...DEFAULT_SETTINGS, ...FOUR_EYES } }),
      scoped('trading', 'stopped'),
    )
    expect(openedByUndoing(scopeStates(incident), nth(2), ['trading'])).toEqual([])
  })

  it('that names the approval of something else has none', () => {
    const { team, request } = asked()
    team.act('ito', approve(request))
    team.record('taro', done('c-criteria'))
    team.act('taro', lift('withdrawals'))
    expect(marks(team)).toEqual([[undefined, true]])
    team.record('eve', { type: 'scope.lifted', data: { ...liftOf('trading'), approval: request } })
    const unapproved = deviationsOf(team.incident, [], []).filter(({ kind }) => kind === 'unapproved')
    expect(unapproved.map(({ what }) => what)).toEqual([['withdrawals'], ['trading']])
    const decided = team.act('taro', askToLift('deposits'))
    expect(decided).toBe('not-restricted')
    team.record('taro', scoped('deposits', 'stopped'))
    const decision = team.act('taro', askToLift('deposits'))
    team.act('ito', approve(decision))
    expect(team.act('taro', send(decision, first()))).toBe('approval-void')
  })

  it('of which a part was carried out counts as done, once the rest is void', () => {
    const team = new Team()
    team.record('taro', done('c-criteria'))
    const request = team.act('taro', askToLift('trading', 'withdrawals'))
    team.act('ito', approve(request))
    team.act('taro', lift('trading'))
    team.now += APPROVAL_HOLDS_MS
    expect(team.state(request)).toBe('done')
  })

  it('has none of a decision about something else, or about another scope', () => {
    const team = new Team()
    team.record('taro', done('c-criteria'))
    const request = team.act('taro', askToLift('trading'))
    team.act('ito', approve(request))
    team.act('taro', lift('withdrawals'))
    expect(team.state(request)).toBe('changed')
    team.act('taro', lift('trading'))
    expect(marks(team)).toEqual([
      [undefined, true],
      [undefined, true],
    ])
  })

  it('can be decided on only where something is restricted', () => {
    const team = new Team()
    expect(team.act('taro', { kind: 'request-lift', targets: [] })).toBe('still-restricted')
    team.record('taro', lifted('trading'))
    expect(team.act('taro', askToLift('trading'))).toBe('already: lift trading')
    team.record('taro', lifted('withdrawals'))
    expect(team.act('taro', { kind: 'request-lift', targets: 'all' })).toBe('already: lift --all')
  })

  it('cannot be decided on before a planned halt has begun', () => {
    given(planned()).when({ kind: 'request-lift', targets: 'all' }).refused('not-begun')
  })

  it('says nothing of it where no approval is needed', () => {
    const team = new Team({})
    team.record('taro', done('c-criteria'))
    team.act('taro', lift('trading'))
    expect(marks(team)).toEqual([[undefined, undefined]])
  })
})

describe('settings', () => {
  const rules = (team: Team) =>
    team.events.flatMap(({ type, data }) => (type === 'settings.adopted' ? [data.approval] : []))

  it('that change what has to be approved say so in the log, and others do not', () => {
    const team = new Team()
    team.change({ ...FOUR_EYES, language: 'en' })
    team.change({ roster: ROSTER })
    team.change({ approval: { ...APPROVAL, lift: false } })
    expect(rules(team)).toEqual([undefined, null, { ...APPROVAL, lift: false }])
  })

  it('that change who can approve, be it by the contacts, name the people', () => {
    const approvers = (settings: Partial<Settings>, before = FOUR_EYES) => {
      const team = new Team(before)
      team.change(settings)
      return team.events.flatMap(({ type, data }) => (type === 'settings.adopted' ? [data.approvers] : []))[0]
    }
    const ito = { ja: 'Ito', en: 'Ito' }
    expect(approvers({ ...FOUR_EYES, language: 'en' })).toBeUndefined()
    expect(approvers({ ...FOUR_EYES, approvers: ['ito', 'mori'] })).toEqual({ ito, mori: { ja: 'Mori', en: 'Mori' } })
    const renamed = { ...ROSTER, people: { ...ROSTER.people, ito: { ja: '太郎', en: 'Taro' } } }
    expect(approvers({ ...FOUR_EYES, roster: renamed })).toEqual({ ito: { ja: '太郎', en: 'Taro' } })
    expect(approvers({ approval: APPROVAL, roster: ROSTER })).toBeNull()
    // Where nothing needs an approval, nobody has to give one.
    expect(approvers({ approvers: ['mori'] }, {})).toBeUndefined()
  })
})

describe('a runbook', () => {
  it('by which channels are for departments from now on names those that need no approval any more', () => {
    const { website, ...others } = SMALL_RUNBOOK.channels
    const channels = { ...others, website: { ...website, audience: 'departments' } } as Runbook['channels']
    const adopt = (settings: Partial<Settings>, isLost = false) => {
      const team = new Team(settings)
      const data = { runbook: { ...SMALL_RUNBOOK, channels }, runbookDigest: 'runbook-2', reason: 'own words' }
      team.act('taro', { kind: 'adopt-runbook', data, isLost })
      return team.events.flatMap(({ type, data }) => (type === 'runbook.adopted' ? [data.unapproved] : []))
    }
    expect(adopt(FOUR_EYES)).toEqual([['website']])
    expect(adopt({ approval: { notice: [], lift: false, claims: true } })).toEqual([['website']])
    expect(adopt({})).toEqual([undefined])
    // The one before is gone, so that nobody can tell.
    expect(adopt(FOUR_EYES, true)).toEqual([undefined])
    expect(adopt({ approval: { notice: [], lift: true, claims: false } })).toEqual([undefined])
    const same = new Team()
    const data = { runbookDigest: 'runbook-3', reason: 'own words' }
    same.act('taro', { kind: 'adopt-runbook', data: { ...data, runbook: SMALL_RUNBOOK } })
    same.act('taro', { kind: 'adopt-runbook', data: { ...data, runbookDigest: 'runbook-4' } })
    expect(
      same.events.filter(({ type }) => type === 'runbook.adopted').every(({ data }) => !('unapproved' in data)),
    ).toBe(true)
  })
})

describe('whatever the order in which events arrive', () => {
  const NAMES = ['taro', 'Taro', 'sato', 'ito', 'Ito', 'hanako'] as const
  const act = fc.record({
    by: fc.constantFrom(...NAMES),
    what: fc.constantFrom('ask', 'approve', 'refuse', 'send', 'post', 'state', 'undo'),
    which: fc.nat(3),
  })

  it('what was carried out stays approved, whoever takes back its approval or what was asked without being seen', () => {
    const places = fc.array(fc.record({ what: fc.boolean(), minutes: fc.integer({ min: 1, max: 9 }) }), {
      maxLength: 4,
    })
    fc.assert(
      fc.property(places, fc.boolean(), fc.infiniteStream(fc.nat()), (undoings, isLift, numbers) => {
        const team = new Team()
        team.record('taro', done('c-criteria'))
        const request = team.act('taro', isLift ? askToLift('trading') : ask(first()))
        const granted = team.act('ito', approve(request))
        const known = [...team.events]
        const at = team.now
        team.now += 5 * MINUTE
        team.act('taro', isLift ? lift('trading') : send(request, first()))
        const eve = new Writer('w-x', 'eve')
        const sorted = [...undoings].sort((a, b) => a.minutes - b.minutes)
        // Before and after it, in log order, on a machine that does not know of it.
        for (const { what, minutes } of sorted)
          team.events.push(eve.write(undone(what ? request : granted), at + minutes * MINUTE + SECOND, known))
        const shuffled = [...team.events].sort(() => ((numbers.next().value as number) % 3) - 1)
        expect(deviationsOf(foldEvents(shuffled), [], []).filter(({ kind }) => kind === 'unapproved')).toEqual([])
      }),
    )
  })

  const MALLORY = 'w-x'
  const byMallory = fc.record({
    by: fc.constantFrom('eve', 'ito'),
    what: fc.constantFrom('ask', 'approve', 'refuse', 'post', 'state', 'scope', 'lift', 'undo'),
    which: fc.nat(3),
    minutes: fc.integer({ min: 0, max: 15 }),
  })
  type ByMallory = typeof byMallory extends fc.Arbitrary<infer A> ? A : never

  /** What a writer that no machine of the team knows has recorded meanwhile. */
  function wordsOfMallory(team: Team, acts: readonly ByMallory[]): Event[] {
    const mallory = new Writer(MALLORY, 'eve')
    const { approvals } = team
    const dataOf = (event: string | undefined) => team.events.find((one) => nameOf(one) === event)?.data
    for (const { by, what, which, minutes } of [...acts].sort((a, b) => a.minutes - b.minutes)) {
      const asked = approvals[which]
      const own = mallory.events.filter(({ type }) => type === 'approval.requested').at(-1)
      const drafts: Record<typeof what, EventDraft | null> = {
        ask: asked === undefined ? null : ({ type: 'approval.requested', data: dataOf(asked.event) } as EventDraft),
        // Of its own request under whatever name, of others' under its own.
        approve: approvalBy(by === 'eve' ? asked?.event : own && nameOf(own), asked?.prepared.digest ?? ''),
        refuse: asked === undefined ? null : { type: 'approval.refused', data: { request: asked.event, reason: 'no' } },
        post: withFields(posted('website', 'first', 1), asked === undefined ? {} : { approval: asked.event }),
        state: stated('cause', { ja: `${which}` }),
        scope: scoped('trading', which === 0 ? 'open' : 'cancel-only'),
        lift: lifted('trading'),
        undo: undone(asked?.granted?.event ?? asked?.event ?? 'w-0:1'),
      }
      const draft = drafts[what]
      if (draft !== null) mallory.write(draft, minutes * MINUTE + SECOND, [], { by })
    }
    return mallory.events
  }

  function approvalBy(request: string | undefined, digest: string): EventDraft | null {
    return request === undefined ? null : { type: 'approval.granted', data: { request, digest } }
  }

  it('an approval counts only from another person who may give it, and all machines agree', () => {
    const malloryActs = fc.array(byMallory, { maxLength: 6 })
    fc.assert(
      fc.property(
        fc.array(act, { maxLength: 12 }),
        malloryActs,
        fc.infiniteStream(fc.nat()),
        (acts, theirs, numbers) => {
          const team = new Team()
          for (const { by, what, which } of acts) {
            const request = team.approvals[which]?.event ?? 'w-0:99'
            if (what === 'ask') team.act(by, ask(first()))
            else if (what === 'approve') {
              // Also what a program without these rules would record.
              const digest = team.approvals[which]?.prepared.digest ?? 'd'
              team.record(by, { type: 'approval.granted', data: { request, digest } })
            } else if (what === 'refuse') team.act(by, refuse(request))
            else if (what === 'send') team.act(by, send(request, first()))
            else if (what === 'post') team.record(by, posted('email', 'first', 1))
            else if (what === 'state') team.record(by, stated('cause', { ja: `${which}` }))
            else team.record(by, undone(team.approvals[which]?.granted?.event ?? 'w-0:98'))
          }
          const shuffled = [...team.events].sort(() => ((numbers.next().value as number) % 3) - 1)
          const now = DECLARED + team.now
          const approvals = approvalsOf(foldEvents(shuffled), now)
          expect(approvals).toEqual(team.approvals)
          for (const { by, granted, state, acts: carried } of approvals) {
            if (granted !== null) {
              expect(isSamePerson(ROSTER, by, granted.by)).toBe(false)
              expect(['ito', 'Ito', 'sato']).toContain(granted.by)
            }
            if (state === 'approved') expect(granted).not.toBeNull()
            if (carried.length > 0) expect(state).toBe('done')
          }
          const all = [...team.events, ...wordsOfMallory(team, theirs)]
          const unknownWriters = new Set([MALLORY])
          const judged = (events: readonly Event[]) => approvalsOf({ ...foldEvents(events), unknownWriters }, now)
          const merged = judged([...all].sort(() => ((numbers.next().value as number) % 3) - 1))
          expect(merged).toEqual(judged(all))
          const ofMallory = merged.filter(({ writer }) => writer === MALLORY)
          expect(ofMallory.filter(({ granted }) => granted !== null)).toEqual([])
          // Neither its requests nor its words change what becomes of those of the team, but for a refusal of what nobody approved.
          for (const one of merged.filter(({ writer }) => writer !== MALLORY)) {
            const alone = approvals.find(({ event }) => event === one.event) as Approval
            const isOnlyRefused = one.refused?.event.startsWith(MALLORY) && alone.granted === null
            const { changed, acts: carried } = alone
            expect(one).toMatchObject({ changed, acts: carried, ...(isOnlyRefused ? {} : { state: alone.state }) })
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('an act whose approval is of a writer that was set aside', () => {
  const WHY = 'laptop stolen'

  /** What the acts that were `made` rested on, once Taro has set the writer aside that this returns. */
  function lostAfter(made: (team: Team) => string, words: { readonly words?: string } = { words: WHY }) {
    const team = new Team()
    team.record('taro', done('c-criteria'))
    const writer = made(team)
    const every = [...team.events]
    team.events.splice(0, team.events.length, ...every.filter((event) => event.writer !== writer))
    const word = team.record('taro', continued(writer, null, { reason: SET_ASIDE, ...words }))
    const setAside = new Map([[writer, { event: word, birth: null, wasKnown: true }]])
    const eventsOf = (name: string) => every.filter((event) => event.writer === name)
    const lost = lostApprovals(team.incident, setAside, eventsOf)
    const deviations = deviationsOf({ ...team.incident, lostApprovals: lost }, [], [])
    return { lost, word, deviations: deviations.filter(({ kind }) => kind === 'unapproved') }
  }

  const approvedBy = (team: Team, request: string) => team.act('ito', approve(request)).split(':')[0] as string

  it('is a deviation that names the approval, who gave it, and why its writer was set aside', () => {
    const notice = lostAfter((team) => {
      const request = team.act('taro', ask(first()))
      const writer = approvedBy(team, request)
      // Neither is one of it.
      team.record('ito', { type: 'approval.granted', data: { request, digest: 'other' } })
      team.record('ito', { type: 'approval.granted', data: { request: 'w-0:99', digest: 'other' } })
      team.act('taro', send(request, first()))
      team.act('ito', approve(team.act('taro', ask(first('email')))))
      return writer
    })
    expect(notice.lost).toEqual([
      { act: expect.any(String), event: 'w-1:1', by: 'ito', setAside: notice.word, reason: WHY },
    ])
    expect(notice.deviations).toMatchObject([{ kind: 'unapproved', what: ['website'], lost: notice.lost }])
    const lifting = lostAfter((team) => {
      const writer = approvedBy(team, team.act('taro', askToLift('trading')))
      team.act('taro', lift('trading'))
      return writer
    }, {})
    expect(lifting.deviations).toMatchObject([{ what: ['trading'], lost: [{ by: 'ito', reason: '' }] }])
  })

  it('names what was prepared, if that is of such a writer', () => {
    const { lost } = lostAfter((team) => {
      const request = team.act('hanako', ask(first()))
      team.act('ito', approve(request))
      team.act('taro', send(request, first()))
      return request.split(':')[0] as string
    })
    expect(lost).toMatchObject([{ event: 'w-1:1', by: 'hanako' }])
  })

  it('names nothing that whoever recorded it had not seen, or had seen to be set aside', () => {
    const unseen = lostAfter((team) => {
      const request = team.act('taro', ask(first()))
      const before = [...team.events]
      const writer = approvedBy(team, request)
      const eve = new Writer('w-x', 'eve')
      team.events.push(
        eve.write(withFields(posted('website', 'first', 1), { approval: request }), team.now + 1, before),
      )
      return writer
    })
    expect(unseen.deviations).toMatchObject([{ kind: 'unapproved' }])
    expect(unseen.lost).toEqual([])
    const team = new Team()
    const request = team.act('taro', ask(first()))
    const writer = approvedBy(team, request)
    const every = [...team.events]
    const word = team.record('taro', continued(writer, null, { reason: SET_ASIDE, words: WHY }))
    team.record('taro', withFields(posted('website', 'first', 1), { approval: request }))
    const known = foldEvents(team.events.filter((event) => event.writer !== writer))
    const setAside = new Map([[writer, { event: word, birth: null, wasKnown: true }]])
    expect(deviationsOf(known, [], [])).toContainEqual(expect.objectContaining({ kind: 'unapproved' }))
    expect(lostApprovals(known, setAside, () => every)).toEqual([])
  })
})

describe('an opening without a lift, whose line does not say that nobody approved it', () => {
  /** What is listed as opened without an approval, once Eve, of whom nobody knows, has recorded something. */
  function openedBy(drafts: (team: Team) => readonly EventDraft[], { settings = FOUR_EYES, isKnown = false } = {}) {
    const team = new Team(settings)
    if (isKnown) team.record('taro', { type: 'writer.accepted', data: { writer: 'w-1', key: null } })
    for (const draft of drafts(team)) team.record('eve', draft)
    const unapproved = deviationsOf(team.incident, [], []).filter(({ kind }) => kind === 'unapproved')
    return { team, listed: unapproved.map(({ what, by }) => [by, ...what]) }
  }
  const open = scoped('trading', 'open')
  const stopOf = (team: Team) => nameOf(team.events[1] as Event)

  it('is a deviation all the same, stated or by taking the stop back, and the log says so', () => {
    const { team, listed } = openedBy((team) => [open, undone(nameOf(team.events[2] as Event))])
    expect(listed).toEqual([
      ['eve', 'trading'],
      ['eve', 'withdrawals'],
    ])
    const entryOf = timelineEntryMaker(team.incident)
    const data = team.events.slice(-2).map((event) => entryOf(event, undefined).data)
    expect(data).toMatchObject([{ unapproved: true }, { unapproved: ['withdrawals'] }])
    expect(openedBy(() => [scoped('trading', 'open', 'XEM')]).listed).toEqual([['eve', 'trading:XEM']])
  })

  it('is none where nothing was restricted, no approval is needed, or nothing had begun', () => {
    expect(openedBy(() => [scoped('deposits', 'open'), scoped('trading', 'limited')]).listed).toEqual([])
    expect(openedBy((team) => [undone(stopOf(team)), open], { settings: { roster: ROSTER } }).listed).toEqual([])
    const taken = openedBy(() => [scoped('deposits', 'open')]).team
    taken.record('eve', undone(nameOf(taken.events.at(-1) as Event)))
    expect(deviationsOf(taken.incident, [], []).filter(({ kind }) => kind === 'unapproved')).toEqual([])
    const events = new Writer('w-0')
    events.write(planned({ settings: { ...DEFAULT_SETTINGS, ...FOUR_EYES } }))
    events.write(scoped('trading', 'stopped'))
    events.write(open)
    expect(deviationsOf(foldEvents(events.events), [], [])).toEqual([])
  })

  it('is judged by what a known writer had seen, and by all that comes before for others', () => {
    const unaware = (isKnown: boolean) => {
      const { team } = openedBy(() => [], { isKnown })
      const eve = new Writer('w-1', 'eve')
      const first = team.events[0] as Event
      team.events.push(eve.write(open, team.now + MINUTE, [first]))
      return deviationsOf(team.incident, [], []).filter(({ kind }) => kind === 'unapproved')
    }
    expect(unaware(true)).toEqual([])
    expect(unaware(false)).toHaveLength(1)
  })

  it('makes no lift, reopening or declaration one', () => {
    const { team, listed } = openedBy(() => [done('c-criteria')])
    team.act('taro', lift('trading'))
    team.record('taro', reopened('trading'))
    expect(listed).toEqual([])
    const unapproved = deviationsOf(team.incident, [], []).filter(({ kind }) => kind === 'unapproved')
    expect(unapproved.map(({ what }) => what)).toEqual([['trading']])
  })
})

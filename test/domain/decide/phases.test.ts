import { describe, it } from 'vitest'
import type { ClassificationIntent } from '../../../src/domain/decide/classification.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import {
  advanced,
  assigned,
  begun,
  classified,
  closed,
  declined,
  done,
  finished,
  followUp,
  given,
  givenBesideStranger,
  givenByStranger,
  HOUR,
  iso,
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
  withRunbook,
} from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

const INITIAL = [done('a-look'), done('b-website'), done('b-email')] as const
const lift = (...operations: readonly string[]) =>
  ({ kind: 'lift', targets: operations.map((operation) => ({ operation, asset: null })) }) as const
const opened = (operation: string, asset: string | null = null) => ({
  operation,
  asset,
  state: 'open' as const,
  words: null,
})
const liftOf = (changes: readonly ReturnType<typeof opened>[], open: readonly string[] = []): EventDraft => ({
  type: 'scope.lifted',
  data: { changes, open },
})

describe('decide: advance', () => {
  it('advances to the next phase once no required step is pending', () => {
    given(started(), ...INITIAL)
      .when({ kind: 'advance', at: iso(0) })
      .then({ ...advanced('during-halt'), at: iso(0) })
  })

  it('refuses while required steps are pending, and lists them', () => {
    given(started(), done('a-look'))
      .when({ kind: 'advance' })
      .refused('steps-pending', { steps: ['b-website', 'b-email'], phase: 'initial-response' })
  })

  it('advances despite steps that are begun, assigned or skipped, or not required', () => {
    given(started(), begun('a-look'), assigned('b-website', 'hanako'), skipped('b-email'))
      .when({ kind: 'advance' })
      .then(advanced('during-halt'))
  })

  it('advances with force, recording the reason and the open steps', () => {
    given(started(), done('a-look'))
      .when({ kind: 'advance', force: 'mail is down' })
      .then({
        type: 'phase.advanced',
        data: { to: 'during-halt', forced: { reason: 'mail is down', open: ['b-website', 'b-email'] } },
      })
    given(started(), ...INITIAL)
      .when({ kind: 'advance', force: 'to be sure' })
      .then(advanced('during-halt'))
  })

  it('begins a planned halt', () => {
    given(planned())
      .when({ kind: 'advance' })
      .refused('steps-pending', { steps: ['s-announce'], phase: 'scheduled' })
    given(planned(), done('s-announce')).when({ kind: 'advance' }).then(advanced('initial-response'))
  })

  it('refuses in phases that only a lift or closing can leave', () => {
    given(started(), advanced('during-halt'))
      .when({ kind: 'advance' })
      .refused('no-next-phase', { phase: 'during-halt' })
    given(started(), lifted('trading'))
      .when({ kind: 'advance' })
      .refused('no-next-phase', { phase: 'after-resumption' })
    given(started(), closed()).when({ kind: 'advance' }).refused('incident-closed')
  })

  it('refuses a time before the start of the incident', () => {
    given(started(), ...INITIAL)
      .when({ kind: 'advance', at: iso(-HOUR) })
      .refused('before-start', { at: iso(-HOUR), startedAt: iso(-12 * MINUTE) })
  })
})

describe('decide: lift', () => {
  const settled = [started(), ...INITIAL, declined('a-ask'), done('c-criteria')] as const

  it('requires only that the criteria are done, and records what is open', () => {
    given(...settled, scoped('trading', 'stopped'))
      .when({ ...lift('trading'), at: iso(MINUTE) })
      .then({ ...liftOf([opened('trading')]), at: iso(MINUTE) })
    given(started())
      .when(lift('trading'))
      .refused('criteria-open', { steps: ['c-criteria'] })
    given(started(), skipped('c-criteria'))
      .when(lift('trading'))
      .refused('criteria-open', { steps: ['c-criteria'] })
  })

  it('records the open steps of the phases before it', () => {
    given(started(), done('c-criteria'), begun('a-look'))
      .when(lift('trading'))
      .then(liftOf([opened('trading')], ['a-look', 'a-ask', 'b-website', 'b-email']))
  })

  it('lifts one asset, or removes all exceptions of an operation', () => {
    given(...settled, scoped('withdrawals', 'stopped'), scoped('withdrawals', 'stopped', 'XEM'))
      .when({ kind: 'lift', targets: [{ operation: 'withdrawals', asset: 'XEM' }] })
      .then(liftOf([opened('withdrawals', 'XEM')]))
    given(...settled, scoped('withdrawals', 'stopped'), scoped('withdrawals', 'stopped', 'XEM'))
      .when({ kind: 'lift', targets: [{ operation: 'withdrawals', asset: '*' }] })
      .then({
        type: 'scope.lifted',
        data: {
          changes: [opened('withdrawals'), { operation: 'withdrawals', asset: 'XEM', state: null, words: null }],
          open: [],
        },
      })
  })

  it('lifts everything that was stated to be restricted, exceptions by their names, and nothing else', () => {
    given(
      ...settled,
      scoped('trading', 'stopped'),
      scoped('withdrawals', 'cancel-only'),
      scoped('withdrawals', 'limited', 'JPY'),
      scoped('withdrawals', 'open', 'BTC'),
      scoped('deposits', 'stopped', 'XEM'),
    )
      .when({ kind: 'lift', targets: 'all' })
      .then(liftOf([opened('trading'), opened('deposits', 'XEM'), opened('withdrawals'), opened('withdrawals', 'JPY')]))
  })

  it('never opens what nobody stated to be restricted', () => {
    given(...settled)
      .when({ kind: 'lift', targets: 'all' })
      .then(liftOf([]))
    given(...settled, scoped('trading', 'open'))
      .when({ kind: 'lift', targets: 'all' })
      .then(liftOf([]))
  })

  it('refuses without targets, and lists what is restricted', () => {
    given(...settled, scoped('withdrawals', 'limited'), scoped('trading', 'stopped'), scoped('deposits', 'open', 'XEM'))
      .when(lift())
      .refused('still-restricted', { scope: ['trading=stopped', 'withdrawals=limited'] })
  })

  it('lifts again later, recording only what is not open yet', () => {
    const partly = [...settled, scoped('trading', 'stopped'), scoped('deposits', 'stopped'), lifted('trading')] as const
    given(...partly)
      .when(lift('deposits'))
      .then(liftOf([opened('deposits')]))
    given(...partly)
      .when(lift('trading'))
      .already('lift trading')
  })

  it('records nothing if what is lifted is open while something else is restricted', () => {
    const partly = [...settled, scoped('withdrawals', 'stopped'), scoped('trading', 'open')] as const
    given(...partly)
      .when(lift('trading'))
      .already('lift trading')
    given(...partly)
      .when({ kind: 'lift', targets: [{ operation: 'trading', asset: 'XEM' }] })
      .already('lift trading:XEM')
    given(...partly)
      .when(lift('trading', 'withdrawals'))
      .then(liftOf([opened('withdrawals')]))
  })

  it('refuses what nobody states to be restricted, and names what is', () => {
    given(...settled, scoped('withdrawals', 'stopped'))
      .when(lift('trading'))
      .refused('not-restricted', { targets: ['trading'], scope: ['withdrawals=stopped'] })
    const taken = [...settled, scoped('trading', 'stopped')] as const
    given(...taken, undone(nth(taken.length)))
      .when(lift('trading'))
      .refused('not-restricted', { targets: ['trading'], scope: [] })
  })

  it('says what was lifted already if everything is to be lifted again', () => {
    given(...settled, scoped('trading', 'stopped'), lifted('trading'))
      .when({ kind: 'lift', targets: 'all' })
      .already('lift --all')
  })

  it('lifts one asset of an operation that is restricted as a whole', () => {
    given(...settled, scoped('withdrawals', 'stopped'))
      .when({ kind: 'lift', targets: [{ operation: 'withdrawals', asset: 'XEM' }] })
      .then(liftOf([opened('withdrawals', 'XEM')]))
  })

  it('starts the resumption phase even if the target is already open', () => {
    given(...settled, scoped('trading', 'open'))
      .when(lift('trading'))
      .then(liftOf([]))
  })

  it('lifts with force, recording the reason and the open criteria', () => {
    given(started(), ...INITIAL, declined('a-ask'))
      .when({ ...lift('trading'), force: 'ordered by the board' })
      .then({
        type: 'scope.lifted',
        data: {
          changes: [opened('trading')],
          open: ['c-criteria'],
          forced: { reason: 'ordered by the board', open: ['c-criteria'] },
        },
      })
  })

  it('requires no criteria for a type without any', () => {
    given(started({ type: 'order' }))
      .when(lift('trading'))
      .then(liftOf([opened('trading')]))
  })

  it('refuses before a planned halt, after closing, for an unknown operation or too early a time', () => {
    given(planned()).when(lift('trading')).refused('not-begun')
    given(...settled)
      .when(lift('lending'))
      .refused('unknown-operation')
    given(...settled)
      .when({ ...lift('trading'), at: iso(-HOUR) })
      .refused('before-start')
    given(...settled, closed())
      .when(lift('trading'))
      .refused('incident-closed')
  })
})

describe('decide: reopen', () => {
  const trading = [started(), done('c-criteria'), lifted('trading')] as const
  const reopen = { kind: 'reopen', reason: 'fell over', scope: [] } as const

  it('is recorded, with what is stopped, also where only a writer who is not known has reopened the halt', () => {
    const scope = [{ operation: 'trading', asset: null, state: 'stopped', words: null }] as const
    givenByStranger(...trading, reopened('trading'))
      .when({ ...reopen, scope })
      .then(reopened('trading'))
    givenByStranger(...trading, reopened('trading'), closed())
      .when({ ...reopen, scope })
      .refused('incident-closed')
    given().when(reopen).refused('not-lifted')
  })

  it('is recorded also where a writer who is not known has gone on to another phase', () => {
    const scope = [{ operation: 'trading', asset: null, state: 'stopped', words: null }] as const
    for (const strange of [[reopened('trading'), advanced('during-halt')], [advanced('during-halt')]])
      givenBesideStranger(trading, strange)
        .when({ ...reopen, scope })
        .then(reopened('trading'))
    givenBesideStranger([...trading, reopened('trading')], [advanced('during-halt')])
      .when({ ...reopen, scope })
      .refused('not-lifted')
  })

  it('is no way back where nothing was lifted, whatever a writer who is not known has reopened', () => {
    givenBesideStranger([started()], [reopened('trading')])
      .when(reopen)
      .refused('not-lifted')
  })

  it('returns to the halt, with what is stopped again', () => {
    given(...trading)
      .when({
        ...reopen,
        at: iso(MINUTE),
        scope: [{ operation: 'trading', asset: null, state: 'stopped', words: null }],
      })
      .then({ ...reopened('trading'), at: iso(MINUTE) })
    given(...trading)
      .when(reopen)
      .then(reopened())
  })

  it('refuses without a lift, after closing, for an unknown operation or too early a time', () => {
    given(started()).when(reopen).refused('not-lifted', { phase: 'initial-response' })
    given(...trading, reopened())
      .when(reopen)
      .refused('not-lifted', { phase: 'during-halt' })
    given(...trading, closed())
      .when(reopen)
      .refused('incident-closed')
    given(...trading)
      .when({ ...reopen, at: iso(-HOUR) })
      .refused('before-start')
    given(...trading)
      .when({ ...reopen, scope: [{ operation: 'lending', asset: null, state: 'stopped', words: null }] })
      .refused('unknown-operation')
  })

  it('opens nothing that is restricted, nor an asset of it: only a lift does', () => {
    const open = (operation: string, asset: string | null = null) =>
      ({ operation, asset, state: 'open', words: null }) as const
    const halted = [...trading, scoped('withdrawals', 'stopped')] as const
    for (const [targets, scope] of [
      [['withdrawals'], [open('withdrawals')]],
      [['withdrawals:XEM'], [open('withdrawals', 'XEM')]],
    ] as const)
      given(...halted)
        .when({ ...reopen, scope })
        .refused('lift-instead', { targets })
    const stopped = { operation: 'trading', asset: null, state: 'stopped', words: null } as const
    given(...halted)
      .when({ ...reopen, scope: [stopped, open('trading', 'XEM')] })
      .then({ type: 'incident.reopened', data: { reason: 'fell over', scope: [stopped, open('trading', 'XEM')] } })
  })

  it('requires the criteria again before the next lift', () => {
    given(...trading, reopened('trading'))
      .when(lift('trading'))
      .refused('criteria-open')
  })

  it('can be undone, after which the lift stands again', () => {
    given(...trading, reopened('trading'), undone(nth(4)))
      .when(lift('trading'))
      .already('lift trading')
  })
})

describe('decide: close', () => {
  const resolved = [
    started(),
    ...INITIAL,
    declined('a-ask'),
    ...['c-watch', 'c-criteria'].map((id) => done(id)),
    lifted('trading'),
    posted('website', 'resumption', 2),
    ...['d-website', 'd-email', 'd-monitor', 'd-cause'].map((id) => done(id)),
  ] as const
  const close = { kind: 'close', as: 'resolved', reason: null } as const

  it('closes once every step is resolved', () => {
    given(...resolved)
      .when({ ...close, at: iso(MINUTE) })
      .then({ ...closed(), at: iso(MINUTE) })
  })

  it('refuses while steps of any phase are open, including begun or assigned ones', () => {
    given(started(), lifted('trading'), begun('a-look'), assigned('a-ask', 'hanako'))
      .when(close)
      .refused('steps-open', {
        steps: [
          'a-look',
          'a-ask',
          'b-website',
          'b-email',
          'c-watch',
          'c-criteria',
          'd-website',
          'd-email',
          'd-monitor',
          'd-cause',
        ],
      })
  })

  it('refuses while a recurring step is overdue', () => {
    given(...resolved)
      .when(close, 3 * HOUR)
      .refused('steps-open', { steps: ['d-monitor'] })
  })

  it('refuses while an open follow-up has no owner or no due date', () => {
    given(...resolved, followUp('Add a test', 'taro'), followUp('Buy disks', null, iso(HOUR)))
      .when(close)
      .refused('actions-open', { actions: [nth(14), nth(15)] })
    given(...resolved, followUp('Add a test', 'taro', iso(HOUR)))
      .when(close)
      .then(closed())
    given(...resolved, followUp('Add a test'), finished(nth(14)))
      .when(close)
      .then(closed())
  })

  it('closes with force, recording the reason and what is open', () => {
    given(...resolved.slice(0, -1), followUp('Add a test'))
      .when({ ...close, force: 'moved to the review' })
      .then({
        type: 'incident.closed',
        data: {
          as: 'resolved',
          reason: null,
          forced: { reason: 'moved to the review', open: ['d-cause', nth(13)] },
        },
      })
    given(...resolved)
      .when({ ...close, force: 'to be sure' })
      .then(closed())
  })

  it.each([
    ['before it begins', [planned()]],
    ['immediately', [started()]],
    ['during the halt', [started(), advanced('during-halt')]],
    ['after the lift', [started(), lifted('trading')]],
  ])('closes as a false alarm or a duplicate %s', (_, events) => {
    for (const as of ['false-alarm', 'duplicate'] as const)
      given(...events)
        .when({ kind: 'close', as, reason: 'a test page' })
        .then({ type: 'incident.closed', data: { as, reason: 'a test page' } })
  })

  it('closes as a false alarm what is stated to be restricted', () => {
    given(started(), scoped('trading', 'stopped'), scoped('withdrawals', 'limited', 'XEM'))
      .when({ kind: 'close', as: 'false-alarm', reason: 'a test page' })
      .then({ type: 'incident.closed', data: { as: 'false-alarm', reason: 'a test page' } })
  })

  it('closes as a duplicate whatever is restricted, and as a false alarm what only was to be stopped', () => {
    const duplicate = { as: 'duplicate', reason: 'a test page' } as const
    given(started(), scoped('trading', 'stopped'))
      .when({ kind: 'close', ...duplicate })
      .then({ type: 'incident.closed', data: duplicate })
    const falseAlarm = { ...duplicate, as: 'false-alarm' } as const
    given(planned(), scoped('trading', 'stopped'))
      .when({ kind: 'close', ...falseAlarm })
      .then({ type: 'incident.closed', data: falseAlarm })
  })

  it('refuses to close while customers wait for an answer that nobody has stated', () => {
    const asked = (over = {}): EventDraft =>
      withRunbook({
        ...SMALL_RUNBOOK,
        facts: {
          ...SMALL_RUNBOOK.facts,
          assets: {
            kind: 'text',
            notice: 'if-stated',
            words: true,
            ja: '資産',
            en: 'assets',
            unknown: { ja: '確認しております。', en: 'We are checking.' },
            ...over,
          },
        },
      })
    const owed = [asked(), posted('website', 'first', 1), ...resolved.slice(1)] as const
    given(...owed)
      .when(close)
      .refused('answer-awaited', {
        facts: [{ fact: 'assets', hasWords: true }],
        languages: ['ja'],
        names: { assets: { en: 'assets' } },
      })
    given(asked({ words: false }), ...owed.slice(1))
      .when(close)
      .refused('answer-awaited', { facts: [{ fact: 'assets', hasWords: false }] })
    // What `--force` overrides is named, all of it.
    given(...owed, followUp('Buy disks', null, iso(HOUR)))
      .when(close, 3 * HOUR)
      .refused('steps-open', {
        steps: ['d-monitor'],
        also: { actions: [nth(owed.length + 1)], facts: ['assets'] },
        names: { assets: { en: 'assets' } },
      })
    given(...owed)
      .when({ ...close, force: 'told by letter' })
      .then({
        type: 'incident.closed',
        data: { as: 'resolved', reason: null, forced: { reason: 'told by letter', open: ['assets'] } },
      })
    given(...owed, stated('assets', { ja: '照合しました。' }))
      .when(close)
      .then(closed())
    given(...owed.filter(({ type }) => type !== 'notice.posted'))
      .when(close)
      .then(closed())
    given(...owed)
      .when({ ...close, as: 'false-alarm', reason: 'a test page' })
      .then({ type: 'incident.closed', data: { as: 'false-alarm', reason: 'a test page' } })
  })

  it('reports a closed incident as already closed', () => {
    given(...resolved, closed())
      .when(close)
      .already('close')
  })

  it.each(['resolved', 'false-alarm', 'duplicate'] as const)('refuses to close it otherwise than as %s', (as) => {
    const closing = { type: 'incident.closed', data: { as, reason: 'a test page' } } as const
    const others = (['resolved', 'false-alarm', 'duplicate'] as const).filter((other) => other !== as)
    for (const other of others)
      given(started(), closing)
        .when({ kind: 'close', as: other, reason: 'x', force: 'x' })
        .refused('closed-otherwise', { id: '20261124-221705-failure', event: nth(2), as, given: other })
    given(started(), closing).when({ kind: 'close', as, reason: 'other words' }).already('close')
    // Also where the declaration is missing.
    given(closing)
      .when({ kind: 'close', as: others[0] ?? 'resolved', reason: 'x' })
      .refused('closed-otherwise')
    // After an undo it can be closed as anything.
    given(started(), closing, undone(nth(2)))
      .when({ kind: 'close', as: 'duplicate', reason: 'x' })
      .then({ type: 'incident.closed', data: { as: 'duplicate', reason: 'x' } })
  })

  it('refuses a time before the start of the incident', () => {
    given(...resolved)
      .when({ ...close, at: iso(-HOUR) })
      .refused('before-start')
  })
})

describe('decide: classify', () => {
  const classifyFor = (reason: { reason?: string }) => (data: Omit<ClassificationIntent, 'kind' | 'reason'>) =>
    ({ kind: 'classify', ...data, ...reason }) as const
  const classify = classifyFor({ reason: 'known better' })
  const classifyWithout = classifyFor({})

  it('records a severity or a type that only a writer who is not known has stated, and could take back', () => {
    const log = [started(), classified({ type: 'maintenance', severity: 'sev1' })]
    givenByStranger(...log)
      .when(classify({ type: 'maintenance', severity: 'sev1' }))
      .then(classified({ type: 'maintenance', severity: 'sev1' }))
    givenByStranger(started({ severity: null }))
      .when(classify({ severity: 'sev1' }))
      .then(classified({ severity: 'sev1' }))
  })

  it('records nothing that a known writer has stated, though one who is not known has said so again', () => {
    givenBesideStranger([started()], [classified({ severity: 'sev1' }), classified({ severity: 'sev2' })])
      .when(classify({ severity: 'sev2' }))
      .already('classify')
    givenBesideStranger([started()], [classified({ severity: 'sev1' })])
      .when(classify({ severity: 'sev2' }))
      .then(classified({ severity: 'sev2' }))
  })

  it('records what changes, with the reason', () => {
    given(started())
      .when(classify({ type: 'maintenance', severity: 'sev1', title: 'Matching engine down', at: iso(0) }))
      .then({ ...classified({ type: 'maintenance', severity: 'sev1' }), at: iso(0) })
    given(started())
      .when(classify({ title: 'Disk full' }))
      .then(classified({ title: 'Disk full' }))
  })

  it('wants a reason for everything but the first title', () => {
    const untitled = started({ title: null })
    given(untitled)
      .when(classifyWithout({ title: 'Disk full' }))
      .then({ type: 'incident.classified', data: { title: 'Disk full' } })
    given(untitled, classified({ title: 'Disk full' }))
      .when(classifyWithout({ title: 'Disks full' }))
      .refused('missing-answer', { what: '--reason' })
    for (const change of [{ severity: 'sev1' }, { type: 'maintenance' }] as const)
      given(untitled)
        .when(classifyWithout({ title: 'Disk full', ...change }))
        .refused('missing-answer', { what: '--reason' })
  })

  it('records nothing if the classification is already current', () => {
    given(started())
      .when(classify({ type: 'failure', severity: 'sev2' }))
      .already('classify')
  })

  it('rejects types that the runbook lacks and unknown severities', () => {
    given(started())
      .when(classify({ type: 'flood' }))
      .refused('unknown-type', { given: 'flood', allowed: ['failure', 'maintenance', 'order'] })
    given(started())
      .when(classify({ type: 'constructor' }))
      .refused('unknown-type')
    given(started())
      .when(classify({ severity: 'sev5' as 'sev1' }))
      .refused('unknown-severity', { given: 'sev5', allowed: ['sev1', 'sev2', 'sev3', 'sev4'] })
  })

  it('is refused once the incident is closed', () => {
    given(started(), closed())
      .when(classify({ severity: 'sev1' }))
      .refused('incident-closed')
  })
})

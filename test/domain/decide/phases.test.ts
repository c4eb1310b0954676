import { describe, it } from 'vitest'
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
  undone,
} from '../../given.ts'

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

describe('advancing', () => {
  it('opens the next phase once nothing required is merely pending', () => {
    given(started(), ...INITIAL)
      .when({ kind: 'advance', at: iso(0) })
      .then({ ...advanced('during-halt'), at: iso(0) })
  })

  it('refuses while required steps are pending, and names them', () => {
    given(started(), done('a-look'))
      .when({ kind: 'advance' })
      .refused('steps-pending', { steps: ['b-website', 'b-email'], phase: 'initial-response' })
  })

  it('carries over what was begun or assigned, and what the manual does not require', () => {
    given(started(), begun('a-look'), assigned('b-website', 'hanako'), skipped('b-email'))
      .when({ kind: 'advance' })
      .then(advanced('during-halt'))
  })

  it('yields to force, keeping the reason and what stood open', () => {
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

  it('ends where only a lift or a closing leads on', () => {
    given(started(), advanced('during-halt'))
      .when({ kind: 'advance' })
      .refused('no-next-phase', { phase: 'during-halt' })
    given(started(), lifted('trading'))
      .when({ kind: 'advance' })
      .refused('no-next-phase', { phase: 'after-resumption' })
    given(started(), closed()).when({ kind: 'advance' }).refused('incident-closed')
  })

  it('does not reach back before the start of the incident', () => {
    given(started(), ...INITIAL)
      .when({ kind: 'advance', at: iso(-HOUR) })
      .refused('before-start', { at: iso(-HOUR), startedAt: iso(-12 * MINUTE) })
  })
})

describe('lifting', () => {
  const settled = [started(), ...INITIAL, declined('a-ask'), done('c-criteria')] as const

  it('asks only that the criteria are settled, and records what trades again', () => {
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

  it('lists steps that stand open, in whatever phase before it', () => {
    given(started(), done('c-criteria'), begun('a-look'))
      .when(lift('trading'))
      .then(liftOf([opened('trading')], ['a-look', 'a-ask', 'b-website', 'b-email']))
  })

  it('lifts one asset, or takes all exceptions of an operation back', () => {
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

  it('lifts all, exceptions included', () => {
    given(...settled, scoped('withdrawals', 'stopped', 'XEM'))
      .when({ kind: 'lift', targets: 'all' })
      .then({
        type: 'scope.lifted',
        data: {
          changes: [
            opened('trading'),
            opened('deposits'),
            opened('withdrawals'),
            { operation: 'withdrawals', asset: 'XEM', state: null, words: null },
          ],
          open: [],
        },
      })
  })

  it('says what is still restricted where nothing is named', () => {
    given(...settled, scoped('withdrawals', 'limited'), scoped('trading', 'stopped'), scoped('deposits', 'open', 'XEM'))
      .when(lift())
      .refused('still-restricted', { scope: ['trading=stopped', 'withdrawals=limited'] })
  })

  it('lifts a second time, and records nothing for what is open already', () => {
    const partly = [...settled, scoped('trading', 'stopped'), scoped('deposits', 'stopped'), lifted('trading')] as const
    given(...partly)
      .when(lift('deposits'))
      .then(liftOf([opened('deposits')]))
    given(...partly)
      .when(lift('trading'))
      .already('lift')
  })

  it('opens the phase though what it names is open already', () => {
    given(...settled, scoped('trading', 'open'))
      .when(lift('trading'))
      .then(liftOf([]))
  })

  it('yields to force, keeping the reason and the criteria that stood open', () => {
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

  it('asks for no criteria where the type has none', () => {
    given(started({ type: 'order' }))
      .when(lift('trading'))
      .then(liftOf([opened('trading')]))
  })

  it('refuses what cannot be', () => {
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

describe('reopening', () => {
  const trading = [started(), done('c-criteria'), lifted('trading')] as const
  const reopen = { kind: 'reopen', reason: 'fell over', scope: [] } as const

  it('goes back to the halt, with what is stopped again', () => {
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

  it('refuses where nothing was lifted, and what cannot be', () => {
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

  it('asks for the criteria again before the next lift', () => {
    given(...trading, reopened('trading'))
      .when(lift('trading'))
      .refused('criteria-open')
  })

  it('can be taken back, and with it the interruption', () => {
    given(...trading, reopened('trading'), undone(nth(4)))
      .when(lift('trading'))
      .already('lift')
  })
})

describe('closing', () => {
  const resolved = [
    started(),
    ...INITIAL,
    declined('a-ask'),
    done('c-criteria'),
    lifted('trading'),
    posted('website', 'resumption', 2),
    ...['d-website', 'd-email', 'd-monitor', 'd-cause'].map((id) => done(id)),
  ] as const
  const close = { kind: 'close', as: 'resolved', reason: null } as const

  it('is possible once every step is resolved', () => {
    given(...resolved)
      .when({ ...close, at: iso(MINUTE) })
      .then({ ...closed(), at: iso(MINUTE) })
  })

  it('refuses while steps are open, in whatever phase, begun or assigned ones too', () => {
    given(started(), lifted('trading'), begun('a-look'), assigned('a-ask', 'hanako'))
      .when(close)
      .refused('steps-open', {
        steps: [
          'a-look',
          'a-ask',
          'b-website',
          'b-email',
          'c-criteria',
          'd-website',
          'd-email',
          'd-monitor',
          'd-cause',
        ],
      })
  })

  it('refuses while a step that recurs until closing is overdue', () => {
    given(...resolved)
      .when(close, 3 * HOUR)
      .refused('steps-open', { steps: ['d-monitor'] })
  })

  it('refuses while an open follow-up has no owner or no date, and no longer once it is done', () => {
    given(...resolved, followUp('Add a test', 'taro'), followUp('Buy disks', null, iso(HOUR)))
      .when(close)
      .refused('actions-open', { actions: [nth(13), nth(14)] })
    given(...resolved, followUp('Add a test', 'taro', iso(HOUR)))
      .when(close)
      .then(closed())
    given(...resolved, followUp('Add a test'), finished(nth(13)))
      .when(close)
      .then(closed())
  })

  it('yields to force, keeping the reason and what stood open', () => {
    given(...resolved.slice(0, -1), followUp('Add a test'))
      .when({ ...close, force: 'moved to the review' })
      .then({
        type: 'incident.closed',
        data: {
          as: 'resolved',
          reason: null,
          forced: { reason: 'moved to the review', open: ['d-cause', nth(12)] },
        },
      })
    given(...resolved)
      .when({ ...close, force: 'to be sure' })
      .then(closed())
  })

  it.each([
    ['before it begins', [planned()]],
    ['at once', [started()]],
    ['during the halt', [started(), advanced('during-halt')]],
    ['after the lift', [started(), lifted('trading')]],
  ])('as a false alarm or a duplicate is possible %s', (_, events) => {
    for (const as of ['false-alarm', 'duplicate'] as const)
      given(...events)
        .when({ kind: 'close', as, reason: 'a test page' })
        .then({ type: 'incident.closed', data: { as, reason: 'a test page' } })
  })

  it('is so already once it was done', () => {
    given(...resolved, closed())
      .when(close)
      .already('close')
  })

  it('does not reach back before the start of the incident', () => {
    given(...resolved)
      .when({ ...close, at: iso(-HOUR) })
      .refused('before-start')
  })
})

describe('classifying', () => {
  const classify = (data: { type?: string; severity?: 'sev1' | 'sev2'; title?: string; at?: string }) =>
    ({ kind: 'classify', ...data, reason: 'known better' }) as const

  it('records what changes, with the reason', () => {
    given(started())
      .when(classify({ type: 'maintenance', severity: 'sev1', title: 'Matching engine down', at: iso(0) }))
      .then({ ...classified({ type: 'maintenance', severity: 'sev1' }), at: iso(0) })
    given(started())
      .when(classify({ title: 'Disk full' }))
      .then(classified({ title: 'Disk full' }))
  })

  it('records nothing for what is so already', () => {
    given(started())
      .when(classify({ type: 'failure', severity: 'sev2' }))
      .already('classify')
  })

  it('knows the types of the runbook and four severities', () => {
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

  it('is over once the incident is closed', () => {
    given(started(), closed())
      .when(classify({ severity: 'sev1' }))
      .refused('incident-closed')
  })
})

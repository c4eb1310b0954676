import { describe, it } from 'vitest'
import type { Event } from '../../../src/domain/log/event.ts'
import {
  closed,
  finished,
  followUp,
  given,
  givenBesideStranger,
  HOUR,
  history,
  iso,
  MINUTE,
  nth,
  started,
  withRunbook,
} from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

describe('decide: follow-ups', () => {
  it('adds a follow-up with or without an owner and a due date', () => {
    given(started())
      .when({ kind: 'add-action', text: 'Add a test', owner: null, due: null })
      .then(followUp('Add a test'))
    given(started())
      .when({ kind: 'add-action', text: 'Add a test', owner: 'taro', due: iso(HOUR), at: iso(0) })
      .then({ ...followUp('Add a test', 'taro', iso(HOUR)), at: iso(0) })
  })

  it('lets a follow-up serve a fact whose follow-ups a clause asks for', () => {
    const followUp = { kind: 'add-action', text: 'Mend step 2', owner: null, due: null, serves: 'root-cause' } as const
    const clause = (over: object) => ({
      id: 'a-1',
      kind: 'rule',
      modality: [],
      gist: { ja: '維持', en: 'Upkeep' },
      ...over,
    })
    const log = (over: object) =>
      withRunbook({ ...SMALL_RUNBOOK, clauses: [clause({}), clause({ id: 'a-2', ...over })] })
    given(log({ asks: 'follow-ups', fact: 'root-cause' }))
      .when(followUp)
      .then({
        type: 'action.added',
        data: { text: 'Mend step 2', owner: null, due: null, serves: 'root-cause' },
      })
    for (const other of [{ asks: 'follow-ups' }, { asks: 'text', fact: 'root-cause' }])
      given(log(other)).when(followUp).refused('unknown-fact')
  })

  it('lets a follow-up serve a prevention fact otherwise', () => {
    const followUp = { kind: 'add-action', text: 'Buy disks', owner: null, due: null } as const
    given(started())
      .when({ ...followUp, serves: 'new-disks' })
      .then({ type: 'action.added', data: { text: 'Buy disks', owner: null, due: null, serves: 'new-disks' } })
    given(started())
      .when({ ...followUp, serves: 'root-cause' })
      .refused('unknown-fact')
  })

  it('changes owner or due date, recording only what differs', () => {
    given(started(), followUp('Add a test', 'taro'))
      .when({ kind: 'change-action', action: nth(2), owner: 'taro', due: iso(HOUR) })
      .then({ type: 'action.changed', data: { action: nth(2), due: iso(HOUR) } })
    given(started(), followUp('Add a test', 'taro'))
      .when({ kind: 'change-action', action: nth(2), owner: 'hanako' })
      .then({ type: 'action.changed', data: { action: nth(2), owner: 'hanako' } })
    given(started(), followUp('Add a test', 'taro', iso(HOUR)))
      .when({ kind: 'change-action', action: nth(2), owner: 'taro', due: iso(HOUR) })
      .already(`action change ${nth(2)}`)
  })

  it('keeps where a tracker has a follow-up, given at once or later', () => {
    const ref = 'https://tracker.example.com/OPS-7'
    given(started())
      .when({ kind: 'add-action', text: 'Buy disks', owner: null, due: null, ref: 'OPS-7' })
      .then({ type: 'action.added', data: { text: 'Buy disks', owner: null, due: null, ref: 'OPS-7' } })
    given(started(), followUp('Buy disks'))
      .when({ kind: 'change-action', action: nth(2), ref })
      .then({ type: 'action.changed', data: { action: nth(2), ref } })
    given(started(), followUp('Buy disks'), { type: 'action.changed', data: { action: nth(2), ref } })
      .when({ kind: 'change-action', action: nth(2), ref })
      .already(`action change ${nth(2)}`)
  })

  it('finishes a follow-up once', () => {
    given(started(), followUp('Add a test'))
      .when({ kind: 'finish-action', action: nth(2), note: 'merged', at: iso(MINUTE) })
      .then({ type: 'action.done', at: iso(MINUTE), data: { action: nth(2), note: 'merged' } })
    given(started(), followUp('Add a test'))
      .when({ kind: 'finish-action', action: nth(2) })
      .then(finished(nth(2)))
    given(started(), followUp('Add a test'), finished(nth(2)))
      .when({ kind: 'finish-action', action: nth(2) })
      .already(`action done ${nth(2)}`)
  })

  it('rejects an id that is not that of a follow-up', () => {
    given(started())
      .when({ kind: 'finish-action', action: nth(1) })
      .refused('unknown-action', { given: nth(1), allowed: [], names: {} })
    given(started())
      .when({ kind: 'change-action', action: 'x:9', owner: 'taro' })
      .refused('unknown-action', { given: 'x:9', allowed: [], names: {} })
  })

  it('takes the number of a follow-up alone', () => {
    given(started(), followUp('Add a test'))
      .when({ kind: 'finish-action', action: ' ２' })
      .then(finished(nth(2)))
    given(started(), followUp('Add a test'), followUp('Buy disks'), finished(nth(2)))
      .when({ kind: 'change-action', action: '4', owner: 'taro' })
      .refused('unknown-action', {
        given: '4',
        allowed: [nth(3)],
        names: { [nth(3)]: { ja: 'Buy disks', en: 'Buy disks' } },
      })
  })

  it('refuses a number that two writers gave to follow-ups, and names both', () => {
    givenBesideStranger([started(), followUp('Add a test')], [followUp('Call the vendor'), followUp('Buy disks')])
      .when({ kind: 'finish-action', action: '2' })
      .refused('unclear-name', {
        given: '2',
        allowed: [nth(2), 'bbbbbbbb:2'],
        names: {
          [nth(2)]: { ja: 'Add a test', en: 'Add a test' },
          'bbbbbbbb:2': { ja: 'Buy disks', en: 'Buy disks' },
        },
      })
  })

  it('adds, finishes and undoes follow-ups after closing', () => {
    given(started(), followUp('Add a test'), closed())
      .when({ kind: 'add-action', text: 'Buy disks', owner: null, due: null })
      .then(followUp('Buy disks'))
    given(started(), followUp('Add a test'), closed())
      .when({ kind: 'finish-action', action: nth(2) })
      .then(finished(nth(2)))
    const log = history(started(), followUp('Add a test'), closed(), finished(nth(2)))
    given(started(), followUp('Add a test'), closed(), finished(nth(2)))
      .when({ kind: 'undo', target: log[3] as Event, reason: 'it fails' })
      .then({ type: 'event.undone', data: { event: nth(4), reason: 'it fails' } })
  })
})

import { describe, expect, it } from 'vitest'
import {
  attachedNote,
  commandSettled,
  commandStarted,
  corrected,
  evidenceRemoved,
  incidentOf,
  iso,
  keptAs,
  MINUTE,
  nth,
  posted,
  started,
  undone,
} from '../../given.ts'

describe('the correction of an event', () => {
  it('corrects what mentions it, and not what it is about', () => {
    const at = iso(9 * MINUTE)
    const { undoneNotices, evidence, commands } = incidentOf(
      started(),
      posted('website', 'first', 1),
      undone(nth(2)),
      attachedNote('see', 'log'),
      evidenceRemoved('log'),
      commandStarted('ls'),
      commandSettled(nth(6)),
      ...[3, 5, 7].map((seq) => corrected(nth(seq), { at, text: 'corrected' })),
    )
    expect(undoneNotices).toMatchObject([
      { at: expect.not.stringContaining(at), undone: { event: nth(3), at, reason: 'corrected' } },
    ])
    expect(evidence).toMatchObject([
      { at: expect.not.stringContaining(at), removed: { event: nth(5), at, reason: 'corrected' } },
    ])
    expect(commands).toMatchObject([
      { at: expect.not.stringContaining(at), settled: { event: nth(7), at, words: 'corrected' } },
    ])
  })

  it('leaves a file alone that has the name of the event', () => {
    const before = [started(), attachedNote('see', nth(3)), commandStarted('ls')] as const
    const { evidence } = incidentOf(...before, corrected(nth(3), { text: 'x' }), evidenceRemoved('log'))
    expect(evidence).toEqual(incidentOf(...before).evidence)
    expect(evidence[0]).toMatchObject(keptAs(nth(3)))
  })
})

it('an event that settles a command is no command: nothing settles or ends it', () => {
  const { commands, anomalies } = incidentOf(
    started(),
    commandStarted('ls'),
    commandSettled(nth(2)),
    commandSettled(nth(3), 'again'),
  )
  expect(commands).toMatchObject([{ settled: { event: nth(3), words: 'it worked' } }])
  expect(anomalies).toEqual([{ event: nth(4), why: 'unknown-target' }])
})

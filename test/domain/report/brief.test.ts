import { describe, expect, it } from 'vitest'
import {
  type BriefKind,
  selectForBrief,
  sourceOfFact,
  statedScopes,
  tokensIn,
} from '../../../src/domain/report/brief.ts'
import { factHistory } from '../../../src/domain/report/history.ts'
import {
  advanced,
  HOUR,
  happened,
  incidentOf,
  iso,
  nth,
  planned,
  scoped,
  stated,
  takenBack,
  undone,
} from '../../given.ts'
import { halt } from '../../notice/halts.ts'

const cause = (value: string) => stated('cause', { known: true, value })

describe('the estimate of tokens', () => {
  it.each([
    ['', 0],
    ['abc', 1],
    ['abcd', 2],
    ['a b c', 1],
    ['22:05', 5],
    ['é', 1],
    ['停止', 3],
    ['😀', 2],
  ])('of %j is %i', (text, tokens) => {
    expect(tokensIn(text)).toBe(tokens)
  })
})

describe('the selection for a brief', () => {
  const sentences = (...kinds: readonly BriefKind[]) => kinds.map((kind, i) => ({ kind, events: [`${kind}-${i}`] }))
  const kept = (all: ReturnType<typeof sentences>, budget: number) =>
    selectForBrief(all, budget, () => 1).kept.flatMap(({ events }) => events)

  it('takes what matters more first, and leaves the order as it was', () => {
    expect(kept(sentences('note', 'moment', 'step', 'fact'), 3)).toEqual(['note-0', 'moment-1', 'fact-3'])
  })

  it('takes of one kind what stands next to the beginning and the end', () => {
    expect(kept(sentences('note', 'note', 'note', 'note', 'note'), 3)).toEqual(['note-0', 'note-1', 'note-4'])
  })

  it('takes nothing less important once something does not fit, and names what it leaves out', () => {
    const all = sentences('moment', 'fact', 'note')
    const { kept, leftOut } = selectForBrief(all, 3, ({ kind }) => (kind === 'fact' ? 5 : 1))
    expect(kept).toEqual([all[0]])
    expect(leftOut).toEqual([all[1], all[2]])
  })
})

describe('what a brief rests on', () => {
  it('is for a fact the last event that stated it, unless that was undone', () => {
    const changes = factHistory(incidentOf(halt(), cause('disk'), cause('network'), cause('disk'), undone(nth(4))))
    expect(sourceOfFact(changes, 'cause', 'disk')).toBe(nth(2))
    expect(sourceOfFact(changes, 'cause', null)).toBe(nth(3))
    expect(sourceOfFact(changes, 'cause', 'power')).toBeNull()
  })

  it('is for scope what was stated and neither undone nor withdrawn, by time', () => {
    const incident = incidentOf(
      halt(),
      scoped('trading', 'stopped'),
      scoped('trading', 'open'),
      scoped('deposits', 'limited'),
      undone(nth(3)),
      takenBack('withdrawals', 'XEM', null),
    )
    const told = statedScopes(incident).map(({ target, state, events }) => ({ target, state, events }))
    expect(told).toContainEqual({ target: 'trading', state: 'stopped', events: [nth(2)] })
    expect(told).toContainEqual({ target: 'deposits', state: 'limited', events: [nth(4)] })
    for (const event of [nth(3), nth(6)]) expect(told.flatMap((one) => one.events)).not.toContain(event)
  })

  it('is for a planned halt what held when it began, with the event that began it', () => {
    const plan = [planned(), scoped('trading', 'limited'), scoped('trading', 'stopped')]
    expect(statedScopes(incidentOf(...plan))).toEqual([])
    expect(statedScopes(incidentOf(...plan, happened(HOUR, advanced('initial-response'))))).toEqual([
      { target: 'trading', state: 'stopped', at: iso(HOUR), events: [nth(3), nth(4)] },
    ])
  })
})

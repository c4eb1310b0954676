import { describe, expect, it } from 'vitest'
import { type StepsInBulk, stepsInBulk } from '../../../src/domain/incident/steps-in-bulk.ts'
import { timelineEntryMaker } from '../../../src/domain/incident/timeline.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { done, foldEvents, incidentOf, MINUTE, nth, SECOND, skipped, undone, Writer, withRunbook } from '../../given.ts'
import { SMALL_RUNBOOK, step } from '../../small-runbook.ts'

const IDS = ['x-1', 'x-2', 'x-3', 'x-4', 'x-5', 'x-6']
const HALT = withRunbook({
  ...SMALL_RUNBOOK,
  steps: [
    ...SMALL_RUNBOOK.steps,
    ...IDS.map((id) => step(id)),
    step('x-told', { tells: 'desk' }),
    step('x-raised', { escalates: true }),
  ],
})

/** The runs as steps, with the seconds that they took, after each step was done so many seconds after the declaration. */
function runs(...ticks: readonly (readonly [step: string, after: number])[]): [steps: string, seconds: number][] {
  const writer = new Writer()
  writer.write(HALT, 0)
  for (const [id, after] of ticks) writer.write(done(id), after * SECOND)
  return shown(stepsInBulk(foldEvents(writer.events)))
}

const shown = (found: readonly StepsInBulk[]) =>
  found.map(({ steps, seconds }): [string, number] => [steps.join(' '), seconds])

describe('steps in bulk', () => {
  it('are three or more that one operator recorded as done within ten seconds', () => {
    expect(runs(['x-1', 1], ['x-2', 5], ['x-3', 11])).toEqual([['x-1 x-2 x-3', 10]])
    expect(runs(['x-1', 1], ['x-2', 5], ['x-3', 11.1])).toEqual([])
    expect(runs(['x-1', 1], ['x-2', 2])).toEqual([])
  })

  it('go on as long as they are as close, and are counted in whole seconds', () => {
    expect(runs(['x-1', 0], ['x-2', 60], ['x-3', 64], ['x-4', 68], ['x-5', 73.2], ['x-6', 95])).toEqual([
      ['x-2 x-3 x-4 x-5', 14],
    ])
    expect(runs(['x-1', 1], ['x-2', 1], ['x-3', 1])).toEqual([['x-1 x-2 x-3', 1]])
    expect(runs(['x-1', 1], ['x-2', 2], ['x-3', 3], ['x-4', 60], ['x-5', 61], ['x-6', 62])).toEqual([
      ['x-1 x-2 x-3', 2],
      ['x-4 x-5 x-6', 2],
    ])
  })

  it('leave out what a notice, a call or an escalation completes, what was undone, and what was skipped', () => {
    const count = (...drafts: readonly EventDraft[]) => shown(stepsInBulk(incidentOf(HALT, ...drafts)))
    expect(
      count(done('b-website'), done('b-email'), done('x-told'), done('x-raised'), done('x-1'), done('x-2')),
    ).toEqual([])
    expect(count(done('x-1'), done('x-2'), done('x-3'), undone(nth(3)))).toEqual([])
    expect(count(done('x-1'), skipped('x-2'), done('x-3'))).toEqual([])
  })

  it('are those of one operator, however many others record at the same time', () => {
    const [taro, hanako] = [new Writer('aaaaaaaa', 'taro'), new Writer('bbbbbbbb', 'hanako')]
    const declared = taro.write(HALT, 0)
    for (const [i, id] of IDS.slice(0, 4).entries())
      (i % 2 === 0 ? taro : hanako).write(done(id), i * SECOND + 1, [declared])
    expect(stepsInBulk(foldEvents([...taro.events, ...hanako.events]))).toEqual([])
    taro.write(done('x-5'), 5 * SECOND)
    const [run] = stepsInBulk(foldEvents([...taro.events, ...hanako.events]))
    expect(run).toMatchObject({ by: 'taro', steps: ['x-1', 'x-3', 'x-5'], event: 'aaaaaaaa:4' })
  })

  it('cannot be told where a clock was set back in between', () => {
    expect(runs(['x-1', 60], ['x-2', 61], ['x-3', 1])).toEqual([])
  })

  it('show in the timeline at the last of them', () => {
    const writer = new Writer()
    for (const draft of [HALT, done('x-1'), done('x-2'), done('x-3')]) writer.write(draft)
    const entryOf = timelineEntryMaker(foldEvents(writer.events))
    expect(writer.events.map((event) => entryOf(event, undefined).stepsInBulk)).toEqual([
      null,
      null,
      null,
      { steps: 3, seconds: 2 },
    ])
  })

  it('count by when they were recorded, whatever time they were given', () => {
    const writer = new Writer()
    writer.write(HALT, 0)
    for (const [i, id] of ['x-1', 'x-2', 'x-3'].entries())
      writer.write({ ...done(id), at: new Date(Date.parse('2026-11-24T13:17:05Z') + i * MINUTE).toISOString() }, HOURS)
    expect(shown(stepsInBulk(foldEvents(writer.events)))).toEqual([['x-1 x-2 x-3', 1]])
  })
})

const HOURS = 90 * MINUTE

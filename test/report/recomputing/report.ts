import { join } from 'node:path'
import { expect } from 'vitest'
import type { Bench } from '../../bench.ts'
import { logIn, ms } from './lines.ts'
import { numbersOf } from './numbers.ts'

const saying = (value: object) => JSON.stringify(Object.entries(value).sort())
const inMilliseconds = ({ dueAt, at, ...update }: { dueAt: string; at: string | null }) => {
  return { ...update, dueAt: ms(dueAt), at: at === null ? null : ms(at) }
}
const bySaying = (a: object, b: object) => (saying(a) < saying(b) ? -1 : 1)

/** Compares every number of the report that a command makes on a closed incident with its log; returns them recomputed. */
export async function expectRecomputed(bench: Bench, id: string): Promise<ReturnType<typeof numbersOf>> {
  const json = await bench.ok('report', '-i', id, '--format', 'json')
  return expectNumbers(json, join(bench.workspace, 'incidents', id))
}

/** Compares every number of a report, as JSON, with the log in a folder; returns them recomputed. */
export function expectNumbers(json: string, folder: string): ReturnType<typeof numbersOf> {
  const numbers = numbersOf(logIn(folder))
  const report = JSON.parse(json)
  const { noticeFacts: facts } = report.metrics
  const told = {
    ...Object.fromEntries(Object.keys(numbers).map((key) => [key, report[key]])),
    milestones: report.milestones
      .map(({ id, at, offsetSeconds, interruption }: Record<string, unknown>) => {
        return { id, at, offsetSeconds, interruption }
      })
      .toSorted(bySaying),
    promises: report.promises.map(inMilliseconds).toSorted(bySaying),
    lateUpdates: report.lateUpdates.map(inMilliseconds).toSorted(bySaying),
    operations: report.impact.operations.toSorted(bySaying),
    noticesSent: report.impact.noticesSent,
    recipients: { accepted: report.impact.recipientsAccepted, refused: report.impact.recipientsRefused },
    metrics: { ...report.metrics, noticeFacts: { asked: facts.asked, known: facts.known } },
    deviations: report.deviations.length,
    phases: report.phases.map(({ phase, from, to }: Record<'phase' | 'from' | 'to', string>) => {
      return { phase, seconds: (ms(to) - ms(from)) / 1000 }
    }),
    leads: report.leads.map(({ name, from, until }: Record<string, string>) => ({ name, from, until })),
    actions: report.actions.map(({ text, due, doneAt }: Record<string, string>) => ({ text, due, doneAt })),
    setBack: report.timeline
      .filter(({ setBackSeconds }: { setBackSeconds: number | null }) => setBackSeconds !== null)
      .map(({ event, setBackSeconds }: { event: string; setBackSeconds: number }) => [event, setBackSeconds])
      .toSorted(bySaying),
    writers: report.chain.writers,
  }
  expect(told).toEqual({
    ...numbers,
    milestones: numbers.milestones.toSorted(bySaying),
    promises: numbers.promises.toSorted(bySaying),
    lateUpdates: numbers.lateUpdates.toSorted(bySaying),
    operations: numbers.operations.toSorted(bySaying),
    setBack: numbers.setBack.toSorted(bySaying),
  })
  expect(report.timeline).toHaveLength(numbers.log.events)
  return numbers
}

import { expect } from 'vitest'
import type { Language } from '../../../src/domain/runbook/runbook.ts'
import { isSame } from './changes.ts'
import type { Notice } from './facts.ts'
import { kindOf } from './labels.ts'
import type { Line, Reading } from './lines.ts'
import { expectedAt, inState, periodsOf, resumedIn } from './model.ts'
import { timesIn, toMinute } from './moments.ts'
import { servicesIn } from './services.ts'
import { resumedServicesIn } from './states.ts'
import type { Channel, Story } from './story.ts'

/** Checks the times in a text: each is the one that its label says, and no other time is in it than the events give. */
export function checkTimes(story: Story, notice: Notice, reading: Reading): void {
  const { language, channel, stage, next } = notice
  const { known, now } = story
  for (const line of reading.lines) checkLine(story, notice, line)
  const told = story.told[channel as Channel]
  const mended = story.mendedBy(stage, channel as Channel)
  const all = [
    now,
    ...Object.values(known.periods).flatMap((some) => some.flatMap(({ from, stoppedAt, to }) => [from, stoppedAt, to])),
    known.startedAt,
    known.lastLift,
    ...(known.window ?? []),
    ...(known.estimate ?? []),
    ...(told?.window ?? []),
    ...(told?.estimate ?? []),
    told?.at,
    mended?.at,
    next === null ? null : Date.parse(next),
    ...story.earlier.flatMap(({ startedAt, lastLift }) => [startedAt, lastLift]),
    ...(channel === 'internal' ? story.recordedAt : []),
  ].flatMap((ms) => (ms == null ? [] : toMinute(ms)))
  const whole = [notice.subject ?? '', ...notice.text.split('\n')]
  for (const line of whole)
    for (const at of timesIn(line, language)) expect(all, `${new Date(at).toISOString()} in ${line}`).toContain(at)
  const asOf = reading.prose.find((one) => /現在の状況|^The situation as of/.test(one))
  if (asOf !== undefined) expect(timesIn(asOf, language), asOf).toEqual([toMinute(now)])
}

function checkLine(story: Story, { language, next }: Notice, line: Line): void {
  const { known, now } = story
  const kind = kindOf(line, language)
  const name = `${line.label}: ${line.value}`
  expect(kind, name).not.toBeNull()
  const times = timesIn(line.value, language)
  if (kind === 'planned') expect(isSame(times, known.window ?? []), name).toBe(true)
  if (kind === 'expected') {
    const expected = expectedAt(known, now)
    expect(isSame(times, expected.times), name).toBe(true)
    const isOpen = /未定|not yet known|later than/.test(line.value)
    expect(isOpen, name).toBe(expected.is !== 'ahead')
    expect(/（予定）|\(planned\)/.test(line.value), name).toBe(expected.is === 'ahead' && expected.isPlanned)
  }
  if (kind === 'next') expect(times, name).toEqual(next === null ? [] : [toMinute(Date.parse(next))])
  if (kind === 'began') checkBeginning(story, line, language, name)
  if (kind === 'period') checkPeriod(story, line, language, name)
  if (kind === 'resumedAt') {
    const at = [...resumedIn(known).map((one) => known.resumedAt[one as keyof typeof known.resumedAt]), known.lastLift]
    const before = story.earlier.map(({ lastLift }) => lastLift)
    expect(
      [...at, ...before].map((ms) => ms != null && toMinute(ms)),
      name,
    ).toContain(times[0])
  }
  if (kind === 'resumed' && times.length > 0) {
    const groups = line.value.split(language === 'ja' ? /／/ : /; (?=[a-z]+[^;]*\()/)
    for (const group of groups) {
      const at = timesIn(group, language)
      for (const one of resumedServicesIn(group, language) ?? [])
        expect(at, `${one} in ${name}`).toEqual([toMinute(known.resumedAt[one as keyof typeof known.resumedAt] ?? 0)])
    }
  }
}

/** Services named behind a time. */
function namedIn({ value }: Line, language: Language): string[] | null {
  const [, services = ''] = (language === 'ja' ? /（([^（）]*)）$/ : /\(([^()]*)\)$/).exec(value) ?? []
  return servicesIn(services, language)
}

/** When services were stopped or restricted: each at its own time, or all when the halt began. */
function checkBeginning({ known, earlier }: Story, line: Line, language: Language, name: string): void {
  const [at] = timesIn(line.value, language)
  const named = namedIn(line, language)
  const starts = [known.startedAt, ...earlier.map(({ startedAt }) => startedAt)]
  for (const one of named ?? inState(known, 'stopped', 'cancel-only')) {
    const began = periodsOf(known, one).flatMap(({ from, stoppedAt }) => [
      from,
      ...(stoppedAt === null ? [] : [stoppedAt]),
    ])
    const all = [...began, ...(named === null ? [...starts, ...allBeginnings(known)] : [])]
    expect(all.map(toMinute), `${one} in ${name}`).toContain(at)
  }
}

const allBeginnings = ({ periods }: Story['known']) =>
  Object.values(periods).flatMap((some) => some.flatMap(({ from, stoppedAt }) => [from, stoppedAt ?? from]))

/** From when to when services were stopped or restricted. */
function checkPeriod({ known }: Story, line: Line, language: Language, name: string): void {
  const times = timesIn(line.value, language)
  const services = namedIn(line, language) ?? Object.keys(known.periods)
  for (const one of services) {
    const periods = periodsOf(known, one).flatMap(({ from, to }) => (to === null ? [from] : [from, to]))
    expect(times, `${one} in ${name}`).toEqual(periods.map(toMinute))
  }
}

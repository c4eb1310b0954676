import { expect } from 'vitest'
import type { Language, Stage } from '../../../src/domain/runbook/runbook.ts'
import { isAbout } from './labels.ts'
import type { Reading } from './lines.ts'
import { isStated } from './model.ts'
import { type Channel, isShort, type Story } from './story.ts'
import { typesIn } from './types.ts'

export interface Notice {
  readonly channel: string
  readonly stage: Stage
  readonly language: Language
  readonly number: number | null
  readonly subject: string | null
  readonly text: string
  readonly next: string | null
  readonly leftOut?: readonly { readonly label: string; readonly role: string | null }[]
}

const WORDS = /[a-z-]+#\d-*(?:ja|en)/g
const EARLIER = /^(?:先の|(?:Cause|Reason) \(earlier )/
/** What only a full text states, unless it has changed. */
const ONLY_IN_FULL = ['progress', 'prevention-rules']

/** Checks the words of facts, the reason of the halt and the numbers of notices in a text, and that no fact is missing. */
export function checkFacts(story: Story, notice: Notice, reading: Reading): void {
  const { known, isPlanned } = story
  const { stage, language, text, leftOut = [] } = notice
  const channel = notice.channel as Channel
  const told = story.told[channel]
  const wasSaid = (fact: string, value: string) => `${told?.said[fact]}${language}` === value
  const isSaid = (fact: string, value: string) => `${known.said[fact]}${language}` === value
  const earlierCauses = story.earlier.map(({ said }) => `${said.cause}${language}`)
  for (const line of reading.lines) {
    const [value] = line.value.match(WORDS) ?? []
    if (value === undefined) continue
    const [fact = ''] = value.split('#')
    expect(isAbout(line, language, `fact:${fact}`), `the label of ${value}`).toBe(true)
    if (EARLIER.test(line.label)) expect(earlierCauses, line.label).toContain(value)
    else expect(isSaid(fact, value) && isStated(known, isPlanned, fact, stage), `${value} is stated`).toBe(true)
  }
  for (const { label, before, after } of reading.changes) {
    for (const value of before?.match(WORDS) ?? [])
      expect(wasSaid(value.split('#')[0] as string, value), `${label} was ${before}`).toBe(true)
    for (const value of after?.match(WORDS) ?? [])
      expect(isSaid(value.split('#')[0] as string, value), `${label} is ${after}`).toBe(true)
  }
  for (const value of reading.prose.flatMap((one) => one.match(WORDS) ?? [])) {
    const [fact = ''] = value.split('#')
    expect(isSaid(fact, value) || earlierCauses.includes(value), `${value} in a sentence`).toBe(true)
  }
  checkReason(story, notice, reading)
  const numbers = [
    notice.number,
    told?.number,
    story.mendedBy(stage, channel)?.number,
    // The correction that went out since.
    story.last[channel]?.number,
    ...(channel === 'internal' ? story.numbers : []),
  ]
  const whole = `${notice.subject ?? ''}\n${text}`
  for (const [, ja, en] of whole.matchAll(/第(\d+)報|\b(?:notice|no\.) (\d+)/g))
    expect(numbers, 'numbers').toContain(Number(ja ?? en))
  if (story.isCalledOff || stage === 'correction') return
  for (const [fact, value] of Object.entries(known.said)) {
    if (!isStated(known, isPlanned, fact, stage) || (stage === 'retraction' && fact !== 'contact')) continue
    const isHere = text.includes(`${value}${language}`)
    if (!isShort(channel)) expect(isHere, `${fact} is there`).toBe(true)
    else if (!isHere && stage !== 'final' && stage !== 'retraction' && !ONLY_IN_FULL.includes(fact))
      expect(
        leftOut.some(({ label }) => isAbout({ label, value: '' }, language, `fact:${fact}`)),
        `${fact} is neither stated nor left out`,
      ).toBe(true)
  }
}

/** Checks that no other reason is given than the type of the halt gives, or gave. */
function checkReason(
  story: Story,
  { stage, language, channel }: Notice,
  { title, lines, changes, prose }: Reading,
): void {
  const { known, earlier } = story
  const told = story.told[channel as Channel]
  const types = [known.type, ...earlier.map((one) => one.type)]
  const internal = channel === 'internal' && [...lines, ...changes].some(({ label }) => /種類|Type/.test(label))
  const notAbout = (one: string) => /^(?:当社を装った|Beware|【|・)|^- /.test(one)
  const said = [
    title,
    ...prose.filter((one) => !notAbout(one)),
    ...lines.map(({ value }) => value),
    ...changes.map(({ after }) => after ?? ''),
  ]
  for (const one of said.flatMap((words) => typesIn(words, language)))
    expect(types, `${one} as the reason`).toContain(one)
  for (const one of changes.flatMap(({ before }) => typesIn(before ?? '', language)))
    expect([told?.type, ...types], `${one} as the reason before`).toContain(one)
  const lead = prose.join('\n')
  const isAbout = stage === 'first' || stage === 'update' || stage === 'scheduled'
  if (
    isAbout &&
    known.typeIn === known.interruption &&
    earlier.length === 0 &&
    !isShort(channel as Channel) &&
    !internal
  )
    expect(typesIn(lead, language), 'the reason').toContain(known.type)
}

import type { Intent } from '../domain/decide/decide.ts'
import type { TimelineEntry } from '../domain/incident/timeline.ts'
import { fail, INVOCATION, ProblemError } from '../domain/problem.ts'
import { unstatedReportFacts } from '../domain/report/report.ts'
import { type Ask, askQuestions } from '../i18n/ask.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { timelineLine } from '../incident/event-lines.ts'
import { eventsWithNamesInForce } from '../incident/names-in-force.ts'
import { appendIntents, sayingHowItReads, sayRecorded } from '../incident/record.ts'
import { isUnknownMark, parseFacts } from '../incident/statements.ts'
import { sameCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'
import { type Unwritten, unwritten } from './missing-languages.ts'
import { openMoments } from './open-moments.ts'
import type { ReportLabels } from './words.en.ts'
import { reportLabels } from './words.ts'

/**
 * Asks for the facts that the report lacks, then which of the turning points are key moments, as far as nobody has said so, and
 * for words in the languages of the report in which nobody wrote them, recording each answer at once.
 * Rejects with `missing-answer`, or `paused` if left early.
 */
export async function fillReport(world: World, { journal, clock }: ChosenIncident): Promise<void> {
  const missing = unstatedReportFacts(journal.incident, world.operator)
  const { language, words } = world.text
  const { facts } = journal.incident.runbook
  const nameOf = (fact: string) => facts[fact]?.[language] ?? fact
  if (!world.terminal.isInteractive) {
    const [first] = missing
    if (first === undefined) return
    fail('missing-answer', {
      what: 'FACTS',
      words: words.listed(missing.map(nameOf)),
      example: `${INVOCATION} set ${first}='...'`,
    })
  }
  const proposed = openMoments(journal)
  const labels = await reportLabels(language, 'internal')
  const lacking = () => unwritten(journal, { language, person: world.operator }, labels)
  if (missing.length + proposed.length + lacking().length === 0) return
  world.say(labels.filling)
  const reading = sayingHowItReads(world, clock)
  const recordAnswer = (fact: string, value: string) => {
    if (value === '') return
    const statements = parseFacts([`${fact}=${value}`], facts, reading)
    sayRecorded(world, journal, appendIntents(journal, clock, { kind: 'set', statements }))
  }
  const answerMoments = (marked: readonly TimelineEntry[] | null) => {
    if (marked === null) return
    const others = proposed.filter((entry) => !marked.includes(entry)).map(({ event }) => event)
    const intents: Intent[] = marked.map(({ event }) => ({ kind: 'mark-moment', event }))
    if (others.length > 0) intents.push({ kind: 'decline-moments', events: others })
    sayRecorded(world, journal, appendIntents(journal, clock, ...intents))
  }
  const asked = new Set<string>()
  const earlier = new Set<string>()
  const keyOf = ({ name, words, language }: Unwritten) => JSON.stringify([name, words, language])
  const askInOtherLanguage = async (ask: Ask, isDue: (one: Unwritten) => boolean) => {
    for (const one of lacking()) {
      const { name, words, language } = one
      if (asked.has(keyOf(one)) || !isDue(one)) continue
      asked.add(keyOf(one))
      await ask(labels.inLanguage[language](name, words), (answer) => {
        if (isWords(answer)) sayRecorded(world, journal, appendIntents(journal, clock, one.intentOf(answer)))
      })
    }
  }
  const askAll = async (ask: Ask) => {
    for (const one of lacking()) earlier.add(keyOf(one))
    for (const fact of missing) {
      const question = `${nameOf(fact)}: ${facts[fact]?.report?.ask[language] ?? ''}`
      await ask(question, (answer) => recordAnswer(fact, answer))
      await askInOtherLanguage(ask, (one) => !earlier.has(keyOf(one)))
    }
    if (proposed.length > 0) {
      const text = { ...world.text, events: eventsWithNamesInForce(world.text, journal) }
      for (const [i, entry] of proposed.entries()) world.say(`${i + 1}. ${timelineLine(entry, text)}`)
      await ask(labels.keyMoments, (answer) => answerMoments(chosenMoments(answer, proposed, labels)))
    }
    await askInOtherLanguage(ask, () => true)
  }
  try {
    await askQuestions(world, () => sameCommand(world), askAll)
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'no-answer')
      fail('paused', { line: sameCommand(world) })
    throw error
  }
}

/** Whether an answer is words, and neither empty nor that they are not known. */
function isWords(answer: string): boolean {
  return answer !== '' && !isUnknownMark(answer)
}

/**
 * The moments that an answer names: all, none, or those with the given numbers; null if it is empty. Throws `unknown-event`
 * otherwise.
 */
function chosenMoments(
  answer: string,
  proposed: readonly TimelineEntry[],
  { allMoments, noMoments }: ReportLabels,
): readonly TimelineEntry[] | null {
  if (answer === '') return null
  if (allMoments.includes(answer.toLowerCase())) return proposed
  if (noMoments.includes(answer.toLowerCase())) return []
  return answer.split(/[\s,、]+/).flatMap((number) => {
    if (number === '') return []
    const moment = /^\d+$/.test(number) ? proposed[Number(number) - 1] : undefined
    return moment ?? fail('unknown-event', { given: number })
  })
}

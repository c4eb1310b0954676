import { drillOpenedAt } from '../domain/drill/clock.ts'
import type { Expectation } from '../domain/drill/expectations.ts'
import type { GivenFact, Scenario } from '../domain/drill/scenario.ts'
import type { LostCheck, Score, ScoreSection } from '../domain/drill/score.ts'
import { typeOf } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import type { Runbook } from '../domain/runbook/runbook.ts'
import type { Text } from '../i18n/text.ts'
import { typedTarget } from '../incident/labels.ts'
import { alarm, type Block, good, heading, type Item, lines, paragraph, section } from '../view/blocks.ts'
import { inertLine } from '../view/inert.ts'
import { factValueText } from '../view/time-format.ts'
import type { ScenarioEntry } from './io/scenario-files.ts'
import type { DrillText } from './words.en.ts'

export interface DrillContext {
  readonly text: Text
  readonly said: DrillText
  readonly stamp: (ms: number) => string
}

/** Why a scenario cannot be played: its first error in words, and how many others there are. */
export interface UnfitReason {
  readonly message: string
  readonly more: number
}

/** A line of the list of scenarios; `unfit` is null if the scenario can be played. */
export function scenarioLine(
  { id, scenario }: Pick<ScenarioEntry, 'id' | 'scenario'>,
  unfit: UnfitReason | null,
  { types }: Runbook,
  { text, said }: Pick<DrillContext, 'text' | 'said'>,
): string {
  const { language } = text
  const title = scenario === null ? [] : [scenario.title[language]]
  const parts = [id, ...title, unfit === null ? summary() : said.unfit(unfit.message, unfit.more)]
  return parts.map(inertLine).join('  ')

  function summary(): string {
    const { type, lasts, injects, mark } = scenario as Scenario
    return said.listed(types[type]?.[language] ?? type, Math.round(lasts / 60_000), injects.length, mark)
  }
}

export function briefingBlocks(incident: Incident, { text, said, stamp }: DrillContext): Block[] {
  const { exercise, runbook } = incident
  if (exercise === null) return []
  const { scenario, speed } = exercise
  const { language } = text
  const type = runbook.types[typeOf(incident)]?.[language] ?? typeOf(incident)
  const briefing = scenario.briefing?.[language] ?? said.replayed(scenario.id, type)
  const known = scenario.facts.map((given) => {
    const label = runbook.facts[given.fact]?.[language] ?? given.fact
    return `${label}  ${given[language] ?? valueOrTimes(given)}`
  })
  return [
    heading(said.briefing),
    lines(...briefing.split('\n')),
    ...section(said.knownFirst, known),
    paragraph(said.goesOn(Math.round(scenario.lasts / 60_000), speed)),
  ]

  function valueOrTimes({ value, from, to }: GivenFact): string {
    const opened = drillOpenedAt(incident) ?? 0
    return factValueText(
      value ?? [from, to].flatMap((span) => (span === null ? [] : stamp(opened + span))).join('/'),
      language,
    )
  }
}

/** The final score that a score is compared with: of an earlier drill, or of the real incident. */
export interface ComparedScore {
  readonly what: 'same' | 'last' | 'original'
  readonly id: string
  readonly total: number | null
}

export function scoreBlocks(
  incident: Incident,
  { total, mark, passed, sections }: Score,
  compared: readonly ComparedScore[],
  context: DrillContext,
): Block[] {
  const { said } = context
  const result = said.total(total, mark, passed)
  const items = sections.map((judged) => sectionItem(incident, judged, context))
  return [
    ...section(said.score(incident.exercise?.scenario.id ?? ''), items),
    lines(
      passed || total === null ? good(result) : alarm(result),
      ...compared.map(({ what, id, total: before }) =>
        said.before(what, id, before, before === null || total === null ? null : total - before),
      ),
    ),
  ]
}

/** A section with what cost points in it. Several required steps that were not done at all share one line. */
function sectionItem(incident: Incident, { id, score, checks, lost }: ScoreSection, context: DrillContext): Item {
  const { said } = context
  const missedSteps = lost.filter(({ code, at }) => code === 'step' && at === null)
  // Each costs all that it can. Their rounded points would add up to another sum.
  const points = Math.round((missedSteps.length * 1000) / checks) / 10
  const summary = said.stepsLeft(missedSteps.length, missedSteps.map(({ what }) => what).join(', '))
  return {
    text: `${said.sections[id]}  ${score === null ? said.notJudged : said.points(score)}`,
    items: [
      ...lost
        .filter((loss) => missedSteps.length === 1 || !missedSteps.includes(loss))
        .map((loss) => ({ text: `${said.cost(loss.points)}  ${lossWords(incident, loss, context)}` })),
      ...(missedSteps.length > 1 ? [{ text: `${said.cost(points)}  ${summary}` }] : []),
    ],
  }
}

export function lossWords(incident: Incident, loss: LostCheck, context: DrillContext): string {
  const { said, stamp, text } = context
  const { code, what, expected, dueAt, at } = loss
  const timeOfDay = (ms: number | null) => (ms === null ? null : stamp(ms).slice(11, 19))
  const check = said.checks[code](subjectName(incident, code, what, text))
  const response = expected === null ? '' : said.expected(expected.kind, expectedWords(incident, expected, text))
  return `${check}${response}: ${said.outcome(timeOfDay(dueAt), timeOfDay(at))}`
}

function expectedWords(incident: Incident, expected: Expectation, text: Text): string {
  const { kind, what } = expected
  if (kind === 'severity') return text.language === 'ja' ? text.words.severity(what) : what
  const code = CHECK_OF[kind]
  if (code !== undefined) return subjectName(incident, code, what, text)
  const [operation = '', asset = null] = what.split(':')
  const target = typedTarget({ operation, asset }, incident.runbook, text)
  if (kind !== 'scope') return target
  return `${target}=${text.language === 'ja' ? text.words.scopeState[expected.state] : expected.state}`
}

/** The kind of check whose subjects, such as channels, an expectation names too. */
const CHECK_OF: Readonly<Partial<Record<Expectation['kind'], LostCheck['code']>>> = {
  fact: 'fact',
  channel: 'first-notice',
  notice: 'first-notice',
  call: 'told',
  step: 'step',
}

function subjectName(
  { runbook, settings, exercise }: Incident,
  code: LostCheck['code'],
  what: string,
  { language }: Text,
) {
  const { channels, departments, facts, steps } = runbook
  const step = steps.find(({ id }) => id === what)
  const inject = exercise?.scenario.injects.find(({ id }) => id === what)
  const level = settings.roster?.levels.find(({ id }) => id === what)
  const name = {
    'first-notice': channels[what],
    'resumption-notice': channels[what],
    told: departments[what] ?? channels[what],
    promise: channels[what],
    step: step === undefined ? undefined : { ja: `${what} ${step.title.ja}`, en: `${what} ${step.title.en}` },
    fact: facts[what],
    // The first sentence says enough, and the id is a word of English.
    inject: inject?.words && { ja: inject.words.ja.replace(/。.*/su, ''), en: what },
    level: level?.title,
    call: settings.roster?.people[what],
  }[code]
  return inertLine(name?.[language] ?? what)
}

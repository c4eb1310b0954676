import { grouped } from '../../domain/grouped.ts'
import type { TimeSpan } from '../../domain/incident/spans.ts'
import { Rounds } from '../../domain/report/notice-rounds.ts'
import type { TimelinePicture } from '../../domain/report/timeline-picture.ts'
import type { Stage } from '../../domain/runbook/runbook.ts'
import { secondsBetween, wholeMinute } from '../../domain/time.ts'
import { inGroups } from '../../i18n/fact-value.ts'
import { spanWords } from '../../i18n/span.ts'
import { filingName } from '../../incident/labels.ts'
import { columnsOf } from '../../view/columns.ts'
import { inertLine, LONGEST_NAME, shortLine } from '../../view/inert.ts'
import { decisionWords, longestSpans, momentWords, type PictureWords, phaseName, pictureSummary } from './mark-words.ts'

type MermaidContext = PictureWords & {
  readonly stamp: (ms: number) => string
  readonly formatTime: (ms: number) => string
}

/** A section with more lines is unreadable, and GitHub renders no chart of more than 50 000 characters. */
const MAX_LINES = 60

/** The only stages whose notices are drawn if there are too many. */
const KEY_STAGES: ReadonlySet<Stage> = new Set(['first', 'resumption', 'final'])

type SentNotice = TimelinePicture['notices'][number]['sent'][number] & { readonly channel: string }
/** Notices of one number on several channels; one that did not go out, or may not have, is alone. */
type Round = readonly [SentNotice, ...SentNotice[]]
type Restriction = TimeSpan & TimelinePicture['scope'][number]['spans'][number] & { readonly target: string }

/**
 * The timeline as a Mermaid Gantt chart (https://mermaid.js.org/syntax/gantt.html), which GitHub and GitLab render, in the
 * incident's zone, which its title names. A section that would have more than `MAX_LINES` shows only the longest spans, or the
 * rounds of notices that `keyRounds` picks; the title says how many are omitted.
 */
export function pictureMermaid(picture: TimelinePicture, context: MermaidContext): string {
  const { text, said, runbook, stamp, nameAmong } = context
  const at = (ms: number) => stamp(ms).slice(0, 19)
  const shortest = (picture.to - picture.from) * LEAST_BAR
  const moment = (name: string, when: number) => `    ${taskName(name)} :milestone, ${at(when)}, 0s`
  // A bar of less than a few pixels would vanish; a milestone has the same size at any width.
  const bar = (name: string, span: TimeSpan) =>
    span.to - span.from < shortest
      ? moment(`${name} ${spanWords(secondsBetween(span.from, span.to), text.words)}`, span.from)
      : `    ${taskName(name)} :${at(span.from)}, ${at(Math.max(span.to, span.from + MIN_BAR_MS))}`
  const targets = picture.scope.map(({ target }) => target)
  const restrictions = picture.scope.flatMap(({ target, spans }) =>
    spans.filter(({ state }) => state !== 'open').map((span) => ({ ...span, target })),
  )
  const sent = picture.notices.flatMap(({ channel, sent }) => sent.map((one) => ({ ...one, channel })))
  const [phases, shownRestrictions] = [longestSpans(picture.phases, MAX_LINES), longestSpans(restrictions, MAX_LINES)]
  const rounds = keyRounds(roundsOf(sent))
  const decisions = keyDecisions(picture.decisions)
  const moments = picture.moments.slice(0, MAX_LINES)
  const filings = picture.filings.flatMap(({ authority, filing, submissions }) =>
    submissions.map(({ at }) => ({ name: filingName(authority, filing, text), at })),
  )
  const omitted = {
    moments: picture.moments.length - moments.length,
    decisions: picture.decisions.length - decisions.length,
    notices: sent.length - rounds.flat().length,
    spans: picture.phases.length - phases.length + restrictions.length - shownRestrictions.length,
  }
  const omissions = Object.values(omitted).every((count) => count === 0) ? [] : [said.omitted(omitted)]
  const showsDays = at(picture.from).slice(0, DATE) !== at(picture.to).slice(0, DATE)
  const parts: readonly (readonly [name: string, lines: readonly string[]])[] = [
    [said.phases, phases.map(phaseBar)],
    [said.plan, planBars()],
    [said.curve, curveBars()],
    [said.affected(picture.affected.isSum), affectedBars()],
    [said.stopped, shownRestrictions.map(restrictionBar)],
    [said.moments, moments.map((one) => moment(momentWords(one, LONGEST_NAME, context), one.at))],
    [said.decisions, decisions.map((one) => moment(decisionWords(one, context), one.at))],
    [said.leads, picture.leads.map(({ name, at }) => moment(context.partyName(name), at))],
    [said.authorities, filings.map(({ name, at }) => moment(name, at))],
    [said.notices, rounds.map(milestone)],
  ]
  const sections = parts.filter(([, lines]) => lines.length > 0)
  const leftPadding = BESIDE_NAME + COLUMN * Math.max(0, ...sections.map(([name]) => columnsOf(name)))
  return [
    `%%{init: {"gantt": {"leftPadding": ${leftPadding}}}}%%`,
    'gantt',
    `  title ${[shortLine(said.title(picture.title), TITLE_COLUMNS), said.zone(picture.timezone), ...omissions].map(withoutSyntax).join(' · ')}`,
    `  accTitle: ${withoutSyntax(said.title(picture.title))}`,
    `  accDescr: ${withoutSyntax(pictureSummary(picture, context))}`,
    '  dateFormat YYYY-MM-DDTHH:mm:ss',
    // Else a reader's own time is drawn where the chart reaches it.
    '  todayMarker off',
    `  axisFormat ${showsDays ? '%m/%d %H:%M' : '%H:%M'}`,
    ...sections.flatMap(([name, lines]) => [`  section ${withoutSyntax(name)}`, ...lines]),
  ].join('\n')

  function planBars(): string[] {
    const { plan, to } = picture
    if (plan === null) return []
    const { from, overrun } = plan
    const planned = bar(said.planned, { from, to: plan.to ?? Math.max(from, to) })
    return overrun === null ? [planned] : [planned, bar(said.overrunning, overrun)]
  }

  function phaseBar(part: TimelinePicture['phases'][number]): string {
    return bar(phaseName(part, text, said), part)
  }

  function curveBars(): string[] {
    const { operations, curve } = picture.impact
    const restricted = curve.filter((step) => step.restricted > 0)
    return longestSpans(restricted, MAX_LINES).map((step) => bar(`${step.restricted}/${operations}`, step))
  }

  function affectedBars(): string[] {
    const stated = picture.affected.steps.filter(({ customers }) => customers !== null)
    return longestSpans(stated, MAX_LINES).map((step) => bar(inGroups(String(step.customers)), step))
  }

  function restrictionBar({ target, state, ...span }: Restriction): string {
    return bar(`${nameAmong(target, targets)} ${text.words.scopeState[state]}`, span)
  }

  function milestone(round: Round): string {
    const [{ at: when, stage, number, state }] = round
    const channels = round.map(({ channel }) => runbook.channels[channel]?.[text.language] ?? channel)
    const told = `${channels.join(' / ')} ${text.words.notice(stage, number)}`
    return moment(didNotGo(state) ? text.words.marked(told, said.outcome[state]) : told, when)
  }
}

/** All decisions, if they fit; else those that turned the course of the halt, as far as they do. */
function keyDecisions(decisions: TimelinePicture['decisions']): TimelinePicture['decisions'] {
  if (decisions.length <= MAX_LINES) return decisions
  return decisions.filter(({ turn }) => turn !== null).slice(0, MAX_LINES)
}

function didNotGo(state: SentNotice['state']): state is 'failed' | 'unknown' {
  return state === 'failed' || state === 'unknown'
}

/** The rounds in which notices went out, by time; a channel that was told later has a line of its own. */
function roundsOf(sent: readonly SentNotice[]): Round[] {
  const rounds = new Rounds<SentNotice>()
  for (const notice of [...sent].sort((a, b) => a.at - b.at)) {
    const { at, stage, number, state } = notice
    if (didNotGo(state)) rounds.addAlone(notice)
    else rounds.add(notice, `${stage} ${number} ${wholeMinute(at)}`, true)
  }
  return rounds.all
}

/** All rounds, if they fit; else those of key stages; if still too many, the first and last of each stage. */
function keyRounds(rounds: readonly Round[]): readonly Round[] {
  if (rounds.length <= MAX_LINES) return rounds
  const key = rounds.filter(([{ stage }]) => KEY_STAGES.has(stage))
  if (key.length <= MAX_LINES) return key
  const ends = new Set(grouped(key, ([{ stage }]) => stage).flatMap((same) => [same[0], same.at(-1)]))
  return key.filter((one) => ends.has(one))
}

/** A task name; the first letter of what Mermaid would read as a keyword or a date is an entity. */
function taskName(name: string): string {
  const shown = withoutSyntax(name)
  return KEYWORD_OR_DATE.test(shown) ? `${entity(shown.charAt(0))}${shown.slice(1)}` : shown
}

/** The length of a date: `YYYY-MM-DD`. */
const DATE = 10

/** How much of the title of the halt fits beside the zone, in a chart as wide as GitHub draws it. */
const TITLE_COLUMNS = 80

/** The share of the whole below which a bar is drawn as a milestone. */
const LEAST_BAR = 1 / 200

/** Times have whole seconds, so a shorter bar would end when it begins. */
const MIN_BAR_MS = 1000

const KEYWORD_OR_DATE =
  /^(?:\d{4}-\d\d-\d\d|gantt|title|section|date|inclusive|topAxis|axis|tick|includes|excludes|today|week|acc|click|call|href)/i

/**
 * Writes the characters that are syntax to Mermaid (11, and 10 for semicolons and number signs) as the entities that it draws
 * as these characters. A colon, which times have, is the sign for a ratio instead, so that the text of the chart is legible too.
 */
function withoutSyntax(words: string): string {
  return inertLine(words)
    .replace(/[#;]|%(?=%)/g, entity)
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
    .replaceAll(':', '∶')
    .replace(/\s+/g, ' ')
    .trim()
}

/** A character as Mermaid's entity, such as `#35;`. */
function entity(character: string): string {
  return `#${character.codePointAt(0)};`
}

/** How many pixels a column of the name of a section takes, and what stands beside it. */
const COLUMN = 6
const BESIDE_NAME = 24

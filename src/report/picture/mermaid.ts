import type { Span } from '../../domain/report/history.ts'
import type { Picture } from '../../domain/report/picture.ts'
import type { Stage } from '../../domain/runbook/runbook.ts'
import { inert } from '../../view/inert.ts'
import type { PictureContext } from './lanes.ts'

type Context = Omit<PictureContext, 'x' | 'shown'> & { readonly stamp: (ms: number) => string }

/** More lines than these in one section are not readable, and GitHub draws no chart of more than 50 000 characters. */
const MOST = 60

const KEY_STAGES: ReadonlySet<Stage> = new Set(['first', 'resumption', 'final'])

type Sent = Picture['notices'][number]['sent'][number] & { readonly channel: string }
type Stated = Span & Picture['scope'][number]['spans'][number] & { readonly target: string }

/**
 * The timeline as a Gantt chart of Mermaid (https://mermaid.js.org/syntax/gantt.html), which GitHub and GitLab draw:
 * phases, what was stopped, and notices. Its times are those of the incident's zone, whatever the reader's is. What
 * would be too much for it is left out, and its title says how much that is.
 */
export function pictureMermaid(picture: Picture, context: Context): string {
  const { text, said, runbook, stamp } = context
  const at = (ms: number) => stamp(ms).slice(0, 19)
  const bar = (name: string, { from, to }: Span) =>
    `    ${taskName(name)} :${at(from)}, ${at(Math.max(to, from + 1000))}`
  const stated = picture.scope.flatMap(({ target, spans }) =>
    spans.filter(({ state }) => state !== 'open').map((span) => ({ ...span, target })),
  )
  const sent = picture.notices.flatMap(({ channel, sent }) => sent.map((one) => ({ ...one, channel })))
  const [phases, bands, notices] = [longest(picture.phases), longest(stated), keyNotices(sent)]
  const left = {
    notices: sent.length - notices.length,
    spans: picture.phases.length - phases.length + stated.length - bands.length,
  }
  const days = picture.to - picture.from > 36 * 3_600_000
  const section = (name: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`  section ${plain(name)}`, ...lines]
  return [
    'gantt',
    ...(left.notices + left.spans === 0 ? [] : [`  title ${plain(said.omitted(left))}`]),
    '  dateFormat YYYY-MM-DDTHH:mm:ss',
    `  axisFormat ${days ? '%m/%d %H:%M' : '%H:%M'}`,
    ...section(
      said.phases,
      phases.map(({ phase, ...span }) => bar(phase === null ? said.undeclared : text.words.phase[phase], span)),
    ),
    ...section(
      said.stopped,
      bands.map((one) => bar(scopeName(one), one)),
    ),
    ...section(said.notices, notices.map(milestone)),
  ].join('\n')

  function scopeName({ target, state }: Stated): string {
    const [operation = '', asset] = target.split(':')
    const name = runbook.operations[operation]?.[text.language] ?? operation
    return `${name}${asset === undefined ? '' : ` ${asset}`} ${text.words.scopeState[state]}`
  }

  function milestone({ channel, at: when, stage, number, state }: Sent): string {
    const notice = `${runbook.channels[channel]?.[text.language] ?? channel} ${text.words.notice(stage, number)}`
    const isSure = state !== 'failed' && state !== 'unknown'
    const name = isSure ? notice : text.words.marked(notice, said.outcome[state])
    return `    ${taskName(name)} :milestone, ${at(when)}, 0s`
  }
}

/** Those that lasted the longest, in order. */
function longest<T extends Span>(spans: readonly T[]): readonly T[] {
  const kept = new Set([...spans].sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, MOST))
  return spans.filter((one) => kept.has(one))
}

/** First, resumption and final notices, where all are too many; of each channel and stage the first and the last, where those are. */
function keyNotices(sent: readonly Sent[]): readonly Sent[] {
  if (sent.length <= MOST) return sent
  const key = sent.filter(({ stage }) => KEY_STAGES.has(stage))
  if (key.length <= MOST) return key
  const isLike = (one: Sent) => (other: Sent) => other.channel === one.channel && other.stage === one.stage
  return key.filter((one) => key.find(isLike(one)) === one || key.findLast(isLike(one)) === one)
}

/** A name as Mermaid takes it for nothing but a name; one that begins like a statement or a date is quoted. */
function taskName(name: string): string {
  const shown = plain(name)
  return STATEMENT.test(shown) ? `'${shown}'` : shown
}

const STATEMENT =
  /^(?:\d{4}-\d\d-\d\d|gantt|title|section|date|inclusive|topAxis|axis|tick|includes|excludes|today|week|acc|click|call|href)/i

/** Words that end nothing in a chart: Mermaid has no way to quote them. */
function plain(words: string): string {
  return inert(words)
    .replace(/[:;,#%{}<>"`]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

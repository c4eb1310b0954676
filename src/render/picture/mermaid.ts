import type { Picture } from '../../domain/report/picture.ts'
import { inert } from '../inert.ts'
import type { PictureContext } from './lanes.ts'

type Context = Omit<PictureContext, 'x' | 'shown'> & { readonly stamp: (ms: number) => string }

/**
 * The timeline as a Gantt chart of Mermaid (https://mermaid.js.org/syntax/gantt.html), which GitHub and GitLab draw:
 * phases, what was stopped, and notices. Its times are those of the incident's zone, whatever the reader's is.
 */
export function pictureMermaid(picture: Picture, context: Context): string {
  const { text, said, runbook, stamp } = context
  const at = (ms: number) => stamp(ms).slice(0, 19)
  const bar = (name: string, { from, to }: { readonly from: number; readonly to: number }) =>
    `    ${plain(name)} :${at(from)}, ${at(Math.max(to, from + 1000))}`
  const phases = picture.phases.map(({ phase, ...span }) =>
    bar(phase === null ? said.undeclared : text.words.phase[phase], span),
  )
  const scope = picture.scope.flatMap(({ target, spans }) => {
    const [operation = '', asset] = target.split(':')
    const name = runbook.operations[operation]?.[text.language] ?? operation
    return spans.flatMap(({ state, ...span }) =>
      state === 'open'
        ? []
        : bar(`${name}${asset === undefined ? '' : ` ${asset}`} ${text.words.scopeState[state]}`, span),
    )
  })
  const notices = picture.notices.flatMap(({ channel, sent }) =>
    sent.map(({ at: when, stage, number }) => {
      const name = runbook.channels[channel]?.[text.language] ?? channel
      return `    ${plain(`${name} ${text.words.notice(stage, number)}`)} :milestone, ${at(when)}, 0s`
    }),
  )
  const days = picture.to - picture.from > 36 * 3_600_000
  const section = (name: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`  section ${plain(name)}`, ...lines]
  return [
    'gantt',
    '  dateFormat YYYY-MM-DDTHH:mm:ss',
    `  axisFormat ${days ? '%m/%d %H:%M' : '%H:%M'}`,
    ...section(said.phases, phases),
    ...section(said.stopped, scope),
    ...section(said.notices, notices),
  ].join('\n')
}

/** A name that ends nothing in a chart: Mermaid has no way to quote one. */
function plain(name: string): string {
  return inert(name)
    .replace(/[:;,#%{}<>"`]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

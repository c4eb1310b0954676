import type { Picture } from '../../domain/report/picture.ts'
import { inert } from '../inert.ts'
import type { PictureContext } from './lanes.ts'

type Context = Omit<PictureContext, 'x' | 'shown'> & { readonly stamp: (ms: number) => string }

interface Entry {
  readonly name: string
  /** What it is called together with others; its name where there is nothing shorter. */
  readonly kind?: string
  readonly from: number
  /** Null where it is a moment. */
  readonly to: number | null
}

/** The longest chart, in characters, that Mermaid draws where nobody has set `maxTextSize`. */
const MOST = 50_000
/** Into how many parts the time is divided, within which a chart that would be too long says things once. */
const PARTS = [400, 200, 100, 50, 20, 10]

/**
 * The timeline as a Gantt chart of Mermaid (https://mermaid.js.org/syntax/gantt.html), which GitHub and GitLab draw:
 * phases, what was stopped, and notices. Its times are those of the incident's zone, whatever the reader's is. What would
 * be too long to be drawn says several of one kind at about one time once, and how many they are.
 */
export function pictureMermaid(picture: Picture, context: Context): string {
  const { said } = context
  const sections = [
    { title: said.phases, entries: phasesIn(picture, context) },
    { title: said.stopped, entries: stoppedIn(picture, context) },
    { title: said.notices, entries: noticesIn(picture, context) },
  ]
  const days = picture.to - picture.from > 36 * 3_600_000
  const head = ['gantt', '  dateFormat YYYY-MM-DDTHH:mm:ss', `  axisFormat ${days ? '%m/%d %H:%M' : '%H:%M'}`]
  const chart = (shorter: (entries: readonly Entry[]) => readonly Entry[]) =>
    [...head, ...sections.flatMap(({ title, entries }) => section(title, shorter(entries), context))].join('\n')
  let whole = chart((entries) => entries)
  for (const parts of PARTS) {
    if (whole.length <= MOST) break
    whole = chart((entries) => together(entries, Math.ceil((picture.to - picture.from) / parts)))
  }
  return whole
}

function section(title: string, entries: readonly Entry[], { stamp }: Context): string[] {
  const at = (ms: number) => stamp(ms).slice(0, 19)
  const lines = entries.map(({ name, from, to }) => {
    return `    ${plain(name)} :${to === null ? `milestone, ${at(from)}, 0s` : `${at(from)}, ${at(to)}`}`
  })
  return lines.length === 0 ? [] : [`  section ${plain(title)}`, ...lines]
}

function phasesIn({ phases }: Picture, { text, said }: Context): Entry[] {
  return phases.map(({ phase, from, to }) => {
    return { name: phase === null ? said.undeclared : text.words.phase[phase], from, to: Math.max(to, from + 1000) }
  })
}

function stoppedIn({ scope }: Picture, { runbook, text }: Context): Entry[] {
  return scope.flatMap(({ target, spans }) => {
    const [operation = '', asset] = target.split(':')
    const named = runbook.operations[operation]?.[text.language] ?? operation
    const name = asset === undefined ? named : `${named} ${asset}`
    return spans.flatMap(({ state, from, to }) =>
      state === 'open' ? [] : { name: `${name} ${text.words.scopeState[state]}`, from, to: Math.max(to, from + 1000) },
    )
  })
}

function noticesIn({ notices }: Picture, { runbook, text }: Context): Entry[] {
  return notices.flatMap(({ channel, sent }) => {
    const name = runbook.channels[channel]?.[text.language] ?? channel
    return sent.map(({ at, stage, number }) => {
      return { name: `${name} ${text.words.notice(stage, number)}`, kind: name, from: at, to: null }
    })
  })
}

/** Entries of one kind that begin within the same part of the time, as one. */
function together(entries: readonly Entry[], within: number): Entry[] {
  const parts = new Map<string, Entry & { readonly count: number }>()
  for (const entry of entries) {
    const { name, kind = name, from, to } = entry
    const key = `${Math.floor(from / within)} ${kind}`
    const part = parts.get(key)
    parts.set(
      key,
      part === undefined
        ? { ...entry, count: 1 }
        : {
            name: `${kind} ×${part.count + 1}`,
            from: part.from,
            to: to === null || part.to === null ? null : Math.max(part.to, to),
            count: part.count + 1,
          },
    )
  }
  return [...parts.values()]
}

/** A name that ends nothing in a chart: Mermaid has no way to quote one. */
function plain(name: string): string {
  return inert(name)
    .replace(/[:;,#%{}<>"`]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

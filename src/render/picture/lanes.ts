import type { Picture, Work } from '../../domain/report/picture.ts'
import type { Span } from '../../domain/report/spans.ts'
import type { Runbook } from '../../domain/runbook/runbook.ts'
import type { PictureText } from '../../text/en/picture.ts'
import type { Text } from '../../text/text.ts'
import { columnsOf } from '../fold.ts'
import { bar, cross, diamond, dot, said, triangle, upright, words } from './marks.ts'

export interface PictureContext {
  readonly runbook: Runbook
  readonly text: Text
  readonly said: PictureText
  /** A time, in milliseconds, as it is shown. */
  readonly shown: (ms: number) => string
  readonly x: (ms: number) => number
}

/** One row of the picture; `draw` is given where its top lies. */
export interface Lane {
  readonly label: string
  readonly height: number
  readonly draw: (y: number) => string
}

const ROW = 10
const MOST_ROWS = 8

export function lanesOf(picture: Picture, context: PictureContext): Lane[] {
  return [
    phasesLane(picture, context),
    ...picture.scope.map((one) => scopeLane(one, context)),
    ...picture.departments.map((one) => departmentLane(one, context)),
    ...picture.notices.map((one) => noticesLane(one, context)),
    ...(picture.calls.length === 0 ? [] : [callsLane(picture, context)]),
  ]
}

function phasesLane({ phases }: Picture, context: PictureContext): Lane {
  const { text, said: own } = context
  return {
    label: own.phases,
    height: 24,
    draw: (y) =>
      phases
        .map(({ phase, ...span }) => {
          const name = phase === null ? own.undeclared : text.words.phase[phase]
          const { x, width } = placed(span, context)
          const box = bar({ x, y: y + 2, width, height: 20 }, `phase-${phase ?? 'undeclared'}`)
          const fits = columnsOf(name) * 6.4 + 10 < width
          const label = fits ? words(x + 5, y + 16, 'inside', name) : ''
          return said(box + label, `${name}: ${range(span, context)}`)
        })
        .join(''),
  }
}

function scopeLane({ target, spans }: Picture['scope'][number], context: PictureContext): Lane {
  const { runbook, text } = context
  const [operation = '', asset] = target.split(':')
  const name = runbook.operations[operation]?.[text.language] ?? operation
  const label = asset === undefined ? name : `${name} ${asset}`
  return {
    label,
    height: 16,
    draw: (y) =>
      spans
        .map(({ state, ...span }) => {
          const { x, width } = placed(span, context)
          const shape =
            state === 'open'
              ? `<path class="scope-open" d="M${x} ${y + 8}h${width}"/>`
              : bar({ x, y: y + 3, width, height: 10 }, `scope-${state}`)
          return said(shape, `${label} ${text.words.scopeState[state]}: ${range(span, context)}`)
        })
        .join(''),
  }
}

function departmentLane({ department, work }: Picture['departments'][number], context: PictureContext): Lane {
  const { runbook, text } = context
  const rows = rowsOf(work, context)
  const height = 6 + ROW * Math.max(1, ...rows.map(({ row }) => row + 1))
  return {
    label: runbook.departments[department]?.[text.language] ?? department,
    height,
    draw: (y) =>
      rows
        .map(({ row, ...one }) => {
          const { x, width } = placed(one, context)
          const top = y + 3 + row * ROW
          const title = runbook.steps.find((s) => s.id === one.step)?.title[text.language] ?? ''
          const shape =
            one.state === 'skipped'
              ? cross(x + width, top + 4, 'step-skipped')
              : bar({ x, y: top, width, height: 8 }, `step-${one.state}`)
          return said(shape, `${one.step} ${title} (${text.words.stepState[one.state]}): ${range(one, context)}`)
        })
        .join(''),
  }
}

/** Work that goes on at the same time lies in rows; beyond the most rows they share the last. */
function rowsOf(work: readonly Work[], context: PictureContext): (Work & { readonly row: number })[] {
  const ends: number[] = []
  return work.map((one) => {
    const { x, width } = placed(one, context)
    const free = ends.findIndex((end) => end < x)
    const row = free >= 0 ? free : Math.min(ends.length, MOST_ROWS - 1)
    ends[row] = Math.max(ends[row] ?? 0, x + width + 1)
    return { ...one, row }
  })
}

function noticesLane({ channel, sent, promised }: Picture['notices'][number], context: PictureContext): Lane {
  const { runbook, text, said: own, x, shown } = context
  const name = runbook.channels[channel]?.[text.language] ?? channel
  const numbered = apart(sent.map(({ at }) => x(at)))
  return {
    label: name,
    height: 28,
    draw: (y) => {
      const due = promised.map(({ dueAt, kept }) =>
        said(upright(x(dueAt), y + 2, 18, kept ? 'kept' : 'missed'), `${name} ${own.promise(kept)}: ${shown(dueAt)}`),
      )
      const marks = sent.map(({ at, stage, number, state }, i) => {
        const shape =
          state === 'failed'
            ? cross(x(at), y + 11, 'failed')
            : dot(x(at), y + 11, 4.5, state === 'unknown' ? 'unknown' : 'sent')
        const label = numbered[i] && number !== null ? words(x(at), y + 26, 'faint', String(number), 'middle') : ''
        return said(shape + label, `${name} ${text.words.notice(stage, number)}: ${shown(at)}`)
      })
      return [...due, ...marks].join('')
    },
  }
}

/** Which of several places leave room for a number each. */
function apart(places: readonly number[]): boolean[] {
  let last = Number.NEGATIVE_INFINITY
  return places.map((place) => {
    const room = place - last >= 18
    if (room) last = place
    return room
  })
}

function callsLane({ calls }: Picture, context: PictureContext): Lane {
  const { said: own, x, shown } = context
  return {
    label: own.calls,
    height: 18,
    draw: (y) =>
      calls
        .map(({ at, kind, who }) => {
          const shape =
            kind === 'raised'
              ? triangle(x(at), y + 9, 'call-raised')
              : diamond(x(at), y + 9, kind === 'reached' ? 'call-reached' : 'call-tried')
          return said(shape, `${who} ${own.call[kind]}: ${shown(at)}`)
        })
        .join(''),
  }
}

/** At least three wide, so that what took no time is seen. */
function placed({ from, to }: Span, { x }: PictureContext): { readonly x: number; readonly width: number } {
  return { x: x(from), width: Math.max(3, x(to) - x(from)) }
}

function range({ from, to }: Span, { shown }: PictureContext): string {
  return from === to ? shown(from) : `${shown(from)} - ${shown(to)}`
}

import type { Picture } from '../../../domain/report/picture.ts'
import type { ScopeHistory } from '../../../domain/report/scope-history.ts'
import type { Runbook } from '../../../domain/runbook/runbook.ts'
import type { Text } from '../../../i18n/text.ts'
import type { PictureText } from '../words.en.ts'
import { type Cell, cellsOf, type Piece } from './cells.ts'
import type { Scale } from './scale.ts'

export interface LaneContext {
  readonly runbook: Runbook
  readonly text: Text
  readonly said: PictureText
}

/** One line of marks. */
export interface Lane {
  readonly label: string
  readonly pieces: readonly Piece[]
  readonly cells: readonly (Cell | null)[]
}

/** More assets of one operation than these share a lane. */
const MOST_ASSETS = 3

type Given = Omit<Lane, 'cells'>

/** Every lane that has something in it, top to bottom. */
export function lanesOf(picture: Picture, scale: Scale, context: LaneContext): Lane[] {
  const { said } = context
  const calls = picture.calls.map(({ at, kind }) => moment(`call-${kind}`, at))
  const given: Given[] = [
    ...scopeLanes(picture.scope, context),
    ...picture.departments.map((one) => workLane(one, context)),
    { label: said.notices, pieces: noticePieces(picture) },
    { label: said.promises, pieces: promisePieces(picture) },
    { label: said.calls, pieces: calls },
  ]
  return given
    .filter(({ pieces }) => pieces.length > 0)
    .map((lane) => ({ ...lane, cells: withOpen(cellsOf(lane.pieces, scale), lane.pieces) }))
}

/** What is still open is seen where the picture ends, whatever else was done there. */
function withOpen(cells: readonly (Cell | null)[], pieces: readonly Piece[]): readonly (Cell | null)[] {
  const count = pieces.filter(({ kind }) => kind === 'step-in-progress').length
  return count === 0 ? cells : [...cells.slice(0, -1), { kind: 'step-in-progress', count }]
}

function scopeLanes(scope: Picture['scope'], { runbook, text, said }: LaneContext): Given[] {
  const stated = scope.map((one) => {
    const [operation = '', asset] = one.target.split(':')
    return { operation, asset, pieces: scopePieces(one) }
  })
  return [...new Set(stated.map(({ operation }) => operation))].flatMap((operation) => {
    const name = runbook.operations[operation]?.[text.language] ?? operation
    const own = stated.filter((one) => one.operation === operation)
    const whole = own.filter(({ asset }) => asset === undefined)
    const assets = own.filter(({ asset }) => asset !== undefined)
    const lanes =
      assets.length > MOST_ASSETS
        ? [{ label: said.assets(name, assets.length), pieces: assets.flatMap(({ pieces }) => pieces) }]
        : assets.map(({ asset, pieces }) => ({ label: `${asset} ${name}`, pieces }))
    return [{ label: name, pieces: whole.flatMap(({ pieces }) => pieces) }, ...lanes]
  })
}

function scopePieces({ spans }: ScopeHistory): Piece[] {
  return spans.map(({ state, from, to }) => ({ kind: `scope-${state}`, from, to }))
}

function workLane({ department, work }: Picture['departments'][number], { runbook, text }: LaneContext): Given {
  const label = runbook.departments[department]?.[text.language] ?? department
  const pieces = work.map(({ state, from, to }): Piece => {
    const kind = `step-${state}` as const
    return state === 'skipped' ? moment(kind, to) : { kind, from, to }
  })
  return { label, pieces }
}

function noticePieces({ notices }: Picture): Piece[] {
  return notices.flatMap(({ sent }) =>
    sent.map(({ at, stage, state }) => {
      const wentOut = state === 'sent' || state === 'posted'
      return moment(`notice-${wentOut ? stage : state}`, at)
    }),
  )
}

function promisePieces({ notices }: Picture): Piece[] {
  return notices.flatMap(({ promised }) =>
    promised.map(({ dueAt, kept }) => moment(kept ? 'promise-kept' : 'promise-missed', dueAt)),
  )
}

function moment(kind: Piece['kind'], at: number): Piece {
  return { kind, from: at, to: at }
}

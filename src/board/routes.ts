import type { Language } from '../domain/runbook/runbook.ts'
import type { Acts } from './acts/acts.ts'
import { answerAct } from './acts/answer-act.ts'
import { answerPerson } from './answer-person.ts'
import { answerScript, isForScripts } from './answer-script.ts'
import { sees } from './audience.ts'
import { incidentIn, languageNamed } from './board-view.ts'
import {
  type BoardRequest,
  type BoardResponse,
  type BoardStream,
  failureResponse,
  formIn,
  htmlResponse,
  redirect,
  textResponse,
} from './http.ts'
import type { LiveBoard } from './live-board.ts'
import { BOARD_STYLE, codePage } from './page.ts'
import { type Origins, refuseForeign } from './request-guard.ts'
import type { Gate, Visitor } from './session.ts'

/** What a board needs in order to answer. */
export interface BoardSite {
  readonly board: LiveBoard
  readonly gate: Gate
  readonly acts: Acts
  readonly origins: Origins
  /** Reads the script of its pages. */
  readonly script: () => string
  /** The language of whoever states none. */
  readonly language: Language
  /** Makes what tells the forms of a page from all others. */
  readonly token: () => string
}

type Answer = BoardResponse | BoardStream

/** Answers a request. Only style, script and the form for the code are for everybody. */
export async function answer(site: BoardSite, request: BoardRequest): Promise<Answer> {
  const { gate, origins, script } = site
  const { method, path } = request
  const foreign = refuseForeign(request, origins)
  if (foreign !== null) return foreign
  if (path === '/session' && method === 'POST') return enter(site, request)
  const actsIn = method === 'POST' ? incidentIn(path, '/acts') : null
  if (method !== 'GET' && method !== 'HEAD' && actsIn === null) return textResponse(405, 'not allowed\n')
  if (path === '/board.css') return textResponse(200, BOARD_STYLE, 'text/css')
  if (path === '/board.js') return textResponse(200, script(), 'text/javascript')
  const visitor = gate.visitorOf(request)
  if (actsIn !== null) return act(site, request, visitor, actsIn)
  const isScript = isForScripts(path)
  if (visitor === null) return isScript ? failureResponse(401, 'no-session') : formForCode(site, request)
  return site.board.alone(() =>
    isScript ? answerScript(site, request, visitor) : answerPerson(site, request, visitor, languageOf(site, request)),
  )
}

/** Exchanges the code for a cookie, and leads to the page that was asked for. */
async function enter({ board, gate, language }: BoardSite, request: BoardRequest): Promise<BoardResponse> {
  const form = await formIn(request)
  if (form === null) return textResponse(413, 'too long\n')
  const next = localPath(form.get('next') ?? '/')
  const isSecure = request.headers.origin?.startsWith('https:') ?? false
  const cookies = gate.enter(form.get('code') ?? '', isSecure)
  if (cookies !== null) return redirect(next, { 'set-cookie': cookies })
  const asked = languageNamed(new URL(next, 'http://board').searchParams.get('lang')) ?? language
  return htmlResponse(403, codePage(asked, board.words(asked), next, true))
}

/** Answers a form by which somebody acts: guests do, in what they see. */
async function act(
  site: BoardSite,
  request: BoardRequest,
  visitor: Visitor | null,
  id: string,
): Promise<BoardResponse> {
  const { board, acts, gate } = site
  const language = languageOf(site, request)
  if (visitor === null) return failureResponse(401, 'no-session')
  if (visitor.kind !== 'guest' || !sees(board, visitor, id)) return failureResponse(403, 'not-invited')
  const isLetIn = () => gate.isGood(visitor)
  return answerAct({ acts, isLetIn, words: board.words(language), language }, request, visitor, id)
}

function formForCode(site: BoardSite, request: BoardRequest): BoardResponse {
  const { path, query } = request
  const language = languageOf(site, request)
  const next = localPath(query.size === 0 ? path : `${path}?${query}`)
  return htmlResponse(401, codePage(language, site.board.words(language), next, false))
}

/** A path of this board, whatever was given: never one of another host. */
function localPath(given: string): string {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(given) ? given : '/'
}

/** The language that the address names, else the first that the browser asks for, else that of the board. */
function languageOf({ language }: BoardSite, { query, headers }: Pick<BoardRequest, 'query' | 'headers'>): Language {
  const wanted = (headers['accept-language'] ?? '')
    .split(',')
    .flatMap((range) => languageNamed(range.trim().slice(0, 2)) ?? [])
  return languageNamed(query.get('lang')) ?? wanted[0] ?? language
}

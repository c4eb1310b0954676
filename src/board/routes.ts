import { type Problem, ProblemError } from '../domain/problem.ts'
import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import { loadProblemMessages } from '../i18n/problems.ts'
import { addressOf, type BoardView, viewOf } from './board-view.ts'
import {
  type BoardRequest,
  type BoardResponse,
  type BoardStream,
  htmlResponse,
  jsonResponse,
  redirect,
  textResponse,
} from './http.ts'
import type { LiveBoard } from './live-board.ts'
import { BOARD_STYLE, boardPage, codePage, messagePage } from './page.ts'
import { type Origins, refuseForeign } from './request-guard.ts'
import { type BoardKeys, isAdmitted, isToken, sessionCookie } from './session.ts'

/** What a board needs in order to answer. */
export interface BoardSite {
  readonly board: LiveBoard
  readonly keys: BoardKeys
  readonly origins: Origins
  /** Reads the script of its pages. */
  readonly script: () => string
  /** The language of whoever states none. */
  readonly language: Language
}

type Answer = BoardResponse | BoardStream

/** How many views one stream can have. */
const MAX_VIEWS = 16

/** Answers a request. Only style, script and the form for the code are for everybody. */
export async function answer(site: BoardSite, request: BoardRequest): Promise<Answer> {
  const { keys, origins, script } = site
  const { method, path } = request
  const foreign = refuseForeign(request, origins)
  if (foreign !== null) return foreign
  if (path === '/session' && method === 'POST') return enter(site, request)
  if (method !== 'GET' && method !== 'HEAD') return textResponse(405, 'not allowed\n')
  if (path === '/board.css') return textResponse(200, BOARD_STYLE, 'text/css')
  if (path === '/board.js') return textResponse(200, script(), 'text/javascript')
  const isForScript = path.startsWith('/api/') || path === '/changes' || path === '/session'
  if (isAdmitted(request, keys))
    return site.board.alone(() => (isForScript ? answerScript(site, request) : answerPerson(site, request)))
  return isForScript ? failure(401, 'no-session') : formForCode(site, request)
}

/** Exchanges the code for a cookie, and leads to the page that was asked for. */
function enter({ board, keys, language }: BoardSite, { body, headers }: BoardRequest): BoardResponse {
  const form = new URLSearchParams(body)
  const next = localPath(form.get('next') ?? '/')
  if (isToken(form.get('code') ?? '', keys)) {
    const isSecure = headers.origin?.startsWith('https:') ?? false
    return redirect(next, { 'set-cookie': sessionCookie(keys, isSecure) })
  }
  const asked = languageNamed(new URL(next, 'http://board').searchParams.get('lang')) ?? language
  return htmlResponse(403, codePage(asked, board.words(asked), next, true))
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

async function answerScript({ board }: BoardSite, { path, query, headers }: BoardRequest): Promise<Answer> {
  const id = query.get('incident') ?? ''
  try {
    switch (path) {
      case '/session':
        return { status: 204, headers: {}, body: '' }
      case '/changes': {
        const names = query.getAll('view').slice(0, MAX_VIEWS)
        const views = names.flatMap((name) => viewOf(name) ?? []).filter(({ incident }) => board.has(incident))
        return { open: (send) => board.alone(() => board.sendViews(views, send)) }
      }
      case '/api/status':
        return jsonResponse(200, await board.statusOf(id))
      case '/api/events': {
        if (!board.has(id)) return failure(404, 'unknown-incident')
        const after = headers['last-event-id'] ?? null
        return { open: (send) => board.alone(async () => board.sendEvents(id, after, send)) }
      }
      default:
        return failure(404, 'unknown-path')
    }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const { code } = error.problem
    return failure(isUnknown(error.problem) ? 404 : 500, code)
  }
}

function failure(status: number, code: string): BoardResponse {
  return jsonResponse(status, JSON.stringify({ schemaVersion: 1, error: { code } }))
}

function isUnknown({ code }: Problem): boolean {
  return code === 'unknown-incident'
}

async function answerPerson(site: BoardSite, request: BoardRequest): Promise<BoardResponse> {
  const { board } = site
  const { path, query } = request
  const language = languageOf(site, request)
  const words = board.words(language)
  const isRoot = path === '/'
  const incident = isRoot ? null : incidentIn(path)
  if (incident === null && !isRoot) return htmlResponse(404, messagePage(language, words, words.noSuchPage))
  try {
    const [only, ...others] = isRoot ? board.openIncidents(language) : []
    if (only !== undefined && others.length === 0) return redirect(only.path)
    return htmlResponse(200, await pageOf(board, { incident, language, department: query.get('department') }))
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const message = (await loadProblemMessages(language))(error.problem, 'halt')[0]
    return htmlResponse(isUnknown(error.problem) ? 404 : 500, messagePage(language, words, message))
  }
}

/** The id in the address of an incident's page; null if it is none. */
function incidentIn(path: string): string | null {
  try {
    return decodeURIComponent(/^\/incidents\/([^/]+)$/.exec(path)?.[1] ?? '') || null
  } catch {
    return null
  }
}

async function pageOf(board: LiveBoard, view: BoardView) {
  const words = board.words(view.language)
  const { title, isDrill, departments } = board.about(view)
  const ofDepartments = departments.map(({ id, name }) => {
    return { words: name, path: addressOf({ ...view, department: id }), isCurrent: id === view.department }
  })
  const links = [{ title: words.departments, links: ofDepartments }]
  const { asOf, parts } = await board.look(view)
  return boardPage({ title, words, isDrill, links, parts, asOf, view })
}

/** The language that the address names, else the first that the browser asks for, else that of the board. */
function languageOf({ language }: BoardSite, { query, headers }: BoardRequest): Language {
  const wanted = (headers['accept-language'] ?? '')
    .split(',')
    .flatMap((range) => languageNamed(range.trim().slice(0, 2)) ?? [])
  return languageNamed(query.get('lang')) ?? wanted[0] ?? language
}

function languageNamed(name: string | null): Language | null {
  return LANGUAGES.find((one) => one === name) ?? null
}

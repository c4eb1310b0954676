import { type Problem, ProblemError } from '../domain/problem.ts'
import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import { loadProblemMessages } from '../i18n/problems.ts'
import type { Acts } from './acts/acts.ts'
import { answerAct } from './acts/answer-act.ts'
import { withTokens } from './acts/form-html.ts'
import { type Audience, addressOf, READERS, viewOf } from './board-view.ts'
import {
  type BoardRequest,
  type BoardResponse,
  type BoardStream,
  formIn,
  htmlResponse,
  jsonResponse,
  redirect,
  type SendEvent,
  textResponse,
} from './http.ts'
import type { LiveBoard } from './live-board.ts'
import { BOARD_STYLE, boardPage, codePage, type Greeting, messagePage } from './page.ts'
import { type Origins, refuseForeign } from './request-guard.ts'
import type { Gate, Visitor } from './session.ts'
import type { BoardWords } from './words.en.ts'

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

/** How many views one stream can have. */
const MAX_VIEWS = 16

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
  const isForScript = path.startsWith('/api/') || path === '/changes' || path === '/session'
  if (visitor !== null)
    return site.board.alone(() =>
      isForScript ? answerScript(site, request, visitor) : answerPerson(site, request, visitor),
    )
  return isForScript ? failure(401, 'no-session') : formForCode(site, request)
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
  const { board, acts } = site
  const language = languageOf(site, request)
  if (visitor === null) return failure(401, 'no-session')
  if (visitor.kind !== 'guest' || !sees(board, visitor, id)) return failure(403, 'not-invited')
  return answerAct({ acts, words: board.words(language), language }, request, visitor, id)
}

/** Whether somebody sees an incident; null is the list. */
function sees(board: LiveBoard, visitor: Visitor, id: string | null): boolean {
  if (id === null || visitor.kind === 'reader') return board.has(id)
  const { incident, madeAt } = visitor.invitation
  if (incident !== null && incident !== id) return false
  return board.has(id) && (incident === id || board.isOpenSince(id, madeAt))
}

function audienceOf(visitor: Visitor): Audience {
  if (visitor.kind === 'reader') return READERS
  const { incident, acts, name, department } = visitor.invitation
  // Where it limits nothing, all who act share one drawing.
  const acting = { name: department === null ? '' : name, department }
  return { isGuest: true, incident, acting: acts ? acting : null }
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

async function answerScript(
  { board, gate }: BoardSite,
  { path, query, headers }: BoardRequest,
  visitor: Visitor,
): Promise<Answer> {
  const id = query.get('incident') ?? ''
  try {
    switch (path) {
      case '/session':
        return { status: 204, headers: {}, body: '' }
      case '/changes': {
        const names = query.getAll('view').slice(0, MAX_VIEWS)
        const views = names
          .flatMap((name) => viewOf(name) ?? [])
          .filter(({ incident }) => sees(board, visitor, incident))
        const audience = audienceOf(visitor)
        return whileLetIn(gate, visitor, (send) => board.alone(() => board.sendViews(views, audience, send)))
      }
      case '/api/status':
        if (!sees(board, visitor, id)) return failure(404, 'unknown-incident')
        return jsonResponse(200, await board.statusOf(id))
      case '/api/events': {
        if (!sees(board, visitor, id)) return failure(404, 'unknown-incident')
        const after = headers['last-event-id'] ?? null
        return whileLetIn(gate, visitor, (send) => board.alone(async () => board.sendEvents(id, after, send)))
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

/** A stream that ends once whoever gets it is let in no more. */
function whileLetIn(gate: Gate, visitor: Visitor, open: (send: SendEvent) => Promise<() => void>): BoardStream {
  return {
    open: async (send, end) => {
      const forget = visitor.kind === 'guest' ? gate.whileInvited(visitor, end) : () => {}
      try {
        const close = await open(send)
        return () => {
          forget()
          close()
        }
      } catch (error) {
        forget()
        throw error
      }
    },
  }
}

function failure(status: number, code: string): BoardResponse {
  return jsonResponse(status, JSON.stringify({ schemaVersion: 1, error: { code } }))
}

function isUnknown({ code }: Problem): boolean {
  return code === 'unknown-incident'
}

async function answerPerson(site: BoardSite, request: BoardRequest, visitor: Visitor): Promise<BoardResponse> {
  const { board } = site
  const { path } = request
  const language = languageOf(site, request)
  const words = board.words(language)
  const isRoot = path === '/'
  const incident = isRoot ? null : incidentIn(path)
  if (incident === null && !isRoot) return htmlResponse(404, messagePage(language, words, words.noSuchPage))
  // To whoever may not see it, what is there is as what is not.
  if (visitor.kind === 'guest' && !sees(board, visitor, incident))
    return htmlResponse(404, messagePage(language, words, words.noSuchPage))
  try {
    const entry = isRoot ? entryOf(board, visitor, language) : null
    return entry === null ? htmlResponse(200, await pageOf(site, request, visitor, incident)) : redirect(entry)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const message = (await loadProblemMessages(language))(error.problem, 'halt')[0]
    return htmlResponse(isUnknown(error.problem) ? 404 : 500, messagePage(language, words, message))
  }
}

/** The address of the only incident that somebody can look at; null if there is none, or there are several. */
function entryOf(board: LiveBoard, visitor: Visitor, language: Language): string | null {
  const { incident: invited = null, department = null } = visitor.kind === 'guest' ? visitor.invitation : {}
  const [only, ...others] = board.openIncidents(language, audienceOf(visitor))
  const incident = invited ?? (others.length === 0 ? only?.id : undefined)
  return incident === undefined ? null : addressOf({ incident, language, department })
}

/** The id in the address of an incident's page, or of what stands below it; null if it is none. */
function incidentIn(path: string, below = ''): string | null {
  const [, id = '', rest] = /^\/incidents\/([^/]+)(\/.*)?$/.exec(path) ?? []
  if ((rest ?? '') !== below) return null
  try {
    return decodeURIComponent(id) || null
  } catch {
    return null
  }
}

async function pageOf(site: BoardSite, request: BoardRequest, visitor: Visitor, incident: string | null) {
  const { query } = request
  const { board, acts, token } = site
  const view = { incident, language: languageOf(site, request), department: query.get('department') }
  const words = board.words(view.language)
  const { title, isDrill, departments } = board.about(view)
  const ofDepartments = departments.map(({ id, name }) => {
    return { words: name, path: addressOf({ ...view, department: id }), isCurrent: id === view.department }
  })
  const links = [{ title: words.departments, links: ofDepartments }]
  const { asOf, parts } = await board.look(view, audienceOf(visitor))
  const done = query.get('said') ?? ''
  const outcome = acts.outcomeOf(done)
  // As it stands in the log now: something may have been redacted since.
  const lines = incident === null || outcome === null ? [] : board.linesOf(incident, view.language, done)
  const said = outcome && { title: words.outcome[outcome.status], lines: lines.length > 0 ? lines : outcome.lines }
  const greeting = greetingOf(visitor, words, (id) => departments.find((one) => one.id === id)?.name ?? id)
  return withTokens(boardPage({ title, words, isDrill, links, parts, asOf, view, greeting, said }), token())
}

function greetingOf(visitor: Visitor, words: BoardWords, nameOf: (department: string) => string): Greeting | null {
  if (visitor.kind === 'reader') return null
  const { name, invitedBy, department, acts } = visitor.invitation
  const duties = department === null ? [] : [words.youActFor(nameOf(department))]
  const lines = [words.invitedBy(invitedBy), ...(acts ? [words.youAct, ...duties] : [words.youLook])]
  return { hello: words.hello(name), lines, acts }
}

/** The language that the address names, else the first that the browser asks for, else that of the board. */
function languageOf({ language }: BoardSite, { query, headers }: Pick<BoardRequest, 'query' | 'headers'>): Language {
  const wanted = (headers['accept-language'] ?? '')
    .split(',')
    .flatMap((range) => languageNamed(range.trim().slice(0, 2)) ?? [])
  return languageNamed(query.get('lang')) ?? wanted[0] ?? language
}

function languageNamed(name: string | null): Language | null {
  return LANGUAGES.find((one) => one === name) ?? null
}

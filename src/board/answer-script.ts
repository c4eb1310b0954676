import { ProblemError } from '../domain/problem.ts'
import { audienceOf, sees } from './audience.ts'
import { viewOf } from './board-view.ts'
import {
  type BoardRequest,
  type BoardResponse,
  type BoardStream,
  failureResponse,
  jsonResponse,
  problemStatus,
  type SendEvent,
} from './http.ts'
import type { LiveBoard } from './live-board.ts'
import type { Gate, Visitor } from './session.ts'

/** What a script needs to be answered. */
interface ScriptSite {
  readonly board: LiveBoard
  readonly gate: Gate
}

/** How many views one stream can have. */
const MAX_VIEWS = 16

/** Whether what stands at a path is for scripts, those of the board's pages included. */
export function isForScripts(path: string): boolean {
  return path.startsWith('/api/') || path === '/changes' || path === '/session'
}

/** Answers a script of somebody who is let in: with JSON, or a stream of events. */
export async function answerScript(
  { board, gate }: ScriptSite,
  { path, query, headers }: BoardRequest,
  visitor: Visitor,
): Promise<BoardResponse | BoardStream> {
  const id = query.get('incident') ?? ''
  try {
    switch (path) {
      case '/session':
        return { status: 204, headers: {}, body: '' }
      case '/changes': {
        const names = query.getAll('view').slice(0, MAX_VIEWS)
        const views = names
          .flatMap((name) => viewOf(name) ?? [])
          .filter((view) => sees(board, visitor, view.incident) && board.hasDepartment(view))
        const audience = audienceOf(visitor)
        return whileLetIn(gate, visitor, (send) => board.alone(() => board.sendViews(views, audience, send)))
      }
      case '/api/status':
        if (!sees(board, visitor, id)) return failureResponse(404, 'unknown-incident')
        return jsonResponse(200, await board.statusOf(id))
      case '/api/events': {
        if (!sees(board, visitor, id)) return failureResponse(404, 'unknown-incident')
        const after = headers['last-event-id'] ?? null
        return whileLetIn(gate, visitor, (send) => board.alone(async () => board.sendEvents(id, after, send)))
      }
      default:
        return failureResponse(404, 'unknown-path')
    }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return failureResponse(problemStatus(error.problem), error.problem.code)
  }
}

/** A stream that ends once whoever gets it is no longer let in. */
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

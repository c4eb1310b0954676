import { ProblemError } from '../domain/problem.ts'
import { AUDIENCES } from '../domain/report/audience.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { loadProblemMessages } from '../i18n/problems.ts'
import type { Acts } from './acts/acts.ts'
import { withTokens } from './acts/form-html.ts'
import { receiptFoot } from './acts/receipt-foot.ts'
import { answerReport } from './answer-report.ts'
import { audienceOf, sees } from './audience.ts'
import { addressOf, type BoardView, incidentIn } from './board-view.ts'
import { type BoardRequest, type BoardResponse, htmlResponse, problemStatus, redirect } from './http.ts'
import type { LiveBoard } from './live-board.ts'
import { boardPage, type Greeting, type LinkGroup, messagePage } from './page.ts'
import { reportAddress } from './report-view.ts'
import type { Visitor } from './session.ts'
import type { BoardWords } from './words.en.ts'

/** What pages are made of. */
interface PageSite {
  readonly board: LiveBoard
  readonly acts: Acts
  /** Makes what tells the forms of a page from all others. */
  readonly token: () => string
}

/** Answers a browser of somebody who is let in: with the page of an incident, or the list. */
export async function answerPerson(
  site: PageSite,
  request: BoardRequest,
  visitor: Visitor,
  language: Language,
): Promise<BoardResponse> {
  const { board } = site
  const { path } = request
  const words = board.words(language)
  const isRoot = path === '/'
  const reported = incidentIn(path, '/report')
  const incident = isRoot ? null : (reported ?? incidentIn(path))
  if (incident === null && !isRoot) return htmlResponse(404, messagePage(language, words, words.noSuchPage))
  // To whoever may not see it, what is there is as what is not.
  if (visitor.kind === 'guest' && !sees(board, visitor, incident))
    return htmlResponse(404, messagePage(language, words, words.noSuchPage))
  try {
    if (reported !== null) {
      // Guests learn nothing of other incidents.
      const compares = visitor.kind === 'reader'
      const department = visitor.kind === 'guest' ? visitor.invitation.department : null
      return await answerReport(board, request, { incident: reported, language, compares, department }, words)
    }
    const entry = isRoot ? entryOf(board, visitor, language) : null
    return entry === null
      ? htmlResponse(200, await pageOf(site, request, visitor, { incident, language }))
      : redirect(entry)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const message = (await loadProblemMessages(language))(error.problem, 'halt')[0]
    return htmlResponse(problemStatus(error.problem), messagePage(language, words, message))
  }
}

/** The address of the only incident that somebody can look at; null if there is none, or there are several. */
function entryOf(board: LiveBoard, visitor: Visitor, language: Language): string | null {
  const { incident: invited = null, department = null } = visitor.kind === 'guest' ? visitor.invitation : {}
  const [only, ...others] = board.openIncidents(language, audienceOf(visitor))
  const incident = invited ?? (others.length === 0 ? only?.id : undefined)
  return incident === undefined ? null : addressOf({ incident, language, department })
}

async function pageOf(
  { board, acts, token }: PageSite,
  { query }: BoardRequest,
  visitor: Visitor,
  { incident, language }: Pick<BoardView, 'incident' | 'language'>,
): Promise<string> {
  const asked = { incident, language, department: query.get('department') }
  const view = board.hasDepartment(asked) ? asked : { ...asked, department: null }
  const words = board.words(language)
  const { title, isDrill, departments } = board.about(view)
  const ofDepartments = departments.map(({ id, name }) => {
    return { words: name, path: addressOf({ ...view, department: id }), isCurrent: id === view.department }
  })
  const links = [{ title: words.departments, links: ofDepartments }, ...reportLinks(view, words)]
  const { asOf, parts } = await board.look(view, audienceOf(visitor))
  const done = query.get('said') ?? ''
  const outcome = acts.outcomeOf(done)
  // As it stands in the log now: something may have been redacted since.
  const lines = incident === null || outcome === null ? [] : board.linesOf(incident, language, done)
  const undoable =
    incident === null || visitor.kind === 'reader' ? null : acts.undoableOf({ guest: visitor, incident }, done)
  const said = outcome && {
    title: words.outcome[outcome.status],
    lines: lines.length > 0 ? lines : outcome.lines,
    foot: receiptFoot(view, words, undoable),
  }
  const greeting = greetingOf(visitor, words, (id) => departments.find((one) => one.id === id)?.name ?? id)
  const page = boardPage({ title, words, isDrill, links, parts, asOf, view, greeting, said })
  return withTokens(page, token(), visitor.kind === 'reader' ? null : visitor.id)
}

/** The report of the incident of a view, for each audience. */
function reportLinks({ incident, language }: BoardView, words: BoardWords): LinkGroup[] {
  if (incident === null) return []
  const links = AUDIENCES.map((audience) => {
    return { words: words.reportFor[audience], path: reportAddress({ incident, language, audience }), isCurrent: false }
  })
  return [{ title: words.report, links }]
}

function greetingOf(visitor: Visitor, words: BoardWords, nameOf: (department: string) => string): Greeting | null {
  if (visitor.kind === 'reader') return null
  const { name, invitedBy, department, acts } = visitor.invitation
  const duties = department === null ? [] : [words.youActFor(nameOf(department))]
  const lines = [words.invitedBy(invitedBy), ...(acts ? [words.youAct, ...duties] : [words.youLook])]
  return { hello: words.hello(name), lines, acts }
}

import { AUDIENCES } from '../domain/report/audience.ts'
import { escapeHtml } from '../view/html.ts'
import { addressOf } from './board-view.ts'
import { type BoardRequest, type BoardResponse, htmlResponse } from './http.ts'
import type { LiveBoard } from './live-board.ts'
import type { ReportView } from './report-view.ts'
import type { BoardWords } from './words.en.ts'

interface Asked extends Omit<ReportView, 'audience'> {
  /** Whose page of the incident the reader comes from. */
  readonly department: string | null
}

/** The page is one file, as `report` writes it, whose own policy names its style. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Answers with the report of an incident for one of its audiences, by default those who work on it. */
export async function answerReport(
  board: LiveBoard,
  { query }: Pick<BoardRequest, 'query'>,
  { department, ...view }: Asked,
  words: BoardWords,
): Promise<BoardResponse> {
  const audience = AUDIENCES.find((one) => one === query.get('audience')) ?? 'internal'
  const back = addressOf({ ...view, department })
  const page = htmlResponse(200, withLinkBack(await board.reportOf({ ...view, audience }), back, words))
  return { ...page, headers: { ...page.headers, 'content-security-policy': POLICY } }
}

/** The report with a link above it, which paper goes without, as without the table of contents. */
function withLinkBack(report: string, address: string, { backToIncident }: BoardWords): string {
  const words = escapeHtml(backToIncident)
  const link = `<nav aria-label="${words}"><p><a href="${escapeHtml(address)}">${words}</a></p></nav>`
  return report.replace(/<body[^>]*>/, (body) => `${body}\n${link}`)
}

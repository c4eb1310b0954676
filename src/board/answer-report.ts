import { AUDIENCES } from '../domain/report/audience.ts'
import { type BoardRequest, type BoardResponse, htmlResponse } from './http.ts'
import type { LiveBoard } from './live-board.ts'
import type { ReportView } from './report-view.ts'

/** The page is one file, as `report` writes it, whose own policy names its style. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Answers with the report of an incident for one of its audiences, by default those who work on it. */
export async function answerReport(
  board: LiveBoard,
  { query }: Pick<BoardRequest, 'query'>,
  view: Omit<ReportView, 'audience'>,
): Promise<BoardResponse> {
  const audience = AUDIENCES.find((one) => one === query.get('audience')) ?? 'internal'
  const page = htmlResponse(200, await board.reportOf({ ...view, audience }))
  return { ...page, headers: { ...page.headers, 'content-security-policy': POLICY } }
}

import type { Language } from '../../domain/runbook/runbook.ts'
import { addressOf } from '../board-view.ts'
import {
  type BoardRequest,
  type BoardResponse,
  bytesWithin,
  failureResponse,
  formIn,
  htmlResponse,
  jsonResponse,
  redirect,
} from '../http.ts'
import { messagePage } from '../page.ts'
import type { Guest } from '../session.ts'
import type { BoardWords } from '../words.en.ts'
import { MAX_FILE_BYTES } from './act-line.ts'
import type { ActOutcome, Acts, SentForm } from './acts.ts'
import { isOfOtherLink } from './form-html.ts'
import { receiptFoot } from './receipt-foot.ts'
import { refusalPage } from './refusal-page.ts'

/** Fields, and what stands between them. */
const MAX_REST_BYTES = 128 * 1024
/** A file from a telephone on a bad line takes long. */
const UPLOAD_MS = 600_000
/** More fields than any form has. */
const MAX_PARTS = 32
/** What stands before each of them. */
const MAX_HEAD_BYTES = 8 * 1024
/** What is held in memory at a time, and how much of it may be of one guest. */
const MAX_UPLOADS = 4
const MAX_OWN_UPLOADS = 2

/** The guests who are sending files, by the ids of their links, once for each file. */
const uploading: string[] = []

export interface ActSite {
  readonly acts: Acts
  /** Whether the guest who sent the request is still let in. */
  readonly isLetIn: () => boolean
  readonly words: BoardWords
  readonly language: Language
}

/** Answers a form by which a guest acts in an incident that they see: with JSON for the script, else with a page. */
export async function answerAct(
  { acts, isLetIn, words, language }: ActSite,
  request: BoardRequest,
  guest: Guest,
  incident: string,
): Promise<BoardResponse> {
  const isScript = request.headers.accept?.includes('application/json') ?? false
  const department = request.query.get('department')
  const view = { incident, language, department }
  const refused = (status: number, title: string) =>
    isScript
      ? jsonResponse(
          status,
          JSON.stringify({ status: 'refused', title, lines: [], override: null, seen: null, foot: '' }),
        )
      : htmlResponse(status, messagePage(language, words, title))
  // Before its body is read.
  if (!guest.invitation.acts) return refused(403, words.notForYou)
  const sent = await sentIn(request, guest)
  if (sent === 'too-long') return refused(413, words.tooLong)
  if (sent === 'file-too-large') return refused(413, words.fileTooLarge)
  if (sent === 'busy') return refused(503, words.uploadsBusy)
  // It may have taken minutes to come.
  if (!isLetIn()) return failureResponse(401, 'no-session')
  if (isOfOtherLink(sent.fields.get('token') ?? '', guest.id)) return refused(409, words.ofOtherLink)
  const form: SentForm = { guest, incident, language, ...sent }
  const performed = await acts.perform(form)
  if (performed === null) return refused(403, words.notForYou)
  const { outcome, request: name } = performed
  if (isScript) {
    const { status, lines, override, seen } = outcome
    const foot = receiptFoot(view, words, acts.undoableOf(form, name))
    const document = { status, title: words.outcome[status], lines, override, seen, foot }
    return jsonResponse(statusOf(outcome), JSON.stringify(document))
  }
  const page = addressOf(view)
  if (statusOf(outcome) === 200) return redirect(`${page}&said=${name}`)
  const action = `${request.path}?${page.split('?')[1]}`
  return htmlResponse(statusOf(outcome), refusalPage({ language, words, outcome, fields: sent.fields, action, page }))
}

function statusOf({ status }: ActOutcome): number {
  return { recorded: 200, 'recorded-but': 200, refused: 409, failed: 500 }[status]
}

type Sent = Pick<SentForm, 'fields' | 'file'>

/** The fields and the file of a form, or why they are not taken. */
async function sentIn(request: BoardRequest, { id }: Guest): Promise<Sent | 'too-long' | 'file-too-large' | 'busy'> {
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) {
    const fields = await formIn(request)
    return fields === null ? 'too-long' : { fields, file: null }
  }
  const own = uploading.filter((one) => one === id)
  if (uploading.length >= MAX_UPLOADS || own.length >= MAX_OWN_UPLOADS) return 'busy'
  uploading.push(id)
  try {
    const bytes = await bytesWithin(request.body(UPLOAD_MS), MAX_FILE_BYTES + MAX_REST_BYTES)
    return bytes === null ? 'file-too-large' : await partsIn(bytes, type)
  } finally {
    uploading.splice(uploading.indexOf(id), 1)
  }
}

/** Whether it has few parts, each with a short head: to take apart what no browser sends can take seconds. */
function isSoonTakenApart(bytes: Buffer, boundary: string): boolean {
  let at = 0
  for (let parts = 0; parts <= MAX_PARTS; parts += 1) {
    const next = bytes.indexOf(`\n--${boundary}`, at + 1)
    const headEnd = next < 0 ? bytes.length : bytes.indexOf('\r\n\r\n', at)
    if (headEnd < 0 || headEnd - at > MAX_HEAD_BYTES) return false
    if (next < 0) return true
    at = next
  }
  return false
}

/** What a form with a file was sent with; nothing at all if it is none. */
async function partsIn(bytes: Buffer<ArrayBuffer>, type: string): Promise<Sent> {
  const fields = new URLSearchParams()
  let file: Sent['file'] = null
  // As browsers write it: another parameter could hide from here which boundary counts.
  const [, boundary] = /^multipart\/form-data; ?boundary=([\w'-]+)$/i.exec(type) ?? []
  if (boundary === undefined || !isSoonTakenApart(bytes, boundary)) return { fields, file }
  const parts = await new Response(bytes, { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } })
    .formData()
    .catch(() => new FormData())
  for (const [name, value] of parts) {
    if (typeof value === 'string') fields.append(name, value)
    // A field for a file is sent empty if none was chosen.
    else if (value.name !== '' || value.size > 0)
      file = { name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) }
  }
  return { fields, file }
}

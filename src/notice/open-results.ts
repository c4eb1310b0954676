import { sentencesOf } from '../domain/notice/claims.ts'

/** Whether a text gives no result yet. */
export function givesNoResult(text: string): boolean {
  return NO_RESULT.test(text.normalize('NFKC'))
}

/** Whether a line gives no result yet, and does not say either when it will be given. */
export function leavesOpen(line: string): boolean {
  return givesNoResult(line) && !sentencesOf(line).some(saysWhen)
}

const NO_RESULT =
  /(?:調査|策定|検討|確認)中|(?:調査|策定|検討)(?:を[^、。]{0,6})?(?:いた)?して(?:おり|い)(?:ます|る)|引き続き確認して|\bunder (?:investigation|review|consideration)\b|\bbeing (?:investigated|prepared|drawn up|considered|confirmed|checked)\b|\b(?:is|are) (?:still )?(?:investigating|preparing|considering|drawing up|checking)\b|\bnot yet known\b/i

/** Whether a sentence says by what date, or within what time, something will be told. */
function saysWhen(sentence: string): boolean {
  return SAYS_WHEN.some((pattern) => pattern.test(sentence))
}

const DATE = String.raw`\b(?:by|within|before|on|in)\b[^,;]{0,20}(?:\d|\b(?:days?|weeks?|months?)\b)|\bnext (?:week|month)\b`
const WILL_TELL = String.raw`\bwill (?:\w+ )?(?:report|publish|announce|tell|share|post|let you know)\b`
const SAYS_WHEN = [
  /(?:\d+月|\d+日|[今来]週|[今来]月|月末|年内|\d+(?:週間|[かヶカ]月|営業日)以内)[^。]{0,20}(?:お知らせ|ご?報告|公表)(?:いた|する|し)/,
  new RegExp(`${WILL_TELL}.*(?:${DATE})|(?:${DATE}).*${WILL_TELL}`, 'i'),
]

import type { ExaminedEvidence, SizedLeftover } from '../domain/incident/evidence.ts'
import type { Removal } from '../domain/incident/incident.ts'
import type { StepCommand } from '../domain/runbook/runbook.ts'
import type { Text } from '../i18n/text.ts'
import type { Words } from '../i18n/words.en.ts'
import { inertLine, shortLine } from '../view/inert.ts'
import { quoteArgv } from '../view/shell-quote.ts'
import { timeText } from '../view/time-format.ts'

/** A piece of evidence as a line: name, kind, size, when and by whom it was kept, its state, and why it was removed. */
export function evidenceLine(evidence: ExaminedEvidence, words: Words): string {
  const { file, kind, name, bytes, at, by, event, removed, claimed } = evidence
  const what = name === null ? words.evidence[kind] : `${words.evidence[kind]} ${inertLine(name)}`
  const kept = `${file}  ${what}  ${words.bytes(bytes)}  ${timeText(at)}  ${shortLine(by)}  ${event}`
  const why = removed === null ? '' : ` ${removed.event} "${inertLine(removed.reason)}" ${shortLine(removed.by)}`
  return `${kept}  ${evidenceStateText(evidence, words)}${why}${claimText(claimed, words)}`
}

/** A file that no event owns, as a line: name, kind, size, the event that named it, and why it is left over. */
export function leftoverLine(leftover: SizedLeftover, words: Words): string {
  const { file, kind, bytes, event, claimed } = leftover
  const what = kind === null ? words.leftover.unnamed : words.evidence[kind]
  const size = bytes === null ? words.leftover.saltOnly : words.bytes(bytes)
  return `${file}  ${what}  ${size}  ${event ?? '-'}  ${leftoverStateText(leftover, words)}${claimText(claimed, words)}`
}

/** What a writer says whom this machine does not know: that something was removed. Empty if there is no such word. */
export function claimText(claimed: Removal | null, { claimedRemoval }: Words): string {
  if (claimed === null) return ''
  return ` (${claimedRemoval(claimed.event, inertLine(claimed.reason), shortLine(claimed.by))})`
}

/** Why a file is left over: no event names it, what wrote it never ended, or the log says that it was removed. */
export function leftoverStateText({ event, removed }: Pick<SizedLeftover, 'event' | 'removed'>, words: Words): string {
  return removed === null ? words.leftover[event === null ? 'unowned' : 'unended'] : words.standing.undeleted
}

/** The state of a piece, and which flaw it has, if any. */
export function evidenceStateText({ standing, flaw }: ExaminedEvidence, words: Words): string {
  return flaw === null ? words.standing[standing] : words.flawed(words.standing[standing], words.flaw[flaw])
}

/** A command that a step offers, as a line to choose from: number, title, command line, and folder. */
export function stepCommandLine(offer: StepCommand, number: number, folder: string, { words, language }: Text): string {
  const place = words.runsIn(quoteArgv([folder]))
  return `${number}  ${inertLine(offer.title[language])}  ${markedCommandLine(offer, words.dangerous)}  ${place}`
}

/** The command line, marked if it is dangerous. */
export function markedCommandLine({ run, dangerous }: StepCommand, mark: string): string {
  return dangerous ? `${quoteArgv(run)}  [${mark}]` : quoteArgv(run)
}

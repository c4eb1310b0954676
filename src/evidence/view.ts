import type { Examined, LeftoverFound } from '../domain/incident/evidence.ts'
import type { StepCommand } from '../domain/runbook/runbook.ts'
import type { Text } from '../i18n/text.ts'
import type { Words } from '../i18n/words.en.ts'
import { whenOf } from '../view/format.ts'
import { inert } from '../view/inert.ts'
import { shellWords } from '../view/shell.ts'

/** One piece of evidence in a line: its name, what it is, its size, who kept it when, what is there of it, and why it went. */
export function evidenceLine(evidence: Examined, words: Words): string {
  const { file, kind, name, bytes, at, by, event, removed } = evidence
  const what = name === null ? words.evidence[kind] : `${words.evidence[kind]} ${inert(name)}`
  const kept = `${file}  ${what}  ${words.bytes(bytes)}  ${whenOf(at)}  ${inert(by)}  ${event}`
  const why = removed === null ? '' : ` ${removed.event} "${inert(removed.reason)}" ${inert(removed.by)}`
  return `${kept}  ${standingWords(evidence, words)}${why}`
}

/** A file that no event owns, in a line: its name, what is known of it, its size, and the event that named it. */
export function leftoverLine({ file, kind, bytes, event, removed }: LeftoverFound, words: Words): string {
  const what = kind === null ? words.leftover.unnamed : words.evidence[kind]
  const size = bytes === null ? words.leftover.saltOnly : words.bytes(bytes)
  return `${file}  ${what}  ${size}  ${event ?? '-'}  ${leftoverStanding({ event, removed }, words)}`
}

/** Why no size and digest of it are known. */
export function leftoverStanding({ event, removed }: Pick<LeftoverFound, 'event' | 'removed'>, words: Words): string {
  return removed === null ? words.leftover[event === null ? 'unowned' : 'unended'] : words.standing.undeleted
}

/** What is there of it, and what is wrong with that. */
export function standingWords({ standing, flaw }: Pick<Examined, 'standing' | 'flaw'>, words: Words): string {
  return flaw === null ? words.standing[standing] : words.flawed(words.standing[standing], words.flaw[flaw])
}

/** A command that a step offers, to choose from: its number, what it does, the line, and the folder it runs in. */
export function offerLine(offer: StepCommand, number: number, folder: string, { words, language }: Text): string {
  const place = words.runsIn(shellWords([folder]))
  return `${number}  ${inert(offer.title[language])}  ${offeredWords(offer, words.dangerous)}  ${place}`
}

/** The line itself, marked where it is dangerous. */
export function offeredWords({ run, dangerous }: StepCommand, mark: string): string {
  return dangerous ? `${shellWords(run)}  [${mark}]` : shellWords(run)
}

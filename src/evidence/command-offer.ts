import type { StepCommand } from '../domain/runbook/runbook.ts'
import type { Text } from '../i18n/text.ts'
import { inert } from '../view/inert.ts'
import { shellWords } from '../view/shell.ts'

/** A command that a step offers, to choose from: its number, what it does, the line, and the folder it runs in. */
export function offerLine(offer: StepCommand, number: number, folder: string, { words, language }: Text): string {
  const place = words.runsIn(shellWords([folder]))
  return `${number}  ${inert(offer.title[language])}  ${offeredWords(offer, words.dangerous)}  ${place}`
}

/** The line itself, marked where it is dangerous. */
export function offeredWords({ run, dangerous }: StepCommand, mark: string): string {
  return dangerous ? `${shellWords(run)}  [${mark}]` : shellWords(run)
}

import type { Area, Level, Place } from '../../domain/readiness/finding.ts'
import { problemWords } from '../../i18n/problems.ts'
import { findingWords } from '../../runbook/words.ts'
import type { World } from '../../world.ts'
import type { DoctorText } from '../words.en.ts'
import type { Told } from './check-result.ts'

/** A finding in words. */
export interface Ailment {
  readonly area: Area
  readonly code: string
  readonly level: Level
  readonly message: string
  /** Empty where nothing is to be done. */
  readonly mend: string
  readonly place: Place | null
}

/** What the checks told, each once, in the language of the operator. */
export async function inWords(
  { text, me }: World,
  said: DoctorText,
  all: readonly { readonly area: Area; readonly told: Told }[],
): Promise<Ailment[]> {
  const [words, problemIn] = await Promise.all([findingWords(text.language), problemWords(text.language)])
  const ailments = all.map(({ area, told }): Ailment => {
    if (told.of === 'problem') {
      const [message, mend] = problemIn(told.problem, me)
      return { area, code: told.problem.code, level: 'error', message, mend, place: told.place }
    }
    if (told.of === 'file') {
      const [message, mend] = words(told.finding)
      const { code, level, file, line, column, excerpt } = told.finding
      return { area, code, level, message, mend, place: { file, line, column, excerpt } }
    }
    const { code, level, params, place } = told.finding
    const [message, mend] = (said.findings[code] as (params: unknown, me: string) => readonly [string, string])(
      params,
      me,
    )
    return { area, code, level, message, mend, place }
  })
  return [...new Map(ailments.map((ailment) => [JSON.stringify(ailment), ailment])).values()]
}

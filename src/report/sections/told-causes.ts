import { firstTold } from '../../domain/report/audience.ts'
import type { Report } from '../../domain/report/report.ts'
import { factWithRole } from '../../domain/runbook/fact-roles.ts'
import { LANGUAGES } from '../../domain/runbook/runbook.ts'
import { unknownFactWords } from '../../i18n/customer-words.ts'
import type { StatedCause } from '../../notice/causes-in-report.ts'
import type { ReportContext } from '../context.ts'

/** What customers were told of causes in the language of the report, each with when they were first told. */
export function toldCauses({ notices }: Report, { causes }: ReportContext) {
  return causes.flatMap((cause): (StatedCause & { readonly toldAt: string })[] => {
    const { words, stated } = cause
    const toldAt = firstTold({ words, stated, isRequired: true }, notices)
    return toldAt === null ? [] : [{ ...cause, toldAt }]
  })
}

/** Whether a notice told customers, in any language, that the cause was not known yet. */
export function isCauseToldUnknown({ notices }: Report, { runbook }: ReportContext): boolean {
  const name = factWithRole(runbook, 'cause')
  if (name === null) return false
  return LANGUAGES.some((language) => {
    const words = unknownFactWords(runbook, name, language)
    return firstTold({ words, stated: null, isRequired: true }, notices) !== null
  })
}

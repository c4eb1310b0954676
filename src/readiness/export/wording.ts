import type { Bilingual, Language, Runbook } from '../../domain/runbook/runbook.ts'
import { withOwnNames } from '../../i18n/own-names.ts'
import { loadText, type Text } from '../../i18n/text.ts'
import { type LanguageChoice, languagesOf } from '../language-choice.ts'
import type { ExportedRunbook } from './exported-runbook.ts'
import type { ExportText } from './words.en.ts'

/** The texts of the program in one language. */
interface Texts {
  readonly text: Text
  readonly said: ExportText
}

/** How an export words things: in one language, or in both. */
export interface Wording {
  readonly languages: readonly Language[]
  /** A text of the runbook in one line. */
  title(text: Bilingual): string
  /** A text of the runbook, with a blank line between the languages. */
  body(text: Bilingual): string
  /** A text of the program in one line. */
  say(pick: (texts: Texts) => string): string
}

export async function loadWording(language: LanguageChoice, runbook: Runbook): Promise<Wording> {
  const languages = languagesOf(language)
  const all = await Promise.all(
    languages.map(async (one) => ({ text: withOwnNames(await loadText(one), runbook), said: await exportText(one) })),
  )
  const inEach = (text: Bilingual) => distinct(languages.map((one) => text[one]))
  return {
    languages,
    title: (text) => inEach(text).join(' / '),
    body: (text) => inEach(text).join('\n\n'),
    say: (pick) => distinct(all.map(pick)).join(' / '),
  }
}

export async function exportText(language: Language): Promise<ExportText> {
  return (await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))).exportText
}

/** What the export is called: whose runbook it is, and for which type. */
export function exportTitle({ runbook, type, organisation }: ExportedRunbook, wording: Wording): string {
  const halt = type === null ? undefined : runbook.types[type]
  const title = wording.say(({ said, text }) => said.title(halt?.[text.language] ?? null))
  return organisation === null ? title : `${wording.title(organisation)}: ${title}`
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}

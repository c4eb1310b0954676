import { type Pack, packOf } from '../domain/handover/pack.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { textIn } from '../i18n/load.ts'
import type { Chosen } from '../incident/choose.ts'
import { paintFor } from '../view/paint.ts'
import type { World } from '../world.ts'
import { handoverText as wordsOf } from './handover/words.ts'
import { handoverLines, handoverMarkdown } from './handover/writers.ts'

interface Form {
  readonly markdown: boolean
  readonly language: Language
  /** Whether lines are broken to fit the terminal. */
  readonly folded: boolean
}

/** What whoever leads next has to know, as the log has it now. */
export function handoverPack({ journal, clock }: Chosen): Pack {
  return packOf(journal.incident, journal.events(), clock.now())
}

/** The pack in words. */
export async function handoverText(
  world: World,
  { journal, clock }: Chosen,
  pack: Pack,
  { markdown, language, folded }: Form,
): Promise<string> {
  const [text, said] = await Promise.all([textIn(language), wordsOf(language)])
  const context = { incident: journal.incident, text, said, stamp: clock.stamp }
  if (markdown) return handoverMarkdown(pack, context)
  const paint = await paintFor(folded && world.terminal.color)
  return handoverLines(pack, { ...context, paint, columns: folded ? world.terminal.columns : null }).join('\n')
}

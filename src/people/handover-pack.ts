import { type Pack, packOf } from '../domain/handover/pack.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { textIn } from '../i18n/load.ts'
import type { Chosen } from '../incident/choose.ts'
import { heading } from '../view/blocks.ts'
import { blocksMarkdown, md } from '../view/markdown.ts'
import { printed } from '../view/print.ts'
import type { World } from '../world.ts'
import { handoverBlocks } from './handover/view.ts'
import { handoverText as wordsOf } from './handover/words.ts'

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
  const blocks = handoverBlocks(pack, { incident: journal.incident, text, said, stamp: clock.stamp })
  const title = said.heading(pack.incident)
  if (markdown) return `# ${md(`${pack.drill ? `[${text.words.drill}] ` : ''}${title}`)}\n\n${blocksMarkdown(blocks)}\n`
  return (await printed(world, [heading(title), ...blocks], { drill: pack.drill, folded })).join('\n')
}

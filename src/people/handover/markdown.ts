import type { Pack } from '../../domain/handover/pack.ts'
import { md } from '../../view/markdown-text.ts'
import { type HandoverContext, handoverSections } from './sections.ts'

/** The pack in Markdown; what people typed is inert in it. */
export function handoverMarkdown(pack: Pack, context: HandoverContext): string {
  const { said, text } = context
  const mark = pack.drill ? `[${text.words.drill}] ` : ''
  const parts = handoverSections(pack, context).map(({ title, lines }) =>
    [`## ${title}`, '', ...lines.map(({ text, alarm }) => (alarm ? `- **${md(text)}**` : `- ${md(text)}`))].join('\n'),
  )
  return `${[`# ${md(`${mark}${said.heading(pack.incident)}`)}`, ...parts].join('\n\n')}\n`
}

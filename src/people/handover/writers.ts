import type { Pack } from '../../domain/handover/pack.ts'
import { columnsOf } from '../../view/columns.ts'
import { folded } from '../../view/fold.ts'
import { inert } from '../../view/inert.ts'
import { md } from '../../view/markup.ts'
import type { Paint } from '../../view/paint.ts'
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

/** The pack on a terminal; `columns` null where lines are not to be broken. */
export function handoverLines(
  pack: Pack,
  context: HandoverContext & { readonly paint: Paint; readonly columns: number | null },
): string[] {
  const { paint, columns, said } = context
  const mark = pack.drill ? `${paint.drill(`[${context.text.words.drill}]`)} ` : ''
  const room = columns === null ? null : columns - 1 - (mark === '' ? 0 : columnsOf(context.text.words.drill) + 3)
  const cut = (text: string) => (room === null ? [text] : folded(text, room))
  const lines = [
    ...cut(inert(said.heading(pack.incident))).map(paint.strong),
    ...handoverSections(pack, context).flatMap(({ title, lines }) => [
      '',
      ...cut(title).map(paint.strong),
      ...lines.flatMap((line) => cut(`  ${inert(line.text)}`).map(line.alarm ? paint.alarm : (text) => text)),
    ]),
  ]
  return lines.map((line) => (line === '' ? line : `${mark}${line}`))
}

import { isOutside } from '../../../domain/report/audience.ts'
import type { Report } from '../../../domain/report/report.ts'
import { readable, whenOf } from '../../value.ts'
import { type Block, type Item, list, paragraph } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

/** The manual's kinds of prevention: what was drawn up, and how far it is carried out (manual 4.4, 5.1). */
export function prevention(report: Report, { runbook, text, labels, audience }: ReportContext): Block[] {
  const nobody = isOutside(audience) ? null : labels.noOwner
  const items = report.parts.prevention.map(({ fact, view: { value, ja, en, at } }): Item => {
    const words = value === null ? [ja, en].filter((said) => said !== null).join(' / ') : readable(value)
    const own = report.actions.filter(({ serves }) => serves === fact)
    const done = own.filter(({ doneAt }) => doneAt !== null).length
    const drawnUp = words === '' || at === null ? labels.notDrawnUp : labels.drawnUp(whenOf(at))
    const carriedOut = own.length === 0 ? labels.notCarriedOut : labels.carriedOut(done, own.length)
    return {
      text: `${runbook.facts[fact]?.[text.language] ?? fact}: ${words === '' ? labels.unknown : words} (${drawnUp}, ${carriedOut})`,
      items: own.map(({ text, owner, due, doneAt }) => {
        const until = due === null ? labels.noDue : whenOf(due).slice(0, 16)
        const state = doneAt === null ? labels.open : `${labels.done} ${whenOf(doneAt)}`
        return { text: `${text}: ${[owner ?? nobody, until, state].filter((said) => said !== null).join(', ')}` }
      }),
    }
  })
  return [items.length === 0 ? paragraph(labels.unknown) : list(items)]
}

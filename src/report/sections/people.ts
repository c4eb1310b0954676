import type { Report } from '../../domain/report/report.ts'
import { stepById } from '../../domain/runbook/runbook.ts'
import { whenOf } from '../../view/value.ts'
import { type Block, code, type Inline, list, paragraph, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { personName } from '../names.ts'

/** Who led when, an offer of the lead that nobody has accepted, and who was given which step. */
export function leads({ leads: terms, offer, assignments }: Report, context: ReportContext): Block[] {
  const { runbook, text, labels } = context
  const named = (id: string) => personName(id, context)
  const rows = terms.map(({ name, from, until, reason, event }) => [
    named(name),
    whenOf(from),
    until === null ? '' : whenOf(until),
    reason ?? '',
    code(event),
  ])
  const given = assignments.map(({ step, to, at, until, by, event }): Inline[] => [
    whenOf(at),
    [code(step), ` ${stepById(runbook, step)?.title[text.language] ?? ''}`],
    named(to),
    until === null ? '' : whenOf(until),
    named(by),
    code(event),
  ])
  const head = [labels.lead, labels.from, labels.until, labels.reason, labels.event]
  const headOfGiven = [labels.from, labels.step, labels.owner, labels.until, labels.by, labels.event]
  return [
    table(head, rows, labels.nothing),
    ...(offer === null ? [] : [list([labels.offered(named(offer.to), named(offer.by), whenOf(offer.at))])]),
    ...(given.length === 0 ? [] : [paragraph(labels.assigned), table(headOfGiven, given, '')]),
  ]
}

/** What was thought to be the cause: what is open, and what was ruled out and why. */
export function thought({ hypotheses }: Report, context: ReportContext): Block[] {
  const { labels } = context
  const rows = hypotheses.map(({ text, at, by, discarded, event }) => [
    whenOf(at),
    text,
    personName(by, context),
    discarded === null
      ? labels.considered
      : `${labels.discarded} ${whenOf(discarded.at)} (${personName(discarded.by, context)})`,
    discarded?.reason ?? '',
    code(event),
  ])
  const head = [labels.time, labels.what, labels.by, labels.state, labels.reason, labels.event]
  return [table(head, rows, labels.nothing)]
}

import { type Incident, typeOf } from './domain/incident/incident.ts'
import { fail } from './domain/outcome.ts'
import { type Audience, reportFor } from './domain/report/audience.ts'
import { reportOf } from './domain/report/report.ts'
import type { Language } from './domain/runbook/runbook.ts'
import { examineAll } from './examining.ts'
import type { Chosen } from './incidents.ts'
import { inert } from './render/inert.ts'
import { reportDocument } from './render/report/document.ts'
import { reportJson } from './render/report/json.ts'
import { reportMarkdown } from './render/report/markdown.ts'
import { textIn } from './text/load.ts'
import { reportLabels } from './text/report.ts'
import type { World } from './world.ts'

export const FORMATS = ['markdown', 'json', 'html', 'svg', 'pdf'] as const
export type Format = (typeof FORMATS)[number]

export interface Wanted {
  readonly format?: Format
  readonly language?: Language
  readonly audience?: Audience
}

/** The report of an incident in one of its forms; of a damaged log, what can be read of it, marked as such. */
export async function makeReport(world: World, chosen: Chosen, wanted: Wanted): Promise<string | Buffer> {
  const { journal, clock } = chosen
  const { incident } = journal
  const format = wanted.format ?? (world.options.json ? 'json' : 'markdown')
  const audience = wanted.audience ?? audienceOf(incident, format)
  const language = wanted.language ?? world.text.language
  if (format === 'svg') return (await import('./picturing.ts')).timelineSvg(chosen, { language, audience })
  const whole = { ...reportOf(incident, [...journal.events()], clock.now()), evidence: examineAll(journal) }
  const report = reportFor(audience, whole, incident.runbook)
  const damage = journal.findings().map(({ file, line, why }) => `${inert(file)}:${line} ${world.text.damage[why]}`)
  if (format === 'json') return reportJson(report, clock.stamp, damage)
  const [text, labels] = await Promise.all([textIn(language), reportLabels(language)])
  const context = { runbook: incident.runbook, text, labels, audience, damage, now: clock.now(), stamp: clock.stamp }
  const document = reportDocument(report, context)
  const picturing = await import('./picturing.ts')
  if (format === 'markdown')
    return reportMarkdown(document, await picturing.timelineMermaid(chosen, { language, audience }))
  const page = await picturing.reportPage(chosen, document, audience)
  return format === 'html' ? page : (await import('./edges/chromium.ts')).printPdf(page, world.env)
}

/** What people read of a confidential halt says whom it is for, so that nobody hands it on by accident. */
function audienceOf(incident: Incident, format: Format): Audience {
  const isConfidential = incident.runbook.types[typeOf(incident)]?.confidential === true
  const isForPeople = format === 'markdown' || format === 'html' || format === 'pdf'
  if (isConfidential && isForPeople) fail('missing-answer', { flag: '--audience', what: '--audience' })
  return 'internal'
}

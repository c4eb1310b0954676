import type { Authority } from '../domain/authorities/authority.ts'
import { phaseOf } from '../domain/incident/current-values.ts'
import { rivalWriters } from '../domain/incident/declarations.ts'
import { factRecord, factSpeakers, factsOf } from '../domain/incident/facts.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { firstLift, isStartStated, lifecycleOf } from '../domain/incident/lifecycle.ts'
import { restrictionsOf } from '../domain/incident/restrictions.ts'
import { countSetBacks } from '../domain/log/hybrid-clock.ts'
import { shortcomingOf } from '../domain/log/missing-heads.ts'
import { announcedStage } from '../domain/notice/announced-stage.ts'
import { fail, type Problem, problem } from '../domain/problem.ts'
import { AUDIENCES, type Audience, isOutsideAudience, redactReport } from '../domain/report/audience.ts'
import { type Report, reportOf } from '../domain/report/report.ts'
import { idByName } from '../domain/runbook/names.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { examineAllEvidence } from '../evidence/io/evidence-status.ts'
import { loadProblemMessages } from '../i18n/problems.ts'
import { loadText, type Text } from '../i18n/text.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { currentSettings } from '../incident/settings-adoption.ts'
import { causesInReport } from '../notice/causes-in-report.ts'
import { beganAsRestriction } from '../notice/service-times.ts'
import type { TextPieces } from '../platform/pieces.ts'
import { approvalsNotByAnother } from '../signing/approver.ts'
import { vouchForWriters } from '../signing/vouching.ts'
import type { Journal } from '../store/journal.ts'
import { inertLine } from '../view/inert.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'
import type { ReportContext } from './context.ts'
import { clocksMark, NOTED_MS, reportDocument } from './document.ts'
import { compareWithEarlier } from './earlier-incidents.ts'
import { findReportTemplate } from './io/template-files.ts'
import { reportJson } from './json.ts'
import { reportMarkdown } from './markdown.ts'
import { readerWords, type Viewer } from './readers.ts'
import { TEMPLATE_FORMS } from './template/forms.ts'
import type { TemplateFormat } from './templated-report.ts'
import { reportLabels } from './words.ts'

export const REPORT_FORMATS = ['markdown', 'json', 'html', 'svg', 'pdf', 'timeline', 'brief'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

export interface ReportOptions {
  readonly format?: ReportFormat
  readonly language?: Language
  readonly audience?: Audience
  /** Use the built-in form even if the team has a template. */
  readonly builtIn?: boolean
  readonly template?: string
  /** Whether it has its annex; the default is true. */
  readonly annex?: boolean
  /** Whether it is compared with earlier incidents; the default is true. */
  readonly compares?: boolean
  /** Output file; if there is none, the report is printed. */
  readonly output?: string
}

/** Makes the report of an incident in the wanted format. Of a damaged log it shows what can be read, marked as partial. */
export async function makeReport(
  world: World,
  chosen: ChosenIncident,
  wanted: ReportOptions,
): Promise<TextPieces | Buffer> {
  const { journal, clock } = chosen
  const { incident } = journal
  const format = wanted.format ?? (world.options.json ? 'json' : 'markdown')
  const { language = world.text.language, audience = audienceOf(journal, format) } = wanted
  const { annex: hasAnnex = true, compares = true } = wanted
  const viewer = { language, audience }
  if (wanted.annex !== undefined && !ANNEX_FORMATS.includes(format))
    fail('bad-flag', { flag: '--format', given: format, allowed: ANNEX_FORMATS })
  const hasNoTemplate = format === 'timeline' || format === 'brief'
  if (hasNoTemplate && wanted.template !== undefined)
    fail('bad-flag', { flag: '--format', given: format, allowed: TEMPLATE_FORMATS })
  if (format === 'timeline') {
    const { timelineText } = await import('./picture/terminal/timeline.ts')
    const damage = await damageOf(await loadText(language), world.invocation, journal)
    return [await timelineText(world, chosen, { ...viewer, damage, isFile: wanted.output !== undefined })]
  }
  const hasTimeline = hasAnnex && audience === 'internal'
  const references = format === 'brief' ? 'names' : hasTimeline ? 'numbers' : 'none'
  const now = clock.now()
  const context = await contextOf(world, chosen, viewer, references, now)
  const form = format === 'pdf' ? 'html' : format
  const template = form === 'brief' ? null : templateFor(world, language, form, wanted)
  // Only the annex says how the files are, and a template may.
  const examines = hasAnnex || template !== null
  const audienceReport = async () => {
    const comparison = isOutsideAudience(audience) || !compares ? null : await compareWithEarlier(world, chosen)
    return redactReport(audience, { ...(await reportAsOf(now, world, chosen, examines)), comparison }, incident)
  }
  if (format === 'brief') return [(await import('./brief.ts')).reportBrief(await audienceReport(), incident, context)]
  if (template !== null && form !== 'brief') {
    const { templatedReport } = await import('./templated-report.ts')
    const text = [
      await templatedReport(world, chosen, template, {
        form,
        report: await audienceReport(),
        context,
        hasAnnex,
      }),
    ]
    return format === 'pdf' ? htmlOrPdf(world, format, text) : text
  }
  if (format === 'svg')
    return [await (await import('./timeline-picture.ts')).timelineSvg(chosen, viewer, marksOf(incident, context))]
  const report = await audienceReport()
  if (format === 'json') return reportJson(report, clock.stamp, context)
  const document = reportDocument(report, context, hasAnnex)
  const pictures = await import('./timeline-picture.ts')
  return format === 'markdown'
    ? reportMarkdown(document, await pictures.timelineMermaid(chosen, viewer))
    : htmlOrPdf(world, format, await pictures.htmlReport(document, await pictures.timelineInPage(chosen, viewer)))
}

/** Forms with an annex, which can be left out. */
const ANNEX_FORMATS: readonly ReportFormat[] = ['markdown', 'html', 'pdf']

/** The timeline in a terminal and the brief have no template. */
const TEMPLATE_FORMATS = REPORT_FORMATS.filter((format) => format !== 'timeline' && format !== 'brief')

/** The template given for this run, else the team's, else null. */
function templateFor(world: World, language: Language, form: TemplateFormat, { builtIn, template }: ReportOptions) {
  if (builtIn) return null
  return template ?? findReportTemplate(world.workspace.directory, world.env, language, TEMPLATE_FORMS[form].file)
}

/** Notes above a standalone picture: a drill, a damaged log, clocks that disagree. */
function marksOf({ declaration }: Incident, context: ReportContext): string[] {
  const { labels, damage } = context
  const partial = damage.length === 0 ? null : labels.partial(damage)
  return [declaration?.drill ? labels.drill : null, partial, clocksMark(context)].filter((mark) => mark !== null)
}

/**
 * Drafts reports to an authority, without names of people: that of `stage`, else each that its form differs for. With
 * `sources`, JSON is each field with the events that it comes from, and not the form's own document. Says on standard error
 * what a draft as JSON lacks. Rejects with `unknown-authority`, `no-form`, or `bad-flag` for the format or stage.
 */
export async function makeAuthorityDraft(
  world: World,
  chosen: ChosenIncident,
  given: string,
  wanted: ReportOptions & { readonly stage?: string; readonly sources?: boolean },
): Promise<TextPieces | Buffer> {
  const { sources = false } = wanted
  const format = wanted.format ?? (world.options.json || sources ? 'json' : 'markdown')
  if (format === 'svg' || format === 'timeline' || format === 'brief')
    return fail('bad-flag', { flag: '--format', given: format, allowed: DRAFT_FORMATS })
  const { authorityNames, loadCurrentAuthorities } = await import('../authority/authority-status.ts')
  const known = await loadCurrentAuthorities(world)
  const names = authorityNames(known)
  const allowed = known.flatMap(({ authority, form }) => (form.length > 0 ? [authority.id] : []))
  const id = idByName(names, given)
  const file =
    known.find(({ authority }) => authority.id === id) ?? fail('unknown-authority', { given, allowed, names })
  if (file.form.length === 0) fail('no-form', { given: file.authority.id, allowed })
  const drafting = await import('./draft/authority-draft.ts')
  const stages = drafting.draftStages(file)
  const { stage = null } = wanted
  if (stage !== null && !stages.includes(stage))
    fail('bad-flag', { flag: '--stage', given: stage, allowed: stages.filter((name) => name !== null) })
  const viewer = { language: wanted.language ?? world.text.language, audience: 'regulator' } as const
  const now = chosen.clock.now()
  const report = redactReport('regulator', await reportAsOf(now, world, chosen, false), chosen.journal.incident)
  const context = await draftContextOf(world, chosen, viewer, file.authority, now)
  const drafts = drafting.draftsOf(file, stage === null ? stages : [stage], report, context)
  if (format === 'json') {
    for (const line of drafting.warningLines(drafts, report, context)) world.say(inertLine(line))
    for (const line of drafting.missingLines(drafts, context)) world.say(inertLine(line))
    const documents = drafts.map((draft) => {
      const own = sources ? null : drafting.documentOf(file, draft)
      return own ?? drafting.draftDocument(file, draft, report)
    })
    return [JSON.stringify(documents.length === 1 ? documents[0] : documents, null, 2), '\n']
  }
  const document = drafting.authorityDraftDocument(file, drafts, report, context)
  if (format === 'markdown') return reportMarkdown(document, null)
  return htmlOrPdf(world, format, await (await import('./timeline-picture.ts')).htmlReport(document, null))
}

const DRAFT_FORMATS = ['markdown', 'html', 'pdf', 'json'] as const

async function draftContextOf(world: World, chosen: ChosenIncident, viewer: Viewer, authority: Authority, now: number) {
  const { id, incident } = chosen.journal
  const isNamed = world.options.incident !== undefined || phaseOf(incident) === 'closed'
  const named = isNamed ? ['-i', id] : []
  const { draft: said } = await (viewer.language === 'ja'
    ? import('./draft/words.ja.ts')
    : import('./draft/words.en.ts'))
  return {
    ...(await contextOf(world, chosen, viewer, 'none', now)),
    incident,
    authority,
    strangers: new Set(chosen.journal.unknownWriters().map(({ writer }) => writer)),
    company: (await currentSettings(world, chosen)).settings,
    said,
    command: (...words: readonly string[]) => resumeCommand(world, ...words, ...named),
  }
}

/**
 * The report for internal readers at a time, by the log. What goes on lasts until then. With `examines`, the files of the
 * evidence are compared with their digests, which takes long if they are large.
 */
async function reportAsOf(now: number, world: World, { journal }: ChosenIncident, examines: boolean): Promise<Report> {
  await vouchForWriters(world, journal)
  const vainApprovals = await approvalsNotByAnother(world, journal)
  // The events are read from the log each time somebody iterates over them.
  const events = { [Symbol.iterator]: () => journal.events() }
  const incident = { ...journal.confirmed(), vainApprovals, lostApprovals: journal.lostApprovals() }
  const report = reportOf(incident, events, now, journal.conflicts(), journal.knows)
  return examines ? { ...report, evidence: examineAllEvidence(journal) } : report
}

async function contextOf(
  world: World,
  { journal, clock }: ChosenIncident,
  viewer: Viewer,
  references: ReportContext['references'],
  now: number,
): Promise<ReportContext> {
  const { language, audience } = viewer
  const { incident } = journal
  const { runbook, settings } = incident
  const [words, labels] = await Promise.all([readerWords(incident, viewer), reportLabels(language, audience)])
  const { roster, contact, organisation } = settings
  const damage = await damageOf(words.text, world.invocation, journal)
  // Of a closed incident, nothing is not known "yet".
  const isClosed = phaseOf(incident) === 'closed'
  const text = isClosed ? { ...words.text, words: { ...words.text.words, unknown: labels.unknown } } : words.text
  await vouchForWriters(world, journal)
  const clocksBehindMs = countSetBacks(journal.events(), journal.knows).most
  // Customers and authorities are not told in the report: whoever makes it is.
  if (clocksBehindMs >= NOTED_MS)
    world.say(world.text.said.clocksDisagree(world.text.words.seconds(clocksBehindMs / 1000)))
  return {
    runbook,
    roster,
    ...words,
    text,
    labels,
    audience,
    isConfidential: journal.isConfidential(),
    organisation,
    contact,
    causes: audience === 'customer' ? causesInReport({ incident, settings, language, now }) : [],
    factRecords: new Map(
      Object.keys(factsOf(incident)).flatMap((name) => {
        const record = factRecord(incident, name)
        return record === undefined ? [] : [[name, record]]
      }),
    ),
    firstLift: firstLift(incident) ?? null,
    isBeginningKnown:
      incident.declaration?.planned != null || isStartStated(incident) || restrictionsOf(incident).length > 0,
    restrictions: lifecycleOf(incident).interruptions.flatMap((one) =>
      beganAsRestriction(incident, one) ? one.number : [],
    ),
    stageOf: (notice) => announcedStage(incident, notice),
    damage,
    clocksBehindMs,
    references,
    unknownWriters: isOutsideAudience(audience) ? null : journal.unknownWriters(),
    unknownFacts: new Set(isOutsideAudience(audience) ? [] : factsOfUnknown(journal)),
    now,
    stamp: clock.stamp,
  }
}

function factsOfUnknown({ incident, knows }: Journal): string[] {
  return Object.keys(factsOf(incident)).filter(
    (name) => !factSpeakers(incident, name).every(({ writer }) => knows(writer)),
  )
}

/** Where the log is damaged, and which events are known to be missing, in words. */
async function damageOf(text: Text, me: string, journal: Journal): Promise<string[]> {
  const damaged = journal.lossyDamage().map(({ file, line, why }) => text.said.damagedAt(inertLine(file), line, why))
  const missing = logGaps(journal)
  if (missing.length === 0) return damaged
  const toWords = await loadProblemMessages(text.language)
  return [...damaged, ...missing.map((problem) => inertLine(toWords(problem, me)[0]))]
}

async function htmlOrPdf({ env }: World, format: 'html' | 'pdf', page: TextPieces): Promise<TextPieces | Buffer> {
  return format === 'html' ? page : (await import('../platform/chromium.ts')).printPdf(page, env)
}

/** The default audience. Throws `missing-answer` for a confidential halt (not as JSON), lest it be passed on by accident. */
function audienceOf(journal: Journal, format: ReportFormat): Audience {
  if (journal.isConfidential() && format !== 'json')
    fail('missing-answer', { what: '--audience', example: `--audience ${AUDIENCES.join('|')}` })
  return 'internal'
}

/**
 * What speaks against the log as a whole: two declarations (`declared-twice`), and what it lacks: events seen by this machine
 * (`log-behind`, unless damaged) or another writer (`log-incomplete`).
 */
export function logGaps(journal: Journal): Problem[] {
  const { id, incident } = journal
  const rivals = rivalWriters(incident)
  const contested = rivals.length > 0 ? [problem('declared-twice', { id, writers: rivals })] : []
  const behind = journal.lossyDamage().length === 0 ? journal.keptHeadMismatch() : null
  const behindProblems =
    behind === null
      ? []
      : [problem('log-behind', { id, writer: behind.kept.writer, seq: behind.found?.seq ?? 0, kept: behind.kept.seq })]
  const incompleteProblems = journal.missingHeads().map(({ head, by }) => {
    const found = journal.headOf(head.writer)
    const how = shortcomingOf(found, head)
    return problem('log-incomplete', { id, writer: head.writer, seq: found?.seq ?? 0, seen: head.seq, by, how })
  })
  return [...contested, ...behindProblems, ...incompleteProblems]
}

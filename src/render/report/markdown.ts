import { targetOf } from '../../domain/incident/scope.ts'
import type { Told } from '../../domain/report/measured.ts'
import { spanBetween } from '../../domain/report/milestones.ts'
import type { Report } from '../../domain/report/report.ts'
import { type Language, type Runbook, stepById } from '../../domain/runbook/runbook.ts'
import type { Words } from '../../text/en/words.ts'
import { offset } from '../elapsed.ts'
import { standingWords } from '../evidence.ts'
import { shellWords } from '../shell.ts'
import { readable } from '../value.ts'
import type { ReportContext } from './context.ts'
import { filingsTable } from './filings.ts'
import { md, table, when } from './markup.ts'
import { noticesTable } from './notices.ts'
import { hypothesesTable, leadsTable } from './people.ts'

/** The report in GitHub-flavoured Markdown; what people typed is inert in it. */
export function reportMarkdown(report: Report, context: ReportContext): string {
  const { labels } = context
  const sections = [
    banner(report, context),
    heading(labels.summary, summary(report, context)),
    heading(labels.metrics, metrics(report, context)),
    heading(labels.milestones, milestones(report, context)),
    heading(labels.scope, scope(report, context)),
    heading(labels.facts, facts(report, context)),
    heading(labels.thought, hypothesesTable(report, context)),
    heading(labels.leads, leadsTable(report, context)),
    heading(labels.notices, noticesTable(report, context)),
    heading(labels.authorities, filingsTable(report, context)),
    heading(labels.deviations, deviations(report, context)),
    heading(labels.actions, actions(report, context)),
    heading(labels.manual, clauses(report, context)),
    heading(labels.corrections, corrections(report, context)),
    heading(labels.evidence, evidence(report, context)),
    heading(labels.conflicts, conflicts(report, context)),
    heading(labels.timeline, timeline(report, context)),
    heading(labels.log, [labels.logState(report.log.events, `\`${report.log.head}\``)]),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function heading(title: string, lines: readonly string[]): string[] {
  return [`## ${title}`, '', ...lines]
}

function banner(report: Report, { labels, text }: ReportContext): string[] {
  const title = `# ${labels.heading(md(report.title ?? text.words.untitled))}`
  const marks = [report.drill ? labels.drill : null, report.closedAt === null ? labels.openStill : null]
  return [title, ...marks.filter((m) => m !== null).flatMap((m) => ['', `> **${m}**`])]
}

function summary(report: Report, { runbook, text, labels }: ReportContext): string[] {
  const { words, language } = text
  const named = (type: string) => `${md(runbook.types[type]?.[language] ?? type)} (\`${type}\`)`
  const types = report.types.map(({ type, at }, i) =>
    i === 0 ? named(type) : `${labels.typeBecame} ${when(at, '')}: ${named(type)}`,
  )
  const end = report.fullyResumedAt ?? report.closedAt
  const span = spanBetween(report.startedAt, end)
  const planned = report.planned === null ? null : spanBetween(report.planned.from, report.planned.to)
  const rows: [string, string | null][] = [
    [labels.incident, `\`${report.incident}\``],
    [labels.type, types.join('; ')],
    [labels.severity, words.severity(report.severity)],
    [labels.phase, words.phase[report.phase as keyof typeof words.phase]],
    [labels.closedAs, report.closedAs === null ? null : words.closing[report.closedAs as keyof typeof words.closing]],
    [
      labels.planned,
      report.planned === null ? null : `${when(report.planned.from, '')} / ${when(report.planned.to, '')}`,
    ],
    [labels.plannedDuration, planned === null ? null : words.seconds(planned)],
    [labels.duration, span === null ? labels.unknown : words.seconds(span)],
    [labels.declaredBy, md(report.declaredBy)],
    [labels.people, report.people.map(md).join(', ')],
    [labels.time, `UTC${report.declaredAt.slice(23)}`],
  ]
  return rows.flatMap(([label, value]) => (value === null ? [] : [`- ${label}: ${value}`]))
}

function metrics({ metrics: m, measured }: Report, { runbook, text, labels }: ReportContext): string[] {
  const { facts, channels } = measured
  const open = [...facts.notYetKnown, ...facts.notStated].map((name) =>
    md(runbook.facts[name]?.[text.language] ?? name),
  )
  const span = (seconds: number | null) => (seconds === null ? labels.unknown : text.words.seconds(seconds))
  const told = (of: (told: Told) => number | null) =>
    Object.entries(channels).map(
      ([id, times]) => `  - ${md(runbook.channels[id]?.[text.language] ?? id)}: ${span(of(times))}`,
    )
  return [
    `- ${labels.timeToDetect}: ${span(m.timeToDetectSeconds)}`,
    `- ${labels.timeToNotify}: ${span(m.timeToNotifySeconds)}`,
    ...told(({ fromStartSeconds }) => fromStartSeconds),
    `- ${labels.timeFromDeclaring}:`,
    ...told(({ fromDeclaringSeconds }) => fromDeclaringSeconds),
    `- ${labels.timeToResume}: ${span(m.timeToResumeSeconds)}`,
    `- ${labels.timeToResumptionNotice}:`,
    ...told(({ resumptionFromLiftSeconds }) => resumptionFromLiftSeconds),
    `- ${labels.promises}: ${labels.kept(m.updatesKept, m.updatesDue)}`,
    `- ${labels.factsKnown}: ${labels.kept(facts.known, facts.asked)}${open.length === 0 ? '' : ` (${open.join(', ')})`}`,
  ]
}

function milestones(report: Report, { runbook, text, labels }: ReportContext): string[] {
  const rows = report.milestones.map(({ id, at, offsetSeconds, interruption }) => {
    const [kind = '', ...rest] = id.split(':')
    const name = nameOf(rest, runbook, text.language)
    const elapsed = offsetSeconds === null ? '' : offset(offsetSeconds * 1000)
    return [when(at, ''), elapsed, labels.milestone(kind, name), String(interruption)]
  })
  return table([labels.time, labels.offset, labels.what, labels.interruption], rows, labels.nothing)
}

function nameOf([id = '', asset]: readonly string[], { channels, operations }: Runbook, language: Language): string {
  const name = channels[id]?.[language] ?? operations[id]?.[language] ?? id
  return md(asset === undefined ? name : `${name} ${asset}`)
}

function scope(report: Report, { text, labels }: ReportContext): string[] {
  const rows = report.scope.map((e) => {
    const words = e.words === null ? '' : ` (${md(e.words)})`
    return [`\`${targetOf(e)}\``, `${text.words.scopeState[e.state]}${words}`, when(e.since, '')]
  })
  return table([labels.operation, labels.state, labels.since], rows, labels.nothing)
}

function facts(report: Report, { runbook, text, labels }: ReportContext): string[] {
  const stated = Object.entries(report.facts).filter(([, fact]) => fact.at !== null)
  const rows = stated.map(([name, fact]) => {
    const words = [fact.ja, fact.en].filter((w) => w !== null).map((w) => md(w as string))
    const value = fact.value === null ? (words.length > 0 ? '' : text.words.unknown) : md(readable(fact.value))
    return [md(runbook.facts[name]?.[text.language] ?? name), value, words.join(' / '), when(fact.at, '')]
  })
  return table([labels.fact, labels.value, labels.publicWords, labels.time], rows, labels.nothing)
}

function deviations(report: Report, { runbook, text, labels }: ReportContext): string[] {
  const rows = report.deviations.map((d) => {
    const what = d.what.map((id) => {
      const title = stepById(runbook, id)?.title[text.language]
      return title === undefined ? `\`${id}\`` : `\`${id}\` ${md(title)}`
    })
    return [
      when(d.at, ''),
      labels.deviation[d.kind],
      what.join('<br>'),
      d.reason === null ? '' : md(d.reason),
      md(d.by),
    ]
  })
  return table([labels.time, labels.what, '', labels.reason, labels.by], rows, labels.nothing)
}

function actions(report: Report, { labels }: ReportContext): string[] {
  const rows = report.actions.map((a) => [
    md(a.text),
    md(a.owner ?? '-'),
    a.due === null ? '-' : a.due.slice(0, 16).replace('T', ' '),
    a.doneAt === null ? labels.open : `${labels.done} ${when(a.doneAt, '')}`,
  ])
  return table([labels.what, labels.owner, labels.due, labels.state], rows, labels.nothing)
}

function clauses(report: Report, { runbook, text, labels }: ReportContext): string[] {
  const gists = new Map(runbook.clauses.map((c) => [c.id, md(c.gist[text.language])]))
  const rows = report.clauses.map((c) => [
    c.id,
    gists.get(c.id) ?? '',
    text.words.clauseState[c.state],
    c.by.map((name) => `\`${name}\``).join(' '),
    c.reason === null ? '' : md(c.reason),
  ])
  return table([labels.clause, labels.what, labels.state, labels.carriers, labels.reason], rows, labels.nothing)
}

function corrections(report: Report, { labels }: ReportContext): string[] {
  const rows = report.corrections.map((c) => [
    when(c.recordedAt, ''),
    `\`${c.target}\``,
    [c.at === null ? '' : when(c.at, ''), c.text === null ? '' : md(c.text)].filter(Boolean).join(' '),
    md(c.reason),
    md(c.by),
  ])
  return table([labels.recorded, labels.what, labels.value, labels.reason, labels.by], rows, labels.nothing)
}

/** What is kept beside the log, by name and digest; commands whose outcome nobody knows stand first. */
function evidence(report: Report, { text, labels }: ReportContext): string[] {
  const unknown = report.commands.flatMap(({ event, argv, end, settled }) => {
    const command = `\`${event}\` ${md(shellWords(argv))}`
    if (end !== null) return []
    if (settled === null) return [`- ${labels.outcomeUnknown}: ${command}`]
    return [`- ${labels.outcomeSettled}: ${command} ${md(settled.words)} (${md(settled.by)}) \`${settled.event}\``]
  })
  const rows = report.evidence.map((e) => [
    when(e.at, ''),
    [text.words.evidence[e.kind], e.name === null ? '' : md(e.name)].filter(Boolean).join(' '),
    text.words.bytes(e.bytes),
    `\`${e.digest.slice(0, 20)}\``,
    evidenceState(e, text.words),
    `\`${e.event}\``,
  ])
  const head = [labels.time, labels.what, labels.size, labels.digest, labels.state, '']
  const lines = table(head, rows, labels.nothing)
  return unknown.length === 0 ? lines : [...unknown, '', ...lines]
}

/** What is there of it, as far as that was looked at, and why it was removed. */
function evidenceState(e: Report['evidence'][number], words: Words): string {
  const there = 'standing' in e ? standingWords(e, words) : e.removed === null ? '' : words.standing.removed
  return e.removed === null ? there : `${there}: ${md(e.removed.reason)}`
}

function conflicts(report: Report, { labels }: ReportContext): string[] {
  const rows = report.conflicts.map((c) => [`\`${c.target}\``, c.events.map((e) => `\`${e}\``).join(' ')])
  return table([labels.what, labels.timeline], rows, labels.nothing)
}

function timeline(report: Report, { text, labels }: ReportContext): string[] {
  const rows = report.timeline.map((entry) => {
    const word = (text.events as Readonly<Record<string, ((data: never) => string) | undefined>>)[entry.type]
    const said = md(word === undefined ? `${entry.type} ${JSON.stringify(entry.data)}` : word(entry.data as never))
    const marks = [
      entry.undoneBy === null ? '' : `${labels.undone} \`${entry.undoneBy}\``,
      entry.correctedBy === null ? '' : `${labels.corrected} \`${entry.correctedBy}\``,
      entry.setBackSeconds === null ? '' : text.words.setBack(text.words.seconds(entry.setBackSeconds)),
    ]
    const shown = entry.undoneBy !== null ? `~~${said}~~` : said
    return [when(entry.at, ''), [shown, ...marks.filter(Boolean)].join(' '), md(entry.by), `\`${entry.event}\``]
  })
  return table([labels.time, labels.what, labels.by, ''], rows, labels.nothing)
}

import type { Authority, DeadlineRule, KnownAuthority } from '../../domain/authorities/authority.ts'
import { claimRules } from '../../domain/notice/claims.ts'
import { type Bilingual, clauseCoverage, type Named, PHASES, type Step } from '../../domain/runbook/runbook.ts'
import {
  type Block,
  code,
  heading,
  type Inline,
  type Item,
  joinInline,
  lines,
  list,
  paragraph,
  strong,
  subheading,
  table,
} from '../../view/blocks.ts'
import { quoteArgv } from '../../view/shell-quote.ts'
import {
  byUrgency,
  type ExportedRunbook,
  exportedAuthorities,
  exportedSteps,
  exportedTypes,
} from './exported-runbook.ts'
import type { Wording } from './wording.ts'
import type { ExportText } from './words.en.ts'

// The runbook as a manual, for people who read and review it without reading YAML.

interface Context {
  readonly exported: ExportedRunbook
  readonly wording: Wording
  readonly steps: readonly Step[]
}

/** Chapters and types, the steps phase by phase, then everything that steps refer to. */
export function manualView(
  exported: ExportedRunbook,
  authorities: readonly KnownAuthority[],
  wording: Wording,
): Block[] {
  const steps = exportedSteps(exported)
  const { type } = exported
  const context = { exported, wording, steps: type === null ? steps : byUrgency(steps, [type]) }
  return [
    paragraph(wording.say(({ said }) => said.runbookDigest(exported.digest))),
    chapterTable(context),
    ...typeBlocks(context),
    ...PHASES.flatMap((phase) => {
      const steps = context.steps.filter((step) => step.phase === phase)
      const title = heading(wording.say(({ text }) => text.words.phase[phase]))
      return steps.length === 0 ? [] : [title, ...steps.flatMap((step) => stepBlocks(step, context))]
    }),
    ...vocabularyBlocks(context),
    ...claimBlocks(context),
    ...clauseBlocks(context),
    ...authorityBlocks(exportedAuthorities(authorities, exported), context),
  ]
}

function chapterTable({ exported, wording }: Context): Block {
  const rows = exported.chapters.map(({ file, chapter, title, reviewed }) => [
    code(file),
    chapter ?? '',
    wording.title(title),
    reviewed ?? wording.say(({ said }) => said.notReviewed),
  ])
  return namedTable((said) => said.chapters, rows, wording)
}

function typeBlocks({ exported, wording }: Context): Block[] {
  const { types } = exported.runbook
  const rows = exportedTypes(exported).map((id) => {
    const planned = types[id]?.planned ?? 'never'
    return [code(id), nameIn(types, id, wording), wording.say(({ said }) => said.planned[planned])]
  })
  return [heading(wording.say(({ said }) => said.types)), namedTable((said) => said.typeColumns, rows, wording)]
}

function stepBlocks(step: Step, context: Context): Block[] {
  const { wording } = context
  return [
    subheading([code(step.id), ' ', wording.title(step.title)]),
    lines(...stepLines(step, context)),
    list(instructionItems(step.instructions, wording)),
  ]
}

/** Who does a step, how binding it is, and whatever else it has, each in a line with a label. */
function stepLines(step: Step, { exported, wording }: Context): Inline[] {
  const { department, modality, clauses, why, tells, gate, renew, commands = [] } = step
  const { departments } = exported.runbook
  const values: Readonly<Record<keyof ExportText['labels'], Inline | null>> = {
    who: nameIn(departments, department, wording),
    modality: wording.say(({ text }) => text.words.modality[modality]),
    when: urgencyText(step, exported, wording),
    often: recurrenceText(step, wording),
    notice: noticeText(step, exported, wording),
    tells:
      tells === 'all'
        ? wording.say(({ said }) => said.everyDepartment)
        : tells === undefined
          ? null
          : nameIn(departments, tells, wording),
    record: recordText(step, exported, wording),
    gate: gate === null ? null : wording.say(({ said }) => said.gateRule),
    renew: renew ? wording.say(({ said }) => said.renewRule) : null,
    clauses: clauses.length > 0 ? codes(clauses) : wording.say(({ said }) => said.noClauses),
    why: why === null ? null : wording.title(why),
    commands: commands.length > 0 ? codes(commands.map(({ run }) => quoteArgv(run))) : null,
  }
  return Object.entries(values).flatMap(([name, value]): Inline[] => {
    const label = wording.say(({ said }) => `${said.labels[name as keyof typeof values]}:`)
    return value === null ? [] : [[strong(label), ' ', value]]
  })
}

function noticeText({ channel, stage }: Step, { runbook }: ExportedRunbook, wording: Wording): string | null {
  if (channel === null || stage === null) return null
  return wording.say(({ said, text }) =>
    said.noticeOn(text.words.stage[stage], runbook.channels[channel]?.[text.language] ?? channel),
  )
}

/** How urgent a step is, and for which types; null if it is for all of them and of normal urgency. */
function urgencyText({ applies }: Step, exported: ExportedRunbook, wording: Wording): string | null {
  const types = exportedTypes(exported)
  const applying = types.filter((id) => applies[id] !== undefined)
  const urgencies = [...new Set(applying.map((id) => applies[id] ?? 'normal'))]
  const [urgency = 'normal'] = urgencies
  const isForAll = applying.length === types.length
  if (isForAll && urgencies.length === 1 && urgency === 'normal') return null
  return wording.say(({ said, text }) => {
    const name = (id: string) => exported.runbook.types[id]?.[text.language] ?? id
    if (urgencies.length > 1)
      return said.byType(applying.map((id) => [name(id), said.urgency[applies[id] ?? 'normal']]))
    return isForAll ? said.urgency[urgency] : said.forTypes(said.urgency[urgency], applying.map(name))
  })
}

function recurrenceText({ kind, every, until }: Step, wording: Wording): string | null {
  if (kind === 'once') return null
  const end = until ?? 'closed'
  return wording.say(({ said, text }) =>
    typeof every === 'number' ? said.every(text.words.roughly(every / 1000), end) : said.atCadence(end),
  )
}

function recordText({ facts, asks }: Step, { runbook }: ExportedRunbook, wording: Wording): string | null {
  if (facts.length === 0 && asks.length === 0) return null
  return wording.say(({ said, text }) =>
    said.all([
      ...asks.map((asked) => said.asks[asked]),
      ...facts.map((id) => runbook.facts[id]?.[text.language] ?? id),
    ]),
  )
}

/** The lines of the instructions; in two languages each with its translation below it, if they go line by line. */
function instructionItems(instructions: Bilingual, { languages }: Wording): Item[] {
  const [first = [], second] = languages.map((language) =>
    instructions[language].split('\n').filter((line) => line !== ''),
  )
  if (second === undefined) return first.map((text) => ({ text }))
  if (first.length !== second.length) return [...first, ...second].map((text) => ({ text }))
  return first.map((text, i) => {
    const translation = second[i]
    return translation === undefined || translation === text ? { text } : { text, items: [{ text: translation }] }
  })
}

/** The operations, departments, channels and facts. */
function vocabularyBlocks({ exported: { runbook }, wording, steps }: Context): Block[] {
  const { departments, operations, channels, facts } = runbook
  const also = (named: Named) => (named.also ?? []).join(', ')
  const section = (
    title: (said: ExportText) => string,
    columns: (said: ExportText) => readonly string[],
    rows: Inline[][],
  ) => (rows.length === 0 ? [] : [heading(wording.say(({ said }) => title(said))), namedTable(columns, rows, wording)])
  const rowsOf = <T extends Bilingual>(
    all: Readonly<Record<string, T>>,
    ...more: ((thing: T, id: string) => Inline)[]
  ) =>
    Object.entries(all).map(([id, thing]) => [code(id), wording.title(thing), ...more.map((cell) => cell(thing, id))])
  return [
    ...section(
      (said) => said.departments,
      (said) => said.departmentColumns,
      rowsOf(departments, also),
    ),
    ...section(
      (said) => said.operations,
      (said) => said.operationColumns,
      rowsOf(operations, also),
    ),
    ...section(
      (said) => said.channels,
      (said) => said.channelColumns,
      rowsOf(channels, ({ audience }) => wording.say(({ said }) => said.audience[audience])),
    ),
    ...section(
      (said) => said.facts,
      (said) => said.factColumns,
      rowsOf(
        facts,
        ({ notice }) => (notice ? wording.say(({ said }) => said.yes) : ''),
        (_, id) => codes(steps.flatMap((step) => (step.facts.includes(id) ? step.id : []))),
      ),
    ),
  ]
}

/** What notices may state only with evidence and an approver, or had better not. */
function claimBlocks({ exported: { runbook }, wording }: Context): Block[] {
  const rules = claimRules(runbook)
  if (rules.length === 0) return []
  const items = rules.flatMap((rule) => {
    const kind = wording.say(({ said }) => said.claimKinds[rule.kind])
    return wording.languages.flatMap((language) => rule[language]).map((phrase) => `${kind}: ${phrase}`)
  })
  return [heading(wording.say(({ said }) => said.claims)), list([...new Set(items)].map((text) => ({ text })))]
}

/** Every clause of the manual and what covers it: steps, or places that are no steps. */
function clauseBlocks({ exported: { runbook }, wording }: Context): Block[] {
  if (runbook.clauses.length === 0) return []
  const coverage = new Map(clauseCoverage(runbook).map(({ id, by }) => [id, by]))
  const carrier = (by: string): Inline => {
    const place = by.startsWith('place:') ? runbook.places[by.slice('place:'.length)] : undefined
    return place === undefined ? code(by) : wording.title(place)
  }
  const rows = runbook.clauses.map(({ id, gist }) => {
    const by = coverage.get(id) ?? []
    const covered =
      by.length === 0 ? strong(wording.say(({ said }) => said.uncovered)) : joinInline(by.map(carrier), ', ')
    return [code(id), wording.title(gist), covered]
  })
  return [
    heading(wording.say(({ said }) => said.manualClauses)),
    namedTable((said) => said.clauseColumns, rows, wording),
  ]
}

function authorityBlocks(known: readonly KnownAuthority[], { wording }: Context): Block[] {
  const rows = known.flatMap(({ authority, condition }) =>
    authority.filings.map(({ title, due }) => [
      wording.say(({ said, text }) => {
        const name = authority.title[text.language]
        return authority.verify ? said.verify(name) : name
      }),
      wording.title(condition),
      wording.title(title),
      wording.say(({ said, text }) => dueText(due, authority, said, text.language)),
    ]),
  )
  if (rows.length === 0) return []
  return [
    heading(wording.say(({ said }) => said.authorities)),
    namedTable((said) => said.authorityColumns, rows, wording),
  ]
}

/** The rules of a deadline in words, of which the earliest counts. */
function dueText(
  rules: readonly DeadlineRule[],
  { events, filings }: Authority,
  said: ExportText,
  language: keyof Bilingual,
): string {
  const event = (id: string) => events[id]?.[language] ?? id
  const texts = rules.map(({ from, after, within, latest, before, when, unless }) => {
    const filing = filings.find(({ id }) => id === after)?.title[language]
    const since = from === null ? (filing ?? after ?? '') : event(from)
    const due = before?.[language] ?? (within === null ? said.atOnce(since) : said.within(within, latest, since))
    if (when !== null) return said.dueIf(due, event(when))
    return unless === null ? due : said.dueUnless(due, event(unless))
  })
  return texts.length === 0 ? said.noDeadline : said.all(texts)
}

/** A table with the names of its columns in the words of the export. */
function namedTable(
  columns: (said: ExportText) => readonly string[],
  rows: readonly Inline[][],
  wording: Wording,
): Block {
  const [first = []] = rows
  return table(
    first.map((_, i) => wording.say(({ said }) => columns(said)[i] ?? '')),
    rows,
    '',
  )
}

function nameIn(all: Readonly<Record<string, Bilingual>>, id: string, wording: Wording): string {
  return wording.title(all[id] ?? { ja: id, en: id })
}

function codes(ids: readonly string[]): Inline {
  return ids.length === 0 ? '' : joinInline(ids.map(code), ', ')
}

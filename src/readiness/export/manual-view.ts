import type { Authority, DeadlineRule, KnownAuthority } from '../../domain/authorities/authority.ts'
import { claimRules } from '../../domain/notice/claims.ts'
import { type Bilingual, clauseCoverage, type Named, PHASES } from '../../domain/runbook/runbook.ts'
import {
  type Block,
  code,
  heading,
  type Inline,
  joinInline,
  list,
  paragraph,
  strong,
  table,
} from '../../view/blocks.ts'
import {
  byUrgency,
  type ExportedRunbook,
  exportedAuthorities,
  exportedSteps,
  exportedTypes,
} from './exported-runbook.ts'
import { type Context, codes, nameIn, stepBlocks } from './manual-steps.ts'
import type { Wording } from './wording.ts'
import type { ExportText } from './words.en.ts'

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

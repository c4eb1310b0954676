import { handoverPackOf, type OpenItem } from '../domain/handover/handover-pack.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import { loadText } from '../i18n/text.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { KnownFirst } from '../incident/known-first.ts'
import { callDocument, type Stamp, stepDocument } from '../incident/status-document.ts'
import { heading } from '../view/blocks.ts'
import { LONGEST_LINE } from '../view/inert.ts'
import { blocksMarkdown, escapeMarkdown } from '../view/markdown.ts'
import { terminalLinesFor } from '../view/terminal.ts'
import type { World } from '../world.ts'
import { type AttributedPack, handoverBlocks } from './handover-view.ts'
import { peopleText } from './words.ts'

interface PackForm {
  readonly markdown: boolean
  readonly language: Language
  /** Whether lines are wrapped to fit the terminal. */
  readonly folded: boolean
}

export function handoverPack({ journal, clock }: ChosenIncident): AttributedPack {
  const unknownWriters = journal.unknownWriters().map(({ writer, by, events }) => ({ writer, by, events }))
  return { ...handoverPackOf(journal.confirmed(), journal.events(), clock.now(), journal.conflicts()), unknownWriters }
}

export async function renderHandoverPack(
  world: World,
  { journal, clock }: ChosenIncident,
  pack: AttributedPack,
  { markdown, language, folded }: PackForm,
): Promise<string> {
  const [loaded, { handover: said }] = await Promise.all([loadText(language), peopleText(language)])
  const text = withOwnNames(loaded, journal.incident.runbook)
  const { incident } = journal
  const knownFirst = new KnownFirst(world, journal)
  const blocks = handoverBlocks(pack, { incident, knownFirst, text, said, stamp: clock.stamp, now: clock.now() })
  const title = said.heading(pack.incident)
  if (markdown)
    return `# ${escapeMarkdown(`${pack.drill ? `[${text.words.drill}] ` : ''}${title}`)}\n\n${blocksMarkdown(blocks)}\n`
  return (
    await terminalLinesFor(world, [heading(title), ...blocks], {
      drill: pack.drill,
      folded,
      longest: LONGEST_LINE,
    })
  ).join('\n')
}

export function handoverDocument(pack: AttributedPack, stamp: Stamp) {
  const { elapsed, currentElapsed: _, channels, reports, work, parties, clocks, matters, ...rest } = pack
  const stampOf = (ms: number | null) => (ms === null ? null : stamp(ms))
  return {
    schemaVersion: 1,
    ...rest,
    elapsedSeconds: elapsed === null ? null : elapsed / 1000,
    channels: channels.map(({ nextDueAt, ...channel }) => ({ ...channel, nextDueAt: stampOf(nextDueAt) })),
    reports: reports.map(({ authority, filing, ...report }) => ({
      authority: authority.id,
      filing: filing.id,
      ...report,
    })),
    work: work.map(({ who, steps }) => ({ who, steps: steps.map((view) => stepDocument(view, stamp)) })),
    calls: parties.map(callDocument),
    clocks: clocks.map((clock) => ({ ...clock, dueAt: stamp(clock.dueAt) })),
    matters: matters.map(openItemDocument),
  }
}

/** An open decision: names its subject by id or event only, without title, words or state. */
function openItemDocument(item: OpenItem) {
  const { kind } = item
  switch (kind) {
    case 'step':
      return { kind, target: item.view.step.id, events: [] }
    case 'conflict':
      return { kind, target: item.target, events: item.events }
    case 'escalation':
      return { kind, target: item.view.level.id, events: [] }
    case 'channel':
      return { kind, target: item.channel, events: [] }
    case 'delivery':
      return { kind, target: item.notice.channel, events: [item.notice.event] }
    case 'page':
      return { kind, target: item.page.person, events: [item.page.event] }
    case 'approval':
      return { kind, target: item.approval.event, events: [item.approval.event] }
    case 'command':
      return { kind, target: item.command.event, events: [item.command.event] }
  }
}

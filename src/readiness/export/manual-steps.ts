import type { Bilingual, Step } from '../../domain/runbook/runbook.ts'
import {
  type Block,
  code,
  type Inline,
  type Item,
  joinInline,
  lines,
  list,
  strong,
  subheading,
} from '../../view/blocks.ts'
import { quoteArgv } from '../../view/shell-quote.ts'
import { type ExportedRunbook, exportedTypes } from './exported-runbook.ts'
import type { Wording } from './wording.ts'
import type { ExportText } from './words.en.ts'

export function stepBlocks(step: Step, context: Context): Block[] {
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

export function nameIn(all: Readonly<Record<string, Bilingual>>, id: string, wording: Wording): string {
  return wording.title(all[id] ?? { ja: id, en: id })
}

export function codes(ids: readonly string[]): Inline {
  return ids.length === 0 ? '' : joinInline(ids.map(code), ', ')
}

// The runbook as a manual, for people who read and review it without reading YAML.

export interface Context {
  readonly exported: ExportedRunbook
  readonly wording: Wording
  readonly steps: readonly Step[]
}

import * as z from 'zod'
import { ProblemError } from '../domain/problem.ts'
import { isInternalFact } from '../domain/runbook/notice-facts.ts'
import { LANGUAGES, type Runbook, STAGES } from '../domain/runbook/runbook.ts'
import { clockIn } from '../incident/choose.ts'
import type { recorded } from '../incident/schema.ts'
import { parseFacts } from '../incident/statements.ts'
import type { notices } from '../notice/schema.ts'
import { assistantAct, assistantNotices } from './schema.ts'
import { ADDS, incident, READS, type Tool, type ToolResult, tool, word, words } from './tool.ts'
import type { Turn } from './turn.ts'
import { mcpWords } from './words.ts'

/** What a person does about an incident, by the command: whatever leaves the house, changes its state, or is their word. */
const ACTS_OF_PEOPLE = [
  'begin',
  'done',
  'decline',
  'skip',
  'assign',
  'set',
  'scope',
  'notice',
  'contacts',
  'escalate',
  'handover',
  'classify',
  'approve',
  'refuse',
  'advance',
  'lift',
  'reopen',
  'close',
  'join',
  'undo',
  'correct',
  'key',
  'action',
  'clock',
  'report-to',
] as const

const MAX_WORDS = 50
const MAX_CHANNELS = 20

const writing = { isForWriting: true, annotations: ADDS } as const

const at = word.optional().describe('When it happened: "22:05", "10m ago" or ISO 8601. Without it, now.')

export const ACT_TOOLS: readonly Tool[] = [
  tool({
    name: 'command_for_person',
    title: 'Command for a person to type',
    description:
      'Returns the command line by which a person does something about an incident that assistants do not do: send notices, lift, close, approve, state public words, carry out steps, call people. It is checked and quoted for a shell, and not run. Show it to the person; only they decide.',
    isForWriting: false,
    annotations: READS,
    input: z.strictObject({
      incident,
      command: z.enum(ACTS_OF_PEOPLE).describe('The command of haltctl.'),
      arguments: z
        .array(words)
        .max(MAX_WORDS)
        .default([])
        .describe('Its arguments and options, each a word as a program gets it, without quotes.'),
    }),
    output: assistantAct,
    async call(turn, { command, arguments: given }) {
      const { incident } = await turn.situation()
      return forPerson(turn, await turn.lineToType(incident, command, ...given))
    },
  }),
  tool({
    ...writing,
    annotations: { ...ADDS, idempotentHint: false },
    name: 'add_note',
    title: 'Add a note',
    description:
      'Adds a note to the log of an incident, for the person whom the assistant acts for. It stays in the log, marked as recorded through an assistant.',
    input: z.strictObject({
      incident,
      text: words.describe('The note.'),
      at,
      step: word.optional().describe('The id of the step that it is about.'),
      hypothesis: z.boolean().default(false).describe('Whether it states a possible cause.'),
    }),
    output: assistantAct,
    async call(turn, { text, at, step, hypothesis }) {
      const flags = [...flag('--at', at), ...flag('--step', step), ...(hypothesis ? ['--hypothesis'] : [])]
      return recordedBy(turn, 'note', ...flags, '--', text)
    },
  }),
  tool({
    ...writing,
    annotations: { ...ADDS, idempotentHint: true },
    name: 'set_fact',
    title: 'Set an internal fact',
    description:
      'Records the internal value of a fact. What notices state, and public words, are not recorded: for them, the command line comes back that a person types.',
    input: z.strictObject({
      incident,
      fact: word.describe('The id of the fact.'),
      value: words.describe('Its value, or "?" if it is not known yet.'),
      at,
    }),
    output: assistantAct,
    async call(turn, { fact, value, at }) {
      const { incident } = await turn.situation()
      const statement = `${fact}=${value}`
      const flags = flag('--at', at)
      return (await isInternal(turn, incident, statement))
        ? recordedBy(turn, 'set', ...flags, '--', statement)
        : forPerson(turn, await turn.lineToType(incident, 'set', ...flags, '--', statement))
    },
  }),
  tool({
    name: 'prepare_notices',
    title: 'Prepare notices',
    description:
      'Composes the next notices from what is recorded, checks them, and returns the texts, what is wrong with them, and the command lines by which a person sends them or records them as posted. Nothing is sent or recorded.',
    isForWriting: true,
    annotations: READS,
    input: z.strictObject({
      incident,
      channels: z.array(word).max(MAX_CHANNELS).default([]).describe('Without any, all channels to customers.'),
      stage: z.enum(STAGES).optional().describe('Without it, the next one of each channel.'),
      language: z.enum(LANGUAGES).optional().describe('Only the texts in this language are returned.'),
      next: word.optional().describe('When the next report is promised: "23:00", "in 30m" or ISO 8601.'),
      correction_ja: words.optional().describe('What a correction of the last notice says, in Japanese.'),
      correction_en: words.optional().describe('What a correction of the last notice says, in English.'),
    }),
    output: assistantNotices,
    async call(turn, { channels, stage, language, next, correction_ja, correction_en }) {
      const { incident, unknownWriters } = await turn.situation()
      const flags = [
        ...flag('--stage', stage),
        ...flag('--next', next),
        ...flag('--correct-ja', correction_ja),
        ...flag('--correct-en', correction_en),
      ]
      const shown = [...flags, ...flag('--language', language)]
      const prepared = await turn.document<z.output<typeof notices>>('notice', '--dry-run', ...shown, '--', ...channels)
      const hasErrors = prepared.findings.some(({ level }) => level === 'error')
      const type = hasErrors ? [] : await noticeLines(turn, incident, prepared, flags)
      const said = await mcpWords(turn.world.text.language)
      return {
        document: { ...prepared, type },
        quotes: 'notices[].subject, notices[].text',
        strangers: unknownWriters,
        notes: hasErrors ? [said.withErrors] : [said.notRecorded, ...type],
      }
    },
  }),
]

/** As `--flag=TEXT`, so that a text that begins with a dash is no flag; none if it is not given. */
function flag(name: string, given: string | undefined): string[] {
  return given === undefined ? [] : [`${name}=${given}`]
}

async function recordedBy(turn: Turn, command: string, ...argv: readonly string[]): Promise<ToolResult> {
  const { incident, events, already } = await turn.document<z.output<typeof recorded>>(command, ...argv)
  return {
    document: { schemaVersion: 1, recorded: { incident, events, already }, type: [] },
    quotes: 'recorded.events[].data',
  }
}

async function forPerson(turn: Turn, line: string): Promise<ToolResult> {
  const { notRecorded } = await mcpWords(turn.world.text.language)
  return { document: { schemaVersion: 1, recorded: null, type: [line] }, quotes: 'type', notes: [notRecorded, line] }
}

/**
 * Whether a statement on a fact says nothing that could reach customers, neither by the runbook in force nor by that in force
 * but for what unknown writers have adopted. Rejects with `Refusal` if it is none.
 */
async function isInternal(turn: Turn, incident: string, statement: string): Promise<boolean> {
  const journal = turn.world.workspace.journal(incident)
  journal.refresh()
  const { runbook } = journal.incident
  const runbooks = [runbook, journal.byKnownWriters().runbook]
  try {
    const stated = parseFacts([statement], runbook.facts, clockIn(turn.world, journal))
    return stated.every(({ fact, ja, en, known }) => {
      const hasPublicWords = known !== false && (ja !== undefined || en !== undefined)
      const isToldBy = (one: Runbook) => Object.hasOwn(one.facts, fact) && !isInternalFact(one, fact)
      return !hasPublicWords && !runbooks.some(isToldBy)
    })
  } catch (error) {
    throw error instanceof ProblemError ? await turn.refusal(error.problem) : error
  }
}

/** The line that sends what was prepared, and those that record what a person posts by hand. */
async function noticeLines(
  turn: Turn,
  incident: string,
  { targets = [] }: Pick<z.output<typeof notices>, 'targets'>,
  flags: readonly string[],
): Promise<string[]> {
  const byHand = targets.flatMap(({ channel, target }) => (target === null ? [channel] : []))
  const sent = targets.flatMap(({ channel, target, why }) => (target !== null && why === null ? [channel] : []))
  const lines = byHand.map((channel) => turn.lineToType(incident, 'notice', '--posted', ...flags, '--', channel))
  const sending = sent.length === 0 ? [] : [turn.lineToType(incident, 'notice', '--send', ...flags, '--', ...sent)]
  return Promise.all([...sending, ...lines])
}

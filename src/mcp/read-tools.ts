import * as z from 'zod'
import { AUDIENCES } from '../domain/report/audience.ts'
import { LANGUAGES, PHASES } from '../domain/runbook/runbook.ts'
import { type list, next, type similar, type status } from '../incident/schema.ts'
import { logPage } from './log-page.ts'
import {
  assistantBrief,
  assistantList,
  assistantLog,
  assistantRunbook,
  assistantSimilar,
  assistantStatus,
} from './schema.ts'
import { incident, READS, type Tool, tool, word } from './tool.ts'

type ListDocument = z.output<typeof list>
type StatusDocument = z.output<typeof status>

const MAX_INCIDENTS = 100
const MAX_EVENTS = 200
const MAX_STEPS = 20

const reading = { isForWriting: false, annotations: READS } as const

export const READ_TOOLS: readonly Tool[] = [
  tool({
    ...reading,
    name: 'list_incidents',
    title: 'List incidents',
    description:
      'Lists the incidents of this workspace, oldest first: id, type, severity, phase, times. Shows the latest of them, and says how many more there are.',
    input: z.strictObject({
      open: z.boolean().default(false).describe('Only those that are not closed.'),
      limit: z.int().min(1).max(MAX_INCIDENTS).default(20).describe('How many at most.'),
    }),
    output: assistantList,
    async call(turn, { open, limit }) {
      const { missing: _, incidents, ...rest } = await turn.document<ListDocument>('list', ...(open ? ['--open'] : []))
      const shown = incidents.slice(-limit)
      const document = { ...rest, incidents: shown, more: incidents.length - shown.length, notShown: turn.hidden.size }
      return { document, quotes: 'incidents[].title' }
    },
  }),
  tool({
    ...reading,
    name: 'incident_status',
    title: 'Status of an incident',
    description:
      'The state of an incident: phase, what is stopped, facts and the public words for them, steps, notices, what is due, hypotheses, who was called, whether the log is intact.',
    input: z.strictObject({ incident }),
    output: assistantStatus,
    async call(turn) {
      const { feeds: _, ...document } = await turn.document<StatusDocument>('status')
      const quotes = 'title, lead, scope[].words, facts, steps[].assignee, steps[].reason, hypotheses, and every "by"'
      return { document, quotes, strangers: document.log.unknownWriters }
    },
  }),
  tool({
    ...reading,
    name: 'next_steps',
    title: 'Next steps of an incident',
    description: 'The steps of the runbook that are open in an incident, the first to do first.',
    input: z.strictObject({
      incident,
      urgent: z.boolean().default(false).describe('Only what must be done in the first minutes.'),
    }),
    output: next,
    async call(turn, { urgent }) {
      const { unknownWriters } = await turn.situation()
      const document = await turn.document<object>('next', ...(urgent ? ['--brief'] : []))
      return { document, quotes: 'steps[].assignee, steps[].reason, steps[].by', strangers: unknownWriters }
    },
  }),
  tool({
    ...reading,
    name: 'incident_log',
    title: 'Log of an incident',
    description:
      'The events of an incident in order, as they were recorded, without hashes and signatures: the latest of them, or those before or after an event. An event is named WRITER:SEQ.',
    input: z.strictObject({
      incident,
      before: word.optional().describe('Only events before this one (WRITER:SEQ).'),
      after: word.optional().describe('Only events after this one (WRITER:SEQ), the first of them first.'),
      limit: z.int().min(1).max(MAX_EVENTS).default(50).describe('How many at most.'),
    }),
    output: assistantLog,
    async call(turn, range) {
      const { incident, unknownWriters } = await turn.situation()
      const page = logPage(await turn.run('log'), range)
      if ('code' in page) throw await turn.refusal(page)
      const document = { schemaVersion: 1, incident, ...page, unknownWriters }
      return { document, quotes: 'events[].by, events[].data', strangers: unknownWriters }
    },
  }),
  tool({
    ...reading,
    name: 'incident_brief',
    title: 'Brief of an incident',
    description:
      'A short account of an incident in Markdown, to write from. Each sentence names the events that it rests on. What an audience outside must not read is left out for it.',
    input: z.strictObject({
      incident,
      audience: z.enum(AUDIENCES).default(AUDIENCES[0]).describe('For whom the text is that is to be written.'),
      language: z.enum(LANGUAGES).optional().describe("The language of the brief; the operator's without it."),
    }),
    output: assistantBrief,
    async call(turn, { audience, language }) {
      const { incident, unknownWriters } = await turn.situation()
      const flags = [
        '--format',
        'brief',
        '--audience',
        audience,
        ...(language === undefined ? [] : ['--language', language]),
      ]
      const markdown = await turn.run('report', ...flags)
      const document = { schemaVersion: 1, incident, audience, markdown }
      return { document, text: markdown, quotes: 'the whole brief', strangers: unknownWriters }
    },
  }),
  tool({
    ...reading,
    name: 'similar_incidents',
    title: 'Similar past incidents',
    description:
      'Closed incidents of this workspace that are like one, and what they have in common: the type, what was restricted, words of the cause. There is no score.',
    input: z.strictObject({ incident }),
    output: assistantSimilar,
    async call(turn) {
      const { unknownWriters } = await turn.situation()
      const document = await turn.document<z.output<typeof similar>>('list', '--similar')
      const quotes = 'incidents[].title, incidents[].causes, incidents[].shared.words'
      return { document: { ...document, notShown: turn.hidden.size }, quotes, strangers: unknownWriters }
    },
  }),
  tool({
    ...reading,
    name: 'runbook',
    title: 'Runbook',
    description:
      'The steps of the runbook that new incidents of this workspace begin with, by phase: id, title, department, modality. With ids of steps, these in full, with what is to be done.',
    input: z.strictObject({
      phase: z.enum(PHASES).optional().describe('Only the steps of this phase.'),
      steps: z.array(word).max(MAX_STEPS).optional().describe('Only these steps, in full.'),
    }),
    output: assistantRunbook,
    async call(turn, { phase, steps }) {
      interface Shown {
        readonly phases: readonly { readonly id: string; readonly steps: readonly Record<string, unknown>[] }[]
      }
      const { phases } = await turn.document<Shown>('runbook', 'show')
      const shown = phases
        .filter(({ id }) => phase === undefined || id === phase)
        .map(({ id, steps: all }) => ({ id, steps: all.flatMap((step) => shownStep(step, steps)) }))
      const document = { schemaVersion: 1, phases: shown.filter((one) => one.steps.length > 0) }
      return { document, quotes: 'title and instructions of steps, as whoever wrote the runbook put them' }
    },
  }),
]

/** A step in full if it was asked for, or else, if none was, what names it. */
function shownStep(step: Readonly<Record<string, unknown>>, wanted: readonly string[] | undefined): object[] {
  if (wanted !== undefined) return wanted.includes(String(step.id)) ? [step] : []
  const { id, section, department, title, modality, kind, applies, channel, stage } = step
  return [{ id, section, department, title, modality, kind, applies, channel, stage }]
}

import * as z from 'zod'
import { CLOSINGS, COMMAND_ENDS, SCOPE_STATES, SEVERITIES } from '../domain/log/event.ts'
import { PHASES, STAGES } from '../domain/runbook/runbook.ts'

/** The incident log as a schema: what the hand-written guards accept (`domain/log/event.ts`), for other programs. */

const text = z.string()
const time = z.string().refine((value) => !Number.isNaN(Date.parse(value)), 'not a time')
const int = z.int()
const head = z.looseObject({ writer: text, seq: int, hash: text })
const change = z.looseObject({
  operation: text,
  asset: text.nullable(),
  state: z.enum(SCOPE_STATES).nullable(),
  words: text.nullable(),
})
const force = z.looseObject({ reason: text, open: z.array(text) })
const runbook = z.looseObject({ steps: z.array(z.unknown()) })
const settings = z.looseObject({ cadence: z.looseObject({}) })
const step = { step: text }
const kept = { file: text, bytes: int, digest: text }
const attached = z.array(z.looseObject({ ...kept, name: text })).optional()
const output = z.looseObject({ total: int, kept: z.looseObject(kept).nullable() })

export const dataSchemas = {
  'incident.started': z.looseObject({
    id: text,
    type: text,
    title: text.nullable(),
    severity: z.enum(SEVERITIES).nullable(),
    drill: z.boolean(),
    startedAt: time.nullable(),
    planned: z.looseObject({ from: time, to: time }).nullable(),
    scope: z.array(change),
    runbook,
    runbookDigest: text,
    settings,
    settingsDigest: text,
  }),
  'incident.classified': z.looseObject({
    type: text.optional(),
    severity: z.enum(SEVERITIES).optional(),
    title: text.optional(),
    reason: text,
  }),
  'step.begun': z.looseObject({ ...step, note: text.optional() }),
  'step.done': z.looseObject({ ...step, note: text.optional() }),
  'step.declined': z.looseObject({ ...step, reason: text }),
  'step.skipped': z.looseObject({ ...step, reason: text }),
  'step.assigned': z.looseObject({ ...step, to: text }),
  'fact.set': z.looseObject({
    fact: text,
    known: z.boolean().optional(),
    value: text.nullable().optional(),
    ja: text.nullable().optional(),
    en: text.nullable().optional(),
  }),
  'note.added': z.looseObject({ text, attached }),
  'note.private': z.looseObject({ kept: z.looseObject(kept), attached }),
  'command.started': z.looseObject({
    argv: z.array(text),
    host: text,
    directory: text,
    step: text.nullable(),
    stdout: text,
    stderr: text,
    timeout: int,
  }),
  'command.ended': z.looseObject({
    command: text,
    end: z.enum(COMMAND_ENDS),
    code: int.nullable(),
    signal: text.nullable(),
    why: text.nullable(),
    duration: int,
    stdout: output.nullable(),
    stderr: output.nullable(),
  }),
  'evidence.removed': z.looseObject({ file: text, reason: text }),
  'scope.changed': z.looseObject({ changes: z.array(change) }),
  'phase.advanced': z.looseObject({ to: z.enum(PHASES), forced: force.optional() }),
  'scope.lifted': z.looseObject({ changes: z.array(change), open: z.array(text), forced: force.optional() }),
  'incident.reopened': z.looseObject({ reason: text, scope: z.array(change) }),
  'incident.closed': z.looseObject({ as: z.enum(CLOSINGS), reason: text.nullable(), forced: force.optional() }),
  'event.undone': z.looseObject({ event: text, reason: text }),
  'event.corrected': z.looseObject({ event: text, at: time.optional(), text: text.optional(), reason: text }),
  'notice.posted': z.looseObject({
    channel: text,
    stage: z.enum(STAGES),
    number: int.nullable(),
    link: text.nullable(),
    text: text.nullable(),
    digest: text.nullable(),
    next: time.nullable(),
  }),
  'notice.promised': z.looseObject({ channel: text, next: time }),
  'action.added': z.looseObject({ text, owner: text.nullable(), due: time.nullable() }),
  'action.changed': z.looseObject({ action: text, owner: text.optional(), due: time.optional() }),
  'action.done': z.looseObject({ action: text, note: text.optional() }),
  'runbook.adopted': z.looseObject({ runbook, runbookDigest: text, reason: text }),
  'settings.adopted': z.looseObject({ settings, settingsDigest: text }),
  'log.recovered': z.looseObject({ kept: text, bytes: int }),
  'log.continued': z.looseObject({
    writer: text,
    found: head.nullable(),
    kept: head.nullable(),
    reason: text,
    frozen: z.looseObject({ file: text, bytes: int, digest: text, line: int, why: text, words: text }).optional(),
    words: text.optional(),
  }),
}

const envelope = {
  v: int,
  incident: text,
  writer: text,
  seq: int,
  prev: text.nullable(),
  hlc: z.tuple([int, int]),
  after: z.array(head).optional(),
  at: time,
  recordedAt: time,
  by: text,
  critical: z.boolean(),
  hash: text,
}

export const eventSchema = z.union(
  Object.entries(dataSchemas).map(([type, data]) => z.looseObject({ ...envelope, type: z.literal(type), data })),
)

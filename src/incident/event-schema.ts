import * as z from 'zod'
import { ACTIVE } from '../domain/active.ts'
import { SPAN_UNITS } from '../domain/authorities/authority.ts'
import { WAYS } from '../domain/contacts/contacts.ts'
import { MAX_COUNT } from '../domain/log/config-guards.ts'
import { CLOSINGS, COMMAND_ENDS, DELIVERY_OUTCOMES } from '../domain/log/event.ts'
import { MAX_SPEED } from '../domain/log/exercise.ts'
import { FILE_NAME, MAX_SPAN_MS, WORD, ZONE } from '../domain/log/guard.ts'
import { SCOPE_STATES } from '../domain/log/scope-change.ts'
import {
  ASKS,
  ENDS,
  FACT_KINDS,
  LANGUAGES,
  MODALITIES,
  PHASES,
  REPORT_PARTS,
  STAGES,
  URGENCIES,
} from '../domain/runbook/runbook.ts'
import { SEVERITIES } from '../domain/severity.ts'

/** The incident log as a schema: what the hand-written guards accept (`domain/log/event.ts`), for other programs. */

/** A time in ISO 8601 with its offset. */
export const TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

const text = z.string()
const recordOf = <T extends z.ZodType>(of: T) => z.record(z.string().regex(WORD), of)
const word = z.string().regex(WORD)
const plain = z.string().refine((value) => !ACTIVE.test(value.replaceAll('\n', '')), 'acts on a terminal')
const time = z.string().regex(TIME)
const int = z.int()
const span = z.int().min(0).max(MAX_SPAN_MS)
const head = z.looseObject({ writer: word, seq: int, hash: text })
const change = z.looseObject({
  operation: word,
  asset: word.nullable(),
  state: z.enum(SCOPE_STATES).nullable(),
  words: text.nullable(),
})
const force = z.looseObject({ reason: text, open: z.array(word) })
const words = { ja: plain, en: plain }
const bilingual = z.looseObject(words)
const haltType = z.looseObject({
  ...words,
  planned: z.enum(['required', 'allowed', 'never']),
  repair: z.boolean().optional(),
  confidential: z.boolean().optional(),
})
const runbook = z.looseObject({
  organisation: bilingual.optional(),
  types: recordOf(haltType),
  operations: recordOf(bilingual),
  channels: recordOf(z.looseObject({ ...words, audience: z.enum(['customers', 'departments']) })),
  facts: recordOf(
    z.looseObject({
      ...words,
      kind: z.enum(FACT_KINDS),
      notice: z.boolean(),
      words: z.boolean(),
      report: z.looseObject({ part: z.enum(REPORT_PARTS), ask: z.looseObject(words) }).optional(),
    }),
  ),
  departments: recordOf(bilingual),
  places: recordOf(z.looseObject({ ...words, clauses: z.array(word) })),
  clauses: z.array(z.looseObject({ id: word, kind: plain, modality: z.array(plain), gist: bilingual })),
  steps: z.array(
    z.looseObject({
      id: word,
      section: word,
      phase: z.enum(PHASES),
      clauses: z.array(word),
      why: bilingual.nullable(),
      source: z.enum(['manual', 'extension']),
      department: word,
      title: bilingual,
      instructions: bilingual,
      modality: z.enum(MODALITIES),
      kind: z.enum(['once', 'recurring']),
      every: span.or(z.literal('cadence')).nullable(),
      until: z.enum(ENDS).nullable(),
      facts: z.array(word),
      asks: z.array(z.enum(ASKS)),
      applies: recordOf(z.enum(URGENCIES)),
      channel: word.nullable(),
      stage: z.enum(STAGES).nullable(),
      gate: z.literal('lift').nullable(),
      renew: z.boolean(),
      tells: word.optional(),
      commands: z
        .array(z.looseObject({ run: z.array(text), title: bilingual, dangerous: z.boolean(), directory: text }))
        .optional(),
    }),
  ),
})
const interval = span.or(z.literal('on-change'))
const rule = z.looseObject({ first: span.optional(), update: interval.optional() })
const spoken = z.looseObject({ ja: text.nullable(), en: text.nullable() })
const roster = z.looseObject({
  people: recordOf(bilingual),
  departments: recordOf(z.array(word)),
  flow: recordOf(z.array(word)),
  answerWithin: span,
  levels: z.array(
    z.looseObject({
      id: word,
      title: bilingual,
      reach: z.array(word),
      when: z
        .looseObject({
          severity: z.enum(SEVERITIES).optional(),
          types: z.array(word).optional(),
          after: span.optional(),
          unanswered: span.optional(),
        })
        .nullable(),
      again: span.nullable(),
    }),
  ),
})
const settings = z.looseObject({
  organisation: spoken,
  contact: spoken,
  timezone: z.string().regex(ZONE),
  language: z.enum(LANGUAGES).nullable(),
  cadence: z.looseObject({ first: span, update: interval, channels: recordOf(rule), severities: recordOf(rule) }),
  channels: recordOf(z.looseObject({})),
  share: z.looseObject({ group: text }).nullable(),
  words: z.looseObject({ assets: spoken, banned: z.array(text), preferred: z.record(z.string(), text) }).optional(),
  roster: roster.optional(),
})
const authoritySpan = z.looseObject({ unit: z.enum(SPAN_UNITS), count: z.int().min(0).max(MAX_COUNT) })
const authority = z.looseObject({
  id: word,
  title: bilingual,
  verify: z.boolean(),
  reviewed: plain,
  events: recordOf(bilingual),
  filings: z.array(
    z.looseObject({
      id: word,
      title: bilingual,
      due: z.array(
        z.looseObject({
          from: word.nullable(),
          after: word.nullable(),
          within: authoritySpan.nullable(),
          latest: authoritySpan.nullable(),
          before: bilingual.nullable(),
          when: word.nullable(),
          unless: word.nullable(),
        }),
      ),
    }),
  ),
})
const contacted = { person: word, way: z.enum(WAYS).nullable(), note: text.optional() }
const step = { step: word }
const fileName = z.string().regex(FILE_NAME)
const kept = { file: fileName, bytes: int, digest: word }
const attached = z.array(z.looseObject({ ...kept, name: text })).optional()
const noticeText = z.looseObject({ language: z.enum(LANGUAGES), subject: text.nullable(), text, digest: word })
const claim = z.looseObject({ evidence: text, approvedBy: text })
const output = z.looseObject({ total: int, kept: z.looseObject(kept).nullable(), lost: z.boolean().optional() })

const givenFact = z.looseObject({
  fact: word,
  value: text.nullable(),
  ja: text.nullable(),
  en: text.nullable(),
  from: span.nullable(),
  to: span.nullable(),
})
const inject = z.looseObject({
  id: word,
  at: span,
  words: bilingual.nullable(),
  within: span,
  until: span.nullable(),
  facts: z.array(givenFact),
  scope: z.array(change),
  fails: z.array(word),
  damaged: z.array(word),
  silent: z.array(word),
  resumes: z.array(word),
  steps: z.array(word),
  notices: z.array(word),
  severity: z.enum(SEVERITIES).nullable(),
})
const scenario = z.looseObject({
  id: word,
  type: word,
  severity: z.enum(SEVERITIES).nullable(),
  title: bilingual,
  briefing: bilingual.nullable(),
  before: span.nullable(),
  planned: z.looseObject({ from: span, to: span }).nullable(),
  scope: z.array(change),
  facts: z.array(givenFact),
  lasts: span,
  mark: int,
  injects: z.array(inject),
  original: z.looseObject({ incident: word, total: int.nullable(), sections: recordOf(int.nullable()) }).nullable(),
})

export const dataSchemas = {
  'incident.started': z.looseObject({
    id: word,
    type: word,
    title: text.nullable(),
    severity: z.enum(SEVERITIES).nullable(),
    drill: z.boolean(),
    startedAt: time.nullable(),
    planned: z.looseObject({ from: time, to: time }).nullable(),
    scope: z.array(change),
    runbook,
    runbookDigest: word,
    settings,
    settingsDigest: word,
  }),
  'drill.began': z.looseObject({
    scenario,
    scenarioDigest: word,
    speed: z.int().min(1).max(MAX_SPEED),
    auto: z.boolean(),
  }),
  'drill.injected': z.looseObject({ inject }),
  'incident.classified': z.looseObject({
    type: word.optional(),
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
    fact: word,
    known: z.boolean().optional(),
    value: text.nullable().optional(),
    ja: text.nullable().optional(),
    en: text.nullable().optional(),
  }),
  'note.added': z.looseObject({ text, attached, hypothesis: z.boolean().optional(), discards: word.optional() }),
  'note.private': z.looseObject({ kept: z.looseObject(kept), attached }),
  'command.started': z.looseObject({
    argv: z.array(text),
    host: text,
    directory: text,
    step: word.nullable(),
    stdout: fileName,
    stderr: fileName,
    timeout: int,
  }),
  'command.ended': z.looseObject({
    command: word,
    end: z.enum(COMMAND_ENDS),
    code: int.nullable(),
    signal: word.nullable(),
    why: word.nullable(),
    duration: int,
    stdout: output.nullable(),
    stderr: output.nullable(),
    left: z.boolean().optional(),
  }),
  'command.settled': z.looseObject({ command: word, words: text }),
  'evidence.removed': z.looseObject({
    file: fileName,
    reason: text,
    standing: word.optional(),
    leftover: z.boolean().optional(),
  }),
  'scope.changed': z.looseObject({ changes: z.array(change) }),
  'phase.advanced': z.looseObject({ to: z.enum(PHASES), forced: force.optional() }),
  'scope.lifted': z.looseObject({ changes: z.array(change), open: z.array(word), forced: force.optional() }),
  'incident.reopened': z.looseObject({ reason: text, scope: z.array(change) }),
  'incident.closed': z.looseObject({ as: z.enum(CLOSINGS), reason: text.nullable(), forced: force.optional() }),
  'event.undone': z.looseObject({ event: word, reason: text }),
  'event.corrected': z.looseObject({ event: word, at: time.optional(), text: text.optional(), reason: text }),
  'notice.posted': z.looseObject({
    channel: word,
    stage: z.enum(STAGES),
    number: int.nullable(),
    link: text.nullable(),
    text: text.nullable(),
    digest: word.nullable(),
    next: time.nullable(),
    claim: claim.optional(),
    forced: force.optional(),
  }),
  'notice.intended': z.looseObject({
    channel: word,
    stage: z.enum(STAGES),
    number: int.nullable(),
    retries: word.nullable(),
    via: word,
    key: word,
    texts: z.array(noticeText),
    digest: word,
    next: time.nullable(),
    journal: fileName.nullable(),
    claim: claim.optional(),
    forced: force.optional(),
  }),
  'notice.delivered': z.looseObject({
    notice: word,
    outcome: z.enum(DELIVERY_OUTCOMES),
    why: word.nullable(),
    detail: text.nullable(),
    link: text.nullable(),
    accepted: int.nullable(),
    refused: int.nullable(),
    unknown: int.nullable(),
    journal: z.looseObject(kept).nullable(),
  }),
  'channel.marked': z.looseObject({ channel: word, safe: z.boolean(), reason: text }),
  'notice.promised': z.looseObject({ channel: word, next: time }),
  'contact.tried': z.looseObject(contacted),
  'contact.reached': z.looseObject(contacted),
  'page.intended': z.looseObject({
    person: word,
    way: z.enum(WAYS),
    via: word,
    department: word.nullable(),
    level: word.nullable(),
    key: word,
    text: noticeText,
    journal: fileName.nullable(),
  }),
  'page.delivered': z.looseObject({
    page: word,
    outcome: z.enum(DELIVERY_OUTCOMES),
    why: word.nullable(),
    detail: text.nullable(),
    journal: z.looseObject(kept).nullable(),
  }),
  'escalation.raised': z.looseObject({ level: word, reason: text.nullable() }),
  'action.added': z.looseObject({ text, owner: text.nullable(), due: time.nullable(), serves: word.optional() }),
  'handover.offered': z.looseObject({ to: text, note: text.optional() }),
  'handover.accepted': z.looseObject({ offer: word.nullable(), reason: text.nullable() }),
  'clock.started': z.looseObject({ authority, event: word, filing: word.nullable() }),
  'authority.reported': z.looseObject({ authority, filing: word, ref: text.nullable(), note: text.optional() }),
  'action.changed': z.looseObject({ action: word, owner: text.optional(), due: time.optional() }),
  'action.done': z.looseObject({ action: word, note: text.optional() }),
  'runbook.adopted': z.looseObject({ runbook, runbookDigest: word, reason: text }),
  'settings.adopted': z.looseObject({ settings, settingsDigest: word }),
  'log.recovered': z.looseObject({ kept: text, bytes: int }),
  'log.continued': z.looseObject({
    writer: word,
    found: head.nullable(),
    kept: head.nullable(),
    reason: text,
    frozen: z.looseObject({ file: text, bytes: int, digest: word, line: int, why: text, words: text }).optional(),
    words: text.optional(),
  }),
}

const envelope = {
  v: int,
  incident: word,
  writer: word,
  seq: int,
  prev: text.nullable(),
  hlc: z.tuple([z.int().min(0), z.int().min(0)]),
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

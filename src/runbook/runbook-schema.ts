import * as z from 'zod'
import { SCOPE_STATES } from '../domain/log/scope-change.ts'
import { ID_FORM } from '../domain/runbook/names.ts'
import {
  CHANNEL_FORMS,
  CLAIM_KINDS,
  CLAUSE_DEMANDS,
  FACT_KINDS,
  FACT_ROLES,
  MODALITIES,
  PHASES,
  RECURRENCE_ENDS,
  REPORT_PARTS,
  SEVERITIES,
  STAGES,
  STEP_QUESTIONS,
  URGENCIES,
} from '../domain/runbook/runbook.ts'
import { displayLine, displayText, durationBetween } from './field-schemas.ts'

const bilingual = z.strictObject({ ja: displayText.describe('In Japanese.'), en: displayText.describe('In English.') })
const name = { ja: displayText.describe('The name in Japanese.'), en: displayText.describe('The name in English.') }
const id = z.string().regex(ID_FORM).meta({ title: 'id' })
const flag = z.boolean().optional()

const command = z.strictObject({
  run: z.array(displayText).min(1).describe('The program and its arguments. It is run without a shell.'),
  title: bilingual.describe('What it does.'),
  dangerous: flag.meta({ description: 'Runs only after the id of the step has been typed.', default: false }),
  directory: displayText
    .optional()
    .describe('The folder in which it runs, relative to the workspace (default: the workspace).'),
})

/** Limits for a recurring step: more often it would never be done, more rarely never again. */
const interval = durationBetween('1m', '31d')

export const stepSchema = z.strictObject({
  id: id.describe('The id of the step: its section, a dash, and a short name.'),
  section: id.describe('The section of the manual to which the step belongs, in quotes: its clauses begin with it.'),
  clauses: z
    .array(id)
    .describe('The clauses that the step covers: at most nine, of its own section unless `why` is given.'),
  why: bilingual.optional().describe('Why the step covers clauses of another section.'),
  source: z
    .enum(['manual', 'extension'])
    .describe('Whether the manual asks for the step, or it was added beyond the manual.'),
  department: id.describe('The department that does the step.'),
  title: bilingual.describe('What is to be done, in a few words.'),
  instructions: bilingual.describe('How it is done.'),
  modality: z
    .enum(MODALITIES)
    .describe(
      'How strongly the manual asks for it: `must` (required), `effort` (strive, 努める), `consider` (検討) or `if-needed` (必要に応じて).',
    ),
  kind: z.enum(['once', 'recurring']).describe('Whether it is done once, or again and again until its end.'),
  every: z
    .literal('cadence')
    .or(interval)
    .optional()
    .describe(
      'How often a recurring step is due; it is required there. From 1m to 31d, or `cadence`: as often as the notices of its channel.',
    ),
  until: z.enum(RECURRENCE_ENDS).optional().meta({
    description:
      'The end of a recurring step: the first lift, when nothing is restricted any more, or when the incident is closed.',
    default: 'closed',
  }),
  facts: z.array(id).optional().describe('The facts that the step asks for.'),
  asks: z.array(z.enum(STEP_QUESTIONS)).optional().describe('What else the step asks for.'),
  applies: z
    .record(id.meta({ title: 'type' }), z.enum(URGENCIES))
    .describe(
      'How urgent the step is, by halt type; `all` stands for every type that is not listed. It does not apply to other types. What is `first` or `now` belongs to the first minutes.',
    ),
  phase: z.enum(PHASES).optional().describe('The phase of the step (default: that of the file).'),
  channel: id.optional().describe('The channel of a notice step. It needs `stage` too.'),
  stage: z.enum(STAGES).optional().describe('The kind of notice that a notice step is about. It needs `channel` too.'),
  gate: z.literal('lift').optional().describe('The step has to be done before anything is lifted.'),
  renew: flag.meta({ description: 'The step has to be done again after `reopen`.', default: false }),
  tells: id
    .optional()
    .describe(
      'The department that the step notifies, or `all` of them. It is done once somebody there, or in each of them, is reached.',
    ),
  escalates: flag.meta({
    description: 'The step decides whether to escalate. It is done once an escalation level is raised.',
    default: false,
  }),
  commands: z
    .array(command)
    .min(1)
    .max(9)
    .optional()
    .describe('Commands that the step offers: for the key `!` of the walk, and `haltctl exec --step`.'),
})

const named = z.strictObject({
  ...name,
  also: z.array(displayText).optional().describe('Other names, which are read as the id where somebody types them.'),
})

const haltWords = z.strictObject({
  title: bilingual.describe('In a title, such as "Cash withdrawals suspended".'),
  noun: bilingual.describe('As a noun, such as "suspension of cash withdrawals".'),
  resumption: bilingual.describe('In the title when it is open again, such as "Cash withdrawals are possible again".'),
  state: bilingual.describe('As a clause, such as "cash cannot be withdrawn".'),
})

const operation = named.extend({
  heading: bilingual.optional().describe('The name in titles of notices, such as "withdrawals" (default: its name).'),
  halt: haltWords
    .optional()
    .describe(
      'What notices say if the operation alone is stopped (default: they name it). Of several operations, it is what a service of all of them has.',
    ),
  assetHalt: haltWords.optional().describe('What notices say if only some assets of the operation are.'),
  mentions: z
    .strictObject({
      ja: z.array(displayText).describe('In Japanese.'),
      en: z.array(displayText).describe('In English.'),
    })
    .optional()
    .describe('Words by which the check of notices sees that a text is about the operation.'),
})

const ownName = z.strictObject({ ja: displayLine.describe('In Japanese.'), en: displayLine.describe('In English.') })

/** What the manual calls some of these. */
const namesOf = <const T extends string>(ids: readonly T[]) => {
  const names = ids.map((id) => [id, ownName.optional().describe(`Its name for \`${id}\`.`)])
  return z.strictObject(Object.fromEntries(names) as Record<T, z.ZodOptional<typeof ownName>>).optional()
}

const haltType = z.strictObject({
  planned: z
    .enum(['required', 'allowed', 'never'])
    .describe('Whether such a halt is planned and announced in advance: always, possibly, or never.'),
  repair: flag.meta({
    description: 'Something breaks in such a halt; only then may notices mention a repair.',
    default: false,
  }),
  confidential: flag.meta({
    description: 'A report of such a halt must say for whom it is, and assistants are not shown it.',
    default: false,
  }),
  reason: bilingual
    .optional()
    .describe('Why services are stopped, as a part of a sentence in notices (default: the name of the type).'),
  cause: bilingual
    .optional()
    .describe('What notices give as the cause while it has no words of its own (default: that it is looked into).'),
  remark: bilingual.optional().describe('A sentence that notices of such a halt add.'),
  ...name,
})

const service = z.strictObject({
  operations: z
    .array(id)
    .min(1)
    .describe('The operations that it consists of. Several are named together while all are in the same state.'),
  asset: z
    .string()
    .regex(/^[A-Z0-9][A-Z0-9./-]{0,23}$/)
    .optional()
    .meta({ title: 'asset' })
    .describe('The only asset that it is for (default: all that have no service of their own).'),
  halt: haltWords
    .optional()
    .describe('What notices say if all of its operations are stopped (default: what they say of the first one).'),
  ...name,
})

const channel = z.strictObject({
  form: z
    .enum(CHANNEL_FORMS)
    .optional()
    .describe(
      'What a text looks like, and what is checked: a `page` of a site, a `mail`, a `push` notice, a short public `post` or a `chat` message (default: `page`, for departments `chat`).',
    ),
  audience: z.enum(['customers', 'departments']).describe('Who reads the notices.'),
  called: bilingual
    .optional()
    .describe('What notices on other channels call it, such as "our official website" (default: its name).'),
  ...name,
})

const fact = z.strictObject({
  kind: z
    .enum(FACT_KINDS)
    .describe(
      'What the value is: a `time` in the past, a `future` one (which may be ahead), an `estimate` (a time, a range, or not known), a `count` (a whole number), an `amount` (a number with its currency, such as `1250000 JPY`) or a `text`.',
    ),
  unit: bilingual.optional().describe('What a `count` counts: words after the number.'),
  unitOfOne: bilingual.optional().describe('The words after the number 1, if they are others, such as the singular.'),
  role: z.enum(FACT_ROLES).optional().describe('What the fact means to the program, which knows no fact by its id.'),
  notice: z.boolean().or(z.literal('if-stated')).optional().meta({
    description: "Customers' notices state it: always, known or not, or only if somebody has stated it (`if-stated`).",
    default: false,
  }),
  stages: z
    .array(z.enum(STAGES))
    .min(1)
    .optional()
    .describe('The kinds of notices that state it (default: those of its role, else all that are about the halt).'),
  otherStages: z
    .literal('if-stated')
    .optional()
    .describe(
      'Notices of other stages state it too, if somebody has stated it, also after `reopen` (default: they do not).',
    ),
  unknown: bilingual
    .optional()
    .describe('What notices say while it is not known (default: that it is being confirmed).'),
  onceKnown: z
    .record(id, bilingual.nullable())
    .optional()
    .describe('What they say instead once another fact, named here, is known; nothing, if it is `null`.'),
  toldIn: id
    .optional()
    .describe('The fact in whose public words customers are told of it, so far as it concerns them (default: none).'),
  types: z
    .array(id)
    .min(1)
    .optional()
    .describe(
      'Notices say that it is unknown, if it has words for that and `notice` is `if-stated`, only of halts of these types (default: all).',
    ),
  operations: z
    .array(id)
    .min(1)
    .optional()
    .describe('The same, only while one of these operations is restricted (default: always).'),
  renew: flag.meta({
    description: 'Notices state it only if it was stated since the halt began, resumed or was reopened.',
    default: false,
  }),
  words: z
    .union([z.boolean(), z.literal('reports')])
    .optional()
    .meta({
      description:
        'It has public words in each language, the only ones that reach customers; `reports`: words in each language for reports, which customers never read.',
      default: false,
    }),
  personal: flag.meta({
    description:
      'It is about a person: its value is kept beside the log, where `haltctl evidence remove` can delete it. Only for a `text` without `role`, `notice`, `words` and `report`.',
    default: false,
  }),
  safety: flag.meta({
    description: "It says whether customers' assets or data are safe; the first page of the report quotes it.",
    default: false,
  }),
  affected: flag.meta({
    description:
      'It is a `count` of the customers that are affected: the picture of the timeline draws it, from when it is stated, while something is restricted. With `operations`, it counts those of these operations.',
    default: false,
  }),
  byPerson: flag.meta({
    description:
      'Each person states it for themselves: nobody replaces the words of somebody else, and the report has all of them, with names. Only for a `text` with `report` that customers never read.',
    default: false,
  }),
  report: z
    .strictObject({
      part: z.enum(REPORT_PARTS).describe('The part that it fills.'),
      ask: bilingual.describe('The question by which `haltctl report --fill` asks for it.'),
    })
    .optional()
    .describe('The part of the post-incident report that it fills.'),
  ...name,
})

const clause = z.strictObject({
  id: id.describe('The id of the clause: its section, a dash, and a short name.'),
  kind: displayText.describe(
    'What kind of clause it is, in a word. A `definition`, `trigger` or `context` is never done, unless its `modality` asks for something.',
  ),
  modality: z
    .array(displayText)
    .describe('How strongly it asks for something, if it does: words as in a step, and others of your choice.'),
  gist: bilingual.describe('What it says, in short.'),
  fact: id.optional().describe('The fact that it asks for.'),
  asks: z
    .enum(CLAUSE_DEMANDS)
    .optional()
    .describe(
      'What it asks for beside its steps, for the report to judge: `prompt-notice`, an update on `news` even if none was due, a `text` of their notices that states its `fact` (without one, all that notices state), or that its `follow-ups` are carried out (those that serve its `fact`; without one, those for prevention).',
    ),
  done: bilingual.optional().describe('What the report says instead of "done", if its steps do not do all of it.'),
})

const phrases = z.strictObject({
  ja: z.array(displayLine).min(1).describe('In Japanese.'),
  en: z.array(displayLine).min(1).describe('In English.'),
})

const claimRule = z.strictObject({
  kind: z
    .enum(CLAIM_KINDS)
    .describe(
      '`promise` is absolute, `safety` says that nothing was lost or harmed, `number` is of people or of a loss.',
    ),
  level: z
    .enum(['error', 'warning'])
    .optional()
    .describe('An error needs evidence and an approver (default: `error` for `promise` and `safety`).'),
  ...phrases.shape,
  unless: z
    .strictObject({
      ja: z.array(displayLine).describe('In Japanese.'),
      en: z.array(displayLine).describe('In English.'),
    })
    .optional()
    .describe('What makes it no claim: in the words found, or, with `~` for them, around them.'),
  mend: bilingual.optional().describe('What to write instead (default: advice on the kind).'),
})

/** One chapter of a manual. */
export const chapterSchema = z
  .strictObject({
    chapter: displayText.optional().describe('The chapter of the manual that the file covers, in quotes.'),
    /** A string: YAML 1.2 has no date type. */
    reviewed: z.iso
      .date()
      .optional()
      .describe('The date on which somebody last reviewed the file: YYYY-MM-DD. Without it, nobody has.'),
    title: bilingual.describe('What the file is called.'),
    phase: z.enum(PHASES).optional().describe('The phase of its steps.'),
    organisation: bilingual
      .optional()
      .describe('The name of the organisation in printed notices until the settings give one.'),
    types: z.record(id, haltType).optional().describe('The types of halts.'),
    phases: namesOf(PHASES).describe(
      'What the manual calls the phases of an incident: `scheduled` is before a planned halt, `after-resumption` begins with the first lift.',
    ),
    stages: namesOf(STAGES).describe(
      'What the manual calls the kinds of notices: `scheduled` comes before a planned halt, `resumption` after a lift, `final` after closing, `retraction` after a false alarm.',
    ),
    states: namesOf(SCOPE_STATES).describe(
      'What the manual calls the states of operations: in `cancel-only`, orders can only be cancelled; in `post-only`, only post-only orders are accepted; `limited` comes with words.',
    ),
    severities: namesOf(SEVERITIES).describe('What the manual calls the severities, of which `sev1` is the worst.'),
    operations: z.record(id, operation).optional().describe('What can be stopped.'),
    services: z
      .array(service)
      .optional()
      .describe(
        'What customers call operations on some assets, or several together (default: each by its own name). In a name, `{assets}` stands for the assets.',
      ),
    assets: bilingual
      .optional()
      .describe('What `{assets}` stands for if all assets are meant, until the settings say otherwise.'),
    claims: z
      .array(claimRule)
      .or(phrases)
      .optional()
      .describe(
        'What a notice may state only with evidence and an approver, or had better not, besides what every notice is checked for: a list by kind, or only `ja` and `en`, which are claims that something is safe. In a phrase, `|` separates alternatives, `*` stands for up to 40 characters of the same sentence, `_` for up to 12, and `#` for a number.',
      ),
    channels: z.record(id, channel).optional().describe('The channels of notices.'),
    facts: z.record(id, fact).optional().describe('What is stated about a halt.'),
    departments: z.record(id, named).optional().describe('Who does the steps.'),
    places: z
      .record(id, z.strictObject({ clauses: z.array(id).describe('The clauses that it covers.'), ...name }))
      .optional()
      .describe('What else covers clauses besides steps.'),
    clauses: z.array(clause).optional().describe('The clauses of the manual, for `haltctl runbook coverage`.'),
    steps: z.array(stepSchema).optional().describe("The steps, in the manual's order."),
  })
  .meta({
    title: 'Chapter: runbooks/*.yaml',
    description: 'A chapter of a manual: its steps, and what they and notices refer to. Any file may define anything.',
  })

export type ChapterFile = z.infer<typeof chapterSchema>
export type CommandFile = z.infer<typeof command>
export type StepFile = z.infer<typeof stepSchema>

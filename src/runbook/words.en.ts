import { SCOPE_STATES } from '../domain/log/scope-change.ts'
import { CHANNEL_FORMS, type FactKind, PHASES } from '../domain/runbook/runbook.ts'
import { isUnquoted, type ValueForm, type WrongType } from './wrong-type.ts'
import type { SyntaxFault } from './yaml-syntax.ts'

type Texts<K extends string> = Readonly<Record<K, string>>

/** A name that is not known, and those that are; if these are the nearest only, `total` is how many there are. */
type Reference = Texts<'given'> & { readonly allowed: readonly string[]; readonly total?: number }

type Words = readonly [message: string, mend: string]

/** The same findings in another language. */
export type FindingWords = {
  readonly [C in keyof typeof findings]: (params: Parameters<(typeof findings)[C]>[0], me: string) => Words
}

/** `all` is the command that lists all known names, if there is one. */
function knownNames({ allowed, total }: Omit<Reference, 'given'>, all: string | null = null): string {
  const names = allowed.join(', ')
  if (total === undefined) return `Known: ${names}`
  return all === null ? `The nearest of ${total}: ${names}` : `The nearest: ${names}. To list all: ${all}`
}
const unknown =
  (what: string, listing: string | null = null) =>
  (p: Reference, me: string): Words => [
    `unknown ${what} '${p.given}'`,
    knownNames(p, listing === null ? null : `${me} ${listing}`),
  ]

const ID = 'an id: letters, digits, dots and dashes, beginning with a letter or digit'
const valueForm: Readonly<Record<ValueForm, string>> = {
  text: 'a text',
  number: 'a whole number',
  boolean: 'true or false',
  list: 'a list: [ ... ]',
  mapping: 'keys with values: { KEY: ... }',
  duration: 'a length of time such as 30m, 1h30m or 2d',
  id: ID,
  'lower-case-id': 'an id: small letters, digits and dashes, beginning with a letter or digit',
  'time-of-day': 'a time of day such as "08:00"',
  asset: 'an asset: up to 24 capital letters, digits and the signs . / -',
  operation: `${ID}; for a single asset with a colon and the asset after it`,
  variable: 'the name of an environment variable: letters, digits and _',
  header: 'the name of a header that requests do not have anyway, such as X-Api-Key',
  path: 'keys with dots between them, such as incident.cause',
  date: 'a date: YYYY-MM-DD',
}

function wrongType(p: WrongType): Words {
  const { key, what, given, type } = p
  const value = { text: `'${given}'`, number: given, boolean: given, list: 'a list', mapping: 'a mapping', nothing: '' }
  const isOrHas = what === 'entry' ? `'${key}' contains` : `'${key}' is`
  if (isUnquoted(p))
    return [
      `${isOrHas} ${given}, which YAML reads as ${type === 'number' ? 'a number' : 'true or false'}`,
      `Put it in quotes: "${given}"`,
    ]
  // It could be the secret itself, pasted by mistake.
  if (p.expected.includes('variable')) return [`'${key}' cannot be this`, `Write ${valueForm.variable}`]
  const expected = p.expected.map((one) => {
    if (typeof one === 'object') return one.example
    return one === 'list' && type === 'text' ? `a list: [${given}]` : valueForm[one]
  })
  const mend = `Write ${expected.join(', or ')}`
  if (type === 'nothing') return [what === 'entry' ? `'${key}' contains nothing` : `'${key}' is empty`, mend]
  const refused = { value: 'cannot be', entry: 'cannot contain', key: 'cannot have the key' }[what]
  return [`'${key}' ${refused} ${value[type]}`, mend]
}

/** How to write a fact of each kind in a scenario. */
const factForm: Readonly<Record<FactKind, (words: boolean) => string>> = {
  text: (words) => (words ? 'value, ja, en' : 'value'),
  count: () => 'value, a whole number',
  amount: () => 'value, such as 1250000 JPY',
  time: () => 'from, as a duration from the start of the drill',
  future: () => 'from, as a duration from the start of the drill',
  estimate: () => 'from, and to for a range, as durations from the start of the drill',
}

/** What can be wrong with the syntax of a YAML file. */
const syntaxFaults = ({ given, line }: Omit<SyntaxFault, 'offset'>): Readonly<Record<SyntaxFault['why'], Words>> => ({
  tab: ['a tab is used for indentation', 'Replace it with spaces: YAML does not allow tabs there'],
  'wide-space': ['a full-width space is used for indentation', 'Replace it with half-width spaces'],
  'wide-colon': ['the colon after a key is a full-width one', 'Write a half-width colon and a space'],
  indentation: [
    'this line does not line up with any line above',
    line === null ? 'Check the spaces at its beginning' : `Line it up with line ${line}`,
  ],
  colon: ['a text with a colon is not in quotes', `Put it in quotes: ${given}`],
  comma: [`a comma is missing before '${given}:'`, 'Add it: { ja: ..., en: ... }'],
  unclosed: [`this is not closed with ${given}`, `Add ${given} at its end`],
  'extra-bracket': [`there is a ${given} too many`, 'Remove it, or add the bracket that it closes'],
  'after-value': [
    'there is more text after the end of a value',
    'Put all of it in quotes; within "..." a quote is written \\"',
  ],
  reserved: [`a text that begins with ${given} is not in quotes`, 'Put it in quotes'],
  'duplicate-key': [`the key '${given}' is there twice`, `It is first used in line ${line}; remove one of them`],
  'no-key': ['this is not a key with a value', 'Write KEY: VALUE, with a space after the colon'],
  escape: ['in double quotes, \\ stands before a special character', 'Use single quotes, or write \\\\ for a \\'],
  documents: ['a line --- begins a second document in this file', 'Remove the line'],
  other: [`this is not valid YAML: ${given}`, 'Fix the syntax'],
})

/** What can be wrong with a template. */
const templateFaults = (p: Reference) =>
  ({
    'unknown-name': [`'{{${p.given}}}' is not known here`, knownNames(p)],
    'unknown-part': [`there is no part '${p.given}'`, knownNames(p)],
    'part-in-itself': [`'${p.given}' includes itself`, 'Remove the part'],
    'too-deep': [`more than ${p.given} nested sections`, 'Nest fewer sections'],
    syntax: [`this is not a valid template: ${p.given}`, 'Close each {{#section}} with {{/section}}'],
    missing: [`the template ${p.given} is missing`, 'Reinstall halt, or write the template'],
    'unknown-file': [`nothing uses '${p.given}'`, `Put files in ja/ and en/. ${knownNames(p)}`],
    unreadable: [`this cannot be read: ${p.given}`, 'A template has to be UTF-8 text of at most 64 KiB'],
    unescaped: [`'${p.given}' would be written without escaping`, `Write {{${p.given}}}`],
    'not-a-value': [
      `'{{${p.given}}}' is a list, or has fields`,
      `Open it as a section: {{#${p.given}}} … {{/${p.given}}}`,
    ],
    'unsafe-place': [
      `'${p.given}' would not be plain text here`,
      'Put it in the text, or after the fixed start of a quoted attribute',
    ],
    'left-open': [
      `a tag, quote or comment is left open${p.given === '' ? '' : ` by ${p.given}`}`,
      'Close it in the section and the file that opens it',
    ],
    'no-marks': [
      'nothing would mark a drill, an open incident, a damaged log or the audience',
      'Write {{> marks}} at the top, outside any section',
    ],
    'no-policy': ['the page may load external resources', 'Write {{> policy}} in its <head>'],
    'not-json': [
      `its output is not valid JSON: ${p.given}`,
      'Check its quotes and commas; {{^last}},{{/last}} writes a comma between the items of a list',
    ],
    'too-long': [`its output is longer than ${p.given} characters`, 'Nest fewer lists'],
  }) satisfies Readonly<Record<string, Words>>

export const findings = {
  'yaml-syntax': (p: Omit<SyntaxFault, 'offset'>) => syntaxFaults(p)[p.why],
  'yaml-feature': (p: Texts<'feature'>) => [`${p.feature} is not allowed in these files`, 'Write out the value'],
  'too-large': (p: { bytes: number; limit: number }) => [
    `the file is ${p.bytes} bytes long`,
    `Keep it under ${p.limit} bytes; split it into chapters`,
  ],
  'too-deep': (p: { limit: number }) => ['the file is nested too deeply', `Keep it under ${p.limit} levels`],
  'too-many-values': (p: { count: number; limit: number }) => [
    `the file has ${p.count} values`,
    `Keep it under ${p.limit}; split it into chapters`,
  ],
  'unknown-key': (p: { key: string; allowed: readonly string[]; meant: string | null }) =>
    p.meant === null
      ? [`unknown key '${p.key}'`, p.allowed.length > 0 ? knownNames(p) : 'Remove it']
      : [`unknown key '${p.key}'; did you mean '${p.meant}'?`, `Write ${p.meant}`],
  'missing-key': (p: Texts<'key'>) => [`'${p.key}' is missing`, `Add ${p.key}`],
  'missing-language': (p: Texts<'language' | 'key'>) => [
    `'${p.key}' has no ${p.language}`,
    `Add the ${p.language} text; only a file that has none at all in ${p.language} may leave it out`,
  ],
  'wrong-type': wrongType,
  'bad-value': (p: { key: string; given: string; allowed: readonly string[] }) => [
    `'${p.key}' cannot be ${p.given}`,
    `Allowed: ${p.allowed.join(', ')}`,
  ],
  'bad-duration': (p: Texts<'key' | 'given'>) => [
    `'${p.given}' is not a duration`,
    'Write for example 90s, 30m, 1h30m or 2d',
  ],
  'bad-date': (p: Texts<'key' | 'given'>) => [`'${p.given}' is not a date`, 'Write a calendar date: YYYY-MM-DD'],
  'future-date': (p: Texts<'given'>) => [
    `${p.given} is in the future`,
    'Write the date of the last review, or set the clock',
  ],
  'bad-cadence': (p: Texts<'given' | 'least' | 'most'>) => [
    `'${p.given}' is too short or too long for notices`,
    `Allowed: ${p.least} to ${p.most}`,
  ],
  'bad-zone': (p: Texts<'given'>) => [`'${p.given}' is not a time zone`, 'Write an IANA name, for example Asia/Tokyo'],
  'out-of-range': (p: Texts<'key' | 'given' | 'least' | 'most'>) => [
    `'${p.key}' cannot be ${p.given}`,
    `Allowed: ${p.least} to ${p.most}`,
  ],
  'bad-url': (p: { key: string; schemes: readonly string[] }) => [
    `'${p.key}' is not a URL that can be used here`,
    `Start with ${p.schemes.map((scheme) => `${scheme}://`).join(' or ')}, followed by the host`,
  ],
  'secret-in-url': (p: Texts<'key'>) => [
    `'${p.key}' contains a username or password`,
    'Remove it. Where a password is needed, name an environment variable or a file that holds it, for example passwordEnv: SMTP_PASSWORD',
  ],
  'plain-url': (p: Texts<'scheme' | 'secure'>) => [
    `${p.scheme}:// is not encrypted`,
    p.scheme === 'smtp'
      ? 'Use smtps:// or startTls: true; or allowPlain: true if the network can be trusted'
      : `Use ${p.secure}://; or allowPlain: true if the network can be trusted`,
  ],
  'bad-address': (p: Texts<'given'>) => [`'${p.given}' is not a mail address`, 'Write for example notice@example.com'],
  'bad-spelling': (p: Texts<'key' | 'given' | 'example'>) => [
    `'${p.key}' cannot be '${p.given}'`,
    `Write for example ${p.example}`,
  ],
  'bad-pattern': (p: Texts<'key' | 'given'>) => [
    `'${p.key}' cannot be '${p.given}'`,
    'Write it without lookaround, \\b, \\B and references to groups, and shorter if it is long or counts far',
  ],
  'no-holidays': (p: Texts<'given'>) => [
    `the calendar '${p.given}' cannot be read, so deadlines count weekends only as days off`,
    'Put the file there, relative to the workspace, or correct its name',
  ],
  'holiday-not-understood': (p: { file: string; at: number; text: string }) => [
    `${p.file}:${p.at} is not understood, and counts as no holiday: ${p.text}`,
    'Give whole days: DTSTART;VALUE=DATE:20261224, each year with RRULE:FREQ=YEARLY',
  ],
  'same-folder': (p: Texts<'given' | 'other'>) => [
    `'${p.other}' also writes its pages to the folder '${p.given}', so they would overwrite each other`,
    'Give each channel its own folder',
  ],
  'one-of': (p: { keys: readonly string[]; given: readonly string[] }) =>
    p.given.length > 1
      ? [`${p.given.join(' and ')} cannot be used together`, 'Remove one of them']
      : [`one of ${p.keys.join(', ')} is missing`, `Add ${p.keys.join(' or ')}`],
  'bad-group': (p: { given: string; why: 'unknown' | 'not-a-member' }) =>
    p.why === 'unknown'
      ? [
          `this machine has no group '${p.given}'`,
          'Use a name from /etc/group; give a group of a directory service by its number, in quotes',
        ]
      : [`you are not in the group '${p.given}'`, 'Ask to be added and log in again, or name another group'],
  'bad-character': (p: Texts<'key' | 'character'>) => [
    `'${p.key}' contains a control character (${p.character})`,
    'Remove it',
  ],
  'empty-list': (p: Texts<'key'>) => [`'${p.key}' is empty`, 'Add at least one entry'],
  'empty-text': (p: Texts<'key'>) => [`'${p.key}' is empty`, 'Add the text'],
  'duplicate-id': (p: Texts<'id' | 'first'>) => [
    `the id '${p.id}' is already taken`,
    `It is first used in ${p.first}; choose another`,
  ],
  'name-is-id': (p: Texts<'name' | 'id'>) => [
    `the name '${p.name}' is read as the id '${p.id}'`,
    'Choose another name; what people type is first read as an id',
  ],
  'unknown-department': unknown('department', 'runbook show'),
  'unknown-clause': unknown('clause of the manual', 'runbook coverage'),
  'unknown-channel': unknown('channel', 'runbook show'),
  'unknown-fact': unknown('fact', 'runbook show'),
  'unknown-type': unknown('halt type', 'runbook show'),
  'unknown-person': unknown('person'),
  'unknown-party': (p: Reference & { readonly isDepartment: boolean }, me: string) =>
    p.isDepartment
      ? [
          `'${p.given}' is a department of the runbook, but nobody in it is named here`,
          `Add it under departments: ${p.given}: { head: ... }`,
        ]
      : unknown('department or person')(p, me),
  'unknown-step': unknown('step', 'runbook show'),
  'unknown-operation': unknown('operation', 'runbook show'),
  'unknown-start': unknown('start event'),
  'unknown-form-field': unknown('field of this form'),
  'unknown-report': unknown('report of this authority'),
  'report-cycle': (p: { path: readonly string[] }) => [
    `reports wait for each other: ${p.path.join(' -> ')}`,
    'Count one of them from an event, using from instead of after',
  ],
  'own-deputy': (p: Texts<'person' | 'department'>) => [
    `${p.person} is listed more than once for ${p.department}`,
    'Name another deputy, or remove the second entry',
  ],
  'flow-cycle': (p: { path: readonly string[] }) => [
    `the contact flow has a cycle: ${p.path.join(' -> ')}`,
    'Remove one of these links',
  ],
  'not-told': (p: Texts<'department'>) => [`nobody in the contact flow informs ${p.department}`, 'Add it under flow'],
  /** `name`: of the department, in Japanese, where its id is no word. */
  'nobody-there': (p: Texts<'department' | 'name'>) => [
    `${p.department} has nobody to call`,
    'Name a head under departments',
  ],
  'never-fires': (p: Texts<'level'>) => [
    `the level ${p.level} can never be due: the level below, whose answer it waits for, has nobody to call`,
    'Add departments, or a level before it',
  ],
  'after-the-end': (p: Texts<'inject' | 'at' | 'lasts'>) => [
    `'${p.inject}' comes at ${p.at}, when the drill is over`,
    `Move it before ${p.lasts}, or make the drill longer`,
  ],
  'ends-too-early': (p: Texts<'key' | 'given' | 'after'>) => [
    `'${p.key}' is ${p.given}, which is not after ${p.after}`,
    `Write a time after ${p.after}`,
  ],
  'never-planned': (p: Texts<'type'>) => [
    `a halt of type ${p.type} is never planned`,
    'Remove planned, or choose another type',
  ],
  'fact-form': (p: { fact: string; kind: FactKind; words: boolean; isWordless: boolean }) => {
    const mend = `Write ${factForm[p.kind](p.words)}`
    return p.isWordless
      ? [
          `'${p.fact}' has no public words (ja, en)`,
          `${mend}; or give it words with words: true under facts of the runbook`,
        ]
      : [`'${p.fact}' does not have the right form`, mend]
  },
  'bad-scope': (p: { given: string; state: string | null }) => [
    p.state === null ? `'${p.given}' does not say what is stopped or open` : `there is no state '${p.state}'`,
    `Write OPERATION=STATE or OPERATION:ASSET=STATE; states: ${SCOPE_STATES.map((id) => (id === 'limited' ? 'limited:WORDS' : id)).join(', ')}`,
  ],
  'too-many-clauses': (p: { step: string; count: number; limit: number }) => [
    `${p.step} cites ${p.count} clauses`,
    `Cite at most ${p.limit}; split the step`,
  ],
  'foreign-clause': (p: Texts<'step' | 'clause'>) => [
    `${p.step} cites ${p.clause}, which is in another section`,
    'Give the reason with why: { ja, en }, or cite only its own section',
  ],
  'section-mismatch': (p: Texts<'step' | 'section'>) => [
    `the id ${p.step} does not start with its section ${p.section}`,
    'Start the id with the section and a dash',
  ],
  'recurring-without-interval': (p: Texts<'step'>) => [
    `${p.step} recurs but does not say how often`,
    'Add every: 30m (or cadence)',
  ],
  'interval-without-recurring': (p: Texts<'step'>) => [
    `${p.step} is done once but has an interval`,
    'Remove every, or set kind: recurring',
  ],
  'channel-without-stage': (p: Texts<'step'>) => [
    `${p.step} has a channel without a stage, or a stage without a channel`,
    'A notice step needs both',
  ],
  'cadence-without-channel': (p: Texts<'step'>) => [
    `${p.step} follows the notice cadence but has no channel`,
    'Add channel and stage, or use a duration',
  ],
  'never-comes': (p: { step: string; why: 'no-type' | 'never-scheduled' | 'closed' }) => [
    `${p.step} can never become due`,
    {
      'no-type': 'List at least one halt type under applies',
      'never-scheduled': 'It is in the phase scheduled, but none of its types can be planned',
      closed: 'No step can be in the phase closed',
    }[p.why],
  ],
  'clause-not-carried': (p: Texts<'clause'>) => [
    `nothing covers the clause ${p.clause}`,
    'Cite it in a step, or name a place that covers it',
  ],
  'clause-softened': (p: Texts<'clause' | 'by'>) => [
    `the clause ${p.clause} is required, but none of its steps is (${p.by})`,
    'Set modality: must in one of them',
  ],
  'clause-hardened': (p: Texts<'clause' | 'asks' | 'step' | 'modality'>) => [
    `the clause ${p.clause} says ${p.asks}, but its step ${p.step} says ${p.modality}`,
    `Write modality: ${p.asks} in the step; or, if the manual says so, add ${p.modality} to the modality of the clause`,
  ],
  'bad-template': (p: Reference & { why: keyof ReturnType<typeof templateFaults> }) => templateFaults(p)[p.why],
  'no-form': (p: Texts<'channel' | 'form'>) => [
    `channel ${p.channel} has no form, so its texts are those of a ${p.form}`,
    `Give it a form: ${CHANNEL_FORMS.join(', ')}`,
  ],
  'duplicate-role': (p: Texts<'role' | 'fact' | 'first'>) => [
    `${p.first} already has the role ${p.role}, so that of ${p.fact} would be ignored`,
    'Remove the role from one of them',
  ],
  'role-kind': (p: Texts<'role' | 'fact' | 'kind'>) => [
    `${p.fact} has the role ${p.role}, which needs another kind`,
    `Write kind: ${p.kind}`,
  ],
  'no-role': (p: { role: 'began' | 'planned-begin' | 'planned-end' }) => [
    {
      began: 'no fact has the role began, so notices do not say since when',
      'planned-begin': 'no fact has the role planned-begin, so advance notices do not say when the halt is to begin',
      'planned-end': 'no fact has the role planned-end, so advance notices do not say when the halt is to end',
    }[p.role],
    `Give it to a fact: role: ${p.role}, with kind: ${p.role === 'began' ? 'time' : 'future'}`,
  ],
  'personal-told': (p: Texts<'fact'>) => [
    `${p.fact} has personal: true, but is no text, or is stated in notices or reports`,
    'Write kind: text, and no role, notice, words or report; or remove personal',
  ],
  'by-person-unfit': (p: Texts<'fact'>) => [
    `${p.fact} has byPerson: true, but is no text, is in no part of the report, or can reach customers`,
    'Write kind: text and a report, and no role, notice or words: true; or remove byPerson',
  ],
  'unused-unit': (p: { fact: string; key: 'unit' | 'unitOfOne' | 'affected' }) => [
    `${p.key} of ${p.fact} is not used, since it is no count`,
    `Remove ${p.key}, or write kind: count`,
  ],
  'words-hide-value': (p: { fact: string; isTime: boolean }) => [
    `${p.fact} has words: true, so notices state its words, never the ${p.isTime ? 'time' : 'number'}`,
    'Remove words',
  ],
  'no-first-notice': (p: Texts<'channel'>) => [
    `no step tells customers on ${p.channel} that a halt began`,
    `Add a step with channel: ${p.channel} and stage: first, or remove the channel`,
  ],
  'no-resumption': (p: Texts<'channel'>) => [
    `customers on ${p.channel} are told that a halt began, but no step tells them that it is over`,
    `Add a step with channel: ${p.channel} and stage: resumption`,
  ],
  'push-title-long': (p: { text: string; columns: number; limit: number }) => [
    `the title '${p.text}' of a push notice has ${p.columns} columns; phones show ${p.limit}`,
    'Shorten it',
  ],
  'claim-in-manual': (p: { words: string }) => [
    `every notice would say '${p.words}', which needs evidence each time, or had better not be said`,
    'Take it out: what is so in one halt is entered as public words there',
  ],
  'no-phase': (_: Record<never, never>) => [
    'this chapter has no phase, so its steps are done in the initial response',
    `Add phase, one of ${PHASES.filter((phase) => phase !== 'closed').join(', ')}`,
  ],
  'no-gate': (_: Record<never, never>) => [
    'no step guards the resumption',
    'Set gate: lift in the step that settles the resumption criteria',
  ],
} satisfies Readonly<Record<string, (p: never, me: string) => Words>>

import type { FactKind } from '../domain/runbook/runbook.ts'
import type { FindingCode, FindingParams } from './finding.ts'

export type FindingWords = {
  readonly [C in FindingCode]: (params: FindingParams[C]) => readonly [message: string, mend: string]
}

const knownNames = (allowed: readonly string[]) => `Known: ${allowed.join(', ')}`
const unknown = (what: string) => (p: { given: string; allowed: readonly string[] }) =>
  [`unknown ${what} '${p.given}'`, knownNames(p.allowed)] as const

/** How to write a fact of each kind in a scenario. */
const factForm: Readonly<Record<FactKind, (words: boolean) => string>> = {
  text: (words) => (words ? 'value, ja, en' : 'value'),
  time: () => 'from, as a duration from the start of the drill',
  future: () => 'from, as a duration from the start of the drill',
  estimate: () => 'from, and to for a range, as durations from the start of the drill',
}

export const findings: FindingWords = {
  'yaml-syntax': (p) => [`this is not valid YAML: ${p.detail}`, 'Fix the syntax'],
  'yaml-feature': (p) => [`${p.feature} is not allowed in these files`, 'Write out the value'],
  'too-large': (p) => [`the file is ${p.bytes} bytes long`, `Keep it under ${p.limit} bytes; split it into chapters`],
  'too-deep': (p) => ['the file is nested too deeply', `Keep it under ${p.limit} levels`],
  'too-many-values': (p) => [`the file has ${p.count} values`, `Keep it under ${p.limit}; split it into chapters`],
  'unknown-key': (p) => [`unknown key '${p.key}'`, p.allowed.length > 0 ? knownNames(p.allowed) : 'Remove it'],
  'missing-key': (p) => [`'${p.key}' is missing`, `Add ${p.key}`],
  'missing-language': (p) => [`'${p.key}' has no ${p.language}`, `Add the ${p.language} text`],
  'wrong-type': (p) => [`'${p.key}' has the wrong type`, `Expected: ${p.expected}`],
  'bad-value': (p) => [`'${p.key}' cannot be ${p.given}`, `Allowed: ${p.allowed.join(', ')}`],
  'bad-duration': (p) => [`'${p.given}' is not a duration`, 'Write for example 90s, 30m, 1h30m or 2d'],
  'bad-date': (p) => [`'${p.given}' is not a date`, 'Write a calendar date: YYYY-MM-DD'],
  'future-date': (p) => [`${p.given} is in the future`, 'Write the date of the last review, or set the clock'],
  'bad-cadence': (p) => [`'${p.given}' is too short or too long for notices`, `Allowed: ${p.least} to ${p.most}`],
  'bad-zone': (p) => [`'${p.given}' is not a time zone`, 'Write an IANA name, for example Asia/Tokyo'],
  'out-of-range': (p) => [`'${p.key}' cannot be ${p.given}`, `Allowed: ${p.least} to ${p.most}`],
  'bad-url': (p) => [
    `'${p.key}' is not a URL that can be used here`,
    `Start with ${p.schemes.map((scheme) => `${scheme}://`).join(' or ')}, followed by the host`,
  ],
  'secret-in-url': (p) => [
    `'${p.key}' contains a username or password`,
    'Remove it, and name an environment variable or a file that holds it, for example passwordEnv: SMTP_PASSWORD',
  ],
  'plain-url': (p) => [
    `${p.scheme}:// is not encrypted`,
    p.scheme === 'smtp'
      ? 'Use smtps:// or startTls: true; or allowPlain: true if the network can be trusted'
      : `Use ${p.secure}://; or allowPlain: true if the network can be trusted`,
  ],
  'bad-address': (p) => [`'${p.given}' is not a mail address`, 'Write for example notice@example.com'],
  'same-folder': (p) => [
    `'${p.other}' also writes its pages to the folder '${p.given}', so they would overwrite each other`,
    'Give each channel its own folder',
  ],
  'one-of': (p) =>
    p.given.length > 1
      ? [`${p.given.join(' and ')} cannot be used together`, 'Remove one of them']
      : [`one of ${p.keys.join(', ')} is missing`, `Add ${p.keys.join(' or ')}`],
  'bad-group': (p) =>
    p.why === 'unknown'
      ? [
          `this machine has no group '${p.given}'`,
          'Use a name from /etc/group; give a group of a directory service by its number, in quotes',
        ]
      : [`you are not in the group '${p.given}'`, 'Ask to be added and log in again, or name another group'],
  'bad-character': (p) => [`'${p.key}' contains a control character (${p.character})`, 'Remove it'],
  'empty-list': (p) => [`'${p.key}' is empty`, 'Add at least one entry'],
  'empty-text': (p) => [`'${p.key}' is empty`, 'Add the text'],
  'duplicate-id': (p) => [`the id '${p.id}' is already taken`, `It is first used in ${p.first}; choose another`],
  'unknown-department': unknown('department'),
  'unknown-clause': unknown('clause of the manual'),
  'unknown-channel': unknown('channel'),
  'unknown-fact': unknown('fact'),
  'unknown-type': unknown('halt type'),
  'unknown-person': unknown('person'),
  'unknown-party': unknown('department or person'),
  'unknown-step': unknown('step'),
  'unknown-operation': unknown('operation'),
  'unknown-start': unknown('start event'),
  'unknown-report': unknown('report of this authority'),
  'report-cycle': (p) => [
    `reports wait for each other: ${p.path.join(' -> ')}`,
    'Count one of them from an event, using from instead of after',
  ],
  'own-deputy': (p) => [
    `${p.person} is listed more than once for ${p.department}`,
    'Name another deputy, or remove the second entry',
  ],
  'flow-cycle': (p) => [`the contact flow has a cycle: ${p.path.join(' -> ')}`, 'Remove one of these links'],
  'not-told': (p) => [`nobody in the contact flow informs ${p.department}`, 'Add it under flow'],
  'nobody-there': (p) => [`${p.department} has nobody to call`, 'Name a head under departments'],
  'never-fires': (p) => [
    `the level ${p.level} can never be due: the level below, whose answer it waits for, has nobody to call`,
    'Add departments, or a level before it',
  ],
  'after-the-end': (p) => [
    `'${p.inject}' comes at ${p.at}, when the drill is over`,
    `Move it before ${p.lasts}, or make the drill longer`,
  ],
  'ends-too-early': (p) => [`'${p.key}' is ${p.given}, which is not after ${p.after}`, `Write a time after ${p.after}`],
  'never-planned': (p) => [`a halt of type ${p.type} is never planned`, 'Remove planned, or choose another type'],
  'fact-form': (p) => [`'${p.fact}' does not have the right form`, `Expected: ${factForm[p.kind](p.words)}`],
  'too-many-clauses': (p) => [`${p.step} cites ${p.count} clauses`, `Cite at most ${p.limit}; split the step`],
  'foreign-clause': (p) => [
    `${p.step} cites ${p.clause}, which is in another section`,
    'Give the reason with why: { ja, en }, or cite only its own section',
  ],
  'section-mismatch': (p) => [
    `the id ${p.step} does not start with its section ${p.section}`,
    'Start the id with the section and a dash',
  ],
  'recurring-without-interval': (p) => [`${p.step} recurs but does not say how often`, 'Add every: 30m (or cadence)'],
  'interval-without-recurring': (p) => [
    `${p.step} is done once but has an interval`,
    'Remove every, or set kind: recurring',
  ],
  'channel-without-stage': (p) => [
    `${p.step} has a channel without a stage, or a stage without a channel`,
    'A notice step needs both',
  ],
  'cadence-without-channel': (p) => [
    `${p.step} follows the notice cadence but has no channel`,
    'Add channel and stage, or use a duration',
  ],
  'never-comes': (p) => [
    `${p.step} can never become due`,
    {
      'no-type': 'List at least one halt type under applies',
      'never-scheduled': 'It is in the phase scheduled, but none of its types can be planned',
      closed: 'No step can be in the phase closed',
    }[p.why],
  ],
  'clause-not-carried': (p) => [
    `nothing covers the clause ${p.clause}`,
    'Cite it in a step, or name a place that covers it',
  ],
  'clause-softened': (p) => [
    `the clause ${p.clause} is required, but none of its steps is (${p.by})`,
    'Set modality: must in one of them',
  ],
  'clause-hardened': (p) => [
    `the clause ${p.clause} is less strict than its steps (${p.by})`,
    'Give one of them the modality of the clause',
  ],
  'bad-template': (p) =>
    ({
      'unknown-name': [`'{{${p.given}}}' is not known here`, knownNames(p.allowed)] as const,
      'unknown-part': [`there is no part '${p.given}'`, knownNames(p.allowed)] as const,
      'part-in-itself': [`'${p.given}' includes itself`, 'Remove the part'] as const,
      'too-deep': [`more than ${p.given} nested sections`, 'Nest fewer sections'] as const,
      syntax: [`this is not a valid template: ${p.given}`, 'Close each {{#section}} with {{/section}}'] as const,
      missing: [`the template ${p.given} is missing`, 'Reinstall halt, or write the template'] as const,
      'unknown-file': [`nothing uses '${p.given}'`, `Put files in ja/ and en/: ${p.allowed.join(', ')}`] as const,
      unreadable: [`this cannot be read: ${p.given}`, 'A template has to be UTF-8 text of at most 64 KiB'] as const,
      unescaped: [`'${p.given}' would be written without escaping`, `Write {{${p.given}}}`] as const,
      'not-a-value': [
        `'{{${p.given}}}' is a list, or has fields`,
        `Open it as a section: {{#${p.given}}} … {{/${p.given}}}`,
      ] as const,
      'unsafe-place': [
        `'${p.given}' would not be plain text here`,
        'Put it in the text, or after the fixed start of a quoted attribute',
      ] as const,
      'left-open': [
        `a tag, quote or comment is left open${p.given === '' ? '' : ` by ${p.given}`}`,
        'Close it in the section and the file that opens it',
      ] as const,
      'no-marks': [
        'nothing would mark a drill, an open incident, a damaged log or the audience',
        'Write {{> marks}} at the top, outside any section',
      ] as const,
      'no-policy': ['the page may load external resources', 'Write {{> policy}} in its <head>'] as const,
      'not-json': [
        `its output is not valid JSON: ${p.given}`,
        'Check its quotes and commas; {{^last}},{{/last}} writes a comma between the items of a list',
      ] as const,
      'too-long': [`its output is longer than ${p.given} characters`, 'Nest fewer lists'] as const,
    })[p.why],
  'no-gate': () => ['no step guards the resumption', 'Set gate: lift in the step that settles the resumption criteria'],
}

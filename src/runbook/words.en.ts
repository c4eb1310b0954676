import type { FactKind } from '../domain/runbook/runbook.ts'
import type { FindingCode, FindingParams } from './finding.ts'

export type FindingWords = {
  readonly [C in FindingCode]: (params: FindingParams[C]) => readonly [message: string, mend: string]
}

const known = (allowed: readonly string[]) => `Known: ${allowed.join(', ')}`
const reference = (what: string) => (p: { given: string; allowed: readonly string[] }) =>
  [`unknown ${what} '${p.given}'`, known(p.allowed)] as const

/** How a fact is written in a scenario, by its kind. */
const factForm: Readonly<Record<FactKind, (words: boolean) => string>> = {
  text: (words) => (words ? 'value, ja, en' : 'value'),
  time: () => 'from, a span from the opening of the drill',
  future: () => 'from, a span from the opening of the drill',
  estimate: () => 'from, and to where it is a range, spans from the opening of the drill',
}

export const findings: FindingWords = {
  'yaml-syntax': (p) => [`this is not valid YAML: ${p.detail}`, 'Fix the syntax'],
  'yaml-feature': (p) => [`${p.feature} is not used in these files`, 'Write the value out'],
  'too-large': (p) => [`the file is ${p.bytes} bytes long`, `Keep it under ${p.limit} bytes; split it into chapters`],
  'too-deep': (p) => ['the file nests too deeply', `Keep it under ${p.limit} levels`],
  'too-many-values': (p) => [`the file has ${p.count} values`, `Keep it under ${p.limit}; split it into chapters`],
  'unknown-key': (p) => [`unknown key '${p.key}'`, p.allowed.length > 0 ? known(p.allowed) : 'Remove it'],
  'missing-key': (p) => [`'${p.key}' is missing`, `Add ${p.key}`],
  'missing-language': (p) => [`'${p.key}' has no ${p.language}`, `Add the ${p.language} text`],
  'wrong-type': (p) => [`'${p.key}' has the wrong type`, `Expected: ${p.expected}`],
  'bad-value': (p) => [`'${p.key}' cannot be ${p.given}`, `Allowed: ${p.allowed.join(', ')}`],
  'bad-duration': (p) => [`'${p.given}' is not a duration`, 'Write for example 90s, 30m, 1h30m or 2d'],
  'bad-date': (p) => [`'${p.given}' is no date`, 'Write a day of the calendar: YYYY-MM-DD'],
  'future-date': (p) => [`${p.given} lies in the future`, 'Write the day of the last review, or set the clock'],
  'bad-cadence': (p) => [`'${p.given}' is too short or too long for notices`, `From ${p.least} to ${p.most}`],
  'bad-zone': (p) => [`'${p.given}' is not a time zone`, 'Write an IANA name, for example Asia/Tokyo'],
  'out-of-range': (p) => [`'${p.key}' cannot be ${p.given}`, `From ${p.least} to ${p.most}`],
  'bad-url': (p) => [
    `'${p.key}' is not an address that can be used here`,
    `Begin with ${p.schemes.map((scheme) => `${scheme}://`).join(' or ')}, then the host`,
  ],
  'secret-in-url': (p) => [
    `'${p.key}' has a name or password in it`,
    'Take it out; name an environment variable or a file that holds it, for example passwordEnv: SMTP_PASSWORD',
  ],
  'plain-url': (p) => [
    `${p.scheme}:// would go over the network unencrypted`,
    p.scheme === 'smtp'
      ? 'Write smtps://, or startTls: true; allowPlain: true where the network can be trusted'
      : `Write ${p.secure}://; allowPlain: true where the network can be trusted`,
  ],
  'bad-address': (p) => [`'${p.given}' is not a mail address`, 'Write for example notice@example.com'],
  'same-folder': (p) => [
    `'${p.other}' puts its pages into the folder '${p.given}' as well, and they would replace each other`,
    'Give each channel a folder of its own',
  ],
  'one-of': (p) =>
    p.given.length > 1
      ? [`${p.given.join(' and ')} say the same thing twice`, 'Leave one of them out']
      : [`one of ${p.keys.join(', ')} is missing`, `Add ${p.keys.join(' or ')}`],
  'bad-group': (p) =>
    p.why === 'unknown'
      ? [
          `this machine has no group '${p.given}'`,
          'Name one of /etc/group; one of a directory service goes by its number, in quotes',
        ]
      : [`you are not in the group '${p.given}'`, 'Have yourself added to it, log in anew; or name another group'],
  'bad-character': (p) => [`'${p.key}' has a control character (${p.character})`, 'Take it out'],
  'empty-list': (p) => [`'${p.key}' is empty`, 'Name at least one'],
  'empty-text': (p) => [`'${p.key}' is empty`, 'Write the text'],
  'duplicate-id': (p) => [`the id '${p.id}' is taken`, `It is first used in ${p.first}; choose another`],
  'unknown-department': reference('department'),
  'unknown-clause': reference('clause of the manual'),
  'unknown-channel': reference('channel'),
  'unknown-fact': reference('fact'),
  'unknown-type': reference('halt type'),
  'unknown-person': reference('person'),
  'unknown-party': reference('department or person'),
  'unknown-step': reference('step'),
  'unknown-operation': reference('operation'),
  'unknown-start': reference('event that a deadline could count from'),
  'unknown-report': reference('report of this authority'),
  'report-cycle': (p) => [
    `reports wait for each other: ${p.path.join(' -> ')}`,
    'Count one of them from an event, with from instead of after',
  ],
  'own-deputy': (p) => [
    `${p.person} stands more than once for ${p.department}`,
    'Name another deputy, or leave the second mention out',
  ],
  'flow-cycle': (p) => [
    `the contact flow runs in a circle: ${p.path.join(' -> ')}`,
    'Take one of these out, so that each is told by those before',
  ],
  'not-told': (p) => [`nobody in the contact flow tells ${p.department}`, 'Add it under flow'],
  'nobody-there': (p) => [`${p.department} has nobody to call`, 'Name a head under departments'],
  'never-fires': (p) => [
    `the level ${p.level} can never be due: it waits for an answer from below, where there is nobody to call`,
    'List departments, or a level before it',
  ],
  'after-the-end': (p) => [
    `'${p.inject}' comes at ${p.at}, when the drill is over`,
    `Let it come before ${p.lasts}, or let the drill last longer`,
  ],
  'ends-too-early': (p) => [`'${p.key}' is ${p.given}, not after ${p.after}`, `Write a time after ${p.after}`],
  'never-planned': (p) => [`a halt of the type ${p.type} is never planned`, 'Take planned out, or choose another type'],
  'fact-form': (p) => [`'${p.fact}' does not have its form`, `Expected: ${factForm[p.kind](p.words)}`],
  'too-many-clauses': (p) => [`${p.step} cites ${p.count} clauses`, `Cite at most ${p.limit}; split the step`],
  'foreign-clause': (p) => [
    `${p.step} cites ${p.clause} of another section`,
    'Say why with why: { ja, en }, or cite its own section',
  ],
  'section-mismatch': (p) => [
    `the id ${p.step} does not begin with its section ${p.section}`,
    'Begin the id with the section and a dash',
  ],
  'recurring-without-interval': (p) => [`${p.step} recurs but does not say how often`, 'Add every: 30m (or cadence)'],
  'interval-without-recurring': (p) => [
    `${p.step} is done once but has an interval`,
    'Remove every, or write kind: recurring',
  ],
  'channel-without-stage': (p) => [
    `${p.step} has a channel without a stage, or a stage without a channel`,
    'A notice step has both',
  ],
  'cadence-without-channel': (p) => [
    `${p.step} follows the notice cadence but has no channel`,
    'Add channel and stage, or a duration',
  ],
  'never-comes': (p) => [
    `${p.step} can never come up`,
    {
      'no-type': 'Name at least one halt type under applies',
      'never-scheduled': 'It is in the phase scheduled, but none of its types is ever planned',
      closed: 'No step can be in the phase closed',
    }[p.why],
  ],
  'clause-not-carried': (p) => [
    `nothing carries the clause ${p.clause}`,
    'Cite it in a step, or name a place that carries it',
  ],
  'clause-softened': (p) => [
    `the clause ${p.clause} is required, but none of its steps is (${p.by})`,
    'Write modality: must in one of them',
  ],
  'clause-hardened': (p) => [
    `the clause ${p.clause} is softer than its steps (${p.by})`,
    'Give one of them the modality of the clause',
  ],
  'bad-template': (p) =>
    ({
      'unknown-name': [`'{{${p.given}}}' is not known here`, known(p.allowed)] as const,
      'unknown-part': [`there is no part '${p.given}'`, known(p.allowed)] as const,
      'part-in-itself': [`'${p.given}' includes itself`, 'Take the part out'] as const,
      'too-deep': [`more than ${p.given} sections within each other`, 'Open fewer at once'] as const,
      syntax: [`this cannot be read as a template: ${p.given}`, 'Close each {{#section}} by {{/section}}'] as const,
      missing: [`the template ${p.given} is missing`, 'Install the program anew, or write the template'] as const,
      'unknown-file': [`nothing uses '${p.given}'`, `Put files into ja/ and en/: ${p.allowed.join(', ')}`] as const,
      unreadable: [`this cannot be read: ${p.given}`, 'A template is a file of UTF-8 text of at most 64 KiB'] as const,
      unescaped: [`'${p.given}' would be written as it is, whatever it holds`, `Write {{${p.given}}}`] as const,
      'not-a-value': [
        `'{{${p.given}}}' is a list, or has fields`,
        `Open it: {{#${p.given}}} … {{/${p.given}}}`,
      ] as const,
      'unsafe-place': [
        `'${p.given}' would not be plain text here`,
        'Put it into text, or behind the fixed beginning of a quoted attribute',
      ] as const,
      'left-open': [
        `a tag, a quote or a comment is left open${p.given === '' ? '' : ` by ${p.given}`}`,
        'Close it in the section and the file that opens it',
      ] as const,
      'no-marks': [
        'nothing would mark a drill, an open incident, a damaged log or the audience',
        'Write {{> marks}} at the head, outside of every section',
      ] as const,
      'no-policy': ['the page may load what stands outside', 'Write {{> policy}} into its <head>'] as const,
      'not-json': [
        `what it makes is no JSON: ${p.given}`,
        'Look at its quotes and commas; {{^last}},{{/last}} writes one between the items of a list',
      ] as const,
      'too-long': [`it makes more than ${p.given} characters`, 'Open fewer lists within each other'] as const,
    })[p.why],
  'no-gate': () => [
    'no step guards the resumption',
    'Write gate: lift in the step that settles the resumption criteria',
  ],
}

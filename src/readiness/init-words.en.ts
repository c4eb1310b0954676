import type { Language } from '../domain/runbook/runbook.ts'

/** What `init` asks and says, and the words of the files that it writes. */
export interface InitText {
  /** Said before the first question. */
  readonly begin: (directory: string) => string
  readonly later: string
  readonly organisation: Readonly<Record<Language, string>>
  readonly contact: Readonly<Record<Language, string>>
  readonly timezone: string
  readonly head: (department: string) => string
  readonly id: (name: string) => string
  readonly reach: (name: string) => string
  /** What is taken where nothing is typed. */
  readonly orElse: (value: string) => string
  readonly severalWays: string
  readonly hinted: (question: string, hints: readonly string[]) => string
  /** What is missing where somebody is named by a flag alone. */
  readonly wayTo: (name: string) => string
  /** The line left of a question that was answered. */
  readonly answered: (question: string, answer: string) => string
  readonly above: (directory: string) => string
  readonly wrote: (path: string) => string
  readonly kept: (path: string) => string
  /** Flags that say nothing, since their file is there. */
  readonly unused: (flags: readonly string[]) => string
  readonly next: string
  readonly fillIn: (keys: readonly string[]) => string
  readonly goThere: string
  readonly checkContacts: string
  readonly seeReady: string
  readonly tryIt: string
  readonly settings: SettingsWords
  readonly contacts: ContactsWords
}

/** Comments of `halt.yaml`, a line each. */
interface SettingsWords {
  readonly top: string
  readonly organisation: string
  readonly contact: string
  readonly timezone: string
  readonly language: string
  readonly channels: readonly string[]
  readonly cadence: readonly string[]
  readonly words: string
  readonly share: string
  readonly review: readonly string[]
}

/** Comments of `contacts.yaml`, and the names in its examples. */
interface ContactsWords {
  readonly top: string
  readonly reviewed: string
  readonly answerWithin: string
  readonly people: readonly string[]
  /** Beside `{}`, where nobody is listed yet. */
  readonly nobodyYet: string
  readonly departments: string
  readonly flow: readonly string[]
  readonly escalation: readonly string[]
}

export const init: InitText = {
  begin: (directory) =>
    `A workspace in ${directory}. Enter alone leaves a question for later; nothing is written before the last.`,
  later: 'later',
  organisation: { ja: 'Organisation, in Japanese notices', en: 'Organisation, in English notices' },
  contact: {
    ja: 'Contact for customers, in Japanese notices (page, mail address or number)',
    en: 'Contact for customers, in English notices (page, mail address or number)',
  },
  timezone: 'Time zone',
  head: (department) => `${department}: name of its head`,
  id: (name) => `A short name for ${name}, to type in commands`,
  reach: (name) => `How to reach ${name}: telephone number or mail address`,
  orElse: (value) => `Enter: ${value}`,
  hinted: (question, hints) => `${question} (${hints.join('; ')})`,
  wayTo: (name) => `a way to reach ${name}`,
  severalWays: 'several with commas',
  answered: (question, answer) => `${question}: ${answer}`,
  above: (directory) =>
    `${directory} is a workspace too, with incidents of its own. Commands in this folder and below use the new one from now on.`,
  wrote: (path) => `wrote ${path}`,
  kept: (path) => `${path} was there already, and is left as it is`,
  unused: (flags) => `not used, since the file was there already: ${flags.join(' ')}`,
  next: 'What to do next:',
  fillIn: (keys) => `Fill in what was left for later: ${keys.join(', ')}`,
  goThere: 'Go to the workspace',
  checkContacts: 'Add deputies and escalation levels to contacts.yaml, and look at it',
  seeReady: 'See what is still missing for a halt',
  tryIt: 'Choose a drill, and practise a halt; nothing is sent',
  settings: {
    top: 'Settings of halt. Every key may be left out; an unknown key is an error.',
    organisation: 'The name under which customers know you. No notice is sent before it is set.',
    contact: 'The contact for customers; it stands in every notice.',
    timezone: 'Times are read and shown in this zone, whatever zone the machine is in.',
    language: 'Language of the operator: ja or en. The languages of notices stand at each channel.',
    channels: [
      'How notices go out: by-hand (a person posts them and records it), file, smtp, webhook or command.',
      'languages: those of its notices, for example `[ja, en]`.',
    ],
    cadence: [
      'The first notice is due this long after declaring, the next one this long after the last.',
      'A channel or a severity can have its own: `email: on-change`, or `sev1: { update: 15m }`.',
    ],
    words: 'What the assets are called, and words that notices must not use.',
    share: 'For one group of this machine to read and write the logs, instead of their owner alone.',
    review: [
      'How often each is gone through, and a drill held; doctor says what is due.',
      'Whoever has done so writes the day into the file: `reviewed: YYYY-MM-DD`.',
    ],
  },
  contacts: {
    top: 'Whom to call in a halt (manual chapter 6). Keep it right: somebody will need it at night.',
    reviewed: 'The day on which somebody last checked all of it.',
    answerWithin: 'Without an answer for this long, the next one is called.',
    people: [
      'People by a short name. Ways to reach them are tried in their order: phone, chat, mail, pager.',
      'Without hours somebody can be called at any time.',
    ],
    nobodyYet: 'take {} away with the first entry',
    departments: 'Who leads each department, and who is called next.',
    flow: ['Who tells whom; lead is whoever leads the halt.', 'Without it the lead tells every department.'],
    escalation: [
      'When somebody higher is called in, lowest level first. All that stands under when has to hold;',
      'without when a level is raised by hand only.',
    ],
  },
}

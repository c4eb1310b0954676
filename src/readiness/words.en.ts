import { DAYS, type Day } from '../domain/contacts/contacts.ts'
import type { Unattended } from '../domain/contacts/cover.ts'
import type { Hindrance } from '../domain/delivery.ts'
import type { Level, Reached, ReadinessCode, ReadinessParams, ReviewedKind } from '../domain/readiness/finding.ts'
import { counted, sizeWords, words } from '../i18n/words.en.ts'
import { shellWord } from '../view/shell.ts'

/** Message and mend; `me` is how the program was called. A mend may be empty where nothing is to be done. */
type Words = readonly [message: string, mend: string]

const WEEK: Readonly<Record<Day, string>> = {
  mon: 'Mon',
  tue: 'Tue',
  wed: 'Wed',
  thu: 'Thu',
  fri: 'Fri',
  sat: 'Sat',
  sun: 'Sun',
}

const minutes = (n: number) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`

function time({ days, from, to, later }: Unattended): string {
  const named = days.length === DAYS.length ? 'every day' : days.map((day) => WEEK[day]).join(' ')
  if (later > 1) {
    const last = DAYS[(DAYS.indexOf(days[0] as Day) + later) % DAYS.length] as Day
    return `${named} ${minutes(from)} to ${WEEK[last]} ${minutes(to)}`
  }
  return `${named} ${minutes(from)} to ${minutes(to)}${later === 1 ? ' the next day' : ''}`
}

const what: Readonly<Record<ReviewedKind, string>> = {
  authorities: 'the file of the authority',
  scenarios: 'the scenario',
  runbooks: 'the chapter',
  contacts: 'the contact list',
  templates: 'the template',
  drill: 'the drill',
}
const shipped: Readonly<Record<ReviewedKind, string>> = {
  ...what,
  authorities: 'shipped files of authorities',
  scenarios: 'shipped scenarios of drills',
  runbooks: 'shipped chapters',
  templates: 'shipped templates of notices',
}

const dateIt: Readonly<Record<ReviewedKind, string>> = {
  scenarios: 'Go through it, then write the day: reviewed: YYYY-MM-DD',
  authorities: 'Have Legal check its deadlines, then write the day: reviewed: YYYY-MM-DD',
  runbooks: 'Go through it, then write the day: reviewed: YYYY-MM-DD',
  contacts: 'Call the numbers, ask the people, then write the day: reviewed: YYYY-MM-DD',
  templates: 'Go through it, then write the day into its first line: {{! reviewed: YYYY-MM-DD }}',
  drill: '',
}

const reached: Readonly<Record<Reached, string>> = {
  'logged-in': 'connected and logged in; nothing was sent',
  connected: 'connected; nothing was sent',
  proved: 'connected, the server proved who it is; no request was sent, so whether it takes one is not known',
  writable: 'can be written to',
  program: 'is there and may be run; it was not run',
}

const ways: Readonly<Record<Hindrance, Words>> = {
  'variable-missing': ['an environment variable is not set', 'Set it where the program is called'],
  'file-missing': [
    'a file or program is not there, or cannot be read',
    'Put it there, or mend its name in the settings',
  ],
  'bad-secret': [
    'a secret is empty, or has characters that cannot be sent',
    'See that the file or variable holds it alone',
  ],
  'bad-url': [
    'the URL in the variable or file cannot be used',
    'Write https:// and the host, without a name or password',
  ],
  'bad-address': ['the list of recipients is empty, or has a line that is no address', 'Mend the line that is named'],
  'bad-template': ['the body of the request cannot be used', 'Mend it at the place that is named'],
  'private-address': ['the host is a private address', 'If that is meant, write allowPrivate: true'],
  unreachable: ['the server cannot be reached', 'Check host, port and network'],
  'tls-failed': [
    'the server could not prove who it is, or cannot encrypt',
    'Check its certificate, or name its authority under caFile',
  ],
  'login-refused': ['the server refuses the log-in', 'Check name and password'],
  refused: ['the server refuses the connection', 'See what it said'],
  'timed-out': ['the server did not answer in time', 'Check host, port and network'],
  'not-written': ['the folder cannot be written to', 'Check its rights, and what is above it'],
  'untrusted-workspace': [
    'others can change what is in this workspace, so none of its programs runs',
    'Remove their access, or trust the folder: haltctl trust DIR',
  ],
  'command-failed': ['the program may not be run', 'Make it executable: chmod +x'],
}

export const doctor = {
  areas: {
    settings: 'Settings',
    runbooks: 'Runbooks, authorities and templates',
    contacts: 'Contacts',
    channels: 'Ways to send',
    logs: 'Logs',
    drills: 'Drills',
    machine: 'This machine',
  },
  levels: { error: 'error', warning: 'warning', info: 'note' },
  /** Beside the spinner. */
  looking: 'Looking at everything',
  /** An area in which nothing was found. */
  fine: 'nothing amiss',
  /** How many findings of each level, and what they come to. */
  counts: (errors: number, warnings: number, infos: number) =>
    [counted(errors, 'error'), counted(warnings, 'warning'), counted(infos, 'note')].join(', '),
  verdict: (level: Level): string =>
    ({
      error: 'NOT READY: mend the errors first',
      warning: 'Ready, but for the warnings',
      info: 'Ready',
    })[level],
  findings: {
    'organisation-unset': (p) => [
      `the organisation has no name in ${p.language}`,
      `Write into halt.yaml: organisation: { ${p.language}: NAME }. Sending refuses without it`,
    ],
    'contact-unset': (p) => [
      `customers get no contact in ${p.language}`,
      `Write into halt.yaml: contact: { ${p.language}: ADDRESS }. Sending refuses without it`,
    ],
    'not-reviewed': (p) => [`${what[p.what]} does not say when it was reviewed`, dateIt[p.what]],
    'review-due': (p) => [
      `${what[p.what]} was last reviewed on ${p.reviewed}, ${p.days} days ago; ${p.limit} is the limit`,
      dateIt[p.what],
    ],
    'shipped-review-due': (p) => [
      `${shipped[p.what]} (${p.files}) were last reviewed on ${p.reviewed}, ${p.days} days ago; ${p.limit} is the limit`,
      'Take a newer version, or copy them into your own runbooks/, go through them, and write the day',
    ],
    'authorities-to-verify': (p) => [
      `reports to authorities that nobody has checked yet (verify: true): ${p.ids.join(', ')}`,
      'Have Legal check them: copy each file into your own runbooks/authorities/, and write verify: false',
    ],
    'contacts-missing': (p, me) => [
      'there is no contacts.yaml, so nobody knows whom to call',
      `Write one: ${me} init ${shellWord(p.workspace)}`,
    ],
    'nobody-on-duty': (p) => [
      `nobody of ${p.department} is on duty ${p.times.map(time).join(', ')} (${p.zone})`,
      'Give a deputy other hours; one without hours can be called at any time',
    ],
    'settings-broken': () => ['halt.yaml cannot be used, so the ways to send notices were not tried', 'Mend it first'],
    'channels-by-hand': (p) => [`a person posts on ${p.channels.join(', ')}: no way to send is set`, ''],
    'not-connected': (p) => [
      `--offline: ${counted(p.count, 'server')} not connected to`,
      'Leave --offline out to have them tried',
    ],
    'way-failed': (p) => {
      const [message, mend] = ways[p.why]
      return [`${p.whose}: ${message}: ${p.detail}`, mend]
    },
    'way-reached': (p) => [`${p.whose}: ${p.target}: ${reached[p.how]}`, ''],
    'secret-readable': (p) => [
      `everybody on this machine can read ${p.path} (mode ${p.mode})`,
      `Remove their access: chmod o-rwx ${p.path}`,
    ],
    'tls-checks-off': (p) => [
      `${p.variable}=0 is set: other programs on Node believe any server; this one still has it prove who it is`,
      `Unset it. To trust an authority of your own, name it: caFile, or NODE_EXTRA_CA_CERTS`,
    ],
    'incident-open': (p) => [
      `${p.drill ? 'a drill' : 'an incident'} is open: ${p.id}${p.title === null ? '' : ` ${p.title}`}`,
      '',
    ],
    'stray-folder': (p) => [`${p.path} lies among the incidents, but is not one`, 'Move it elsewhere'],
    'drill-never': (p, me) => [
      `no drill was ever brought to its end; one is due every ${p.limit} days`,
      `Choose a scenario: ${me} drill --list`,
    ],
    'drill-due': (p, me) => [
      `the last drill ended on ${p.closed}, ${p.days} days ago; ${p.limit} is the limit (${p.id})`,
      `Choose a scenario: ${me} drill --list`,
    ],
    'clock-behind': (p) => [
      `the clock is ${words.seconds(p.seconds)} behind ${p.than === 'log' ? 'the latest event of the logs' : 'the day this program was built'}`,
      'Set the clock before the next halt: times in the log are evidence',
    ],
    'clock-unsynchronised': () => [
      'nothing keeps the clock right: timedatectl says that it is not synchronised',
      'Turn time synchronisation on: timedatectl set-ntp true',
    ],
    'clock-unknown': () => ['cannot tell whether the clock is synchronised', ''],
    'zone-differs': (p) => [
      `the machine's time zone is ${p.machine}; all times are told in ${p.workspace}, that of the workspace`,
      '',
    ],
    'terminal-narrow': (p) => [
      `the terminal has ${p.columns} columns; the walk is made for ${p.least} and more`,
      'Make the window wider',
    ],
    'terminal-dumb': () => ['TERM=dumb: the walk shows plain lines, as with --plain', ''],
    'not-utf8': (p) => [
      p.variable === null ? 'no locale is set, so not UTF-8' : `${p.variable}=${p.value} is not UTF-8`,
      'Choose one that is, for example LANG=C.UTF-8: Japanese may not show otherwise',
    ],
    'not-writable': (p) => [
      `${p.path} cannot be written to (${p.why})`,
      'Check rights, disk and what is mounted there',
    ],
    'state-not-private': (p) => [
      `${p.path} is another user's, or a link: nothing in it is believed, and each command is a new writer`,
      'Move it away; the next command makes it anew',
    ],
    'disk-low': (p) => [
      `${p.path} has only ${sizeWords(p.bytes)} left`,
      `Make room: ${sizeWords(p.least)} and more is enough for a halt`,
    ],
    'inodes-low': (p) => [
      `only ${counted(p.count, 'more file')} can be made in ${p.path}`,
      `Delete files: ${p.least} and more is enough for a halt`,
    ],
    'network-disk': (p) => [
      `${p.path} is on a network file system (${p.type}): it may lose what it said was stored, and hang with the network`,
      'Keep the workspace on a disk of this machine',
    ],
    'other-halt': (p) => [
      p.powersOff
        ? `the shell's '${p.path}' POWERS THE MACHINE OFF (${p.target})`
        : `the shell finds another program: ${p.path} (${p.target})`,
      'Call haltctl, never the short name',
    ],
    'other-version': (p) => [
      `the shell finds version ${p.version} under ${p.path}; this is ${p.ours}`,
      `Install the same everywhere: ${p.install}`,
    ],
    'not-on-path': (p) => ['the shell does not find haltctl', `To call it from anywhere: ${p.install}`],
    'node-old': (p) => [`Node ${p.version} is older than ${p.least}`, 'Install a newer one'],
    'check-failed': (p) => [`the check '${p.check}' failed: ${p.detail}`, 'Please report it; the others went on'],
    'check-timed-out': (p) => [
      `the check '${p.check}' did not end within ${p.seconds} seconds`,
      'Try again, or with --offline',
    ],
  } satisfies {
    readonly [C in ReadinessCode]: (params: ReadinessParams[C], me: string) => Words
  },
}
export type DoctorText = typeof doctor

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

/** What `init` asks and says, and the words of the files that it writes. */
export const init = {
  /** Said before the first question. */
  begin: (directory: string) =>
    `A workspace in ${directory}. Enter alone leaves a question for later; nothing is written before the last.`,
  later: 'later',
  organisation: { ja: 'Organisation, in Japanese notices', en: 'Organisation, in English notices' },
  contact: {
    ja: 'Contact for customers, in Japanese notices (page, mail address or number)',
    en: 'Contact for customers, in English notices (page, mail address or number)',
  },
  timezone: 'Time zone',
  head: (department: string) => `${department}: name of its head`,
  id: (name: string) => `A short name for ${name}, to type in commands`,
  reach: (name: string) => `How to reach ${name}: telephone number or mail address`,
  /** What is taken where nothing is typed. */
  orElse: (value: string) => `Enter: ${value}`,
  hinted: (question: string, hints: readonly string[]) => `${question} (${hints.join('; ')})`,
  /** What is missing where somebody is named by a flag alone. */
  wayTo: (name: string) => `a way to reach ${name}`,
  severalWays: 'several with commas',
  /** The line left of a question that was answered. */
  answered: (question: string, answer: string) => `${question}: ${answer}`,
  above: (directory: string) =>
    `${directory} is a workspace too, with incidents of its own. Commands in this folder and below use the new one from now on.`,
  wrote: (path: string) => `wrote ${path}`,
  kept: (path: string) => `${path} was there already, and is left as it is`,
  /** Flags that say nothing, since their file is there. */
  unused: (flags: readonly string[]) => `not used, since the file was there already: ${flags.join(' ')}`,
  next: 'What to do next:',
  fillIn: (keys: readonly string[]) => `Fill in what was left for later: ${keys.join(', ')}`,
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
  } satisfies SettingsWords,
  contacts: {
    top: 'Whom to call in a halt (manual chapter 6). Keep it right: somebody will need it at night.',
    reviewed: 'The day on which somebody last checked all of it.',
    answerWithin: 'Without an answer for this long, the next one is called.',
    people: [
      'People by a short name. Ways to reach them are tried in their order: phone, chat, mail, pager.',
      'Without hours somebody can be called at any time.',
    ],
    nobodyYet: 'replace {} with the first entry',
    departments: 'Who leads each department, and who is called next.',
    flow: ['Who tells whom; lead is whoever leads the halt.', 'Without it the lead tells every department.'],
    escalation: [
      'When somebody higher is called in, lowest level first. All that stands under when has to hold;',
      'without when a level is raised by hand only.',
    ],
  } satisfies ContactsWords,
}
export type InitText = typeof init

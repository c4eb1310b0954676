import { DAYS_OF_WEEK, type DayOfWeek } from '../domain/contacts/contacts.ts'
import type { CoverageGap } from '../domain/contacts/cover.ts'
import type { PreflightFailure } from '../domain/delivery-reasons.ts'
import type {
  FindingLevel,
  ProbeResult,
  ReadinessCode,
  ReadinessParams,
  ReviewedKind,
} from '../domain/readiness/finding.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { SENDING_VIAS } from '../domain/settings.ts'
import { keyNotAllowed } from '../evidence/words.en.ts'
import { feeds } from '../feeds/words.en.ts'
import { deliveryFailures } from '../i18n/delivery-failures.en.ts'
import { reasonWords } from '../i18n/events.en.ts'
import { holderWords, lockMend } from '../i18n/problems.en.ts'
import { formatSize, pluralize, said, words } from '../i18n/words.en.ts'
import type { TEMPLATE_FILES } from '../notice/template-names.ts'
import { relay } from '../relay/words.en.ts'
import { quoteArg } from '../view/shell-quote.ts'
import { elapsedText } from '../view/time-format.ts'

/** The message, and what to do about it; the latter is empty if nothing needs doing. */
type Words = readonly [message: string, mend: string]

const WEEK = { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' }

const clockTime = (n: number) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`

function gapWords({ days, from, to, endsDaysLater: later }: CoverageGap): string {
  const named = days.length === DAYS_OF_WEEK.length ? 'every day' : days.map((day) => WEEK[day]).join(' ')
  if (later > 1) {
    const last = DAYS_OF_WEEK[(DAYS_OF_WEEK.indexOf(days[0] as DayOfWeek) + later) % DAYS_OF_WEEK.length] as DayOfWeek
    return `${named} ${clockTime(from)} to ${WEEK[last]} ${clockTime(to)}`
  }
  return `${named} ${clockTime(from)} to ${clockTime(to)}${later === 1 ? ' the next day' : ''}`
}

const reviewedKinds: Readonly<Record<ReviewedKind, string>> = {
  authorities: 'the authority file',
  scenarios: 'the scenario',
  runbooks: 'the chapter',
  contacts: 'the contact list',
  templates: 'the template',
  drill: 'the drill',
}
const shippedKinds: Readonly<Record<ReviewedKind, string>> = {
  ...reviewedKinds,
  authorities: 'shipped authority files',
  scenarios: 'shipped drill scenarios',
  runbooks: 'shipped chapters',
  templates: 'shipped notice templates',
}

const reviewMend: Readonly<Record<ReviewedKind, string>> = {
  scenarios: 'Review it, then enter the date: reviewed: YYYY-MM-DD',
  authorities: 'Check its deadlines against the law in force, then enter the date: reviewed: YYYY-MM-DD',
  runbooks: 'Review it, then enter the date: reviewed: YYYY-MM-DD',
  contacts: 'Check the numbers and the people, then enter the date: reviewed: YYYY-MM-DD',
  templates: 'Review it, then enter the date in its first line: {{! reviewed: YYYY-MM-DD }}',
  drill: '',
}

const reached: Readonly<Record<ProbeResult, string>> = {
  'logged-in': 'connected and logged in; nothing was sent',
  connected: 'connected; nothing was sent',
  proved: 'connected, with a valid server certificate; no request was sent, so it could still be rejected',
  writable: 'writable',
  program: 'found and executable; it was not run',
}

const wayFailures: Readonly<Record<PreflightFailure, Words>> = {
  'variable-missing': ['an environment variable is not set', 'Set it in the environment that halt runs in'],
  'file-missing': ['a file or program is missing or cannot be read', 'Create it, or correct its path in the settings'],
  'bad-secret': [
    'a secret is empty, or contains characters that cannot be sent',
    'Make sure that the file or variable holds nothing but the secret',
  ],
  'bad-url': [
    'the URL in the variable or file cannot be used',
    'Write https:// and the host, without a username or password',
  ],
  'bad-address': ['the recipient list is empty, or has a line that is not an address', 'Correct the line named above'],
  'bad-template': ['the request body template is not valid', 'Correct it at the place named above'],
  'private-address': ['the host is a private address', 'If that is intended, set allowPrivate: true'],
  unreachable: ['the server cannot be reached', 'Check the host, port and network'],
  'tls-failed': [
    'the server certificate is not trusted, or the server does not support TLS',
    'Check the certificate, or set caFile to the CA that issued it',
  ],
  'login-refused': ['the server rejected the login', 'Check the username and password'],
  refused: ['the server rejected the connection', 'See its answer above'],
  'timed-out': ['the server did not answer in time', 'Check the host, port and network'],
  'not-written': ['the folder cannot be written to', 'Check its permissions, and those of the folders above it'],
  'untrusted-workspace': [
    'others can change files in this workspace, so it runs no program and uses no secret and no file from elsewhere',
    'Remove their access, or trust the folder: haltctl trust DIR',
  ],
  'command-failed': ['the program is not executable', 'Make it executable: chmod +x'],
}

const shippedDrills = (count: number, total: number) =>
  `${count} of ${pluralize(total, 'shipped drill')} ${count === 1 ? 'does' : 'do'}`

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
  /** Next to the spinner. */
  looking: 'Checking everything',
  /** For an area without findings. */
  fine: 'OK',
  /** How many findings there are of each level. */
  counts: (errors: number, warnings: number, infos: number) =>
    [pluralize(errors, 'error'), pluralize(warnings, 'warning'), pluralize(infos, 'note')].join(', '),
  verdict: (level: FindingLevel): string =>
    ({ error: 'NOT READY: fix the errors first', warning: 'Ready, with warnings', info: 'Ready' })[level],
  findings: {
    'organisation-unset': (p) => [
      `the organisation has no name in ${p.language}`,
      `Add to halt.yaml: organisation: { ${p.language}: NAME }. Notices cannot be sent without it`,
    ],
    'contact-unset': (p) => [
      `there is no contact for customers in ${p.language}`,
      `Add to halt.yaml: contact: { ${p.language}: ADDRESS }. Notices cannot be sent without it`,
    ],
    'not-reviewed': (p) => [`${reviewedKinds[p.what]} has no review date`, reviewMend[p.what]],
    'review-due': (p) => [
      `${reviewedKinds[p.what]} was last reviewed on ${p.reviewed}, ${p.days} days ago; the limit is ${p.limit} days`,
      reviewMend[p.what],
    ],
    'shipped-review-due': (p) => [
      `${shippedKinds[p.what]} (${p.files}) were last reviewed on ${p.reviewed}, ${p.days} days ago; the limit is ${p.limit} days`,
      'Upgrade halt, or copy them into your own runbooks/, review them, and enter the date',
    ],
    'authorities-to-verify': (p) => [
      `unverified reports to authorities (verify: true): ${p.ids.join(', ')}`,
      'Check them against the law in force, and set verify: false in the file; if it is a shipped one, in a copy in your own runbooks/authorities/',
    ],
    'contacts-missing': (p, me) => [
      'there is no contacts.yaml, so halt cannot say whom to call',
      `Create one: ${me} init ${quoteArg(p.workspace)}`,
    ],
    'nobody-on-duty': (p) => [
      `nobody in ${p.department} is on duty ${p.times.map(gapWords).join(', ')} (${p.zone})`,
      'Change the hours of a deputy; one without hours can be called at any time',
    ],
    'name-shared': (p) => [
      `${p.people.join(' and ')} are both called ${p.name}, so that records under that name do not tell them apart`,
      'Give one of them another name; if they are one person, remove one of the entries',
    ],
    'approver-unknown': (p) => [
      `the approver ${p.given} is neither a person nor a department in contacts.yaml, so nobody can approve under that name`,
      `Known: ${p.allowed.length === 0 ? '-' : p.allowed.join(', ')}`,
    ],
    'settings-broken': () => ['halt.yaml is not valid, so the ways to send notices were not checked', 'Fix it first'],
    'runbooks-undecided': () => [
      'halt.yaml does not say which runbooks count, so neither they nor what depends on them was checked',
      'Fix it first',
    ],
    'channels-by-hand': (p) => [`posted by hand, because no way to send is configured: ${p.channels.join(', ')}`, ''],
    'not-connected': (p) => [
      `--offline: ${pluralize(p.count, 'server')} not contacted`,
      'Omit --offline to check them',
    ],
    'way-failed': (p) => {
      const [message, mend] = wayFailures[p.why]
      return [`${p.whose}: ${message}: ${p.detail}`, mend]
    },
    'way-reached': (p) => [`${p.whose}: ${p.target}: ${reached[p.how]}`, ''],
    'feed-behind': ({ feed, waiting, since, why, detail }, me) => {
      const reason = reasonWords(deliveryFailures, why)
      return [
        feeds.behind(feed, waiting, since, detail === '' ? reason : words.marked(reason, detail)),
        `Mend what is wrong, then tell them: ${me} feed send`,
      ]
    },
    'secret-readable': (p) => [
      `everybody on this machine can read ${p.path} (mode ${p.mode})`,
      `Remove their access: chmod o-rwx ${p.path}`,
    ],
    'tls-checks-off': (p) => [
      `${p.variable}=0 is set: other Node programs accept any server certificate; halt still verifies it`,
      `Unset it. To trust a CA of your own, use caFile or NODE_EXTRA_CA_CERTS`,
    ],
    'new-writer': (p, me) => [
      `${p.id} has events of ${p.writers.length + p.more === 1 ? 'a writer' : 'writers'} not known to this machine: ${p.writers.map(({ writer, by, events }) => said.writerBy(writer, by, events)).join(', ')}${p.more === 0 ? '' : ` and ${p.more} more`}`,
      `Ask the people named; once you know whose it is: ${me} verify --accept WRITER -i ${p.id}`,
    ],
    'lock-held': (p, me) => [
      `a lock of ${p.id} is held by ${holderWords(p.holder)}: ${p.path}`,
      lockMend(p.holder, p.path, me),
    ],
    'head-unsigned': (p, me) => [
      `the head of ${p.id} has no signature of your key or of anybody in signers`,
      `To sign it: ${me} anchor -i ${p.id}`,
    ],
    'signing-file-missing': (p) => [
      `there is no file ${p.path}, which halt.yaml names for signing`,
      'Correct sign, signers or timestampCa there',
    ],
    'key-not-in-signers': (p) => [
      `${keyNotAllowed(p.key, p.signers, p.why)}: verify cannot say whose signatures these are`,
      'Add a line there: NAME, then the public key',
    ],
    'no-ssh-keygen': () => [
      'halt.yaml names a key or signers, but ssh-keygen cannot be run: nothing is signed or checked',
      'Install OpenSSH (8.4 or later)',
    ],
    'head-unstamped': (p, me) => [
      `the head of ${p.id} has no time stamp that a trusted certificate vouches for`,
      `To request one: ${me} anchor -i ${p.id}`,
    ],
    'relay-reached': ({ relay, waiting, lag }, me) => [
      `the relay ${relay} answers; ${waiting === 0 ? 'everything is shared' : `${pluralize(waiting, 'event')} not shared yet`}${lag === null ? '' : `, last exchange ${elapsedText(lag).slice(2)} ago`}`,
      waiting === 0 ? '' : `Share them: ${me} sync`,
    ],
    'relay-news': ({ relay, isHeard, seconds }) =>
      isHeard
        ? [`word of new events comes from ${relay} at once (LISTEN)`, '']
        : [
            `no word of new events comes from ${relay}: it is asked every ${seconds} seconds`,
            'A pooler in transaction mode drops such messages. Connect without it, or in session mode',
          ],
    'relay-changed': ({ relay, how }, me) => [
      {
        other: `the relay ${relay} is another one than this machine last shared with: whoever still reaches that one shares nothing with this machine`,
        alternates: `at the address of the relay ${relay}, two or more answer in turn: a machine gets only what is in the one that answers it`,
        lacks: `the relay ${relay} lacks events that it had, as after a restore from a backup`,
      }[how],
      how === 'alternates'
        ? 'Have the address lead to a single database, then run sync on every machine'
        : `Send what is here again: ${me} sync${how === 'other' ? '; then find out who reaches which' : '; on every machine'}`,
    ],
    'relay-read-only': ({ relay, role }) => [
      `the role ${role} may only read the relay ${relay}: what is recorded here is not shared`,
      `Have its administrator run: grant halt_operator to "${role}"`,
    ],
    'relay-clock': ({ relay, seconds }) => [
      `the clock of this machine is ${pluralize(Math.abs(seconds), 'second')} ${seconds > 0 ? 'ahead of' : 'behind'} that of the relay ${relay}`,
      'Correct it: events are recorded with its time, and sorted by it among those of other machines',
    ],
    'background-obstacle': ({ path, holder }, me) => [
      relay.obstacle(path, holder && holderWords(holder), holder?.place === 'suspended'),
      holder === null
        ? `Find out who put it there, and remove it (it has no log data). Share by hand: ${me} sync`
        : `Share by hand: ${me} sync`,
    ],
    'no-openssl': () => [
      'halt.yaml names time-stamping authorities, but openssl cannot be run: nothing is time-stamped or checked',
      'Install OpenSSL (1.1.1 or later)',
    ],
    'incident-open': (p) => [
      `${p.drill ? 'a drill' : 'an incident'} is open: ${p.id}${p.title === null ? '' : ` ${p.title}`}`,
      '',
    ],
    'stray-folder': (p) => [`${p.path} is in the folder of incidents, but is not an incident`, 'Move it elsewhere'],
    'shipped-drills-unfit': (p, me) => [
      `${shippedDrills(p.ids.length, p.total)} not fit this runbook: ${p.ids.join(', ')}`,
      `The reasons: ${me} drill --list. To use one, copy it into your own runbooks/drills/ and adapt it`,
    ],
    'drill-never': (p, me) => [
      `no drill has ever been completed by people (--auto does not count); regular drills are due every ${p.limit} days`,
      `Choose a scenario: ${me} drill --list`,
    ],
    'drill-due': (p, me) => [
      `the last drill ended on ${p.closed}, ${p.days} days ago; regular drills are due every ${p.limit} days (${p.id})`,
      `Choose a scenario: ${me} drill --list`,
    ],
    'clock-behind': ({ seconds, than }) =>
      typeof than === 'object'
        ? [
            `the clock is ${words.seconds(seconds)} behind that of ${than.writer}, a writer that this machine does not know`,
            'Find out which of the two clocks is wrong: the times in the log are evidence',
          ]
        : [
            `the clock is ${words.seconds(seconds)} behind ${than === 'log' ? 'the latest event in the logs' : 'the day this program was built'}`,
            'Set the clock before the next halt: the times in the log are evidence',
          ],
    'clock-unsynchronised': () => [
      'the clock is not synchronised, according to timedatectl',
      'Turn on time synchronisation: timedatectl set-ntp true',
    ],
    'clock-unknown': () => [
      'cannot tell whether the clock is synchronised',
      'Compare it with another one: the times in the log are evidence',
    ],
    'zone-differs': (p) => [
      `the machine's time zone is ${p.machine}; times are shown in that of the workspace, ${p.workspace}`,
      '',
    ],
    'terminal-narrow': (p) => [
      `the terminal has ${p.columns} columns; the walk needs at least ${p.least}`,
      'Make the window wider',
    ],
    'terminal-dumb': () => ['TERM=dumb: the walk prints plain lines, as with --plain', ''],
    'not-utf8': (p) => [
      p.variable === null ? 'no locale is set, so the encoding is not UTF-8' : `${p.variable}=${p.value} is not UTF-8`,
      'Set a UTF-8 locale, for example LANG=C.UTF-8; otherwise Japanese may not display correctly',
    ],
    'not-writable': (p) => [
      `${p.path} cannot be written to (${p.why})`,
      'Check its permissions, the disk and the mount',
    ],
    'state-not-private': (p) => [
      `${p.path} belongs to someone else, or is a link: it is ignored, and each command becomes a new writer`,
      'Move it away; the next command creates it again',
    ],
    'disk-low': (p) => [
      `${p.path} has only ${formatSize(p.bytes)} left`,
      `Free some space: ${formatSize(p.least)} is enough for a halt`,
    ],
    'inodes-low': (p) => [
      `only ${pluralize(p.count, 'more file')} can be created in ${p.path}`,
      `Delete some files: room for ${p.least} is enough for a halt`,
    ],
    'network-disk': (p) => [
      `${p.path} is on a network file system (${p.type}): it can lose data that it reported as stored, and hang when the network does`,
      'Keep the workspace on a local disk',
    ],
    'disk-unknown': (p) => [
      `cannot tell whether ${p.path} is on a network file system`,
      'Make sure that it is on a local disk',
    ],
    'other-halt': (p) => [
      p.powersOff
        ? `the shell's '${p.path}' POWERS THE MACHINE OFF (${p.target})`
        : `the shell finds another program: ${p.path} (${p.target})`,
      'Run haltctl, never the short name',
    ],
    'other-version': (p) => [
      `the shell finds version ${p.version} at ${p.path}; this is ${p.ours}`,
      `Install the same version everywhere: ${p.install}`,
    ],
    'not-on-path': (p) => ['haltctl is not on the PATH', `To run it from anywhere: ${p.install}`],
    'node-old': (p) => [`Node ${p.version} is older than ${p.least}`, 'Install a newer version'],
    'check-failed': (p) => [
      `the check '${p.check}' failed: ${p.detail}`,
      'Please report this bug; the other checks were run',
    ],
    'check-timed-out': (p) => [
      `the check '${p.check}' did not finish within ${p.seconds} seconds`,
      'Try again, or use --offline',
    ],
  } satisfies { readonly [C in ReadinessCode]: (params: ReadinessParams[C], me: string) => Words },
}
export type DoctorText = typeof doctor

/** What `init` asks and prints, and the comments in the files that it writes. */
export const init = {
  /** Printed before the first question. */
  begin: (directory: string) =>
    `Creating a workspace in ${directory}. Press Enter to leave a question for later; nothing is written until the last one.`,
  later: 'later',
  organisation: { ja: 'Organisation name for Japanese notices', en: 'Organisation name for English notices' },
  contact: {
    ja: 'Customer contact for Japanese notices (page, mail address or telephone number)',
    en: 'Customer contact for English notices (page, mail address or telephone number)',
  },
  timezone: 'Time zone',
  head: (department: string) => `Name of the head of ${department}`,
  id: (name: string) => `Short name for ${name}, to use in commands`,
  reach: (name: string) => `How to reach ${name}: telephone number or mail address`,
  /** The default, taken when nothing is typed. */
  orElse: (value: string) => `Enter: ${value}`,
  hinted: (question: string, hints: readonly string[]) => `${question} (${hints.join('; ')})`,
  /** What is missing for a person whom only a flag names. */
  wayTo: (name: string) => `a way to reach ${name}`,
  severalWays: 'separate several with commas',
  /** The line that an answered question leaves on the terminal. */
  answered: (question: string, answer: string) => `${question}: ${answer}`,
  above: (directory: string) =>
    `${directory} is a workspace too, with its own incidents. From now on, commands in this folder or below it use the new one.`,
  wrote: (path: string) => `wrote ${path}`,
  kept: (path: string) => `${path} already exists and was not changed`,
  /** Flags without effect, because their file already exists. */
  unused: (flags: readonly string[]) => `not used, because the file already exists: ${flags.join(' ')}`,
  next: 'Next steps:',
  fillIn: (keys: readonly string[]) => `Fill in what is still missing: ${keys.join(', ')}`,
  goThere: 'Go to the workspace',
  checkContacts: 'Add deputies and escalation levels to contacts.yaml, and check the result',
  seeReady: 'Check whether you are ready for a halt',
  tryIt: 'Choose a drill to practise a halt; nothing is sent',
  /** Comments in `halt.yaml`; an array has one entry per line. */
  settings: {
    top: 'Settings of halt. Every key is optional; an unknown key is an error.',
    organisation: 'The name that customers know you by. No notice is sent until it is set.',
    contact: 'How customers can reach you; every notice includes it.',
    /** Below these, where words stand there that nobody has entered. */
    replace: {
      organisation: 'This is the name of the folder. Put in the one that customers know you by.',
      contact: 'Put in a page, a mail address or a telephone number of your own.',
    },
    timezone: "Times are read and shown in this time zone, whatever the machine's own is.",
    language: 'Language of the operator: ja or en. Each channel sets the languages of its notices.',
    channels: [
      `How notices are sent: by-hand (a person posts and records them), or ${SENDING_VIAS.join(', ')}.`,
      'languages: the languages of its notices, for example `[ja, en]`.',
    ],
    cadence: [
      'How long after the declaration the first notice is due, and how long after a notice the next.',
      'A channel or a severity can have its own: `CHANNEL: on-change`, or `sev1: { update: 15m }`.',
    ],
    words: 'What to call the assets, and words that notices must not use.',
    entity: 'What forms of authorities ask of the company; holidays: a calendar (.ics) of the days off.',
    share: 'Lets a group on this machine read and write the logs, not only their owner.',
    review: [
      'How often each has to be reviewed, and a drill held; doctor reports what is due.',
      'After a review, enter the date in the file: `reviewed: YYYY-MM-DD`.',
    ],
    runbooks: 'Leaves out the shipped manual: only the chapters, authorities and drills in your runbooks/ are used.',
  },
  /** Comments in `contacts.yaml`. */
  contacts: {
    top: 'Whom to call in a halt. Keep it correct: somebody will need it at night.',
    reviewed: 'The date on which somebody last checked every entry.',
    answerWithin: 'After this long without an answer, the next person is called.',
    people: [
      'People by short name. Ways to reach them (phone, chat, mail, pager) are tried in the order listed.',
      'A person without hours can be called at any time.',
    ],
    /** Next to `{}`, the value of an empty section. */
    nobodyYet: 'replace {} with the first entry',
    departments: 'Who leads each department, and the deputies to call next.',
    flow: [
      'Who informs whom; lead is the person who leads the halt.',
      'Without it, the lead informs every department.',
    ],
    escalation: [
      'Escalation levels, lowest first. A level is due when all conditions under when are met;',
      'without when, it is escalated to by hand only.',
    ],
  },
}
export type InitText = typeof init

/** What `runbook new` asks and prints. */
export const newManual = {
  begin: (directory: string) =>
    `Creating a manual in ${directory}. Press Enter to accept a default; nothing is written until the last question.`,
  language: 'Language of the manual and its notices: ja, en or both',
  organisation: { ja: 'Organisation name for Japanese notices', en: 'Organisation name for English notices' },
  /** The customer contact in `halt.yaml` until somebody writes a better one. */
  contact: { ja: 'サポート窓口', en: 'our support desk' },
  /** What is in the new manual, above the list of its files. */
  made: (directory: string, { types, steps, channels }: Record<'types' | 'steps' | 'channels', number>) =>
    `Created ${directory}, a manual with ${pluralize(types, 'type')} of halt, ${pluralize(steps, 'step')} and ${pluralize(channels, 'notice channel')}:`,
  /** `keys` are those of words that customers would read in `halt.yaml`. */
  replace: (keys: readonly string[]) => `Before a notice goes out, put your own into halt.yaml: ${keys.join(', ')}`,
  checkIt: 'Edit the files, and check them after each change',
  practise: 'Practise a halt with this manual; nothing is sent',
  chooseDrill: 'Choose a drill to practise a halt; nothing is sent',
  addContacts: 'Enter whom to call in a halt',
  seeReady: 'Check whether you are ready for a halt',
}
export type NewManualText = typeof newManual

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { ja: 'Japanese', en: 'English' }

/** Comments in the chapters that are made of an outline, and what is said of it. */
export const outline = {
  madeFrom: (place: string) =>
    `Made from ${place}. What is marked "guessed" is for you to check; then delete the mark.`,
  /** One line each, for the first chapter. */
  toComplete: [
    '',
    'To complete each step:',
    '- department: who does it. 0-names.yaml has the departments; enter your own there.',
    '- title and instructions: what to do, for somebody who does it for the first time at night.',
    '- applies: for which types of halt and how urgent: first, now, soon, normal or later. `all` is every type.',
    '- kind: recurring, with every: 30m and until: fully-resumed, for what is done again and again.',
    '- channel and stage, if it posts a notice: channel: page and stage: first, update or resumption.',
    '- facts: what it asks for, by the ids in 0-names.yaml. asks: [scope, severity], in the step that looks what stopped.',
    '- gate: lift, in the step that says whether the service may resume. Nothing resumes before it is done.',
  ],
  phaseGuessed: 'guessed from the heading',
  phaseInherited: 'guessed: the heading does not say',
  departmentGuessed: 'guessed: nothing says who does it',
  appliesGuessed: 'guessed: for which types of halt, and how urgent?',
  untilGuessed: 'guessed',
  /** Next to a title that is the beginning of a long sentence. */
  titleCut: 'cut off: write a short one',
  guessedFrom: (word: string) => `guessed from "${word}"`,
  inOneLanguage: (missing: Language) =>
    `These texts stand in for ${LANGUAGE_NAMES[missing]} as well. Once you translate them, add \`${missing}: …\` to every text of the file.`,
  modalityAssumed: 'guessed: no word says how binding it is',
  read: (file: string, { chapters, steps, clauses, language }: OutlineCounts) =>
    `Read ${file} (${LANGUAGE_NAMES[language]}): ${pluralize(chapters, 'chapter')}, ${pluralize(steps, 'step')}, ${pluralize(clauses, 'clause')}.`,
  /** What was guessed; the marks in the files are in the language of the operator. */
  guessed: ({ phases, modalities, departments, intervals, gate, notices }: GuessCounts): readonly string[] => [
    'Guessed; the files say so wherever you should check:',
    `- when chapters are done: ${phases.told} from the heading${phases.untold > 0 ? `, ${phases.untold} without a hint` : ''}`,
    `- how binding steps are: ${modalities.told} from their words, ${modalities.untold} required because no word says`,
    `- who does the steps: ${departments.told} from a name in the text, ${departments.orElse} for the other ${departments.untold}`,
    ...(intervals > 0 ? [`- what is done again and again: ${pluralize(intervals, 'step')}`] : []),
    gate === null
      ? '- what decides on the resumption: nothing in the text; add gate: lift to a step'
      : `- what decides on the resumption: ${gate}`,
    notices.length === 0
      ? '- notices to customers: none in the text; add channel and stage to a step'
      : `- notices to customers: ${notices.join(', ')}`,
  ],
  notUsed: 'Not used:',
  skipped: {
    preface: 'what is before the first chapter',
    prose: 'sentences that do not say that something must be done',
    table: 'tables',
    code: 'code',
  },
  inLines: (what: string, lines: readonly number[]) =>
    `- ${what}: line ${lines.slice(0, MAX_LINES).join(', ')}${lines.length > MAX_LINES ? ` and ${lines.length - MAX_LINES} more` : ''}`,
}
export type OutlineText = typeof outline

/** How many line numbers are listed. */
const MAX_LINES = 8

export interface OutlineCounts {
  readonly chapters: number
  readonly steps: number
  readonly clauses: number
  readonly language: Language
}

/** How often something was guessed because the text tells it, and how often although it does not. */
export interface GuessCounts {
  readonly phases: { readonly told: number; readonly untold: number }
  readonly modalities: { readonly told: number; readonly untold: number }
  readonly departments: { readonly told: number; readonly untold: number; readonly orElse: string }
  readonly intervals: number
  /** The id of the step; null if there is none. */
  readonly gate: string | null
  /** The ids of the steps. */
  readonly notices: readonly string[]
}

/** What `runbook template` says of the templates of notices. */
export const template = {
  uses: {
    'form-page': 'pages of a site',
    'form-mail': 'mails',
    'form-push': 'push notices',
    'form-post': 'short public posts',
    'form-chat': 'messages to the departments, with answers to enquiries',
    'part-customers': 'whom the notices address and apologise to',
    'part-greeting': 'the first sentence, before the news',
    'part-apology': 'the apology',
    'part-lead': 'the opening paragraph during a halt: what is the case, and why',
    'part-late': 'an apology for a late notice',
    'part-changes': 'what has changed since the last notice',
    'part-reason': 'why, as a part of a sentence',
    'part-what': 'what is the case, as a part of a sentence',
    'part-answer': 'an answer to read aloud during a halt',
    'part-facts': 'the list of facts',
    'part-scheduled': 'the notice before a planned halt',
    'part-plan': 'what is planned, in a sentence without a full stop',
    'part-resumption': 'the notice of a resumption',
    'part-final': 'the final notice, after closing',
    'part-correction': 'the correction of an earlier notice',
    'part-retraction': 'the retraction after a false alarm',
    'part-genuine': 'the warning of false notices',
    'part-closing': 'the sender at the end',
  } satisfies Readonly<Record<(typeof TEMPLATE_FILES)[number], string>>,
  ofChannel: (channel: string) => `for ${channel} only`,
}
export type TemplateText = typeof template

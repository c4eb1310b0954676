import { isContentInEvidence } from '../domain/log/event.ts'
import type { FileFlaw } from '../domain/log/governing-files.ts'
import {
  type Answer,
  type DeliveryEnd,
  type DueTo,
  INVOCATION,
  type LockHolder,
  type NoteLineFault,
  type ProblemCode,
  type ProblemParams,
  type TimeReading,
} from '../domain/problem.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { inertLine, shortLine } from '../view/inert.ts'
import { quoteArg, quoteArgv } from '../view/shell-quote.ts'
import { briefTimeText, timeText } from '../view/time-format.ts'

import { deliveryFailures } from './delivery-failures.en.ts'
import { describeCommandEnd, nameOr, reasonWords } from './events.en.ts'
import { onlyWriterOf, sendingOf, unheededWords, voidedWords } from './voided-words.ts'
import { either, formatSize, pluralize, said, words } from './words.en.ts'

/** For each code: what went wrong, in one line, and what to do. `me` is the name the program was called by. */
export type ProblemWords = {
  readonly [C in ProblemCode]: (params: ProblemParams[C], me: string) => readonly [what: string, then: string]
}

const list = (words: readonly string[]) =>
  words.length <= 12 ? words.join(', ') : `${words.slice(0, 12).join(', ')} and ${words.length - 12} more`
/** An id with its name, if that says more. */
const withName = (id: string, name = id) => (name.toLowerCase() === id ? id : `${id} (${name})`)
const named = ({ allowed, names }: ProblemParams['unknown-type']) =>
  list(allowed.map((id) => withName(id, names?.[id]?.en)))
const unknown = (what: string) => (p: ProblemParams['unknown-type']) =>
  [`unknown ${what} '${p.given}'`, p.allowed.length === 0 ? 'There are none yet' : `Known: ${named(p)}`] as const

/** What a field of a form takes, by its kind. */
const fieldKinds: Readonly<Record<ProblemParams['bad-field-value']['kind'], string>> = {
  fixed: 'no answer: it is the same in every report',
  text: 'a text as the form wants it',
  count: 'a whole number',
  number: 'a number',
  percentage: 'a number from 0 to 100',
  amount: 'a number, with the currency after it if you like (1200 EUR)',
  boolean: 'yes or no',
  time: 'a time',
  duration: 'days, hours and minutes: DDD:HH:MM',
  choice: 'one of these',
  choices: 'one or more of these, with commas between them',
}

/** The line that shows the help of a command, or without `of` that of the program. */
export function helpOf({ of = '' }: { of?: string }, me: string): string {
  return [me, of, '--help'].filter((word) => word !== '').join(' ')
}

/** A line for each follow-up that may have been meant, up to twelve: its id and what it says. */
export function followUpLines({ allowed, names }: ProblemParams['unknown-action'], language: Language): string {
  const lines = allowed.slice(0, 12).map((id) => `  ${id}  ${shortLine(names?.[id]?.[language] ?? '')}`)
  const more = allowed.length - lines.length
  if (more > 0) lines.push(language === 'ja' ? `  ほか${more}件` : `  and ${more} more`)
  return lines.join('\n')
}

function stampingFailure({ host, why, detail }: ProblemParams['not-stamped']['failures'][number]): string {
  return `${host}: ${why === null ? detail : `${reasonWords(deliveryFailures, why)} (${detail})`}`
}

function readings({ readings }: ProblemParams['time-unclear']): string {
  const dayOf = ({ day, isAhead }: TimeReading) => (day === 'today' && isAhead ? 'today, still ahead' : day)
  return readings.map((reading) => `${reading.at}${reading.day === null ? '' : ` (${dayOf(reading)})`}`).join(' or ')
}

export function holderWords({ pid, user, host, since }: LockHolder): string {
  return `process ${pid}${user === '' ? '' : ` of ${user}`} on ${host}${since === null ? '' : ` (since ${since})`}`
}

function agoWords(seconds: number): string {
  return seconds < 120 ? `${seconds} s ago` : `${Math.floor(seconds / 60)} min ago`
}

/** Names the incident in a command for another person, or on another machine. */
const ofIncident = (incident: string | undefined) => (incident === undefined ? '' : ` -i ${incident}`)

/** Whose events a refusal is due to, and both ways on. */
export function dueTo({ writers, incident }: DueTo, me: string): string {
  const [only, other] = writers.map(inertLine)
  const writer = only === undefined || other !== undefined ? 'WRITER' : only
  return [
    `This is refused because of what was recorded by a writer that this machine does not know: ${list(writers.map(inertLine))}`,
    `If that is right: ${me} verify --accept ${writer} -i ${incident}`,
    `If it is not: ${me} verify --set-aside ${writer} --reason TEXT -i ${incident}`,
  ].join('\n')
}

/** `path` is that of a lock file in the folder of its incident. */
export function lockMend(holder: LockHolder | null, path: string, me: string): string {
  if (holder === null)
    return `Try again. If nobody else is recording to this incident, delete the lock first: rm ${quoteArg(path)}`
  const { pid, host, user, foreign, place, runs } = holder
  const breakLine = `${me} verify --break-lock --reason TEXT -i ${path.split('/').at(-2)}`
  if (runs !== null)
    return `Process ${pid} runs something else (${shortLine(runs)}), so somebody wrote its number there. Release it: ${breakLine}`
  const stop = pid === 1 ? '' : ` or stop it (kill ${pid})`
  const owner = foreign && user !== '' ? ` It belongs to ${user}: ask first.` : ''
  return {
    here: `It is still running: check it (ps -fp ${pid}), wait${stop}, then try again. If it never ends: ${breakLine}${owner}`,
    suspended: `It is suspended: resume it (kill -CONT ${pid}) or stop it (kill -KILL ${pid}), then try again.${owner}`,
    container: `It is in another container on this machine: resume or stop it there. Only if that container is gone for good: ${breakLine}`,
    elsewhere: `Resume or stop it on ${host}. Only if that machine is gone for good: ${breakLine}`,
  }[place]
}

/** What was recorded last, and what is due next. */
function standWords({ last, due }: ProblemParams['paused']): string[] {
  return [
    ...(last === undefined ? [] : [`Last recorded: ${last}`]),
    ...(due === undefined
      ? []
      : [due.isOverdue ? `OVERDUE since ${due.at}: ${due.name}` : `Due at ${due.at}, in ${due.span}: ${due.name}`]),
  ]
}

/** What becomes of input that was not recorded. */
function keptWords({ unrecorded = [], edited = [], isKept, areEditsKept }: ProblemParams['paused']): string[] {
  const inputWords =
    isKept === false
      ? 'It could not be kept for later: copy it now'
      : 'It is kept outside the log, and offered again when you resume.'
  const editWords =
    areEditsKept === false
      ? 'The edited texts, printed above, could not be kept for later: copy them now'
      : 'The edited texts are kept outside the log, for when you open the notices again.'
  return [...(unrecorded.length > 0 ? [inputWords] : []), ...(edited.length > 0 ? [editWords] : [])]
}

function scenarioMend({ isOwn }: ProblemParams['bad-scenario'], me: string): string {
  return isOwn
    ? `To list all errors: ${me} runbook check`
    : `This shipped drill is for another runbook. To choose one that fits: ${me} drill --list`
}

function removeMend(me: string): string {
  return `To delete for good what it stored outside the log: ${me} evidence list, then ${me} evidence remove NAME --reason ...`
}

function undoMend({ event, type, channel }: ProblemParams['not-undoable'], me: string): string {
  if (channel !== null)
    return `It was sent, so it can only be corrected by another notice: ${me} notice ${channel} --correct-ja TEXT --correct-en TEXT`
  if (type.startsWith('page.')) return `It was sent. Tell them what is wrong, and record it: ${me} note TEXT`
  if (isContentInEvidence(type)) return removeMend(me)
  if (type === 'writer.accepted')
    return `To make nothing of that writer count any more: ${me} verify --set-aside WRITER --reason TEXT`
  if (type === 'event.corrected')
    return `Correct the event that it corrected once more: ${me} correct EVENT --at TIME, or --text TEXT, --reason ...`
  return `You can undo steps, facts, scope, severities, phases, lifts, a closing, notices posted by hand, hypotheses, hand-overs, redactions and follow-ups marked done. For other events: ${me} correct ${event} --reason ...`
}

function outputWords({ id, total, files }: ProblemParams['command-failed'], me: string): string {
  if (total === 0) return 'It had no output'
  if (files.length === 0) return `Its output was not kept (${formatSize(total)})`
  return ['Its output:', ...files.map((file) => `${me} evidence show ${file} -i ${id}`)].join('\n')
}

/** For a broken file of the team: the place and the first error, then the line and how to fix it. */
const brokenFile = (p: ProblemParams['bad-setting']): readonly [string, string] => [
  `${p.place}: ${p.first}${p.count > 1 ? ` (and ${p.count - 1} more)` : ''}`,
  `${p.excerpt}\n${p.mend}`,
]

const FLAW: Readonly<Record<FileFlaw, string>> = {
  gone: 'gone',
  altered: 'altered: its digest is not the one in the log',
  unreadable: 'unreadable',
  invalid: 'not valid for this version',
}

const NOTE_LINES = 'Write the date on a line of its own (2026-11-24), and below it one line for each note: 22:05 words'

/** What a file is called that was given by its path; `-` is standard input. */
function source(path: string): string {
  return path === '-' ? 'standard input' : path
}

const NOTE_LINE_FAULTS: Readonly<Record<NoteLineFault['why'], (given: string) => string>> = {
  'no-date': (given) => `no line above ${given} gives its date`,
  'no-time': (given) => `'${given}' does not begin with a time, and there is no note above that it could continue`,
  'no-words': () => 'there are no words after the time',
  'not-a-date': (given) => `'${given}' is not a date: write 2026-11-24`,
  'unclear-date': (given) => `which day '${given}' is, is not clear: write it with its year, as in 2026-11-24`,
  'not-a-time': (given) =>
    `'${given}' is not a time: write 22:05 or 22:05:10 (24 hours), with its offset if the zone has it twice: 01:30+01:00`,
  'over-midnight': (given) => `${given} is half a day before the time above: after midnight, give the next date first`,
  future: (given) => `${given} is in the future`,
}

const resultWords = ({ outcome, why }: DeliveryEnd) => (why === null ? outcome : `${outcome} ${why}`)
/** Such as `email failed unreachable`. */
const deliveryEndWords = (end: DeliveryEnd) =>
  [end.who, ...(end.way === undefined ? [] : [end.way]), resultWords(end)].join(' ')

/** The statements that give the results of `facts`, in public words where they have some. */
export function toState({ facts, languages }: ProblemParams['answer-awaited'], words: string, value: string): string {
  return facts
    .flatMap(({ fact, hasWords }) =>
      hasWords ? languages.map((language) => `${fact}.${language}=${words}`) : `${fact}=${value}`,
    )
    .join(' ')
}

/** What a command needs to be told, each with an example. */
const ASKED: Readonly<Record<Answer, readonly [asked: string, example: string]>> = {
  ACTION: ['the follow-up', `${INVOCATION} action add 'add a second feed'`],
  FACTS: ['the facts', `${INVOCATION} set FACT=VALUE`],
  NOTE: [
    'the text of the note',
    `${INVOCATION} note 'reading the logs'. From standard input: ${INVOCATION} note --private -`,
  ],
  HALT_OPERATOR: ['the name of the person acting', 'HALT_OPERATOR=sato'],
  '--as': ['the name of the person acting', '--as sato'],
  '--type': ['the type of halt', '--type TYPE'],
  '--type, --severity, --title': ['a type, a severity or a title', "--severity 2 --reason 'more customers affected'"],
  '--to': ['an assignee', '--to sato'],
  'handover --to': ['the person to take over', '--to sato'],
  '--reason': ['a reason', "--reason 'recorded twice'"],
  'redact --reason': ['a reason', "--reason 'names a customer'"],
  'exec --reason': [
    'a reason: how the command ended, and how you know',
    "--reason 'systemctl says that it is running'",
  ],
  '--at, --text': ['the right time or text', "--at 22:05, or --text 'connection lost'"],
  '--field': ['the field to redact', '--field text'],
  '--text-ja': ['the words in Japanese', "--text-ja '接続が切れた'"],
  '--text-en': ['the words in English', "--text-en 'connection lost'"],
  '--text': ['the right text', "--text 'connection lost'"],
  '--owner': ['an owner', '--owner sato'],
  '--ref': ['its key or address in a tracker', '--ref OPS-7'],
  '--confirm': ['the command is marked as dangerous and needs confirmation', '--confirm STEP'],
  '--continue': ['--continue', "--continue --reason 'restored from a backup'"],
  '--number': ['the number of the command', '--number 1'],
  '--audience': ['the readers of the report', '--audience internal'],
  '--report': ['the report', '--report REPORT'],
  '--reach': ['a way to reach them', "--reach 'Sato=+81-90-0000-0000'"],
  '--evidence': ['evidence for the claim', "--evidence 'balances reconciled'"],
  '--approved-by': ['the person who approved the claim', '--approved-by sato'],
  '--correct': ['the correction', "--correct 'TEXT'"],
  '--correct-ja': ['the correction in Japanese', "--correct-ja 'TEXT'"],
  '--correct-en': ['the correction in English', "--correct-en 'TEXT'"],
  '--correct-ja, --correct-en': ['the correction in each language', "--correct-ja 'TEXT' --correct-en 'TEXT'"],
}

/** An example of the value of a flag; null for one that is not known. */
function valuesOf({ allowed = [] }: ProblemParams['usage']): string | null {
  return allowed.length === 0 ? null : `Values: ${list(allowed)}`
}

function exampleOf(flag: string): string | null {
  return Object.hasOwn(ASKED, flag) ? `For example: ${ASKED[flag as Answer][1]}` : null
}

function detailsIn({ id }: { id: string }, me: string): string {
  return `For details: ${me} verify -i ${id}`
}

function damageMend({ id, why, declared }: ProblemParams['damaged'], me: string): string {
  if (why === 'wrong-folder') return 'Rename the folder, and the log files in it, to the incident that the log declares'
  if (!declared)
    return `No readable event declares the incident: restore an intact copy, or declare a new incident: ${me} start`
  const does = why === 'frozen-missing' ? 'To continue without it' : 'To freeze that file and continue in a new one'
  return `${does}: ${me} verify --continue --reason TEXT -i ${id}`
}

/** How a closing is taken back. */
function closedByMistake({ id, event }: { id: string; event: string }, me: string): string {
  return `If ${id} was closed by mistake: ${me} undo ${event} --reason TEXT -i ${id}`
}

/** What to do about errors that no reason overrides. */
function unsafeMends(codes: readonly string[], me: string): string[] {
  return [
    ...(codes.includes('control-character') ? ['Remove the control characters: no reason overrides this'] : []),
    ...(codes.includes('words-redacted')
      ? [`State what was redacted in other words (${me} set), or edit the text (--edit): no reason overrides this`]
      : []),
  ]
}

/** When an act was prepared and approved, by the clocks of those machines. */
const clockWords = ({ prepared, approved }: NonNullable<ProblemParams['approval-void']['clocks']>) =>
  ` (prepared ${briefTimeText(prepared)}${approved === null ? '' : `, approved ${briefTimeText(approved)}`})`

/** Why nothing answers: a code of the system, or the words of a server. */
function silence(why: string): string {
  if (/CERT|TLS|SIGNATURE/.test(why)) return ': its certificate is not trusted here, or is for another name'
  const words = {
    ECONNREFUSED: 'nothing accepts connections there',
    ETIMEDOUT: 'it did not answer in time',
    ECONNRESET: 'the connection broke off',
    EPIPE: 'the connection broke off',
    EPROTO: 'what answers there does not follow the protocol',
    ECLEARTEXT: 'it asks for the password in clear text, and the connection is not encrypted',
    EMSGSIZE: 'it sent far more than was asked for',
    ENOTFOUND: 'there is no host with that name',
    EAI_AGAIN: 'the name of its host could not be looked up',
    EHOSTUNREACH: 'no network leads to it',
    ENETUNREACH: 'no network leads to it',
  }[why]
  if (words !== undefined) return `: ${words}`
  return /^E[A-Z_]+$/.test(why) ? ` (${why})` : `: ${why}`
}

/** What `--force` overrides besides; empty if that is nothing. */
function alsoOpen({ also: { actions, facts }, names }: ProblemParams['steps-open' | 'actions-open']): string {
  const also = [
    ...(actions.length === 0 ? [] : [`follow-ups without an owner or a due date: ${actions.join(', ')}`]),
    ...(facts.length === 0
      ? []
      : [
          `what customers were told is being checked: ${facts.map((fact) => withName(fact, names?.[fact]?.en)).join(', ')}`,
        ]),
  ]
  return also.map((words) => `; ${words}`).join('')
}

export const problems: ProblemWords = {
  usage: (p, me) => {
    const help = helpOf(p, me)
    if (p.kind === 'excess') return [`too many arguments for '${p.detail}'`, `See '${help}'`]
    if (p.kind === 'value')
      return [`give a value after ${p.detail}`, valuesOf(p) ?? exampleOf(p.detail) ?? `See '${help}'`]
    return [p.kind === 'conflict' ? `these cannot be used together: ${p.detail}` : p.detail, `See '${help}'`]
  },
  'unknown-command': (p, me) => {
    const [message, advice] = unknown('command')(p)
    return [message, `${advice}. All commands: ${helpOf(p, me)}`]
  },
  'unknown-option': (p, me) => {
    const [message, advice] = unknown('option')(p)
    return [message, `${advice}. All options: ${helpOf(p, me)}`]
  },
  'missing-argument': (p, me) => [
    p.name === 'piece' ? 'give the name of the evidence' : `'${p.name}' is missing`,
    `See '${helpOf(p, me)}'`,
  ],
  'bad-flag': (p) => [`${p.flag} cannot be '${p.given}'`, `Allowed: ${named(p)}`],
  'unknown-step': unknown('step'),
  'unknown-type': unknown('halt type'),
  'unknown-severity': unknown('severity'),
  'unknown-fact': unknown('fact'),
  'unknown-channel': unknown('notice channel'),
  'unknown-writer': (p) => [
    `unknown writer '${p.given}'`,
    p.allowed.length === 0 ? 'There are no others' : `Writers: ${named(p)}`,
  ],
  'own-writer': (p) => [`${p.writer} is the writer of this machine`, 'Set aside those of others only'],
  'declaring-writer': (p) => [
    `${p.writer} declared this incident, which cannot go on without it`,
    'Undo its events one by one instead',
  ],
  'outside-circle': (p, me) => [
    `only a machine that the declaring writer knows can set ${p.writer} aside or accept it again; it does not know this one (${p.own})`,
    `Do it on a machine that it knows, or have ${p.own} accepted there: ${me} verify --accept ${p.own}`,
  ],
  'approval-void': (p, me) => [
    {
      refused: `${p.by} refused ${p.event}${p.reason === undefined ? '' : `: "${p.reason}"`}`,
      changed: `${p.event} does not count any more: ${p.changed === undefined ? 'this is not what was approved' : voidedWords(p.changed, said)}`,
      expired: `${p.event} does not count any more: the time to approve it and carry it out is over${p.clocks === undefined ? '' : clockWords(p.clocks)}`,
      done: `${p.event} was carried out already`,
    }[p.why],
    p.why === 'done'
      ? `See ${me} log`
      : p.clocks?.isOdd
        ? 'Compare the clocks of these machines; then prepare it again, and ask for approval again'
        : 'Prepare it again, and ask for approval again',
  ],
  'stated-by-new-writer': (p, me) => [
    `${p.event} was approved, but a writer that this machine does not know has recorded since: ${unheededWords(p.words, said).join('; ')}`,
    [
      `If that is right: ${me} verify --accept ${onlyWriterOf(p.words) ?? 'WRITER'}${ofIncident(p.incident)}; then prepare it again`,
      `If it is not: ${me} ${sendingOf(p)} --force --reason TEXT`,
    ].join('\n'),
  ],
  'not-a-request': (p, me) => [`${p.event} is no request for approval, or was undone`, `What waits: ${me} approve`],
  'not-a-run': (p, me) => [`${p.event} is no command that exec ran`, `What it ran: ${me} log --type command`],
  'approved-already': (p, me) => [
    `${p.lift === undefined ? 'these notices were' : 'this lift was'} approved already (${p.event})`,
    p.lift !== undefined
      ? `To lift: ${me} lift ${p.lift.join(' ')}`
      : `To send them as approved: ${me} notice --send --approved ${p.event}; to have another text approved, first: ${me} refuse ${p.event} --reason TEXT`,
  ],
  'not-approved': (p, me) => [
    p.event === null ? 'another person has to approve this first' : `nobody has approved ${p.event} yet`,
    p.event === null
      ? `Ask for it: ${me} notice --send; who may approve it: ${either(p.approvers)}`
      : `For ${either(p.approvers)}: ${me} approve ${p.event}${ofIncident(p.incident)}`,
  ],
  'not-as-approved': (p, me) => [
    `the text of ${p.flag} is not the one that was approved for ${p.channel} (${p.event})`,
    `Post what was approved (${me} approve shows it); to record another text that was posted, leave out --approved: if nobody approved it, it is a deviation`,
  ],
  'other-approval': (p, me) =>
    p.lift.length > 0
      ? [
          `${p.event} is about lifting ${p.lift.join(' ')}, not about a notice on ${p.channel}`,
          `To record that lift: ${me} lift ${p.lift.join(' ')}${ofIncident(p.incident)}`,
        ]
      : [
          `${p.event} is about ${list(p.channels)}, not about ${p.channel}`,
          `To record what it is about as posted: ${me} notice ${p.channels[0] ?? ''} --posted --approved ${p.event}${ofIncident(p.incident)}`,
        ],
  'not-another-person': (p, me) =>
    ({
      'same-person': [
        `${p.by} prepared ${p.event}, so another person has to approve it`,
        `For ${either(p.approvers)}: ${me} approve ${p.event}${ofIncident(p.incident)}`,
      ],
      'same-link': [
        `${p.by} or ${p.author} acts by a link that the other, or one person for both, has made, so that the approval of ${p.event} would not come from another person`,
        'Whoever approves uses the command line, or a link that somebody else has made',
      ],
      'no-approver': [
        `${p.by} is not among the approvers`,
        `For ${either(p.approvers)}: ${me} approve ${p.event}${ofIncident(p.incident)}`,
      ],
      'same-key': [
        `${p.author} and ${p.by} wrote with the same key (${p.writer})`,
        'Where signers are set, whoever approves does so on a machine of their own',
      ],
      'not-signed': [
        `nobody in the file of signers has signed the key of ${p.writer} (${p.by}), so that the approval of ${p.event} does not count`,
        `Whoever owns that machine runs there: ${me} anchor`,
      ],
      'same-signer': [
        `one person has signed both keys, that of ${p.author} and that of ${p.by} (${p.writer})`,
        'Where signers are set, whoever approves does so on a machine of their own',
      ],
    })[p.why] as [string, string],
  'unknown-person': unknown('person'),
  'unknown-department': unknown('department'),
  'unknown-invitation': (p) => [
    `nobody of the name '${p.given}' has a link that is good`,
    p.allowed.length === 0 ? 'There are none now' : `Invited: ${list(p.allowed)}`,
  ],
  'unknown-level': unknown('escalation level'),
  'unknown-operation': unknown('operation'),
  'unknown-scenario': unknown('scenario'),
  'unknown-template': unknown('template'),
  'unknown-scope-state': unknown('scope state'),
  'unknown-clock': unknown('clock'),
  'unknown-authority': unknown('authority'),
  'no-form': (p) => [
    `cannot draft a report to '${p.given}': its file has no form`,
    `Authorities with a form: ${list(p.allowed)}. To add one, edit runbooks/authorities/${p.given}.yaml`,
  ],
  'unknown-report': unknown('report of this authority'),
  'unknown-form-field': unknown('field of this form'),
  'bad-field-value': (p) => [
    `field ${p.field} cannot be '${p.given}'`,
    `It takes ${fieldKinds[p.kind]}${p.options.length === 0 ? '' : `: ${list(p.options)}`}`,
  ],
  'unclear-name': (p) => [`several things are called '${p.given}'`, `Give the id: ${named(p)}`],
  'unclear-assignee': (p, me) => [
    `'${p.given}' is neither a department nor a person known here. Did you mean ${p.like}?`,
    `Name it exactly, or say that it is a person: ${me} assign STEP --to ${quoteArg(p.given)} --person`,
  ],
  'unknown-event': (p, me) => [
    `this log has no event '${p.given}'`,
    `To see the names, such as k3v9x2ab:12: ${me} log`,
  ],
  'unknown-field': (p) => [`${p.event} has no text in '${p.given}'`, `Its fields with text: ${list(p.allowed)}`],
  'unknown-hypothesis': (p, me) => [
    `there is no hypothesis '${p.given}'`,
    p.allowed.length > 0 ? `Known: ${list(p.allowed)}` : `To state one: ${me} note 'TEXT' --hypothesis`,
  ],
  'unknown-action': (p, me) => [
    `this incident has no follow-up '${p.given}'`,
    p.allowed.length === 0
      ? `None is open. To see those that are done: ${me} action list`
      : `Open:\n${followUpLines(p, 'en')}`,
  ],
  'unknown-incident': (p, me) => {
    if (p.several) return [`several incidents begin with '${p.given}'`, `Choose one: ${list(p.allowed)}`]
    const advice = `${p.relay === undefined ? 'Known' : 'Similar'}: ${list(p.allowed)}`
    return [
      p.relay === undefined
        ? `there is no incident '${p.given}'`
        : `'${p.given}' is no incident that is known here or in the relay ${p.relay}`,
      p.allowed.length > 0 ? advice : `See '${me} list'`,
    ]
  },
  'bad-zone': (p) => [`'${p.given}' is not a time zone`, 'Use an IANA name, for example Asia/Tokyo or Europe/London'],
  'bad-words': (p) => [
    p.why === 'too-long' ? `more than ${p.limit} characters` : `'${p.given}' has line breaks or control characters`,
    'Use one short line',
  ],
  'bad-person-id': (p) => [
    p.why === 'taken' ? `'${p.given}' is already in use` : `'${p.given}' is not a valid id`,
    'Use letters, digits, . and -, for example sato',
  ],
  'bad-address': (p) => [`'${p.given}' is not a mail address`, 'For example: name@example.com'],
  'bad-number': (p) => [
    `'${p.given}' is neither a telephone number nor a mail address`,
    'For example: +81-90-0000-0000 or name@example.com; for a chat, @name',
  ],
  'bad-time': (p) => [
    `'${p.given}' is not a time`,
    'Use 22:05, yesterday 22:05, 10m ago, or 2026-11-24T22:05; for a future time also 30m, tomorrow 05:30',
  ],
  'time-unclear': (p) => {
    if (p.why === 'twice')
      return [`'${p.given}' comes twice on that day, when the clocks go back`, `Give the offset: ${readings(p)}`]
    if (p.why === 'far') return [`the day of '${p.given}' is not clear`, `Give the date: ${readings(p)}`]
    return [
      `'${p.given}' is a day without a time of day`,
      p.time === undefined
        ? `Give both, for example ${p.given} 22:05; in a shell in quotes: '${p.given} 22:05'`
        : `Put both in quotes: '${p.given} ${p.time}'`,
    ]
  },
  'future-time': (p) => [
    `${briefTimeText(p.at)} is in the future`,
    'Give the time when it happened, which has passed; only planned times can be in the future',
  ],
  'past-time': (p) => [`${briefTimeText(p.at)} has passed`, 'Give a time in the future'],
  'before-start': (p, me) => [
    `${briefTimeText(p.at)} is before the halt began (${briefTimeText(p.startedAt)})`,
    p.fact === null ? 'Correct the time' : `Correct the time. If the halt began earlier: ${me} set ${p.fact}=${p.at}`,
  ],
  'out-of-order': (p, me) => [
    `${p.later} (${briefTimeText(p.laterAt)}) must be after ${p.earlier} (${briefTimeText(p.earlierAt)})`,
    `Correct either. Both in one command: ${me} set ${p.earlier}=TIME ${p.later}=TIME`,
  ],
  'bad-range': (p) => [
    `'${p.given}' is not a time range`,
    'Use FROM/TO, for example 02:00/04:00; TO must be after FROM',
  ],
  'bad-quantity': (p) => {
    if (p.kind === 'limit') return [`'${p.given}' is not a number of lines`, 'Give a whole number, such as 20']
    return p.kind === 'count'
      ? [`'${p.given}' is not a count`, 'Give a whole number, such as 1200 or 1,200, with or without its unit']
      : [`'${p.given}' is not an amount with its currency`, 'Give both, for example 1250000 JPY or 1,250.50 USD']
  },
  'bad-assignment': (p) => [
    `'${p.given}' has the wrong form`,
    `Write it as: ${typeof p.example === 'string' ? p.example : p.example.en}`,
  ],
  'bad-asset': (p) => [
    `'${p.given}' is not an asset`,
    'Use A-Z, 0-9 and, after the first, the signs . / -, at most 24 in all: XEM, JPY, BTC/JPY',
  ],
  'no-public-words': (p) => [
    `${p.fact} has no public words`,
    `Facts with public words: ${list(p.allowed)}. In the manual, words: true gives a fact some`,
  ],
  'words-needed': (p, me) => [
    `${p.operation}=limited needs a description of the limit`,
    `For example: ${me} scope '${p.operation}=limited:by telephone only'`,
  ],
  'not-plannable': (p) => [
    `a halt of type ${p.type} cannot be planned`,
    `Types that can be planned: ${list(p.plannable)}`,
  ],
  'too-long': (p) => [
    `${p.bytes} bytes is too long for one event (limit ${p.limit})`,
    'Shorten it, or put the rest into a file',
  ],
  'bad-runbook': (p, me) => [
    `${p.place}: ${p.first}${p.count > 1 ? ` (and ${p.count - 1} more)` : ''}`,
    `${p.excerpt}\n${p.mend}\nTo list all errors: ${me} runbook check`,
  ],
  'no-chapters': (p, me) => [
    `halt.yaml says runbooks: { shipped: false }, but ${p.folder} has no chapters`,
    `Put your chapters there, and check them: ${me} runbook check\nFor the shipped manual, remove that line`,
  ],
  'bad-template': (p, me) => [
    `${p.place}: ${p.first}`,
    `${p.excerpt}\n${p.mend}\nTo list all errors: ${me} runbook check${p.without === null ? '' : `\nWithout the template: ${p.without}`}`,
  ],
  'bad-contacts': brokenFile,
  'bad-scenario': (p, me) => [
    `${p.place}: ${p.first}${p.count > 1 ? ` (and ${p.count - 1} more)` : ''}`,
    `${p.excerpt}\n${p.mend}\n${scenarioMend(p, me)}`,
  ],
  'bad-setting': brokenFile,
  'no-such-file': (p) => [`${p.path} does not exist`, 'Check the path'],
  'no-such-head': (p) => [
    `no such head in anchors/ of this incident: ${p.given}`,
    p.allowed.length === 0 ? 'There are none yet' : `Heads: ${list(p.allowed)}`,
  ],
  'no-directory': () => [
    'the working directory has been deleted',
    'Change to another directory (cd), or give the workspace as an absolute path: --dir /PATH or HALT_DIR',
  ],
  'no-temporary-folder': (p) => [
    `no temporary file can be written in ${p.path} (${p.why})`,
    'Set TMPDIR to a folder that can be written to, then try again',
  ],
  'not-replayable': (p) => [
    `${p.given} has times more than ten years apart: a drill cannot replay them`,
    'No drill was opened. Correct the wrong times, or replay another incident',
  ],
  'bad-clock': (p) => [
    `this machine's clock shows ${p.shown}: a log cannot store such a time`,
    'Nothing was recorded. Correct the clock, then try again',
  ],
  'unsupported-system': () => ['Windows is not supported: run this in WSL', ''],
  'no-workspace': (p, me) => [
    p.why === 'missing'
      ? `there is no workspace ${p.directory}`
      : `${p.directory} is not a workspace: it has neither halt.yaml nor incidents/`,
    `Check --dir and HALT_DIR, and whether the volume is mounted. To create a workspace: ${me} init ${quoteArg(p.directory)}`,
  ],
  'untrusted-workspace': (p, me) => [
    [
      p.unused === undefined
        ? `the workspace ${p.directory} is not used`
        : `${p.unused} leads to a file that is not read from ${p.directory}`,
      p.why === 'owner' ? `${p.path} belongs to another user` : `others can write to ${p.path}`,
    ].join(': '),
    [
      `If you trust everyone who can change it: ${me} trust ${quoteArg(p.directory)}`,
      `Or name another workspace: --dir DIR or HALT_DIR`,
    ].join('\n'),
  ],
  unreadable: (p) => [`${p.path} cannot be read (${p.why})`, 'Check its type and its permissions'],
  'bad-text-file': (p) => [
    {
      'too-long': `${source(p.path)} is too long (limit ${p.limit} bytes)`,
      'not-utf8': `${source(p.path)} is not text in UTF-8`,
      nul: `${source(p.path)} is not text: it contains NUL bytes`,
    }[p.why],
    {
      'too-long': 'Use a file that contains only the text',
      'not-utf8': 'Save it as UTF-8, for example: iconv -f SHIFT_JIS -t UTF-8',
      nul: 'Use a file that contains the text',
    }[p.why],
  ],
  'bad-notes': ({ path, faults }) => [
    faults.length === 0
      ? `${source(path)} has no notes`
      : `nothing was recorded: ${pluralize(faults.length, 'line')} of ${source(path)} cannot be read`,
    [...faults.map(({ line, why, given }) => `${path}:${line}: ${NOTE_LINE_FAULTS[why](given)}`), NOTE_LINES].join(
      '\n',
    ),
  ],
  'bad-alert': ({ path, at }) => [
    at === null
      ? `${source(path)} is not JSON, so nothing was started`
      : `${source(path)} is not what Alertmanager sends to a webhook${at === '' ? '' : ` (${at})`}, so nothing was started`,
    'It is version 4 of the data of webhook_config, as Alertmanager posts it',
  ],
  'bad-head': (p) => [`'${p.given}' is not the head of a log`, 'A head is 20 to 64 hexadecimal digits'],
  'bad-bundle': (p) => [
    {
      form: `${p.path} is not a bundle`,
      truncated: `${p.path} is not complete`,
      'not-a-file': `${p.path} contains a folder, a link or a device`,
      limit: `${p.path} is larger than a bundle may be (1 GiB, 20000 files)`,
      name: `${p.path} contains a file that is not of a bundle: ${p.name}`,
      twice: `${p.path} contains a file twice: ${p.name}`,
      'no-log': `${p.path} contains no log`,
      'long-name': `the name is too long for an archive: ${p.name}`,
    }[p.why],
    p.why === 'long-name'
      ? 'Copy the folder of the incident instead'
      : 'Nothing was unpacked. Use the file just as verify --bundle wrote it',
  ],
  'output-exists': (p) => [`${p.path} already exists`, 'Use another file name, or add --overwrite'],
  'folder-in-use': (p) =>
    p.names.length === 0
      ? [`${p.directory} is not a folder`, 'Name a new folder, or one without a manual']
      : [
          `${p.directory} already has ${p.names.join(', ')}`,
          'Nothing was changed. Name a new folder, or one without a manual',
        ],
  'unknown-example': (p) => [
    `there is no example '${p.given}'`,
    p.allowed.length === 0 ? 'This installation has no examples' : `Examples: ${list(p.allowed)}`,
  ],
  'bad-outline': (p) =>
    (
      ({
        'no-headings': [
          `${p.path} has no headings, so it cannot be divided into chapters`,
          'Mark the chapters with # and their sections with ##, as in Markdown',
        ],
        'too-long': [`${p.path} has more than ${p.limit} lines`, 'Keep only what has to be done in a halt'],
        'too-deep': [
          `${p.path}:${p.line} begins with more than ${p.limit} marks of lists or quotes`,
          'Write it with fewer levels',
        ],
        'large-chapter': [
          `the chapter at ${p.path}:${p.line} is too large for one file (limit ${p.limit} clauses)`,
          'Divide it into chapters, or keep only what has to be done in a halt',
        ],
      }) as const
    )[p.why],
  'not-shown': (p) => [
    `cannot write to standard output (${p.why})`,
    'Nothing was recorded. Check where the output goes',
  ],
  'output-not-a-file': (p) => [
    `${p.path} is a folder, a link or a device, and was not changed`,
    'Use a regular file; without --output the report goes to standard output',
  ],
  'missing-answer': ({ what, words, example }) => {
    const [asked, usual] = ASKED[what]
    if (what === '--confirm') return [asked, `To run it: ${example ?? usual}`]
    return [`give ${words ?? asked}`, `For example: ${example ?? usual}`]
  },
  'drill-nothing-goes-out': (p, me) => [
    `in this drill, ${p.channel} is down now`,
    `Notify customers on the other channels; mark this one (${me} notice ${p.channel} --unsafe --reason ...) or wait until it works again`,
  ],
  'drill-no-answer': (p, me) => [
    `in this drill, ${p.person} does not answer now`,
    `Record the call (${me} contacts tried ${p.person}), then call the next person`,
  ],
  'no-exercise': (p, me) => [
    `${p.id} is not a drill of a scenario, so it has no score`,
    `To list the scenarios: ${me} drill --list`,
  ],
  'no-incident': ({ closed }, me) => [
    'no incident is open',
    `To start one: ${me} start. To use any other, open or closed: -i ID or -i latest${closed === null ? '' : `\n${closedByMistake(closed, me)}`}`,
  ],
  confidential: (p, me) => [
    p.why === 'confidential'
      ? `${p.id} is confidential, so assistants are not shown it`
      : `${p.id} may be confidential: its runbook is missing. So assistants are not shown it`,
    `To show them confidential incidents as well, start the server with: ${me} mcp --confidential`,
  ],
  'which-incident': (p, me) => [
    `more than one incident is open: ${list(p.ids)}`,
    `Choose one: ${me} ... -i ${p.ids[0] ?? 'ID'}`,
  ],
  'incident-closed': (p, me) => [
    `${p.id} is closed`,
    `You can still add notes, corrections, follow-ups, root cause facts, reports to authorities and the final notice. If it was closed by mistake: ${me} undo EVENT --reason ... -i ${p.id}`,
  ],
  'closed-otherwise': (p, me) => [
    `${p.id} is already closed as ${p.as} (${p.event})`,
    `To close it as ${p.given} instead, first take that back: ${me} undo ${p.event} --reason ... -i ${p.id}`,
  ],
  'cannot-join': (p, me) => [
    {
      same: `${p.id} cannot be joined to itself`,
      drill: `${p.id} is a drill, and the incident to close is real`,
      real: `${p.id} is real, and the incident to close is a drill`,
      none: `you have declared no open incident other than ${p.id}`,
    }[p.why],
    `${me} join ID -i OWN copies the notes of OWN to ID, then closes OWN as a duplicate. To see both: ${me} list --open`,
  ],
  'channel-unsafe': (p, me) => [
    `${p.channel} is marked as unsafe: ${p.reason}`,
    `Use another channel. To send anyway: --force --reason ...; to remove the mark: ${me} notice ${p.channel} --safe --reason ...`,
  ],
  'delivery-unknown': (p, me) => [
    `it is not known whether the ${words.notice(p.stage, p.number)} on ${p.channel} went out (${p.event})`,
    `Look at ${p.channel} first. If it did: ${me} notice ${p.channel} --posted. ${
      {
        retry: `If not: ${me} notice ${p.channel} --send --retry --force --reason ...`,
        new: `If not, send a new one: ${me} notice ${p.channel} --send --force --reason ...`,
        nothing: 'If not, nothing has to be taken back there',
      }[p.otherwise]
    }`,
  ],
  'partly-sent': (p, me) => [
    `this notice already reached ${p.reached} by ${p.channel} (${p.event}), and would reach them twice`,
    p.once !== null
      ? `They got it by ${p.once}, and the way to send that is set now has no record of that. Set ${p.once} again, or send anyway: --send --retry --force --reason ...`
      : `To send it to the others only: ${me} notice ${p.channel} --send --retry. An update goes to everyone once something has changed. To send it twice anyway: --force --reason ...`,
  ],
  'being-sent': (p, me) => {
    const { by, channel } = p
    if (by.of === 'lock') {
      const who = by.holder === null ? '' : ` by ${holderWords(by.holder)}`
      return [`a notice on ${channel} is being sent${who}`, `Nothing was sent. ${lockMend(by.holder, by.path, me)}`]
    }
    return by.isOverdue
      ? [
          `${by.name} took its turn to send a notice on ${channel} ${agoWords(by.seconds)}, and what became of it is not known here`,
          `Nothing was sent. Ask them, and look at ${channel}. If their program ended before it sent anything, ${me} sync on their machine gives the turn back; if nothing went out, send without their word: --alone --reason ...`,
        ]
      : [
          `${by.name} took its turn to send a notice on ${channel} ${agoWords(by.seconds)}`,
          `Nothing was sent. Wait for what becomes of it: ${me} sync. If their program ended before it sent anything, ${me} sync on their machine gives the turn back; if nothing went out and you cannot wait, send without their word: --alone --reason ...`,
        ]
  },
  'notice-outdated': (p, me) => [
    p.changed.length > 0
      ? `the text for ${p.channel} was composed before this changed: ${list(p.changed)}`
      : `another notice was recorded meanwhile: ${p.channel} is now at number ${p.now ?? '-'}, but the text says ${p.number ?? '-'}`,
    `Check the texts again: ${me} notice ${p.channel}`,
  ],
  'no-contacts': (p, me) => [
    'there is no contact list: this workspace has no contacts.yaml',
    `To create one: ${me} init${p.workspace === null ? '' : ` ${quoteArg(p.workspace)}`}`,
  ],
  'not-offered': (p, me) => [
    p.to === null
      ? `nobody has offered the lead (${p.lead ?? '-'} leads)`
      : `the lead was offered to ${p.to}, not to ${p.by}`,
    `To take it over anyway, give a reason: ${me} handover --accept --reason 'TEXT'`,
  ],
  'no-clock-fits': (p, me) => [
    `'${p.event}' starts no clock by itself in this type of halt`,
    `Decide which one applies, and start it: ${p.names.map((name) => `${me} clock start ${name}`).join('; ')}`,
  ],
  'no-page-way': (p, me) => [
    `cannot page ${list(p.people)}: contacts.yaml has no way to send to them`,
    `Call them, and record it: ${me} contacts tried NAME. To page them, add 'send' under 'reach' in contacts.yaml`,
  ],
  'not-due': (p) => [
    `escalation to ${p.level} is not due${p.dueAt === null ? '' : ' yet'}`,
    "To escalate anyway, give a reason: --reason 'TEXT'",
  ],
  'nothing-to-retry': (p, me) => [
    `no notice on ${p.channel} failed`,
    `To send a new one: ${me} notice ${p.channel} --send`,
  ],
  'unknown-author': (p, me) => [
    `what failed on ${p.channel}, or that it did, is the word of a writer that this machine does not know (${p.event}, ${p.by})`,
    [
      `To send a new one: ${me} notice ${p.channel} --send`,
      `Once you know whose it is: ${me} verify --accept ${p.writer} -i ${p.incident}`,
    ].join('\n'),
  ],
  'text-redacted': (p, me) => [
    `text of the notice on ${p.channel} is redacted, so it cannot be sent`,
    `To send a new one: ${me} notice ${p.channel} --send`,
  ],
  'nothing-to-correct': (p, me) => [
    `no notice went out on ${p.channel}, so there is nothing to correct`,
    `To tell people there what is going on: ${me} notice ${p.channel}`,
  ],
  'no-final-notice': (p, me) => [
    `the halt was closed as a false alarm, and there is nothing left to tell on ${p.channel}`,
    `To correct what was told there: ${me} notice ${p.channel} --correct TEXT. To give a final notice anyway: --stage final, and --force --reason ... to send or record it`,
  ],
  'not-resumed': (p, me) => [
    `nothing has been recorded as open again, so there is no resumption to announce on ${p.channel}`,
    `To record what is open again: ${me} lift. If that notice went out too early: ${me} notice ${p.channel} --stage resumption --posted --force --reason ...`,
  ],
  'first-again': (p, me) => [
    `${p.channel} already had its first notice (${p.event}, ${timeText(p.at)})`,
    `For an update, omit --stage first. ${p.sent ? '' : `If that notice was never posted: ${me} undo ${p.event} --reason ... `}To give a first notice once more: --again --reason ...`,
  ],
  'nothing-new': (p, me) => [
    `nothing has changed since the last notice, and no report is due yet: ${list(p.told.map((one) => `${one.channel} (${words.notice(one.stage, one.number)}, ${timeText(one.at)})`))}`,
    `If something is new, record it first, such as: ${me} set, ${me} scope. To promise another time: --next TIME. To send it all the same: --again --reason ...`,
  ],
  'stage-passed': (p, me) => [
    `the last notice on ${p.channel} is of the stage '${words.stage[p.stage]}', but the stage is now '${words.stage[p.now]}'`,
    `To send a new one: ${me} notice ${p.channel} --send. To send the old one anyway: --send --retry --force --reason ...`,
  ],
  'notice-errors': (p, me) => [
    {
      'not-recorded': `not recorded, because the text for ${list(p.channels)} has errors: ${list(p.codes)}`,
      'not-sent': `nothing was sent, because the texts for ${list(p.channels)} have errors: ${list(p.codes)}`,
      'others-sent': `the texts for ${list(p.channels)} were not sent, because they have errors: ${list(p.codes)}`,
    }[p.result],
    p.result === 'not-recorded'
      ? 'Has it been posted already? Then record it as it is: --force --reason ...; and correct it where it stands'
      : [
          ...(p.safety ? unsafeMends(p.codes, me) : ['To send them anyway: --force --reason ...']),
          ...(p.send === null ? [] : [`To send the others now: ${p.send}`]),
          ...(p.check === null || p.safety ? [] : [`To see what is wrong: ${p.check}`]),
        ].join('\n'),
  ],
  'no-chromium': (p) => [
    `a PDF needs Chromium, and none of these is installed: ${p.names.join(', ')}`,
    'Install one, or use --format html and print the page from a browser',
  ],
  'pdf-failed': (p) => [
    `${p.program} did not print a PDF: ${p.why}`,
    'Use --format html and print the page from a browser',
  ],
  'pdf-to-terminal': () => ['a terminal cannot show a PDF', 'Write it to a file: --output FILE'],
  'editor-failed': (p) => [
    p.why === 'no-terminal'
      ? `${p.program} needs a terminal`
      : p.why === 'empty'
        ? `the text from ${p.program} is empty`
        : `the editor ${p.program} failed (${p.why})`,
    'Nothing was sent or recorded. To use another editor, set VISUAL or EDITOR',
  ],
  'required-step': (p, me) => [
    `${p.step} is required and cannot be declined`,
    `To skip it as a deviation: ${me} skip ${p.step} --reason ...`,
  ],
  'step-resolved': (p, me) => [
    `${p.step} is already ${nameOr(words.stepState, p.state)}`,
    `To undo that first: ${me} undo EVENT --reason ...`,
  ],
  'steps-pending': (p, me) => [
    `required steps of this phase are pending: ${list(p.steps)}`,
    `Do, begin, assign or skip them; or ${me} advance --force --reason ...`,
  ],
  'steps-open': (p, me) => [
    `steps are still open: ${list(p.steps)}${alsoOpen(p)}`,
    `Do, decline or skip them; or ${me} close --force --reason ...`,
  ],
  'actions-open': (p, me) => [
    `follow-ups have no owner or no due date: ${list(p.actions)}${alsoOpen(p)}`,
    `${me} action change EVENT --owner NAME --due DATE; or ${me} close --force --reason ...`,
  ],
  'criteria-open': (p, me) => [
    `what settles the resumption criteria is not recorded as done: ${list(p.steps)}`,
    `Do them first: ${me} done ${p.steps[0] ?? ''}; or ${me} lift ... --force --reason ...`,
  ],
  'answer-awaited': (p, me) => [
    `customers were told that it is being checked, and nobody has stated the result: ${list(p.facts.map(({ fact }) => withName(fact, p.names?.[fact]?.en)))}`,
    `State it, and the final notice will tell them: ${me} set ${toState(p, 'WORDS', 'VALUE')}; or ${me} close --force --reason ...`,
  ],
  'still-restricted': (p, me) => [
    p.scope.length > 0 ? `still restricted: ${list(p.scope)}` : 'you did not say what is open again',
    `Say what is open again: ${me} lift OPERATION[:ASSET]... or ${me} lift --all`,
  ],
  'not-restricted': (p, me) => [
    `${list(p.targets)}: not stated to be restricted; nothing to lift`,
    p.scope.length > 0 ? `Restricted: ${list(p.scope)}` : `If it was: ${me} scope ${p.targets[0]}=stopped --at TIME`,
  ],
  'lift-instead': (p, me) => [
    `${list(p.targets)}: stated to be restricted; that it is open again is recorded by a lift`,
    `If it is open again: ${me} lift ${p.targets.join(' ')}. If it never was restricted: ${me} scope ${p.targets.map((one) => `${one}=open`).join(' ')} --force --reason ...`,
  ],
  'no-next-phase': (p, me) => [
    `'advance' cannot go beyond the phase ${p.name?.en ?? nameOr(words.phase, p.phase)}`,
    p.phase === 'during-halt' ? `To open the next phase: ${me} lift` : `To end the incident: ${me} close`,
  ],
  'not-lifted': (p) => [
    `the halt has not been lifted (${p.name?.en ?? nameOr(words.phase, p.phase)})`,
    'A halt can be reopened only after it has been lifted',
  ],
  'not-begun': (_, me) => ['the planned halt has not begun', `To begin it: ${me} advance`],
  'not-undoable': (p, me) => [`${p.event} (${p.type}) cannot be undone`, undoMend(p, me)],
  'nothing-to-undo': (p, me) => [
    `${p.by} has recorded nothing that can be undone`,
    `Name an event: ${me} undo EVENT --reason ...`,
  ],
  'not-correctable': (p, me) => [
    p.field === 'at'
      ? `the time of ${p.event} (${p.type}) cannot be corrected`
      : `${p.event} (${p.type}) has no note or reason to correct`,
    p.type === 'incident.started' && !(p.field === 'at' && p.fact === null)
      ? p.field === 'at'
        ? `Set the fact ${p.fact} instead: ${me} set ${p.fact}=TIME`
        : `Give another title, type or severity: ${me} classify --title ... --reason ...`
      : isContentInEvidence(p.type)
        ? removeMend(me)
        : 'Record a new event instead',
  ],
  'reason-has-text': () => [
    'the reason has the very text that is to be redacted',
    'The log keeps and shows reasons: give one that does not have the text',
  ],
  'not-redactable': (p, me) => [
    `${p.event} (${p.type}) has no text to redact`,
    p.inEvidence ? removeMend(me) : 'Times, numbers and names of authors cannot be redacted',
  ],
  'newer-version': (p, me) => [
    `this version does not know the type or version of ${p.event} (${p.type})`,
    p.unknown === undefined
      ? 'Upgrade; until then you can only read this incident'
      : `This machine does not know its writer ${p.unknown.writer}. If it is nobody of yours, go on without it: ${me} verify --set-aside ${p.unknown.writer} --reason ... -i ${p.unknown.id}. Otherwise upgrade; until then you can only read this incident`,
  ],
  'no-terminal': (_, me) => ['the walk needs a terminal', `Use commands instead: ${me} next, ${me} done ...`],
  damaged: (p, me) => [
    said.damagedAt(p.file, p.line, p.why),
    [
      ...(p.during === 'verify'
        ? []
        : [`${p.during === 'recording' ? 'Nothing was written. ' : ''}${detailsIn(p, me)}`]),
      damageMend(p, me),
      ...(p.next === undefined ? [] : [`Then: ${p.next}`]),
    ].join('\n'),
  ],
  'past-log-damaged': (p) => [
    said.damagedAt(p.file, p.line, p.why),
    'No drill was opened. Only an undamaged log can be replayed: use an intact copy',
  ],
  'no-declaration': (p, me) => [
    `no valid event declares ${p.id}, so it cannot be continued`,
    `Restore an intact copy of its files. If there is none, declare a new incident: ${me} start`,
  ],
  'head-unknown': (p) => [
    `the log never had the head ${p.head}`,
    'Lines were altered or removed, or the head belongs to another log',
  ],
  'declared-twice': (p, me) => [
    `the log of ${p.id} has two declarations, or lines of another incident (writers: ${list(p.writers)}): what it shows may be false`,
    `Find out which of them is true, and move the file of the false one out of the folder. Then: ${me} verify --continue --reason TEXT -i ${p.id}${p.during === 'verify' ? '' : `\n${detailsIn(p, me)}`}`,
  ],
  'log-behind': (p, me) => [
    `the log of ${p.writer} ends at ${p.seq}, but ${p.kept} was recorded`,
    `It was restored, truncated or copied. The next event will start a new writer that records this; to do that now:\n${me} verify --continue --reason TEXT -i ${p.id}`,
  ],
  'log-incomplete': (p, me) => [
    {
      missing: `the file of ${p.writer} is missing, but ${p.by} has seen it up to ${p.seen}`,
      behind: `the log of ${p.writer} ends at ${p.seq}, but ${p.by} has seen it up to ${p.seen}`,
      differs: `${p.writer}:${p.seen} is not the event that ${p.by} has seen`,
    }[p.how],
    `Restore an intact copy of that file. If there is none, continue without it:\n${me} verify --continue --reason TEXT -i ${p.id}`,
  ],
  'anchor-differs': (p, me) => [
    `the log does not have the head that was signed or time-stamped in ${p.file}`,
    `Lines were altered or removed after that, or the file was${p.during === 'verify' ? '' : `. ${detailsIn(p, me)}`}`,
  ],
  'bundle-not-whole': (p) => [
    {
      damaged: `the log in ${p.path} is damaged`,
      'declared-twice': `the log in ${p.path} has two declarations, or lines of another incident: what it shows may be false`,
      behind: `the log in ${p.path} lacks some of what was recorded`,
      'foreign-lines': `the log in ${p.path} has lines that their writer did not write`,
      'runbook-missing': `a runbook or settings file that the log names is missing or altered in ${p.path}`,
      'anchor-differs': `the log in ${p.path} does not have a head that was signed`,
    }[p.why],
    'Ask for another bundle, from somebody else who has the log if possible',
  ],
  'bundle-not-signed': (p) => [
    `nobody in ${p.list} has signed a head of the log in ${p.path}`,
    'Check that the list has the keys of the people who recorded. If it has, do not rely on this bundle',
  ],
  'board-needs-tls': (p) => [
    `other machines reach ${p.host}, so the board there needs TLS`,
    'Add --tls-cert FILE --tls-key FILE, or let a proxy with TLS stand before it: --url https://HOST --port N',
  ],
  'cannot-listen': (p) => [
    `cannot listen at ${p.address} (${p.why})`,
    p.why === 'EADDRINUSE'
      ? 'Something else listens there: choose another port with --port N'
      : 'Check the address and the permissions',
  ],
  'no-board': (_, me) => [
    'no board of this workspace runs on this machine, so a link would lead nowhere',
    `Start one at an address that stays, in another terminal: ${me} serve --port 4258`,
  ],
  'too-many-invitations': (p, me) => [
    `${p.limit} links are good already`,
    `End one: ${me} invite --revoke NAME (${me} invite --list shows them)`,
  ],
  'unknown-feed': (p) => [
    `halt.yaml has no feed '${p.given}'`,
    p.allowed.length === 0 ? 'Add it under feeds: (docs/feeds.md)' : `Feeds: ${list(p.allowed)}`,
  ],
  'no-relay': () => ['there is no relay to share incidents through', 'Add to halt.yaml: relay: { via: postgres }'],
  'no-relay-url': (p) => [
    `the URL of the relay is not set: ${p.variable} is empty`,
    `Set it: export ${p.variable}=postgres://NAME@HOST/DATABASE. A password belongs in ~/.pgpass`,
  ],
  'bad-relay-url': (p) => [
    `${p.variable} is not the URL of a PostgreSQL database`,
    p.unescaped
      ? 'In a name or a password, write % as %25, / as %2F, ? as %3F, # as %23, @ as %40, : as %3A and a space as %20, or leave the password to ~/.pgpass: postgres://NAME@HOST:PORT/DATABASE'
      : 'It has this form: postgres://NAME@HOST:PORT/DATABASE',
  ],
  'relay-needs-tls': (p) => [
    `${p.variable} says that the relay is to be connected to without TLS (sslmode=disable)`,
    'Leave that out, and name the certificates that vouch for the server (relay: { ca: FILE }). Without TLS only on a network of your own: relay: { allowPlain: true }',
  ],
  'relay-unreachable': (p) => [
    `the relay ${p.relay} cannot be reached${silence(p.why)}`,
    p.sending
      ? 'Nothing was sent: another machine may be sending the same. Ask the others, then send without the relay: --alone --reason ...'
      : 'Nothing is lost: what was recorded is on this machine, and is shared as soon as the relay answers',
  ],
  'relay-backlog': (p, me) => [
    `the relay ${p.relay} answers, but at least ${pluralize(p.lines, 'line')} of ${pluralize(p.writers, 'writer')} in it were not looked at yet`,
    `Nothing was sent: another machine may be sending the same. Look at them, then send again: ${me} sync. If there is no time for that, ask the others, then send without the relay: --alone --reason ...`,
  ],
  'relay-unusable': (p, me) => [
    {
      'not-let-in': `the relay ${p.relay} does not let you in: the name or the password is wrong or missing`,
      'no-database': `the relay ${p.relay} does not exist: there is no database of that name`,
      'not-set-up': `the relay ${p.relay} is not set up`,
      'no-permission': `your role may not use the relay ${p.relay}`,
      'other-version': `the relay ${p.relay} was set up by another version of this program`,
      'other-tables': `the schema halt in ${p.relay} is not that of this program`,
      full: `the relay ${p.relay} takes nothing any more: its disk is full`,
      'read-only': `the relay ${p.relay} can only be read: the server is a standby, or is set to read-only`,
    }[p.why],
    {
      'not-let-in': 'Correct the URL, or the line in ~/.pgpass. Nothing is lost: what was recorded is on this machine',
      'no-database': 'Correct the URL, or have the database created',
      'not-set-up': `Have the administrator of the database run: ${me} sync --setup`,
      'no-permission': 'Have the administrator of the database run: grant halt_operator to your role',
      'other-version': `Use the same version on all machines. If it is newer than the relay, have the administrator of the database run: ${me} sync --setup`,
      'other-tables': 'Use a database of its own',
      full: 'Have its administrator make room. Nothing is lost: what was recorded is on this machine. What others had shared comes all the same',
      'read-only':
        'Use the URL of the server that takes changes, or have the administrator promote this one. Nothing is lost: what was recorded is on this machine',
    }[p.why],
  ],
  'no-signing-key': () => [
    'there is no key to sign with, and no time-stamping authority',
    'Name one in halt.yaml, for example: sign: { key: ~/.ssh/id_ed25519 } or timestamp: [https://tsa.example]',
  ],
  'not-signed': (p) => [
    `could not sign with ${p.key}${p.why === '' ? '; the message of ssh-keygen is above' : `: ${p.why}`}`,
    'Check the passphrase, that ssh-keygen is installed, and that the key is there and is yours',
  ],
  'not-stamped': (p) => [
    `no authority gave a time stamp: ${p.failures.map(stampingFailure).join('; ')}`,
    'Check that openssl is installed, and that timestamp in halt.yaml names authorities that can be reached',
  ],
  'foreign-lines': (p, me) => [
    `the file of ${p.writer} has lines after ${p.kept} that it did not write`,
    `Somebody else added them: compare them with what the people concerned remember. Recording continues as a new writer. Once it is clear where they came from, say so:\n${me} verify --continue --reason TEXT -i ${p.id}`,
  ],
  'runbook-missing': (p, me) => [
    `${p.file} is ${FLAW[p.flaw]}: without it, the rules for ${p.id} are unknown`,
    [
      'Restore a copy under the same name (from a backup or another machine); its contents must match the digest in the log.',
      `If there is none, continue with the runbook and settings of the workspace: ${me} runbook adopt --reason TEXT -i ${p.id}`,
      `note, exec, log and list still work${p.during === 'verify' ? '' : `. ${detailsIn(p, me)}`}`,
    ].join('\n'),
  ],
  'log-missing': (p) => [
    `the log of ${p.id} is gone, but it was recorded up to ${p.writer}:${p.seq}`,
    `Restore it from a copy. If somebody moved it on purpose, delete this machine's record of it: rm ${quoteArg(p.path)}`,
  ],
  'not-recorded': (p, me) => [
    `NOT recorded: cannot write to ${p.path} (${p.why})`,
    p.uncut
      ? 'The partial write could not be undone: the log may show it, but it may not be on disk. Check the disk and the log before you try again'
      : p.approved === undefined
        ? 'Nothing was done. Fix that, then try again'
        : `The approval is recorded, and nothing was sent. Fix that, then send it: ${me} approve ${p.approved}`,
  ],
  'lock-timeout': (p, me) => [
    `NOT recorded: ${p.holder === null ? 'somebody' : holderWords(p.holder)} has held the lock for ${p.seconds} s: ${p.path}`,
    `Nothing was done. ${lockMend(p.holder, p.path, me)}`,
  ],
  'lock-lost': (p) => [
    `NOT recorded: somebody released or removed the lock while this command held it: ${p.path}`,
    'Nothing was done. Try again; if it happens again, find out who can write to that folder',
  ],
  'bad-lock': (p) => [
    `NOT recorded: ${p.path} is a link, a pipe, a device, a folder or far too long, not a lock file`,
    `Nothing was done. Find out who put it there, remove it (it has no log data), then try again`,
  ],
  'lock-denied': (p) => [
    `NOT recorded: this account may not use ${p.path}, a file of ${p.isOwn ? 'its own' : `UID ${p.owner}`} with mode ${p.mode}`,
    p.isOwn
      ? `Nothing was done. Give it its mode again: chmod 600 ${p.path} (660 if a group shares the workspace)`
      : 'Nothing was done. Ask whoever that is why, and to make it writable for you (share.group in halt.yaml). If nobody of theirs is recording, remove it (it has no log data), then try again',
  ],
  'bad-evidence-folder': (p) => [
    `NOT recorded: ${p.path} is a link or a file, not a folder`,
    'Nothing was done, and no link was followed. Find out who put it there, and restore the folder',
  ],
  'bad-anchors-folder': (p) => [
    `NOT signed: ${p.path} is a link or a file, not a folder`,
    'Nothing was written, and no link was followed. Find out who put it there, and restore the folder',
  ],
  'recorded-not-shown': (p, me) => [
    `recorded in ${p.incident}, but cannot write to ${p.path ?? 'standard output'} (${p.why})`,
    `Do not record it again. To see it: ${me} log -i ${p.incident}`,
  ],
  interrupted: ({ line }) => ['this command was stopped', `To start it again:\n${line}`],
  paused: (p) => [
    [
      'paused',
      ...(p.unrecorded?.length ? [`NOT recorded: ${p.unrecorded.map((text) => `"${text}"`).join(', ')}`] : []),
      ...(p.edited?.length ? [`edited and not used: ${list(p.edited)}`] : []),
      ...(p.lost ? ['the unfinished private text was discarded'] : []),
      ...(p.unrecorded?.length || p.edited?.length || p.lost ? [] : ['all answers are recorded']),
    ].join('; '),
    [...keptWords(p), ...standWords(p), `To resume:\n${p.line}`].join('\n'),
  ],
  'no-answer': (p) => ['no answer; nothing was confirmed', `To resume:\n${p.line}`],
  'command-interrupted': (p, me) => ['the command was interrupted; this is recorded', outputWords(p, me)],
  'delivery-interrupted': (p, me) => [
    `interrupted; what was sent until then is recorded: ${list(p.what.map(deliveryEndWords))}`,
    `To send the rest: ${me} notice CHANNEL --send --retry`,
  ],
  'page-interrupted': (p, me) => [
    `interrupted; what was sent until then is recorded: ${list(p.what.map(deliveryEndWords))}`,
    `To see whom to call now: ${me} contacts`,
  ],
  'page-failed': (p, me) => [
    `recorded, but not everyone was paged: ${list(p.what.map(deliveryEndWords))}`,
    p.people.length === 0
      ? `It is not known whether the page arrived: call them as well. To see whom to call now: ${me} contacts`
      : `Call ${list(p.people)} yourself, and record it: ${me} contacts tried NAME; once they answer: ${me} contacts reached NAME`,
  ],
  'delivery-failed': (p, me) => [
    `recorded, but not everything was sent: ${list(p.what.map(deliveryEndWords))}`,
    [
      ...p.failed.slice(0, 1).map(() => {
        const channels = p.failed.join(' ')
        return `To send the rest: ${me} notice ${channels} --send --retry; or post it by hand: ${me} notice ${channels} --posted`
      }),
      ...p.unknown.map(
        (channel) =>
          `It is not known whether it arrived on ${channel}: look there. If it did: ${me} notice ${channel} --posted. If not: ${me} notice ${channel} --send --retry --force --reason ...`,
      ),
    ].join('. ') || `There is nothing to retry. The delivery journal says who did not get it: ${me} evidence list`,
  ],
  'command-failed': (p, me) => [`the command ${describeCommandEnd(p.outcome)}; this is recorded`, outputWords(p, me)],
  'delivery-not-recorded': (p, me) => [
    `sending the notice of ${p.event} ended (${deliveryEndWords(p.ended)}), but that is NOT recorded: cannot write to ${p.path} (${p.why})`,
    `Fix that. If it was sent: ${me} notice ${p.ended.who} --posted -i ${p.id}`,
  ],
  'page-not-recorded': (p, me) => [
    `paging ${p.ended.who} (${p.event}) ended (${resultWords(p.ended)}), but that is NOT recorded: cannot write to ${p.path} (${p.why})`,
    `Fix that. The log shows the page with an unknown outcome; once they answer: ${me} contacts reached ${p.ended.who} -i ${p.id}`,
  ],
  'outcome-not-recorded': (p, me) => [
    `the command of ${p.event} ${describeCommandEnd(p.outcome)}, but its outcome is NOT recorded: cannot write to ${p.path} (${p.why})`,
    `Fix that, then record it: ${me} exec --settle ${p.event} --reason '${describeCommandEnd(p.outcome)}' -i ${p.id}`,
  ],
  'not-confirmed': (p) => [`'${p.given}' does not confirm; nothing was run`, `To run it: --confirm ${p.word}`],
  'evidence-altered': (p) => [
    `evidence of ${p.id} was altered: ${list(p.files)}`,
    'The log itself is intact. Look for an intact copy of those files (a backup) and restore it',
  ],
  'evidence-lost': (p, me) => [
    `evidence of ${p.id} was on this machine and is gone: ${list(p.files)}`,
    `Look for a copy of NAME and NAME.salt (a backup) and restore both. If there is none, record that: ${me} evidence remove NAME --reason ...`,
  ],
  'evidence-gone': (p, me) => [`${p.file} is not on this machine`, `To see why: ${me} evidence list`],
  'unknown-evidence': unknown('piece of evidence'),
  'ambiguous-request': (p, me) => [
    `several requests for approval have the number ${p.given}: ${list(p.matches)}`,
    `Name one of them: ${p.matches.map((event) => `${me} approve ${event}`).join('; ')}`,
  ],
  'ambiguous-evidence': (p) => [
    `more than one piece of evidence begins with '${p.given}'`,
    `Type more of the name: ${list(p.matches)}`,
  ],
  'evidence-too-short': (p) => [
    `'${p.given}' is too short: removing evidence deletes it for good`,
    `Type at least ${p.least} letters of its name`,
  ],
  'not-deleted': (p, me) => [
    `the log of ${p.id} says that these files were removed, but they are still there: ${list(p.files)}${p.why === null ? '' : ` (${p.why})`}`,
    `Find out why (permissions, attributes, a restored copy), then repeat: ${me} evidence remove NAME --reason ...`,
  ],
  'bad-size': (p) => [`'${p.given}' is not a size`, 'Use 500, 64k, 16m or 1g'],
  'bad-duration': (p) => [`'${p.given}' is not a duration from 1s to 24h`, 'Use 90s, 10m or 1h30m'],
  'file-too-large': (p) => [
    p.path === '-'
      ? `standard input has more than ${p.limit} bytes, the limit; nothing was done`
      : `${p.path} has ${p.bytes} bytes; the limit is ${p.limit}`,
    'Give only the part that matters',
  ],
  'bad-link': (p) => [
    `'${p.given}' is not a link that customers can open`,
    'Use a full https:// address without a password, as a browser copies it, or omit the link',
  ],
  'idle-flag': (p) => [`${p.flag} does nothing without ${p.needs}`, `Add ${p.needs}, or omit ${p.flag}`],
  'stray-flag': (p) => [
    `${p.flag} applies only to the commands that a step offers`,
    `Omit ${p.flag}, or omit '-- CMD' and name the step with --step ID`,
  ],
  'open-quote': (p) => [
    `unclosed quote, or backslash at the end: ${p.given}`,
    'Nothing was run. Put words with spaces or quotes between \'...\' or "...", or a backslash before the character',
  ],
  'no-command': (p) => [
    p.count === 0 ? `${p.step} offers no command` : `${p.step} offers ${p.count} commands, but not '${p.given}'`,
    p.count === 0 ? 'Give your own after --' : `Use --number 1 to ${p.count}`,
  ],
  'foreign-command': (p, me) => [
    `the runbook of this workspace does not offer this command in ${p.step}, only the one that ${p.by} put in force (${p.event})`,
    [
      `Nothing was run. To run it all the same, in ${quoteArg(p.folder)}: ${me} exec --step ${p.step} -- ${quoteArgv(p.run)}`,
      `To go on with the runbook of this workspace: ${me} runbook adopt --reason WHY`,
    ].join('\n'),
  ],
}

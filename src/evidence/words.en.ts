import type { EvidenceState } from '../domain/incident/evidence.ts'
import type { Shortcoming } from '../domain/log/missing-heads.ts'
import type { VerificationResult } from '../domain/log/verification.ts'
import type { NotASignerReason } from '../domain/readiness/finding.ts'
import { pluralize, words } from '../i18n/words.en.ts'
import type { CheckedAnchor, CheckedTimestamp, UnknownSignerReason } from '../signing/io/check-anchors.ts'

/** What to do about what `verify` found; for some there is a command to type. */
export type Remedy = 'continue' | 'record' | 'declare' | 'rename' | 'choose' | 'put-back' | 'ask' | 'upgrade'

/** The texts of `verify`: whole sentences, since they are read when something is wrong. */
/** Why a file of signers does not say whose a key is. */
export function keyNotAllowed(key: string, signers: string, why: NotASignerReason): string {
  return {
    missing: `${key} is not in the file of signers (${signers})`,
    unnamed: `${key} is in the file of signers (${signers}) without a name, only with a pattern`,
    'other-namespace': `${key} is in the file of signers (${signers}) only for another namespace than halt`,
    'not-valid-now': `${key} is not valid now, by the file of signers (${signers})`,
  }[why]
}

export const labels = {
  state: {
    whole: 'whole',
    torn: 'whole, with a torn end',
    continued: 'abandoned',
    frozen: 'frozen',
    foreign: 'WITH FOREIGN LINES',
    forked: 'FORKED',
    'set-aside': 'set aside',
    missing: 'MISSING',
    behind: 'TRUNCATED',
    differs: 'REPLACED',
    damaged: 'DAMAGED',
  },
  continuedBy: (state: string, event: string) => `${state}, continued by ${event}`,
  setAsideBy: (state: string, event: string) => `${state} by ${event}`,
  events: (count: number, bytes: number, from: string, to: string | null, by: string) =>
    `${count} ${count === 1 ? 'event' : 'events'} in ${bytes} bytes, ${from}${to === null ? '' : ` to ${to}`}, by ${by}`,
  noEvents: (bytes: number) => `no valid events in ${bytes} bytes`,
  /** A file that was set aside is not read. */
  notRead: (bytes: number) => `${bytes} bytes, none of which count`,
  line: (line: number, offset: number, bytes: number, damage: string) =>
    `Line ${line} (byte ${offset} of ${bytes}) ${damage}.`,
  whole: (damage: string) => `The log ${damage}.`,
  means: {
    'not-a-line': 'No writer wrote this: a line was cut in the middle, or bytes were inserted.',
    'hash-differs': 'It was changed after it was written, by a disk fault or by hand.',
    'chain-broken': 'The line itself is sound; a line before it was removed, inserted or replaced.',
    'not-json': 'Its hash matches, but this program did not write its content.',
    'not-an-event': 'Its hash matches, but it was written by another program, or by another version of this one.',
    'wrong-incident': 'It is sound, but belongs to another incident: files were mixed up.',
    'wrong-writer': 'It is sound, but belongs to another writer: a file was copied or renamed.',
    'clock-runs-back': 'Its hash matches, but its time is before that of the previous line: no writer does that.',
    'wrong-signature': 'Its hash matches, but its writer did not sign it: somebody else wrote it.',
    'line-too-long': 'No writer writes lines of 1 MiB: this is something else.',
    unreadable: 'It belongs to another account that has not shared it, or is a link, a pipe or a folder.',
    'no-beginning': 'The file that declared the incident is gone, or its first line cannot be trusted.',
    'frozen-altered': 'It was frozen as evidence, and has changed since.',
    'frozen-missing': 'It was frozen as evidence, and has been moved or deleted since.',
    'wrong-folder':
      'The folder and files were copied or renamed: under this name they could be mistaken for another incident.',
  },
  counts: (events: number): string =>
    events === 0
      ? 'Nothing in the file can be trusted.'
      : `The ${events === 1 ? 'event' : `${events} events`} before it can be trusted; nothing from there on can.`,
  seen: {
    missing: (_, seen, by) => `The file of this writer is missing, but ${by} had seen it up to ${seen}.`,
    behind: (found, seen, by) => `It ends at ${found}, but ${by} had seen it up to ${seen}.`,
    differs: (_, seen, by) => `Its event ${seen} is not the one that ${by} had seen.`,
  } satisfies Record<Shortcoming, (found: number, seen: number, by: string) => string>,
  kept: {
    missing: (_, kept) => `The file of this writer is missing, but the head kept on this machine is at ${kept}.`,
    behind: (found, kept) => `It ends at ${found}, but the head kept on this machine is at ${kept}.`,
    differs: (_, kept) => `Its event ${kept} does not match the head kept on this machine.`,
  } satisfies Record<Shortcoming, (found: number, seen: number) => string>,
  torn: (bytes: number, offset: number) =>
    `Torn end: ${bytes} bytes from byte ${offset}. They were never acknowledged; the writer's next event sets them aside.`,
  frozen: (bytes: number) => `The file is unchanged since it was frozen: ${bytes} bytes, SHA-256`,
  reason: (words: string) => `Reason: ${words}`,
  aside: 'Torn ends set aside',
  asideNamed: (bytes: number, event: string) => `${bytes} bytes, recorded in ${event}`,
  asideUnnamed: (bytes: number) => `${bytes} bytes, not recorded in the log yet: the next event records them`,
  evidence: 'Evidence beside the log',
  /** How many pieces of evidence are in each state. */
  standing: (count: Readonly<Record<EvidenceState, number>>) =>
    [
      `${count.intact} intact`,
      count.removed > 0 ? `${count.removed} removed on purpose` : '',
      count.undeleted > 0 ? `${count.undeleted} removed, STILL HERE` : '',
      count.absent > 0 ? `${count.absent} not on this machine` : '',
      count.lost > 0 ? `${count.lost} GONE from this machine` : '',
      count.unreadable > 0 ? `${count.unreadable} CANNOT BE READ` : '',
      count.altered > 0 ? `${count.altered} ALTERED` : '',
    ]
      .filter(Boolean)
      .join(', '),
  /** Lines after `kept` that the writer did not write; those up to `found` are signed with its key. */
  foreign: {
    signed: (kept: number, found: number) =>
      `Its writer recorded up to ${kept}. What follows up to ${found} is signed with its key and counts: was its state folder copied or restored?`,
    unsigned: (kept: number) =>
      `Its writer recorded up to ${kept}. What follows is not signed with its key and does not count: somebody else added it.`,
    unnamed: 'The next event recorded on this machine names these lines and starts a new file.',
    known: 'Their origin has been recorded, with a reason.',
  },
  gaps: 'Gaps after which the log was continued',
  gap: (writer: string, found: number, kept: number | null, event: string) =>
    `${writer} was found up to ${found}${kept === null ? '' : `, known up to ${kept}`}; continued by ${event}.`,
  leftFiles: 'Files that could not be written to any more',
  leftWhole: (writer: string, seq: number, event: string) =>
    `${writer} has all that was recorded there (up to ${seq}); its owner or mode is another than before. Continued by ${event}.`,
  forks: 'Copied or restored state folders',
  fork: (writer: string, base: number, kept: number, event: string, isHere: boolean) =>
    `After ${writer}:${base}, there are two branches, both signed with its key, and a log has only one of them. Whoever goes on with ${event} had recorded up to ${kept}${kept === base ? '' : `: those lines are ${isHere ? '' : 'NOT '}in this log`}.`,
  compared: 'Compared',
  agrees: (event: string) => `The log has the head kept on this machine: ${event}.`,
  others: (heads: number): string =>
    heads === 1
      ? 'The log has the head that one writer names of another.'
      : `The log has the ${heads} heads that writers name of each other.`,
  notAnchored: 'No head from a report or a mail was compared (--against HEAD).',
  /** Events that are new since this machine last recorded, and what that can mean. */
  news: (last: string) => `New here since this machine last recorded (${last})`,
  newcomer: (writer: string, known: number, events: number, by: string) =>
    `${writer}, ${events} ${known > 0 ? 'more ' : ''}${events === 1 ? 'event' : 'events'}, by ${by}`,
  newsMeans: 'Anyone who can write to the folder can add such a file: ask the people named whether it is theirs.',
  anchors: (hasTokens: boolean): string => (hasTokens ? 'Signed and time-stamped heads' : 'Signed heads'),
  /** A head that was signed or time-stamped: how many events the log had then, and whether it has them still. */
  anchor: {
    'in-log': (events: number) => `${pluralize(events, 'event')}, ${events === 1 ? '' : 'all of them '}in the log`,
    missing: (events: number) => `${pluralize(events, 'event')}, NOT ${events === 1 ? '' : 'all of them '}in the log`,
    altered: () => 'ALTERED: it is no head any more',
    elsewhere: (_events, of) => `no head of this incident: it is one of ${of}, and says nothing of this log`,
  } satisfies Record<CheckedAnchor['state'], (events: number, of: string) => string>,
  /** Of the events that a head covers, how many count, if not all. */
  counting: (counting: number) => (counting === 0 ? 'NONE of these counts' : `only ${counting} of these count`),
  /** Where a log has two declarations, or lines of another incident. */
  rivals: {
    title: 'Two declarations, or lines of another incident',
    declared: (event: string, title: string | null, by: string, time: string) =>
      `${event}  ${title ?? words.untitled}, declared ${time} by ${by}`,
    undeclared: 'Lines that no declaration in the log belongs to',
    counts: 'This one counts, since it is dated first: who wrote it may have dated it back.',
    countsNot: (events: number, writers: string) =>
      events === 1 ? `This one does NOT count (${writers}).` : `This does NOT count: ${events} events of ${writers}.`,
    unsigned: 'signed by nobody in the list of signers',
    more: (count: number) => `${pluralize(count, 'more')} like that: verify --json`,
  },
  signedBy: (signer: string) => `signed by ${signer}`,
  /** Why it is not known who signed; after the name of the signature's file. */
  signedByUnknown: {
    'no-signers': 'not checked, because halt.yaml names no file of signers',
    'signers-missing': 'not checked, because the file of signers that halt.yaml names is missing',
    'no-ssh-keygen': 'not checked, because ssh-keygen cannot be run',
    invalid: 'NOT A VALID SIGNATURE of this head',
    'unknown-key': 'signed with a key that is not in the file of signers, or not valid there',
  } satisfies Record<UnknownSignerReason, string>,
  unsigned: 'neither signed nor time-stamped',
  /** Of a signed head, where time stamps are requested. */
  unstamped: 'no time stamp',
  /** Files beside a head that were not looked at, since there are too many. */
  moreAnchors: (more: number, line: string) => `and ${more} more that nobody known signed: ${line}`,
  moreUnchecked: (count: number) =>
    `${pluralize(count, 'more signature or time stamp', 'more signatures or time stamps')} NOT checked: too many`,
  /** A time-stamp token, by its state: the name of its file, its time, who signed it, and why nobody vouches for that. */
  timestamp: {
    trusted: (_, time, authority) => `time-stamped ${time} by ${authority}`,
    unvouched: (_, time, authority, why) =>
      `time-stamped ${time} by ${authority}, so it says, but no trusted certificate vouches for that (${why})`,
    invalid: (file, _time, _authority, why) => `${file}: NOT a time stamp of this head (${why})`,
    unchecked: (file, _time, _authority, why) => `${file}: a time stamp that was not checked (openssl: ${why})`,
  } satisfies Record<CheckedTimestamp['state'], (file: string, time: string, authority: string, why: string) => string>,
  /** What `anchor` says: the path of the signature that it made, or that was there; that of a head, and what is said of the token. */
  signed: (path: string) => `signed: ${path}`,
  signedBefore: (path: string) => `no change: signed already with this key: ${path}`,
  keyNotAllowed: (key: string, signers: string, why: NotASignerReason) =>
    `${keyNotAllowed(key, signers, why)}: verify cannot say whose signature this is`,
  stamped: (path: string, timestamp: string) => `${path}: ${timestamp}`,
  unknownWriter: 'Not known to this machine.',
  whatToDo: 'What to do',
  mend: {
    continue:
      'Look for an intact copy of the damaged file (a backup, another machine) and put it in its place. If there is none, freeze the file as it is and continue in a new one, giving your reason:',
    record:
      'Look for an intact copy of the file (a backup, another machine) and put it in its place. If there is none, record that you continue without it, giving your reason:',
    declare:
      'Look for intact copies of the files (a backup, another machine) and put them in their place. If there are none, declare the incident again:',
    rename: 'Rename the folder and the log files in it after the incident that the log declares:',
    choose:
      'Find out which of them is true: ask the people named, and compare with heads from elsewhere (reports, mails, signatures). Move the file of a false one out of the folder, then record that you continue without it, giving your reason:',
    'put-back':
      'The next command that records looks for the same bytes in other incidents, in the shipped files and in the workspace, and restores them. If it does not find them, restore a copy (a backup, another machine) under the same name.',
    ask: 'Ask for another bundle, from somebody else who has the log if possible.',
    upgrade: 'First check whether a newer version of this program can read the file.',
  },
  result: {
    consistent: (events) => `${pluralize(events, 'event')}: consistent; agrees with the head kept on this machine`,
    anchored: (events, anchor) => `${pluralize(events, 'event')}: consistent, and the log had that head at ${anchor}`,
    damaged: (events) => `only ${pluralize(events, 'event')} can be trusted: the log is damaged`,
    'declared-twice': (events) =>
      `${pluralize(events, 'event')}, NOT all of one incident: the log has two declarations, or lines of another incident`,
    behind: (events) =>
      `${pluralize(events, 'event')}: consistent in themselves, but some of what was recorded is missing`,
    'foreign-lines': (events) =>
      `${pluralize(events, 'event')}: consistent, but a file has lines that its writer did not write`,
    'runbook-missing': (events) =>
      `${pluralize(events, 'event')}: consistent, but a runbook or settings file that the log names is missing or altered`,
    'evidence-altered': (events) =>
      `${pluralize(events, 'event')}: consistent, but evidence kept beside the log was altered`,
    'evidence-lost': (events) =>
      `${pluralize(events, 'event')}: consistent, but evidence that this machine kept beside the log is gone`,
    'not-deleted': (events) =>
      `${pluralize(events, 'event')}: consistent, but evidence that the log says was removed is still there`,
    'unknown-head': (events) =>
      `${pluralize(events, 'event')}: consistent in themselves, but the log never had that head`,
  } satisfies Record<VerificationResult, (events: number, anchor: string) => string>,
  consistentOnly: (events: number) =>
    `${pluralize(events, 'event')}: consistent (nothing outside this folder was compared)`,
  head: (head: string) => `head ${head}`,
  setBack: (events: number, span: string) =>
    `${events === 1 ? '1 event was' : `${pluralize(events, 'event')} were`} recorded by a clock behind that of the event before, by at most ${span}.`,
  farAhead: (writer: string, span: string) =>
    `The clock of ${writer} is ${span} ahead of this machine's. It is wrong or forged; no other writer's clock follows it, and its events sort after later ones.`,
  /** The runbook and settings files that the log names. */
  governing: 'Runbook and settings beside the log',
  flaw: {
    gone: 'GONE',
    altered: 'ALTERED: not the bytes that the log names',
    unreadable: 'CANNOT BE READ',
    invalid: 'UNUSABLE: it is what the log names, but this version cannot read it',
  },
  named: (files: number): string =>
    files === 1
      ? 'The runbook or settings file that the log names is there, unaltered.'
      : `The ${files} runbook and settings files that the log names are there, unaltered.`,
  /** What is said of a log in an archive, which may come from anybody. */
  bundle: {
    /** The SHA-256 of the archive. */
    digest: (digest: string) => `SHA-256 ${digest}`,
    leftOut: (file: string) => `not in the bundle, since it cannot be read here: ${file}`,
    surplus: (file: string) => `not in the bundle, since it is not of this log, or too much: ${file}`,
    moreSurplus: (files: number) => `not in the bundle either: ${pluralize(files, 'more file')}`,
    written: (file: string, digest: string) => `bundle: ${file}\nSHA-256 ${digest}`,
    evidence: (pieces: number) =>
      `Evidence: ${pluralize(pieces, 'piece')} that the log names ${pieces === 1 ? 'is' : 'are'} not in the bundle.`,
    unknownWriter: 'Nothing ties it to the writer that declared the incident.',
    signedByOwnList: (signer: string) => `signed by ${signer}, according to the list of signers in the bundle`,
    recordedSince: (writer: string, found: number, kept: number) =>
      `Of ${writer}, it has ${found === 0 ? 'nothing' : `what was recorded up to ${found}`}; this machine recorded up to ${kept}. It is older, or its end is missing.`,
    consistent: (events: number) => `${pluralize(events, 'event')}: consistent in themselves`,
    /** How many of the events a signed head covers. */
    signed: (covered: number, signer: string) =>
      `${signer} signed a head that covers ${covered} of these events: without that key, nobody can have changed them since.`,
    stamped: (covered: number, time: string) =>
      `A head that was time-stamped ${time} covers ${covered} of these events: they were in the log then; that does not show who wrote them.`,
    rest: 'Whoever made the bundle could have added to the rest, or left some of it out.',
    ownList:
      'Whoever made the bundle chose its list of signers: compare with a list of your own (--signers FILE), or with a head from a report (--against HEAD).',
    nobodySigned:
      'Nobody in your list of signers has signed a head, and nothing else outside the bundle was compared: whoever made it could have written all of it. Compare with a head from a report (--against HEAD).',
    nothingCompared:
      'Nothing outside the bundle was compared, and whoever made it could have written all of it: compare with a list of signers (--signers FILE), or with a head from a report (--against HEAD).',
    /** `CHECK.md`, up to the lines of the shell. */
    page: ({ incident, events, head, evidence, hasSigners }: BundlePage) =>
      `# The log of ${incident}

This archive holds what is needed to check the log of one incident: a file for each writer (\`ID.WRITER.jsonl\`), the
runbook and settings that governed the incident, the heads that were signed or time-stamped, with the signatures
(\`anchors/\`)${hasSigners ? ', and a list of who may have signed them (`signers`)' : ''}.

- ${pluralize(events, 'event')}
- head: \`${head}\`
- evidence (attached files, private notes, values of personal facts, output of commands): ${evidence === 0 ? 'the log names none' : `${pluralize(evidence, 'piece')}, not in this archive`}

With the program: \`haltctl verify FILE --signers LIST\`. Without it: unpack the archive, and run the lines at the end of this
page in the folder that has this page, in a POSIX shell with \`sha256sum\`, \`openssl\` and \`ssh-keygen\`. Read them first, or take
them from a copy of docs/log.md that you trust: whoever made this archive could have changed this page.

The lines print \`signed by NAME\` for each signed head, with the last event of each writer that it covers, and
\`time-stamped TIME\` likewise. Everything else that they print is altered, missing or not signed. This also names what is in
order, as \`haltctl verify\` explains: an incomplete last line, a damaged file that was given up, logs from before lines were
signed.

- A signed head shows that nothing it covers has changed since it was signed. What came after it could have been added to, or
  left out, by whoever made this archive.
- A name in \`signers\` says nothing by itself: whoever made this archive wrote that list as well. Compare the keys with those
  that you got from these people, or set \`SIGNERS=FILE\` to use a list of your own. \`ROOT=FILE\` has the
  certificates that vouch for time-stamping authorities (by default those of the system).`,
  },
}

/** What the page in a bundle says of the log. */
export interface BundlePage {
  readonly incident: string
  readonly events: number
  readonly head: string
  /** How many pieces of evidence the log names. */
  readonly evidence: number
  readonly hasSigners: boolean
}

export type VerifyLabels = typeof labels

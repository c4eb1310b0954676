import { standsBeside } from '../domain/log/event.ts'
import type { FileFlaw } from '../domain/log/governing-files.ts'
import type { Holder, ProblemCode, ProblemParams } from '../domain/outcome.ts'
import { shellWord } from '../view/shell.ts'
import { endedWords } from './events.en.ts'
import { damage, sizeWords } from './words.en.ts'

/** What went wrong in one line, and what to do about it. `me` is the name the program was called by. */
export type ProblemWords = {
  readonly [C in ProblemCode]: (params: ProblemParams[C], me: string) => readonly [what: string, then: string]
}

const list = (words: readonly string[]) =>
  words.length <= 12 ? words.join(', ') : `${words.slice(0, 12).join(', ')} and ${words.length - 12} more`
const unknown = (what: string) => (p: { given: string; allowed: readonly string[] }) =>
  [`unknown ${what} '${p.given}'`, `Known: ${list(p.allowed)}`] as const

function holderWords({ pid, user, host, since }: Holder): string {
  return `process ${pid}${user === '' ? '' : ` of ${user}`} on ${host}${since === null ? '' : ` (since ${since})`}`
}

function lockMend(holder: Holder | null, path: string): string {
  if (holder === null) return `Try again; if nobody is recording to this incident, delete the lock first: rm ${path}`
  const { pid, host, user, foreign, place } = holder
  const whose = foreign && user !== '' ? ` It is ${user}'s: ask first.` : ''
  return {
    here: `It is still running: check it (ps -fp ${pid}), wait or stop it (kill ${pid}), then try again.${whose}`,
    suspended: `It is suspended: resume it (kill -CONT ${pid}) or stop it (kill -KILL ${pid}), then try again.${whose}`,
    container: `It is in another container of this machine: resume or stop it there. Only if that container is gone for good: rm ${path}`,
    elsewhere: `Resume or stop it on ${host}. Only if that machine is gone for good: rm ${path}`,
  }[place]
}

function removeWords(me: string): string {
  return `What it left beside the log can be removed for good: ${me} evidence list, then ${me} evidence remove NAME --reason ...`
}

function wroteWords({ id, total, files }: ProblemParams['command-failed'], me: string): string {
  if (total === 0) return 'It wrote nothing'
  if (files.length === 0) return `What it wrote was not kept (${sizeWords(total)})`
  return ['What it wrote:', ...files.map((file) => `${me} evidence show ${file} -i ${id}`)].join('\n')
}

/** What is wrong with a file of the team's, and where. */
const inFile = (p: ProblemParams['bad-setting']): readonly [string, string] => [
  `${p.place}: ${p.first}${p.count > 1 ? ` (and ${p.count - 1} more)` : ''}`,
  `${p.excerpt}\n${p.mend}`,
]

const FLAW: Readonly<Record<FileFlaw, string>> = {
  gone: 'gone',
  altered: 'altered: not what the log names',
  unreadable: 'unreadable',
  invalid: 'not usable by this version',
}

export const problems: ProblemWords = {
  usage: (p, me) => [
    p.kind === 'conflict' ? `these cannot be used together: ${p.detail}` : p.detail,
    `See '${me} --help'`,
  ],
  'unknown-command': unknown('command'),
  'unknown-option': unknown('option'),
  'missing-argument': (p, me) => [`'${p.name}' is missing`, `See '${me} ${p.of ?? ''}${p.of ? ' ' : ''}--help'`],
  'bad-flag': (p) => [`${p.flag} cannot be '${p.given}'`, `Allowed: ${list(p.allowed)}`],
  'unknown-step': unknown('step'),
  'unknown-type': unknown('halt type'),
  'unknown-severity': unknown('severity'),
  'unknown-fact': unknown('fact'),
  'unknown-channel': unknown('notice channel'),
  'unknown-person': unknown('person'),
  'unknown-department': unknown('department'),
  'unknown-level': unknown('escalation level'),
  'unknown-operation': unknown('operation'),
  'unknown-scenario': unknown('scenario'),
  'unknown-scope-state': unknown('scope state'),
  'unknown-clock': unknown('clock'),
  'unknown-authority': unknown('authority'),
  'no-form': (p) => [
    `there is no draft for '${p.given}': its file has no form`,
    `Those with a form: ${list(p.allowed)}; or write one into runbooks/authorities/${p.given}.yaml`,
  ],
  'unknown-report': unknown('report of this authority'),
  'unknown-event': (p, me) => [
    `there is no event '${p.given}' in this log`,
    `'${me} log' shows the names, such as k3v9x2ab:12`,
  ],
  'unknown-hypothesis': (p, me) => [
    `there is no hypothesis '${p.given}'`,
    p.allowed.length > 0 ? `Known: ${list(p.allowed)}` : `To state one: ${me} note 'TEXT' --hypothesis`,
  ],
  'unknown-action': (p, me) => [`there is no follow-up '${p.given}' in this incident`, `See '${me} action list'`],
  'unknown-incident': (p, me) => [
    `'${p.given}' matches no incident, or several`,
    p.allowed.length > 0 ? `Known: ${list(p.allowed)}` : `See '${me} list'`,
  ],
  'bad-zone': (p) => [
    `'${p.given}' is not a time zone`,
    'Write its IANA name, for example Asia/Tokyo or Europe/London',
  ],
  'bad-words': (p) => [
    p.why === 'too-long' ? `more than ${p.limit} characters` : `'${p.given}' has line breaks or control characters`,
    'Write it in one short line',
  ],
  'bad-person-id': (p) => [
    p.why === 'taken' ? `'${p.given}' is somebody or something else already` : `'${p.given}' cannot be an id`,
    'Write letters, digits, . and -, for example sato',
  ],
  'bad-address': (p) => [`'${p.given}' is not a mail address`, 'Write it like name@example.com'],
  'bad-number': (p) => [
    `'${p.given}' is neither a telephone number nor a mail address`,
    'Write it like +81-90-0000-0000 or name@example.com; @name for a chat',
  ],
  'bad-time': (p) => [
    `'${p.given}' is not a time`,
    'Write 22:05, 10m ago, 2026-11-24, or 2026-11-24T22:05; for a time to come also 30m',
  ],
  'future-time': (p) => [
    `${p.at} is in the future`,
    'Give the time at which it happened; only planned times may be in the future',
  ],
  'past-time': (p) => [`${p.at} has passed`, 'Give a time in the future'],
  'before-start': (p) => [
    `${p.at} is before the halt began (${p.startedAt})`,
    'Correct the time, or the fact started-at',
  ],
  'bad-range': (p) => [
    `'${p.given}' is not a time range`,
    'Write FROM/TO, for example 02:00/04:00; TO comes after FROM',
  ],
  'bad-assignment': (p) => [`'${p.given}' is not a statement that can be recorded`, `Write ${p.example}`],
  'bad-asset': (p) => [`'${p.given}' is not an asset`, 'Write two to twelve of A-Z and 0-9, for example XEM or JPY'],
  'no-public-words': (p) => [`${p.fact} has no public words`, `Facts with words for customers: ${p.allowed}`],
  'words-needed': (p, me) => [
    `${p.operation} is limited, but the limit is not stated`,
    `For example: ${me} scope '${p.operation}=limited:sells only'`,
  ],
  'not-plannable': (p) => [`a halt of type ${p.type} is never planned`, `Types that can be planned: ${p.plannable}`],
  'too-long': (p) => [
    `${p.bytes} bytes are too many for one event (limit ${p.limit})`,
    'Shorten it, or keep the rest in a file',
  ],
  'bad-runbook': (p, me) => [
    `${p.place}: ${p.first}${p.count > 1 ? ` (and ${p.count - 1} more)` : ''}`,
    `${p.excerpt}\n${p.mend}\n'${me} runbook check' lists all of them`,
  ],
  'bad-template': (p, me) => [
    `${p.place}: ${p.first}`,
    `${p.excerpt}\n${p.mend}\n'${me} runbook check' lists all that is wrong${p.without === null ? '' : `\nWithout the template: ${p.without}`}`,
  ],
  'bad-contacts': inFile,
  'bad-scenario': (p, me) => [
    `${p.place}: ${p.first}${p.count > 1 ? ` (and ${p.count - 1} more)` : ''}`,
    `${p.excerpt}\n${p.mend}\n'${me} runbook check' lists all that is wrong`,
  ],
  'bad-setting': inFile,
  'no-such-file': (p) => [`${p.path} does not exist`, 'Check the path'],
  'no-directory': () => [
    'the working directory has been deleted',
    'Change to another one (cd), or give the workspace as an absolute path: --dir /PATH or HALT_DIR',
  ],
  'not-replayable': (p) => [
    `${p.given} has times more than ten years apart: no drill can hold them`,
    'Nothing was opened. Correct the times that are wrong, or replay another incident',
  ],
  'bad-clock': (p) => [
    `the clock of this machine shows ${p.shown}: no log can hold such a time`,
    'Nothing was recorded. Correct the clock, then try again',
  ],
  'no-workspace': (p, me) => [
    p.why === 'missing'
      ? `there is no workspace ${p.directory}`
      : `${p.directory} is no workspace: it holds neither halt.yaml nor incidents/`,
    `Check --dir and HALT_DIR, and what is mounted there. To make one: ${me} init ${shellWord(p.directory)}`,
  ],
  'untrusted-workspace': (p, me) => [
    p.why === 'owner'
      ? `the workspace ${p.directory} is not used: ${p.path} belongs to another user`
      : `the workspace ${p.directory} is not used: others can write to ${p.path}`,
    [
      `If you trust whoever can change it: ${me} trust ${shellWord(p.directory)}`,
      `Or name the workspace that you mean: --dir DIR or HALT_DIR`,
    ].join('\n'),
  ],
  unreadable: (p) => [`${p.path} cannot be read (${p.why})`, 'Check what it is, and its permissions'],
  'bad-text-file': (p) => [
    {
      'too-long': `${p.path} is longer than a notice may be (${p.limit} bytes)`,
      'not-utf8': `${p.path} is not text in UTF-8`,
      nul: `${p.path} is not text: it holds NUL bytes`,
    }[p.why],
    {
      'too-long': 'Name the file that holds only the text that was posted',
      'not-utf8': 'Save it as UTF-8, for example: iconv -f SHIFT_JIS -t UTF-8',
      nul: 'Name the file that holds the text that was posted',
    }[p.why],
  ],
  'bad-head': (p) => [`'${p.given}' is not the head of a log`, 'A head is 20 to 64 hexadecimal digits'],
  'output-exists': (p) => [`${p.path} already exists`, 'Name another file, or add --overwrite'],
  'not-shown': (p) => [
    `standard output cannot be written (${p.why})`,
    'Nothing was recorded. Check where the output goes',
  ],
  'output-not-a-file': (p) => [
    `${p.path} is a folder, a link or a device, and was left as it is`,
    'Name a file; without --output the report goes to standard output',
  ],
  'missing-answer': ({ flag, what }, me) =>
    flag === '--confirm'
      ? [`${what}: the command is marked as dangerous, and has to be confirmed`, `To run it: --confirm ${what}`]
      : flag === '--reason'
        ? ['a reason is missing', "Add --reason 'TEXT'"]
        : flag === 'NOTE'
          ? ['the note has no words', `For example: ${me} note 'TEXT', or from standard input: ${me} note --private -`]
          : [`${what} is missing`, `Give it with ${flag}`],
  'drill-nothing-goes-out': (p, me) => [
    `in this drill nothing goes out on ${p.channel} now`,
    `Tell customers on the other channels; mark this one (${me} notice ${p.channel} --unsafe --reason ...) or wait until it works again`,
  ],
  'drill-no-answer': (p, me) => [
    `in this drill ${p.person} does not answer now`,
    `Record the call (${me} contacts tried ${p.person}), then call the next one`,
  ],
  'no-exercise': (p, me) => [
    `${p.id} is not a drill of a scenario, so there is nothing to score`,
    `See the scenarios: ${me} drill --list`,
  ],
  'no-incident': (_, me) => [
    'no incident is open',
    `Start one with '${me} start', or name one, open or closed, with -i ID or -i latest`,
  ],
  'which-incident': (p, me) => [
    `it is not clear which incident is meant: ${list(p.ids)}`,
    `Name it: ${me} ... -i ${p.ids[0] ?? 'ID'}`,
  ],
  'incident-closed': (p) => [
    `${p.id} is closed`,
    'Notes, corrections, follow-ups, root cause facts, reports to authorities and the final notice can still be added',
  ],
  'channel-unsafe': (p, me) => [
    `${p.channel} is marked as not to be used: ${p.reason}`,
    `Use another channel; '${me} notice ${p.channel} --safe --reason ...' removes the mark, '--force --reason ...' sends anyway`,
  ],
  'delivery-unknown': (p, me) => [
    `it is not known whether the last notice on ${p.channel} went out (${p.event})`,
    `Look there first. If it did: ${me} notice ${p.channel} --posted. If not: ${me} notice ${p.channel} --send --retry --force --reason ...`,
  ],
  'partly-sent': (p, me) => [
    `this notice reached ${p.reached} by ${p.channel} already (${p.event}), and would reach them twice`,
    p.once !== null
      ? `They got it by ${p.once}, and the way that is set now knows nothing of that. Set ${p.once} again, or send anyway: --send --retry --force --reason ...`
      : `To the others: ${me} notice ${p.channel} --send --retry. To all, as the next report: --send --stage update. To send it twice anyway: --force --reason ...`,
  ],
  'being-sent': (p) => [
    `a notice of ${p.channel} is being sent${p.holder === null ? '' : ` by ${holderWords(p.holder)}`}`,
    `Nothing was sent. ${lockMend(p.holder, shellWord(p.path))}`,
  ],
  'notice-outdated': (p, me) => [
    `another notice was recorded meanwhile: ${p.channel} is now at number ${p.now ?? '-'}, the text says ${p.number ?? '-'}`,
    `Look at the texts again: ${me} notice ${p.channel}`,
  ],
  'no-contacts': (p, me) => [
    'there is no contact list: this workspace has no contacts.yaml',
    `To write one: ${me} init${p.workspace === null ? '' : ` ${shellWord(p.workspace)}`}`,
  ],
  'not-offered': (p, me) => [
    p.to === null
      ? `nobody has offered the lead (${p.lead ?? '-'} leads)`
      : `the lead was offered to ${p.to}, not to ${p.by}`,
    `To take it over anyway, give a reason: ${me} handover --accept --reason 'TEXT'`,
  ],
  'no-clock-fits': (p, me) => [
    `'${p.event}' starts no clock by itself in this type of halt`,
    `Decide which applies, and name it: ${p.names.map((name) => `${me} clock start ${name}`).join('; ')}`,
  ],
  'no-page-way': (p, me) => [
    `there is no way to page ${list(p.people)}: nothing in contacts.yaml says how to send`,
    `Call them, and record it: ${me} contacts tried NAME. To have them paged, give one of their ways a 'send' in contacts.yaml`,
  ],
  'not-due': (p) => [
    `the rules do not ask for ${p.level}${p.dueAt === null ? '' : ' yet'}`,
    "To escalate anyway, give a reason: --reason 'TEXT'",
  ],
  'nothing-to-retry': (p, me) => [
    `no notice on ${p.channel} has failed`,
    `To send a new one: ${me} notice ${p.channel} --send`,
  ],
  'stage-passed': (p, me) => [
    `the last notice on ${p.channel} is for the stage ${p.stage}, but the stage is now ${p.now}`,
    `A new one: ${me} notice ${p.channel} --send. To send the old one anyway: --send --retry --force --reason ...`,
  ],
  'notice-errors': (p, me) => [
    `the texts have errors, and nothing was sent: ${list(p.codes)}`,
    p.safety
      ? 'Remove the control characters: not even --force sends them'
      : `See '${me} notice --check'; or send them anyway: --force --reason ...`,
  ],
  'no-chromium': (p) => [
    `a PDF needs an installed Chromium, and none of these was found: ${p.names.join(', ')}`,
    'Install one, or write the page with --format html and print it from a browser',
  ],
  'pdf-failed': (p) => [
    `${p.program} printed no PDF: ${p.why}`,
    'Write the page with --format html and print it from a browser',
  ],
  'pdf-to-terminal': () => ['a PDF cannot be shown on a terminal', 'Write it to a file: --output FILE'],
  'editor-failed': (p) => [
    p.why === 'no-terminal'
      ? `${p.program} needs a terminal`
      : p.why === 'empty'
        ? `nothing is left of the text for ${p.program}`
        : `the editor ${p.program} failed (${p.why})`,
    'Nothing was sent or recorded. VISUAL or EDITOR names another editor',
  ],
  'required-step': (p, me) => [
    `${p.step} is required and cannot be declined`,
    `It can be skipped as a deviation: ${me} skip ${p.step} --reason ...`,
  ],
  'step-resolved': (p, me) => [`${p.step} is already ${p.state}`, `Undo that first: ${me} undo EVENT --reason ...`],
  'steps-pending': (p, me) => [
    `required steps of this phase are pending: ${list(p.steps)}`,
    `Do, begin, assign or skip them; or '${me} advance --force --reason ...'`,
  ],
  'steps-open': (p, me) => [
    `steps are still open: ${list(p.steps)}`,
    `Do, decline or skip them; or '${me} close --force --reason ...'`,
  ],
  'actions-open': (p, me) => [
    `follow-ups have no owner or no due date: ${list(p.actions)}`,
    `${me} action change EVENT --owner NAME --due DATE; or '${me} close --force --reason ...'`,
  ],
  'criteria-open': (p, me) => [
    `the resumption criteria are not settled: ${list(p.steps)}`,
    `Settle them first: ${me} done ${p.steps[0] ?? ''}; or '${me} lift ... --force --reason ...'`,
  ],
  'still-restricted': (p, me) => [
    p.scope.length > 0 ? `still restricted: ${list(p.scope)}` : 'what trades again is not stated',
    `Say what trades again: ${me} lift OPERATION[:ASSET]... or ${me} lift --all`,
  ],
  'no-next-phase': (p, me) => [
    `advancing goes no further than ${p.phase}`,
    p.phase === 'during-halt' ? `'${me} lift' opens the next one` : `'${me} close' ends the incident`,
  ],
  'not-lifted': (p) => [
    `the halt has not been lifted (${p.phase})`,
    'Only a halt that has been lifted can be reopened',
  ],
  'not-begun': (_, me) => ['the planned halt has not begun', `'${me} advance' begins it`],
  'not-undoable': (p, me) => [
    `${p.event} (${p.type}) cannot be undone`,
    standsBeside(p.type)
      ? removeWords(me)
      : `Steps, facts, scope, phases, hypotheses, hand-overs and follow-ups marked done can; for other events: ${me} correct ${p.event} --reason ...`,
  ],
  'nothing-to-undo': (p, me) => [
    `${p.by} has recorded nothing that can be undone`,
    `Name an event: ${me} undo EVENT --reason ...`,
  ],
  'not-correctable': (p, me) => [
    p.field === 'at'
      ? `the time of ${p.event} (${p.type}) cannot be corrected`
      : `${p.event} (${p.type}) has no words to correct`,
    p.type === 'incident.started'
      ? 'Set the fact started-at instead'
      : standsBeside(p.type)
        ? removeWords(me)
        : 'Record the right one instead',
  ],
  'newer-version': (p) => [
    `${p.event} is of a type or version that this one does not know (${p.type})`,
    'Upgrade; until then this incident can only be read',
  ],
  'no-terminal': (_, me) => ['the walk needs a terminal', `Use the commands instead: ${me} next, ${me} done ...`],
  damaged: (p, me) => [
    `${p.file}:${p.line} ${damage[p.why]}`,
    [
      `Nothing was written. What is known: ${me} verify -i ${p.id}`,
      p.why === 'wrong-folder'
        ? 'Give the folder and the files of the log in it the name of the incident that the log declares'
        : p.declared
          ? `To freeze that file and go on in a new one: ${me} verify --continue --reason TEXT -i ${p.id}`
          : `No event declares the incident any more: put an untouched copy back, or declare it anew with ${me} start`,
      ...(p.next === undefined ? [] : [`Then: ${p.next}`]),
    ].join('\n'),
  ],
  'past-log-damaged': (p) => [
    `${p.file}:${p.line} ${damage[p.why]}`,
    'Only an undamaged log can be replayed: use an untouched copy. No drill was opened',
  ],
  'no-declaration': (p, me) => [
    `no event that can be believed declares ${p.id}: there is nothing to go on from`,
    `Put an untouched copy of its files back. If there is none, declare the incident anew: ${me} start`,
  ],
  'head-unknown': (p) => [
    `the log never had the head ${p.head}`,
    'Lines were altered or removed, or the head is of another log',
  ],
  'log-behind': (p, me) => [
    `the log of ${p.writer} ends at ${p.seq}, but ${p.kept} was recorded`,
    `It was restored, cut or copied. The next event comes from a new writer that says so; to say it now:\n${me} verify --continue --reason TEXT -i ${p.id}`,
  ],
  'log-incomplete': (p, me) => [
    {
      missing: `the file of ${p.writer} is missing, but ${p.by} had seen it up to ${p.seen}`,
      behind: `the log of ${p.writer} ends at ${p.seq}, but ${p.by} had seen it up to ${p.seen}`,
      differs: `${p.writer}:${p.seen} is not the event that ${p.by} had seen`,
    }[p.how],
    `Put an untouched copy of that file back. If there is none, go on and say so:\n${me} verify --continue --reason TEXT -i ${p.id}`,
  ],
  'runbook-missing': (p, me) => [
    `${p.file} is ${FLAW[p.flaw]}: without it, what governs ${p.id} is not known`,
    [
      'Put back a copy under the same name (a backup, another machine); a file with other contents is not accepted.',
      `If there is none, go on with the runbook and settings of the workspace: ${me} runbook adopt --reason TEXT -i ${p.id}`,
      `note, exec, log and list work meanwhile. What is known: ${me} verify -i ${p.id}`,
    ].join('\n'),
  ],
  'log-missing': (p) => [
    `the log of ${p.id} is gone, though it was recorded up to ${p.writer}:${p.seq}`,
    `Put it back from a copy. If it was moved away on purpose, delete what is kept of it: rm ${shellWord(p.path)}`,
  ],
  'not-recorded': (p) => [
    `NOT recorded: ${p.path} cannot be written (${p.why})`,
    p.uncut
      ? 'What was written could not be cut off again: the log may show it, but it may not be on disk. Check the disk, and look at the log before trying again'
      : 'Nothing was done. Fix that, then try again',
  ],
  'lock-timeout': (p) => [
    `NOT recorded: ${p.holder === null ? 'somebody' : holderWords(p.holder)} has held the lock for ${p.seconds} s: ${p.path}`,
    `Nothing was done. ${lockMend(p.holder, shellWord(p.path))}`,
  ],
  'bad-lock': (p) => [
    `NOT recorded: ${p.path} is a link, a pipe, a device or a folder, not a lock file`,
    `Nothing was done. Find out who put it there, remove it (it holds nothing of the log), then try again`,
  ],
  'bad-evidence-folder': (p) => [
    `NOT recorded: ${p.path} is a link or a file, not a folder`,
    'Nothing was done, and nothing was followed. Find out who put it there, and put the folder back',
  ],
  'recorded-not-shown': (p, me) => [
    `recorded in ${p.incident}, but ${p.path ?? 'standard output'} cannot be written (${p.why})`,
    `Do not record it again: '${me} log -i ${p.incident}' shows it`,
  ],
  paused: (p) => [
    p.lost
      ? 'paused; the answer that was begun was not kept, all before it is recorded'
      : 'paused; all that was answered is recorded',
    `Go on with: ${p.line}`,
  ],
  'no-answer': (p) => ['no answer; nothing was confirmed', `Go on with: ${p.line}`],
  'command-interrupted': (p, me) => ['the command was interrupted, which is recorded', wroteWords(p, me)],
  'delivery-interrupted': (p, me) => [
    `interrupted, and recorded as far as it went: ${list(p.what)}`,
    `Go on with: ${me} notice CHANNEL --send --retry`,
  ],
  'page-interrupted': (p, me) => [
    `interrupted, and recorded as far as it went: ${list(p.what)}`,
    `Whom to call now: ${me} contacts`,
  ],
  'page-failed': (p, me) => [
    `recorded, but not everybody was paged: ${list(p.what)}`,
    p.people.length === 0
      ? `Whether it arrived is not known: call them as well. Whom to call now: ${me} contacts`
      : `Call ${list(p.people)} yourself, and record it: ${me} contacts tried NAME; once they answer: ${me} contacts reached NAME`,
  ],
  'delivery-failed': (p, me) => [
    `recorded, but not all went out: ${list(p.what)}`,
    p.left
      ? `Send again: ${me} notice CHANNEL --send --retry; or post it by hand: ${me} notice CHANNEL --posted`
      : `Nothing is left to be sent again. Who did not get it stands in the journal of the mail: ${me} evidence list`,
  ],
  'command-failed': (p, me) => [
    `the command ${endedWords(p.outcome)}; that it was run, and how it ended, is recorded`,
    wroteWords(p, me),
  ],
  'delivery-not-recorded': (p, me) => [
    `sending the notice of ${p.event} has ended (${p.outcome}), but that is NOT recorded: ${p.path} cannot be written (${p.why})`,
    `Fix that. If it went out: ${me} notice ${p.channel} --posted -i ${p.id}`,
  ],
  'page-not-recorded': (p, me) => [
    `paging ${p.person} (${p.event}) has ended (${p.outcome}), but that is NOT recorded: ${p.path} cannot be written (${p.why})`,
    `Fix that. The page stands as of unknown outcome; once they answer: ${me} contacts reached ${p.person} -i ${p.id}`,
  ],
  'outcome-not-recorded': (p, me) => [
    `the command of ${p.event} ${endedWords(p.outcome)}, but its outcome is NOT recorded: ${p.path} cannot be written (${p.why})`,
    `Fix that, then say it: ${me} exec --settle ${p.event} --reason '${endedWords(p.outcome)}' -i ${p.id}`,
  ],
  'not-confirmed': (p) => [`'${p.given}' does not confirm; nothing was run`, `To run it: --confirm ${p.word}`],
  'evidence-altered': (p) => [
    `evidence of ${p.id} was altered: ${list(p.files)}`,
    'The log itself is whole. Look for an untouched copy of those files (a backup) and put it in their place',
  ],
  'evidence-lost': (p, me) => [
    `evidence of ${p.id} was kept on this machine and is gone: ${list(p.files)}`,
    `Look for a copy of NAME and NAME.salt (a backup) and put both back. If there is none, say so: ${me} evidence remove NAME --reason ...`,
  ],
  'evidence-gone': (p, me) => [`the bytes of ${p.file} are not on this machine`, `${me} evidence list says why`],
  'unknown-evidence': unknown('piece of evidence'),
  'ambiguous-evidence': (p) => [
    `several pieces of evidence begin with '${p.given}'`,
    `Write more of one: ${list(p.matches)}`,
  ],
  'evidence-too-short': (p) => [
    `'${p.given}' is too short to name what is to be deleted for good`,
    `Write at least ${p.least} letters of its name`,
  ],
  'not-deleted': (p, me) => [
    `the log of ${p.id} says that it was removed, but the bytes are still there: ${list(p.files)}${p.why === null ? '' : ` (${p.why})`}`,
    `Find out what protects them (rights, attributes, a restored copy), then repeat it: ${me} evidence remove NAME --reason ...`,
  ],
  'bad-size': (p) => [`'${p.given}' is not a size`, 'Write 500, 64k, 16m or 1g'],
  'bad-duration': (p) => [`'${p.given}' is not a duration from 1s to 24h`, 'Write 90s, 10m or 1h30m'],
  'file-too-large': (p) => [
    `${p.path} has ${p.bytes} bytes; no more than ${p.limit} can be attached`,
    'Attach the part that matters',
  ],
  'bad-link': (p) => [
    `'${p.given}' is not a link that customers could follow`,
    'Write https:// and the rest, without a password; omit it if there is none',
  ],
  'idle-flag': (p) => [`${p.flag} does nothing without ${p.needs}`, `Add ${p.needs}, or omit ${p.flag}`],
  'stray-flag': (p) => [
    `${p.flag} is for a command that a step offers`,
    `Omit ${p.flag}, or omit '-- CMD' and name the step with --step ID`,
  ],
  'open-quote': (p) => [
    `a quote is not closed, or a backslash is at the end: ${p.given}`,
    'Nothing was run. Put words with spaces or quotes between \'...\' or "...", or a backslash before the character',
  ],
  'no-command': (p) => [
    p.count === 0 ? `${p.step} offers no command` : `${p.step} offers ${p.count} commands, and no '${p.given}'`,
    p.count === 0 ? 'Give one after --' : `--number 1 to ${p.count}`,
  ],
}

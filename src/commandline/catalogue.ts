import type { CommandModule } from '../command.ts'

interface Entry {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<CommandModule>
}

const RUNNING: readonly Entry[] = [
  { name: 'start', summary: 'declare a halt and open its log', load: () => import('../commands/start.ts') },
  { name: 'walk', summary: 'go through the runbook step by step', load: () => import('../commands/walk.ts') },
  { name: 'status', summary: 'where the incident stands', load: () => import('../commands/status.ts') },
  { name: 'watch', summary: 'status that follows the log', load: () => import('../commands/watch.ts') },
  { name: 'next', summary: 'what to do next', load: () => import('../commands/next.ts') },
  { name: 'begin', summary: 'begin steps', load: () => import('../commands/begin.ts') },
  { name: 'done', summary: 'record steps as done', load: () => import('../commands/done.ts') },
  {
    name: 'decline',
    summary: 'decide against steps that are not required',
    load: () => import('../commands/decline.ts'),
  },
  {
    name: 'skip',
    summary: 'leave steps out, as a deviation',
    load: () => import('../commands/skip.ts'),
  },
  { name: 'assign', summary: 'give steps to somebody', load: () => import('../commands/assign.ts') },
  { name: 'set', summary: 'state facts, and public words', load: () => import('../commands/set.ts') },
  { name: 'note', summary: 'write a note into the log', load: () => import('../commands/note.ts') },
  {
    name: 'exec',
    summary: 'run a command and keep its output as evidence',
    load: () => import('../commands/exec.ts'),
  },
  { name: 'scope', summary: 'state what is stopped', load: () => import('../commands/scope.ts') },
  { name: 'notice', summary: 'show, check, send and record notices', load: () => import('../commands/notice.ts') },
  {
    name: 'contacts',
    summary: 'whom to call now, page them, and who was called: page, tried, reached',
    load: () => import('../commands/contacts.ts'),
  },
  { name: 'escalate', summary: 'call in somebody higher', load: () => import('../commands/escalate.ts') },
  {
    name: 'handover',
    summary: 'what whoever leads next has to know; offer the lead, take it over',
    load: () => import('../commands/handover.ts'),
  },
  {
    name: 'clock',
    summary: 'deadlines of authorities: list, start',
    load: () => import('../commands/clock.ts'),
  },
  {
    name: 'report-to',
    summary: 'record that a report was made to an authority',
    load: () => import('../commands/report-to.ts'),
  },
  { name: 'classify', summary: 'change type, severity or title', load: () => import('../commands/classify.ts') },
  { name: 'advance', summary: 'open the next phase', load: () => import('../commands/advance.ts') },
  { name: 'lift', summary: 'record what trades again', load: () => import('../commands/lift.ts') },
  { name: 'reopen', summary: 'record that trading stopped again', load: () => import('../commands/reopen.ts') },
  { name: 'close', summary: 'end the incident', load: () => import('../commands/close.ts') },
  { name: 'undo', summary: 'take back an event by a new one', load: () => import('../commands/undo.ts') },
  { name: 'correct', summary: 'correct the time or words of an event', load: () => import('../commands/correct.ts') },
  {
    name: 'evidence',
    summary: 'what is kept beside the log: list, show, remove',
    load: () => import('../commands/evidence.ts'),
  },
]

const LOOKING_BACK: readonly Entry[] = [
  { name: 'action', summary: 'keep follow-ups: add, change, done, list', load: () => import('../commands/action.ts') },
  { name: 'list', summary: 'all incidents', load: () => import('../commands/list.ts') },
  { name: 'log', summary: 'the incident log', load: () => import('../commands/log.ts') },
  { name: 'verify', summary: 'check the log against its hashes', load: () => import('../commands/verify.ts') },
  { name: 'report', summary: 'the post-incident report', load: () => import('../commands/report.ts') },
  { name: 'stats', summary: 'figures over many incidents', load: () => import('../commands/stats.ts') },
]

const BEING_READY: readonly Entry[] = [
  {
    name: 'drill',
    summary: 'exercise a scenario, and score it against the manual',
    load: () => import('../commands/drill.ts'),
  },
  { name: 'init', summary: 'write the settings and the contact list', load: () => import('../commands/init.ts') },
  {
    name: 'doctor',
    summary: 'whether all is ready for a halt; exit 8 where there is an error',
    load: () => import('../commands/doctor.ts'),
  },
  { name: 'runbook', summary: 'check, show, coverage, schema, adopt', load: () => import('../commands/runbook.ts') },
  {
    name: 'trust',
    summary: 'trust a workspace that others can change',
    load: () => import('../commands/trust.ts'),
  },
  { name: 'completion', summary: 'completion for bash, zsh or fish', load: () => import('../commands/completion.ts') },
]

/** All commands by what they are for: everything that `--help` needs, without loading any of them. */
export const GROUPS: readonly { readonly title: string; readonly entries: readonly Entry[] }[] = [
  { title: 'Running a halt:', entries: RUNNING },
  { title: 'Looking back:', entries: LOOKING_BACK },
  { title: 'Being ready:', entries: BEING_READY },
]

export const CATALOGUE: readonly Entry[] = GROUPS.flatMap((group) => group.entries)

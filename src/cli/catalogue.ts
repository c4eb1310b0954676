import type { CommandModule } from '../command.ts'

interface Entry {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<CommandModule>
}

const RUNNING: readonly Entry[] = [
  { name: 'start', summary: 'declare a halt and open its log', load: () => import('../incident/commands/start.ts') },
  { name: 'walk', summary: 'go through the runbook step by step', load: () => import('../walk/command.ts') },
  { name: 'status', summary: 'where the incident stands', load: () => import('../incident/commands/status.ts') },
  { name: 'watch', summary: 'status that follows the log', load: () => import('../incident/commands/watch.ts') },
  { name: 'next', summary: 'what to do next', load: () => import('../incident/commands/next.ts') },
  { name: 'begin', summary: 'begin steps', load: () => import('../incident/commands/begin.ts') },
  { name: 'done', summary: 'record steps as done', load: () => import('../incident/commands/done.ts') },
  {
    name: 'decline',
    summary: 'decide against steps that are not required',
    load: () => import('../incident/commands/decline.ts'),
  },
  {
    name: 'skip',
    summary: 'leave steps out, as a deviation',
    load: () => import('../incident/commands/skip.ts'),
  },
  { name: 'assign', summary: 'give steps to somebody', load: () => import('../incident/commands/assign.ts') },
  { name: 'set', summary: 'state facts, and public words', load: () => import('../incident/commands/set.ts') },
  { name: 'note', summary: 'write a note into the log', load: () => import('../incident/commands/note.ts') },
  {
    name: 'exec',
    summary: 'run a command and keep its output as evidence',
    load: () => import('../evidence/commands/exec.ts'),
  },
  { name: 'scope', summary: 'state what is stopped', load: () => import('../incident/commands/scope.ts') },
  { name: 'notice', summary: 'show, check, send and record notices', load: () => import('../notice/command.ts') },
  {
    name: 'contacts',
    summary: 'whom to call now, page them, and who was called: page, tried, reached',
    load: () => import('../people/commands/contacts.ts'),
  },
  { name: 'escalate', summary: 'call in somebody higher', load: () => import('../people/commands/escalate.ts') },
  {
    name: 'handover',
    summary: 'what whoever leads next has to know; offer the lead, take it over',
    load: () => import('../people/commands/handover.ts'),
  },
  {
    name: 'clock',
    summary: 'deadlines of authorities: list, start',
    load: () => import('../authority/commands/clock.ts'),
  },
  {
    name: 'report-to',
    summary: 'record that a report was made to an authority',
    load: () => import('../authority/commands/report-to.ts'),
  },
  {
    name: 'classify',
    summary: 'change type, severity or title',
    load: () => import('../incident/commands/classify.ts'),
  },
  { name: 'advance', summary: 'open the next phase', load: () => import('../incident/commands/advance.ts') },
  { name: 'lift', summary: 'record what trades again', load: () => import('../incident/commands/lift.ts') },
  {
    name: 'reopen',
    summary: 'record that trading stopped again',
    load: () => import('../incident/commands/reopen.ts'),
  },
  { name: 'close', summary: 'end the incident', load: () => import('../incident/commands/close.ts') },
  { name: 'undo', summary: 'take back an event by a new one', load: () => import('../incident/commands/undo.ts') },
  {
    name: 'correct',
    summary: 'correct the time or words of an event',
    load: () => import('../incident/commands/correct.ts'),
  },
  {
    name: 'evidence',
    summary: 'what is kept beside the log: list, show, remove',
    load: () => import('../evidence/commands/evidence.ts'),
  },
]

const LOOKING_BACK: readonly Entry[] = [
  {
    name: 'action',
    summary: 'keep follow-ups: add, change, done, list',
    load: () => import('../incident/commands/action.ts'),
  },
  { name: 'list', summary: 'all incidents', load: () => import('../incident/commands/list.ts') },
  { name: 'log', summary: 'the incident log', load: () => import('../incident/commands/log.ts') },
  { name: 'verify', summary: 'check the log against its hashes', load: () => import('../evidence/commands/verify.ts') },
  { name: 'report', summary: 'the post-incident report', load: () => import('../report/commands/report.ts') },
  { name: 'stats', summary: 'figures over many incidents', load: () => import('../report/commands/stats.ts') },
]

const BEING_READY: readonly Entry[] = [
  {
    name: 'drill',
    summary: 'exercise a scenario, and score it against the manual',
    load: () => import('../drill/command.ts'),
  },
  {
    name: 'init',
    summary: 'write the settings and the contact list',
    load: () => import('../readiness/commands/init.ts'),
  },
  {
    name: 'doctor',
    summary: 'whether all is ready for a halt; exit 8 where there is an error',
    load: () => import('../readiness/commands/doctor.ts'),
  },
  {
    name: 'runbook',
    summary: 'check, show, coverage, schema, adopt',
    load: () => import('../readiness/commands/runbook.ts'),
  },
  {
    name: 'trust',
    summary: 'trust a workspace that others can change',
    load: () => import('../readiness/commands/trust.ts'),
  },
  { name: 'completion', summary: 'completion for bash, zsh or fish', load: () => import('./completion/command.ts') },
]

/** All commands by what they are for: everything that `--help` needs, without loading any of them. */
export const GROUPS: readonly { readonly title: string; readonly entries: readonly Entry[] }[] = [
  { title: 'Running a halt:', entries: RUNNING },
  { title: 'Looking back:', entries: LOOKING_BACK },
  { title: 'Being ready:', entries: BEING_READY },
]

export const CATALOGUE: readonly Entry[] = GROUPS.flatMap((group) => group.entries)

/** A line that the program is given, and where. */
export interface Line {
  readonly words: string
  /** Another line, run before each time. */
  readonly after?: string
  /** Where nothing was before, instead of where the log is. */
  readonly isNew?: true
  /** The code that it ends with; 0 where it is missing. */
  readonly code?: number
}

const line = (words: string, rest: Omit<Line, 'words'> = {}): readonly Line[] => [{ words, ...rest }]
const HALT = '--type system-failure --severity sev2 --title Matching --scope trading=stopped'
const START = `start ${HALT} --no-walk`
const LIFT = 'lift --all --force --reason weighed'

/** What runs without a command. */
const ALONE: readonly Line[] = [{ words: '--version' }, { words: '--help' }]

/** By command, lines that work on an open log of a thousand events. */
const LINES: Readonly<Record<string, readonly Line[]>> = {
  start: line(START, { isNew: true }),
  // Without a terminal it says what to type instead.
  walk: line('walk', { code: 3 }),
  status: [{ words: 'status' }, { words: 'status --json' }],
  next: line('next'),
  begin: line('begin 3.1-chatbot'),
  done: line('done 2.1-logs'),
  decline: line('decline 3.1-faq --reason no'),
  skip: line('skip 3.1-faq --reason no'),
  assign: line('assign 2.2-facts --to legal'),
  set: line('set cause=disk'),
  note: line('note checked'),
  exec: line('exec -- true'),
  scope: line('scope deposits=stopped'),
  notice: [{ words: 'notice' }, { words: 'notice website' }, { words: 'notice email --posted' }],
  contacts: line('contacts'),
  escalate: line('escalate --reason weighed'),
  handover: line('handover'),
  clock: line('clock'),
  'report-to': line('report-to jp-fsa'),
  classify: line('classify --severity sev1 --reason seen'),
  advance: line('advance --force --reason weighed', { isNew: true, after: START }),
  lift: line('lift trading --force --reason weighed'),
  reopen: line('reopen --reason again', { after: LIFT }),
  close: line('close --force --reason weighed', { after: LIFT }),
  undo: line('undo --reason mistaken', { after: 'note mistaken' }),
  correct: line('correct aaaaaaaa:2 --at 2026-01-05T09:00 --reason typo'),
  evidence: line('evidence list'),
  action: line('action add review --owner taro'),
  list: line('list'),
  log: [{ words: 'log' }, { words: 'log --json' }],
  verify: line('verify'),
  report: ['report', 'report --format html', 'report --format svg', 'report --format json'].map((words) => ({ words })),
  stats: line('stats'),
  drill: line('drill --list'),
  init: line('init', { isNew: true }),
  doctor: line('doctor'),
  runbook: ['runbook show', 'runbook check', 'runbook coverage'].map((words) => ({ words })),
  trust: line('trust workspace'),
  completion: [{ words: 'completion bash' }, { words: 'completion values status' }],
}

/** The lines to measure; a command without one is not measured. Throws if the program has no such command. */
export function linesOf(commands: readonly string[]): readonly Line[] {
  const unknown = Object.keys(LINES).filter((name) => !commands.includes(name))
  if (unknown.length > 0)
    throw new Error(`bench/startup/lines.ts measures what the program does not have: ${unknown.join(', ')}`)
  return [...ALONE, ...commands.flatMap((name) => LINES[name] ?? [])]
}

import { INVOCATION, type Problem, ProblemError, problem } from '../domain/problem.ts'
import { drillPrefix } from '../incident/event-lines.ts'
import { readsAsTime } from '../incident/written-times.ts'
import { withCommands } from '../view/resume-command.ts'
import { argumentsOf, asTyped, type Entry } from './entry-line.ts'
import { clearStatements } from './facts.ts'
import type { Session } from './session.ts'

/** Whether a typed command ran, or was refused; or why it does not take the words after it, if that is known. */
export type CommandOutcome = 'ran' | 'refused' | { readonly notTaken: Problem | null }

/** The commands that close an incident. */
const CLOSES: ReadonlySet<string> = new Set(['close', 'join'])

/** Runs a command that was typed at the step, as the command line does, for this incident and operator. */
export async function runTypedCommand(
  session: Session,
  { command, words }: Entry & { kind: 'command' },
): Promise<CommandOutcome> {
  const argv = argumentsOf(command, words, {
    step: session.step?.id ?? null,
    steps: session.incident.runbook.steps.map(({ id }) => id),
    isTime: (text) => readsAsTime(session.clock, text),
    statements: (given) => clearStatements(given, session.incident.runbook.facts),
  })
  if (argv === null) return { notTaken: problem('open-quote', { given: words }) }
  const run = await parsed(session, [command, ...argv])
  if (typeof run !== 'function') return { notTaken: run }
  const refused = await session.attemptAsync(async () => {
    await session.prompter.whileRunning(run)
  })
  if (refused === null && CLOSES.has(command)) session.isOver = true
  session.showOwn()
  return refused === null ? 'ran' : 'refused'
}

/** Parses a command line; resolves to why the command does not take it, or null if it only printed help. */
async function parsed(
  session: Session,
  [command, ...argv]: readonly [string, ...string[]],
): Promise<(() => Promise<number>) | Problem | null> {
  const { world, journal } = session
  try {
    const { run, options: given } = await session.commandLine.parse([command, ...argv])
    if (run === null) return null
    const options = { ...world.options, incident: journal.id, as: world.operator, ...given, input: false }
    const operator = options.as
    return async () => {
      world.workspace.changeOperator(operator)
      try {
        // The walk keeps the terminal.
        const usePager = async () => {}
        return await run({ ...world, usePager, operator, options, say: (text) => sayOfCommand(session, text, command) })
      } finally {
        world.workspace.changeOperator(world.operator)
      }
    }
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
}

/**
 * Says what a command says, as the walk does: what to run next as it is typed at the step, unless the walk ends with this
 * command. A line with a command to copy stays whole.
 */
function sayOfCommand(session: Session, text: string, command: string): void {
  const { world, incident, commandLine } = session
  const drill = drillPrefix(incident, world.text)
  const typed = CLOSES.has(command) ? text : asTyped(text, [INVOCATION], commandLine.names)
  for (const line of withCommands(typed, world.invocation, {}).split('\n')) {
    if (line.includes(`${world.invocation} `)) world.say(line)
    else session.say(line.startsWith(drill) ? line.slice(drill.length) : line)
  }
}

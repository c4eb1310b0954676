import type { CommandContext, LineOutcome } from '../command.ts'
import { listEntryOf } from '../domain/incident/list-entry.ts'
import { INVOCATION, type Problem, ProblemError, problem } from '../domain/problem.ts'
import { describeProblem } from '../i18n/problems.ts'
import { queryIncidents } from '../incident/incident-index.ts'
import { inertLine, inertLines } from '../view/inert.ts'
import { withCommands } from '../view/resume-command.ts'
import { quoteArgv } from '../view/shell-quote.ts'
import type { World } from '../world.ts'
import { mcpWords } from './words.ts'

/** What assistants are served from. */
export interface Serving extends Pick<CommandContext, 'runFor' | 'parse'> {
  readonly world: World
  /** Whether confidential incidents are shown. */
  readonly isAllShown: boolean
}

/** A writer of whom nobody has said that they are known, and the name that they give. */
export interface UnknownWriter {
  readonly writer: string
  readonly by: string
}

/** The incident that a tool was called for. */
export interface Situation {
  readonly incident: string
  readonly unknownWriters: readonly UnknownWriter[]
}

/** Why nothing came of a call, in the words of the command line. */
export class Refusal extends Error {
  readonly lines: readonly string[]

  constructor(lines: readonly string[]) {
    super(lines.join('\n'))
    this.lines = lines
  }
}

/** What refuses something, as the command line says it. */
export async function refusalFor(
  { text, invocation, options: { dir, incident } }: World,
  refused: Problem,
): Promise<Refusal> {
  const given = { ...(dir !== undefined && { dir }), ...(incident !== undefined && { incident }) }
  const [message, advice] = await describeProblem(refused, text, INVOCATION)
  const lines = inertLines(withCommands(advice, invocation, given)).filter((line) => line !== '')
  return new Refusal([inertLine(withCommands(message, invocation, given)), ...lines])
}

/** One call of a tool: runs command lines as the program does, for the person whom the assistant acts for. */
export class Turn {
  readonly world: World
  /** What the command lines had to say, besides what they printed. */
  readonly said: string[] = []
  /** The incidents that the assistant is not shown, and why. */
  readonly hidden: ReadonlyMap<string, HiddenWhy>
  private readonly serving: Serving
  /** What the incident is called for this call; empty for the only open one. */
  private readonly named: string

  static async begin(serving: Serving, incident: string | undefined): Promise<Turn> {
    return new Turn(serving, incident, serving.isAllShown ? new Map() : await hiddenIncidents(serving.world))
  }

  private constructor(serving: Serving, incident: string | undefined, hidden: ReadonlyMap<string, HiddenWhy>) {
    const { world } = serving
    this.serving = serving
    this.world = world
    this.hidden = hidden
    this.named = incident ?? world.options.incident ?? world.env.HALT_INCIDENT ?? ''
  }

  /** Runs a line with `--json` and returns what it printed. Rejects with `Refusal` if it printed nothing. */
  async run(command: string, ...words: readonly string[]): Promise<string> {
    const { world, runFor, isAllShown } = this.serving
    const { directory } = world.workspace
    const env = { HALT_DIR: directory, HALT_LANG: world.text.language, HALT_INCIDENT: this.named }
    const shown = isAllShown ? {} : { hidden: new Set(this.hidden.keys()) }
    const person = { name: world.operator, via: 'mcp', ...shown }
    const outcome = await runFor(person, [command, '--json', ...words], env)
    if (outcome.failure?.code === 'unknown-incident') await this.failIfHidden()
    const said = linesOf(outcome)
    if (outcome.out === '') throw new Refusal(said)
    for (const line of said) if (!this.said.includes(line)) this.said.push(line)
    return outcome.out
  }

  /** Like `run`, for a line that prints one document. */
  async document<T>(command: string, ...words: readonly string[]): Promise<T> {
    return JSON.parse(await this.run(command, ...words)) as T
  }

  /** The incident, and whose words in it are not to be relied on. */
  async situation(): Promise<Situation> {
    interface Status {
      readonly incident: string
      readonly log: { readonly unknownWriters: readonly UnknownWriter[] }
    }
    const { incident, log } = await this.document<Status>('status')
    return { incident, unknownWriters: log.unknownWriters.map(({ writer, by }) => ({ writer, by })) }
  }

  /** A command line for a person to type, in this workspace and incident; it is not run. Rejects with `Refusal` if it is invalid. */
  async lineToType(incident: string, command: string, ...words: readonly string[]): Promise<string> {
    const { world, parse } = this.serving
    const { directory } = world.workspace
    const argv = ['--dir', directory, '-i', incident, command, ...words]
    try {
      const { run, options } = await parse(argv)
      const { input, dir, incident: id, ...others } = options
      // Who types it, where and how is not for the assistant to say.
      const changed = { help: run === null, 'no-input': !input, dir: dir !== directory, incident: id !== incident }
      const flags = Object.entries({ ...changed, ...others }).filter(
        ([, value]) => value !== undefined && value !== false,
      )
      const [flag] = flags.map(([name]) => `--${name}`)
      if (flag !== undefined) throw new Refusal([(await mcpWords(world.text.language)).forThePerson(flag)])
    } catch (error) {
      throw error instanceof ProblemError ? await this.refusal(error.problem) : error
    }
    return [world.invocation, quoteArgv(argv)].join(' ')
  }

  refusal(refused: Problem): Promise<Refusal> {
    return refusalFor(this.world, refused)
  }

  /** Rejects if what was named is an incident that the assistant is not shown: it is not unknown. */
  private async failIfHidden(): Promise<void> {
    const found = [...this.hidden].find(([id]) => this.named !== '' && id.startsWith(this.named))
    if (found === undefined) return
    const [id, why] = found
    throw await this.refusal(problem('confidential', { id, why }))
  }
}

/** What a line said, and how it failed if it did. */
function linesOf({ said, failure }: LineOutcome): readonly string[] {
  if (failure === null) return said
  const mend = failure.mend.split('\n').filter((line) => line !== '')
  return [...said, `halt: ${failure.message} (${failure.code})`, ...mend]
}

/** It is confidential, for known writers at least, or that is not known without its runbook. */
export type HiddenWhy = 'confidential' | 'unknown'

async function hiddenIncidents(world: World): Promise<Map<string, HiddenWhy>> {
  const all = await queryIncidents(world, {
    fromIncident: (incident) => listEntryOf(incident).confidential,
    fromSummary: ({ entry }) => entry.confidential,
  })
  return new Map(
    all.flatMap(({ id, lacking, journal, seen }): [string, HiddenWhy][] => {
      if (lacking.length > 0) return [[id, 'unknown']]
      return seen || journal?.isConfidential() ? [[id, 'confidential']] : []
    }),
  )
}

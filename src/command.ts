import type { Command } from 'commander'
import type { Incident } from './domain/incident/incident.ts'
import type { Text } from './i18n/text.ts'
import type { ChosenIncident } from './incident/choose.ts'
import type { Reminder } from './incident/reminder.ts'
import type { StartOptions } from './incident/start-incident.ts'
import type { Config } from './runbook/io/config.ts'
import type { Journal } from './store/journal.ts'
import type { GlobalOptions, NamedGuest, World } from './world.ts'

/** Runs a command whose arguments were parsed; resolves to the exit code. */
export type CommandAction = (world: World) => Promise<number>

/** A parsed command line; `run` is null if nothing is left to run because parsing printed the help or the version. */
export interface ParsedCommandLine {
  readonly run: CommandAction | null
  readonly options: GlobalOptions
}

/** Command lines that are typed in the walk. */
export interface CommandLine {
  /** Names of the commands that may be typed. */
  readonly names: readonly string[]
  /** Parses the words of a command line. Rejects with `ProblemError` if it is invalid. */
  parse(argv: readonly string[]): Promise<ParsedCommandLine>
}

/** What a command line came to: its exit code, standard output, and what it said on standard error. */
export interface LineOutcome {
  readonly code: number
  readonly out: string
  /** In lines; without the failure, if it failed. */
  readonly said: readonly string[]
  /** How it failed, if it was given `--json`; null if it did not, or not in this way. */
  readonly failure: { readonly code: string; readonly message: string; readonly mend: string } | null
}

/** Runs a whole command line for somebody else, or in their name, with these variables added to the environment. Nobody can be asked. */
export type RunFor = (
  guest: NamedGuest,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
) => Promise<LineOutcome>

/** The walk, for the commands that start one. With `bell`, the terminal's bell rings when something falls due. */
export interface Walk {
  /** Declares a halt by asking questions, then walks it. Resolves to the exit code. */
  walkFromStart(world: World, config: Config, options: StartOptions, bell: boolean): Promise<number>
  /** Walks on from the current state of the log. Resolves to the exit code. */
  walkOn(world: World, chosen: ChosenIncident, bell: boolean): Promise<number>
}

/** What the commands that begin and end an incident say about authorities. */
export interface Authorities {
  /** Names the authorities that may require reports and have no answer in the log; null if there are none. */
  authorityReminder(world: World, journal: Journal, at: 'start' | 'close'): Promise<Reminder | null>
}

/** What feeds are told of deadlines by. */
export interface Deadlines {
  /** The ids of all incidents in which anything may be due. */
  incidentsWithDeadlines(world: World): string[]
  /** The name of the deadline with this id. */
  deadlineName(incident: Incident, id: string, text: Text): { readonly name: string }
}

/** What a command gets in order to define itself. */
export interface CommandContext {
  /** The command calls this with its action once its arguments are parsed. */
  readonly start: (run: CommandAction) => void
  /** Picks the help text in the operator's language. */
  readonly say: (en: string, ja: string) => string
  /** Loads the walk, which the rooms below it may not import. */
  readonly walk: () => Promise<Walk>
  readonly runFor: RunFor
  /** Parses command lines that others propose, and writes nothing. */
  readonly parse: CommandLine['parse']
  /** Loads what reminds of authorities, likewise. */
  readonly authorities: () => Promise<Authorities>
  /** Loads what knows deadlines, likewise. */
  readonly deadlines: () => Promise<Deadlines>
}

/**
 * A line to type, without the name of the program, and what it does, in both languages. Capitals stand for ids that the
 * manual in force has (`cli/example-ids.ts`).
 */
export type Example = readonly [line: string, en: string, ja: string]

/** What the help of a command ends with. */
export interface CommandHelp {
  /** The page in `docs/` to read, with the anchor of a heading if only a part of it is about the command. */
  readonly page: string
  /** The most frequent first. */
  readonly examples: readonly Example[]
  /** That of its subcommands; without a page, theirs is that of the command. */
  readonly subcommands?: Readonly<Record<string, Partial<Pick<CommandHelp, 'page'>> & Pick<CommandHelp, 'examples'>>>
}

/** What a command's file exports: `define` declares arguments, options and the action. */
export interface CommandModule {
  readonly help: CommandHelp
  define(command: Command, context: CommandContext): void
}

import type { Command } from 'commander'
import type { Chosen } from './incident/choose.ts'
import type { StartOptions } from './incident/start-incident.ts'
import type { Config } from './runbook/io/config.ts'
import type { GlobalOptions, World } from './world.ts'

/** Runs a command whose arguments have been read; resolves to the exit code. */
export type Run = (world: World) => Promise<number>

/** A command line that was read; `run` is null if that already answered it, as with help. */
export interface ParsedCommandLine {
  readonly run: Run | null
  readonly options: GlobalOptions
}

/** The walk, for the commands that start one. */
export interface Walk {
  /** Declares a halt by asking questions, then walks it. Resolves to the exit code. */
  walkFromStart(world: World, config: Config, options: StartOptions, bell: boolean): Promise<number>
  /** Walks on from the current state of the log. Resolves to the exit code. */
  walkOn(world: World, chosen: Chosen, bell: boolean): Promise<number>
}

/** What a command gets in order to define itself. */
export interface CommandContext {
  /** Called with the action once the arguments are read. */
  readonly start: (run: Run) => void
  /** Picks the text for the help in the operator's language. */
  readonly say: (en: string, ja: string) => string
  /** Loads the walk, which the rooms below it may not import. */
  readonly walk: () => Promise<Walk>
}

/** What a command's file exports. */
export interface CommandModule {
  /** Declares arguments, options and the action. */
  define(command: Command, defining: CommandContext): void
}

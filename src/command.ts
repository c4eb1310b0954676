import type { Command } from 'commander'
import type { Chosen } from './incident/choose.ts'
import type { StartOptions } from './incident/start-incident.ts'
import type { Config } from './runbook/io/config.ts'
import type { GlobalOptions, World } from './world.ts'

/** What a command does once its arguments are read; resolves to the exit code. */
export type Run = (world: World) => Promise<number>

/** A command line that was read; `run` is null where it was answered by that, as help is. */
export interface Read {
  readonly run: Run | null
  readonly options: GlobalOptions
}

/** The walk, as the commands get it that begin with one. */
export interface Walk {
  /** Declares a halt by questions, and walks it. Resolves to the exit code. */
  walkFromStart(world: World, config: Config, options: StartOptions, bell: boolean): Promise<number>
  /** Goes on from where the log stands. Resolves to the exit code. */
  walkOn(world: World, chosen: Chosen, bell: boolean): Promise<number>
}

/** What a command declares itself with. */
export interface Defining {
  /** Called with what is to be done once the arguments are read. */
  readonly start: (run: Run) => void
  /** What stands in the help, in the operator's language. */
  readonly say: (en: string, ja: string) => string
  /** Loads the walk, which the rooms below it may not import. */
  readonly walk: () => Promise<Walk>
}

/** What the file of a command exports. */
export interface CommandModule {
  /** Declares arguments and options, and what is done with them. */
  define(command: Command, defining: Defining): void
}

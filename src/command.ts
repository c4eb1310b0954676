import type { Command } from 'commander'
import type { GlobalOptions, World } from './world.ts'

/** What a command does once its arguments are read; resolves to the exit code. */
export type Run = (world: World) => Promise<number>

/** A command line that was read; `run` is null where it was answered by that, as help is. */
export interface Read {
  readonly run: Run | null
  readonly options: GlobalOptions
}

/** What each file in `commands/` exports. */
export interface CommandModule {
  /** Declares arguments and options; calls `start` with what is to be done when they were given. */
  define(command: Command, start: (run: Run) => void): void
}

import type { Command } from 'commander'
import type { World } from './world.ts'

/** What a command does once its arguments are read; resolves to the exit code. */
export type Run = (world: World) => Promise<number>

/** What each file in `commands/` exports. */
export interface CommandModule {
  /** Declares arguments and options; calls `start` with what is to be done when they were given. */
  define(command: Command, start: (run: Run) => void): void
}

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

/** The same of a command that needs no more of commander than this to say what it takes. */
export interface PlainModule {
  define(command: Declaration, start: (run: Run) => void): void
}

/** A part of commander's `Command`. */
export interface Declaration {
  argument(form: string, description: string): Declaration
  option(flags: string, description: string): Declaration
  createOption(flags: string, description: string): DeclaredOption
  addOption(option: DeclaredOption): Declaration
  action(act: Act): Declaration
}

/** Takes the arguments in order, then the options by their names. */
export type Act = Parameters<Command['action']>[0]

/** A part of commander's `Option`. */
export interface DeclaredOption {
  conflicts(names: string[]): DeclaredOption
}

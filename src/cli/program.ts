import { Command, type HelpConfiguration, Option } from 'commander'
import { version } from '../../package.json'
import type { Run } from '../command.ts'
import type { Host } from '../world.ts'
import { CATALOGUE, GROUPS } from './catalogue.ts'
import { GLOBALS } from './global-options.ts'

/**
 * The program with the names of its commands, or with the one alone that `only` is the name of; what a command takes is
 * added by `define`.
 */
export function newProgram(
  { called, output }: Pick<Host, 'called' | 'output'>,
  help: HelpConfiguration = {},
  only?: string,
): Command {
  const program = new Command(called().join(' '))
  program.description('Incident runbooks for trading halts.').version(version, '-V, --version')
  program.enablePositionalOptions()
  addGlobals(program)
  // Commands take these over when they are made.
  program.exitOverride().configureHelp(help)
  // Errors are said in our own words, and help that nobody asked for in the operator's language.
  program.configureOutput({ outputError: () => {}, writeErr: () => {}, writeOut: (text) => output.write(text) })
  const isOne = CATALOGUE.some(({ name }) => name === only)
  for (const { title, entries } of GROUPS)
    for (const { name, summary } of entries)
      if (!isOne || name === only) program.command(name).description(summary).helpGroup(title)
  return program
}

/** Loads a command, and declares what it and its subcommands take. */
export async function define(command: Command, start: (run: Run) => void): Promise<void> {
  const module = await CATALOGUE.find((entry) => entry.name === command.name())?.load()
  module?.define(command, start, () => import('../walk/entry.ts'))
  for (const sub of command.commands) addGlobals(sub)
  addGlobals(command)
}

/** Options that every command takes; a command's own option of the same name goes before (`close --as`). */
function addGlobals(command: Command): void {
  const own = new Set(command.options.map((option) => option.long))
  for (const option of newGlobals()) {
    if (own.has(option.long)) continue
    globals.add(option)
    command.addOption(option)
  }
}

const globals = new WeakSet<Option>()

function newGlobals(): Option[] {
  return GLOBALS.map(({ flags, description, choices }) => {
    const option = new Option(flags, description)
    return choices === undefined ? option : option.choices(choices)
  })
}

export function isGlobal(option: Option): boolean {
  return globals.has(option)
}

/** The words after the program's name that call a command. */
export function pathOf(command: Command): string {
  const { parent } = command
  if (parent === null) return ''
  return [pathOf(parent), command.name()].filter((word) => word !== '').join(' ')
}

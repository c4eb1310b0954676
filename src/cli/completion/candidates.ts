import type { Command, Option } from 'commander'
import type { Bilingual } from '../../domain/runbook/runbook.ts'
import type { World } from '../../world.ts'
import type { CursorPosition } from './cursor-position.ts'

export interface Candidate {
  readonly value: string
  readonly description: string
}

/**
 * What the shell should offer: words; or files, folders or a command line, which it completes by itself. `stem` is the part
 * of the word before the value, such as `--stage=`; `from` is the index of the first word of the command line.
 */
export type CompletionOffer =
  | { readonly kind: 'words'; readonly stem: string; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'files' | 'folders'; readonly stem: string }
  | { readonly kind: 'command'; readonly from: number }

/** Finds the values that a placeholder such as `step` can have now; none for free text. */
export type Lookup = (placeholder: string, typed: string) => Promise<readonly Candidate[]>

/** The placeholders that shells complete by themselves. */
export const COMPLETED_BY_SHELL: Readonly<Record<string, 'files' | 'folders' | 'command'>> = {
  file: 'files',
  path: 'files',
  folder: 'folders',
  command: 'command',
}

/** The name of the option's placeholder: `name` for `<name...>` or `[name]`; empty if it takes no value. */
export function placeholderOf(option: Option): string {
  return /[<[]([^\]>]*?)(?:\.\.\.)?[\]>]/.exec(option.flags)?.[1] ?? ''
}

/** What can be completed at a position; `topics` finds those of `help`. */
export async function offerAt(
  position: CursorPosition,
  lookUp: Lookup,
  topics: () => Promise<readonly Candidate[]>,
): Promise<CompletionOffer> {
  const { command, typed, option, argument, argumentsBefore, firstArgumentIndex } = position
  if (option !== null) {
    const { stem } = option
    const name = placeholderOf(option.option)
    const shell = COMPLETED_BY_SHELL[name]
    if (shell === 'files' || shell === 'folders') return { kind: shell, stem }
    const choices = option.option.argChoices?.map(withoutDescription)
    const values = choices ?? (await lookUp(name, typed.slice(stem.length)))
    const candidates = values.map(({ value, description }) => ({ value: stem + value, description }))
    return { kind: 'words', stem, candidates }
  }
  const candidates = position.allowsSubcommand ? subcommands(command) : []
  if (position.allowsTopic) candidates.push(...(await topics()))
  if (argument !== null) {
    const shell = COMPLETED_BY_SHELL[argument.name()]
    if (shell === 'command') return { kind: 'command', from: firstArgumentIndex }
    if (shell !== undefined) return { kind: shell, stem: '' }
    const values = argument.argChoices?.map(withoutDescription) ?? (await lookUp(argument.name(), typed))
    candidates.push(...values.filter(({ value }) => !argumentsBefore.includes(value)))
  }
  const flags = position.allowsFlag && (typed.startsWith('-') || candidates.length === 0) ? flagsOf(position) : []
  return { kind: 'words', stem: '', candidates: [...candidates, ...flags] }
}

export const withoutDescription = (value: string): Candidate => ({ value, description: '' })

export function named(value: string, title: Bilingual, { text }: World): Candidate {
  return { value, description: title[text.language] }
}

/** Ids, each with its title as the description. */
export function titled(things: Readonly<Record<string, Bilingual>>, world: World): Candidate[] {
  return Object.entries(things).map(([id, title]) => named(id, title, world))
}

function subcommands(command: Command): Candidate[] {
  const help = command.createHelp()
  return help
    .visibleCommands(command)
    .map((sub) => ({ value: sub.name(), description: help.subcommandDescription(sub) }))
}

/** The flags not given yet, and those that are repeatable. */
function flagsOf({ command, givenOptions }: CursorPosition): Candidate[] {
  const seen = new Set([...givenOptions.keys()].map((option) => option.attributeName()))
  return command
    .createHelp()
    .visibleOptions(command)
    .filter((option) => !seen.has(option.attributeName()) || option.variadic || option.parseArg !== undefined)
    .map((option) => ({ value: option.long ?? option.short ?? '', description: option.description }))
}

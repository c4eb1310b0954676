import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { CATALOGUE, GROUPS } from '../../src/cli/catalogue.ts'
import { japaneseHelp } from '../../src/cli/help.ts'
import { commands, titles } from '../../src/cli/help-text.ts'
import { pathOf } from '../../src/cli/program.ts'
import { columnsOf } from '../../src/view/columns.ts'

/** All commands as they define themselves, subcommands included. */
async function defined(): Promise<Command[]> {
  const program = new Command('halt').configureHelp(japaneseHelp).configureOutput({ getOutHelpWidth: () => 80 })
  for (const { name, summary, load } of CATALOGUE)
    (await load()).define(
      program.command(name).description(summary),
      () => {},
      () => Promise.reject(new Error('nothing walks')),
    )
  const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)]
  return program.commands.flatMap(all)
}

describe('help', () => {
  it('says in Japanese of every command, argument and option what it says in English', async () => {
    const said = (await defined()).map((command) => ({
      path: pathOf(command),
      args: command.registeredArguments.map((a) => a.name()).sort(),
      options: command.options.map((o) => o.long).sort(),
    }))
    const known = Object.entries(commands).flatMap(([path, { args = {}, options = {} }]) =>
      path === '' || path === 'help'
        ? []
        : { path, args: Object.keys(args).sort(), options: Object.keys(options).sort() },
    )
    const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1)
    expect(known.sort(byPath)).toEqual(said.sort(byPath))
    for (const { title } of GROUPS) expect(Object.keys(titles)).toContain(title)
  })

  it('describes every command in English as well', async () => {
    const silent = (await defined()).filter((command) => command.description() === '').map(pathOf)
    expect(silent).toEqual([])
  })

  it('fits a terminal of 80 columns, without a word of English besides names', async () => {
    for (const command of await defined()) {
      const lines = command.helpInformation().split('\n')
      for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(80)
      expect(lines.join('\n')).not.toMatch(/Options:|choices|display help|\bthe\b/)
    }
  })
})

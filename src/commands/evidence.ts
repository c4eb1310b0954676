import { StringDecoder } from 'node:string_decoder'
import type { Command } from 'commander'
import type { Run } from '../command.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { fail } from '../domain/outcome.ts'
import { examineAll, mustBeKept } from '../examining.ts'
import { bannerOf, type Chosen, chooseAny } from '../incidents.ts'
import { acknowledge, append, needed } from '../recording.ts'
import { evidenceLine } from '../render/evidence.ts'
import { inertLines } from '../render/inert.ts'
import { evidenceOf } from '../running.ts'
import type { World } from '../world.ts'

export function define(command: Command, start: (run: Run) => void): void {
  command.command('list').action(() => start(list))
  command
    .command('show')
    .argument('<file>', 'its name in evidence/, or the beginning of it')
    .action((file: string) => start((world) => show(world, file)))
  command
    .command('remove')
    .argument('<file...>', 'names in evidence/, or their beginnings')
    .option('--reason <text>', 'why (needed)')
    .action((files: string[], options: { reason?: string }) =>
      start((world) => remove(world, files, needed(options.reason, '--reason', '--reason'))),
    )
}

async function list(world: World): Promise<number> {
  const { journal } = chooseAny(world)
  const code = bannerOf(world, journal)
  const store = evidenceOf(journal)
  const all = examineAll(journal).map((e) => ({ ...e, path: store.pathOf(e.file) }))
  if (world.options.json) world.print(JSON.stringify({ schemaVersion: 1, evidence: all }))
  else for (const evidence of all) world.print(evidenceLine(evidence, world.text.words))
  mustBeKept(journal, all)
  return code
}

/**
 * The bytes as they are, to standard output; on a terminal as text that acts on nothing. Bytes that are not those that
 * were kept are not shown for them.
 */
async function show(world: World, given: string): Promise<number> {
  const { journal } = chooseAny(world)
  const code = bannerOf(world, journal)
  const [file = ''] = named(journal.incident, [given])
  const store = evidenceOf(journal)
  const piece = examineAll(journal).filter((e) => e.file === file)
  mustBeKept(journal, piece)
  if (piece[0]?.standing !== 'intact') fail('evidence-gone', { file })
  const decoder = new StringDecoder('utf8')
  for (const bytes of store.read(file))
    process.stdout.write(world.terminal.output ? inertLines(decoder.write(Buffer.from(bytes))).join('\n') : bytes)
  return code
}

/** The log says that it goes before it goes; what a crash left undeleted is deleted by saying it again. */
async function remove(world: World, given: readonly string[], reason: string): Promise<number> {
  const { journal, clock }: Chosen = chooseAny(world)
  const files = named(journal.incident, given)
  const appended = append(journal, clock, { kind: 'remove-evidence', files, reason })
  const store = evidenceOf(journal)
  for (const file of files) store.delete(file)
  acknowledge(world, journal, appended)
  return 0
}

/** Each by its name or a unique beginning of it. */
function named({ evidence }: Incident, given: readonly string[]): string[] {
  const all = evidence.map((e) => e.file)
  return given.map((beginning) => {
    const matches = all.includes(beginning) ? [beginning] : all.filter((file) => file.startsWith(beginning))
    return matches.length === 1 && beginning !== ''
      ? (matches[0] as string)
      : fail('unknown-evidence', { given: beginning, allowed: matches.length > 0 ? matches : all })
  })
}

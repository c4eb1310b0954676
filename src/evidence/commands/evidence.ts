import { StringDecoder } from 'node:string_decoder'
import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { earlierValuesKept, findEvidence } from '../../domain/incident/evidence.ts'
import { fail, ProblemError } from '../../domain/problem.ts'
import { chooseAnyIncidentToRecord, chooseIncidentToRead } from '../../incident/choose.ts'
import { printDamageBanner } from '../../incident/damage-warnings.ts'
import { drillPrefix } from '../../incident/event-lines.ts'
import { warnAboutUnknownWriters } from '../../incident/new-writers.ts'
import { acknowledge, requireText } from '../../incident/record.ts'
import { vouchForWriters } from '../../signing/vouching.ts'
import { evidenceStoreOf } from '../../store/evidence-files.ts'
import type { Journal } from '../../store/journal.ts'
import { inertLines } from '../../view/inert.ts'
import { resumeCommand } from '../../view/resume-command.ts'
import type { World } from '../../world.ts'
import { examineAllEvidence, failIfStillThere, findLeftovers, mustBeIntact } from '../io/evidence-status.ts'
import { mustBeDeleted, removeEvidence, resolvePieceToRemove } from '../remove-evidence.ts'
import { evidenceLine, leftoverLine } from '../view.ts'

export const help: CommandHelp = {
  page: 'log.md#evidence',
  examples: [
    ['evidence list', 'what is kept, and whether it is intact', '保存したものと、改変の有無を表示する'],
    ['evidence show PIECE', 'write a piece to standard output', '1つを標準出力に出力する'],
    ['evidence remove PIECE --reason "the address of a customer"', 'delete a piece for good', '1つを完全に削除する'],
  ],
  subcommands: {
    list: {
      examples: [
        ['evidence list', 'what is kept, and whether it is intact', '保存したものと、改変の有無を表示する'],
        [
          'evidence list -i latest --json',
          'of the latest incident, for scripts',
          '最新のインシデントについて、スクリプト用に出力する',
        ],
      ],
    },
    show: {
      examples: [
        [
          'evidence show PIECE',
          'write a piece to standard output; the start of its name will do',
          '標準出力に出力する（名前は先頭だけでもよい）',
        ],
        ['evidence show PIECE --no-input', 'in a script', 'スクリプトで使う'],
      ],
    },
    remove: {
      examples: [
        ['evidence remove PIECE --reason "the address of a customer"', 'delete a piece for good', '完全に削除する'],
        [
          'evidence remove PIECE --reason "the address of a customer" --json',
          'with a receipt for scripts',
          '結果をスクリプト用に出力する',
        ],
      ],
    },
  },
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .command('list')
    .description(say('list the pieces and whether each is intact', '証跡と、保存したときのままかどうかを一覧にする'))
    .action(() => start(list))
  command
    .command('show')
    .description(say('write the bytes of a piece to standard output', '証跡の内容を標準出力に書く'))
    .argument('<piece>', say('its name in evidence/, or a prefix of it', 'evidence/ にある名前、またはその先頭の一部'))
    .action((file: string) => start((world) => show(world, file)))
  command
    .command('remove')
    .description(say('delete pieces permanently, and record the reason', '証跡を完全に削除し、その理由を記録する'))
    .argument('<piece...>', say('names in evidence/, or prefixes', 'evidence/ にある名前、またはその先頭の一部'))
    .option('--reason <text>', say('why (required)', '理由（必須）'))
    .action((files: string[], options: { reason?: string }) =>
      start((world) => remove(world, files, requireText(options.reason, '--reason'))),
    )
}

async function list(world: World): Promise<number> {
  const { journal } = chooseIncidentToRead(world)
  const code = printDamageBanner(world, journal)
  await vouchForWriters(world, journal)
  warnAboutUnknownWriters(world, journal)
  const store = evidenceStoreOf(journal)
  const all = examineAllEvidence(journal).map((e) => ({ ...e, path: store.pathOf(e.file) }))
  const leftovers = findLeftovers(journal).map((left) => ({ ...left, path: store.pathOf(left.file) }))
  const { words } = world.text
  const lines = [...all.map((e) => evidenceLine(e, words)), ...leftovers.map((left) => leftoverLine(left, words))]
  if (world.options.json) world.print(JSON.stringify({ schemaVersion: 1, evidence: all, leftovers }))
  else for (const line of lines) world.print(line)
  if (code !== 0) return code
  mustBeIntact(journal, all)
  failIfStillThere(journal, all, leftovers)
  return 0
}

/** Writes a piece to standard output, escaped on a terminal. Throws `ProblemError` unless it is intact; warns about a leftover. */
async function show(world: World, given: string): Promise<number> {
  const { journal } = chooseIncidentToRead(world)
  const code = printDamageBanner(world, journal)
  await vouchForWriters(world, journal)
  const leftovers = findLeftovers(journal)
  const names = [...journal.confirmed().evidence, ...leftovers].map((e) => e.file)
  const file = findEvidence(names, given)
  if (typeof file !== 'string') throw new ProblemError(file)
  const store = evidenceStoreOf(journal)
  const [piece] = examineAllEvidence(journal).filter((e) => e.file === file)
  if (piece !== undefined) mustBeIntact(journal, [piece])
  const leftover = leftovers.find((left) => left.file === file)
  if (leftover !== undefined && leftover.removed === null && leftover.bytes !== null)
    world.say(world.text.said.notOwned(file))
  else if (piece?.standing !== 'intact') fail('evidence-gone', { file })
  const decoder = new StringDecoder('utf8')
  const { isOutputTerminal } = world.terminal
  for (const bytes of store.read(file))
    world.output.write(isOutputTerminal ? inertLines(decoder.write(Buffer.from(bytes))).join('\n') : bytes)
  return code
}

async function remove(world: World, given: readonly string[], reason: string): Promise<number> {
  const chosen = await chooseAnyIncidentToRecord(world)
  const { journal } = chosen
  journal.mustBeUsable({ during: 'recording' })
  await vouchForWriters(world, journal)
  const files = [...new Set(given.map((name) => resolvePieceToRemove(journal, name)))]
  const removed = removeEvidence(chosen, files, reason)
  acknowledge(world, journal, removed.appended)
  for (const file of removed.lateDeleted) world.say(world.text.said.deletedLate(file))
  sayEarlierValues(world, journal, files)
  mustBeDeleted(journal, removed)
  return 0
}

/** Names what is still kept of the personal facts of which values were removed, with the command that removes that too. */
function sayEarlierValues(world: World, journal: Journal, files: readonly string[]): void {
  const { id } = journal
  const incident = journal.confirmed()
  for (const earlier of earlierValuesKept(incident, files).values()) {
    const line = resumeCommand(
      world,
      'evidence',
      'remove',
      ...earlier,
      '--reason',
      world.text.said.reasonWord,
      '-i',
      id,
    )
    world.say(`${drillPrefix(incident, world.text)}${world.text.said.earlierValues(earlier.length, line)}`)
  }
}

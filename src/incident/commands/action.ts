import { type Command, Option } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import type { Roster } from '../../domain/contacts/roster.ts'
import { titleOf } from '../../domain/incident/current-values.ts'
import { followUpsOf } from '../../domain/incident/follow-up-state.ts'
import { type Action, isFollowUpOverdue } from '../../domain/incident/incident.ts'
import { wordsIn } from '../../domain/incident/own-texts.ts'
import { fail } from '../../domain/problem.ts'
import type { Text } from '../../i18n/text.ts'
import { vouchForWriters } from '../../signing/vouching.ts'
import { inertLine } from '../../view/inert.ts'
import { dueText } from '../../view/time-format.ts'
import { wrapIndented } from '../../view/wrap.ts'
import type { World } from '../../world.ts'
import { chooseAnyIncidentToRecord, chooseIncidentToRead } from '../choose.ts'
import { readAtOption, record, requireText } from '../record.ts'
import { addTextFlags, type TextFlags, textsGiven, wordsGiven } from '../text-flags.ts'

interface Options extends TextFlags {
  readonly owner?: string
  readonly due?: string
  readonly serves?: string
  readonly ref?: string
  readonly note?: string
  readonly at?: string
}

interface ListOptions {
  readonly all?: boolean
  readonly csv?: boolean
}

export const help: CommandHelp = {
  page: 'commands.md#running-a-halt',
  examples: [
    ['action add "Buy disks" --owner sato --due 2199-12-10', 'add a follow-up', '残作業を加える'],
    ['action list', 'those of this incident, with their names', 'このインシデントの残作業を、記録名とともに表示する'],
    ['action done k3v9x2ab:12', 'record that one is done', '完了したことを記録する'],
    [
      'action list --all',
      'those of all incidents, overdue ones first',
      'すべてのインシデントの残作業を、期限切れから表示する',
    ],
  ],
  subcommands: {
    add: {
      examples: [
        [
          'action add "Buy disks" --owner sato --due 2199-12-10',
          'with an owner and a due date',
          '担当者と期限を決めて加える',
        ],
        ['action add "Buy disks" --ref OPS-128', 'with its key in a tracker', 'チケットの番号も記録する'],
      ],
    },
    change: {
      examples: [
        ['action change k3v9x2ab:12 --due 2199-12-24', 'move the due date', '期限を変える'],
        [
          'action change k3v9x2ab:12 --owner suzuki --ref OPS-128',
          'change the owner, and name its key in a tracker',
          '担当者を変え、チケットの番号を記録する',
        ],
      ],
    },
    done: {
      examples: [
        ['action done k3v9x2ab:12', 'record that a follow-up is done', '完了したことを記録する'],
        ['action done k3v9x2ab:12 --note "delivered and built in"', 'with what was done', '何をしたかも記録する'],
      ],
    },
    list: {
      examples: [
        [
          'action list',
          'those of this incident, with their names',
          'このインシデントの残作業を、記録名とともに表示する',
        ],
        [
          'action list --all',
          'those of all incidents, overdue ones first',
          'すべてのインシデントの残作業を、期限切れから表示する',
        ],
        ['action list --all --csv', 'for a spreadsheet', '表計算ソフト用に出力する'],
      ],
    },
  },
}

export function define(command: Command, { start, say }: CommandContext): void {
  addTextFlags(command.command('add'), say)
    .description(say('add a follow-up', '残作業を加える'))
    .argument('[text...]', say('what needs to be done', '何をするか'))
    .option('--owner <name>', say('owner', '担当者'))
    .option('--due <time>', say('due date (end of that day) or time', '期限の日付（その日の終わり）か時刻'))
    .option(
      '--serves <fact>',
      say('the fact that it carries out, such as one of prevention', 'この残作業で実施する項目（再発防止策など）'),
    )
    .option('--ref <key>', say('its key or address in a tracker', 'チケットの番号やURL'))
    .option('--at <time>', say('when it was agreed', '決めた時刻'))
    .action((words: string[], options: Options) => start((world) => add(world, words.join(' '), options)))
  addTextFlags(command.command('change'), say)
    .description(
      say(
        'change the owner, due date or tracker of a follow-up, or give its words in a language',
        '担当者、期限、チケットの番号を変える。各言語での文言を加える',
      ),
    )
    .argument(
      '<action>',
      say('the event that added the follow-up, or its number', '残作業を加えた記録名、またはその番号'),
    )
    .option('--owner <name>', say('owner', '担当者'))
    .option('--due <time>', say('due date (end of that day) or time', '期限の日付（その日の終わり）か時刻'))
    .option('--ref <key>', say('its key or address in a tracker', 'チケットの番号やURL'))
    .action((action: string, options: Options) => start((world) => change(world, action, options)))
  command
    .command('done')
    .description(say('record that a follow-up is done', '残作業が完了したことを記録する'))
    .argument(
      '<action>',
      say('the event that added the follow-up, or its number', '残作業を加えた記録名、またはその番号'),
    )
    .option('--note <text>', say('what was done', '何をしたか'))
    .option('--at <time>', say('when it was done', '完了した時刻'))
    .action((action: string, options: Options) => start((world) => finish(world, action, options)))
  command
    .command('list')
    .description(say('list the follow-ups of an incident', '残作業を一覧にする'))
    .option(
      '--all',
      say('of all incidents, overdue ones first', 'すべてのインシデントの残作業を、期限超過のものから順に'),
    )
    .addOption(
      new Option('--csv', say('with --all: for spreadsheets', '--allと使う。表計算ソフト用に出力する')).implies({
        all: true,
      }),
    )
    .action((options: ListOptions) => start((world) => list(world, options)))
}

function add(world: World, given: string, options: Options): Promise<number> {
  const texts = textsGiven(options)
  const text = requireText(wordsGiven(given, texts, world.text.language), 'ACTION')
  return record(
    world,
    (_, clock) => ({
      kind: 'add-action',
      text,
      texts,
      owner: options.owner === undefined ? null : ownerIn(options.owner),
      due: options.due === undefined ? null : clock.stamp(clock.deadline(options.due)),
      ...(options.serves !== undefined && { serves: options.serves }),
      ...refIn(options),
      ...readAtOption(world, clock, options.at),
    }),
    chooseAnyIncidentToRecord(world),
  )
}

function change(world: World, action: string, options: Options): Promise<number> {
  return record(
    world,
    (_, clock) => ({
      kind: 'change-action',
      action,
      ...(options.owner !== undefined && { owner: ownerIn(options.owner) }),
      ...(options.due !== undefined && { due: clock.stamp(clock.deadline(options.due)) }),
      ...refIn(options),
      texts: textsGiven(options),
    }),
    chooseAnyIncidentToRecord(world),
  )
}

/** Throws `missing-answer` for a blank owner: the follow-up would look as if somebody had taken it. */
function ownerIn(given: string): string {
  return requireText(given, '--owner')
}

function refIn({ ref }: Options): { readonly ref?: string } {
  return ref === undefined ? {} : { ref: requireText(ref, '--ref') }
}

function finish(world: World, action: string, options: Options): Promise<number> {
  const note = options.note === undefined ? {} : { note: options.note }
  return record(
    world,
    (_, clock) => ({ kind: 'finish-action', action, ...note, ...readAtOption(world, clock, options.at) }),
    chooseAnyIncidentToRecord(world),
  )
}

async function list(world: World, { all, csv = false }: ListOptions): Promise<number> {
  if (csv && world.options.json) fail('usage', { detail: '--csv --json', kind: 'conflict' })
  if (all) return (await import('../follow-up-list.ts')).printAllFollowUps(world, csv)
  const { journal, clock } = chooseIncidentToRead(world)
  await vouchForWriters(world, journal)
  const { settings } = journal.incident
  const actions = followUpsOf(journal.incident)
  const { terminal, text } = world
  if (world.options.json) {
    const { listedFollowUps } = await import('../follow-up-list.ts')
    const { id, incident } = journal
    const one = { id, title: titleOf(incident), drill: incident.declaration?.drill ?? false, followUps: actions }
    world.print(
      JSON.stringify({ schemaVersion: 1, actions: listedFollowUps(one, incident.settings.roster, clock.now()) }),
    )
    return 0
  }
  if (actions.length === 0) world.inform(text.said.noFollowUps)
  for (const action of actions) {
    const late = isFollowUpOverdue(action, clock.now()) ? `  ${text.words.pastDue}` : ''
    const entry = `${entryText(action, settings.roster, text)}${late}${action.unknown ? `  ${text.words.ofUnknown}` : ''}`
    for (const line of terminal.isOutputTerminal ? wrapIndented(entry, terminal.columns) : [entry]) world.print(line)
  }
  return 0
}

function entryText(action: Action, roster: Roster | undefined, said: Text): string {
  const { id, owner, due, serves, ref, doneAt } = action
  const { noOwner, noDue } = said.words
  const text = wordsIn(said.language, action) ?? action.text
  const name = owner === null ? noOwner : (roster?.people[owner]?.[said.language] ?? owner)
  const checkbox = doneAt === null ? '[ ]' : '[x]'
  const purpose = serves === null ? '' : `  ${serves}`
  const tracker = ref === null ? '' : `  ${inertLine(ref)}`
  return `${checkbox} ${id}  ${inertLine(text)}  ${inertLine(name)}  ${due === null ? noDue : dueText(due)}${purpose}${tracker}`
}

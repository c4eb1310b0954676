import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { type Action, isFollowUpOverdue } from '../../domain/incident/incident.ts'
import type { Words } from '../../i18n/words.en.ts'
import { inertLine } from '../../view/inert.ts'
import { dueText } from '../../view/time-format.ts'
import { wrapIndented } from '../../view/wrap.ts'
import type { World } from '../../world.ts'
import { chooseAnyIncidentToRecord, chooseIncidentToRead } from '../choose.ts'
import { readAtOption, record, requireText } from '../record.ts'

interface Options {
  readonly owner?: string
  readonly due?: string
  readonly serves?: string
  readonly note?: string
  readonly at?: string
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .command('add')
    .description(say('add a follow-up', '残作業を加える'))
    .argument('[text...]', say('what needs to be done', '何をするか'))
    .option('--owner <name>', say('owner', '担当者'))
    .option('--due <time>', say('due date (end of that day) or time', '期限の日付（その日の終わり）か時刻'))
    .option(
      '--serves <fact>',
      say('the fact that it carries out, such as one of prevention', 'この残作業で実施する項目（再発防止策など）'),
    )
    .option('--at <time>', say('when it was agreed', '決めた時刻'))
    .action((words: string[], options: Options) => start((world) => add(world, words.join(' '), options)))
  command
    .command('change')
    .description(say('change the owner or due date of a follow-up', '担当者や期限を変える'))
    .argument('<action>', say('the event that added the follow-up', '残作業を加えた記録の名前'))
    .option('--owner <name>', say('owner', '担当者'))
    .option('--due <time>', say('due date (end of that day) or time', '期限の日付（その日の終わり）か時刻'))
    .action((action: string, options: Options) => start((world) => change(world, action, options)))
  command
    .command('done')
    .description(say('record that a follow-up is done', '残作業が完了したことを記録する'))
    .argument('<action>', say('the event that added the follow-up', '残作業を加えた記録の名前'))
    .option('--note <text>', say('what was done', '何をしたか'))
    .option('--at <time>', say('when it was done', '完了した時刻'))
    .action((action: string, options: Options) => start((world) => finish(world, action, options)))
  command
    .command('list')
    .description(say('list all follow-ups', '残作業を一覧にする'))
    .action(() => start(list))
}

function add(world: World, given: string, options: Options): Promise<number> {
  const text = requireText(given, 'ACTION')
  return record(
    world,
    (_, clock) => ({
      kind: 'add-action',
      text,
      owner: options.owner === undefined ? null : ownerIn(options.owner),
      due: options.due === undefined ? null : clock.stamp(clock.deadline(options.due)),
      ...(options.serves !== undefined && { serves: options.serves }),
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
    }),
    chooseAnyIncidentToRecord(world),
  )
}

/** Throws `missing-answer` for a blank owner: the follow-up would look as if somebody had taken it. */
function ownerIn(given: string): string {
  return requireText(given, '--owner')
}

function finish(world: World, action: string, options: Options): Promise<number> {
  const note = options.note === undefined ? {} : { note: options.note }
  return record(
    world,
    (_, clock) => ({ kind: 'finish-action', action, ...note, ...readAtOption(world, clock, options.at) }),
    chooseAnyIncidentToRecord(world),
  )
}

async function list(world: World): Promise<number> {
  const { journal, clock } = chooseIncidentToRead(world)
  const { actions } = journal.incident
  const { terminal, text } = world
  if (world.options.json) {
    world.print(JSON.stringify({ schemaVersion: 1, actions }))
    return 0
  }
  if (actions.length === 0) world.say(text.said.noFollowUps)
  for (const action of actions) {
    const late = isFollowUpOverdue(action, clock.now()) ? `  ${text.words.pastDue}` : ''
    const entry = `${entryText(action, text.words)}${late}`
    for (const line of terminal.isOutputTerminal ? wrapIndented(entry, terminal.columns) : [entry]) world.print(line)
  }
  return 0
}

function entryText({ id, text, owner, due, serves, doneAt }: Action, { noOwner, noDue }: Words): string {
  const checkbox = doneAt === null ? '[ ]' : '[x]'
  const purpose = serves === null ? '' : `  ${serves}`
  return `${checkbox} ${id}  ${inertLine(text)}  ${inertLine(owner ?? noOwner)}  ${due === null ? noDue : dueText(due)}${purpose}`
}

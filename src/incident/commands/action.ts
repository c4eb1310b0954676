import type { Command } from 'commander'
import type { Run } from '../../command.ts'
import { isPastDue } from '../../domain/incident/actions.ts'
import type { Action } from '../../domain/incident/incident.ts'
import type { Words } from '../../i18n/words.en.ts'
import { folded } from '../../view/fold.ts'
import { dueOf } from '../../view/format.ts'
import { inert } from '../../view/inert.ts'
import type { World } from '../../world.ts'
import { chooseAny, chooseAnyToRecord } from '../choose.ts'
import { at, needed, record } from '../record.ts'

interface Options {
  readonly owner?: string
  readonly due?: string
  readonly serves?: string
  readonly note?: string
  readonly at?: string
}

export function define(command: Command, start: (run: Run) => void): void {
  command
    .command('add')
    .description('add a follow-up')
    .argument('[text...]', 'what is to be done')
    .option('--owner <name>', 'who does it')
    .option('--due <time>', 'until when: a date (to its end) or a time')
    .option('--serves <fact>', 'the fact of prevention that it carries out')
    .option('--at <time>', 'when it was agreed')
    .action((words: string[], options: Options) => start((world) => add(world, words.join(' '), options)))
  command
    .command('change')
    .description('change its owner or due date')
    .argument('<action>', 'the follow-up, by the name of its event')
    .option('--owner <name>', 'who does it')
    .option('--due <time>', 'until when: a date (to its end) or a time')
    .action((action: string, options: Options) => start((world) => change(world, action, options)))
  command
    .command('done')
    .description('record that it is done')
    .argument('<action>', 'the follow-up, by the name of its event')
    .option('--note <text>', 'what was done')
    .option('--at <time>', 'when it was done')
    .action((action: string, options: Options) => start((world) => finish(world, action, options)))
  command
    .command('list')
    .description('all follow-ups')
    .action(() => start(list))
}

function add(world: World, given: string, options: Options): Promise<number> {
  const text = needed(given, 'TEXT', 'TEXT')
  return record(
    world,
    (_, clock) => ({
      kind: 'add-action',
      text,
      owner: options.owner === undefined ? null : ownerIn(options.owner),
      due: options.due === undefined ? null : clock.stamp(clock.deadline(options.due)),
      ...(options.serves !== undefined && { serves: options.serves }),
      ...at(world, clock, options.at),
    }),
    chooseAnyToRecord(world),
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
    chooseAnyToRecord(world),
  )
}

/** Nobody with no name owns a follow-up: it would pass for one that somebody carries out. */
function ownerIn(given: string): string {
  return needed(given, '--owner', '--owner')
}

function finish(world: World, action: string, options: Options): Promise<number> {
  const note = options.note === undefined ? {} : { note: options.note }
  return record(
    world,
    (_, clock) => ({ kind: 'finish-action', action, ...note, ...at(world, clock, options.at) }),
    chooseAnyToRecord(world),
  )
}

async function list(world: World): Promise<number> {
  const { journal, clock } = chooseAny(world)
  const { actions } = journal.incident
  const { terminal, text } = world
  if (world.options.json) {
    world.print(JSON.stringify({ schemaVersion: 1, actions }))
    return 0
  }
  if (actions.length === 0) world.say(text.said.noFollowUps)
  for (const action of actions) {
    const late = isPastDue(action, clock.now()) ? `  ${text.words.pastDue}` : ''
    const whole = `${line(action, text.words)}${late}`
    for (const one of terminal.output ? folded(whole, terminal.columns) : [whole]) world.print(one)
  }
  return 0
}

function line({ id, text, owner, due, serves, doneAt }: Action, { noOwner, noDue }: Words): string {
  const mark = doneAt === null ? '[ ]' : '[x]'
  const what = serves === null ? '' : `  ${serves}`
  return `${mark} ${id}  ${inert(text)}  ${inert(owner ?? noOwner)}  ${due === null ? noDue : dueOf(due)}${what}`
}

import type { Command } from 'commander'
import { chooseAny } from '../app/incident/incidents.ts'
import { at, needed, record } from '../app/incident/recording.ts'
import type { Run } from '../command.ts'
import { isPastDue } from '../domain/incident/actions.ts'
import type { Action } from '../domain/incident/incident.ts'
import { inert } from '../render/inert.ts'
import { whenOf } from '../render/value.ts'
import type { World } from '../world.ts'

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
    .option('--due <time>', 'until when: a date or a time')
    .option('--serves <fact>', 'the fact of prevention that it carries out')
    .option('--at <time>', 'when it was agreed')
    .action((words: string[], options: Options) => start((world) => add(world, words.join(' '), options)))
  command
    .command('change')
    .description('change its owner or due date')
    .argument('<action>', 'the follow-up, by the name of its event')
    .option('--owner <name>', 'who does it')
    .option('--due <time>', 'until when')
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
      due: options.due === undefined ? null : clock.stamp(clock.future(options.due)),
      ...(options.serves !== undefined && { serves: options.serves }),
      ...at(world, clock, options.at),
    }),
    chooseAny(world),
  )
}

function change(world: World, action: string, options: Options): Promise<number> {
  return record(
    world,
    (_, clock) => ({
      kind: 'change-action',
      action,
      ...(options.owner !== undefined && { owner: ownerIn(options.owner) }),
      ...(options.due !== undefined && { due: clock.stamp(clock.future(options.due)) }),
    }),
    chooseAny(world),
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
    chooseAny(world),
  )
}

async function list(world: World): Promise<number> {
  const { journal, clock } = chooseAny(world)
  const { actions } = journal.incident
  if (world.options.json) world.print(JSON.stringify({ schemaVersion: 1, actions }))
  else
    for (const action of actions)
      world.print(`${line(action)}${isPastDue(action, clock.now()) ? `  ${world.text.words.pastDue}` : ''}`)
  return 0
}

function line({ id, text, owner, due, serves, doneAt }: Action): string {
  const what = serves === null ? '' : `  ${serves}`
  return `${doneAt === null ? '[ ]' : '[x]'} ${id}  ${inert(text)}  ${inert(owner ?? '-')}  ${due === null ? '-' : whenOf(due).slice(0, 16)}${what}`
}

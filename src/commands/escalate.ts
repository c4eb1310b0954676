import type { Command } from 'commander'
import { callingOf, personIn } from '../calling.ts'
import type { Run } from '../command.ts'
import type { Call } from '../domain/incident/calls.ts'
import { fail } from '../domain/outcome.ts'
import { adoptSettings, currentSettings } from '../governing.ts'
import { at, record } from '../recording.ts'
import { type ContactsContext, partyLines } from '../render/contacts.ts'
import { contactsText } from '../text/contacts.ts'
import type { World } from '../world.ts'

interface Options {
  readonly reason?: string
  readonly at?: string
}

export function define(command: Command, start: (run: Run) => void): void {
  command
    .argument('[level...]', 'escalation levels; without them those that the rules ask for now')
    .option('--reason <text>', 'why, where the rules do not ask for it')
    .option('--at <time>', 'when it was done')
    .action((levels: string[], options: Options) => start((world) => escalate(world, levels, options)))
}

/** Records that levels were raised, and says whom to call. */
async function escalate(world: World, given: readonly string[], options: Options): Promise<number> {
  const calling = await callingOf(world)
  const { chosen, levels, incident, clock } = calling
  if (chosen === null) return fail('no-incident', {})
  adoptSettings(world, chosen, await currentSettings(world, chosen))
  const said = await contactsText(world.text.language)
  const now = clock.now()
  const due = levels.filter(({ dueAt }) => dueAt !== null && dueAt <= now).map(({ level }) => level.id)
  const named = given.length > 0 ? given : due
  if (named.length === 0) {
    world.say(said.nothingDue)
    return 0
  }
  const reason = options.reason ?? null
  const code = await record(
    world,
    (_, clock) => ({ kind: 'escalate', levels: named, reason, ...at(world, clock, options.at) }),
    chosen,
  )
  const personOf = (call: Call) => personIn(calling, call)
  const context: ContactsContext = { text: world.text, said, now, personOf }
  for (const { level, party } of levels.filter(({ level }) => named.includes(level.id))) {
    world.say(said.nowCall(level.title[world.text.language]))
    for (const line of partyLines(incident, party, context).slice(1)) world.say(line)
  }
  return code
}

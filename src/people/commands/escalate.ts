import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { chooseIncidentToRecord } from '../../incident/choose.ts'
import { idNamed } from '../../incident/names.ts'
import { acknowledge, appendIntents, readAtOption, recordedJson, sayRecorded } from '../../incident/record.ts'
import { adoptSettings, currentSettings } from '../../incident/settings-adoption.ts'
import { list } from '../../view/blocks.ts'
import { terminalLinesFor } from '../../view/terminal.ts'
import type { World } from '../../world.ts'
import { byKnownWriters, type CallList, loadCallList, personIn, refreshCallList } from '../call-list.ts'
import { type ContactsContext, callItems } from '../contacts-view.ts'
import { peopleText } from '../words.ts'

interface Options {
  readonly reason?: string
  readonly at?: string
  readonly page: boolean
}

export const help: CommandHelp = {
  page: 'contacts.md',
  examples: [
    ['escalate', 'call in the levels that are due by the rules', '今条件に当てはまる段階にエスカレーションする'],
    [
      'escalate board --reason "withdrawals are affected too"',
      'call in a level that is not due',
      '条件に当てはまらなくても、その段階にエスカレーションする',
    ],
    ['escalate --no-page', 'record it, and page nobody', '呼び出さず、記録だけする'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument(
      '[level...]',
      say('escalation levels (default: those due now)', 'エスカレーション段階。省略すると、今条件に当てはまるもの'),
    )
    .option(
      '--reason <text>',
      say('the reason, required if the level is not due', '理由。条件に当てはまらない場合に必要'),
    )
    .option('--at <time>', say('when it was done; nobody is paged then', '行った時刻。付けると呼び出しは送らない'))
    .option(
      '--no-page',
      say('page nobody, even if contacts.yaml says how', '自動送信の設定があっても、呼び出しを送らない'),
    )
    .action((levels: string[], options: Options) => start((world) => escalate(world, levels, options)))
}

async function escalate(world: World, given: readonly string[], options: Options): Promise<number> {
  const chosen = await chooseIncidentToRecord(world)
  const callList = await loadCallList(world, chosen)
  const { levels, clock } = callList
  adoptSettings(world, chosen, await currentSettings(world, chosen))
  const { contacts: said } = await peopleText(world.text.language)
  const now = clock.now()
  const due = levels.filter(({ dueAt }) => dueAt !== null && dueAt <= now).map(({ level }) => level.id)
  const names = Object.fromEntries(levels.map(({ level }) => [level.id, level.title]))
  const ids = given.length > 0 ? given.map((level) => idNamed(level, names, 'unknown-level')) : due
  if (ids.length === 0) {
    world.say(said.nothingDue)
    if (world.options.json) world.print(recordedJson(chosen.journal, { events: [], already: [] }))
    return 0
  }
  const reason = options.reason ?? null
  const intent = { kind: 'escalate', levels: ids, reason, ...readAtOption(world, clock, options.at) } as const
  const recorded = appendIntents(chosen.journal, clock, intent)
  const raised = refreshCallList(callList)
  const pages = options.page && options.at === undefined ? await pageTargetsFor(raised, ids) : []
  if (pages.length > 0) sayRecorded(world, chosen.journal, recorded)
  else acknowledge(world, chosen.journal, recorded)
  const context: ContactsContext = { text: world.text, said, now, personOf: (call) => personIn(callList, call) }
  const levelItems = raised.levels
    .filter(({ level }) => ids.includes(level.id))
    .map(({ level, party }) => ({
      text: said.nowCall(level.title[world.text.language]),
      items: callItems(raised.incident, party, context),
    }))
  for (const line of await terminalLinesFor(world, [list(levelItems)])) world.raw.say(line)
  if (pages.length === 0) return 0
  const { runPages } = await import('../paging-output.ts')
  return runPages(world, chosen, raised, { targets: pages, unpageable: [], alreadyRecorded: recorded })
}

/** The next person of each level, if the program can page them. */
async function pageTargetsFor(callList: CallList, levels: readonly string[]) {
  // Spares loading the modules for paging if nobody can be paged.
  if (!Object.values(callList.contacts.people).some(({ reach }) => reach.some(({ send }) => send !== null))) return []
  const { nextPageTargetsInLevels, sendWays } = await import('../paging.ts')
  return nextPageTargetsInLevels(byKnownWriters(callList), levels).filter(
    ({ person }) => sendWays(callList, person).length > 0,
  )
}

import { type Command, Option } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { CONTACT_METHODS, type ContactMethodName } from '../../domain/contacts/contacts.ts'
import { isWorking } from '../../domain/contacts/cover.ts'
import type { Call, Party } from '../../domain/incident/calls.ts'
import type { Page } from '../../domain/incident/incident.ts'
import { fail } from '../../domain/problem.ts'
import { chooseIncidentToRecord } from '../../incident/choose.ts'
import { readAtOption, record } from '../../incident/record.ts'
import { adoptSettings, currentSettings } from '../../incident/settings-adoption.ts'
import { list, section } from '../../view/blocks.ts'
import { terminalLinesFor } from '../../view/terminal.ts'
import type { World } from '../../world.ts'
import { byKnownWriters, type CallList, loadCallList, personIn, refreshCallList, resolvePerson } from '../call-list.ts'
import { contactFlowMermaid, contactFlowText, levelItem, partyItem } from '../contacts-view.ts'
import { peopleText } from '../words.ts'

interface GraphOptions {
  readonly graph?: 'text' | 'mermaid' | true
}

interface PageOptions {
  readonly next?: boolean
  readonly dryRun?: boolean
}

interface CallOptions {
  readonly by?: ContactMethodName
  readonly at?: string
  readonly note?: string
}

export const help: CommandHelp = {
  page: 'contacts.md',
  examples: [
    ['contacts', 'show whom to call now', '今連絡する相手を表示する'],
    ['contacts reached sato --by phone', 'record who answered', '連絡が取れたことを記録する'],
    ['contacts page --next', 'page everybody who is to be called next', '次に連絡する人を呼び出す'],
    ['contacts --graph', 'show who informs whom', '誰が誰に知らせるかを表示する'],
  ],
  subcommands: {
    page: {
      page: 'contacts.md#paging',
      examples: [
        ['contacts page --next --dry-run', 'show what would go to whom', '誰に何が送られるかを確かめる'],
        ['contacts page --next', 'page everybody who is to be called next', '次に連絡する人を全員呼び出す'],
        ['contacts page sato', 'page one person', '1人を呼び出す'],
      ],
    },
    tried: {
      examples: [
        ['contacts tried sato --by phone', 'record a call without an answer', '電話に出なかったことを記録する'],
        [
          'contacts tried sato --by mail --at "5m ago" --note "left a message"',
          'with when it was, and a note',
          '時刻とメモも記録する',
        ],
      ],
    },
    reached: {
      examples: [
        ['contacts reached sato --by phone', 'record who answered', '連絡が取れたことを記録する'],
        [
          'contacts reached sato --at "5m ago" --note "joins in ten minutes"',
          'with when it was, and what they said',
          '時刻と、相手の話したことも記録する',
        ],
      ],
    },
  },
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .addOption(
      new Option(
        '--graph [form]',
        say('show who informs whom instead', '代わりに、誰が誰に伝えるかを表示する'),
      ).choices(['text', 'mermaid']),
    )
    .action((options: GraphOptions) => start((world) => printContacts(world, options)))
  command
    .command('page')
    .description(
      say(
        'page people by the ways in contacts.yaml that can be sent automatically; running this command is the approval',
        'contacts.yaml の設定で自動送信し、人を呼び出す。このコマンドの実行が送信の承認になる',
      ),
    )
    .argument('[person...]', say('people, by id or name', '呼び出す人。IDまたは名前'))
    .option('--next', say('page everyone who is to be called next', '今連絡する相手を、すべての部署について呼び出す'))
    .option(
      '--dry-run',
      say('show what would go to whom; send and record nothing', '誰に何を送るかを示すだけで、送信も記録もしない'),
    )
    .action((names: string[], options: PageOptions) => start((world) => pagePeople(world, names, options)))
  for (const state of ['tried', 'reached'] as const)
    command
      .command(state)
      .description(
        state === 'tried'
          ? say('record that people were called but have not answered yet', '連絡したが、まだ返事がないことを記録する')
          : say('record who answered', '返事があった人を記録する'),
      )
      .argument('<person...>', say('people, by id or name', '連絡した人。IDまたは名前'))
      .addOption(new Option('--by <way>', say('how they were contacted', '連絡方法')).choices([...CONTACT_METHODS]))
      .option('--at <time>', say('when they were contacted', '時刻'))
      .option('--note <text>', say('what they said', '聞いた内容'))
      .action((names: string[], options: CallOptions) => start((world) => recordCalls(world, state, names, options)))
}

async function printContacts(world: World, { graph }: GraphOptions): Promise<number> {
  const callList = await loadCallList(world)
  const { contacts: said } = await peopleText(world.text.language)
  const { incident, contacts, parties, levels, clock } = callList
  if (graph !== undefined) {
    const flow = graph === 'mermaid' ? contactFlowMermaid : contactFlowText
    for (const line of flow(incident, contacts.roster, said, world.text)) world.print(line)
    return 0
  }
  if (world.options.json) {
    world.print(JSON.stringify(callsDocument(callList)))
    return 0
  }
  const personOf = (call: Call) => personIn(callList, call)
  const context = { text: world.text, said, now: clock.now(), personOf }
  const partyItems = parties.map((party) => partyItem(incident, party, context))
  const levelItems = levels.map((view) => levelItem(incident, view, context, clock.stamp))
  const blocks = [list(partyItems), ...section(said.levels, levelItems)]
  for (const line of await terminalLinesFor(world, blocks)) world.raw.print(line)
  if (parties.length === 0) world.inform(said.nobodyListed)
  else if (parties.every(({ next }) => next === null)) world.inform(said.nobodyNow)
  return 0
}

function callsDocument(callList: CallList) {
  const { chosen, incident, parties, levels, clock } = callList
  return {
    schemaVersion: 1,
    incident: chosen?.journal.id ?? null,
    parties: parties.map((party) => partyDocument(callList, party)),
    levels: levels.map(({ level, party, raised, dueAt }) => ({
      ...partyDocument(callList, party),
      title: level.title,
      dueAt: dueAt === null ? null : clock.stamp(dueAt),
      overdue: dueAt !== null && dueAt < clock.now(),
      raised,
    })),
    answerWithinSeconds: (incident.settings.roster?.answerWithin ?? 0) / 1000,
  }
}

function partyDocument(callList: CallList, { id, calls, reached, next }: Party) {
  const { runbook } = callList.incident
  const { roster } = callList.contacts
  return {
    id,
    title: runbook.departments[id] ?? roster.people[id] ?? { ja: id, en: id },
    next,
    reached: reached?.person ?? null,
    people: calls.map((call) => {
      const { languages, hours, reach } = personIn(callList, call)
      const { person, page, ...state } = call
      return {
        id: person,
        name: roster.people[person] ?? { ja: person, en: person },
        ...state,
        page: page === null ? null : pageDocument(page),
        languages,
        working: isWorking(hours, callList.clock.now()),
        reach: reach.map(({ by, to, send }) => ({ by, to, sends: send !== null })),
      }
    }),
  }
}

function pageDocument({ event, at, by, way, state, why }: Page) {
  return { event, at, by, way, state, why }
}

async function recordCalls(
  world: World,
  state: 'tried' | 'reached',
  names: readonly string[],
  { by, note, at: when }: CallOptions,
): Promise<number> {
  const { chosen, contacts } = await loadCallList(world)
  if (chosen === null) return fail('no-incident', { closed: null })
  adoptSettings(world, chosen, await currentSettings(world, chosen))
  const people = names.map((name) => resolvePerson(contacts, name))
  return record(
    world,
    (_, clock) => ({
      kind: 'call',
      people,
      state,
      way: by ?? null,
      ...(note !== undefined && { note }),
      ...readAtOption(world, clock, when),
    }),
    chosen,
  )
}

async function pagePeople(world: World, names: readonly string[], { next, dryRun }: PageOptions): Promise<number> {
  if (next && names.length > 0) fail('usage', { detail: 'NAME --next', kind: 'conflict' })
  if (!next && names.length === 0) fail('missing-argument', { name: 'person' })
  const chosen = await chooseIncidentToRecord(world)
  const callList = await loadCallList(world, chosen)
  const { pageTargetFor, nextPageTargets, sendWays } = await import('../paging.ts')
  const { printPagesDryRun, runPages } = await import('../paging-output.ts')
  const wanted = next
    ? nextPageTargets(byKnownWriters(callList))
    : [...new Set(names.map((name) => resolvePerson(callList.contacts, name)))].map((id) => pageTargetFor(callList, id))
  if (wanted.length === 0) {
    world.say((await peopleText(world.text.language)).contacts.nobodyNow)
    return 0
  }
  const targets = wanted.filter(({ person }) => sendWays(callList, person).length > 0)
  const unpageable = wanted.filter((one) => !targets.includes(one)).map(({ person }) => person)
  if (!next && unpageable.length > 0) fail('no-page-way', { people: unpageable })
  if (dryRun) return printPagesDryRun(world, chosen, callList, { targets, unpageable })
  adoptSettings(world, chosen, await currentSettings(world, chosen))
  return runPages(world, chosen, refreshCallList(callList), { targets, unpageable, alreadyRecorded: null })
}

import type { Roster } from '../domain/contacts/roster.ts'
import { byUrgency, type FollowUpState, followUpState } from '../domain/incident/follow-up-state.ts'
import type { Action } from '../domain/incident/incident.ts'
import { wordsIn } from '../domain/incident/own-texts.ts'
import type { Bilingual, Language } from '../domain/runbook/runbook.ts'
import { type Case, caseOf } from '../domain/stats/stats.ts'
import { loadConfig } from '../runbook/io/config.ts'
import { withReadingSpinner } from '../store/spinner.ts'
import { alarm, code, table } from '../view/blocks.ts'
import { csv } from '../view/csv.ts'
import { inertLine } from '../view/inert.ts'
import { terminalLinesFor } from '../view/terminal.ts'
import { dueText } from '../view/time-format.ts'
import type { World } from '../world.ts'
import { queryIncidents } from './incident-index.ts'
import { strangerLines, strangersIn } from './strangers.ts'
import { warnAboutFlawedFiles, warnAboutMissingLogs, warnAboutUnreadableFolders } from './warnings.ts'
import { followUpText } from './words.ts'

/** A follow-up with its incident and how it stands. */
interface ListedFollowUp extends Action {
  readonly incident: string
  readonly title: string | null
  readonly drill: boolean
  readonly state: FollowUpState
  /** The name of the owner in the contacts; null if they do not have it. */
  readonly ownerName: Bilingual | null
}

export function listedFollowUps(
  { id, title, drill, followUps }: Pick<Case, 'id' | 'title' | 'drill' | 'followUps'>,
  roster: Roster | undefined,
  now: number,
): ListedFollowUp[] {
  return followUps.map((one) => {
    const { ja, en } = roster?.people[one.owner ?? ''] ?? {}
    const ownerName = ja === undefined || en === undefined ? null : { ja, en }
    return { ...one, incident: id, title, drill, state: followUpState(one, now), ownerName }
  })
}

/** Prints the follow-ups of all incidents, overdue ones first. Exit code 4 if some may be missing. */
export async function printAllFollowUps(world: World, isCsv: boolean): Promise<number> {
  const { language } = world.text
  const { settings } = await loadConfig(world.root, world.workspace.directory, language)
  const now = world.clock(settings.timezone).now()
  const isGone = warnAboutMissingLogs(world)
  const isUnreadable = warnAboutUnreadableFolders(world)
  const results = await withReadingSpinner(world, () =>
    queryIncidents<Case>(world, {
      fromIncident: (incident) => caseOf(incident, now),
      fromSummary: (summary) => summary.case,
    }),
  )
  for (const { lacking } of results) warnAboutFlawedFiles(world, lacking)
  const said = await followUpText(language)
  const notWhole = results.filter(({ flaw }) => flaw !== null)
  if (notWhole.length > 0) world.say(said.notWhole(notWhole.map(({ id }) => inertLine(id)).join(', ')))
  const strangers = await strangersIn(world, results)
  for (const line of strangerLines(world, strangers)) world.say(line)
  const isByUnknown = ({ id, unknown }: { readonly id: string; readonly unknown: boolean }) =>
    unknown && strangers.recorded.includes(id)
  const followUps = byUrgency(
    results.flatMap(({ id, seen }) =>
      listedFollowUps(seen, settings.roster, now).map((one) => {
        return { ...one, incident: id, unknown: isByUnknown({ ...one, id }) }
      }),
    ),
  )
  if (isCsv) world.raw.print(csv([Object.keys(COLUMNS), ...followUps.map((one) => rowOf(one, language))]))
  else if (world.options.json) world.print(JSON.stringify({ schemaVersion: 1, actions: followUps }))
  else await printTable(world, followUps)
  return isGone || isUnreadable || notWhole.length > 0 ? 4 : 0
}

async function printTable(world: World, followUps: readonly ListedFollowUp[]): Promise<void> {
  const { head, state: stateWords } = await followUpText(world.text.language)
  const { words, said, language } = world.text
  if (followUps.length === 0) return world.inform(said.noFollowUps)
  const rows = followUps.map((followUp) => {
    const { id, state, due, owner, ownerName, incident, drill, ref, unknown } = followUp
    const stands = unknown ? words.marked(stateWords[state], words.ofUnknown) : stateWords[state]
    return [
      wordsIn(language, followUp) ?? followUp.text,
      state === 'overdue' || unknown ? alarm(stands) : stands,
      due === null ? words.noDue : dueText(due),
      ownerName?.[language] ?? owner ?? words.noOwner,
      drill ? words.marked(incident, words.drill) : incident,
      code(id),
      ref ?? '',
    ]
  })
  const block = table([head.text, head.state, head.due, head.owner, head.incident, head.event, head.ref], rows, '')
  for (const line of await terminalLinesFor(world, [block], { folded: true })) world.raw.print(line)
}

/** The columns of `--csv`, in order. */
const COLUMNS: Readonly<Record<string, (followUp: ListedFollowUp, language: Language) => string | null>> = {
  state: ({ state }) => state,
  due: ({ due }) => due,
  owner: ({ owner, ownerName }, language) => ownerName?.[language] ?? owner,
  'follow-up': (followUp, language) => wordsIn(language, followUp) ?? followUp.text,
  incident: ({ incident }) => incident,
  title: ({ title }) => title,
  drill: ({ drill }) => (drill ? 'yes' : 'no'),
  event: ({ id }) => id,
  tracker: ({ ref }) => ref,
  serves: ({ serves }) => serves,
  'done-at': ({ doneAt }) => doneAt,
  'owner-id': ({ owner }) => owner,
}

function rowOf(followUp: ListedFollowUp, language: Language) {
  return Object.values(COLUMNS).map((cellOf) => cellOf(followUp, language))
}

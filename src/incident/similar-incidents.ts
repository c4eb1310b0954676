import { type ListEntry, listEntryOf } from '../domain/incident/list-entry.ts'
import { parseTarget } from '../domain/incident/scope.ts'
import { type Likeness, likenessOf, type Similarity, similarIncidents } from '../domain/stats/similar-incidents.ts'
import { inertLine, LONGEST_TITLE, shortLine } from '../view/inert.ts'
import { timeText } from '../view/time-format.ts'
import type { World } from '../world.ts'
import { chooseIncidentToRead } from './choose.ts'
import { printDamageBanner } from './damage-warnings.ts'
import { type IncidentQuery, queryIncidents } from './incident-index.ts'
import { knownFirst } from './known-first.ts'
import { typedName, typedTarget } from './labels.ts'
import { isByStrangers, strangerLines, strangersIn } from './strangers.ts'
import { similarText } from './words.ts'

/** The most incidents that are shown. */
const SHOWN = 10

interface Past extends Likeness {
  readonly entry: ListEntry
}

const PAST: IncidentQuery<Past> = {
  fromIncident: (incident) => ({ ...likenessOf(incident), entry: listEntryOf(incident) }),
  fromSummary: ({ likeness, entry }) => ({ ...likeness, entry }),
}

/**
 * Prints the closed incidents that are like the chosen one, with what they have in common. Drills and duplicates are none, and
 * those whose log is in doubt are only named. Resolves to the exit code.
 */
export async function printSimilar(world: World): Promise<number> {
  const { journal } = chooseIncidentToRead(world)
  const code = printDamageBanner(world, journal)
  const all = await queryIncidents(world, PAST)
  const closed = all.filter(({ id, seen: { entry } }) => {
    return id !== journal.id && entry.phase === 'closed' && !entry.drill && entry.closedAs !== 'duplicate'
  })
  const isSound = ({ flaw, lacking }: (typeof all)[number]) => flaw === null && lacking.length === 0
  const strangers = await strangersIn(world, all, closed)
  const hasUnknownWriters = isByStrangers(strangers)
  const past = closed.filter(isSound).map(({ id, seen }) => ({ id, ...seen }))
  const leftOut = closed.filter((one) => !isSound(one)).map(({ id }) => id)
  const found = similarIncidents(likenessOf(journal.incident), past)
  const shown = knownFirst(found, ({ past }) => !hasUnknownWriters(past.id)).shown.slice(0, SHOWN)
  const isShown = (id: string) => shown.some(({ past }) => past.id === id)
  const { recorded, declared } = strangers
  for (const line of strangerLines(world, { recorded: recorded.filter(isShown), declared: declared.filter(isShown) }))
    world.say(line)
  const more = found.length - shown.length
  if (world.options.json) {
    const incidents = shown.map(({ past, shared }) => {
      return { ...similarDocument(past, shared), hasUnknownWriters: hasUnknownWriters(past.id) }
    })
    world.print(JSON.stringify({ schemaVersion: 1, incident: journal.id, incidents, more, leftOut }))
    return code
  }
  const { runbook } = journal.incident
  const { words, language } = world.text
  const said = await similarText(language)
  const restricted = (target: string) => inertLine(typedTarget(parseTarget(target), runbook, world.text))
  for (const { past, shared } of shown) {
    const { title, closedAs, declaredAt } = past.entry
    const as = closedAs === 'false-alarm' ? [said.falseAlarm] : []
    const day = declaredAt === null ? [] : [timeText(declaredAt).slice(0, 'YYYY-MM-DD'.length)]
    const head = [inertLine(past.id), ...day, shortLine(title ?? words.untitled, LONGEST_TITLE), ...as]
    world.print(head.join('  '))
    if (shared.type) world.print(`  ${said.sameType(typedName(past.type, runbook.types, world.text))}`)
    if (shared.scope.length > 0) world.print(`  ${said.sameScope(words.listed(shared.scope.map(restricted)))}`)
    if (shared.words.length > 0) world.print(`  ${said.sameWords(words.listed(shared.words.map(inertLine)))}`)
    for (const cause of past.causes) world.print(`  ${said.cause(shortLine(cause))}`)
  }
  if (found.length === 0) world.inform(said.none)
  if (more > 0) world.say(said.more(more))
  if (leftOut.length > 0) world.say(said.leftOut(words.listed(leftOut.map(inertLine))))
  return code
}

function similarDocument({ id, entry, causes }: Past & { readonly id: string }, shared: Similarity) {
  const { title, type, severity, startedAt, declaredAt, fullyResumedAt, closedAt, closedAs } = entry
  const times = { startedAt, declaredAt, fullyResumedAt, closedAt }
  return { incident: id, title, type, severity, ...times, closedAs, causes, shared }
}

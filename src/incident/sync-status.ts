import { keysOf } from '../domain/log/known-writers.ts'
import type { Problem } from '../domain/problem.ts'
import { loadHolderWords, loadProblemMessages } from '../i18n/problems.ts'
import { addressProblem } from '../relay/io/address.ts'
import { relayWords } from '../relay/words.ts'
import { relaySettings } from '../runbook/io/relay-settings.ts'
import { BackgroundTurn } from '../store/background-turn.ts'
import type { Journal } from '../store/journal.ts'
import { type HeardMachine, type RelayChange, RelayState } from '../store/relay-state.ts'
import { inertLine } from '../view/inert.ts'
import { resumeCommand } from '../view/resume-command.ts'
import { timeText } from '../view/time-format.ts'
import type { World } from '../world.ts'

/** How far an incident is shared, as this machine last knew: no server is asked. */
export interface SyncStatus {
  /** Host, port and database of the relay that was last asked; null if none ever was. */
  readonly relay: string | null
  /**
   * `off`: there is no relay; `unreachable`: it did not answer last, let this machine share nothing, or neither the settings and
   * the environment say how to reach it, nor does another process of this machine share; `forked`: two machines
   * have recorded as one writer, so that not all have the same; `waiting`: something here is not known to be in it, or it has
   * lines that were not looked at yet.
   */
  readonly state: 'off' | 'ok' | 'waiting' | 'unreachable' | 'forked'
  /** The writers of whom it has lines that this machine has not looked at yet. */
  readonly unread: readonly string[]
  /** How many events are here that are not known to be in the relay. */
  readonly waiting: number
  /** When it last answered, in milliseconds since 1970. */
  readonly lastAt: number | null
  /** How the relay has changed in the last day; null if it has not. */
  readonly changed: RelayChange | null
  /** The other machines that it had heard of lately then, the latest first. */
  readonly machines: readonly MachineStatus[]
}

/** Another machine; `name` is null unless a writer that this one knows signed it, and `key` unless anybody did. */
interface MachineStatus {
  readonly name: string | null
  readonly key: string | null
  readonly at: number
}

const OFF: SyncStatus = {
  ...{ relay: null, state: 'off', waiting: 0, unread: [], lastAt: null },
  ...{ changed: null, machines: [] },
}

/** The most writers that are named at once. */
const MAX_NAMES = 20
/** How long it is said that the relay has changed. */
const DAY_MS = 24 * 3_600_000

export async function syncStatusOf({ workspace, env, now }: World, journal: Journal): Promise<SyncStatus> {
  const { machine, id, incident } = journal
  const settings = await relaySettings(workspace.directory)
  if (settings === null) return OFF
  const kept = RelayState.open(env, machine)
  const { relay, lastAt, isReached, trouble, unset } = kept
  const machines = machinesFor(journal, kept.machines)
  const waiting = Math.max(0, incident.events - (kept.shared(id)?.events ?? 0))
  const key = incident.declaration?.incident ?? ''
  const unread = kept.unread(key)
  const changed = kept.change !== null && now() - kept.change.at < DAY_MS ? kept.change : null
  const rest = { relay, waiting, unread, lastAt, changed, machines }
  const isSilent = (trouble ?? relay) !== null && !isReached
  const isCutOff = unset !== null && !isSharing(kept, now()) && addressProblem(settings, env) !== null
  if (isSilent || isCutOff) return { ...rest, state: 'unreachable' }
  if (kept.forks(key).length > 0) return { ...rest, state: 'forked' }
  return { ...rest, state: waiting + unread.length > 0 || trouble !== null ? 'waiting' : 'ok' }
}

/** What goes on sharing asks the relay twice in this time. */
const SHARING_MS = 60_000

/** Whether another process of this machine is sharing. */
function isSharing({ lastAt }: RelayState, now: number): boolean {
  return lastAt !== null && Math.abs(now - lastAt) < SHARING_MS
}

/** Anybody with a password of the relay can say anything of machines: a name counts where a known writer signed it. */
function machinesFor(journal: Journal, heard: readonly HeardMachine[]): MachineStatus[] {
  if (heard.length === 0) return []
  const births = [...journal.incident.births.values()].filter(({ writer }) => journal.knows(writer))
  const known = new Set(births.flatMap(keysOf))
  return heard.map(({ name, key, at }) => ({ name: key !== null && known.has(key) ? name : null, key, at }))
}

/** Says what is not shared, and where two machines recorded as one writer; nothing if all is well, or if there is no relay. */
export async function warnAboutSync(world: World, journal: Journal): Promise<void> {
  const { relay, state, waiting, unread, changed } = await syncStatusOf(world, journal)
  const { said } = world.text
  const at = (ms: number) => timeText(world.clock(journal.incident.settings.timezone).stamp(ms))
  if (state !== 'off') await sayTrouble(world, journal, waiting)
  if (state !== 'unreachable' && waiting > 0) world.say(said.waitingToShare(waiting))
  if (state === 'off') return
  if (waiting > 0) await sayObstacle(world, journal.machine)
  const kept = RelayState.open(world.env, journal.machine)
  const key = journal.incident.declaration?.incident ?? ''
  const forks = kept.forks(key)
  if (forks.length + unread.length === 0 && changed === null) return
  const words = await relayWords(world.text.language)
  if (changed !== null) world.say(words.changed(inertLine(relay ?? ''), changed, at(changed.at)))
  if (unread.length > 0) world.say(words.unread(inertLine(journal.id), ...namesToSay(unread)))
  for (const fork of forks) world.say(words.forked(inertLine(journal.id), fork))
  const more = kept.moreForks(key)
  if (more > 0) world.say(words.moreForks(inertLine(journal.id), more))
}

/** The first of some names, and how many are left out. */
export function namesToSay(names: readonly string[]): [string[], number] {
  const some = names.slice(0, MAX_NAMES).map(inertLine)
  return [some, names.length - some.length]
}

/** Says why the relay was not asked, or what came of that. */
async function sayTrouble(world: World, journal: Journal, waiting: number): Promise<void> {
  const { said, language } = world.text
  const kept = RelayState.open(world.env, journal.machine)
  const { relay, isReached, lastAt, trouble, unset } = kept
  if ((trouble ?? unset) === null && (relay === null || isReached)) return
  const at = (ms: number) => timeText(world.clock(journal.incident.settings.timezone).stamp(ms))
  const messages = await loadProblemMessages(language)
  const why = (problem: Problem) => inertLine(messages(problem, world.invocation)[0])
  if (trouble === null ? relay !== null && !isReached : trouble.problem.code === 'relay-unreachable')
    world.say(said.relaySilent(inertLine(relay ?? ''), trouble && at(trouble.since), waiting))
  else if (trouble?.problem.code === 'relay-backlog')
    world.say(said.noticeHeldUp(why(trouble.problem), at(trouble.since), resumeCommand(world, 'sync')))
  else if (trouble !== null) world.say(said.nothingShared(why(trouble.problem), at(trouble.since), waiting))
  if (unset === null) return
  const settings = await relaySettings(world.workspace.directory)
  const own = settings && addressProblem(settings, world.env)
  if (own === null) world.say(said.notSharedElsewhere(why(unset.problem), at(unset.since)))
  else if (lastAt !== null && isSharing(kept, world.now())) world.say(said.sharedByAnother(why(own), at(lastAt)))
  else world.say(said.nothingShared(why(own), at(unset.since), waiting))
}

/** Says what keeps processes from sharing in the background what was recorded, if anything does. */
async function sayObstacle({ env, text, say }: World, machine: string): Promise<void> {
  const obstacle = new BackgroundTurn(env, machine, 'relay').obstacle()
  if (obstacle === null) return
  const { path, why, holder } = obstacle
  const words = await relayWords(text.language)
  if (why !== null) return say(words.stateFull(inertLine(path), why))
  const who = holder && inertLine((await loadHolderWords(text.language))(holder))
  say(words.obstacle(inertLine(path), who, holder?.place === 'suspended'))
}

import { isProblem } from '../domain/decide/decision.ts'
import { changesOf } from '../domain/decide/scope.ts'
import { INITIAL } from '../domain/incident/incident.ts'
import { startedAtOf } from '../domain/incident/lifecycle.ts'
import type { Draft, EventData } from '../domain/log/event.ts'
import { Failed, fail } from '../domain/outcome.ts'
import type { Severity } from '../domain/runbook/runbook.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../runbook/io/config.ts'
import { type Journal, newIncidentKey } from '../store/journal.ts'
import type { World } from '../world.ts'
import type { Chosen } from './choose.ts'
import { parseRange, parseScope } from './statements.ts'

export interface StartOptions {
  readonly type?: string
  readonly title?: string
  readonly severity?: Severity
  readonly at?: string
  readonly scope?: readonly string[]
  readonly planned?: string
  readonly drill?: boolean
}

/** Declares an incident. Its log is on disk when this returns. */
export function beginIncident(world: World, config: Config, options: StartOptions): Chosen {
  const { timezone } = config.settings
  const real = world.clock(timezone)
  const now = real.now()
  const clock = world.clock(timezone, () => now)
  const journal = createLog(world, config, clock, options.type ?? '', (id) => [
    declarationEvent(declaration(id, config, options, clock)),
  ])
  if (options.at !== undefined) world.say(world.text.said.atEcho(startedAtOf(journal.incident) ?? ''))
  return { journal, clock: real }
}

/** The event that declares an incident, dated when the halt began, if that is known. */
export function declarationEvent(data: EventData['incident.started']): Draft {
  return { type: 'incident.started', ...(data.startedAt !== null && { at: data.startedAt }), data }
}

/** Creates the log of a new incident with its first events. `clock` must be frozen: it also gives the id its time. */
export function createLog(
  world: World,
  { access }: Config,
  clock: Clock,
  type: string,
  drafts: (id: string) => readonly Draft[],
): Journal {
  const stem = `${clock.stamp(clock.now()).slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}-${type}`
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? stem : `${stem}-${n}`
    const journal = world.workspace.journal(id)
    try {
      journal.begin(clock, newIncidentKey(), drafts(id), access)
      return journal
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function declaration(id: string, config: Config, options: StartOptions, clock: Clock) {
  const { type = '', title = null, severity = null, drill = false } = options
  const { runbook, runbookDigest, settings, settingsDigest } = config
  if (!Object.hasOwn(runbook.types, type))
    return fail('unknown-type', { given: type, allowed: Object.keys(runbook.types) })
  const planned = options.planned === undefined ? null : plannedOf(options.planned, type, config, clock)
  if (planned !== null && options.at !== undefined)
    fail('bad-flag', { flag: '--at', given: options.at, allowed: ['--planned FROM/TO'] })
  const scope = changesOf({ ...INITIAL, runbook }, parseScope(options.scope ?? []))
  if (isProblem(scope)) throw new Failed(scope)
  const startedAt = options.at === undefined ? null : clock.stamp(clock.past(options.at))
  const inForce = { runbook, runbookDigest, settings, settingsDigest }
  return { id, type, title, severity, drill, startedAt, planned, scope, ...inForce }
}

function plannedOf(given: string, type: string, { runbook }: Config, clock: Clock): { from: string; to: string } {
  const plannable = Object.keys(runbook.types).filter((id) => runbook.types[id]?.planned !== 'never')
  if (!plannable.includes(type)) fail('not-plannable', { type, plannable: plannable.join(', ') })
  const [from, to] = parseRange(given, clock)
  return { from, to }
}

import { statSync } from 'node:fs'
import { join } from 'node:path'
import { timeIn } from '../domain/drill/clock.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { behind } from '../domain/log/skew.ts'
import { found, type ReadinessFinding } from '../domain/readiness/finding.ts'
import { isSynchronised } from '../edges/timesync.ts'
import type { Examination } from './examination.ts'
import { readiness, type Told } from './told.ts'

/** The machine's clock and zone: times in a log are evidence. */
export async function checkClock({ now, logs, world, machineZone, settings }: Examination): Promise<Told[]> {
  const synchronised = await isSynchronised(world.env)
  const lateness = logs.map((log) => ('problem' in log ? 0 : lateFor(log.incident, now)))
  const built = statSync(join(world.root, 'dist', 'main.cjs'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  const { timezone: workspace } = settings
  const zone = machineZone === workspace ? [] : [found('info', 'zone-differs', { machine: machineZone, workspace })]
  return readiness(
    ...late(Math.max(0, ...lateness), 'log'),
    ...late(behind(built, now), 'program'),
    ...kept(synchronised),
    ...zone,
  )
}

/** How far the clock is behind what a log has seen; that of a drill may go faster. */
function lateFor(incident: Incident, now: number): number {
  return behind(incident.clock?.[0] ?? 0, timeIn(incident, now))
}

function late(ms: number, than: 'log' | 'program'): ReadinessFinding[] {
  return ms === 0 ? [] : [found('error', 'clock-behind', { seconds: ms / 1000, than })]
}

function kept(synchronised: boolean | null): ReadinessFinding[] {
  if (synchronised === null) return [found('info', 'clock-unknown', {})]
  return synchronised ? [] : [found('warning', 'clock-unsynchronised', {})]
}

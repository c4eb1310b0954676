import { statSync } from 'node:fs'
import { join } from 'node:path'
import { behind } from '../../domain/log/chain.ts'
import { found, type ReadinessFinding } from '../../domain/readiness/finding.ts'
import { isSynchronised } from '../../platform/time-sync.ts'
import { readiness, type Told } from '../checks/check-result.ts'
import type { Examination } from './examination.ts'

/** The machine's clock and zone: times in a log are evidence. */
export async function checkClock({ now, logs, world, machineZone, settings }: Examination): Promise<Told[]> {
  const synchronised = await isSynchronised(world.env)
  const lateness = logs.map((log) => ('problem' in log ? 0 : log.lateMs))
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

function late(ms: number, than: 'log' | 'program'): ReadinessFinding[] {
  return ms === 0 ? [] : [found('error', 'clock-behind', { seconds: ms / 1000, than })]
}

function kept(synchronised: boolean | null): ReadinessFinding[] {
  if (synchronised === null) return [found('info', 'clock-unknown', {})]
  return synchronised ? [] : [found('warning', 'clock-unsynchronised', {})]
}

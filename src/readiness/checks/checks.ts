import type { ReadinessArea } from '../../domain/readiness/finding.ts'
import { checkChannels } from '../io/channels.ts'
import type { CheckContext } from '../io/check-context.ts'
import { checkClock, checkDisk, checkProgram, checkTerminal } from '../io/machine.ts'
import type { CheckResult } from './check-result.ts'
import {
  checkAuthorities,
  checkContacts,
  checkDrills,
  checkRunbooks,
  checkScenarios,
  checkSettings,
  checkTemplateFiles,
} from './files.ts'
import { checkLogs } from './logs.ts'

export interface Check {
  readonly id: string
  readonly area: ReadinessArea
  /** Reads so much that it blocks the event loop: it runs last, or the others could seem to have timed out. */
  readonly isLast?: true
  readonly run: (context: CheckContext) => readonly CheckResult[] | Promise<readonly CheckResult[]>
}

export const CHECKS: readonly Check[] = [
  { id: 'settings', area: 'settings', run: checkSettings },
  { id: 'runbooks', area: 'runbooks', run: checkRunbooks },
  { id: 'authorities', area: 'runbooks', run: checkAuthorities },
  { id: 'templates', area: 'runbooks', run: checkTemplateFiles },
  { id: 'contacts', area: 'contacts', run: checkContacts },
  { id: 'channels', area: 'channels', run: checkChannels },
  { id: 'logs', area: 'logs', run: checkLogs, isLast: true },
  { id: 'drills', area: 'drills', run: checkDrills },
  { id: 'scenarios', area: 'drills', run: checkScenarios },
  { id: 'clock', area: 'machine', run: checkClock },
  { id: 'terminal', area: 'machine', run: checkTerminal },
  { id: 'disk', area: 'machine', run: checkDisk },
  { id: 'program', area: 'machine', run: checkProgram },
]

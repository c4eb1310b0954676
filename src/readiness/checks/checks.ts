import type { ReadinessArea } from '../../domain/readiness/finding.ts'
import { EMPTY_RUNBOOK } from '../../domain/runbook/runbook.ts'
import { checkChannels } from '../io/channels.ts'
import type { CheckContext } from '../io/check-context.ts'
import { checkClock, checkDisk, checkProgram, checkTerminal } from '../io/machine.ts'
import type { CheckResult } from './check-result.ts'
import { checkFeeds } from './feeds.ts'
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
import { checkBackground, checkRelay } from './relay.ts'
import { checkSigning } from './signing.ts'

export interface Check {
  readonly id: string
  readonly area: ReadinessArea
  /** Reads so much that it blocks the event loop: it runs last, or the others could seem to have timed out. */
  readonly isLast?: true
  /** Compares files with the runbook. */
  readonly needsRunbook?: true
  readonly run: (context: CheckContext) => readonly CheckResult[] | Promise<readonly CheckResult[]>
}

const CHECKS: readonly Check[] = [
  { id: 'settings', area: 'settings', run: checkSettings },
  { id: 'runbooks', area: 'runbooks', run: checkRunbooks },
  { id: 'authorities', area: 'runbooks', run: checkAuthorities, needsRunbook: true },
  { id: 'templates', area: 'runbooks', run: checkTemplateFiles, needsRunbook: true },
  { id: 'contacts', area: 'contacts', run: checkContacts, needsRunbook: true },
  { id: 'channels', area: 'channels', run: checkChannels },
  { id: 'feeds', area: 'channels', run: checkFeeds },
  { id: 'logs', area: 'logs', run: checkLogs, isLast: true },
  { id: 'signing', area: 'logs', run: checkSigning },
  { id: 'relay', area: 'logs', run: checkRelay },
  { id: 'background', area: 'logs', run: checkBackground },
  { id: 'drills', area: 'drills', run: checkDrills },
  { id: 'scenarios', area: 'drills', run: checkScenarios, needsRunbook: true },
  { id: 'clock', area: 'machine', run: checkClock },
  { id: 'terminal', area: 'machine', run: checkTerminal },
  { id: 'disk', area: 'machine', run: checkDisk },
  { id: 'program', area: 'machine', run: checkProgram },
]

/** The checks that make sense: without any runbook, nothing can be compared with it. */
export function checksFor({ runbook }: Pick<CheckContext, 'runbook'>): readonly Check[] {
  return runbook === EMPTY_RUNBOOK ? CHECKS.filter(({ needsRunbook }) => !needsRunbook) : CHECKS
}

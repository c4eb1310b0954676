import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { KnownAuthority } from '../../domain/authorities/authority.ts'
import type { Runbook } from '../../domain/runbook/runbook.ts'
import { type ExampleIds, exampleAuthority, exampleIds } from '../example-ids.ts'

/** Ids of the shipped manual, whose sources are in the folder `root`. */
export function shippedIds(root: string, runbook: Runbook, authorities: readonly KnownAuthority[]): ExampleIds {
  const [scenario = ''] = readdirSync(join(root, 'runbooks', 'drills')).sort()
  return { ...exampleIds(runbook), AUTHORITY: exampleAuthority(authorities), SCENARIO: basename(scenario, '.yaml') }
}

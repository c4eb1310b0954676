import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Authority } from '../../domain/authorities/authority.ts'
import type { Runbook } from '../../domain/runbook/runbook.ts'
import { type ExampleIds, exampleIds } from '../example-ids.ts'

/** Ids of the shipped manual, whose sources are in the folder `root`. */
export function shippedIds(
  root: string,
  runbook: Runbook,
  [first]: readonly { readonly authority: Authority }[],
): ExampleIds {
  const [scenario = ''] = readdirSync(join(root, 'runbooks', 'drills')).sort()
  return { ...exampleIds(runbook), AUTHORITY: first?.authority.id, SCENARIO: basename(scenario, '.yaml') }
}

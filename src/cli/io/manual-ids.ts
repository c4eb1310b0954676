import { runbookInForce } from '../../runbook/io/config.ts'
import type { GlobalOptions, Host } from '../../world.ts'
import { type ExampleIds, exampleAuthority, exampleIds } from '../example-ids.ts'
import { newWorld } from './new-world.ts'

/** Ids of the manual that would govern a halt declared now; none if it cannot be read, since help is shown even so. */
export async function idsOfManual(host: Host, options: GlobalOptions, examples: string): Promise<ExampleIds> {
  try {
    const world = await newWorld(host, options, true)
    world.workspace.allowMissing()
    const { runbook } = await runbookInForce(world.root, world.workspace.directory, world.text.language)
    const ids = exampleIds(runbook)
    if (examples.includes('AUTHORITY')) {
      const { loadCurrentAuthorities } = await import('../../authority/authority-status.ts')
      return { ...ids, AUTHORITY: exampleAuthority(await loadCurrentAuthorities(world)) }
    }
    if (examples.includes('SCENARIO')) {
      const { isPlayable, loadScenarios } = await import('../../drill/io/scenario-files.ts')
      return { ...ids, SCENARIO: (await loadScenarios(world, runbook)).find(isPlayable)?.id }
    }
    return ids
  } catch {
    return {}
  }
}

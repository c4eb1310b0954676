import { fail } from '../domain/outcome.ts'
import { distrustOf } from './trust.ts'
import { isFolder, type Origin, type Workspace } from './workspace.ts'

/**
 * A workspace that is looked at before it is first used, as not every command uses one. Throws `untrusted-workspace` where
 * it was found by looking upwards and somebody else may have written what is in it, `no-workspace` where it was named and
 * is not there.
 */
export function admitted(workspace: Workspace, origin: Origin, env: NodeJS.ProcessEnv): Workspace {
  let isAdmitted = false
  let mayBeMissing = false

  function admit(): Workspace {
    if (isAdmitted) return workspace
    const { directory } = workspace
    if (origin === 'named' && !mayBeMissing && !isFolder(directory)) fail('no-workspace', { directory, why: 'missing' })
    const distrust = origin === 'found' ? distrustOf(directory, env) : null
    if (distrust !== null) fail('untrusted-workspace', { directory, ...distrust })
    isAdmitted = true
    return workspace
  }

  return {
    origin,
    get directory() {
      return admit().directory
    },
    ids: () => admit().ids(),
    ignored: () => admit().ignored(),
    missing: () => admit().missing(),
    journal: (id) => admit().journal(id),
    get recorded() {
      return workspace.recorded
    },
    allowMissing() {
      mayBeMissing = true
    },
  }
}

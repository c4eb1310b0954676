import { join } from 'node:path'
import type { Proof } from '../proof.ts'
import { before, judge, recovers } from '../refusal.ts'
import { SCENES } from '../scenes.ts'
import { onTmpfs } from '../tmpfs.ts'
import { Workspace } from '../workspace.ts'

/** A file system that has become read-only: nothing is recorded there; where only the state is, all is recorded. */
export const READ_ONLY: Proof = {
  fault: 'read-only',
  needs: ['tmpfs'],
  async run(attack) {
    const faults: string[] = []
    const counts = { workspace: 0, state: 0 }
    for (const place of ['workspace', 'state'] as const)
      await onTmpfs(attack.folder(), 4096, async (tmpfs) => {
        for (const scene of attack.full ? SCENES : SCENES.slice(0, 4)) {
          const at = join(tmpfs.path, String(SCENES.indexOf(scene)))
          const workspace = new Workspace(attack, place === 'workspace' ? { HALT_DIR: at } : { XDG_STATE_HOME: at })
          await scene.prepare(workspace)
          const was = before(workspace)
          tmpfs.readOnly(true)
          const ran = await workspace.halt(...scene.args)
          tmpfs.readOnly(false)
          const { outcome, faults: lies } = judge(workspace, was, ran)
          const expected = place === 'workspace' ? 'not recorded' : 'recorded'
          if (outcome === expected) counts[place] += 1
          if (scene.name === 'start' && place === 'workspace') await workspace.ok(...scene.args)
          const after = await recovers(workspace, ['-i', 'latest'])
          const wrong = [...(outcome === expected ? [] : [`${outcome}: ${ran.err.trim()}`]), ...lies, ...after]
          faults.push(...wrong.map((fault) => `[${place}, ${scene.name}: ${fault}]`))
        }
      })
    const figure = `${counts.workspace} commands NOT recorded in a read-only workspace, ${counts.state} recorded with a read-only state folder; ${faults.length} lies or losses`
    return {
      holds: faults.length === 0 && counts.workspace > 0 && counts.state > 0,
      figure: [figure, ...faults.slice(0, 5)].join(' '),
    }
  },
}

import { resolve } from 'node:path'
import { build, FAULTS, type Fault, mustFind } from '../faults.ts'
import type { Attack, Proof } from '../proof.ts'
import { inWorkers, WORKERS } from '../worker-pool.ts'
import { Workspace } from '../workspace.ts'
import { BITS } from './bits.ts'
import { FORGED_LINES } from './forged-lines.ts'
import { MANY_PROCESSES } from './many-processes.ts'
import { NAMESPACES } from './namespaces.ts'
import { ORDER } from './order.ts'
import { RELAY_FORGER } from './relay-forger.ts'
import { RELAY_HANGING, RELAY_POOLER } from './relay-outages.ts'
import { RELAY_SENDING } from './relay-sending.ts'
import { ROLLBACK } from './rollback.ts'
import { SECRETS } from './secrets.ts'
import { SIZE_LIMIT } from './size-limit.ts'
import { UNKNOWN_WRITERS } from './unknown-writers.ts'

/** Which proof has to find which fault; those that take longest come first. */
const PAIRS: readonly (readonly [Fault, Proof])[] = [
  [FAULTS.unchecked, BITS],
  [FAULTS.unlocked, MANY_PROCESSES],
  [FAULTS.stolen, NAMESPACES],
  [FAULTS.shortWrite, SIZE_LIMIT],
  [FAULTS.uncut, ORDER],
  [FAULTS.unsynced, ORDER],
  [FAULTS.folderUnsynced, ORDER],
  [FAULTS.early, ORDER],
  [FAULTS.syncBelieved, ORDER],
  [FAULTS.forgotten, ROLLBACK],
  [FAULTS.forked, ROLLBACK],
  [FAULTS.unsigned, FORGED_LINES],
  [FAULTS.unwary, UNKNOWN_WRITERS],
  [FAULTS.unmeasured, SECRETS],
  [FAULTS.uncompared, RELAY_FORGER],
  [FAULTS.credulous, RELAY_FORGER],
  [FAULTS.crowded, RELAY_FORGER],
  [FAULTS.untried, RELAY_POOLER],
  [FAULTS.endless, RELAY_HANGING],
  [FAULTS.takenOver, RELAY_SENDING],
]

/** Proofs prove something only if they fail where the program is broken. The same build without a fault is the control. */
export const DELIBERATE_FAULTS: Proof = {
  fault: 'deliberate faults',
  needs: ['strace', 'prlimit', 'unshare', 'pty', 'faketime', 'machines', 'postgres', 'pgbouncer'],
  async run(attack) {
    const root = resolve(attack.program, '../..')
    for (const fault of Object.values(FAULTS)) mustFind(root, fault)
    const short: Attack = { ...attack, full: false, brief: true }
    const control = await ORDER.run({ ...short, program: await build(root, attack.folder(), null) })
    const faults = control.holds ? [] : [`[control: ${control.figure}]`]
    const found = await inWorkers(
      PAIRS,
      async ([fault, proof]) => {
        const program = await build(root, attack.folder(), fault)
        const broken = { ...short, program }
        await works(broken)
        return (await holds(proof, broken)) ? [`[${proof.fault} did not find that ${fault.name}]`] : []
      },
      2 * WORKERS,
    )
    const missed = found.flat()
    return {
      holds: faults.length === 0 && missed.length === 0,
      figure: [`${PAIRS.length - missed.length} of ${PAIRS.length} faults found`, ...faults, ...missed].join(' '),
    }
  },
}

/** A program that does not even start would let every proof fail. */
async function works(attack: Attack): Promise<void> {
  const workspace = new Workspace(attack)
  await workspace.ok('start', '--type', 'system-failure')
  await workspace.ok('note', 'one')
}

/** False where the proof fails, also where it cannot go on with what the program did. */
async function holds(proof: Proof, attack: Attack): Promise<boolean> {
  try {
    return (await proof.run(attack)).holds
  } catch {
    return false
  }
}

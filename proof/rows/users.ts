import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { stoppedHolder } from '../holder.ts'
import type { Attack, Proof } from '../proof.ts'
import { isReceipt, type Ran, Workspace } from '../workspace.ts'

/** Numbers that no system gives to its own users. */
const GROUP = 64_000
const USERS = [64_001, 64_002] as const

type As = readonly string[]

/** Two users who share one folder through a group: whatever their umask, each reads, waits for and verifies the other. */
export const TWO_USERS: Proof = {
  fault: 'two users',
  needs: ['setpriv', 'strace'],
  waits: true,
  async run(attack) {
    const workspace = shared(attack)
    const [taro, hanako] = USERS.map((uid, n) => as(uid, n === 0 ? '077' : '022')) as [As, As]
    const told: string[] = []
    const faults: string[] = []
    const started = await run(workspace, taro, 'start', '--type', 'system-failure')
    if (started.code !== 0) throw new Error(`start: ${started.code} ${started.err}`)
    const each = attack.full ? 50 : 10
    await Promise.all(
      [taro, hanako].map(async (user, side) => {
        for (let n = 0; n < each; n += 1) {
          const ran = await run(workspace, user, 'note', `${side}.${n}`)
          if (ran.code === 0) told.push(`${side}.${n}`)
          else faults.push(`[${side}.${n}: ${ran.code} ${ran.err.trim()}]`)
        }
      }),
    )
    const refused = await taken(workspace, taro, hanako, told)
    faults.push(...refused)
    for (const user of [taro, hanako]) {
      const verify = await run(workspace, user, 'verify')
      if (verify.code !== 0) faults.push(`[verify: ${verify.code} ${verify.err.trim()}]`)
    }
    const there = workspace.notes()
    const lost = told.filter((text) => !there.includes(text)).length
    if (lost > 0 || there.length !== told.length) faults.push(`[${told.length} told, ${there.length} there]`)
    const figure = [
      `${told.length} events of 2 users with other umasks at once, ${lost} lost, in ${workspace.files().length} files;`,
      `the lock of a stopped user ${refused.length === 0 ? 'kept, that of a killed one passed over' : 'not kept'}`,
      ...faults.slice(0, 5),
    ].join(' ')
    return { holds: faults.length === 0 && workspace.files().length === 2, figure }
  },
}

/** A folder that both may write to, and a copy of the program that both may read. */
function shared(attack: Attack): Workspace {
  const folder = attack.folder()
  chmodSync(folder, 0o755)
  const root = resolve(attack.program, '../..')
  for (const name of ['bin', 'dist', 'runbooks', 'package.json'])
    cpSync(join(root, name), join(folder, 'program', name), { recursive: true })
  const workspace = new Workspace({ ...attack, program: join(folder, 'program/bin/halt.js') }, {}, folder)
  mkdirSync(workspace.path)
  writeFileSync(join(workspace.path, 'halt.yaml'), `share: { group: "${GROUP}" }\n`)
  chmodSync(workspace.path, 0o777)
  mkdirSync(workspace.state)
  chmodSync(workspace.state, 0o777)
  return workspace
}

function as(uid: number, umask: string): As {
  const shell = ['sh', '-c', `umask ${umask}; XDG_STATE_HOME=$XDG_STATE_HOME/${uid} exec "$@"`, 'sh']
  return ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, `--groups=${GROUP}`, ...shell]
}

function run(workspace: Workspace, under: As, ...args: readonly string[]): Promise<Ran> {
  return workspace.haltWith({ under, cwd: dirname(workspace.program) }, ...args)
}

/** One user is stopped with the lock: the other is refused. Then the first is killed: the other goes on at once. */
async function taken(workspace: Workspace, taro: As, hanako: As, told: string[]): Promise<string[]> {
  const holder = await stoppedHolder(workspace, { under: taro, cwd: dirname(workspace.program) }, 'note', 'held')
  const refused = await run(workspace, hanako, 'note', 'refused')
  holder.kill()
  await holder.ended
  const next = await run(workspace, hanako, 'note', 'goes on')
  told.push('held', 'goes on')
  return [
    ...(refused.code === 5 && refused.err.includes('(lock-timeout)') && !isReceipt(refused)
      ? []
      : [`[not refused: ${refused.code} ${refused.err.trim()}]`]),
    ...(next.code === 0 ? [] : [`[after the kill: ${next.code} ${next.err.trim()}]`]),
  ]
}

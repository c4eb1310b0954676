import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { APART } from '../apart.ts'
import { stoppedHolder } from '../holder.ts'
import type { Attack, Proof } from '../proof.ts'
import { isReceipt, type Ran, Workspace } from '../workspace.ts'

/** Process ids that mean something else on either side: no lock is taken from who lives, and the unknown is refused. */
export const NAMESPACES: Proof = {
  fault: 'two process namespaces',
  needs: ['strace', 'unshare'],
  waits: true,
  async run(attack) {
    const both = await Promise.all([
      living(attack, APART, []),
      living(attack, [], APART),
      living(attack, APART, APART),
      gone(attack),
    ])
    const many = await together(attack)
    const faults = [...both.flat(), ...many.faults]
    const figure = [
      `3 living holders on the other side: ${both.slice(0, 3).filter((f) => f.length === 0).length} kept their lock;`,
      `1 gone with its namespace: ${both[3]?.length === 0 ? 'refused, with what to do' : 'not refused'};`,
      `${many.told} events from both sides at once, ${many.lost} lost`,
      ...faults,
    ].join(' ')
    return { holds: faults.length === 0, figure }
  },
}

async function begun(attack: Attack): Promise<Workspace> {
  const workspace = new Workspace(attack)
  await workspace.ok('start', '--type', 'system-failure')
  await workspace.ok('note', 'before')
  return workspace
}

function refusalOf(ran: Ran): string[] {
  const refused = ran.code === 5 && /NOT recorded.*\(lock-timeout\)/.test(ran.err) && !isReceipt(ran)
  return refused ? [] : [`not refused: ${ran.code} ${ran.err.trim()}`]
}

async function working(workspace: Workspace, under: readonly string[], notes: readonly string[]): Promise<string[]> {
  const next = await workspace.haltWith({ under }, 'note', 'next')
  const verify = await workspace.halt('verify')
  const there = workspace.notes()
  return [
    ...(next.code === 0 ? [] : [`then: ${next.code} ${next.err.trim()}`]),
    ...(verify.code === 0 ? [] : [`verify: ${verify.code} ${verify.err.trim()}`]),
    ...([...notes, 'next'].join() === there.join() ? [] : [`in the log: ${there.join()}`]),
    ...workspace.checked().flatMap(({ fault }) => fault ?? []),
  ]
}

/** One side holds the lock, stopped; the other must wait and then refuse; the holder's event stands. */
async function living(attack: Attack, holders: readonly string[], others: readonly string[]): Promise<string[]> {
  const workspace = await begun(attack)
  const holder = await stoppedHolder(workspace, { under: holders }, 'note', 'held')
  const refused = await workspace.haltWith({ under: others }, 'note', 'taken')
  holder.goOn()
  const held = await holder.ended
  const faults = held.code === 0 ? [] : [`the holder: ${held.code ?? held.signal} ${held.err.trim()}`]
  const after = await working(workspace, others, ['before', 'held'])
  return [...refusalOf(refused), ...faults, ...after].map((fault) => `[${holders[0] ?? 'host'} holds: ${fault}]`)
}

/** The holder's namespace is gone: from here that cannot be known, so it is refused, and the way out is said. */
async function gone(attack: Attack): Promise<string[]> {
  const workspace = await begun(attack)
  const holder = await stoppedHolder(workspace, { under: APART }, 'note', 'held')
  holder.kill()
  await holder.ended
  const refused = await workspace.halt('note', 'refused')
  const lock = join(workspace.incident, 'lock')
  const faults = refused.err.includes(lock) ? [] : [`does not say what to do: ${refused.err.trim()}`]
  rmSync(lock)
  return [...refusalOf(refused), ...faults, ...(await working(workspace, [], ['before', 'held']))]
}

/** Two sides that write at once, each by turns. */
async function together(attack: Attack): Promise<{ told: number; lost: number; faults: string[] }> {
  const workspace = await begun(attack)
  const each = attack.full ? 50 : 10
  const told = ['before']
  const faults: string[] = []
  await Promise.all(
    [APART, APART, []].map(async (under, side) => {
      for (let n = 0; n < each; n += 1) {
        const text = `${side}.${n}`
        const ran = await workspace.haltWith({ under }, 'note', text)
        if (ran.code === 0) told.push(text)
        else faults.push(`[${text}: ${ran.code} ${ran.err.trim()}]`)
      }
    }),
  )
  const there = workspace.notes()
  const lost = told.filter((text) => !there.includes(text)).length
  if (lost > 0 || there.length !== told.length) faults.push(`[${told.length} told, ${there.length} there]`)
  return { told: told.length, lost, faults }
}

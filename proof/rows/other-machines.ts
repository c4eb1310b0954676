import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { stoppedHolder } from '../holder.ts'
import { Machine, newMachineId } from '../machine.ts'
import type { Attack, Proof } from '../proof.ts'
import { isReceipt, type Ran, Workspace } from '../workspace.ts'

const TURNS = { full: 20, short: 5 }

/** Machines that die with the lock, get another name, or are cloned with their state. */
export const OTHER_MACHINES: Proof = {
  fault: 'other machines',
  needs: ['machines', 'strace'],
  waits: true,
  async run(attack) {
    const cases = await Promise.all([deadClaim(attack), ownDeadClaim(attack), renamed(attack), ...copies(attack)])
    const faults = cases.flat()
    const [broken, released, noticed, ...apart] = cases.map((wrong) => wrong.length === 0)
    const figure = [
      `the lock of a dead machine: ${broken ? 'refused with its name, broken on demand, and recorded' : 'not broken'};`,
      `that of a dead process: ${released ? 'released for others by its own machine' : 'not released'};`,
      `under another host name a log rolled back is ${noticed ? 'noticed' : 'not noticed'};`,
      `${apart.length} copied states: ${apart.filter((held) => !held).length} forks or lost notes`,
      ...faults.slice(0, 5),
    ].join(' ')
    return { holds: faults.length === 0, figure }
  },
}

/** A user of one machine, in a folder that others share. */
class Seat extends Workspace {
  readonly machine: Machine

  constructor(attack: Attack, machine: Machine, name: string, path?: string) {
    super(attack, { HALT_OPERATOR: name, ...(path !== undefined && { HALT_DIR: path }) })
    this.machine = machine
  }

  override halt(...args: readonly string[]): Promise<Ran> {
    return this.haltWith({ under: this.machine.under }, ...args)
  }
}

async function twoSeats(attack: Attack): Promise<readonly [Seat, Seat]> {
  const here = new Seat(attack, new Machine(attack, 'here'), 'taro')
  await here.ok('start', '--type', 'system-failure')
  const there = new Seat(attack, new Machine(attack, 'there'), 'hanako', here.path)
  await there.ok('note', 'hanako is here')
  return [here, there]
}

async function dieWithLock(seat: Seat): Promise<void> {
  const holder = await stoppedHolder(seat, { under: seat.machine.under }, 'note', 'held')
  holder.kill()
  await holder.ended
}

/** Nobody can know that the other machine is gone: it is refused, says whose the lock is, and what to do. */
async function deadClaim(attack: Attack): Promise<string[]> {
  const [here, there] = await twoSeats(attack)
  await dieWithLock(there)
  const refused = await here.halt('note', 'refused')
  const says = /\(lock-timeout\)/.test(refused.err) && /\bthere\b.*--break-lock/s.test(refused.err)
  const broken = await here.halt('verify', '--break-lock', '--reason', 'its disk died')
  const next = await here.halt('note', 'goes on')
  const events = here.lines().filter(({ type }) => type === 'lock.broken')
  const holders = events.flatMap(({ data }) => data.holders as readonly { host: string }[])
  return [
    ...(refused.code === 5 && says && !isReceipt(refused) ? [] : [`[not refused: ${refused.code} ${refused.err}]`]),
    ...(broken.code === 0 && next.code === 0 ? [] : [`[not broken: ${broken.code} ${broken.err} ${next.err}]`]),
    ...(holders.map(({ host }) => host).join() === 'there' ? [] : [`[recorded: ${JSON.stringify(holders)}]`]),
  ]
}

/** The machine of the dead process knows that it is gone, and releases its claim for all. */
async function ownDeadClaim(attack: Attack): Promise<string[]> {
  const [here, there] = await twoSeats(attack)
  await dieWithLock(there)
  const passed = await there.halt('note', 'passed over')
  const next = await here.halt('note', 'at once')
  return passed.code === 0 && next.code === 0
    ? []
    : [`[own claim: ${passed.code} ${passed.err}, ${next.code} ${next.err}]`]
}

/** The heads that a machine kept are found under its new name: a log that is behind them is noticed. */
async function renamed(attack: Attack): Promise<string[]> {
  const [here] = await twoSeats(attack)
  await here.ok('note', 'one')
  const copies = here.files().map((path) => [path, readFileSync(path)] as const)
  await here.ok('note', 'lost by restoring')
  here.machine.host = 'elsewhere'
  const kept = JSON.parse(await here.ok('verify', '--json')).kept.state
  for (const [path, bytes] of copies) writeFileSync(path, bytes)
  const behind = await here.halt('verify')
  const note = await here.halt('note', 'goes on')
  const after = await here.halt('verify')
  return [
    ...(kept === 'agrees' ? [] : [`[under another name: ${kept}]`]),
    ...(behind.code === 4 && behind.err.includes('(log-behind)')
      ? []
      : [`[rolled back: ${behind.code} ${behind.err}]`]),
    ...(note.code === 0 && after.code === 0 ? [] : [`[then: ${note.code} ${note.err} ${after.code} ${after.err}]`]),
  ]
}

/** The state folder is copied along with the user’s home, and both machines go on by turns, in one folder. */
function copies(attack: Attack): Promise<string[]>[] {
  const id = newMachineId()
  const clones: readonly (readonly [string, () => Machine])[] = [
    ['another machine', () => new Machine(attack, 'here')],
    ['another machine of another name', () => new Machine(attack, 'there')],
    ['a clone of another name', () => new Machine(attack, 'there', id)],
    ['a clone that was started', () => new Machine(attack, 'here', id)],
  ]
  return clones.map(async ([name, clone]) => {
    const isSame = name.startsWith('a clone')
    const here = new Seat(attack, new Machine(attack, 'here', id), 'taro')
    await here.ok('start', '--type', 'system-failure')
    await here.ok('note', 'before')
    const there = new Seat(attack, clone(), 'taro', here.path)
    cpSync(here.state, there.state, { recursive: true })
    const told = ['before']
    const seen = new Map<string, string>()
    const faults: string[] = []
    for (let turn = 0; turn < (attack.full ? TURNS.full : TURNS.short); turn += 1)
      for (const seat of [here, there]) {
        const text = `${turn} ${seat === here ? 'here' : 'there'}`
        await seat.ok('note', text)
        told.push(text)
        for (const { writer, seq, hash } of seat.lines()) {
          if ((seen.get(`${writer}:${seq}`) ?? hash) !== hash) faults.push(`fork at ${writer}:${seq}`)
          seen.set(`${writer}:${seq}`, hash)
        }
      }
    // A clone takes what the first machine recorded since for lines that it did not write, until somebody says what they are.
    const named = await there.halt('verify')
    if (named.code !== (isSame ? 4 : 0) || named.err.includes('(foreign-lines)') !== isSame)
      faults.push(`verify: ${named.code} ${named.err}`)
    await there.ok('verify', '--continue', '--reason', 'the machine was cloned')
    for (const seat of [here, there]) {
      const { code, err } = await seat.halt('verify')
      if (code !== 0) faults.push(`verify afterwards: ${code} ${err}`)
    }
    if (here.notes().sort().join() !== told.sort().join())
      faults.push(`${told.length} told, ${here.notes().length} there`)
    return faults.map((fault) => `[${name}: ${fault}]`)
  })
}

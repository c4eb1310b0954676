import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type LockEntry, newLockEntry, placeOf } from '../../src/store/lock-entry.ts'

const mine = newLockEntry()
const children: ChildProcess[] = []
const PATIENCE = { timeout: 60_000 }

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

const seen = (claim: Partial<LockEntry>) => placeOf({ ...mine, nonce: '00', ...claim }, mine, () => false)

/** A claim of a child that runs a script in a shell; the script says which process it is to be. */
async function claimOf(script: string): Promise<LockEntry> {
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] })
  children.push(child)
  const [said] = await once(child.stdout as NodeJS.EventEmitter, 'data')
  const pid = Number(String(said))
  return { ...mine, nonce: '00', pid, started: startOf(pid) }
}

function startOf(pid: number): string {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? ''
}

const state = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0]
const parentOf = (pid: number) => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1])
const commandOf = (pid: number) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim()

describe('the process of a claim', () => {
  it('is here while it runs, suspended while it is stopped, and gone once it is killed', async () => {
    const claim = await claimOf('echo $$; exec sleep 30')
    expect(seen(claim)).toBe('here')
    process.kill(claim.pid, 'SIGSTOP')
    await vi.waitUntil(() => state(claim.pid) === 'T', PATIENCE)
    expect(seen(claim)).toBe('suspended')
    process.kill(claim.pid, 'SIGKILL')
    await vi.waitUntil(() => seen(claim) === 'gone', PATIENCE)
  })

  it('is gone though its parent never asked after it', async () => {
    const claim = await claimOf('sleep 30 & echo $!; exec sleep 30')
    expect(seen(claim)).toBe('here')
    // A shell that has not become the other command yet would ask after it.
    await vi.waitUntil(() => commandOf(parentOf(claim.pid)) === 'sleep', PATIENCE)
    process.kill(claim.pid, 'SIGKILL')
    await vi.waitUntil(() => state(claim.pid) === 'Z', PATIENCE)
    expect(seen(claim)).toBe('gone')
  })

  it('is gone where another process has its number now', async () => {
    const claim = await claimOf('echo $$; exec sleep 30')
    expect(seen({ ...claim, started: '1' })).toBe('gone')
  })
})

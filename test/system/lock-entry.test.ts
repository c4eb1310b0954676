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

const seen = (entry: Partial<LockEntry>) => placeOf({ ...mine, nonce: '00', ...entry }, mine, () => false)

/** The lock entry of a process whose PID is printed by this shell script. */
async function entryOf(script: string): Promise<LockEntry> {
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

describe('placeOf', () => {
  it('returns "here" for a running process, "suspended" for a stopped and "gone" for a killed one', async () => {
    const entry = await entryOf('echo $$; exec sleep 30')
    expect(seen(entry)).toBe('here')
    process.kill(entry.pid, 'SIGSTOP')
    await vi.waitUntil(() => state(entry.pid) === 'T', PATIENCE)
    expect(seen(entry)).toBe('suspended')
    process.kill(entry.pid, 'SIGKILL')
    await vi.waitUntil(() => seen(entry) === 'gone', PATIENCE)
  })

  it('returns "gone" for a zombie process', async () => {
    const entry = await entryOf('sleep 30 & echo $!; exec sleep 30')
    expect(seen(entry)).toBe('here')
    // Until exec has replaced the shell, the shell would reap its child.
    await vi.waitUntil(() => commandOf(parentOf(entry.pid)) === 'sleep', PATIENCE)
    process.kill(entry.pid, 'SIGKILL')
    await vi.waitUntil(() => state(entry.pid) === 'Z', PATIENCE)
    expect(seen(entry)).toBe('gone')
  })

  it('returns "gone" if another process has the same PID', async () => {
    const entry = await entryOf('echo $$; exec sleep 30')
    expect(seen({ ...entry, started: '1' })).toBe('gone')
  })
})

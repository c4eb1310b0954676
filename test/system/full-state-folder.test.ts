import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Machine, server, startServer, team } from '../relay-team.ts'

startServer()

/** Whether file systems can be mounted here, for all processes. */
function canMount(): boolean {
  return process.geteuid?.() === 0 && spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0
}

/** Puts the state of a machine on a small disk of its own; returns what fills it up, and what makes room again. */
function onSmallDisk(machine: Machine): { fill(): void; makeRoom(): void } {
  const folder = machine.env.XDG_STATE_HOME as string
  mkdirSync(folder, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k,mode=700', 'tmpfs', folder])
  onTestFinished(() => void execFileSync('umount', [folder]))
  const ballast = join(folder, 'ballast')
  return {
    fill() {
      for (let bytes = 200 * 1024; bytes > 0; bytes -= 4096)
        try {
          return writeFileSync(ballast, Buffer.alloc(bytes))
        } catch {}
    },
    makeRoom: () => rmSync(ballast),
  }
}

const started = ['start', '--type', 'system-failure', '--no-walk', '--scope', 'trading=stopped'] as const
const isFull = (what: string) => expect.stringMatching(new RegExp(`cannot be written to \\(ENOSPC\\)[^\\n]*${what}`))

describe.runIf(canMount())('a state folder on a full disk', () => {
  it('is named by what records, shares and shows, and nothing is lost: all is shared by hand', async () => {
    const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
    const disk = onSmallDisk(taro)
    const id = (await taro.ok(...started)).trim()
    await taro.sync()
    disk.fill()
    taro.background.splice(0)
    taro.now += 60_000
    expect(await taro.halt('note', 'the engine is down')).toMatchObject({ code: 0, err: isFull('in the background') })
    expect(taro.background).toEqual([])
    expect((await taro.halt('status')).err).toEqual(isFull('in the background'))
    expect(await taro.halt('sync')).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 event sent'),
      err: isFull('Nothing is lost'),
    })
    await hanako.sync()
    expect(hanako.logs()).toEqual(taro.logs())
    await hanako.ok('note', 'I look at the network')
    await hanako.sync()
    expect(await taro.halt('sync')).toMatchObject({ code: 0, out: expect.stringContaining('1 received') })
    expect((await taro.halt('status', '--lang', 'ja')).err).toContain('に書き込めません（ENOSPC）')
    const unreached = { env: { HALT_RELAY_URL: 'postgres://taro@127.0.0.1:1/halt' } }
    expect(await taro.haltWith(unreached, 'sync')).toMatchObject({ code: 6 })
    await taro.ok('note', 'and I at the disks')
    disk.makeRoom()
    await taro.sync()
    expect(await taro.json('status')).toMatchObject({ sync: { state: 'ok', waiting: 0 } })
    expect((await taro.halt('verify', '-i', id)).code).toBe(0)
    await hanako.sync()
    expect(hanako.logs()).toEqual(taro.logs())
    expect(Object.keys(taro.logs())).toHaveLength(2)
    expect(await server.sql('select count(*)::int as n from halt.lines', 'admin', taro.database)).toEqual([{ n: 4 }])
  })

  it('is named by the first command that records, since nobody will know its writer again', async () => {
    const [taro] = (await team('taro')) as [Machine]
    onSmallDisk(taro).fill()
    expect(await taro.halt(...started)).toMatchObject({ code: 0, err: isFull('records as a new writer') })
    const { err } = await taro.halt('note', 'words', '--lang', 'ja')
    expect(err).toContain('新しい書き手として記録し')
    expect((await taro.halt('log')).out).toContain('words')
    expect((await taro.halt('verify')).code).toBe(0)
  })
})

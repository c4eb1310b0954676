import type { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { Bench } from '../bench.ts'

const denied = vi.hoisted(() => ({ path: '', owner: null as number | null, why: 'EACCES' }))

// The tests may run as root, who can open every file.
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>()
  return {
    ...real,
    openSync(...args: Parameters<typeof real.openSync>) {
      if (denied.path !== '' && String(args[0]) === denied.path)
        throw Object.assign(new Error(denied.why), { code: denied.why, path: denied.path })
      return real.openSync(...args)
    },
    lstatSync(...args: Parameters<typeof lstatSync>) {
      const stats = real.lstatSync(...args)
      if (String(args[0]) !== denied.path || denied.owner === null || stats === undefined) return stats
      return Object.assign(stats, { uid: denied.owner, mode: 0o100000 })
    },
  }
})

afterEach(() => {
  Object.assign(denied, { path: '', owner: null, why: 'EACCES' })
})

it('a lock that this user may not open is named with its owner and what to do, whoever wants to record or break it', async () => {
  const bench = new Bench()
  const id = (await bench.ok('start', '--type', 'system-failure')).trim()
  const note = ['note', 'more']
  denied.path = join(bench.workspace, 'incidents', id, 'lock')
  for (const line of [note, ['verify', '--break-lock', '--reason', 'in the way']]) {
    denied.owner = null
    const own = await bench.halt(...line)
    expect(own).toMatchObject({
      code: 5,
      err: expect.stringContaining('a file of its own with mode 0600 (lock-denied)'),
    })
    expect(own.err).toContain(`chmod 600 ${denied.path}`)
    denied.owner = 4242
    const theirs = await bench.halt(...line)
    expect(theirs).toMatchObject({ code: 5, err: expect.stringMatching(/a file of UID 4242 with mode 0000/) })
    expect(theirs.err).toContain('remove it (it has no log data)')
  }
  expect((await bench.halt(...note, '--lang', 'ja')).err).toContain('UID 4242 の利用者のファイルで、モードは 0000 です')
  denied.why = 'EIO'
  expect(await bench.halt(...note)).toMatchObject({ code: 5, err: expect.stringContaining('EIO') })
  denied.path = ''
  expect(await bench.halt(...note)).toMatchObject({ code: 0 })
})

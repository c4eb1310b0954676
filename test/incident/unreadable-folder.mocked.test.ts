import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Bench } from '../bench.ts'

const closed = vi.hoisted(() => ({ folder: '', why: 'EACCES' }))

// The tests may run as root, who can read every folder.
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>()
  return {
    ...real,
    readdirSync(...args: Parameters<typeof real.readdirSync>) {
      if (closed.folder !== '' && String(args[0]) === closed.folder)
        throw Object.assign(new Error(closed.why), {
          code: closed.why,
          syscall: 'scandir',
          path: args[0],
        })
      return real.readdirSync(...args)
    },
  }
})

afterEach(() => {
  Object.assign(closed, { folder: '', why: 'EACCES' })
})

describe('a folder of evidence that cannot be read', () => {
  it('keeps verify and doctor from nothing else; both say so, and so does evidence list', async () => {
    const bench = new Bench()
    const id = (await bench.ok('start', '--type', 'system-failure')).trim()
    writeFileSync(join(bench.directory, 'queue.csv'), '0123456789')
    await bench.ok('note', 'the queue', '--attach', 'queue.csv')
    closed.folder = join(bench.workspace, 'incidents', id, 'evidence')
    const named = { code: 2, err: expect.stringMatching(/evidence .*EACCES.*\(unreadable\)/) }
    const verified = await bench.halt('verify')
    expect(verified).toMatchObject(named)
    expect(verified.out).toContain('2 events: consistent')
    expect((await bench.halt('evidence', 'list')).out).toContain('queue.csv')
    expect((await bench.halt('doctor', '--json')).out).toContain(closed.folder)
  })
})

describe('a folder of an incident that cannot be read', () => {
  it('is passed over only for its permissions, and not because of a disk that fails: the incident may be in it', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    closed.folder = join(bench.workspace, 'incidents', '20261123-000000-system-failure')
    mkdirSync(closed.folder)
    for (const why of ['EIO', 'ENOSPC', 'EMFILE']) {
      closed.why = why
      const { code, err } = await bench.halt('note', 'lost?')
      expect([code, err]).toEqual([expect.any(Number), expect.stringContaining(why)])
      expect(err).not.toContain('no-incident')
      expect(code).not.toBe(0)
    }
  })

  it('stops nobody who never recorded to it; list and status --check name it and exit with 4', async () => {
    const bench = new Bench()
    const id = (await bench.ok('start', '--type', 'system-failure')).trim()
    const junk = '20261123-000000-system-failure'
    closed.folder = join(bench.workspace, 'incidents', junk)
    mkdirSync(closed.folder)
    expect(await bench.halt('note', 'it goes on')).toMatchObject({ code: 0 })
    expect(await bench.halt('note', 'by its name', '-i', id)).toMatchObject({ code: 0 })
    const named = { code: 4, err: expect.stringMatching(`incidents/${junk} .*EACCES`) }
    expect(await bench.halt('status', '--check')).toMatchObject(named)
    const list = await bench.halt('list')
    expect(list).toMatchObject(named)
    expect(list.out).toContain(id)
    expect(await bench.halt('verify')).toMatchObject({ ...named, code: 0 })
    expect(await bench.halt('log', '-i', junk)).toMatchObject({ code: 2, err: expect.stringContaining('(unreadable)') })
    expect((await bench.halt('doctor')).out).toContain(junk)
    rmSync(closed.folder, { recursive: true })
    closed.folder = ''
    expect(await bench.halt('status', '--check')).toMatchObject({ code: 0, err: '' })
  })

  it('is passed over by nothing if this machine recorded to it', async () => {
    const bench = new Bench()
    const id = (await bench.ok('start', '--type', 'system-failure')).trim()
    await bench.ok('start', '--type', 'compliance')
    closed.folder = join(bench.workspace, 'incidents', id)
    for (const line of ['note x', 'list', 'status --check'])
      expect(await bench.halt(...line.split(' '))).toMatchObject({
        code: 2,
        err: expect.stringContaining('(unreadable)'),
      })
  })
})

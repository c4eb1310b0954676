import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { transportFor } from '../../src/delivery/transports.ts'
import { folder } from '../store/bench.ts'
import { contextIn, NOTICE, noProgress } from './transport-context.ts'

const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY }))

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>()
  return {
    ...real,
    writeSync(fd: number, bytes: Uint8Array, at = 0, length = bytes.length) {
      if (disk.room <= 0) throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
      const count = Math.min(length, disk.room)
      disk.room -= count
      return real.writeSync(fd, bytes, at, count)
    },
  }
})

afterEach(() => {
  disk.room = Number.POSITIVE_INFINITY
})

it.each([0, 100, 2000])('a disk that fills up after %i bytes leaves the published pages unchanged', async (room) => {
  const workspace = folder()
  const transport = await transportFor({ via: 'file', path: 'site' }, contextIn(workspace))
  await transport?.send(NOTICE, noProgress)
  const site = () =>
    readdirSync(join(workspace, 'site')).map((name) => [name, readFileSync(join(workspace, 'site', name))] as const)
  // What is left of a lock on a full disk goes with the next notice.
  const pages = () => site().filter(([name]) => name !== '.halt.lock')
  const before = site()
  disk.room = room
  expect(await transport?.send(NOTICE, noProgress)).toMatchObject({ outcome: 'failed', why: 'not-written' })
  expect(pages()).toEqual(before)
  disk.room = Number.POSITIVE_INFINITY
  expect(await transport?.send(NOTICE, noProgress)).toMatchObject({ outcome: 'sent' })
  expect(site()).toEqual(before)
})

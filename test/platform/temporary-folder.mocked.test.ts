import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { withTemporaryFolder } from '../../src/platform/temporary-folder.ts'

const { ended } = vi.hoisted(() => ({ ended: [] as string[] }))
let folder = ''

vi.mock('../../src/platform/process.ts', async (original) => ({
  ...(await original<object>()),
  endBySignal: (signal: string) => ended.push(`${signal}, ${existsSync(folder) ? 'with' : 'without'} the folder`),
}))

beforeEach(() => ended.splice(0))

describe('a temporary folder', () => {
  it('is for its user alone, and gone once it was used', async () => {
    const value = await withTemporaryFolder(async (path) => {
      folder = path
      writeFileSync(join(path, 'file'), 'text')
      return statSync(path).mode & 0o777
    })
    expect([value, existsSync(folder), ended]).toEqual([0o700, false, []])
  })

  it('is gone if its use fails', async () => {
    const failing = withTemporaryFolder(async (path) => {
      folder = path
      throw new Error('failed')
    })
    await expect(failing).rejects.toThrow('failed')
    expect(existsSync(folder)).toBe(false)
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'is gone before %s ends the process, also if its use blocked',
    async (signal) => {
      await withTemporaryFolder(async (path) => {
        folder = path
        process.kill(process.pid, signal)
      })
      expect(ended).toEqual([`${signal}, without the folder`])
    },
  )
})

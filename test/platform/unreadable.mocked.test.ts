import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { ProblemError } from '../../src/domain/problem.ts'
import { readBounded } from '../../src/platform/regular-files.ts'

vi.mock('../../src/platform/file-bytes.ts', async (original) => ({
  ...(await original<object>()),
  readAt: () => {
    throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', errno: -5 })
  },
}))

it('a file that can be opened but not read is unreadable, by its path', () => {
  const folder = mkdtempSync(join(tmpdir(), 'halt-unreadable-'))
  const path = join(folder, 'chapter.yaml')
  writeFileSync(path, 'title: x')
  const read = () => {
    try {
      return readBounded(path, 100)
    } catch (error) {
      return error instanceof ProblemError ? error.problem : error
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
  expect(read()).toEqual({ code: 'unreadable', params: { path, why: 'EIO' } })
})

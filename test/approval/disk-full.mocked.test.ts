import { afterEach, expect, it, vi } from 'vitest'
import { FourEyes } from './four-eyes.ts'

const disk = vi.hoisted(() => ({ isFull: (_line: string): boolean => false }))

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>()
  return {
    ...real,
    writeSync(fd: number, bytes: Uint8Array, at?: number, length?: number) {
      if (disk.isFull(Buffer.from(bytes).toString('utf8')))
        throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
      return real.writeSync(fd, bytes, at, length)
    },
  }
})

afterEach(() => {
  disk.isFull = () => false
})

it('an approval that is recorded, but not what is sent with it, is said to be; approving again sends', async () => {
  const bench = await FourEyes.begin()
  const request = await bench.asked()
  disk.isFull = (line) => line.includes('notice.intended')
  const { code, err } = await bench.as('ito', 'here', 'approve', request)
  expect(code).toBe(5)
  expect(err).toContain('The approval is recorded, and nothing was sent.')
  expect(err).toContain(`haltctl approve ${request}`)
  expect(bench.mailed).toBe(false)
  disk.isFull = () => false
  expect(await bench.as('ito', 'here', 'approve', request)).toMatchObject({ code: 0 })
  expect(bench.mailed).toBe(true)
  expect(await bench.events('approval.granted')).toHaveLength(1)
})

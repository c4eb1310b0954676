import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readTextFile } from '../../src/platform/regular-files.ts'
import { makePipe } from '../pipe.ts'
import { folder, refusal } from '../store/bench.ts'

const LIMIT = 64 * 1024

function file(content: string | Uint8Array): string {
  const path = join(folder(), 'text.txt')
  writeFileSync(path, content)
  return path
}

describe('readTextFile', () => {
  it('returns the text and bytes of a file up to the limit', () => {
    const words = '現在、取引を停止しています。\n'
    expect(readTextFile(file(words), LIMIT)).toEqual({ text: words, bytes: Buffer.from(words) })
    expect(readTextFile(file('x'.repeat(LIMIT)), LIMIT).text).toHaveLength(LIMIT)
    expect(readTextFile(file(''), LIMIT).text).toBe('')
  })

  it('follows a symbolic link', () => {
    const link = join(folder(), 'link')
    symlinkSync(file('one'), link)
    expect(readTextFile(link, LIMIT).text).toBe('one')
  })

  it.each<[string, string | Uint8Array, object]>([
    ['longer than the limit', 'x'.repeat(LIMIT + 1), { why: 'too-long', limit: LIMIT }],
    ['that is not UTF-8', Uint8Array.of(0x41, 0xff, 0x42), { why: 'not-utf8' }],
    ['in Shift_JIS', Uint8Array.of(0x92, 0xe2, 0x8e, 0x7e), { why: 'not-utf8' }],
    ['with a NUL', 'a\0b', { why: 'nul' }],
  ])('refuses a file %s', (_, content, params) => {
    const path = file(content)
    expect(refusal(() => readTextFile(path, LIMIT))).toMatchObject({
      code: 'bad-text-file',
      params: { path, ...params },
    })
  })

  it('refuses pipes, devices, folders and missing files, without waiting', () => {
    const place = folder()
    const pipe = makePipe(join(place, 'pipe'))
    mkdirSync(join(place, 'folder'))
    for (const path of [pipe, '/dev/zero', join(place, 'folder')])
      expect(refusal(() => readTextFile(path, LIMIT))).toMatchObject({ code: 'unreadable', params: { path } })
    expect(refusal(() => readTextFile(join(place, 'none'), LIMIT))).toMatchObject({ code: 'no-such-file' })
  })
})

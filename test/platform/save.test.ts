import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { saveFile } from '../../src/platform/save.ts'

const folder = mkdtempSync(join(tmpdir(), 'halt-saving-'))
const path = join(folder, 'report.md')

afterEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name))
})

function* breakingOff(): Generator<string> {
  yield '# Report\n'.repeat(10_000)
  throw new TypeError('no more of it can be made')
}

describe('saveFile', () => {
  it('writes pieces one after the other', () => {
    saveFile(path, ['# 報告\n', '', 'x'.repeat(100_000), '\n'], false)
    expect(readFileSync(path, 'utf8')).toBe(`# 報告\n${'x'.repeat(100_000)}\n`)
    expect(readdirSync(folder)).toEqual(['report.md'])
  })

  it('keeps the old file, and nothing else, if the text fails, and throws the same error', () => {
    writeFileSync(path, 'before')
    expect(() => saveFile(path, breakingOff(), true)).toThrow(new TypeError('no more of it can be made'))
    expect(readFileSync(path, 'utf8')).toBe('before')
    expect(readdirSync(folder)).toEqual(['report.md'])
  })
})

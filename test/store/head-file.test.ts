import { linkSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PrivateFolder } from '../../src/platform/private-files.ts'
import { type HeadFile, headFileText, overwriteHead as overwrite, readHead as read } from '../../src/store/head-file.ts'
import { folder } from './bench.ts'

const HEAD = { writer: 'aaaaaaaa', seq: 9, hash: '0'.repeat(64) }
const NEXT = { writer: 'aaaaaaaa', seq: 10, hash: 'f'.repeat(64) }
const NOTHING = { head: null, isAnnounced: false }

const heads = fc.record({
  writer: fc.stringMatching(/^[a-z2-7]{8}$/),
  seq: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  hash: fc.stringMatching(/^[0-9a-f]{64}$/),
})
const files: fc.Arbitrary<HeadFile> = fc.record({ head: fc.option(heads), isAnnounced: fc.boolean() })

const placeOf = (path: string) => [new PrivateFolder(dirname(path)), basename(path)] as const
const readHead = (path: string) => read(...placeOf(path))
const overwriteHead = (path: string, file: HeadFile) => overwrite(...placeOf(path), file)

function fileWith(content: string): string {
  const path = join(folder(), 'head')
  writeFileSync(path, content)
  return path
}

describe('the head file', () => {
  it('returns what overwriteHead wrote, without being replaced', () => {
    const path = fileWith(headFileText(NOTHING))
    const { ino } = statSync(path)
    fc.assert(
      fc.property(files, (file) => {
        expect(overwriteHead(path, file)).toBe(true)
        expect(readHead(path)).toEqual(file)
      }),
    )
    expect(statSync(path).ino).toBe(ino)
  })

  it('counts as announced after a torn write, with the old head if the first half is torn', () => {
    fc.assert(
      fc.property(files, files, fc.nat(), (before, after, cut) => {
        const [old, fresh] = [headFileText(before), headFileText(after)]
        const part = cut % fresh.length
        const torn = fresh.slice(0, part) + old.slice(part)
        const read = readHead(fileWith(torn))
        if (torn === old) expect(read).toEqual(before)
        else if (torn === fresh) expect(read).toEqual(after)
        else expect(read.isAnnounced).toBe(true)
        if (part <= fresh.length / 2) expect(read.head).toEqual(before.head)
      }),
      { numRuns: 500 },
    )
  })

  it('can be in the format of earlier versions', () => {
    expect(readHead(fileWith(`aaaaaaaa 9 ${HEAD.hash}\n`))).toEqual({ head: HEAD, isAnnounced: false })
    expect(readHead(fileWith(`aaaaaaaa 9 ${HEAD.hash} writing\n`))).toEqual({ head: HEAD, isAnnounced: true })
    expect(readHead(fileWith('writing\n'))).toEqual({ head: null, isAnnounced: true })
  })

  it.each(['', 'torn', 'aaaaaaaa 9 0\n'])('counts as empty if it contains no head (%j)', (content) => {
    expect(readHead(fileWith(content))).toEqual(NOTHING)
  })

  it('counts as empty if it does not exist', () => {
    expect(readHead('/nowhere/head')).toEqual(NOTHING)
  })
})

describe('overwriteHead', () => {
  const file = { head: NEXT, isAnnounced: false }

  it('refuses a file of another length', () => {
    const path = fileWith(`aaaaaaaa 9 ${HEAD.hash}\n`)
    expect(overwriteHead(path, file)).toBe(false)
    expect(readHead(path).head).toEqual(HEAD)
  })

  it('refuses a file with a hard link', () => {
    const path = fileWith(headFileText({ head: HEAD, isAnnounced: false }))
    linkSync(path, `${path}.copy`)
    expect(overwriteHead(path, file)).toBe(false)
    expect(readFileSync(`${path}.copy`, 'utf8')).toBe(headFileText({ head: HEAD, isAnnounced: false }))
  })

  it('refuses a symbolic link, a folder and a missing file', () => {
    const [path, target] = [join(folder(), 'head'), fileWith(headFileText({ head: HEAD, isAnnounced: false }))]
    expect(overwriteHead(path, file)).toBe(false)
    symlinkSync(target, path)
    expect(overwriteHead(path, file)).toBe(false)
    expect(lstatSync(path).isSymbolicLink()).toBe(true)
    expect(readHead(target).head).toEqual(HEAD)
    mkdirSync(`${path}.folder`)
    expect(overwriteHead(`${path}.folder`, file)).toBe(false)
  })
})

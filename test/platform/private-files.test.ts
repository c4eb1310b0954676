import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PrivateFolder } from '../../src/platform/private-files.ts'
import { folder } from '../store/bench.ts'

const MOST = 100
const isRoot = process.getuid?.() === 0
const SOMEBODY = 64_001

function made(): { readonly base: string; readonly kept: PrivateFolder; readonly path: (name: string) => string } {
  const base = folder()
  const kept = new PrivateFolder(base, 'halt', 'key')
  expect(kept.write('note', 'kept')).toBe(true)
  return { base, kept, path: (name) => join(base, 'halt', 'key', name) }
}

const textOf = (kept: PrivateFolder, name = 'note') => kept.read(name, MOST)?.toString() ?? null

describe('a private folder', () => {
  it('is made for the user alone, with its files, when something is first kept', () => {
    const { base, kept, path } = made()
    expect(textOf(kept)).toBe('kept')
    expect([path(''), join(base, 'halt')].map((at) => statSync(at).mode & 0o777)).toEqual([0o700, 0o700])
    expect(statSync(path('note')).mode & 0o777).toBe(0o600)
    expect(kept.names()).toEqual(['note'])
    kept.remove('note')
    kept.remove('note')
    expect(kept.names()).toEqual([])
  })

  it.each(['halt', 'halt/key'])('that is merely open to others (%s) is closed', (level) => {
    const { base } = made()
    chmodSync(join(base, level), 0o777)
    expect(textOf(new PrivateFolder(base, 'halt', 'key'))).toBe('kept')
    expect(statSync(join(base, level)).mode & 0o777).toBe(0o700)
  })

  it.runIf(isRoot).each(['halt', 'halt/key'])("that is another user's (%s) counts for nothing", (level) => {
    const { base, path } = made()
    chownSync(join(base, level), SOMEBODY, SOMEBODY)
    chmodSync(join(base, level), 0o777)
    const kept = new PrivateFolder(base, 'halt', 'key')
    expect(kept.isUsable()).toBe(false)
    expect(textOf(kept)).toBeNull()
    expect(kept.names()).toEqual([])
    expect(kept.write('note', 'given away')).toBe(false)
    kept.remove('note')
    expect(readFileSync(path('note'), 'utf8')).toBe('kept')
  })

  it.each(['halt', 'halt/key'])('that is a link (%s) counts for nothing', (level) => {
    const { base } = made()
    renameSync(join(base, level), join(base, 'elsewhere'))
    symlinkSync(join(base, 'elsewhere'), join(base, level))
    const kept = new PrivateFolder(base, 'halt', 'key')
    expect(textOf(kept)).toBeNull()
    expect(kept.write('note', 'given away')).toBe(false)
  })

  it('that was deleted meanwhile is made anew', () => {
    const { base, kept } = made()
    renameSync(join(base, 'halt'), join(base, 'gone'))
    expect(textOf(kept)).toBeNull()
    expect(kept.write('note', 'again')).toBe(true)
    expect(textOf(kept)).toBe('again')
  })

  it('that cannot be made keeps nothing', () => {
    const kept = new PrivateFolder('/dev/null', 'halt')
    expect(kept.write('note', 'kept')).toBe(false)
    expect(kept.names()).toEqual([])
  })
})

describe('a file in it', () => {
  it('counts neither as a pipe, nor as a link, nor as a folder, and is put in their place', () => {
    const { kept, path } = made()
    execFileSync('mkfifo', [path('pipe')])
    symlinkSync(path('note'), path('link'))
    mkdirSync(path('folder'))
    expect(['pipe', 'link', 'folder', 'none'].map((name) => textOf(kept, name))).toEqual([null, null, null, null])
    for (const name of ['pipe', 'link']) {
      expect(kept.write(name, 'own')).toBe(true)
      expect(textOf(kept, name)).toBe('own')
    }
    expect(textOf(kept)).toBe('kept')
    expect(kept.write('folder', 'own')).toBe(false)
    expect(readdirSync(path('')).sort()).toEqual(['folder', 'link', 'note', 'pipe'])
  })

  it.runIf(isRoot)("counts for nothing where it is another user's", () => {
    const { kept, path } = made()
    chownSync(path('note'), SOMEBODY, SOMEBODY)
    expect(textOf(kept)).toBeNull()
  })

  it('counts for nothing where it is longer than it may be', () => {
    const { kept, path } = made()
    writeFileSync(path('note'), 'x'.repeat(MOST + 1))
    expect(textOf(kept)).toBeNull()
  })

  it('is put whole beside what a process of the same number left, and through no other name of it', () => {
    const { kept, path } = made()
    writeFileSync(path('precious'), 'precious')
    linkSync(path('precious'), path(`note.${process.pid}`))
    expect(kept.write('note', [Buffer.from('in '), Buffer.from('pieces')])).toBe(true)
    expect(textOf(kept)).toBe('in pieces')
    expect(textOf(kept, 'precious')).toBe('precious')
    mkdirSync(path(`note.${process.pid}`))
    expect(kept.write('note', 'other')).toBe(false)
    expect(textOf(kept)).toBe('in pieces')
  })

  it('is nothing where whoever uses it fails', () => {
    const { kept } = made()
    const use = () => {
      throw new Error('malformed')
    }
    expect(kept.withFile('note', use)).toBeNull()
  })
})

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

describe('PrivateFolder', () => {
  it('is created owner-only, with its files, on the first write', () => {
    const { base, kept, path } = made()
    expect(textOf(kept)).toBe('kept')
    expect([path(''), join(base, 'halt')].map((at) => statSync(at).mode & 0o777)).toEqual([0o700, 0o700])
    expect(statSync(path('note')).mode & 0o777).toBe(0o600)
    expect(kept.names()).toEqual(['note'])
    kept.remove('note')
    kept.remove('note')
    expect(kept.names()).toEqual([])
  })

  it.each(['halt', 'halt/key'])('is closed to others if it was open to them (%s)', (level) => {
    const { base } = made()
    chmodSync(join(base, level), 0o777)
    expect(textOf(new PrivateFolder(base, 'halt', 'key'))).toBe('kept')
    expect(statSync(join(base, level)).mode & 0o777).toBe(0o700)
  })

  it.runIf(isRoot).each(['halt', 'halt/key'])('is ignored if it belongs to another user (%s)', (level) => {
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

  it.each(['halt', 'halt/key'])('is ignored if it is a link (%s)', (level) => {
    const { base } = made()
    renameSync(join(base, level), join(base, 'elsewhere'))
    symlinkSync(join(base, 'elsewhere'), join(base, level))
    const kept = new PrivateFolder(base, 'halt', 'key')
    expect(textOf(kept)).toBeNull()
    expect(kept.write('note', 'given away')).toBe(false)
  })

  it('is created again if it was deleted', () => {
    const { base, kept } = made()
    renameSync(join(base, 'halt'), join(base, 'gone'))
    expect(textOf(kept)).toBeNull()
    expect(kept.write('note', 'again')).toBe(true)
    expect(textOf(kept)).toBe('again')
  })

  it('keeps nothing if it cannot be created', () => {
    const kept = new PrivateFolder('/dev/null', 'halt')
    expect(kept.write('note', 'kept')).toBe(false)
    expect(kept.names()).toEqual([])
  })
})

describe('a file in a private folder', () => {
  it('is ignored if it is a pipe, link or folder; pipes and links can be replaced', () => {
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

  it.runIf(isRoot)('is ignored if it belongs to another user', () => {
    const { kept, path } = made()
    chownSync(path('note'), SOMEBODY, SOMEBODY)
    expect(textOf(kept)).toBeNull()
  })

  it('is ignored if it is too long', () => {
    const { kept, path } = made()
    writeFileSync(path('note'), 'x'.repeat(MOST + 1))
    expect(textOf(kept)).toBeNull()
  })

  it('is written whole, without writing through a leftover hard link', () => {
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

  it('is read as null if the reading function fails', () => {
    const { kept } = made()
    const use = () => {
      throw new Error('malformed')
    }
    expect(kept.withFile('note', use)).toBeNull()
  })
})

import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  isTaken,
  targetFolder,
  usableFrom,
  workspaceAbove,
  writeMissing,
} from '../../src/readiness/io/new-workspace.ts'
import { folder } from '../store/bench.ts'

const FILES = { 'halt.yaml': 'language: en\n', 'contacts.yaml': 'people: {}\n' }

describe('the files of a new workspace', () => {
  it('are private, and written into a new private folder', () => {
    const directory = join(folder(), 'a', 'b')
    expect(writeMissing(directory, FILES)).toEqual(['halt.yaml', 'contacts.yaml'])
    expect(readFileSync(join(directory, 'contacts.yaml'), 'utf8')).toBe('people: {}\n')
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    expect(statSync(join(directory, 'halt.yaml')).mode & 0o777).toBe(0o600)
  })

  it('are not changed if they exist', () => {
    const directory = folder()
    writeFileSync(join(directory, 'halt.yaml'), 'own: \r\n\u0000')
    expect(writeMissing(directory, FILES)).toEqual(['contacts.yaml'])
    expect(readFileSync(join(directory, 'halt.yaml'), 'utf8')).toBe('own: \r\n\u0000')
    expect(writeMissing(directory, FILES)).toEqual([])
  })

  it('are never written through a link, not even a dangling one', () => {
    const directory = folder()
    const elsewhere = join(folder(), 'elsewhere')
    symlinkSync(elsewhere, join(directory, 'halt.yaml'))
    expect(writeMissing(directory, FILES)).toEqual(['contacts.yaml'])
    expect(readlinkSync(join(directory, 'halt.yaml'))).toBe(elsewhere)
    expect(isTaken(elsewhere)).toBe(false)
  })

  it('are all written, or none', () => {
    const directory = folder()
    const files = { 'halt.yaml': 'x', 'missing/contacts.yaml': 'y' }
    expect(() => writeMissing(directory, files)).toThrow('not-recorded')
    expect(readdirSync(directory)).toEqual([])
    const file = join(directory, 'file')
    writeFileSync(file, '')
    expect(() => writeMissing(join(file, 'workspace'), FILES)).toThrow('not-recorded')
    expect(lstatSync(file).size).toBe(0)
  })
})

describe('the location of a new workspace', () => {
  it('is the given folder, else --dir, else HALT_DIR, else the working directory', () => {
    expect(targetFolder('/a', undefined, { HALT_DIR: '/c' })).toBe('/a')
    expect(targetFolder('a', undefined, {})).toBe(join(process.cwd(), 'a'))
    expect(targetFolder(undefined, '/b', { HALT_DIR: '/c' })).toBe('/b')
    expect(targetFolder(undefined, undefined, { HALT_DIR: '/c' })).toBe('/c')
    expect(targetFolder(undefined, undefined, { HALT_DIR: '' })).toBe(process.cwd())
  })

  it('can be inside another workspace', () => {
    const outer = folder()
    const inner = join(outer, 'a', 'b')
    mkdirSync(inner, { recursive: true })
    expect(workspaceAbove(inner)).toBeNull()
    writeMissing(outer, FILES)
    expect(workspaceAbove(inner)).toBe(outer)
    expect(workspaceAbove(outer)).toBeNull()
  })

  it('is found from its own folder, unless HALT_DIR names another one', () => {
    const directory = folder()
    writeMissing(directory, FILES)
    expect(usableFrom(directory, {})).toBe('there')
    expect(usableFrom(directory, { HALT_DIR: directory })).toBe('here')
    expect(usableFrom(directory, { HALT_DIR: '/elsewhere' })).toBe('named')
  })
})

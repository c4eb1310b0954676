import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freeSpaceIn, nearestFolder, networkFileSystemOf, storageError } from '../../src/platform/disk.ts'
import { findProgram } from '../../src/platform/process.ts'
import { folder } from '../store/bench.ts'

const MOUNTS = (at: string) => `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / ${at}/home rw,relatime - nfs4 files:/home rw,vers=4.2
31 30 0:41 / ${at}/home/here rw,relatime shared:4 master:1 - tmpfs tmpfs rw
32 22 0:42 / ${at}/two\\040words rw - fuse.sshfs host:/ rw
33 22 0:43 / ${at}/own rw - fuse.portal portal rw
`

describe('disk checks', () => {
  it('networkFileSystemOf uses the innermost mount that contains the folder', () => {
    const at = folder()
    for (const name of ['home/x', 'home/here', 'homes', 'two words', 'own'])
      mkdirSync(join(at, name), { recursive: true })
    const type = (name: string) => networkFileSystemOf(join(at, name), MOUNTS(at))
    expect(type('home/x')).toBe('nfs4')
    expect(type('two words')).toBe('fuse.sshfs')
    for (const name of ['.', 'home/here', 'homes', 'own']) expect(type(name)).toBeNull()
    expect(networkFileSystemOf(at, '')).toBeNull()
    expect(networkFileSystemOf(at, 'x\n\n - \n')).toBeNull()
  })

  it('storageError writes to the folder, and leaves nothing behind', () => {
    const at = folder()
    expect(storageError(at)).toBeNull()
    expect(readdirSync(at)).toEqual([])
    expect(freeSpaceIn(at).bytes).toBeGreaterThan(0)
  })

  it('a missing folder is judged by its nearest parent, and not created', () => {
    const at = folder()
    expect(nearestFolder(join(at, 'a', 'b'))).toBe(at)
    expect(storageError(join(at, 'a', 'b'))).toBeNull()
    expect(readdirSync(at)).toEqual([])
    writeFileSync(join(at, 'file'), '')
    expect(storageError(join(at, 'file'))).toBe('ENOTDIR')
    expect(storageError(join(at, 'file', 'b'))).toBe('ENOTDIR')
    expect(nearestFolder('/')).toBe('/')
  })
})

describe('findProgram', () => {
  it('finds a program as a shell does, without running it', () => {
    const at = folder()
    for (const name of ['a', 'b']) mkdirSync(join(at, name))
    for (const name of ['a/x', 'b/x', 'b/y']) writeFileSync(join(at, name), '')
    mkdirSync(join(at, 'a/y'))
    chmodSync(join(at, 'b/x'), 0o755)
    const path = `${join(at, 'a')}:${join(at, 'b')}`
    expect(findProgram('x', at, path)).toBe(join(at, 'b/x'))
    expect(findProgram('y', at, path)).toBe(join(at, 'b/y'))
    expect(findProgram('z', at, path)).toBeNull()
    expect(findProgram('x', at, undefined)).toBeNull()
    expect(findProgram('x', join(at, 'a'), '')).toBe(join(at, 'a/x'))
    expect(findProgram('./a/x', at, path)).toBe(join(at, 'a/x'))
    expect(findProgram('./c', at, path)).toBeNull()
  })
})

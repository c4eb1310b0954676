import { chmodSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Access, OWNER_ONLY } from '../../src/platform/access.ts'
import { governingContentOf, RunbookFiles } from '../../src/store/runbook-files.ts'
import { SMALL_RUNBOOK } from '../small-runbook.ts'
import { folder, refusal } from './bench.ts'

const CONTENT = governingContentOf('runbook', SMALL_RUNBOOK)
const NAME = `runbook.${CONTENT.digest}.json`

/** Folders of incidents, in the order of their names. */
function incidents(count: number): string[] {
  const workspace = folder()
  return Array.from({ length: count }, (_, n) => {
    const made = join(workspace, 'incidents', `2026112${n}-221705-failure`)
    mkdirSync(made, { recursive: true })
    return made
  })
}

function put(directory: string, access: Access = OWNER_ONLY): number {
  new RunbookFiles(directory).put([CONTENT], access)
  return lstatSync(join(directory, NAME)).ino
}

describe('RunbookFiles', () => {
  it('links a file to another incident’s with the same bytes and mode', () => {
    const [one = '', other = '', third = ''] = incidents(3)
    const inode = put(one)
    expect(put(other)).toBe(inode)
    chmodSync(join(one, NAME), 0o640)
    expect(put(third)).not.toBe(inode)
    expect(lstatSync(join(third, NAME)).mode & 0o777).toBe(0o600)
    expect(readdirSync(third)).toEqual([NAME])
  })

  it('skips an altered file, a shorter one and a folder when it looks for one to link to', () => {
    const [one = '', altered = '', short = '', odd = '', last = ''] = incidents(5)
    const inode = put(one)
    writeFileSync(join(altered, NAME), Buffer.alloc(CONTENT.bytes.length, 'x'), { mode: 0o600 })
    writeFileSync(join(short, NAME), '{}', { mode: 0o600 })
    mkdirSync(join(odd, NAME))
    expect(put(last)).toBe(inode)
  })

  it('keeps a correct file, and moves altered ones aside under distinct names', () => {
    const [one = ''] = incidents(1)
    const inode = put(one)
    expect(put(one)).toBe(inode)
    for (const text of ['first', 'second']) {
      writeFileSync(join(one, NAME), text)
      put(one)
    }
    expect(readFileSync(join(one, NAME))).toEqual(CONTENT.bytes)
    expect([`${NAME}.altered`, `${NAME}.altered-2`].map((name) => readFileSync(join(one, name), 'utf8'))).toEqual([
      'first',
      'second',
    ])
  })

  it('reads a file on first access, and checks it by its digest', () => {
    const [one = '', other = ''] = incidents(2)
    put(one)
    const files = new RunbookFiles(one)
    const runbook = files.resolve('runbook', CONTENT.digest)
    expect(runbook.steps).toEqual(SMALL_RUNBOOK.steps)
    writeFileSync(join(one, NAME), '{}')
    expect(runbook.steps).toEqual(SMALL_RUNBOOK.steps)
    expect(files.flawed([CONTENT])).toMatchObject([{ flaw: 'altered', file: expect.stringContaining(NAME) }])
    const gone = new RunbookFiles(other).resolve('runbook', CONTENT.digest)
    expect(refusal(() => gone.steps)).toMatchObject({ code: 'runbook-missing', params: { flaw: 'gone' } })
    linkSync(join(one, `${NAME}`), join(other, NAME))
    expect(refusal(() => gone.steps)).toMatchObject({ code: 'runbook-missing', params: { flaw: 'altered' } })
  })

  it('finds a file in another incident by its digest', () => {
    const [one = '', altered = '', last = ''] = incidents(3)
    put(one)
    writeFileSync(join(altered, NAME), '{}')
    expect(new RunbookFiles(last).bytesFromOtherIncident(CONTENT)).toEqual(CONTENT.bytes)
    expect(new RunbookFiles(one).bytesFromOtherIncident(CONTENT)).toBeNull()
  })

  it('refuses content that is longer than a log line', () => {
    expect(refusal(() => governingContentOf('settings', { words: 'x'.repeat(1024 * 1024) }))).toMatchObject({
      code: 'too-long',
    })
  })
})

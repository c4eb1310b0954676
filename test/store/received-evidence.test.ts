import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { OWNER_ONLY } from '../../src/platform/access.ts'
import { EvidenceStore } from '../../src/store/evidence-files.ts'
import { ReceivedEvidence } from '../../src/store/received-evidence.ts'

/** A piece that another machine has kept: its salt, its bytes, and what the log says of it. */
function kept(text: string) {
  const store = new EvidenceStore(mkdtempSync(join(tmpdir(), 'halt-evidence-')), OWNER_ONLY)
  const piece = store.keep(Buffer.from(text))
  return { piece, salt: readFileSync(store.pathOf(`${piece.file}.salt`)), bytes: Buffer.from(text) }
}

const folder = () => mkdtempSync(join(tmpdir(), 'halt-evidence-'))
const filesIn = (directory: string) => readdirSync(join(directory, 'evidence')).sort()

describe('evidence that arrives', () => {
  it('has its name only once all of it has arrived, in several runs too', () => {
    const { piece, salt, bytes } = kept('a graph')
    const directory = folder()
    new ReceivedEvidence(directory, piece).append(0, salt)
    const later = new ReceivedEvidence(directory, piece)
    expect(later.length).toBe(32)
    later.append(32, bytes)
    expect(new EvidenceStore(directory, OWNER_ONLY).names()).toEqual([])
    expect(later.finish()).toBe(true)
    expect(filesIn(directory)).toEqual([piece.file, `${piece.file}.salt`])
    expect(readFileSync(join(directory, 'evidence', piece.file), 'utf8')).toBe('a graph')
  })

  it('may be empty', () => {
    const { piece, salt } = kept('')
    const directory = folder()
    const received = new ReceivedEvidence(directory, piece)
    received.append(0, salt)
    expect(received.finish()).toBe(true)
    expect(filesIn(directory)).toEqual([piece.file, `${piece.file}.salt`])
  })

  it('goes on after its last whole part, whatever a crash has left behind that', () => {
    const { piece, salt, bytes } = kept('a graph')
    const directory = folder()
    const received = new ReceivedEvidence(directory, piece)
    received.append(0, salt)
    received.append(32, bytes)
    writeFileSync(join(directory, 'evidence', `${piece.file}.part`), 'a torn part that is longer')
    received.append(32, bytes)
    expect(received.finish()).toBe(true)
  })

  it.each([
    ['other bytes', 'a grape'],
    ['fewer bytes', 'a'],
  ])('leaves nothing if it is something else: %s', (_, text) => {
    const { piece, salt } = kept('a graph')
    const directory = folder()
    const received = new ReceivedEvidence(directory, piece)
    received.append(0, salt)
    received.append(32, Buffer.from(text))
    expect(received.finish()).toBe(false)
    expect(filesIn(directory)).toEqual([])
  })
})

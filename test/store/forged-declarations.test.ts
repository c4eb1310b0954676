import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { phaseOf } from '../../src/domain/incident/current-values.ts'
import type { Envelope } from '../../src/domain/log/event.ts'
import { incidentKeyOf } from '../../src/domain/log/incident-key.ts'
import { seal } from '../../src/domain/log/line.ts'
import { Journal } from '../../src/store/journal.ts'
import { newSigner } from '../sealing.ts'
import { Bench, ID } from './bench.ts'

const FORGER = 'aaaaaaaa'

/**
 * A file of a new writer with valid hashes and signatures: a declaration a second before Taro's, and then these events; of an
 * incident of its own if the first of these names any.
 */
function forgedDeclaration(bench: Bench, ...events: readonly Partial<Envelope>[]): Envelope {
  const path = bench.file
  const [declaration] = bench.read().events() as Iterable<Envelope>
  const { hash: _, sig: __, key: ___, ...line } = declaration as Envelope
  const signer = newSigner()
  let prev: string | null = null
  const incident = events[0]?.incident === undefined ? line.incident : incidentKeyOf(line.incident, signer.key)
  const lines = [{}, ...events].map((event, index) => {
    const hlc = [line.hlc[0] - 1000, index] as const
    const sealed = seal({ ...line, ...event, incident, writer: FORGER, seq: index + 1, prev, hlc }, signer)
    prev = sealed.hash
    return `${sealed.line}\n`
  })
  writeFileSync(path.replace(`.${line.writer}.`, `.${FORGER}.`), lines.join(''))
  return declaration as Envelope
}

const closing = { type: 'incident.closed', data: { as: 'resolved', reason: null } }

/** The log of a new incident as read on another machine: cold, and from a snapshot of it. */
function readings(bench: Bench): Journal[] {
  return [bench.read(), bench.read('hanako'), bench.readWithSnapshots('reader'), bench.readWithSnapshots('reader')]
}

describe('a declaration that another writer dates back', () => {
  it('declares nothing, since the id of the incident commits to the key of the writer that declared it', () => {
    const bench = new Bench()
    const running = bench.noted('mine')
    readings(bench)
    const declaration = forgedDeclaration(bench, closing)
    running.readNewEvents()
    for (const journal of [running, ...readings(bench)]) {
      expect(journal.incident.declaration).toMatchObject({ event: `${declaration.writer}:1` })
      expect(phaseOf(journal.incident)).toBe('initial-response')
      expect(journal.incident.anomalies).toMatchObject([{ event: `${FORGER}:1`, why: 'second-declaration' }])
    }
  })

  it('does not keep its writer from being set aside, nor set the declaring one aside', () => {
    const bench = new Bench()
    bench.noted('mine')
    const { writer } = bench.read().incident.heads.values().next().value as { writer: string }
    const data = { writer, found: null, kept: null, reason: 'set-aside', words: 'forged' }
    forgedDeclaration(bench, { type: 'log.continued', data }, closing)
    for (const journal of readings(bench)) expect(journal.setAsideWriters.size).toBe(0)
    bench.read().setAside(bench.clock, [FORGER], 'nobody knows it')
    for (const journal of readings(bench)) {
      expect([...journal.setAsideWriters.keys()]).toEqual([FORGER])
      expect(journal.incident.anomalies).toEqual([])
    }
    expect(bench.texts()).toEqual(['mine'])
  })

  it('declares nothing by itself in the folder either, where the file of the declaring writer is missing', () => {
    const bench = new Bench()
    bench.noted('mine')
    const elsewhere = join(bench.directory, 'elsewhere')
    forgedDeclaration(bench)
    cpSync(bench.workspace, elsewhere, {
      recursive: true,
      filter: (path) => !path.endsWith('jsonl') || path.includes(FORGER),
    })
    const journal = new Journal(elsewhere, ID, bench.state('reader'), () => 'reader')
    journal.refresh()
    expect(journal.incident.declaration).toBeNull()
  })

  it('of another incident does not count where this machine has recorded, and stops nobody', () => {
    const bench = new Bench()
    const running = bench.noted('mine')
    const { writer } = running
    forgedDeclaration(bench, { ...closing, incident: 'another' })
    running.readNewEvents()
    for (const journal of [running, bench.read()]) {
      expect(journal.incident.declaration).toMatchObject({ event: `${writer}:1` })
      expect(journal.incident.anomalies).toEqual([])
      expect(journal.findings()).toMatchObject([{ writer: FORGER, line: 1, why: 'wrong-incident' }])
    }
    bench.note(bench.read(), 'goes on')
    expect(bench.texts()).toEqual(['mine', 'goes on'])
    bench.read().setAside(bench.clock, [FORGER], 'nobody knows it')
    expect(bench.read().findings()).toEqual([])
    expect(bench.read().incident.events).toBe(4)
  })
})

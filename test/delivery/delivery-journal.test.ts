import { appendFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { MailJournal } from '../../src/delivery/mail-journal.ts'
import { transportFor } from '../../src/delivery/transports.ts'
import type { KeptBytes } from '../../src/domain/log/event.ts'
import { examineEvidence } from '../../src/evidence/io/evidence-status.ts'
import { folder } from '../store/bench.ts'
import { MailServer } from './mail-server.ts'
import { contextIn, meansWith, NOTICE, NOW, noProgress, storeIn } from './notices.ts'

/** What `verify` would say of it. */
function standing(workspace: string, kept: KeptBytes | null) {
  const evidence = {
    ...(kept as KeptBytes),
    kind: 'journal',
    event: 'a:1',
    name: null,
    at: '',
    by: '',
    removed: null,
  } as const
  return examineEvidence(storeIn(workspace), evidence, () => true).standing
}

const FIRST = { file: 'journal', isResumed: false }
const RESUMED = { file: 'journal', isResumed: true }

function journalIn(workspace: string, files = FIRST): MailJournal {
  return new MailJournal(storeIn(workspace), files, () => NOW)
}

const path = (workspace: string) => storeIn(workspace).pathOf('journal')

/** What a run that was cut off has left: these lines, and nobody to end them. */
function left(...lines: readonly [to: string, state: 'trying' | 'accepted' | 'refused' | 'unknown', reply?: string][]) {
  const workspace = folder()
  const journal = journalIn(workspace)
  journal.open()
  for (const [to, state, reply] of lines) journal.record(to, state, reply)
  return workspace
}

async function goOn(workspace: string, files = RESUMED) {
  const server = await new MailServer().listen()
  const context = contextIn(workspace, {}, files)
  const to = ['a@example.com', 'b@example.com']
  const transport = await transportFor(
    { via: 'smtp', url: `smtp://127.0.0.1:${server.port}`, from: 'n@example.com', to },
    context,
    meansWith(),
  )
  const went = await transport?.send(NOTICE, noProgress)
  return { went, recipients: server.recipients, connections: server.connections, kept: context.journal.close() }
}

describe('a delivery that was cut off goes on', () => {
  it('from the beginning where nobody had a turn', async () => {
    const { went, recipients } = await goOn(left())
    expect(went).toMatchObject({ outcome: 'sent', accepted: 2 })
    expect(recipients).toEqual(['a@example.com', 'b@example.com'])
  })

  it('after the one that was being tried, whose outcome is unknown for good', async () => {
    const { went, recipients } = await goOn(left(['a@example.com', 'trying']))
    expect(went).toMatchObject({ outcome: 'sent', why: 'unknown-recipients', accepted: 1, unknown: 1 })
    expect(recipients).toEqual(['b@example.com'])
  })

  it('after the one that was accepted', async () => {
    const { went, recipients } = await goOn(left(['a@example.com', 'trying'], ['a@example.com', 'accepted', '250 ok']))
    expect(went).toMatchObject({ outcome: 'sent', why: null, accepted: 2 })
    expect(recipients).toEqual(['b@example.com'])
  })

  it('after the one that was refused for good', async () => {
    const { went, recipients } = await goOn(left(['a@example.com', 'trying'], ['a@example.com', 'refused', '550 no']))
    expect(went).toMatchObject({ outcome: 'sent', why: 'refused-recipients', accepted: 1, refused: 1 })
    expect(recipients).toEqual(['b@example.com'])
  })

  it('with the one that was refused for now', async () => {
    const { went, recipients } = await goOn(left(['a@example.com', 'trying'], ['a@example.com', 'refused', '451 busy']))
    expect(went).toMatchObject({ outcome: 'sent', why: null, accepted: 2 })
    expect(recipients).toEqual(['a@example.com', 'b@example.com'])
  })

  it('without connecting where everybody is settled', async () => {
    const { went, connections } = await goOn(left(['a@example.com', 'accepted'], ['b@example.com', 'unknown']))
    expect(went).toMatchObject({ outcome: 'sent', why: 'unknown-recipients', accepted: 1, unknown: 1 })
    expect(connections).toBe(0)
  })

  it('where a crash tore the last line, at whichever byte', () => {
    const whole = left(
      ['a@example.com', 'trying'],
      ['a@example.com', 'accepted', '250 ok'],
      ['b@example.com', 'trying'],
    )
    const bytes = readFileSync(path(whole))
    const before = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1
    for (let length = before; length < bytes.length; length += 1) {
      const workspace = left(['x@example.com', 'accepted'])
      writeFileSync(path(workspace), bytes.subarray(0, length))
      const journal = journalIn(workspace, RESUMED)
      expect(journal.open()).toBe(true)
      expect([journal.stateOf('a@example.com'), journal.stateOf('b@example.com')]).toEqual(['accepted', 'open'])
      expect(statSync(path(workspace)).size).toBe(before)
    }
  })

  it('never where the journal is gone', async () => {
    const workspace = left(['a@example.com', 'accepted'])
    rmSync(path(workspace))
    const { went, connections, kept } = await goOn(workspace)
    expect(went).toMatchObject({ outcome: 'failed', why: 'journal-missing' })
    expect({ connections, kept }).toEqual({ connections: 0, kept: null })
  })

  it('never where the journal of an earlier try is gone', async () => {
    const { went } = await goOn(folder(), { ...FIRST, earlier: ['before'] } as typeof FIRST)
    expect(went).toMatchObject({ outcome: 'failed', why: 'journal-missing' })
  })

  it('never where a line of the journal is damaged', async () => {
    const workspace = left(['a@example.com', 'accepted'])
    truncateSync(path(workspace), 30)
    appendFileSync(path(workspace), '\n{"to":"b@example.com","state":"accepted"}\n')
    const { went, connections } = await goOn(workspace)
    expect(went).toMatchObject({ outcome: 'failed', why: 'journal-missing' })
    expect(connections).toBe(0)
  })
})

describe('the journal', () => {
  it('is for its owner alone', () => {
    const workspace = left(['a@example.com', 'trying'])
    expect(statSync(path(workspace)).mode & 0o777).toBe(0o600)
  })

  it('ends as evidence whose digest the log can keep, whoever began it', async () => {
    const workspace = left(['a@example.com', 'trying'])
    appendFileSync(path(workspace), '{"at":"torn')
    const { kept } = await goOn(workspace)
    expect(kept).toMatchObject({ file: 'journal', bytes: statSync(path(workspace)).size })
    expect(standing(workspace, kept)).toBe('intact')
    appendFileSync(path(workspace), ' ')
    expect(standing(workspace, kept)).toBe('altered')
  })

  it('says when, whom, how and what the server said', async () => {
    const workspace = folder()
    await goOn(workspace, FIRST)
    const lines = readFileSync(path(workspace), 'utf8').split('\n').slice(0, -1)
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      at: '2026-11-24T13:17:05.120Z',
      to: 'a@example.com',
      state: 'trying',
      reply: null,
    })
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ to: 'a@example.com', state: 'accepted' })
    expect(JSON.parse(lines[1] ?? '').reply).toMatch(/^250 /)
  })
})

import { appendFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { MailJournal } from '../../src/delivery/mail-journal.ts'
import { transportFor } from '../../src/delivery/transports.ts'
import type { KeptBytes } from '../../src/domain/log/event.ts'
import { examineEvidence } from '../../src/evidence/io/evidence-status.ts'
import { folder } from '../store/bench.ts'
import { MailServer } from './mail-server.ts'
import { contextIn, fakeTiming, NOTICE, NOW, noProgress, storeIn } from './transport-context.ts'

/** The status of kept evidence, as `verify` would report it. */
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

/** A workspace with the journal of an interrupted run, which has these lines and no end. */
function interruptedWith(
  ...lines: readonly [to: string, state: 'trying' | 'accepted' | 'refused' | 'unknown', reply?: string][]
) {
  const workspace = folder()
  const journal = journalIn(workspace)
  journal.open()
  for (const [to, state, reply] of lines) journal.record(to, state, reply)
  return workspace
}

async function resumeIn(workspace: string, files = RESUMED) {
  const server = await new MailServer().listen()
  const context = contextIn(workspace, {}, files)
  const to = ['a@example.com', 'b@example.com']
  const transport = await transportFor(
    { via: 'smtp', url: `smtp://127.0.0.1:${server.port}`, from: 'n@example.com', to },
    context,
    fakeTiming(),
  )
  const result = await transport?.send(NOTICE, noProgress)
  return { result, recipients: server.recipients, connections: server.connections, kept: context.journal.close() }
}

describe('resuming an interrupted mail delivery', () => {
  it('sends to everybody if the journal is empty', async () => {
    const { result, recipients } = await resumeIn(interruptedWith())
    expect(result).toMatchObject({ outcome: 'sent', accepted: 2 })
    expect(recipients).toEqual(['a@example.com', 'b@example.com'])
  })

  it('does not retry the recipient that was being tried, and reports the outcome as unknown', async () => {
    const { result, recipients } = await resumeIn(interruptedWith(['a@example.com', 'trying']))
    expect(result).toMatchObject({ outcome: 'sent', why: 'unknown-recipients', accepted: 1, unknown: 1 })
    expect(recipients).toEqual(['b@example.com'])
  })

  it('does not send again to an accepted recipient', async () => {
    const { result, recipients } = await resumeIn(
      interruptedWith(['a@example.com', 'trying'], ['a@example.com', 'accepted', '250 ok']),
    )
    expect(result).toMatchObject({ outcome: 'sent', why: null, accepted: 2 })
    expect(recipients).toEqual(['b@example.com'])
  })

  it('does not retry a recipient that was refused permanently', async () => {
    const { result, recipients } = await resumeIn(
      interruptedWith(['a@example.com', 'trying'], ['a@example.com', 'refused', '550 no']),
    )
    expect(result).toMatchObject({ outcome: 'sent', why: 'refused-recipients', accepted: 1, refused: 1 })
    expect(recipients).toEqual(['b@example.com'])
  })

  it('retries a recipient that was refused temporarily', async () => {
    const { result, recipients } = await resumeIn(
      interruptedWith(['a@example.com', 'trying'], ['a@example.com', 'refused', '451 busy']),
    )
    expect(result).toMatchObject({ outcome: 'sent', why: null, accepted: 2 })
    expect(recipients).toEqual(['a@example.com', 'b@example.com'])
  })

  it('does not connect if every recipient has a final outcome', async () => {
    const { result, connections } = await resumeIn(
      interruptedWith(['a@example.com', 'accepted'], ['b@example.com', 'unknown']),
    )
    expect(result).toMatchObject({ outcome: 'sent', why: 'unknown-recipients', accepted: 1, unknown: 1 })
    expect(connections).toBe(0)
  })

  it('discards the torn last line of the journal, wherever it was cut', () => {
    const whole = interruptedWith(
      ['a@example.com', 'trying'],
      ['a@example.com', 'accepted', '250 ok'],
      ['b@example.com', 'trying'],
    )
    const bytes = readFileSync(path(whole))
    const before = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1
    for (let length = before; length < bytes.length; length += 1) {
      const workspace = interruptedWith(['x@example.com', 'accepted'])
      writeFileSync(path(workspace), bytes.subarray(0, length))
      const journal = journalIn(workspace, RESUMED)
      expect(journal.open()).toBe(true)
      expect([journal.stateOf('a@example.com'), journal.stateOf('b@example.com')]).toEqual(['accepted', 'open'])
      expect(statSync(path(workspace)).size).toBe(before)
    }
  })

  it('fails with journal-missing and sends nothing if the journal is missing', async () => {
    const workspace = interruptedWith(['a@example.com', 'accepted'])
    rmSync(path(workspace))
    const { result, connections, kept } = await resumeIn(workspace)
    expect(result).toMatchObject({ outcome: 'failed', why: 'journal-missing' })
    expect({ connections, kept }).toEqual({ connections: 0, kept: null })
  })

  it('fails with journal-missing if the journal of an earlier attempt is missing', async () => {
    const { result } = await resumeIn(folder(), {
      ...FIRST,
      earlier: [{ file: 'before', digest: null }],
    } as typeof FIRST)
    expect(result).toMatchObject({ outcome: 'failed', why: 'journal-missing' })
  })

  it('fails with journal-missing and sends nothing if a line of the journal is damaged', async () => {
    const workspace = interruptedWith(['a@example.com', 'accepted'])
    truncateSync(path(workspace), 30)
    appendFileSync(path(workspace), '\n{"to":"b@example.com","state":"accepted"}\n')
    const { result, connections } = await resumeIn(workspace)
    expect(result).toMatchObject({ outcome: 'failed', why: 'journal-missing' })
    expect(connections).toBe(0)
  })
})

describe('the mail journal', () => {
  it('is readable and writable by its owner only', () => {
    const workspace = interruptedWith(['a@example.com', 'trying'])
    expect(statSync(path(workspace)).mode & 0o777).toBe(0o600)
  })

  it('becomes evidence with a verifiable digest, also if another run began it', async () => {
    const workspace = interruptedWith(['a@example.com', 'trying'])
    appendFileSync(path(workspace), '{"at":"torn')
    const { kept } = await resumeIn(workspace)
    expect(kept).toMatchObject({ file: 'journal', bytes: statSync(path(workspace)).size })
    expect(standing(workspace, kept)).toBe('intact')
    appendFileSync(path(workspace), ' ')
    expect(standing(workspace, kept)).toBe('altered')
  })

  it('records the time, recipient, state and server reply of each step', async () => {
    const workspace = folder()
    await resumeIn(workspace, FIRST)
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

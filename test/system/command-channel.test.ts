import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DeliveryResult, OutgoingMessage } from '../../src/delivery/transport.ts'
import { transportFor } from '../../src/delivery/transports.ts'
import { contextIn, NOTICE, noProgress } from '../delivery/transport-context.ts'
import { folder } from '../store/bench.ts'

interface Given {
  readonly notice?: OutgoingMessage
  readonly workspace?: string
  readonly timeout?: number
}

/** Runs a script of Node as a channel. */
async function send(script: string, { notice = NOTICE, workspace = folder(), timeout = 20_000 }: Given = {}) {
  const settings = { via: 'command', run: [process.execPath, '-e', script], timeout } as const
  const transport = await transportFor(settings, contextIn(workspace, { PATH: process.env.PATH, OWN: 'own' }))
  return (await transport?.send(notice, noProgress)) as DeliveryResult
}

const one = (text = 'x', subject: string | null = 'x'): OutgoingMessage => ({
  ...NOTICE,
  texts: [{ language: 'ja', subject, text, digest: '' }],
})

const SAVE = `const fs = require('fs')
const saved = { text: fs.readFileSync(0, 'utf8'), cwd: process.cwd(), env: process.env }
fs.writeFileSync('run-' + process.env.HALT_LANGUAGE, JSON.stringify(saved))`

describe('a command channel', () => {
  it('runs the command per language, with the text on stdin and the rest in the environment', async () => {
    const workspace = folder()
    expect(await send(SAVE, { workspace })).toMatchObject({ outcome: 'sent', why: null, link: null, accepted: null })
    for (const { language, subject, text } of NOTICE.texts) {
      const saved = JSON.parse(readFileSync(join(workspace, `run-${language}`), 'utf8'))
      expect(saved).toMatchObject({
        text,
        cwd: workspace,
        env: {
          OWN: 'own',
          HALT_KEY: `${NOTICE.key}-${language}`,
          HALT_CHANNEL: 'email',
          HALT_STAGE: 'first',
          HALT_NUMBER: '1',
          HALT_SUBJECT: subject,
          HALT_INCIDENT: NOTICE.incident,
          HALT_AT: NOTICE.at,
          HALT_NEXT: NOTICE.next,
          HALT_HEAD: NOTICE.head,
          HALT_LINK: '',
        },
      })
    }
  })

  it('passes shell syntax in a notice as plain text, without running it', async () => {
    const workspace = folder()
    const hostile = '$(touch pwned) `touch pwned` ; touch pwned\n"\'\\'
    await send(SAVE, { workspace, notice: one(hostile, hostile) })
    const saved = JSON.parse(readFileSync(join(workspace, 'run-ja'), 'utf8'))
    expect([saved.text, saved.env.HALT_SUBJECT, saved.env.HALT_KEY]).toEqual([hostile, hostile, NOTICE.key])
    expect(() => readFileSync(join(workspace, 'pwned'))).toThrow('ENOENT')
  })

  it.each([
    ['posted\nhttps://x.example/1\nhttps://x.example/2\nbye\n', 'https://x.example/2'],
    ['http://x.example/1\nhttps://user@x.example/\nnot https://x.example/3', null],
  ])('takes the link of the notice from the last line of the output that is an HTTPS URL: %j', async (output, link) => {
    expect(await send(`process.stdout.write(${JSON.stringify(output)})`, { notice: one() })).toMatchObject({
      outcome: 'sent',
      link,
    })
  })

  it('reports "sent" if the command succeeds without reading stdin', async () => {
    expect(await send('', { notice: one('x'.repeat(1_000_000)) })).toMatchObject({ outcome: 'sent' })
  })

  it('reports a failed command with its error output, and skips the other languages', async () => {
    const workspace = folder()
    const script = `${SAVE}; console.error('not\\u001b[2J today\\nsecond line'); process.exit(3)`
    expect(await send(script, { workspace })).toMatchObject({
      outcome: 'failed',
      why: 'command-failed',
      detail: 'ja: exited 3: not\\u001b[2J today',
    })
    expect(() => readFileSync(join(workspace, 'run-en'))).toThrow('ENOENT')
  })

  it('reports the outcome as unknown if the command times out', async () => {
    const went = await send('setTimeout(() => {}, 60_000)', { notice: one(), timeout: 300 })
    expect(went).toMatchObject({ outcome: 'unknown', why: 'timed-out' })
  })

  it('reports the outcome as unknown if the command is killed', async () => {
    const went = await send('process.kill(process.pid, "SIGKILL")', { notice: one() })
    expect(went).toMatchObject({ outcome: 'unknown', why: 'interrupted', detail: 'signalled SIGKILL' })
  })

  it('reports a missing command before the delivery, and one that is not executable as failed', async () => {
    const workspace = folder()
    const settings = { via: 'command', run: ['./post-to-x', '--secret'] } as const
    const transport = await transportFor(settings, contextIn(workspace))
    expect(transport?.target).toBe('./post-to-x')
    expect(transport?.unreadiness()).toEqual({ why: 'file-missing', detail: './post-to-x' })
    expect(await transport?.send(NOTICE, noProgress)).toMatchObject({ outcome: 'failed', why: 'file-missing' })
    writeFileSync(join(workspace, 'post-to-x'), '', { mode: 0o644 })
    expect(await transport?.send(one(), noProgress)).toMatchObject({
      outcome: 'failed',
      why: 'command-failed',
      detail: 'not-started EACCES',
    })
  })
})

describe('a channel in a workspace that others can write to', () => {
  it.each([
    ['', { why: 'untrusted-workspace' }],
    ['post-to-x', { why: 'untrusted-workspace' }],
  ])('does not run a program if the folder or the program is writable by others (%j)', async (open, refused) => {
    const workspace = folder()
    writeFileSync(join(workspace, 'post-to-x'), '#!/bin/sh\ntouch ran\n', { mode: 0o755 })
    chmodSync(join(workspace, open), 0o777)
    const detail = join(workspace, open).replace(/\/$/, '')
    const settings = [
      { via: 'command', run: ['./post-to-x'] },
      { via: 'file', path: 'site', publish: ['./post-to-x'] },
    ] as const
    for (const way of settings) {
      const transport = await transportFor(way, contextIn(workspace))
      expect(transport?.unreadiness()).toEqual({ ...refused, detail })
      expect(await transport?.send(one(), noProgress)).toMatchObject({ outcome: 'failed', ...refused })
    }
    expect(readdirSync(workspace)).toEqual(['post-to-x'])
  })
})

describe('a by-hand channel', () => {
  it('has no transport', async () => {
    expect(await transportFor({ via: 'by-hand' }, contextIn(folder()))).toBeNull()
  })
})

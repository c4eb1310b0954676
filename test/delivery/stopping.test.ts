import { describe, expect, it } from 'vitest'
import type { Timing } from '../../src/delivery/io/timing.ts'
import type { DeliveryResult } from '../../src/delivery/transport.ts'
import { transportFor } from '../../src/delivery/transports.ts'
import type { ChannelSettings } from '../../src/domain/settings.ts'
import { folder } from '../store/bench.ts'
import { MailServer } from './mail-server.ts'
import { contextIn, fakeTiming, NOTICE } from './transport-context.ts'
import { webServer } from './web-server.ts'

interface Asked {
  readonly workspace?: string
  readonly means?: Timing
}

/** Sends a notice, and aborts when the first recipient is done. */
async function sendOne(settings: ChannelSettings, { workspace = folder(), means = fakeTiming() }: Asked = {}) {
  const stop = new AbortController()
  const context = contextIn(workspace, { PATH: process.env.PATH }, { file: 'journal', isResumed: false }, stop.signal)
  const transport = await transportFor(settings, context, means)
  const went = (await transport?.send(NOTICE, () => stop.abort())) as DeliveryResult
  context.journal.close()
  return went
}

const mailTo = (port: number) =>
  ({
    via: 'smtp',
    url: `smtp://127.0.0.1:${port}`,
    from: 'notice@example.com',
    to: ['a@example.com', 'b@example.com', 'c@example.com'],
  }) as const

describe('stopping a delivery', () => {
  it('sends no further mails, and a later run sends the rest', async () => {
    const server = await new MailServer().listen()
    const workspace = folder()
    expect(await sendOne(mailTo(server.port), { workspace })).toMatchObject({
      outcome: 'failed',
      why: 'stopped',
      detail: null,
      accepted: 1,
      unknown: 0,
    })
    expect(server.recipients).toEqual(['a@example.com'])
    const context = contextIn(workspace, {}, { file: 'journal', isResumed: true })
    const transport = await transportFor(mailTo(server.port), context, fakeTiming())
    expect(await transport?.send(NOTICE, () => {})).toMatchObject({ outcome: 'sent', accepted: 3 })
    expect(server.recipients).toEqual(['a@example.com', 'b@example.com', 'c@example.com'])
  })

  it('reports "sent" if no recipient is left', async () => {
    const server = await new MailServer().listen()
    const settings = { ...mailTo(server.port), to: ['a@example.com'] }
    expect(await sendOne(settings)).toMatchObject({ outcome: 'sent', why: null, accepted: 1 })
  })

  it('does not retry a webhook, and reports the last failure', async () => {
    const server = await webServer((response) => response.writeHead(429).end())
    const url = `http://127.0.0.1:${server.port}/`
    const settings = { via: 'webhook', url, allowPrivate: true } as const
    const stop = new AbortController()
    const means = { ...fakeTiming(), sleep: async () => stop.abort() }
    const transport = await transportFor(
      settings,
      contextIn(folder(), {}, { file: 'journal', isResumed: false }, stop.signal),
      means,
    )
    expect(await transport?.send(NOTICE, () => {})).toMatchObject({ outcome: 'failed', why: 'refused' })
    expect(server.asked).toHaveLength(1)
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DeliveryResult } from '../../src/delivery/transport.ts'
import { transportFor } from '../../src/delivery/transports.ts'
import type { ChannelSettings } from '../../src/domain/settings.ts'
import { contextIn, NOTICE, noProgress } from '../delivery/transport-context.ts'
import { webServer } from '../delivery/web-server.ts'
import { folder } from '../store/bench.ts'

async function send(workspace: string, settings: ChannelSettings): Promise<DeliveryResult> {
  const transport = await transportFor(settings, contextIn(workspace, { PATH: process.env.PATH }))
  return (await transport?.send(NOTICE, noProgress)) as DeliveryResult
}

describe('the response of a webhook server', () => {
  const to = (port: number): ChannelSettings => ({
    via: 'webhook',
    url: `http://127.0.0.1:${port}/hook`,
    allowPrivate: true,
    timeout: 2000,
  })

  it('counts as "sent" once the headers have arrived, even if the body never ends', async () => {
    const server = await webServer((response) => {
      response.writeHead(200)
      response.write('x')
    })
    expect(await send(folder(), to(server.port))).toMatchObject({ outcome: 'sent', why: null })
  })

  it('makes the outcome unknown if it does not come in time, and the request is not retried', async () => {
    const server = await webServer(() => {})
    expect(await send(folder(), to(server.port))).toMatchObject({ outcome: 'unknown', why: 'timed-out' })
    expect(server.asked).toHaveLength(1)
  })
})

describe('the publish command', () => {
  const through = (script: string): ChannelSettings => ({
    via: 'file',
    path: 'site/notices',
    publish: [process.execPath, '-e', script],
  })

  it('is run after the pages are written, with the notice in its environment', async () => {
    const workspace = folder()
    const script = `require('fs').writeFileSync('published', [process.env.HALT_KEY, process.env.HALT_LANGUAGE, require('fs').readdirSync(process.env.HALT_FOLDER).length].join())`
    expect(await send(workspace, through(script))).toMatchObject({ outcome: 'sent' })
    expect(readFileSync(join(workspace, 'published'), 'utf8')).toBe(`${NOTICE.key},ja,en,4`)
  })

  it('fails the delivery with its error output if it fails, but keeps the pages', async () => {
    const workspace = folder()
    expect(await send(workspace, through('console.error("no route"); process.exit(1)'))).toMatchObject({
      outcome: 'failed',
      why: 'publish-failed',
      detail: 'exited 1: no route',
    })
    expect(readdirSync(join(workspace, 'site/notices'))).toContain('20261124-221705-system-failure-01-first.ja.html')
  })
})

describe('stopping a command channel', () => {
  it('ends the delivery as failed with the reason "stopped"', async () => {
    const stop = new AbortController()
    const context = contextIn(folder(), { PATH: process.env.PATH }, { file: 'journal', isResumed: false }, stop.signal)
    const transport = await transportFor({ via: 'command', run: [process.execPath, '-e', ''] }, context)
    expect(await transport?.send(NOTICE, () => stop.abort())).toMatchObject({ outcome: 'failed', why: 'stopped' })
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DeliveryResult } from '../../src/delivery/transport.ts'
import { transportFor } from '../../src/delivery/transports.ts'
import type { ChannelSettings } from '../../src/domain/settings.ts'
import { contextIn, NOTICE, noProgress } from '../delivery/notices.ts'
import { webServer } from '../delivery/web-server.ts'
import { folder } from '../store/bench.ts'

async function send(workspace: string, settings: ChannelSettings): Promise<DeliveryResult> {
  const transport = await transportFor(settings, contextIn(workspace, { PATH: process.env.PATH }))
  return (await transport?.send(NOTICE, noProgress)) as DeliveryResult
}

describe('a server of a webhook', () => {
  const to = (port: number): ChannelSettings => ({
    via: 'webhook',
    url: `http://127.0.0.1:${port}/hook`,
    allowPrivate: true,
    timeout: 2000,
  })

  it('that answers in drops has answered', async () => {
    const server = await webServer((response) => {
      response.writeHead(200)
      response.write('x')
    })
    expect(await send(folder(), to(server.port))).toMatchObject({ outcome: 'sent', why: null })
  })

  it('that does not answer in time leaves the outcome unknown, and is not asked again', async () => {
    const server = await webServer(() => {})
    expect(await send(folder(), to(server.port))).toMatchObject({ outcome: 'unknown', why: 'timed-out' })
    expect(server.asked).toHaveLength(1)
  })
})

describe('what publishes the pages', () => {
  const through = (script: string): ChannelSettings => ({
    via: 'file',
    path: 'site/notices',
    publish: [process.execPath, '-e', script],
  })

  it('is run after they are written, and knows the notice', async () => {
    const workspace = folder()
    const script = `require('fs').writeFileSync('published', [process.env.HALT_KEY, process.env.HALT_LANGUAGE, require('fs').readdirSync(process.env.HALT_FOLDER).length].join())`
    expect(await send(workspace, through(script))).toMatchObject({ outcome: 'sent' })
    expect(readFileSync(join(workspace, 'published'), 'utf8')).toBe(`${NOTICE.key},ja,en,4`)
  })

  it('and fails is told; the pages stay', async () => {
    const workspace = folder()
    expect(await send(workspace, through('console.error("no route"); process.exit(1)'))).toMatchObject({
      outcome: 'failed',
      why: 'publish-failed',
      detail: 'exited 1: no route',
    })
    expect(readdirSync(join(workspace, 'site/notices'))).toContain('20261124-221705-system-failure-01-first.ja.html')
  })
})

describe('a command that is to stop', () => {
  it('is run for no other language', async () => {
    const stop = new AbortController()
    const context = contextIn(folder(), { PATH: process.env.PATH }, { file: 'journal', isResumed: false }, stop.signal)
    const transport = await transportFor({ via: 'command', run: [process.execPath, '-e', ''] }, context)
    expect(await transport?.send(NOTICE, () => stop.abort())).toMatchObject({ outcome: 'failed', why: 'stopped' })
  })
})

import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { transportFor } from '../../src/delivery/transports.ts'
import type { ChannelSettings } from '../../src/domain/settings.ts'
import { trustFolder } from '../../src/store/trust.ts'
import { folder } from '../store/bench.ts'
import { contextIn, NOTICE, noProgress } from './transport-context.ts'

/** A workspace whose program says that it ran, then runs `then`. */
function workspaceWith(then: string) {
  const base = folder()
  const [workspace, ran] = [join(base, 'workspace'), join(base, 'ran')]
  const env = { PATH: process.env.PATH, XDG_STATE_HOME: join(base, 'state'), RAN: ran }
  mkdirSync(workspace)
  for (const name of ['halt.yaml', 'contacts.yaml']) writeFileSync(join(workspace, name), '')
  const script = `#!/bin/sh\ncat > /dev/null\necho "$HALT_LANGUAGE" >> "$RAN"\n${then}\n`
  writeFileSync(join(workspace, 'post'), script, { mode: 0o755 })
  const send = async (settings: ChannelSettings, { at = workspace, progress = noProgress } = {}) =>
    (await transportFor(settings, contextIn(at, env)))?.send(NOTICE, progress)
  return { base, workspace, env, send, ran: () => (existsSync(ran) ? readFileSync(ran, 'utf8') : '') }
}

const POST = { via: 'command', run: ['./post'] } as const

describe('a program of the settings', () => {
  it('does not run for the second text if others can change the workspace since the first', async () => {
    const { workspace, send, ran } = workspaceWith('chmod 666 halt.yaml')
    const refused = { outcome: 'failed', why: 'untrusted-workspace', detail: join(workspace, 'halt.yaml') }
    expect(await send(POST)).toMatchObject(refused)
    expect(ran()).toBe('ja\n')
  })

  it('does not run from a folder that took the place of the trusted one', async () => {
    const { workspace, env, send, ran } = workspaceWith(
      'mv "$PWD" "$PWD-real"; cp -R "$PWD-real" "$PWD"; chmod 777 "$PWD"',
    )
    expect(trustFolder(workspace, env)).toBe(true)
    expect(await send(POST)).toMatchObject({ outcome: 'failed', why: 'untrusted-workspace', detail: workspace })
    expect(ran()).toBe('ja\n')
  })

  it('does not publish pages if others can change the workspace since they were begun', async () => {
    const { workspace, send, ran } = workspaceWith('')
    const settings = { via: 'file', path: 'site', publish: ['./post'] } as const
    const opening = () => chmodSync(join(workspace, 'halt.yaml'), 0o666)
    expect(await send(settings, { progress: opening })).toMatchObject({ outcome: 'failed', why: 'untrusted-workspace' })
    expect(ran()).toBe('')
  })

  it('is the one in the folder that was checked, without the links that led there', async () => {
    const { base, workspace, send, ran } = workspaceWith('echo "$0" "$PWD" >> "$RAN"')
    const link = join(base, 'link')
    symlinkSync(workspace, link)
    expect(await send({ ...POST, run: [join(link, 'post')] }, { at: link })).toMatchObject({ outcome: 'sent' })
    expect(ran().split('\n')[1]).toBe(`${join(workspace, 'post')} ${workspace}`)
  })
})

import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { transportFor } from '../../src/delivery/transports.ts'
import type { ChannelSettings } from '../../src/domain/settings.ts'
import { mustBeUsable, trustFolder } from '../../src/store/trust.ts'
import { Bench } from '../bench.ts'
import { folder } from '../store/bench.ts'
import { contextIn } from './transport-context.ts'

/** A workspace that everybody can write to, and files of the operator beside it. */
function sharedWorkspace() {
  const base = folder()
  const [workspace, own] = [join(base, 'workspace'), join(base, 'own')]
  const env = { XDG_STATE_HOME: join(base, 'state'), TOKEN: 'of the operator' }
  for (const path of [workspace, own, join(workspace, 'incidents')]) mkdirSync(path)
  for (const at of [own, workspace, join(workspace, 'incidents')]) {
    writeFileSync(join(at, 'body.json'), '{ "text": "{{text}}" }')
    writeFileSync(join(at, 'list'), 'of-the-operator@example.com\n')
  }
  symlinkSync(join(own, 'body.json'), join(workspace, 'link.json'))
  chmodSync(workspace, 0o777)
  const unready = async (settings: ChannelSettings) =>
    (await transportFor(settings, contextIn(workspace, env)))?.unreadiness() ?? null
  return { workspace, own, env, unready }
}

const WEBHOOK = { via: 'webhook', url: 'https://push.example.com/' } as const
const MAIL = { via: 'smtp', url: 'smtps://mail.example.com', from: 'desk@example.com' } as const

describe('where others can change the workspace', () => {
  it.each<[string, ChannelSettings, string]>([
    ['a request body outside of it', { ...WEBHOOK, body: '../own/body.json' }, '../own/body.json'],
    ['a request body that is a link', { ...WEBHOOK, body: 'link.json' }, 'link.json'],
    ['a file of its incidents', { ...WEBHOOK, body: 'incidents/body.json' }, 'incidents/body.json'],
    ['a secret outside of it', { ...WEBHOOK, secretFile: '../own/list' }, '../own/list'],
    ['an authorization outside of it', { ...WEBHOOK, authorizationFile: '../own/list' }, '../own/list'],
    ['a secret in a variable', { ...WEBHOOK, authorizationEnv: 'TOKEN' }, 'TOKEN'],
    ['a certificate outside of it', { ...WEBHOOK, caFile: '../own/list' }, '../own/list'],
    ['a password in a variable', { ...MAIL, to: ['a@example.com'], passwordEnv: 'TOKEN' }, 'TOKEN'],
    ['recipients outside of it', { ...MAIL, toFile: '../own/list' }, '../own/list'],
    ['a folder for pages outside of it', { via: 'file', path: '../own' }, '../own'],
    ['a folder for pages that is yet to be made', { via: 'file', path: '../own/new/site' }, '../own/new/site'],
  ])('%s is not used before the workspace is trusted', async (_, settings, detail) => {
    const { workspace, env, unready } = sharedWorkspace()
    expect(await unready(settings)).toEqual({ why: 'untrusted-workspace', detail })
    expect(trustFolder(workspace, env)).toBe(true)
    expect(await unready(settings)).toBeNull()
  })

  it.each<[string, ChannelSettings]>([
    ['a request body', { ...WEBHOOK, body: 'body.json' }],
    ['a secret', { ...WEBHOOK, secretFile: 'list' }],
    ['recipients', { ...MAIL, toFile: 'list' }],
    ['a folder for pages', { via: 'file', path: 'site/new' }],
  ])('%s inside of it is used', async (_, settings) => {
    expect(await sharedWorkspace().unready(settings)).toBeNull()
  })

  it('a link in it that leads to another place in it is followed', () => {
    const { workspace, env } = sharedWorkspace()
    symlinkSync('body.json', join(workspace, 'inner.json'))
    expect(() => mustBeUsable(join(workspace, 'inner.json'), workspace, env)).not.toThrow()
  })

  it.each([
    ['notices/en/website.txt', ['notice', 'website', '--language', 'en']],
    ['reports/en/report.md', ['report']],
    ['reports/en/part-own.md', ['report']],
  ])('a template that is a link out of it is not read, and trust is named: %s', async (name, command) => {
    const bench = Bench.empty()
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('notice', 'website', '--posted', '--force', '--reason', 'no facts yet')
    bench.write('runbooks/reports/en/report.md', name.includes('part') ? '{{> marks}}{{> part-own}}' : '')
    const link = join(bench.workspace, 'runbooks', name)
    const secret = join(bench.directory, 'secret.txt')
    writeFileSync(secret, name.startsWith('reports') ? 'secret of the operator {{> marks}}' : 'secret of the operator')
    rmSync(link, { force: true })
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(secret, link)
    chmodSync(bench.workspace, 0o777)
    const { code, out, err } = await bench.halt(...command)
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(`halt: ${link} leads to a file that is not read`)])
    expect(err).toContain(`trust ${bench.workspace}`)
    expect(await bench.halt('doctor')).toMatchObject({ out: expect.stringContaining('(untrusted-workspace)') })
    expect((await bench.halt('runbook', 'check')).err).toContain('(untrusted-workspace)')
    await bench.ok('trust', bench.workspace)
    expect((await bench.halt(...command)).out).toContain('secret of the operator')
  })
})

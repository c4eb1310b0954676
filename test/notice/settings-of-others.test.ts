import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

const SEND = ['notice', 'website', '--send', '--force', '--reason', 'no facts yet']
const CONTACTS = `people:
  kato: { name: Kato, reach: [{ by: mail, to: kato@example.com }] }
departments:
  system: { head: kato }
  customer-support: { head: kato }
  public-relations: { head: kato }
  legal: { head: kato }
  security: { head: kato }
flow: { lead: [system, customer-support, public-relations], system: [security], public-relations: [legal] }
`

/** A halt whose log has settings with a program for a channel, which `who` put in force and sent a notice with. */
async function sentBy(who: 'taro' | 'hanako'): Promise<{ bench: Bench; ran: () => boolean }> {
  const bench = Bench.empty()
  const marker = join(bench.directory, 'ran')
  await bench.ok('start', '--type', 'system-failure')
  bench.write(
    'halt.yaml',
    [
      'organisation: { ja: 取引所, en: Exchange }',
      'contact: { ja: 窓口, en: support }',
      `channels: { website: { via: command, run: [/usr/bin/touch, ${marker}], languages: [en] } }`,
    ].join('\n'),
  )
  const env = who === 'taro' ? {} : { XDG_STATE_HOME: join(bench.directory, 'state-hanako'), HALT_OPERATOR: 'hanako' }
  expect(await bench.haltWith({ env }, ...SEND)).toMatchObject({ code: 0 })
  expect(existsSync(marker)).toBe(true)
  rmSync(marker)
  return { bench, ran: () => existsSync(marker) }
}

describe('where the workspace has no settings', () => {
  it('those that another machine put into the log send nothing: the text is posted by hand', async () => {
    const { bench, ran } = await sentBy('hanako')
    rmSync(join(bench.workspace, 'halt.yaml'))
    const { err } = await bench.halt(...SEND, '--again')
    expect(err).toContain('website is posted by hand')
    expect(ran()).toBe(false)
  })

  it('nor do they once a contact list of the workspace was adopted with them', async () => {
    const { bench, ran } = await sentBy('hanako')
    rmSync(join(bench.workspace, 'halt.yaml'))
    bench.write('contacts.yaml', CONTACTS)
    for (let n = 0; n < 2; n += 1) expect((await bench.halt(...SEND, '--again')).err).toContain('posted by hand')
    expect(ran()).toBe(false)
  })

  it('those that this machine put into the log still send', async () => {
    const { bench, ran } = await sentBy('taro')
    rmSync(join(bench.workspace, 'halt.yaml'))
    expect(await bench.halt(...SEND, '--again')).toMatchObject({ code: 0 })
    expect(ran()).toBe(true)
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench, type Outcome } from '../bench.ts'

const SETTINGS = `organisation: { ja: 取引所, en: Exchange }
contact: { ja: 窓口, en: the desk }
language: en
channels:
  website: { via: file, path: site, languages: [en] }
  social: { via: by-hand, languages: [en] }
`

/** Taro leads a halt; what Mallory records is by a writer that Taro's machine has no reason to know. */
class Halt extends Bench {
  id = ''

  static async begin(): Promise<Halt> {
    const halt = Halt.empty() as Halt
    halt.write('halt.yaml', SETTINGS)
    halt.id = (
      await halt.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped', '--at', '5m ago')
    ).trim()
    await halt.ok('set', 'cause.en=a server failed', 'impact.en=no orders', 'expected-recovery=?')
    return halt
  }

  /** The halts of `status.json`. */
  async published(): Promise<unknown[]> {
    return JSON.parse(readFileSync(join(this.workspace, 'site', 'status.json'), 'utf8')).halts
  }

  as(who: string, ...args: readonly string[]): Promise<Outcome> {
    return this.haltWith({ env: { XDG_STATE_HOME: join(this.directory, `state-${who}`), HALT_OPERATOR: who } }, ...args)
  }
}

const FINDING = /the text rests on words of (\S+) \(mallory\), whom nobody here knows \(words-of-new-writer\)/
const SEND = ['notice', 'website', '--send', '--force', '--reason', 'tried']

describe('what only a writer that nobody here knows has said', () => {
  it('puts no link into a text for customers, until the writer is accepted', async () => {
    const halt = await Halt.begin()
    const link = 'https://evil.example/login'
    await halt.as('mallory', 'notice', 'website', '--posted', '--link', link, '--force', '--reason', 'x')
    expect((await halt.halt('notice', 'social')).out).not.toContain(link)
    await halt.ok('verify', '--accept', 'mallory')
    expect((await halt.halt('notice', 'social')).out).toContain(link)
  })

  it.each([
    ['public words', ['set', 'cause.en=call this number to save your coins']],
    ['the scope', ['scope', 'withdrawals=stopped']],
    ['the number', ['notice', 'website', '--posted', '--force', '--reason', 'x']],
  ])('is not sent to customers unseen: %s', async (_, said) => {
    const halt = await Halt.begin()
    expect((await halt.halt('notice', 'website', '--check')).err).not.toMatch(FINDING)
    await halt.as('mallory', ...said)
    const refused = await halt.halt('notice', 'website', '--send')
    expect([refused.code, refused.err]).toEqual([3, expect.stringMatching(FINDING)])
    const [, writer] = FINDING.exec(refused.err) ?? []
    expect(refused.err).toContain(`verify --accept ${writer} -i ${halt.id}`)
    expect(refused.err).toContain(`verify --set-aside ${writer} --reason`)
    await halt.ok('verify', '--accept', writer ?? '')
    expect((await halt.halt('notice', 'website', '--check')).err).not.toMatch(FINDING)
  })

  it('does not stand on the page that says how the halt is, where the text is the same without it', async () => {
    const halt = await Halt.begin()
    await halt.ok(...SEND)
    halt.pass(60_000)
    await halt.ok('lift', 'trading', '--force', '--reason', 'it trades')
    await halt.ok(...SEND)
    halt.pass(60_000)
    await halt.as('mallory', 'scope', 'deposits=open')
    const { err } = await halt.halt(...SEND, '--stage', 'final')
    expect(err).not.toMatch(FINDING)
    expect(await halt.published()).toMatchObject([{ status: { state: 'over', scope: [{ operation: 'trading' }] } }])
  })

  it('stands on that page if it was sent with --force', async () => {
    const halt = await Halt.begin()
    await halt.as('mallory', 'scope', 'withdrawals=stopped')
    expect((await halt.halt(...SEND)).err).toMatch(FINDING)
    const scope = [{ operation: 'trading' }, { operation: 'withdrawals' }]
    expect(await halt.published()).toMatchObject([{ status: { scope } }])
  })

  it('can be sent with --force, which the log keeps', async () => {
    const halt = await Halt.begin()
    await halt.as('mallory', 'set', 'cause.en=a network failed')
    await halt.ok(...SEND)
    const sent = (await halt.events()).find(({ type }) => type === 'notice.intended')
    expect(sent?.data.forced).toMatchObject({ open: expect.arrayContaining(['words-of-new-writer']) })
  })

  it('does not hold a text that would be the same without it', async () => {
    const halt = await Halt.begin()
    await halt.as('mallory', 'note', 'hello')
    await halt.as('mallory', 'set', 'cause.en=a network failed')
    await halt.ok('set', 'cause.en=a server failed, and nothing else')
    expect((await halt.halt('notice', 'website', '--check')).err).not.toMatch(FINDING)
  })

  it('keeps nobody from recording what was posted', async () => {
    const halt = await Halt.begin()
    await halt.ok('set', 'cause.ja=障害', 'impact.ja=注文できません')
    await halt.as('mallory', 'set', 'cause.en=a network failed')
    halt.write('posted.txt', (await halt.halt('notice', 'website', '--language', 'en')).out)
    const posted = [
      'notice',
      'website',
      '--language',
      'en',
      '--posted',
      '--text-file',
      join(halt.workspace, 'posted.txt'),
    ]
    const { code, err } = await halt.halt(...posted)
    expect([code, err]).toEqual([0, expect.stringMatching(/warning the text rests on words of/)])
  })

  it('holds no text for departments', async () => {
    const halt = await Halt.begin()
    await halt.as('mallory', 'set', 'cause.en=a network failed')
    expect((await halt.halt('notice', 'internal', '--check')).err).not.toMatch(FINDING)
  })
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Line } from '../../proof/chain.ts'
import { forgedLines, newKey, writerOf } from '../../proof/forging.ts'
import type { NoticeText } from '../../src/domain/log/event.ts'
import { pasteText } from '../../src/domain/notice/paste-text.ts'
import { FourEyes, SETTINGS } from './four-eyes.ts'

const NOTICE = ['notice', 'email', '--send'] as const
const LIFT = ['lift', '--request', 'trading'] as const
const WHY = ['--force', '--reason', 'nobody of ours']

/** Taro has asked for the approval of a notice, or of a lift. */
class Asked extends FourEyes {
  request = ''

  static async begun(act: readonly string[] = NOTICE): Promise<Asked> {
    const bench = Object.assign(new Asked(), await FourEyes.begin())
    bench.request = await bench.asked(...act)
    return bench
  }

  /** Somebody whom Taro's machine does not know records something, on a machine of their own. */
  async stranger(...args: readonly string[]): Promise<void> {
    const { code, err } = await this.as('mallory', 'elsewhere', ...args)
    if (code !== 0) throw new Error(err)
  }

  /** A writer that nobody knows writes a line that the program would not. */
  forge(type: string, data: object): void {
    const [own = ''] = this.request.split(':')
    const path = (writer: string) => join(this.workspace, 'incidents', this.id, `${this.id}.${writer}.jsonl`)
    const lines = readFileSync(path(own), 'utf8').trimEnd().split('\n')
    const [declared, last] = [lines[0], lines.at(-1)].map((line) => JSON.parse(line ?? '') as Line) as [Line, Line]
    const key = newKey()
    const { hlc, at, recordedAt } = last
    const over = { writer: writerOf(key), key: key.key }
    writeFileSync(
      path(over.writer),
      forgedLines({ ...declared, hlc, at, recordedAt }, null, [{ type, data }], key, over),
    )
  }

  approve() {
    return this.as('Ito', 'here', 'approve', this.request)
  }

  send(...args: readonly string[]) {
    return this.halt('notice', '--send', '--approved', this.request, ...args)
  }

  async state(): Promise<string | undefined> {
    const { approvals } = JSON.parse(await this.ok('status', '--json'))
    return approvals.find(({ event }: { event: string }) => event === this.request)?.state
  }
}

const held = { code: 3, err: expect.stringContaining('(stated-by-new-writer)') }
const named = expect.stringMatching(/not counted against .*\(\w+:\d+ mallory\)/)

describe('what a writer that nobody knows asks approval for', () => {
  it('is shown as its own, until it is accepted', async () => {
    const bench = await FourEyes.begin()
    await bench.as('mallory', 'elsewhere', ...NOTICE)
    const warning = 'mallory prepared it as a writer that is not known here: ask them before you approve it'
    expect(await bench.ok('approve')).toContain(warning)
    await bench.ok('verify', '--accept', 'mallory')
    expect(await bench.ok('approve')).not.toContain(warning)
  })
})

describe('what a writer that nobody knows has said since an approval was asked for', () => {
  it.each([
    ['another notice', ['notice', 'email', '--posted', '--force', '--reason', 'x'], 'email'],
    ['another type', ['classify', '--type', 'security-incident', '--reason', 'x'], 'the type'],
    ['a fact', ['set', 'cause.ja=嘘', 'cause.en=Lie'], 'Cause'],
    ['that a fact is taken back', ['undo', '--reason', 'x'], 'Cause'],
  ])('voids no notice: it is approved and sent, and %s is named', async (what, said, word) => {
    const bench = await Asked.begun()
    if (what.startsWith('that')) {
      await bench.ok('set', 'cause.ja=電源の故障', 'cause.en=A power failure')
      bench.request = await bench.asked()
      const [fact] = (await bench.events('fact.set')).slice(-1)
      await bench.stranger('undo', `${fact?.writer}:${fact?.seq}`, ...said.slice(1))
    } else await bench.stranger(...said)
    expect(await bench.ok('status')).toEqual(named)
    const { code, out, err } = await bench.approve()
    expect({ code, out, err }).toMatchObject({ code: 0, out: named })
    expect(out).toContain(word)
    expect(bench.mailed).toBe(true)
  })

  it.each([
    ['states the scope', async (bench: Asked) => bench.stranger('scope', 'deposits=stopped')],
    ['stops a service again', async (bench: Asked) => bench.stranger('scope', 'trading=cancel-only')],
    ['refuses it', async (bench: Asked) => bench.stranger('refuse', bench.request, '--reason', 'no')],
    ['takes the request back', async (bench: Asked) => bench.stranger('undo', bench.request, '--reason', 'no')],
  ])('lets nothing go out without a reason if it %s, and voids nothing', async (_, said) => {
    const bench = await Asked.begun()
    await said(bench)
    expect(await bench.approve()).toMatchObject(held)
    expect(await bench.send()).toMatchObject({
      ...held,
      err: expect.stringMatching(/mallory[\s\S]*verify --accept \w{8} /),
    })
    expect(bench.mailed).toBe(false)
    expect(await bench.state()).toBe('approved')
    expect(await bench.send(...WHY)).toMatchObject({ code: 0 })
    expect(bench.mailed).toBe(true)
    const [sent] = await bench.events('notice.intended')
    expect(sent?.data).toMatchObject({ forced: { reason: 'nobody of ours', open: ['stated-by-new-writer'] } })
  })

  it('is named by the last word of each of them, the latest first', async () => {
    const bench = await Asked.begun()
    await bench.stranger('set', 'cause.ja=嘘', 'cause.en=Lie')
    await bench.as('eve', 'elsewhere', 'set', 'cause.ja=別の嘘', 'cause.en=Another lie')
    await bench.stranger('set', 'cause.en=The last lie')
    expect(await bench.ok('status')).toMatch(/Cause \(\w+:2 mallory, \w+:1 eve\)/)
  })

  it('takes back no approval by somebody who is known', async () => {
    const bench = await Asked.begun()
    await bench.as('Ito', 'elsewhere', 'approve', bench.request)
    await bench.ok('verify', '--accept', 'Ito')
    const [granted] = await bench.events('approval.granted')
    await bench.stranger('undo', `${granted?.writer}:${granted?.seq}`, '--reason', 'no')
    expect(await bench.state()).toBe('approved')
    expect(await bench.send()).toMatchObject(held)
  })

  it('is said where it refused, until somebody who is known approves it; a refusal by such a person stays', async () => {
    const bench = await Asked.begun()
    await bench.stranger('refuse', bench.request, '--reason', 'no')
    expect(await bench.state()).toBe('refused')
    expect(await bench.ok('status')).toContain('is not known to this machine, so it can still be approved')
    await bench.ok('refuse', bench.request, '--reason', 'wrong cause')
    expect(await bench.ok('status')).not.toContain('can still be approved')
    expect(await bench.approve()).toMatchObject({ code: 3, err: expect.stringContaining('(approval-void)') })
  })

  it('voids it once its writer is accepted', async () => {
    const bench = await Asked.begun()
    await bench.stranger('scope', 'deposits=stopped')
    await bench.ok('verify', '--accept', 'mallory')
    expect(await bench.state()).toBe('changed')
    expect(await bench.approve()).toMatchObject({ code: 3, err: expect.stringContaining('(approval-void)') })
  })

  it('carries nothing out that was asked for, whatever its line says', async () => {
    const bench = await Asked.begun()
    const notice = { channel: 'email', stage: 'first', number: 1, text: null, digest: null, link: null, next: null }
    bench.forge('notice.posted', { ...notice, approval: bench.request })
    expect(await bench.state()).toBe('waiting')
    expect(await bench.approve()).toMatchObject({ code: 0 })
    expect(bench.mailed).toBe(true)
  })

  const WEBSITE = { channel: 'website', stage: 'first', number: 1, text: null, digest: null, link: null, next: null }

  describe.each([
    ['--approved', (bench: Asked) => ['--approved', bench.request]],
    ['--text-file', (bench: Asked) => ['--text-file', join(bench.workspace, 'text.txt')]],
  ])('makes no notice that is posted as approved another one (%s)', (_, given) => {
    const post = async (bench: Asked) => {
      const asked = await bench.events('approval.requested')
      const notices = asked.at(-1)?.data.notices as { readonly texts: NoticeText[] }[] | undefined
      bench.write('text.txt', (notices?.[0]?.texts ?? []).map(pasteText).join('\n\n'))
      await bench.ok('notice', 'website', '--posted', ...given(bench))
      return (await bench.events('notice.posted')).at(-1)
    }

    it.each([
      ['has posted it', async (bench: Asked) => bench.stranger('notice', 'website', '--posted', ...WHY)],
      [
        'has posted it with the same approval',
        async (bench: Asked) => bench.forge('notice.posted', { ...WEBSITE, approval: bench.request }),
      ],
      [
        'has posted one of a later round',
        async (bench: Asked) => bench.forge('notice.posted', { ...WEBSITE, channel: 'email', number: 7 }),
      ],
    ])('where it %s', async (_, said) => {
      const bench = await Asked.begun(['notice', 'website', '--send'])
      await bench.approve()
      await said(bench)
      const posted = await post(bench)
      expect(posted).toMatchObject({ by: 'taro', data: { stage: 'first', number: 1, approval: bench.request } })
      const step = { by: 'taro', data: { step: '2.2-website' } }
      expect(await bench.events('step.done')).toContainEqual(expect.objectContaining(step))
      const { deviations } = await bench.json<{ deviations: { by: string }[] }>('report', '--format', 'json')
      expect(deviations.filter(({ by }) => by === 'taro')).toEqual([])
    })

    it('and one that a known writer posts meanwhile does', async () => {
      const bench = await Asked.begun(['notice', 'website', '--send'])
      await bench.approve()
      await bench.stranger('note', 'x')
      await bench.ok('notice', 'website', '--posted', ...WHY)
      await expect(post(bench)).rejects.toThrow()
    })
  })

  it('voids no lift: it is recorded as approved, and what was said of the scope is named', async () => {
    const bench = await Asked.begun(LIFT)
    await bench.stranger('scope', 'deposits=stopped')
    expect(await bench.approve()).toMatchObject({ code: 0, out: named })
    expect(await bench.halt('lift', 'trading', ...WHY)).toMatchObject({ code: 0, err: named })
    expect((await bench.events('scope.lifted')).at(-1)?.data).toMatchObject({ approval: bench.request })
    expect(await bench.ok('report')).not.toContain('without approval')
  })

  it('is asked about before a notice that failed is sent again', async () => {
    const bench = await Asked.begun()
    bench.write('halt.yaml', SETTINGS.replace('cat > email.txt', 'exit 1'))
    await bench.approve()
    bench.write('halt.yaml', SETTINGS)
    await bench.stranger('scope', 'deposits=stopped')
    const retry = ['notice', 'email', '--send', '--retry']
    expect(await bench.halt(...retry)).toMatchObject({
      ...held,
      err: expect.stringContaining('email --send --retry --force'),
    })
    expect(await bench.halt(...retry, ...WHY)).toMatchObject({ code: 0 })
    expect(bench.mailed).toBe(true)
  })
})

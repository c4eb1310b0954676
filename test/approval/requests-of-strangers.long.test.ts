import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Line } from '../../proof/chain.ts'
import { forgedLines, newKey, writerOf } from '../../proof/forging.ts'
import { preparedDigest } from '../../src/domain/incident/approval-changes.ts'
import type { EventData, NoticeText } from '../../src/domain/log/event.ts'
import { pasteText } from '../../src/domain/notice/paste-text.ts'
import { FourEyes } from './four-eyes.ts'

type Request = EventData['approval.requested']

/** Taro has asked for the approval of a notice. */
class Asked extends FourEyes {
  request = ''

  static async begun(): Promise<Asked> {
    const bench = Object.assign(new Asked(), await FourEyes.begin())
    bench.request = await bench.asked()
    return bench
  }

  private lines(writer: string): Line[] {
    const path = join(this.workspace, 'incidents', this.id, `${this.id}.${writer}.jsonl`)
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
    return lines.map((line) => ({ ...JSON.parse(line), raw: line }))
  }

  /**
   * A writer that nobody knows asks for the same, `by` whom it likes: in other words unless `isSame`, and as approved by Mori
   * with `isApproved`. Returns its name.
   */
  askAsStranger({ by = 'mallory', isSame = false, isApproved = false } = {}): string {
    const [own = ''] = this.request.split(':')
    const lines = this.lines(own)
    const [declared, last] = [lines[0], lines.at(-1)] as [Line, Line]
    const event = lines.find(({ seq }) => `${own}:${seq}` === this.request) as Line
    const { digest: _, basis, ...prepared } = (event as unknown as { data: Request }).data
    const notices = prepared.notices?.map((one) => {
      return isSame ? one : { ...one, texts: one.texts.map((text) => ({ ...text, text: `${text.text} Otherwise.` })) }
    })
    const asked = { ...prepared, ...(notices !== undefined && { notices }) }
    const data = { ...asked, basis, digest: preparedDigest(asked, basis) }
    const key = newKey()
    const writer = writerOf(key)
    const { hlc, at, recordedAt, seq, hash } = last
    const over = { writer, key: key.key, by, after: [{ writer: own, seq, hash }] }
    const draft = { type: 'approval.requested', data }
    const path = join(this.workspace, 'incidents', this.id, `${this.id}.${writer}.jsonl`)
    writeFileSync(path, forgedLines({ ...declared, hlc, at, recordedAt }, null, [draft], key, over))
    if (!isApproved) return writer
    const granted = { type: 'approval.granted', data: { request: `${writer}:1`, digest: data.digest, as: 'mori' } }
    const [first] = this.lines(writer) as [Line]
    appendFileSync(path, forgedLines({ ...declared, at, recordedAt }, first, [granted], key, { by: 'Mori' }))
    return writer
  }

  /** By request, how it stands on a machine. */
  async states(who = 'taro', at: 'here' | 'elsewhere' = 'here'): Promise<Record<string, string>> {
    const { out } = await this.as(who, at, 'status', '--json')
    const { approvals } = JSON.parse(out) as { approvals: { event: string; state: string }[] }
    return Object.fromEntries(approvals.map(({ event, state }) => [event, state]))
  }
}

describe('a request for approval of a writer that nobody knows', () => {
  it('voids none of others for the same notice: that is approved and sent', async () => {
    const bench = await Asked.begun()
    bench.askAsStranger()
    expect(await bench.states()).toMatchObject({ [bench.request]: 'waiting' })
    const { code, err } = await bench.as('Ito', 'here', 'approve', bench.request)
    expect({ code, err }).toMatchObject({ code: 0 })
    expect(bench.mailed).toBe(true)
  })

  it('voids none that is approved, when what was approved is sent', async () => {
    const bench = await Asked.begun()
    await bench.as('Ito', 'elsewhere', 'approve', bench.request)
    await bench.ok('verify', '--accept', 'Ito')
    bench.askAsStranger()
    await bench.ok('notice', '--send', '--approved', bench.request)
    expect(bench.mailed).toBe(true)
  })

  it('replaces it on every machine once its writer is known', async () => {
    const bench = await Asked.begun()
    const writer = bench.askAsStranger()
    expect(await bench.states('Ito', 'elsewhere')).toMatchObject({ [bench.request]: 'waiting' })
    await bench.ok('verify', '--accept', writer)
    for (const [who, at] of [
      ['taro', 'here'],
      ['Ito', 'elsewhere'],
    ] as const)
      expect(await bench.states(who, at)).toEqual({ [bench.request]: 'changed', [`${writer}:1`]: 'waiting' })
  })

  it.each([false, true])('is not taken for one of whoever asks for the same; approved: %s', async (isApproved) => {
    const bench = await Asked.begun()
    await bench.ok('refuse', bench.request, '--reason', 'later')
    const writer = bench.askAsStranger({ by: 'Ito', isSame: true, isApproved })
    expect(await bench.states()).toMatchObject({ [`${writer}:1`]: 'waiting' })
    const asked = await bench.asked()
    expect(asked).not.toBe(bench.request)
    expect(await bench.as('Ito', 'here', 'approve', asked)).toMatchObject({ code: 0 })
    expect(bench.mailed).toBe(true)
  })

  it.each([false, true])('is not taken for one of whoever asks to lift the same; approved: %s', async (isApproved) => {
    const bench = await Asked.begun()
    bench.request = await bench.asked('lift', '--request', 'trading')
    await bench.ok('refuse', bench.request, '--reason', 'later')
    const writer = bench.askAsStranger({ by: 'Ito', isSame: true, isApproved })
    expect(await bench.states()).toMatchObject({ [`${writer}:1`]: 'waiting' })
    const asked = await bench.asked('lift', '--request', 'trading')
    expect(asked).not.toBe(bench.request)
    expect(await bench.as('Ito', 'here', 'approve', asked)).toMatchObject({ code: 0 })
  })

  it('is not what a lift or a posted notice is recorded with, whoever approved it, if people whom it knows approved it', async () => {
    const bench = await Asked.begun()
    for (const [asking, recording, type] of [
      [
        ['notice', 'email', '--send'],
        ['notice', 'email', '--posted', '--text-file', join(bench.workspace, 'text.txt')],
        'notice.posted',
      ],
      [['lift', '--request', 'trading'], ['lift', 'trading'], 'scope.lifted'],
    ] as const) {
      bench.request = await bench.asked(...asking)
      await bench.ok('refuse', bench.request, '--reason', 'later')
      const writer = bench.askAsStranger({ isSame: true, isApproved: true })
      bench.request = await bench.asked(...asking)
      await bench.as('Ito', 'elsewhere', 'approve', bench.request)
      await bench.as('Ito', 'here', 'approve', `${writer}:1`)
      const [notice] =
        ((await bench.events('approval.requested')).at(-1)?.data.notices as { texts: NoticeText[] }[]) ?? []
      bench.write('text.txt', (notice?.texts ?? []).map(pasteText).join('\n\n'))
      await bench.ok(...recording, '--force', '--reason', 'it went out')
      expect((await bench.events(type)).at(-1)?.data).toMatchObject({ approval: bench.request })
    }
  })

  it('is no approval of a lift that it has approved itself: that is a deviation', async () => {
    const bench = await Asked.begun()
    bench.request = await bench.asked('lift', '--request', 'trading')
    await bench.ok('refuse', bench.request, '--reason', 'later')
    bench.askAsStranger({ isSame: true, isApproved: true })
    await bench.ok('lift', 'trading', '--force', '--reason', 'it trades')
    expect((await bench.events('scope.lifted')).at(-1)?.data).toMatchObject({ unapproved: true })
    expect(await bench.ok('report')).toContain('without approval')
  })

  it('keeps a refused one of others on the screen', async () => {
    const bench = await Asked.begun()
    await bench.ok('refuse', bench.request, '--reason', 'wrong cause')
    bench.askAsStranger()
    for (const command of ['status', 'handover']) expect(await bench.ok(command)).toContain('wrong cause')
  })
})

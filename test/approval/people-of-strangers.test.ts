import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Line } from '../../proof/chain.ts'
import { forgedLines, newKey, writerOf } from '../../proof/forging.ts'
import { FourEyes, SETTINGS } from './four-eyes.ts'

const refused = (code: string) => ({ code: 3, err: expect.stringContaining(`(${code})`) })

/** Taro has asked for the approval of a notice. */
class Asked extends FourEyes {
  request = ''

  static async begun(contacts?: null): Promise<Asked> {
    const settings = contacts === null ? SETTINGS.replace(/^approvers.*\n/m, '') : SETTINGS
    const bench = Object.assign(new Asked(), await FourEyes.begin(settings, contacts))
    bench.request = await bench.asked()
    return bench
  }

  /** A writer that nobody knows puts other contacts in force; returns its name. */
  adopt(people: object): string {
    const folder = join(this.workspace, 'incidents', this.id)
    const [own = ''] = this.request.split(':')
    const lines = readFileSync(join(folder, `${this.id}.${own}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n')
    const [declared, last] = [lines[0], lines.at(-1)].map((line) => JSON.parse(line ?? '') as Line) as [Line, Line]
    const name = readdirSync(folder).find((one) => one.startsWith('settings.')) ?? ''
    const settings = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    const roster = { departments: {}, flow: {}, answerWithin: 1, levels: [], ...settings.roster, people }
    const bytes = JSON.stringify({ ...settings, roster })
    const settingsDigest = createHash('sha256').update(bytes).digest('hex')
    writeFileSync(join(folder, `settings.${settingsDigest}.json`), bytes)
    const key = newKey()
    const writer = writerOf(key)
    const { hlc, at, recordedAt } = last
    const draft = { type: 'settings.adopted', data: { settingsDigest } }
    const forged = forgedLines({ ...declared, hlc, at, recordedAt }, null, [draft], key, { writer, key: key.key })
    writeFileSync(join(folder, `${this.id}.${writer}.jsonl`), forged)
    return writer
  }
}

describe('contacts that a writer nobody knows puts in force', () => {
  it('make no two people one: the approval of another person counts as before', async () => {
    const bench = await Asked.begun()
    bench.adopt({ x: { ja: 'taro', en: 'Ito' } })
    const { code, err } = await bench.as('Ito', 'here', 'approve', bench.request)
    expect({ code, err }).toMatchObject({ code: 0 })
    expect(bench.mailed).toBe(true)
  })

  it('make no approval of another person theirs that was given before, without contacts', async () => {
    const bench = await Asked.begun(null)
    await bench.as('Ito', 'elsewhere', 'approve', bench.request)
    await bench.ok('verify', '--accept', 'Ito')
    bench.adopt({ x: { ja: 'taro', en: 'Ito' } })
    expect(await bench.ok('status')).toContain(`approved by Ito`)
    expect(await bench.ok('approve')).toContain('approved by Ito')
  })

  it('make no two people of one: nobody approves under another of their names', async () => {
    const bench = await Asked.begun()
    bench.adopt({ taro: { ja: 'タロー', en: 'Taro' }, mori: { ja: '太郎', en: 'Mori' } })
    expect(await bench.as('太郎', 'here', 'approve', bench.request)).toMatchObject(refused('not-another-person'))
    expect(bench.mailed).toBe(false)
  })

  it('count once their writer is accepted', async () => {
    const bench = await Asked.begun()
    const writer = bench.adopt({ x: { ja: 'taro', en: 'Ito' } })
    await bench.ok('verify', '--accept', writer)
    expect(await bench.as('Ito', 'here', 'approve', bench.request)).toMatchObject(refused('not-another-person'))
  })
})

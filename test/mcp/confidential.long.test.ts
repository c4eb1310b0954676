import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { Bench } from '../bench.ts'
import { call, calls, WRITES } from './assistant.ts'

/** An open halt that anybody may know of, and one that is confidential. */
async function both(): Promise<{ bench: Bench; open: string; secret: string }> {
  const bench = new Bench()
  const open = (await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down')).trim()
  bench.pass(60_000)
  const secret = (await bench.ok('start', '--type', 'security-incident', '--title', 'Keys stolen')).trim()
  return { bench, open, secret }
}

/** What somebody records whom this machine does not know. */
async function said(bench: Bench, ...args: readonly string[]): Promise<void> {
  const env = { XDG_STATE_HOME: join(bench.directory, 'state-mallory'), HALT_OPERATOR: 'mallory' }
  expect(await bench.haltWith({ env }, ...args)).toMatchObject({ code: 0 })
}

const TOOLS = ['incident_status', 'next_steps', 'incident_log', 'incident_brief', 'similar_incidents'] as const

describe('a confidential incident', () => {
  it('is not shown: not in lists, not as the latest, not by its name, in no message', async () => {
    const { bench, open, secret } = await both()
    const all = await calls(
      bench,
      WRITES,
      ['list_incidents'],
      ...TOOLS.flatMap((tool) => [[tool], [tool, { incident: 'latest' }], [tool, { incident: 'none' }]] as const),
      ['add_note', { text: 'x' }],
      ['command_for_person', { command: 'lift', arguments: ['--all'] }],
    )
    expect(JSON.stringify(all)).not.toMatch(/security-incident|Keys stolen/)
    expect(all[0]?.structuredContent).toMatchObject({ incidents: [{ incident: open }], notShown: 1 })
    expect(all[1]?.structuredContent?.incident).toBe(open)
    const named = await calls(bench, WRITES, ...TOOLS.map((tool) => [tool, { incident: secret }] as const))
    for (const { isError, content } of named)
      expect([isError, content[0]?.text]).toEqual([
        true,
        expect.stringMatching(
          /is confidential, so assistants are not shown it \(confidential\)\n.*haltctl mcp --confidential/,
        ),
      ])
  })

  it('is not written to either', async () => {
    const { bench, secret } = await both()
    const noted = await call(bench, WRITES, 'add_note', { incident: secret, text: 'x' })
    expect(noted.isError).toBe(true)
    const typed = await call(bench, WRITES, 'command_for_person', { incident: secret, command: 'lift' })
    expect(typed.isError).toBe(true)
    expect(await bench.events()).toHaveLength(1)
  })

  it('stays so where only a writer that nobody here knows says that it is another type', async () => {
    const { bench, secret } = await both()
    await said(bench, 'classify', '--type', 'system-failure', '--reason', 'no incident', '-i', secret)
    expect((await call(bench, WRITES, 'incident_status', { incident: secret })).isError).toBe(true)
    expect(JSON.stringify(await call(bench, WRITES, 'list_incidents'))).not.toContain('Keys stolen')
  })

  it('stays so once it is closed, however long ago that writer said so, also in a workspace of many incidents', async () => {
    const { bench, secret } = await both()
    await said(bench, 'classify', '--type', 'system-failure', '--reason', 'no incident', '-i', secret)
    await bench.ok('close', '--as', 'false-alarm', '--reason', 'a test key', '--force', '-i', secret)
    for (let n = 0; n < 5; n += 1) {
      bench.pass(60_000)
      const other = (await bench.ok('start', '--type', 'system-failure')).trim()
      await bench.ok('close', '--as', 'false-alarm', '--reason', 'nothing', '--force', '-i', other)
    }
    bench.pass(3 * 86_400_000)
    // What is known of closed incidents is kept once their files have not changed for some seconds.
    const later = Date.now() + 60_000
    vi.spyOn(Date, 'now').mockReturnValue(later)
    for (const _ of ['kept', 'read again']) {
      expect((await call(bench, WRITES, 'incident_status', { incident: secret })).isError).toBe(true)
      expect(JSON.stringify(await call(bench, WRITES, 'list_incidents'))).not.toContain('Keys stolen')
    }
    vi.restoreAllMocks()
  })

  it('stays so where that writer adopts a runbook that says otherwise, and takes the other one away', async () => {
    const { bench, secret } = await both()
    bench.write(
      'runbooks/9-open.yaml',
      'reviewed: 2026-11-24\ntitle: { ja: 種別, en: Types }\ntypes:\n  security-incident: { planned: never, ja: 事案, en: Incident }\n',
    )
    const folder = join(bench.workspace, 'incidents', secret)
    const [before] = readdirSync(folder).filter((file) => file.startsWith('runbook.'))
    await said(bench, 'runbook', 'adopt', '--reason', 'ours', '-i', secret)
    expect((await call(bench, WRITES, 'incident_status', { incident: secret })).isError).toBe(true)
    rmSync(join(folder, String(before)))
    expect((await call(bench, WRITES, 'incident_status', { incident: secret })).isError).toBe(true)
    expect((await bench.halt('list')).out).toContain('Keys stolen')
  })

  it('is said to be there, where without it no incident is open', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'security-incident')
    const { isError, content } = await call(bench, [], 'incident_status')
    expect([isError, content[0]?.text]).toEqual([
      true,
      expect.stringMatching(/\(no-incident\)[\s\S]*\n1 incident is not shown to assistants/),
    ])
  })

  it('is shown with --confidential', async () => {
    const { bench, secret } = await both()
    const [list, status] = await calls(
      bench,
      ['--confidential'],
      ['list_incidents'],
      ['incident_status', { incident: secret }],
    )
    expect(list?.structuredContent).toMatchObject({ notShown: 0, incidents: [{}, { confidential: true }] })
    expect(status?.structuredContent?.title).toBe('Keys stolen')
  })

  it('becomes one while the server runs, as soon as it is classified so', async () => {
    const { bench, open } = await both()
    await bench.ok('classify', '--type', 'security-incident', '--reason', 'an intruder', '-i', open)
    const { structuredContent } = await call(bench, [], 'list_incidents')
    expect(structuredContent).toMatchObject({ incidents: [], notShown: 2 })
  })

  it('may be any whose runbook is gone: what its type means is not known', async () => {
    const { bench, open, secret } = await both()
    for (const id of [open, secret]) {
      const folder = join(bench.workspace, 'incidents', id)
      for (const file of readdirSync(folder).filter((name) => name.startsWith('runbook.'))) rmSync(join(folder, file))
    }
    const { isError, content } = await call(bench, ['--lang', 'ja'], 'incident_log', { incident: open })
    expect([isError, content[0]?.text]).toEqual([
      true,
      expect.stringContaining('手順書が見つからず、機密かどうか分かりません'),
    ])
  })
})

describe('what is kept outside the log', () => {
  it('is in no result: private notes, personal values, evidence; nor is what was redacted', async () => {
    const bench = new Bench()
    bench.write('proof.txt', 'FROM A FILE')
    bench.write(
      'runbooks/9-claims.yaml',
      'reviewed: 2026-11-24\ntitle: { ja: 申立て, en: Claims }\nfacts:\n  claimant: { kind: text, personal: true, ja: 申立人, en: Claimant }\n',
    )
    await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down')
    await bench.ok('note', '--private', 'OF NOBODY’S CONCERN')
    await bench.ok('note', '--attach', join(bench.workspace, 'proof.txt'))
    await bench.ok('set', 'claimant=JANE DOE')
    await bench.ok('note', 'told by JOHN DOE')
    const [note] = (await bench.events('note.added')).slice(-1)
    await bench.ok('redact', `${note?.writer}:${note?.seq}`, '--field', 'text', '--reason', 'a name')
    const all = await calls(
      bench,
      WRITES,
      ...TOOLS.map((tool) => [tool] as const),
      ['list_incidents'],
      ['prepare_notices'],
    )
    expect(all.filter(({ isError }) => isError)).toEqual([])
    expect(JSON.stringify(all)).not.toMatch(/NOBODY’S|FROM A FILE|JANE DOE|JOHN DOE/)
  })
})

import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { TestBoard, type TestGuest } from './board-bench.ts'

interface Halt {
  readonly bench: Bench
  readonly board: TestBoard
  readonly id: string
}

async function halted(): Promise<Halt> {
  const bench = new Bench()
  const id = (await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down', '--at', '5m ago')).trim()
  await bench.ok('scope', 'trading=stopped')
  return { bench, board: await TestBoard.of(bench), id }
}

async function resumed(): Promise<Halt> {
  const halt = await halted()
  await halt.bench.ok('lift', '--all', '--force', '--reason', 'for this test')
  return halt
}

/** What the page of a guest asks for the report; empty if nothing. */
async function asked(guest: TestGuest, id: string, language = 'en'): Promise<string> {
  const { body } = await guest.get(`/incidents/${id}?lang=${language}`)
  return /<section id="act-report".*?<\/section>/s.exec(body)?.[0] ?? ''
}

/** The fields of a form, as the page has them. */
function formIn(section: string, id: string): Record<string, string> {
  const form = new RegExp(`<form id="form-${id}".*?</form>`, 's').exec(section)?.[0] ?? ''
  const hidden = [...form.matchAll(/type="hidden" name="(?!token)(\w+)" value="([^"]*)"/g)]
  const text = /<textarea[^>]*>\n([^<]*)/.exec(form)?.[1] ?? ''
  return { ...Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])), text }
}

const report = async ({ board, id }: Halt, language = 'en') =>
  (await board.send(`/incidents/${id}/report?lang=${language}`)).body

describe('on the board, whoever acts for all', () => {
  it('writes what the report asks for once everything has resumed, and others see it in their forms', async () => {
    const halt = await halted()
    const { board, bench, id } = halt
    const [mori, sato] = [await board.guest('Mori', '--act'), await board.guest('Sato', '--act')]
    expect(await asked(mori, id)).toBe('')
    await bench.ok('lift', '--all', '--force', '--reason', 'for this test')
    const before = await asked(mori, id)
    expect(before).toMatch(/Root cause <small>not stated yet<.*What led to the halt, and how do you know\?/s)
    const cause = { ...formIn(before, 'report-root-cause'), text: 'a full disk\r\nof the journal' }
    expect(await mori.act(id, { act: 'state', ...cause })).toMatchObject({ status: 'recorded' })
    const after = await asked(sato, id)
    expect(after).toContain('Root cause <small>a full disk')
    expect(formIn(after, 'report-root-cause').text).toBe('a full disk\nof the journal')
    expect(await report(halt)).toContain('a full disk')
    const events = (await bench.ok('log', '--json')).trim().split('\n')
    expect(JSON.parse(events.at(-1) ?? '')).toMatchObject({
      type: 'fact.set',
      by: 'Mori',
      via: 'board',
      invitedBy: 'taro',
    })
  })

  it('writes it for readers outside too, in the language of the page', async () => {
    const halt = await resumed()
    const mori = await halt.board.guest('Mori', '--act')
    mori.language = 'ja'
    const form = formIn(await asked(mori, halt.id, 'ja'), 'report-root-cause-words')
    expect(form).toMatchObject({ fact: 'root-cause', words: 'ja' })
    await mori.act(halt.id, { act: 'state', ...form, text: 'ディスクの容量不足' })
    expect(await report(halt, 'ja')).toContain('ディスクの容量不足')
    expect(await asked(mori, halt.id, 'ja')).toContain('根本原因 <small>ディスクの容量不足')
  })

  it('replaces nothing unseen: what somebody else has written meanwhile is shown first', async () => {
    const { board, id } = await resumed()
    const [mori, sato] = [await board.guest('Mori', '--act'), await board.guest('Sato', '--act')]
    const seen = formIn(await asked(sato, id), 'report-root-cause')
    await mori.act(id, { act: 'state', ...seen, text: 'a full disk' })
    const refused = await sato.act(id, { act: 'state', ...seen, text: 'a bad deployment' })
    expect(refused).toMatchObject({ code: 409, status: 'refused' })
    expect(refused.lines[0]).toBe('Somebody has recorded meanwhile: a full disk')
    expect(refused.seen).not.toBe(seen.seen)
    const again = { act: 'state', ...seen, text: 'a full disk, after a bad deployment' }
    expect((await sato.act(id, again)).status).toBe('refused')
    expect((await sato.act(id, { ...again, seen: refused.seen ?? '' })).status).toBe('recorded')
    expect(await asked(mori, id)).toContain('a full disk, after a bad deployment')
  })

  it('replaces nothing unseen, also where two forms arrive together', async () => {
    const { board, bench, id } = await resumed()
    const guests = [await board.guest('Mori', '--act'), await board.guest('Sato', '--act')]
    const seen = formIn(await asked(guests[0] as TestGuest, id), 'report-root-cause')
    const acted = await Promise.all(
      guests.map((guest) => guest.act(id, { act: 'state', ...seen, text: `the words of ${guest.cookie}` })),
    )
    expect(acted.map(({ status }) => status).sort()).toEqual(['recorded', 'refused'])
    expect(await bench.events('fact.set')).toHaveLength(1)
  })

  it('is told that what they had seen was taken back, and without a script can send theirs again', async () => {
    const { board, bench, id } = await resumed()
    const mori = await board.guest('Mori', '--act')
    await bench.ok('set', 'root-cause=a full disk')
    const seen = formIn(await asked(mori, id), 'report-root-cause')
    const [stated] = (await bench.ok('log', '--json')).trim().split('\n').slice(-1)
    const { writer, seq } = JSON.parse(stated ?? '') as { writer: string; seq: number }
    await bench.ok('undo', `${writer}:${seq}`, '--reason', 'wrong')
    const body = new URLSearchParams({ token: 'token-of-this-form-x', act: 'state', ...seen, text: 'no memory' })
    const { status, body: page } = await mori.post(id, `${body}`)
    expect(status).toBe(409)
    expect(page).toContain('What you had seen here was taken back meanwhile.')
    const again = Object.fromEntries(
      [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    )
    expect((await mori.post(id, `${new URLSearchParams({ ...again, text: 'no memory' })}`)).status).toBe(303)
    expect(await asked(mori, id)).toContain('Root cause <small>no memory')
  })

  it('says what is known of it: confirmed as a hypothesis, in the words of one language, or not known yet', async () => {
    const { board, bench, id } = await resumed()
    const mori = await board.guest('Mori', '--act')
    await bench.ok('set', 'affected-customers=?', 'prevention-system.ja=監視を増やす')
    await bench.ok('note', '--hypothesis', 'the disk array')
    const [noted] = (await bench.ok('log', '--json')).trim().split('\n').slice(-1)
    const { writer, seq } = JSON.parse(noted ?? '') as { writer: string; seq: number }
    await bench.ok('note', 'it was', '--confirms', `${writer}:${seq}`)
    const section = await asked(mori, id)
    expect(section).toContain('Root cause <small>the disk array')
    expect(section).toContain('System improvements <small>監視を増やす')
    expect(section).toContain('Customers affected <small>stated as not known yet')
  })

  it('adds moments to the story, and marks those that are proposed', async () => {
    const halt = await resumed()
    const { board, bench, id } = halt
    const mori = await board.guest('Mori', '--act')
    const section = await asked(mori, id)
    expect(section).toContain('If nobody marks an event, the report includes these')
    const [, event = ''] = /name="event" value="([^"]+)"/.exec(section) ?? []
    expect(await mori.act(id, { act: 'moment', text: 'Took engine-3 out', at: '2m ago' })).toMatchObject({
      status: 'recorded',
    })
    expect(await mori.act(id, { act: 'key', event })).toMatchObject({ status: 'recorded' })
    const story = (await bench.json<{ story: { entries: object[] } }>('report', '--format', 'json')).story.entries
    expect(JSON.stringify(story)).toContain('Took engine-3 out')
    expect(await asked(mori, id)).not.toContain(`value="${event}"`)
  })

  it('is proposed nothing, and shown nothing, of a writer that is not known', async () => {
    const { board, bench, id } = await resumed()
    const env = { XDG_STATE_HOME: join(bench.directory, 'state-mallory'), HALT_OPERATOR: 'mallory' }
    await bench.haltWith({ env }, 'set', 'root-cause=call this number')
    await bench.haltWith({ env }, 'reopen', 'trading', '--reason', 'call this number')
    const mori = await board.guest('Mori', '--act')
    const section = await asked(mori, id)
    expect(section).toContain('Root cause <small>not stated yet')
    expect(section).not.toContain('call this number')
  })
})

describe('what the report asks for', () => {
  it('is not for whoever acts for one department, and no way to state anything else', async () => {
    const { board, id } = await resumed()
    const [mori, legal] = [
      await board.guest('Mori', '--act'),
      await board.guest('Sato', '--act', '--department', 'legal'),
    ]
    expect(await asked(legal, id)).toBe('')
    const cause = formIn(await asked(mori, id), 'report-root-cause')
    for (const fields of [
      { act: 'state', ...cause, text: 'x' },
      { act: 'moment', text: 'x' },
      { act: 'key', event: '1' },
    ])
      expect((await legal.act(id, fields)).code).toBe(403)
    for (const fact of ['cause', 'went-well', 'root-cause.ja', 'none', 'constructor', ''])
      expect((await mori.act(id, { act: 'state', ...cause, fact, text: 'x' })).code).toBe(403)
  })
})

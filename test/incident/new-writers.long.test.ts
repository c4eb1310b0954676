import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { seal } from '../../src/domain/log/line.ts'
import { appendIntents } from '../../src/incident/record.ts'
import { clockOf } from '../../src/platform/clock.ts'
import { thisMachine } from '../../src/platform/machine.ts'
import { Journal } from '../../src/store/journal.ts'
import { LogReading } from '../../src/store/log-reading.ts'
import { openWriterState } from '../../src/store/state.ts'
import { Bench, type Outcome } from '../bench.ts'
import { newSigner } from '../sealing.ts'

/** Taro declares a halt; Hanako works in the same folder on another machine, and a monitor under its own user. */
class Team extends Bench {
  id = ''

  static async begin(): Promise<Team> {
    const team = new Team()
    team.id = (await team.ok('start', '--type', 'system-failure', '--title', 'Engine down')).trim()
    await team.ok('scope', 'trading=stopped')
    return team
  }

  as(who: string, ...args: readonly string[]): Promise<Outcome> {
    const env = { XDG_STATE_HOME: join(this.directory, `state-${who}`), HALT_OPERATOR: who }
    return this.haltWith({ env }, ...args)
  }

  /** Like `as`, for what must succeed. */
  async done(who: string, ...args: readonly string[]): Promise<Outcome> {
    const result = await this.as(who, ...args)
    expect(result).toMatchObject({ code: 0 })
    return result
  }

  /** Adds a file of a writer that nobody knows, with events whose fields these are; the others are those of the first line. */
  forge(...events: readonly object[]): void {
    const folder = join(this.workspace, 'incidents', this.id)
    const [declared] = this.writers()
    const first = JSON.parse(readFileSync(join(folder, `${this.id}.${declared}.jsonl`), 'utf8').split('\n')[0] ?? '')
    const signer = newSigner()
    let prev: string | null = null
    const lines = events.map((event, i) => {
      const { line, hash } = seal({ ...first, writer: 'mmmmmmmm', seq: i + 1, prev, ...event }, signer)
      prev = hash
      return `${line}\n`
    })
    writeFileSync(join(folder, `${this.id}.mmmmmmmm.jsonl`), lines.join(''))
  }

  /** The writers of the log, in the order in which they came. */
  writers(): string[] {
    const names = readdirSync(join(this.workspace, 'incidents', this.id)).filter((name) => name.endsWith('.jsonl'))
    return names.map((name) => name.split('.').at(-2) ?? '')
  }
}

/** Restarts the machine of somebody who has recorded: they go on as another writer, which the one before introduces. */
function restart(team: Team, who: string): void {
  const state = join(team.directory, `state-${who}`, 'halt')
  const writer = join(state, readdirSync(state)[0] ?? '', 'writer')
  writeFileSync(writer, readFileSync(writer, 'utf8').replace(/ \S+/, ' an-earlier-boot'))
}

const REOPENED = { reason: 'again', scope: [] }

const NEW_WRITER = /new writer (\S+) \(hanako, (\d+) events?\), not known to this machine; .* verify --accept \1 -i \S+/

/** The writer that is named as new, or null. */
const named = ({ err }: Outcome) => NEW_WRITER.exec(err)?.[1] ?? null

describe('a writer that one machine set aside and another accepts again', () => {
  it('is said to count again, in both languages, until the machine has recorded something since', async () => {
    const team = await Team.begin()
    await team.done('hanako', 'note', 'hers')
    await team.done('jiro', 'note', 'his')
    await team.ok('verify', '--accept', 'jiro')
    const writer = (await team.events()).find(({ by }) => by === 'hanako')?.writer ?? ''
    await team.ok('verify', '--set-aside', writer, '--reason', 'a dispute that is settled')
    await team.done('jiro', 'verify', '--accept', writer)
    const words = new RegExp(`${writer} counts again: it was set aside \\(\\S+\\), and accepted again since \\(\\S+\\)`)
    expect((await team.halt('status')).err).toMatch(words)
    expect((await team.halt('list')).err).toMatch(words)
    expect((await team.halt('status', '--lang', 'ja')).err).toContain(`書き手 ${writer} の記録を再び数えています`)
    expect((await team.as('jiro', 'status')).err).not.toMatch(words)
    expect((await team.halt('note', 'seen')).err).toMatch(words)
    expect((await team.halt('status')).err).not.toMatch(words)
  })
})

describe('many writers that are set aside, and then accepted again', () => {
  it('are named in one line each time: their number, and some of them', async () => {
    const team = await Team.begin()
    const people = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    for (const who of ['jiro', ...people]) await team.done(who, 'note', `of ${who}`)
    const names = (await team.events()).flatMap(({ by, writer }) => (people.includes(by) ? [writer] : []))
    await team.ok('verify', '--accept', 'jiro')
    for (const name of names) await team.ok('verify', '--accept', name)
    for (const name of names) await team.ok('verify', '--set-aside', name, '--reason', 'a dispute that is settled')
    const linesWith = (words: string, { err }: Outcome) => err.split('\n').filter((line) => line.includes(words))
    const aside = linesWith('set aside', await team.as('jiro', 'status'))
    expect(aside).toEqual([
      expect.stringMatching(/^7 known writers were set aside: (\S+ \(\S+\),? ){5}and 2 more: nothing recorded/),
    ])
    for (const name of names) await team.done('jiro', 'verify', '--accept', name)
    const again = linesWith('again', await team.halt('status'))
    expect(again).toEqual([
      expect.stringMatching(/^7 writers count again that were set aside: (\S+ \(\S+\),? ){5}and 2 more$/),
    ])
    expect(linesWith('再び', await team.halt('status', '--lang', 'ja'))).toHaveLength(1)
  })
})

describe('a writer whose word set another aside, and that is set aside by somebody who had not seen that', () => {
  it('is said to make the other count again, by whatever command names it, until the machine has recorded since', async () => {
    const team = await Team.begin()
    const people = ['hanako', 'jiro', 'saburo', 'dana']
    for (const who of people) await team.done(who, 'note', `of ${who}`)
    const nameOf = async (who: string) => (await team.events()).find(({ by }) => by === who)?.writer ?? ''
    const [hanako, jiro, saburo] = await Promise.all(people.map(nameOf))
    for (const who of people) await team.ok('verify', '--accept', await nameOf(who))
    const [now, older] = [join(team.workspace, 'incidents'), join(team.directory, 'older')]
    cpSync(now, older, { recursive: true })
    await team.done('hanako', 'verify', '--set-aside', jiro ?? '', '--reason', 'stolen key')
    await team.done('dana', 'note', 'seen')
    await team.ok('note', 'seen')
    renameSync(now, `${now}-later`)
    renameSync(older, now)
    await team.done('saburo', 'verify', '--set-aside', hanako ?? '', '--reason', 'she is wrong')
    const file = join(team.id, `${team.id}.${saburo}.jsonl`)
    cpSync(join(now, file), join(`${now}-later`, file))
    rmSync(now, { recursive: true })
    renameSync(`${now}-later`, now)
    const words = new RegExp(`${jiro} counts again: whoever set it aside \\(${hanako}:\\d+\\) was set aside as well`)
    for (const command of [['status'], ['list'], ['note', 'new']])
      expect((await team.as('dana', ...command)).err).toMatch(words)
    expect((await team.as('dana', 'status')).err).not.toMatch(words)
    expect((await team.halt('status', '--lang', 'ja')).err).toContain(
      `書き手 ${jiro} の記録を再び数えています。これを対象外とした書き手（${hanako}:`,
    )
    // That the one who had set it aside counts again changes nothing of it.
    await team.ok('verify', '--accept', hanako ?? '')
    const back = await team.as('dana', 'status')
    expect(back.err).toContain(`${hanako} counts again: it was set aside`)
    expect(back.err).not.toMatch(words)
  })
})

describe('text that a writer whom nobody knows has redacted first', () => {
  it('stays redacted once somebody has redacted it too, whatever that writer takes back', async () => {
    const team = await Team.begin()
    await team.ok('note', 'customer Yamada called')
    const [note] = await team.events('note.added')
    const redact = ['redact', `${note?.writer}:${note?.seq}`, '--field', 'text', '--reason', 'a name'] as const
    await team.done('hanako', ...redact)
    const [hers] = await team.events('event.redacted')
    await team.ok(...redact)
    await team.done('hanako', 'undo', `${hers?.writer}:${hers?.seq}`, '--reason', 'oops')
    expect((await team.halt('log')).out).not.toContain('Yamada')
    expect(await team.halt(...redact)).toMatchObject({ code: 0, err: expect.stringContaining('no change') })
  })
})

describe('a note of which a writer whom nobody knows has given a copy', () => {
  it('is copied all the same by who joins, once', async () => {
    const team = await Team.begin()
    const other = (await team.done('hanako', 'start', '--type', 'system-failure', '--title', 'Down')).out.trim()
    await team.ok('note', 'the key was stolen', '-i', team.id)
    const [note] = (await team.ok('log', '--json', '-i', team.id))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ type }) => type === 'note.added')
    const source = { incident: note.incident, id: team.id, event: `${note.writer}:${note.seq}`, by: 'taro' }
    const journal = new Journal(
      team.workspace,
      other,
      openWriterState(team.workspace, { XDG_STATE_HOME: join(team.directory, 'state-evil') }, thisMachine()),
      () => 'evil',
    )
    journal.refresh()
    const clock = clockOf('Asia/Tokyo', () => team.now)
    appendIntents(journal, clock, { kind: 'note', text: 'all keys are safe', source })
    for (let n = 0; n < 2; n += 1) await team.ok('join', other, '-i', team.id)
    const { out } = await team.halt('log', '-i', other)
    expect(out.match(/the key was stolen/g)).toHaveLength(1)
    expect(out).toContain('all keys are safe')
  })
})

describe('what a writer whom nobody knows says in a halt that somebody joins to another', () => {
  it('settles nothing there, and is shown as its words', async () => {
    const team = await Team.begin()
    await team.ok('note', '--hypothesis', 'the disk is full')
    const { writer, seq } = (await team.events()).at(-1) ?? {}
    await team.done('hanako', 'note', 'taro did it', '--confirms', `${writer}:${seq}`, '--key')
    const other = (await team.ok('start', '--type', 'system-failure', '--title', 'Down')).trim()
    await team.ok('join', other, '-i', team.id)
    expect(await team.ok('log', '-i', other)).toMatch(
      /note "taro did it", copied from .* hanako, a writer that was not known/,
    )
    const log = await team.haltWith({ env: { HALT_LANG: 'ja' } }, 'log', '-i', other)
    expect(log.out).toContain('（hanako、転記した時点で未確認の書き手）から転記')
    const { hypotheses } = JSON.parse(await team.ok('status', '--json', '-i', other))
    expect(hypotheses).toMatchObject([{ confirmed: null }])
  })
})

describe('a writer whom nobody knows, that says of any number of halts to have copied from there', () => {
  it('has what is here of them read once', async () => {
    const team = await Team.begin()
    const other = (await team.ok('start', '--type', 'compliance')).trim()
    const said = Array.from({ length: 100 }, (_, i) => {
      const source = { incident: `${i}`.padStart(48, '0'), id: other, event: 'aaaaaaaa:1', by: 'taro' }
      return { type: 'note.added', hlc: [team.now, i], by: 'mallory', data: { text: 'x', source } }
    })
    team.forge(...said)
    const read = vi.spyOn(LogReading.prototype, 'refresh')
    expect((await team.halt('status', '-i', team.id)).err).toContain('new writer mmmmmmmm (mallory, 100 events)')
    const times = read.mock.calls.length
    read.mockRestore()
    expect(times).toBeLessThan(20)
  })
})

describe('a writer whom nobody knows, that has redacted much of what others recorded', () => {
  /** Mallory has redacted Taro's notes. */
  async function redactedByStranger() {
    const team = await Team.begin()
    for (const text of ['one', 'two', 'three']) await team.ok('note', text)
    const notes = (await team.events('note.added')).map((event) => `${event.writer}:${event.seq}`)
    for (const note of notes) await team.done('mallory', 'redact', note, '--field', 'text', '--reason', 'out of spite')
    const shown = async () => (await team.events('note.added')).map(({ data }) => data.text)
    expect(await shown()).toEqual(['█████', '█████', '█████'])
    return { team, shown }
  }

  it('is set aside with all of it by one act, if that is asked for', async () => {
    const { team, shown } = await redactedByStranger()
    await team.ok('verify', '--set-aside', 'unknown', '--unredact', '--reason', 'a forger')
    expect(await shown()).toEqual(['one', 'two', 'three'])
    expect((await team.halt('verify')).code).toBe(0)
  })

  it('can have all of it taken back by one act also after that, but not what somebody else redacted', async () => {
    const { team, shown } = await redactedByStranger()
    const [first] = (await team.events('note.added')).map((event) => `${event.writer}:${event.seq}`)
    await team.ok('redact', first ?? '', '--field', 'text', '--reason', 'a name')
    const { err } = await team.halt('verify', '--set-aside', 'unknown', '--reason', 'a forger')
    expect(await shown()).toEqual(['█████', '█████', '█████'])
    const line =
      /what they redacted stays redacted \(2 fields\); to show it again: haltctl verify --set-aside (\S+) --unredact --reason/
    const [, writer = ''] = line.exec(err) ?? []
    await team.ok('verify', '--set-aside', writer, '--unredact', '--reason', 'a forger')
    expect(await shown()).toEqual(['█████', 'two', 'three'])
    const again = await team.halt('verify', '--set-aside', writer, '--unredact', '--reason', 'a forger')
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining('no change') })
    expect((await team.as('hanako', 'verify', '--unredact')).err).toContain('idle-flag')
  })

  it('is said in Japanese to have its redactions kept', async () => {
    const { team } = await redactedByStranger()
    const aside = ['verify', '--set-aside', 'unknown', '--reason', 'x', '--lang', 'ja']
    expect((await team.halt(...aside)).err).toContain('その書き手が墨消しした3か所は、墨消しのままです。')
  })
})

describe('a file that a writer whom nobody knows has frozen, with a redaction that was seen', () => {
  it('lacks that: log, list and status --check exit 4 until somebody known continues the log, and redacts again', async () => {
    const team = await Team.begin()
    await team.ok('note', 'customer Yamada called')
    const [note] = await team.events('note.added')
    const redact = ['redact', `${note?.writer}:${note?.seq}`, '--field', 'text', '--reason', 'a name']
    await team.done('hanako', 'note', 'hers')
    await team.ok('verify', '--accept', 'hanako')
    await team.done('hanako', ...redact)
    await team.ok('note', 'seen')
    const writer = (await team.events('event.redacted'))[0]?.writer ?? ''
    const file = join(team.workspace, 'incidents', team.id, `${team.id}.${writer}.jsonl`)
    writeFileSync(file, readFileSync(file, 'utf8').replace('"a name"', '"b name"'))
    expect((await team.halt('log')).code).toBe(4)
    const frozen = await team.done('mallory', 'verify', '--continue', '--reason', 'damaged')
    expect(frozen.err).toContain(`${writer} is frozen, but 1 event that was seen of it stays missing`)
    const lines = ['log', 'list', 'status --check', 'log --json', 'verify'].map((line) => line.split(' '))
    for (const line of lines) expect([line, (await team.halt(...line)).code]).toEqual([line, 4])
    expect(await team.halt('report')).toMatchObject({ code: 4, out: '' })
    expect((await team.halt('status')).err).toContain(writer)
    await team.ok('verify', '--continue', '--reason', 'nobody has a copy')
    await team.ok(...redact)
    for (const line of [...lines, ['report']]) {
      const { code, out } = await team.halt(...line)
      expect([line, code, out.includes('Yamada')]).toEqual([line, 0, false])
    }
  })

  it('is not printed with exit code 0 where the end of the file is cut off, or the file is gone', async () => {
    const team = await Team.begin()
    await team.done('hanako', 'note', 'hers')
    await team.done('hanako', 'note', 'more')
    await team.ok('note', 'seen')
    const writer = (await team.events()).find(({ by }) => by === 'hanako')?.writer ?? ''
    const file = join(team.workspace, 'incidents', team.id, `${team.id}.${writer}.jsonl`)
    writeFileSync(file, `${readFileSync(file, 'utf8').split('\n')[0]}\n`)
    expect((await team.halt('log')).code).toBe(4)
    rmSync(file)
    expect((await team.halt('log', '--json')).code).toBe(4)
  })
})

describe('what a writer that a machine does not know says of evidence and commands of others', () => {
  const says = (team: Team, type: string, data: object) =>
    team.forge({ type, hlc: [team.now + 1, 0], at: new Date(team.now).toISOString(), data })

  it('settles no loss and asks for no deletion until the writer is accepted, and is shown', async () => {
    const team = await Team.begin()
    await team.ok('note', '--private', 'the proof')
    const list = async () =>
      (await team.json<{ evidence: { file: string; path: string }[] }>('evidence', 'list')).evidence
    const [{ file, path } = { file: '', path: '' }] = await list()
    says(team, 'evidence.removed', { file, reason: 'asked by a customer' })
    const claim = 'removed, says a new writer that this machine does not know: mmmmmmmm:1 "asked by a customer" taro'
    const inOneLine = ({ code, out }: Outcome) => ({ code, out: out.replaceAll(/\s+/g, ' ') })
    const intact = { code: 0, out: expect.stringContaining(`intact (${claim})`) }
    expect(inOneLine(await team.halt('evidence', 'list'))).toMatchObject(intact)
    expect(inOneLine(await team.halt('verify'))).toMatchObject(intact)
    expect((await team.halt('doctor', '--offline')).out).not.toContain('evidence remove')
    expect(await team.ok('report')).toContain(claim)
    expect(await team.ok('evidence', 'show', file)).toContain('the proof')
    rmSync(path)
    rmSync(`${path}.salt`)
    const gone = { code: 4, out: expect.stringContaining(`GONE from this machine (${claim})`) }
    expect(inOneLine(await team.halt('verify'))).toMatchObject(gone)
    expect(inOneLine(await team.halt('evidence', 'list'))).toMatchObject(gone)
    // A known writer can record that there is no copy, although the unknown one has recorded a removal.
    await team.ok('evidence', 'remove', file, '--reason', 'there is no copy')
    expect((await team.events('evidence.removed')).map(({ data }) => data.reason)).toContain('there is no copy')
    expect(await team.halt('evidence', 'remove', file, '--reason', 'again')).toMatchObject({
      code: 0,
      err: expect.stringContaining('no change'),
    })
    expect(await team.halt('verify')).toMatchObject({ code: 0 })
  })

  it('makes no file of others its own, by another name or with other bytes', async () => {
    const team = await Team.begin()
    await team.ok('note', '--private', 'the proof')
    await team.ok('exec', '--', 'echo', 'the output')
    const list = async () =>
      (await team.json<{ evidence: { file: string; digest: string }[] }>('evidence', 'list')).evidence
    const before = await list()
    const attached = before.flatMap(({ file, digest }) => [
      { name: 'junk.bin', file, bytes: 1, digest: '0'.repeat(64) },
      { name: 'old.txt', file, bytes: 9, digest },
    ])
    says(team, 'note.added', { text: 'can be deleted', attached })
    expect(await list()).toEqual(before)
    expect(await team.ok('evidence', 'list')).not.toMatch(/junk|old\.txt/)
    expect(await team.halt('verify')).toMatchObject({ code: 0, out: expect.not.stringMatching(/junk|old\.txt/) })
    const { file = '' } = before[0] ?? {}
    expect(await team.ok('evidence', 'show', file.slice(0, 6))).toContain('the proof')
    await team.ok('evidence', 'remove', file.slice(0, 6), '--reason', 'a name')
  })

  it('settles a loss once the writer is accepted', async () => {
    const team = await Team.begin()
    await team.ok('note', '--private', 'the proof')
    const [{ file, path } = { file: '', path: '' }] = (
      await team.json<{ evidence: { file: string; path: string }[] }>('evidence', 'list')
    ).evidence
    says(team, 'evidence.removed', { file, reason: 'asked by a customer' })
    rmSync(path)
    rmSync(`${path}.salt`)
    expect((await team.halt('verify')).code).toBe(4)
    await team.ok('verify', '--accept', 'mmmmmmmm')
    expect((await team.halt('verify')).code).toBe(0)
  })

  it('does not show what is redacted again: whoever undoes that is told so', async () => {
    const team = await Team.begin()
    await team.ok('note', 'Yamada called')
    const redacted = async (type: string) => (await team.events(type)).map((e) => `${e.writer}:${e.seq}`)[0] ?? ''
    await team.ok('redact', await redacted('note.added'), '--field', 'text', '--reason', 'a name')
    const redaction = await redacted('event.redacted')
    const { err } = await team.done('hanako', 'undo', redaction, '--reason', 'it is harmless')
    expect(err).toContain(`what ${redaction} redacted stays redacted`)
    expect(await team.ok('report')).not.toContain('Yamada')
    expect((await team.done('taro', 'report')).out).not.toContain('Yamada')
    expect((await team.halt('undo', redaction, '--reason', 'it is harmless')).err).not.toContain('stays redacted')
    expect(await team.ok('report')).toContain('Yamada called')
  })

  it('leaves the outcome of a command unknown until the writer is accepted', async () => {
    const team = await Team.begin()
    const data = { argv: ['flush'], host: 'a', directory: '/', step: null, stdout: 'o-1', stderr: 'e-1', timeout: 1000 }
    const state = openWriterState(team.workspace, team.env, thisMachine())
    const journal = new Journal(team.workspace, team.id, state, () => 'taro')
    journal.refresh()
    const clock = clockOf('Asia/Tokyo', () => team.now)
    const [started] = appendIntents(journal, clock, { kind: 'start-command', data }).events
    const command = `${started?.writer}:${started?.seq}`
    says(team, 'command.settled', { command, words: 'it went well' })
    const open = () => team.json<{ outcomesUnknown: { event: string }[] }>('status')
    expect((await open()).outcomesUnknown).toMatchObject([{ event: command }])
    for (const shown of [await team.ok('status'), await team.ok('handover'), await team.ok('report')])
      expect(shown).toMatch(/outcomes? (?:of a command is )?unknown/i)
    await team.ok('verify', '--accept', 'mmmmmmmm')
    expect((await open()).outcomesUnknown).toEqual([])
    expect(await team.ok('report')).toContain('it went well')
  })
})

describe('a document about a halt', () => {
  it('names the writers that this machine does not know to whoever makes it, and to nobody outside', async () => {
    const team = await Team.begin()
    team.forge({ type: 'note.added', hlc: [team.now + 1, 0], by: 'mallory', data: { text: 'all is well' } })
    const warning = /new writer mmmmmmmm \(mallory, 1 event\), not known to this machine/
    const inside = [
      ...['markdown', 'json', 'html', 'svg', 'timeline'].map((form) => ['report', '--format', form]),
      ['handover'],
    ]
    const outside = [
      ['report', '--audience', 'customer'],
      ['report', '--audience', 'regulator'],
    ]
    for (const args of [...inside, ...outside, ['report', '--draft', 'jp-fsa']])
      expect(await team.halt(...args), args.join(' ')).toMatchObject({ code: 0, err: expect.stringMatching(warning) })
    const named = 'Not known to the machine that made this report: mmmmmmmm (mallory, 1 event).'
    for (const form of [['markdown'], ['html'], ['brief'], ['brief', '--audience', 'executive']])
      expect(await team.ok('report', '--format', ...form), form.join(' ')).toContain(named)
    const people =
      'Includes records whose writers are not known to the machine that made this report: mallory (1 event).'
    for (const form of ['markdown', 'html']) {
      const report = await team.ok('report', '--format', form, '--no-annex')
      const [summary, note, story] = ['What comes next', people, 'What happened, in brief'].map((words) =>
        report.indexOf(words),
      ) as [number, number, number]
      expect(note, form).toBeGreaterThan(summary)
      expect(story, form).toBeGreaterThan(note)
      expect(report, form).not.toContain('mmmmmmmm')
    }
    for (const args of [...outside, ...outside.map((one) => [...one, '--format', 'brief'])]) {
      expect(await team.ok(...args)).not.toMatch(/mmmmmmmm|mallory/)
      if (!args.includes('brief')) expect(await team.json(...args)).toMatchObject({ unknownWriters: null })
    }
    const unknownWriters = [{ writer: 'mmmmmmmm', by: 'mallory', events: 1 }]
    expect(await team.json('report')).toMatchObject({ unknownWriters })
    expect(await team.json('handover')).toMatchObject({ unknownWriters })
    for (const args of [['handover'], ['handover', '--format', 'markdown']])
      expect(await team.ok(...args)).toContain(
        'not known to the machine that made this pack: mmmmmmmm (mallory, 1 event)',
      )
    await team.ok('verify', '--accept', 'mmmmmmmm')
    for (const args of [...inside, ...outside]) expect((await team.halt(...args)).err).not.toMatch(warning)
    expect(await team.json('report')).toMatchObject({ unknownWriters: [] })
  })

  it('says in the draft for an authority which fields have what they recorded, until they are accepted', async () => {
    const team = await Team.begin()
    await team.ok('set', 'affected-orders=5')
    const at = new Date(team.now).toISOString()
    const data = { fact: 'affected-customers', known: true, value: '999999' }
    team.forge({ type: 'fact.set', at, hlc: [team.now + 1, 0], by: 'mallory', data })
    const words =
      'Contains records of writers that the machine that made this draft does not know (mmmmmmmm). Check these fields: 4.'
    for (const format of ['markdown', 'html'])
      expect(await team.ok('report', '--draft', 'jp-fsa', '--format', format), format).toContain(words)
    expect((await team.halt('report', '--draft', 'jp-fsa', '--format', 'json')).err).toContain(words)
    await team.ok('verify', '--accept', 'mmmmmmmm')
    expect(await team.ok('report', '--draft', 'jp-fsa')).not.toContain('Check these fields')
  })
})

describe('a file that a colleague had seen', () => {
  /** Hanako takes over, and takes back that Taro closed the halt; then he records again. */
  async function reopenedByHanako() {
    const team = await Team.begin()
    await team.ok('handover', '--to', 'hanako')
    await team.done('hanako', 'handover', '--accept')
    await team.ok('close', '--resolution', 'false-alarm', '--reason', 'looks fine')
    const [closing] = (await team.events('incident.closed')).map(({ writer, seq }) => `${writer}:${seq}`)
    await team.done('hanako', 'undo', closing ?? '', '--reason', 'it is down', '-i', team.id)
    await team.ok('note', 'ok', '-i', team.id)
    const [hers = ''] = (await team.events()).filter(({ by }) => by === 'hanako').map(({ writer }) => writer)
    team.pass(6 * 60_000)
    expect(await team.halt('status', '--check')).toMatchObject({ code: 7 })
    return { team, hers, path: join(team.workspace, 'incidents', team.id, `${team.id}.${hers}.jsonl`) }
  }

  it('raises an alarm in status --check, and is marked in list, once it is deleted', async () => {
    const { team, hers, path } = await reopenedByHanako()
    const kept = readFileSync(path)
    rmSync(path)
    const says = { taro: `the file of ${hers} is missing`, hanako: `the log of ${hers} ends at 0, but 2 was recorded` }
    for (const [who, words] of [...Object.entries(says), ['cron', says.taro] as const]) {
      const run = (...args: string[]) => (who === 'taro' ? team.halt(...args) : team.as(who, ...args))
      for (const _ of ['first', 'again']) {
        const checked = await run('status', '--check')
        expect(checked).toMatchObject({ code: 4, err: expect.stringContaining(`${team.id}: ${words}`) })
        expect(await run('list')).toMatchObject({ code: 4, out: expect.stringMatching(/Closed .*!! INCOMPLETE/) })
      }
    }
    writeFileSync(path, kept)
    expect(await team.halt('status', '--check')).toMatchObject({ code: 7 })
    expect(await team.halt('list')).toMatchObject({ code: 0, out: expect.not.stringContaining('!!') })
  })

  it('does so too once a longer one of the same name has replaced it', async () => {
    const { team, hers, path } = await reopenedByHanako()
    const [first] = readFileSync(path, 'utf8').split('\n')
    const { type, data, after, hlc } = JSON.parse(first ?? '')
    team.forge(...[1, 2, 3, 4].map((n) => ({ type, data, after, writer: hers, hlc: [hlc[0], hlc[1] + n] })))
    rmSync(path)
    renameSync(path.replace(hers, 'mmmmmmmm'), path)
    for (const who of ['cron', 'reader']) {
      const checked = await team.as(who, 'status', '--check')
      expect(checked).toMatchObject({
        code: 4,
        err: expect.stringMatching(/: \w{8}:\d is not the event that \S+ has seen/),
      })
      expect(await team.as(who, 'list')).toMatchObject({ code: 4, out: expect.stringContaining('!! INCOMPLETE') })
      expect((await team.as(who, 'status')).err).toMatch(/:\d is not the event that \S+ has seen/)
    }
  })
})

describe('a writer that a machine does not know', () => {
  it('is named by status and list until it is accepted, and once to whoever records', async () => {
    const team = await Team.begin()
    expect(named(await team.done('hanako', 'note', 'hers'))).toBeNull()
    expect(named(await team.done('hanako', 'status'))).toBeNull()
    const writer = named(await team.halt('status'))
    expect(team.writers()).toContain(writer)
    expect(named(await team.halt('list'))).toBe(writer)
    expect(named(await team.halt('note', 'first'))).toBe(writer)
    expect(named(await team.halt('note', 'second'))).toBeNull()
    expect(named(await team.halt('status'))).toBe(writer)
    const { log } = await team.json<{ log: { unknownWriters: unknown } }>('status')
    expect(log.unknownWriters).toEqual([{ writer, by: 'hanako', events: 1 }])
    expect((await team.halt('doctor', '--offline')).out).toContain(`${writer} (hanako, 1 event)`)
    expect(await team.ok('report')).toContain(
      `Not known to the machine that made this report: ${writer} (hanako, 1 event).`,
    )
    await team.ok('verify', '--accept', writer ?? '')
    const again = async (lang: string) => (await team.halt('verify', '--accept', writer ?? '', '--lang', lang)).err
    expect(await again('en')).toContain(`no change: ${writer} is known already`)
    expect(await again('ja')).toContain(`${writer} はすでに確認済みの書き手です`)
    for (const command of ['status', 'list', 'note more'])
      expect(named(await team.halt(...command.split(' ')))).toBeNull()
    expect(await team.ok('report')).not.toContain('Not known to the machine')
    expect(named(await team.as('cron', 'status'))).toBeNull()
  })

  it('can be accepted by the name of the person, if just one of theirs is not known', async () => {
    const team = await Team.begin()
    await team.done('hanako', 'note', 'hers')
    const [writer] = (await team.events('note.added')).map((event) => event.writer)
    const accepted = await team.halt('verify', '--accept', 'hanako')
    expect(accepted).toMatchObject({ code: 0, err: expect.stringContaining(writer ?? '-') })
    expect((await team.halt('verify', '--accept', 'hanako')).err).toContain(`${writer} is known already`)
    for (const state of ['a', 'b'])
      await team.haltWith(
        { env: { XDG_STATE_HOME: join(team.directory, state), HALT_OPERATOR: 'jiro' } },
        'note',
        state,
      )
    const theirs = (await team.events('note.added')).filter(({ by }) => by === 'jiro').map((event) => event.writer)
    const unclear = await team.halt('verify', '--accept', 'jiro')
    expect(unclear).toMatchObject({ code: 2, err: expect.stringContaining('(unclear-name)') })
    for (const one of theirs) expect(unclear.err).toContain(one)
  })

  it('cannot be accepted if there is none of that name: those that there are are named', async () => {
    const team = await Team.begin()
    await team.done('hanako', 'note', 'hers')
    const [[own], [hers]] = [await team.events('incident.started'), await team.events('note.added')]
    const refused = { code: 2, err: expect.stringMatching(/unknown writer 'abcdefgh' \(unknown-writer\)\nWriters: /) }
    const accepting = await team.halt('verify', '--accept', 'abcdefgh')
    expect(accepting).toMatchObject(refused)
    expect(accepting.err).toContain(`${own?.writer} (taro), ${hers?.writer} (hanako)`)
    const setting = await team.halt('verify', '--set-aside', 'abcdefgh', '--reason', 'why not')
    expect(setting).toMatchObject(refused)
    expect(setting.err).toContain(`Writers: ${hers?.writer} (hanako)\n`)
  })

  it.each(['--accept hanako', '--set-aside unknown --reason x', '--break-lock --reason x', '--continue --reason x'])(
    'closed the only halt: verify %s needs no name of it',
    async (flags) => {
      const team = await Team.begin()
      await team.done('hanako', 'close', '--resolution', 'false-alarm', '--reason', 'nothing there')
      const result = await team.halt('verify', ...flags.split(' '))
      expect(result).toMatchObject({ code: 0, err: expect.stringContaining(team.id) })
    },
  )

  it('makes those of the same machine known as well, and those that it had accepted, which is said', async () => {
    const team = await Team.begin()
    await team.done('eve', 'note', 'one')
    restart(team, 'eve')
    await team.done('eve', 'note', 'two')
    await team.done('jiro', 'note', 'three')
    const [one = '', two = '', three = ''] = (await team.events('note.added')).map(({ writer }) => writer)
    expect(new Set([one, two, three])).toHaveLength(3)
    await team.done('eve', 'verify', '--accept', three)
    const { err } = await team.halt('verify', '--accept', one)
    expect(err).toContain(`also known now, as the same machine: ${two} (eve)\n`)
    expect(err).toContain(`also known now, because it knows them: ${three} (jiro)\n`)
    expect((await team.halt('status')).err).not.toContain('new writer')
  })

  it('can be taken back by setting the writer aside, which undo says', async () => {
    const team = await Team.begin()
    await team.done('hanako', 'note', 'hers')
    await team.ok('verify', '--accept', 'hanako')
    const [{ writer, seq } = { writer: '', seq: 0 }] = await team.events('writer.accepted')
    for (const lang of ['en', 'ja']) {
      const undone = await team.halt('undo', `${writer}:${seq}`, '--reason', 'a mistake', '--lang', lang)
      expect(undone).toMatchObject({ code: 3, err: expect.stringContaining('(not-undoable)') })
      expect(undone.err).toMatch(/verify --set-aside \S+ --reason/)
      expect(undone.err).not.toContain(' correct ')
    }
  })

  it('can be set aside although its file has no first line that is valid', async () => {
    const team = await Team.begin()
    await team.done('hanako', 'note', 'hers')
    const own = team.writers().indexOf((await team.events('incident.started'))[0]?.writer ?? '')
    const hers = team.writers()[1 - own] ?? ''
    const path = join(team.workspace, 'incidents', team.id, `${team.id}.${hers}.jsonl`)
    const before = readFileSync(path, 'utf8')
    for (const given of [hers, 'unknown']) {
      writeFileSync(path, before.replace('"hers"', '"mine"'))
      const { code, err } = await team.halt('note', 'mine')
      expect([code, err.includes(`${hers}.jsonl:1`)]).toEqual([0, given === hers])
      expect(await team.halt('verify', '--set-aside', given, '--reason', 'nobody knows it')).toMatchObject({ code: 0 })
      expect(await team.halt('note', 'mine')).toMatchObject({ code: 0 })
    }
    const again = async (lang: string) =>
      (await team.halt('verify', '--set-aside', hers, '--reason', 'again', '--lang', lang)).err
    expect(await again('en')).toContain(`no change: ${hers} was set aside already`)
    expect(await again('ja')).toContain(`${hers} はすでに対象外の書き手です`)
  })

  it('can be set aside for a reason, so that nothing of it counts; the own one cannot', async () => {
    const team = await Team.begin()
    await team.done('hanako', 'note', 'hers')
    expect(await team.halt('verify', '--set-aside', 'unknown')).toMatchObject({ code: 3 })
    await team.ok('verify', '--set-aside', 'unknown', '--reason', 'nobody knows it')
    expect(named(await team.halt('status'))).toBeNull()
    expect(await team.ok('log')).not.toContain('hers')
    expect(await team.halt('verify')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/set aside by \S+:\d+\n +\d+ bytes, none of which count/),
    })
    const again = await team.halt('verify', '--set-aside', 'unknown', '--reason', 'nobody knows it')
    expect(again.err).toContain('no change: every writer is known to this machine')
    const own = (await team.events('incident.started'))[0]?.writer ?? ''
    const refused = await team.halt('verify', '--set-aside', own, '--reason', 'why not')
    expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('(own-writer)') })
    const absent = await team.halt('verify', '--set-aside', 'abcdefgh', '--reason', 'why not')
    expect(absent).toMatchObject({ code: 2, err: expect.stringContaining('(unknown-writer)') })
  })

  it('is not accepted in place of somebody whose name its file has, nor keeps that one from being accepted', async () => {
    const team = await Team.begin()
    await team.done('mmmmmmmm', 'note', 'here')
    const theirs = (await team.events('note.added'))[0]?.writer ?? ''
    team.forge({ type: 'incident.closed', by: theirs, data: { as: 'false-alarm', reason: 'nothing there' } })
    for (const given of ['mmmmmmmm', theirs])
      expect(await team.halt('verify', '--accept', given, '-i', team.id)).toMatchObject({
        code: 2,
        err: expect.stringContaining('(unclear-name)'),
      })
    await team.ok('verify', '--set-aside', 'mmmmmmmm', '--reason', 'nobody knows it', '-i', team.id)
    await team.ok('verify', '--accept', theirs)
    expect(named(await team.halt('status'))).toBeNull()
  })

  it('says that it was set aside, on its own machine, and counts again once it is accepted', async () => {
    const team = await Team.begin()
    await team.done('hanako', 'close', '--resolution', 'false-alarm', '--reason', 'nothing there')
    const writer = named(await team.halt('status')) ?? ''
    const gone = await team.halt('verify', '--set-aside', writer, '--reason', 'stolen laptop', '-i', team.id)
    expect(gone.err).toMatch(/writer \S+ set aside \(1 event\).*\n.*phase now: Initial response/)
    for (const command of [['status'], ['note', 'hers']]) {
      const { err } = await team.as('hanako', ...command)
      expect(err).toMatch(new RegExp(`${writer}, a writer of this machine, was set aside \\(\\S+:\\d+\\): nothing`))
    }
    const refused = await team.as('hanako', 'verify', '--accept', writer)
    expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('(outside-circle)') })
    const back = await team.halt('verify', '--accept', writer)
    expect(back).toMatchObject({ code: 0, err: expect.stringContaining('phase now: Closed') })
    expect(await team.halt('verify', '--accept', writer, '--reason', 'hers')).toMatchObject({ code: 2 })
  })

  it.each(['runbook', 'settings'])(
    'can be set aside though it put a %s file in force that cannot be read',
    async (kind) => {
      const team = await Team.begin()
      const digest = createHash('sha256').update('{}').digest('hex')
      writeFileSync(join(team.workspace, 'incidents', team.id, `${kind}.${digest}.json`), '{}')
      await team.ok('notice', '--posted', '--force', '--reason', 'by hand')
      const data = { [`${kind}Digest`]: digest, ...(kind === 'runbook' && { reason: 'ours' }) }
      const [far, closed] = [253_402_300_000_000, { as: 'false-alarm', reason: 'nothing there' }]
      team.forge(
        { type: `${kind}.adopted`, hlc: [far, 0], data },
        { type: 'incident.closed', hlc: [far, 1], data: closed },
      )
      await team.ok('verify', '--set-aside', 'mmmmmmmm', '--reason', 'forged', '-i', 'latest')
      await team.ok('done', '2.1-logs')
      expect((await team.halt('status', '--check')).code).toBe(0)
    },
  )

  it('is not the one that declared the halt: that one cannot be set aside', async () => {
    const team = await Team.begin()
    const own = (await team.events('incident.started'))[0]?.writer ?? ''
    const refused = await team.as('hanako', 'verify', '--set-aside', own, '--reason', 'why not')
    expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('(declaring-writer)') })
  })

  it('is known once a hand-over to it was accepted, and the one that declared the halt from the beginning', async () => {
    const team = await Team.begin()
    await team.ok('handover', '--to', 'hanako')
    await team.done('hanako', 'handover', '--accept')
    expect(named(await team.halt('status'))).toBeNull()
    await team.done('hanako', 'note', 'hers')
    expect((await team.as('hanako', 'status')).err).not.toContain('new writer')
    expect((await team.as('cron', 'status')).err).not.toContain('new writer')
  })
})

describe('status --check', () => {
  const alarm = (event: string) => ({ code: 7, err: expect.stringMatching(new RegExp(`${event}.*\\(new-writer\\)`)) })

  it('does not yield to a closing by a writer that is not known here', async () => {
    const team = await Team.begin()
    await team.done('hanako', 'close', '--resolution', 'false-alarm', '--reason', 'nothing there')
    for (const who of ['taro', 'cron']) {
      const result = who === 'taro' ? await team.halt('status', '--check') : await team.as(who, 'status', '--check')
      expect(result).toMatchObject(alarm('hanako'))
    }
    expect((await team.halt('doctor', '--offline')).out).toContain('(hanako, 1 event)')
    const { err } = await team.halt('status', '--check')
    expect(err).toMatch(/closed as .*verify --accept \S+ -i \S+; .*verify --set-aside \S+ --reason '[^']+' -i/)
    expect(err).toMatch(
      / was recorded by \w{8} \(hanako\), not known to this machine; .*; if nobody knows the writer: /,
    )
    expect((await team.halt('status', '--check', '--lang', 'ja')).err).toMatch(
      /は、このマシンで未確認の書き手 \w{8}（hanako）が記録しました。.*　誰も知らない書き手なら: /,
    )
    const { silenced } = JSON.parse((await team.halt('status', '--check', '--json')).out)
    expect(silenced).toMatchObject([{ incident: team.id, by: 'hanako', clocks: [] }])
    expect(team.writers()).toContain(silenced[0].writer)
    expect(named(await team.halt('list'))).toBe(silenced[0].writer)
    expect(await team.as('hanako', 'status', '--check')).toMatchObject({ code: 0, err: '' })
    await team.ok('verify', '--accept', silenced[0].writer, '-i', team.id)
    expect(await team.halt('status', '--check')).toMatchObject({ code: 0 })
    expect(await team.as('cron', 'status', '--check')).toMatchObject({ code: 0 })
  })

  it('does not yield to a reopening by one, which would begin all deadlines anew', async () => {
    const team = await Team.begin()
    team.pass(6 * 60_000)
    expect(await team.halt('status', '--check')).toMatchObject({ code: 7 })
    team.forge({ type: 'incident.reopened', hlc: [team.now, 0], at: new Date(team.now).toISOString(), data: REOPENED })
    expect(await team.halt('status', '--check')).toMatchObject(alarm('first-notice:website'))
  })

  it('does not yield to redactions by one: of when the halt began, or of whose follow-up is overdue', async () => {
    const team = new Team()
    const [from, to] = [-60, 60].map((minutes) => new Date(team.now + minutes * 60_000).toISOString())
    const planned = ['--planned', `${from}/${to}`, '--scope', 'trading=stopped', '--no-walk']
    team.id = (await team.ok('start', '--type', 'maintenance', '--title', 'Release', ...planned)).trim()
    await team.ok('advance', '--force', '--reason', 'it is on')
    await team.ok('set', 'started-at=30m ago')
    await team.ok('action', 'add', 'call the bank', '--owner', 'hanako', '--due', '1m')
    team.pass(10 * 60_000)
    const late = (...args: string[]) => team.halt('status', '--check', ...args)
    const before = [await late(), await late('--assigned', 'hanako')]
    expect(before).toMatchObject([
      { code: 7, out: expect.stringContaining('first-notice:website') },
      { code: 7, out: expect.stringContaining('action:') },
    ])
    const nameOf = async (type: string) => (await team.events(type)).map(({ writer, seq }) => `${writer}:${seq}`).at(-1)
    const targets = { value: await nameOf('fact.set'), owner: await nameOf('action.added') }
    team.forge(
      ...Object.entries(targets).map(([field, event], i) => ({
        type: 'event.redacted',
        hlc: [team.now, i],
        data: { event, field, reason: 'a name' },
      })),
    )
    expect((await late()).out).toBe(before[0]?.out)
    expect((await late('--assigned', 'hanako')).out).toBe(before[1]?.out)
    expect((await team.halt('log')).err).toContain('mmmmmmmm:1 contradicts earlier events')
  })

  it.each([
    ['as a drill', { data: { drill: true } }],
    ['for another incident', { incident: 'another', data: {} }],
  ])('does not yield to another declaration, which is dated back, %s', async (_, { data, ...over }) => {
    for (const closing of [[], [{ type: 'incident.closed', data: { as: 'false-alarm', reason: 'none' }, ...over }]]) {
      const team = await Team.begin()
      const [{ data: declared } = { data: {} }] = await team.events('incident.started')
      const early = { hlc: [1, 0], ...over }
      team.forge({ ...early, data: { ...declared, ...data } }, ...closing)
      for (const who of ['taro', 'cron']) {
        const result = who === 'taro' ? await team.halt('status', '--check') : await team.as(who, 'status', '--check')
        // A machine that has recorded knows which incident it is.
        const isKnown = who === 'taro' && 'incident' in over
        const says = isKnown ? /:1 belongs to another incident/ : /declared twice .*verify -i/
        expect(result).toMatchObject({ code: 4, err: expect.stringMatching(says) })
      }
    }
  })

  it('is quiet again once the file of a declaration that was dated back is gone and the log is continued', async () => {
    const team = await Team.begin()
    const [{ data } = { data: {} }] = await team.events('incident.started')
    team.forge({ hlc: [1, 0], data: { ...data, drill: true } })
    await team.halt('note', 'meanwhile')
    expect(await team.halt('status', '--check')).toMatchObject({ code: 4 })
    rmSync(join(team.workspace, 'incidents', team.id, `${team.id}.mmmmmmmm.jsonl`))
    await team.ok('verify', '--continue', '--reason', 'forged')
    expect(await team.halt('status', '--check')).toMatchObject({ code: 0, err: '' })
  })

  it('does not yield to another declaration that is closed, however long ago, until its file is gone', async () => {
    const team = await Team.begin()
    const [{ data } = { data: {} }] = await team.events('incident.started')
    const closing = { type: 'incident.closed', data: { as: 'false-alarm', reason: 'none' }, incident: 'another' }
    team.forge({ hlc: [1, 0], incident: 'another', data }, closing)
    for (const later of [0, 3 * 24 * 3_600_000]) {
      team.now = Math.max(team.now, Date.now()) + later
      for (const _ of ['first', 'again']) {
        const checked = await team.as('cron', 'status', '--check')
        expect(checked).toMatchObject({ code: 4, err: expect.stringContaining('declared twice') })
        const listed = await team.as('cron', 'list')
        expect(listed).toMatchObject({ code: 4, out: expect.stringMatching(/Closed .*!! DECLARED TWICE/) })
      }
    }
    const { incidents } = JSON.parse((await team.as('cron', 'list', '--json')).out)
    expect(incidents).toMatchObject([{ intact: false, flaw: 'declared-twice' }])
    const shown = await team.as('cron', 'status')
    expect(shown).toMatchObject({ code: 4, err: expect.stringContaining('declared twice') })
    expect(await team.as('cron', 'verify')).toMatchObject({ code: 4, err: expect.stringContaining('(declared-twice)') })
    rmSync(join(team.workspace, 'incidents', team.id, `${team.id}.mmmmmmmm.jsonl`))
    expect(await team.as('cron', 'status', '--check')).toMatchObject({ code: 7 })
  })

  it('forgets such a closing after a day', async () => {
    const team = await Team.begin()
    await team.done('hanako', 'close', '--resolution', 'false-alarm', '--reason', 'nothing there')
    team.now = Date.now() + 25 * 3_600_000
    expect(await team.halt('status', '--check')).toMatchObject({ code: 0 })
  })

  it('counts what is overdue without the notices of a writer that is not known here', async () => {
    const team = await Team.begin()
    const channels = ['website', 'email', 'app-push', 'social']
    const posted = ['--posted', '--link', 'https://status.example/1', '--force', '--reason', 'by hand']
    for (const channel of channels) await team.done('hanako', 'notice', channel, ...posted)
    expect(await team.halt('status', '--check')).toMatchObject({ code: 0 })
    team.pass(6 * 60_000)
    const { silenced, overdue } = JSON.parse((await team.halt('status', '--check', '--json')).out)
    expect(overdue).toEqual([])
    expect(silenced).toMatchObject([{ by: 'hanako', clocks: expect.arrayContaining(['first-notice:website']) }])
    expect(await team.halt('status', '--check')).toMatchObject(alarm('first-notice:website'))
    await team.ok('verify', '--accept', silenced[0].writer)
    expect(await team.halt('status', '--check')).toMatchObject({ code: 0 })
  })
})

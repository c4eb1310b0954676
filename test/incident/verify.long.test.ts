import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { documentSchemas } from '../../src/cli/schemas.ts'
import type { Envelope } from '../../src/domain/log/event.ts'
import { Bench, type Outcome } from '../bench.ts'
import { replies } from '../script.ts'
import { notesAfter } from '../sealing.ts'

type Verified = z.infer<typeof documentSchemas.verify>

/** Taro declares and writes two notes; between them Hanako writes one on another machine. */
class Shared extends Bench {
  id = ''
  incident = ''
  taro = ''
  hanako = ''

  static async begin(): Promise<Shared> {
    const bench = new Shared()
    bench.id = (await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down')).trim()
    bench.incident = join(bench.workspace, 'incidents', bench.id)
    bench.taro = bench.logs()[0] as string
    await bench.ok('note', 'one')
    await bench.asHanako('note', 'hers')
    bench.hanako = bench.logs().find((path) => path !== bench.taro) as string
    await bench.ok('note', 'two')
    return bench
  }

  logs(): string[] {
    const names = readdirSync(this.incident).filter((name) => name.endsWith('.jsonl'))
    return names.map((name) => join(this.incident, name))
  }

  async asHanako(...args: readonly string[]): Promise<Outcome> {
    const env = { XDG_STATE_HOME: join(this.directory, 'state-2'), HALT_OPERATOR: 'hanako' }
    return await this.haltWith({ env }, ...args)
  }

  async verify(...args: readonly string[]): Promise<Verified> {
    return documentSchemas.verify.parse(JSON.parse((await this.halt('verify', '--json', ...args)).out))
  }
}

const writerOf = (path: string) => path.split('.').at(-2) as string

function alter(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
}

function cut(path: string, left: number): void {
  writeFileSync(path, `${readFileSync(path, 'utf8').split('\n').slice(0, left).join('\n')}\n`)
}

const COMMAND = /verify --continue --reason TEXT -i \S+-system-failure/

it('verify names the incident once on a terminal', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down')
  const { screen } = await bench.haltWith({ script: replies() }, 'verify')
  expect(screen.split('Engine down')).toHaveLength(2)
})

it('verify, status and report say `1 event`, not `1 events`', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  expect(await bench.ok('verify')).toContain('\n1 event: consistent')
  expect(await bench.ok('status')).toMatch(/\n1 event, head /)
  expect(await bench.ok('report')).not.toContain('1 events')
})

describe('verify of an intact log', () => {
  it('shows what was read of each file, and what the log was compared with', async () => {
    const bench = await Shared.begin()
    const { code, out } = await bench.halt('verify')
    expect(code).toBe(0)
    expect(out).toContain(`${writerOf(bench.taro)}  whole\n`)
    expect(out).toMatch(/ 3 events in \d+ bytes, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d.*, by taro\n/)
    expect(out).toMatch(/ 1 event in \d+ bytes, .*, by hanako\n/)
    expect(out).toContain('agrees with the head kept on this machine')
    expect(out).toContain('No head from a report or a mail was compared')
    expect(await bench.verify()).toMatchObject({
      result: 'consistent',
      events: 4,
      kept: { state: 'agrees', head: { writer: writerOf(bench.taro), seq: 3 } },
      compared: 2,
      findings: [],
      behind: null,
      unmet: [],
      mend: null,
      files: expect.arrayContaining([
        expect.objectContaining({ writer: writerOf(bench.taro), state: 'whole', events: 3, by: ['taro'] }),
      ]),
    })
  })

  it('says so if nothing outside the log was compared', async () => {
    const bench = await Shared.begin()
    const unknownMachine: NodeJS.ProcessEnv = { XDG_STATE_HOME: join(bench.directory, 'state-3') }
    const { code, out } = await bench.haltWith({ env: unknownMachine }, 'verify')
    expect(code).toBe(0)
    expect(out).toContain('4 events: consistent (nothing outside this folder was compared)')
    expect(out).not.toContain('kept on this machine')
  })

  it('says the same in Japanese', async () => {
    const bench = await Shared.begin()
    const { code, out } = await bench.halt('verify', '--lang', 'ja')
    expect(code).toBe(0)
    expect(out).toMatch(/記録3件（\d+バイト）、.*記録者 taro/)
    expect(out).toContain('このマシンの控えとも一致します')
  })

  it('marks every line in a drill', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--drill')
    const lines = (await bench.ok('verify')).trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(4)
    expect(lines.filter((line) => !line.startsWith('[DRILL]'))).toEqual([])
  })
})

describe('a damaged log', () => {
  it('is said to be unwritten by commands that record, and verify does not send to itself', async () => {
    const bench = await Shared.begin()
    alter(bench.taro, '"two"', '"too"')
    const details = /For details: \S+ verify -i/
    const errors = async (...args: string[]) => (await bench.halt(...args)).err
    expect(await errors('note', 'three')).toMatch(/Nothing was written\. For details: \S+ verify -i/)
    const report = await errors('report')
    expect(report).toMatch(details)
    expect(report).not.toContain('Nothing was written')
    expect(await errors('verify')).not.toMatch(details)
    expect((await bench.halt('doctor', '--offline')).out).toMatch(details)
    await bench.ok('verify', '--continue', '--reason', 'disk fault')
    rmSync(join(bench.incident, readdirSync(bench.incident).find((name) => name.startsWith('runbook.')) ?? ''))
    const flawed = await errors('verify')
    expect(flawed).toContain('(runbook-missing)')
    expect(flawed).not.toMatch(details)
  })

  it('is said to count up to there by status --check too, which shows nothing of it', async () => {
    const bench = await Shared.begin()
    alter(bench.taro, '"two"', '"too"')
    for (const args of [['status'], ['status', '--check']])
      expect((await bench.halt(...args)).err).toMatch(
        /DAMAGED LOG: \S+:3 was altered.* Of that file, only what comes before that counts\./,
      )
    const ja = (await bench.halt('status', '--lang', 'ja')).err
    expect(ja).toMatch(/\.jsonl の3行目は、ハッシュが一致しません/)
  })

  it('is not called partial where no file is read in part: one that was frozen is gone, or the folder has another name', async () => {
    const bench = await Shared.begin()
    alter(bench.hanako, '"hers"', '"his"')
    await bench.ok('verify', '--continue', '--reason', 'disk fault')
    rmSync(bench.hanako)
    const { err } = await bench.halt('note', 'x')
    expect(err).toContain('was frozen, and is missing')
    expect(err).not.toContain('To freeze that file')
    expect(err).toMatch(/To continue without it:.*verify --continue --reason TEXT/)
    expect((await bench.halt('status')).err).not.toContain('only what comes before')
    expect((await bench.halt('note', 'x', '--lang', 'ja')).err).not.toContain('このファイルを凍結し')
  })

  it('is explained with file, line, byte, meaning, and the command to continue', async () => {
    const bench = await Shared.begin()
    alter(bench.taro, '"two"', '"too"')
    const bytes = readFileSync(bench.taro)
    const at = bytes.toString('latin1').lastIndexOf('\n', bytes.length - 2) + 1
    const { code, out, err } = await bench.halt('verify')
    expect(code).toBe(4)
    expect(err).toMatch(/\.jsonl:3 .*\(damaged\)\n/)
    expect(out).toContain(`${bench.taro.split('/').at(-1)}:3\n`)
    expect(out).toContain(`Line 3 (byte ${at} of ${bytes.length}) was altered`)
    expect(out).toMatch(/changed after it was written/)
    expect(out).toContain('The 2 events before it can be trusted')
    expect(out).toMatch(COMMAND)
    expect(await bench.verify()).toMatchObject({
      result: 'damaged',
      findings: [{ line: 3, offset: at, why: 'hash-differs', mend: expect.stringMatching(COMMAND) }],
      mend: expect.stringMatching(COMMAND),
    })
    expect((await bench.halt('verify', '--lang', 'ja')).out).toContain(`3行目（全${bytes.length}バイト中の位置${at}）`)
  })

  it('refuses every write, and names the command to continue', async () => {
    const bench = await Shared.begin()
    alter(bench.taro, '"two"', '"too"')
    expect(await bench.halt('note', 'three')).toMatchObject({ code: 4, err: expect.stringMatching(COMMAND) })
    expect(await bench.halt('report')).toMatchObject({ code: 4, err: expect.stringMatching(COMMAND) })
  })

  it('is frozen and continued for a stated reason, after which all commands work again', async () => {
    const bench = await Shared.begin()
    alter(bench.taro, '"two"', '"too"')
    const before = readFileSync(bench.taro)
    expect(await bench.halt('verify', '--continue')).toMatchObject({
      code: 3,
      err: expect.stringContaining('--reason'),
    })
    const { code, out, err } = await bench.halt('verify', '--continue', '--reason', 'disk fault on db-3')
    expect({ code, out }).toEqual({ code: 0, out: '' })
    expect(err).toMatch(/:1 {2}continues \S+: found up to 2, recorded up to 3 \(damaged\).*"disk fault on db-3"/)
    const [by = ''] = /\b[a-z2-7]{8}:1\b/.exec(err) ?? []
    const verified = await bench.halt('verify')
    expect(verified.code).toBe(0)
    expect(verified.out).toContain(`${writerOf(bench.taro)}  frozen, continued by ${by}\n`)
    expect(verified.out).toContain('Reason: disk fault on db-3')
    expect(await bench.verify()).toMatchObject({
      result: 'consistent',
      findings: [],
      frozen: [{ line: 3, why: 'hash-differs', bytes: before.length, words: 'disk fault on db-3', continuedBy: by }],
    })
    await bench.ok('note', 'three')
    await bench.ok('done', '2.1-logs')
    expect((await bench.asHanako('note', 'hers too')).code).toBe(0)
    expect(await bench.halt('status')).toMatchObject({ code: 0 })
    expect(await bench.halt('log')).toMatchObject({ code: 0 })
    const report = await bench.ok('report')
    expect(report).toContain('disk fault on db-3')
    expect(report).toContain('one')
    expect(report).not.toMatch(/note "t[wo]o"/)
    expect(await bench.ok('list')).not.toContain('DAMAGED')
    expect(readFileSync(bench.taro).equals(before)).toBe(true)
    alter(bench.taro, '"too"', '"two"')
    expect(await bench.halt('verify')).toMatchObject({
      code: 4,
      out: expect.stringContaining('was changed after it was frozen'),
      err: expect.stringContaining('(damaged)'),
    })
    expect((await bench.halt('note', 'x')).code).toBe(4)
  })

  it('cannot be continued without a valid declaration; verify says to declare the incident again', async () => {
    const bench = await Shared.begin()
    alter(bench.taro, '"Engine down"', '"engine down"')
    expect(await bench.halt('verify')).toMatchObject({
      code: 4,
      out: expect.stringContaining('declare the incident again'),
    })
    expect(await bench.halt('verify', '--continue', '--reason', 'x', '-i', bench.id)).toMatchObject({
      code: 4,
      err: expect.stringMatching(/\(no-declaration\)\n.* start$/m),
    })
    expect(bench.logs()).toHaveLength(2)
  })

  it('has no start if the file that declared the incident is missing', async () => {
    const bench = await Shared.begin()
    rmSync(bench.taro)
    const { code, out } = await bench.halt('verify')
    expect(code).toBe(4)
    expect(out).toContain('The log has no start')
    expect(out).toContain(`${writerOf(bench.taro)}  MISSING`)
  })
})

describe('a log that lacks events that other writers had seen', () => {
  it.each([
    ['cut', (bench: Shared) => cut(bench.taro, 1), 'behind', /ends at 1, but \S+:1 has seen it up to 2/],
    ['lost', (bench: Shared) => rmSync(bench.hanako), 'missing', /is missing, but \S+:3 has seen it up to 1/],
  ])('is reported by verify, and by other commands, which still work: a file was %s', async (_, harm, how, says) => {
    const bench = await Shared.begin()
    harm(bench)
    const elsewhere: NodeJS.ProcessEnv = { XDG_STATE_HOME: join(bench.directory, 'state-3'), HALT_OPERATOR: 'jiro' }
    const verified = await bench.haltWith({ env: elsewhere }, 'verify')
    expect(verified).toMatchObject({ code: 4, err: expect.stringMatching(/\(log-incomplete\)\n/) })
    expect(verified.err).toMatch(says)
    expect(verified.err).toMatch(COMMAND)
    const json = documentSchemas.verify.parse(
      JSON.parse((await bench.haltWith({ env: elsewhere }, 'verify', '--json')).out),
    )
    expect(json).toMatchObject({ result: 'behind', behind: null, unmet: [{ how }] })
    expect(await bench.haltWith({ env: elsewhere }, 'status')).toMatchObject({
      code: 0,
      err: expect.stringContaining('has seen it'),
    })
    expect(await bench.haltWith({ env: elsewhere }, 'note', 'goes on')).toMatchObject({
      code: 0,
      err: expect.stringContaining('has seen it'),
    })
    // Nobody knows this machine: whatever it says, the alarm stays.
    const unheard = await bench.haltWith({ env: elsewhere }, 'verify', '--continue', '--reason', 'restored')
    expect(unheard).toMatchObject({ code: 0, err: expect.stringContaining('does not count yet') })
    expect((await bench.haltWith({ env: elsewhere }, 'verify')).code).toBe(4)
    expect((await bench.halt('verify')).code).toBe(4)
    const heard = await bench.halt('verify', '--continue', '--reason', 'restored')
    expect(heard).toMatchObject({ code: 0, err: expect.not.stringContaining('does not count yet') })
    const after = await bench.haltWith({ env: elsewhere }, 'verify')
    expect(after).toMatchObject({ code: 0, out: expect.stringContaining('Gaps after which the log was continued') })
    expect(after.out).toContain('Reason: restored')
  })

  it('is reported if an event was replaced and the file has grown since', async () => {
    const bench = await Shared.begin()
    const copy = readFileSync(bench.hanako)
    await bench.asHanako('note', 'hers 2')
    await bench.ok('note', 'saw both')
    const other = await Shared.begin()
    cpSync(bench.taro, join(bench.directory, 'kept'))
    writeFileSync(bench.hanako, copy)
    const state = join(bench.directory, 'state-2', 'halt')
    const head = join(state, readdirSync(state)[0] as string, `${bench.id}.head`)
    const first = JSON.parse(copy.toString()) as { writer: string; hash: string }
    writeFileSync(head, `${first.writer} 1 ${first.hash}\n`)
    for (const text of ['never so', 'nor this']) expect((await bench.asHanako('note', text)).code).toBe(0)
    expect(bench.logs()).toHaveLength(other.logs().length)
    expect(await bench.halt('verify')).toMatchObject({
      code: 4,
      err: expect.stringMatching(/:2 is not the event that \S+ has seen/),
    })
    expect((await bench.verify()).unmet).toMatchObject([{ how: 'differs', head: { seq: 2 }, found: { seq: 3 } }])
    expect((await bench.halt('verify', '--continue', '--reason', 'forged')).code).toBe(0)
    expect((await bench.halt('verify')).code).toBe(0)
  })
})

describe('verify --continue', () => {
  it('does nothing, and says so, if nothing is wrong', async () => {
    const bench = await Shared.begin()
    const before = bench.logs().map((path) => readFileSync(path, 'utf8'))
    expect(await bench.halt('verify', '--continue', '--reason', 'x')).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringContaining('nothing to continue'),
    })
    expect(bench.logs().map((path) => readFileSync(path, 'utf8'))).toEqual(before)
    expect(await bench.halt('verify', '--reason', 'x')).toMatchObject({
      code: 3,
      err: expect.stringContaining('--continue'),
    })
  })

  it('prints the recorded events with --json', async () => {
    const bench = await Shared.begin()
    alter(bench.taro, '"two"', '"too"')
    const { events } = JSON.parse(await bench.ok('verify', '--continue', '--reason', 'x', '--json')) as {
      events: object[]
    }
    expect(events).toMatchObject([{ type: 'log.continued', data: { reason: 'damaged', frozen: { line: 3 } } }])
  })
})

describe('a log whose folder is gone', () => {
  async function gone(): Promise<Shared> {
    const bench = await Shared.begin()
    await bench.ok('start', '--type', 'compliance', '--drill')
    rmSync(bench.incident, { recursive: true })
    return bench
  }

  it('makes list and status --check exit with 4, and name the file that keeps its head: nobody knows what was due', async () => {
    const bench = await gone()
    const says = new RegExp(`the log of ${bench.id} is gone, but \\S+\\.head says that it was recorded up to \\S+:3`)
    const list = await bench.halt('list')
    expect(list).toMatchObject({ code: 4, err: expect.stringMatching(says) })
    expect(list.out).toMatch(/^\S+-compliance {2}/)
    expect(await bench.halt('status', '--check')).toMatchObject({ code: 4, err: expect.stringMatching(says) })
    const { missing, incidents } = documentSchemas.list.parse(JSON.parse((await bench.halt('list', '--json')).out))
    expect(missing).toMatchObject([{ incident: bench.id, seq: 3, writer: writerOf(bench.taro) }])
    expect(incidents).toHaveLength(1)
  })

  it('exits with 4 if named, until the kept head is deleted', async () => {
    const bench = await gone()
    for (const args of [
      ['verify', '-i', bench.id],
      ['note', 'x', '-i', bench.id],
      ['status', '-i', bench.id.slice(0, -3)],
    ])
      expect(await bench.halt(...args)).toMatchObject({
        code: 4,
        out: '',
        err: expect.stringMatching(/:3 \(log-missing\)\n.*rm \S+\.head$/m),
      })
    const [path = ''] = /\S+\.head$/m.exec((await bench.halt('verify', '-i', bench.id)).err) ?? []
    rmSync(path)
    expect(await bench.halt('verify', '-i', bench.id)).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-incident)'),
    })
    expect(await bench.halt('list')).toMatchObject({ code: 0, err: '' })
    expect(await bench.halt('status', '--check')).toMatchObject({ code: 0, err: '' })
  })

  it('makes a bare verify exit with 4 if there is no other incident', async () => {
    const bench = await Shared.begin()
    rmSync(join(bench.workspace, 'incidents'), { recursive: true })
    expect(await bench.halt('verify')).toMatchObject({ code: 4, err: expect.stringContaining('(log-missing)') })
    expect((await bench.halt('status', '--check')).err).toContain('is gone')
    mkdirSync(bench.incident, { recursive: true })
    expect((await bench.halt('list')).err).toContain('is gone')
  })
})

describe('a folder among the incidents that is not an incident', () => {
  it('is ignored, and reported by list and verify', async () => {
    const bench = await Shared.begin()
    const incidents = join(bench.workspace, 'incidents')
    const stray = (name: string) => join(incidents, name)
    for (const name of ['notes', '20260101-000000-failure', `${bench.id}-2`, 'copy.old']) mkdirSync(stray(name))
    writeFileSync(join(stray('notes'), 'notes.jsonl'), 'x')
    writeFileSync(join(stray('copy.old'), `${bench.id}.aaaaaaaa.jsonl`), 'x')
    cpSync(bench.taro, join(stray(`${bench.id}-2`), bench.taro.split('/').at(-1) as string))
    writeFileSync(stray('readme.txt'), 'x')
    symlinkSync(bench.incident, stray('20260101-000000-linked'))
    cpSync(bench.taro, join(bench.incident, `${bench.id}.backup.jsonl`))
    cpSync(bench.taro, join(bench.incident, `${bench.id}.old.abcdefgh.jsonl`))
    expect((await bench.halt('note', 'three')).code).toBe(0)
    const { out, err } = await bench.halt('list')
    expect(out.trim().split('\n')).toHaveLength(1)
    const said = err
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0])
    const strays = ['20260101-000000-linked', `${bench.id}-2`, 'copy.old', 'notes']
    expect(said).toEqual([...strays.map((name) => `incidents/${name}`), 'new'])
    expect(await bench.halt('verify')).toMatchObject({
      code: 0,
      err: expect.stringContaining('incidents/notes is not'),
    })
  })

  it('drowns no screen: twenty are named, and the others counted', async () => {
    const bench = await Shared.begin()
    for (let n = 100; n < 200; n += 1) mkdirSync(join(bench.workspace, 'incidents', `copy-${n}`))
    const said = (await bench.halt('list')).err.split('\n').filter((line) => line.includes('incident folder'))
    expect(said).toHaveLength(21)
    expect(said.at(-1)).toBe('80 more are in incidents/ that are no incident folders')
    const ja = (await bench.halt('list', '--lang', 'ja')).err
    expect(ja).toContain('incidents/ には、インシデントのフォルダーではないものがほかに80個あります')
  })

  it('is an incident again once folder and files have matching names', async () => {
    const bench = await Shared.begin()
    const moved = `${bench.incident}-2`
    renameSync(bench.incident, moved)
    expect((await bench.halt('status')).code).toBe(4)
    for (const name of readdirSync(moved))
      renameSync(join(moved, name), join(moved, name.replace(bench.id, `${bench.id}-2`)))
    expect(await bench.halt('status')).toMatchObject({ code: 0 })
    expect((await bench.halt('note', 'x', '-i', bench.id)).code).toBe(4)
  })
})

describe('a log file that somebody added', () => {
  it('is reported with its events and authors until this machine has recorded again', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    const stranger = { env: { XDG_STATE_HOME: join(bench.directory, 'elsewhere') } }
    await bench.haltWith(stranger, 'note', 'nobody said this', '--as', 'jiro')
    await bench.haltWith(stranger, 'note', 'nor this', '--as', 'jiro')
    const { code, out } = await bench.halt('verify')
    expect([code, out]).toEqual([0, expect.stringMatching(/New here since .*\n +\w{8}, 2 events, by jiro\n/)])
    expect(await bench.json('verify')).toMatchObject({ news: [{ known: 0, events: 2, by: ['jiro'] }] })
    expect((await bench.halt('note', 'mine')).err).toMatch(
      /new writer \w{8} \(jiro, 2 events\), not known to this machine/,
    )
    expect(await bench.ok('verify')).not.toContain('New here')
    expect((await bench.halt('note', 'mine again')).err).not.toContain('new here')
    await bench.haltWith(stranger, 'note', 'one more', '--as', 'jiro')
    expect(await bench.ok('verify')).toMatch(/\n +\w{8}, 1 more event, by jiro\n/)
    expect((await bench.halt('note', 'mine')).err).not.toContain('new here')
  })
})

describe('lines that were added to a file by somebody else', () => {
  const forge = (bench: Shared) => {
    const last = JSON.parse(readFileSync(bench.taro, 'utf8').trimEnd().split('\n').at(-1) ?? '') as Envelope
    appendFileSync(bench.taro, notesAfter(last, ['not by Taro']))
  }

  it('fail verify on the machine of their writer until it says that they are known; recording goes on', async () => {
    const bench = await Shared.begin()
    forge(bench)
    const warning = expect.stringMatching(/the file of \S+ has lines after 3 that this machine did not write/)
    expect(await bench.halt('status')).toMatchObject({ code: 0, err: warning })
    expect(await bench.halt('status', '--json')).toMatchObject({ out: expect.stringContaining('"intact":false') })
    const first = await bench.halt('verify')
    expect(first).toMatchObject({ code: 4, err: expect.stringContaining('(foreign-lines)') })
    expect(first.out).toContain('The next event recorded on this machine names these lines')
    expect(await bench.halt('log')).toMatchObject({ code: 0, out: expect.not.stringContaining('not by Taro') })
    expect(await bench.halt('note', 'three')).toMatchObject({ code: 0, err: warning })
    expect(await bench.halt('note', 'four')).toMatchObject({
      code: 0,
      err: expect.not.stringContaining('did not write'),
    })
    const found = await bench.verify()
    expect(found).toMatchObject({ result: 'foreign-lines', findings: [], gaps: [] })
    expect(found.foreign).toMatchObject([{ writer: writerOf(bench.taro), kept: { seq: 3 }, isAcknowledged: false }])
    expect(await bench.halt('verify')).toMatchObject({ code: 4 })
    await bench.ok('verify', '--continue', '--reason', 'an intern, with an editor')
    expect(await bench.halt('verify')).toMatchObject({ code: 0, out: expect.stringContaining('with a reason') })
    expect(await bench.verify()).toMatchObject({ result: 'consistent', foreign: [{ isAcknowledged: true }] })
  })

  it('are damage on another machine until their writer has named them, and stop nobody there from recording', async () => {
    const bench = await Shared.begin()
    forge(bench)
    const unsigned = 'is not signed with the key of its writer'
    expect(await bench.asHanako('verify')).toMatchObject({ code: 4, err: expect.stringContaining(unsigned) })
    expect(await bench.asHanako('status')).toMatchObject({ code: 4, err: expect.stringContaining(unsigned) })
    const recorded = await bench.asHanako('note', 'hers too')
    expect(recorded).toMatchObject({
      code: 0,
      err: expect.stringMatching(/:4 is not signed .* does not count.*run verify/),
    })
    expect(await bench.asHanako('log')).toMatchObject({ out: expect.stringContaining('hers too') })
    await bench.ok('note', 'three')
    const after = await bench.asHanako('note', 'and more')
    expect(after).toMatchObject({ code: 0, err: expect.not.stringContaining(unsigned) })
    expect(await bench.asHanako('verify')).toMatchObject({ code: 4, err: expect.stringContaining('(foreign-lines)') })
  })
})

import { once } from 'node:events'
import { chmodSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { describe, expect, test } from 'vitest'
import { KEYS } from '../../src/render/walk.ts'
import { SENDING } from '../walk/operator.ts'
import { Bench } from './bench.ts'
import { Person } from './terminal-walk.ts'

const { en } = SENDING
const NAMES = 'organisation: { ja: 例示取引所, en: Example Exchange }\ncontact: { ja: support@example.com }\n'

/** A workspace whose channels are commands that keep what they get. */
function sending(...channels: readonly string[]): Bench {
  const bench = new Bench()
  const list = channels.map((channel) => `  ${channel}: { via: command, run: [sh, -c, "cat > ${channel}.txt"] }\n`)
  bench.write('halt.yaml', `${NAMES}channels:\n${list.join('')}`)
  return bench
}

const CUSTOMERS = ['website', 'email', 'app-push', 'social'] as const

/** Counts what is pressed, Enter included. */
class Counting {
  presses = 0
  readonly person: Person

  constructor(person: Person) {
    this.person = person
  }

  async press(key: string): Promise<void> {
    this.presses += 1
    await this.person.press(key)
  }

  async answer(line: string): Promise<void> {
    this.presses += line.length + 1
    await this.person.answer(line)
  }

  async choose(): Promise<void> {
    this.presses += 1
    await this.person.choose(1, 1)
  }
}

async function offered(bench: Bench, args: readonly string[] = []): Promise<Person> {
  const person = new Person({ bench, rows: 60, args: ['start', '--title', 'Engine down', ...args] })
  await person.choose(1, 1)
  await person.press(KEYS.notice)
  await person.asked(en.missingKeys)
  await person.press('?')
  await person.terminal.until('i edit a line')
  return person
}

interface Recorded {
  readonly type: string
  readonly data: Record<string, unknown>
}

function recorded(bench: Bench, type: string): Recorded[] {
  const lines = bench.ok('log', '--json', '-i', 'latest').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Recorded).filter((event) => event.type === type)
}

describe.concurrent('notices in the walk', () => {
  test('from start to four notices sent takes no more than forty key presses, and three screens to the first text', async () => {
    const bench = sending(...CUSTOMERS)
    const counting = new Counting(new Person({ bench, rows: 60 }))
    const { person } = counting
    await person.terminal.until(person.text.chooseType)
    await counting.choose()
    await person.asked(person.text.title)
    await counting.answer('')
    let screens = 0
    for (const key of [KEYS.notice, '?']) {
      await person.question()
      screens += 1
      await counting.press(key)
    }
    await person.terminal.until('--- website')
    screens += 1
    expect(screens).toBeLessThanOrEqual(3)
    await counting.press('s')
    await person.asked(en.typeToSend(CUSTOMERS))
    await counting.answer('send')
    await person.terminal.until(() => recorded(bench, 'notice.delivered').length === 4)
    expect(recorded(bench, 'notice.delivered').map(({ data }) => data.outcome)).toEqual(Array(4).fill('sent'))
    expect(counting.presses).toBeLessThanOrEqual(40)
    for (const channel of CUSTOMERS)
      expect(readFileSync(join(bench.workspace, `${channel}.txt`), 'utf8')).toContain('次報')
  })

  test('an advance notice asks for what it states alone, so that all of it can be said to be unknown', async () => {
    const person = new Person({
      bench: sending('social'),
      rows: 60,
      args: ['start', '--type', 'maintenance', '--planned', '2099-01-10T02:00/2099-01-10T04:00', '--title', 'Upgrade'],
    })
    await person.question()
    await person.press(KEYS.notice)
    await person.asked(en.missingKeys)
    expect(person.terminal.text()).toContain(en.missing(['Impact on customers']))
    await person.press('?')
    await person.terminal.until('i edit a line')
    expect(person.terminal.text()).not.toContain('(not-begun)')
  })

  test('nothing is sent for another word, Enter, or a terminal that is left', async () => {
    const bench = sending('social')
    const person = await offered(bench)
    for (const answer of ['y', '']) {
      await person.press('s')
      await person.asked(en.typeToSend(['social']))
      await person.answer(answer)
      await person.asked(en.keys(0, true))
    }
    await person.press('s')
    await person.asked(en.typeToSend(['social']))
    await person.send('sen\x04')
    expect(await person.terminal.end()).toBe(130)
    expect(recorded(bench, 'notice.intended')).toEqual([])
  })

  test('Ctrl-C ends sending in good order, and the walk goes on', async () => {
    let begun = 0
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      closeTimeout: 100,
      onData(stream, _, done) {
        begun += 1
        stream.resume().on('end', () => setTimeout(done, 500))
      },
    })
    server.on('error', () => {})
    server.listen(0, '127.0.0.1')
    await once(server.server, 'listening')
    const { port } = server.server.address() as AddressInfo
    const bench = new Bench()
    const list = 'to: [a@example.com, b@example.com, c@example.com]'
    const email = `email: { via: smtp, url: "smtp://127.0.0.1:${port}", from: notice@example.com, ${list} }`
    bench.write('halt.yaml', `${NAMES}channels:\n  ${email}\n`)
    const person = await offered(bench)
    await person.press('s')
    await person.answer('send')
    await person.terminal.until(() => begun === 2)
    person.terminal.type('\x03')
    await person.terminal.until('NOT sent')
    expect(recorded(bench, 'notice.delivered')[0]?.data).toMatchObject({ why: 'stopped', accepted: 2 })
    await person.question()
    server.close()
  })

  test('the scope is asked for with the facts, and words in the languages that have none', async () => {
    const bench = new Bench()
    bench.write('halt.yaml', `${NAMES}channels:\n  website: { via: by-hand, languages: [ja, en] }\n`)
    bench.ok('start', '--type', 'system-failure')
    bench.ok('set', 'cause.ja=調査の結果', 'impact=?', 'expected-recovery=?')
    const person = new Person({ bench, rows: 60, args: ['walk'] })
    await person.press(KEYS.notice)
    await person.asked(en.missingKeys)
    await person.press('f')
    await person.answer('trading=stopped')
    await person.answer('10m ago')
    await person.terminal.until('[cause.en]')
    await person.answer('a fault')
    await person.terminal.until('[contact.en]')
    await person.answer('support@example.com')
    await person.terminal.until('Cause: a fault')
    expect(recorded(bench, 'scope.changed')).toHaveLength(1)
  })

  test('what was edited in place is what is sent and kept', async () => {
    const bench = sending('social')
    const person = await offered(bench)
    await person.press('i')
    await person.answer('４')
    await person.answer('６　詳細は https://status.example.com をご覧ください。')
    await person.answer('9 nothing there')
    await person.answer('')
    await person.press('s')
    await person.answer('send')
    await person.terminal.until(() => recorded(bench, 'notice.delivered').length === 1)
    const [sent] = (recorded(bench, 'notice.intended')[0]?.data.texts ?? []) as { text: string }[]
    expect(sent?.text.split('\n')[5]).toBe('詳細は https://status.example.com をご覧ください。')
    expect(readFileSync(join(bench.workspace, 'social.txt'), 'utf8')).toContain('https://status.example.com')
  })

  test('the editor has the terminal until it ends, and what it leaves is checked anew', async () => {
    const bench = sending('social')
    const script = join(bench.workspace, 'editor')
    bench.write('editor', `#!/bin/sh\nprintf 'type: '\nread typed\nprintf '\\342\\200\\256%s\\n' "$typed" > "$1"\n`)
    chmodSync(script, 0o755)
    bench.env.EDITOR = script
    const person = await offered(bench)
    await person.press('E')
    await person.answer('4')
    await person.terminal.until('type: ')
    person.terminal.type('edited by hand\r')
    await person.terminal.until('(control-character)')
    await person.press('s')
    await person.terminal.until('(notice-errors)')
    expect(recorded(bench, 'notice.intended')).toEqual([])
  })

  test('one that fails stops no other, and is sent again, or its channel given up', async () => {
    const bench = sending('social')
    bench.write(
      'halt.yaml',
      `${NAMES}channels:\n  social: { via: command, run: [cat] }\n  website: { via: command, run: [sh, fail.sh] }\n`,
    )
    bench.write('fail.sh', 'exit 3\n')
    const person = await offered(bench)
    await person.press('s')
    await person.answer('send')
    await person.terminal.until('website: the command failed')
    await person.answer('yes')
    await person.terminal.until('(bad-link)')
    for (const _ of ['email', 'app-push']) await person.answer('-')
    await person.press(KEYS.notice)
    await person.asked(en.retryKeys)
    expect(person.terminal.text()).toContain('This did not go out: website  first notice no. 1')
    bench.write('fail.sh', 'cat > website.txt; echo https://status.example.com/1\n')
    await person.press('r')
    await person.terminal.until('https://status.example.com/1')
    const outcomes = recorded(bench, 'notice.delivered').map(({ data }) => [data.outcome, data.link])
    expect(outcomes.at(-1)).toEqual(['sent', 'https://status.example.com/1'])
    expect(new Set(recorded(bench, 'notice.intended').map(({ data }) => data.number))).toEqual(new Set([1]))
  })

  test('a claim asks for its evidence, and errors for a reason', async () => {
    const bench = sending('social')
    const person = await offered(bench)
    await person.press('i')
    await person.answer('4')
    await person.answer('6 お客様の資産は安全です。')
    await person.answer('')
    await person.terminal.until('(unbacked-claim)')
    await person.press('s')
    await person.asked(en.claimEvidence)
    await person.answer('balances at 22:10')
    await person.answer('hanako')
    await person.asked(en.typeToSend(['social']))
    await person.answer('send')
    await person.terminal.until(() => recorded(bench, 'notice.delivered').length === 1)
    expect(recorded(bench, 'notice.intended')[0]?.data.claim).toEqual({
      evidence: 'balances at 22:10',
      approvedBy: 'hanako',
    })
  })

  test('in a drill everything is asked for, and nothing leaves the machine', async () => {
    const bench = sending('social')
    const person = await offered(bench, ['--drill'])
    await person.press('s')
    await person.answer('send')
    await person.terminal.until('(drill')
    expect(recorded(bench, 'notice.delivered')[0]?.data.why).toBe('drill')
    expect(() => readFileSync(join(bench.workspace, 'social.txt'))).toThrow('ENOENT')
    const marked = person.terminal.lines().filter((line) => line.includes('【訓練】') || line.includes('停止'))
    expect(marked.every((line) => line.startsWith('[DRILL]'))).toBe(true)
  })
})

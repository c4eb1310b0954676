import { once } from 'node:events'
import { chmodSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { describe, expect, test } from 'vitest'
import { KEYS } from '../walk/keys.ts'
import { SENDING } from '../walk/operator.ts'
import { recorded } from './async-program.ts'
import { Bench } from './bench.ts'
import { Person } from './terminal-walk.ts'

const { en } = SENDING
const NAMES = 'organisation: { ja: 例示取引所, en: Example Exchange }\ncontact: { ja: support@example.com }\n'

async function offered(bench: Bench): Promise<Person> {
  const args = ['start', '--type', 'system-failure', '--title', 'Engine down']
  const person = new Person({ bench, rows: 60, args })
  await person.asked(person.text.sinceWhen)
  await person.answer('')
  await person.press(KEYS.notice)
  await person.asked(en.missingKeys)
  await person.press('?')
  await person.terminal.until('i edit a line')
  return person
}

describe.concurrent('notices in the walk', () => {
  test('stop being sent at Ctrl-C after the current recipient, and the walk continues', async () => {
    let begun = 0
    let finishSecond = () => {}
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      closeTimeout: 100,
      onData(stream, _, done) {
        begun += 1
        stream.resume().on('end', () => {
          if (begun === 2) finishSecond = done
          else done()
        })
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
    await person.terminal.until('stopping: nothing more is begun')
    finishSecond()
    await person.terminal.until('NOT sent')
    expect(recorded(bench, 'notice.delivered')[0]?.data).toMatchObject({ why: 'stopped', accepted: 2 })
    await person.question()
    server.close()
  })

  test('can be edited in $EDITOR, and the edited text is checked again', async () => {
    const bench = new Bench()
    bench.write('halt.yaml', `${NAMES}channels:\n  social: { via: command, run: [cat] }\n`)
    const script = join(bench.workspace, 'editor')
    bench.write('editor', `#!/bin/sh\nprintf 'type: '\nread typed\nprintf '\\342\\200\\256%s\\n' "$typed" > "$1"\n`)
    chmodSync(script, 0o755)
    bench.env.EDITOR = script
    const person = await offered(bench)
    await person.press('o')
    await person.terminal.until('type: ')
    person.terminal.type('edited by hand\r')
    await person.terminal.until('(control-character)')
    await person.press('s')
    await person.terminal.until('Held back: website (')
    expect(recorded(bench, 'notice.intended')).toEqual([])
  })
})

import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench, PROGRAM } from './bench.ts'
import { Terminal } from './terminal.ts'

/** Without HALT_DIR, as most people have it. */
function bench(env: NodeJS.ProcessEnv = {}): Bench {
  return new Bench({ HALT_DIR: '', ...env })
}

const read = (...path: string[]) => readFileSync(join(...path), 'utf8')

describe('halt init', () => {
  it('prints the cd command to the new workspace if the program is called through a link', () => {
    const here = bench()
    mkdirSync(join(here.directory, 'bin'))
    const link = join(here.directory, 'bin', 'haltctl')
    symlinkSync(PROGRAM, link)
    const { err } = here.through(link, 'init', 'a b')
    expect(err).toContain(`\n  cd '${join(here.directory, 'a b')}'\n`)
    expect(err).toContain('\n  haltctl drill --list\n')
  })
})

describe('halt init on a terminal', () => {
  it('asks again after an invalid answer, recognises a name, and lists what was left empty', async () => {
    const here = bench()
    const terminal = new Terminal(here, ['init', 'ws'])
    const answer = async (question: string, line: string) => {
      await terminal.until((text) => text.trimEnd().endsWith('>') && text.includes(question))
      await terminal.enter(line)
    }
    await answer('Organisation name for Japanese notices (Enter: later)', '会社 "甲": #1')
    await answer('Organisation name for English notices (Enter: later)', '')
    await answer('Customer contact for Japanese notices', '')
    await answer('Customer contact for English notices', '')
    await answer('Time zone (Enter: Asia/Tokyo)', 'Asia/Tokio')
    await terminal.until("'Asia/Tokio' is not a time zone. Did you mean Asia/Tokyo? (bad-zone)")
    await terminal.until(/> Asia\/Tokio$/)
    await terminal.enter('\u007f\u007fyo')
    await answer('Name of the head of System', '佐藤 花子')
    await answer('Short name for 佐藤 花子', 'legal')
    await terminal.until('(bad-person-id)')
    await terminal.until(/> legal$/)
    await terminal.enter('\u0015sato')
    await answer('How to reach 佐藤 花子', '+81-90-0000-0000, a@b@c')
    await terminal.until('(bad-address)')
    await terminal.until(/> \+81-90-0000-0000, a@b@c$/)
    await terminal.enter('\u0015+81-90-0000-0000, a@example.com')
    await answer('Name of the head of Customer Support', '佐藤　花子')
    await answer('Name of the head of Public Relations', 'SATO\u007f\u007f\u007f\u007fsato')
    await answer('Name of the head of Legal', '')
    await answer('Name of the head of Security', '')
    expect(await terminal.end()).toBe(0)
    expect(terminal.text()).toContain('Fill in what is still missing: contact.ja, departments.legal,')
    const contacts = read(here.directory, 'ws', 'contacts.yaml')
    expect(contacts).toContain('  sato:\n    name: "佐藤 花子"\n')
    expect(contacts.match(/\{ head: sato \}/g)).toHaveLength(3)
    expect(read(here.directory, 'ws', 'halt.yaml')).toContain('organisation: { ja: "会社 \\"甲\\": #1" }')
  })

  it('breaks no words on a narrow terminal, and no lines to copy', async () => {
    const here = bench()
    const terminal = new Terminal(here, ['init', 'ws', '--plain'], { columns: 40 })
    for (let questions = 1; questions <= 10; questions += 1) {
      await terminal.until((text) => text.split('\n').filter((line) => line.trim() === '>').length === questions)
      terminal.type('\r')
    }
    expect(await terminal.end()).toBe(0)
    const text = terminal.text()
    for (const words of ['English notices', 'Customer contact for', 'leave a', 'organisation.ja,', 'Choose a drill to'])
      expect(text).toContain(words)
    const line = / {2}node \S+ drill --list --dir \S+\r?\n/.exec(terminal.output)?.[0] ?? ''
    expect(line.length).toBeGreaterThan(40)
  })
})

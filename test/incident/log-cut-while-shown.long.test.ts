import { appendFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../src/domain/log/event.ts'
import { Bench, type Outcome } from '../bench.ts'
import { notesAfter } from '../sealing.ts'

/** Far more than fits in one write. */
const NOTES = 2000

/** A halt with a long log, nearly all of it by a second writer. */
class Long extends Bench {
  id = ''
  file = ''

  static async begin(): Promise<Long> {
    const long = new Long()
    long.id = (await long.ok('start', '--type', 'system-failure', '--title', 'Long')).trim()
    const folder = join(long.workspace, 'incidents', long.id)
    const first = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? '')
    const last = JSON.parse(readFileSync(first, 'utf8').trimEnd().split('\n').at(-1) ?? '') as Envelope
    long.file = join(folder, `${long.id}.bbbbbbbb.jsonl`)
    const texts = Array.from({ length: NOTES }, (_, n) => `note ${n} ${'x'.repeat(300)}`)
    writeFileSync(long.file, notesAfter(last, texts, 'bbbbbbbb'))
    return long
  }

  cut(): void {
    truncateSync(this.file, statSync(this.file).size - 1000)
  }

  /** Runs `act` once the program has begun to print, before reading more of its output. */
  meanwhile(act: () => unknown, ...args: readonly string[]): Promise<Outcome> {
    return this.haltWith({ meanwhile: act }, ...args)
  }
}

const COMMANDS = ['log', 'log --json', 'report', 'report --format html', 'report --format json']

describe('a log that is cut while it is shown', () => {
  it.each(COMMANDS)('is reported as incomplete: %s', async (line) => {
    const long = await Long.begin()
    const { code, out, err } = await long.meanwhile(() => long.cut(), ...line.split(' '))
    expect(err).toMatch(/the log of \S+ ends at \d+, but \d+ was recorded/)
    expect(err).toContain('log-behind')
    expect(code).toBe(4)
    expect(out).toContain('note 1 ')
    expect(out).not.toContain(`note ${NOTES - 1} `)
  })

  it('is damaged if a line in the middle is altered', async () => {
    const long = await Long.begin()
    const alter = () => {
      const bytes = readFileSync(long.file)
      const at = bytes.indexOf(`note ${NOTES - 2} `)
      bytes.write('mote', at)
      truncateSync(long.file, at)
      appendFileSync(long.file, bytes.subarray(at))
    }
    const { code, err } = await long.meanwhile(alter, 'log')
    expect({ code, err }).toMatchObject({ code: 4, err: expect.stringContaining('(damaged)') })
  })

  it('is shown as it was at the start of the command if it only grows', async () => {
    const long = await Long.begin()
    const added = COMMANDS.map((_, n) => `added meanwhile, ${n}.`)
    for (const [n, line] of COMMANDS.entries()) {
      const add = () => long.ok('note', added[n] as string, '-i', long.id)
      const { code, out } = await long.meanwhile(add, ...line.split(' '))
      expect(code).toBe(0)
      expect(out).toContain(`note ${NOTES - 1} `)
      expect(added.filter((text) => out.includes(text))).toEqual(added.slice(0, n))
    }
    const log = await long.ok('log')
    expect(added.filter((text) => log.includes(text))).toEqual(added)
  })
})

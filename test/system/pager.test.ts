import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { Bench } from './bench.ts'
import { Terminal } from './terminal.ts'

/** Shows the number of lines that it gets, and how it is told to behave. */
const COUNTS = `#!/bin/sh
echo "pager $* LESS=$LESS lines: $(wc -l)"
`
/** Reads one line and ends, as a person does who has seen enough. */
const LEAVES = `#!/bin/sh
read line
echo "left after: $line"
`

describe('the pager', () => {
  const bench = new Bench()
  let id = ''

  beforeAll(() => {
    for (const [name, script] of Object.entries({ counts: COUNTS, leaves: LEAVES })) {
      writeFileSync(join(bench.directory, name), script)
      chmodSync(join(bench.directory, name), 0o755)
    }
    id = bench.ok('start', '--type', 'system-failure').trim()
    for (let n = 0; n < 12; n += 1) bench.ok('note', `note ${n}`)
  })

  async function shown(env: NodeJS.ProcessEnv, args: readonly string[], rows = 10) {
    const terminal = new Terminal(bench, args, { rows }, env)
    const code = await terminal.end()
    return { code, text: terminal.unbroken() }
  }

  it('gets what does not fit on the terminal, with the flags in PAGER', async () => {
    expect(await shown({ PAGER: './counts -x "a b"' }, ['log'])).toEqual({
      code: 0,
      text: expect.stringMatching(/^\S+-system-failure\npager -x a b LESS=FRX lines: 1\d$/),
    })
  })

  it('is told what LESS says, if that is set', async () => {
    expect((await shown({ PAGER: './counts', LESS: '-S' }, ['log'])).text).toContain('LESS=-S lines: ')
  })

  it('is named if it cannot be run', async () => {
    const { code, text } = await shown({ PAGER: './nothing' }, ['log'])
    expect(code).toBe(0)
    expect(text).toMatch(/^PAGER cannot be run: \.\/nothing; shown without a pager$/m)
    expect(text).toContain('note 11')
  })

  it.each([
    ['fits', { PAGER: './counts' }, ['log'], 40],
    ['is not to be paged', { PAGER: './counts' }, ['log', '--no-pager'], 10],
    ['is for a program', { PAGER: './counts' }, ['log', '--json'], 10],
    ['is to be plain', { PAGER: './counts' }, ['log', '--plain'], 10],
    ['has no pager', { PAGER: '' }, ['log'], 10],
    ['has cat for a pager', { PAGER: 'cat' }, ['log'], 10],
    ['is on a dumb terminal', { PAGER: './counts', TERM: 'dumb' }, ['log'], 10],
  ] as const)('leaves alone what %s', async (_, env, args, rows) => {
    const { code, text } = await shown(env, args, rows)
    expect(code).toBe(0)
    expect(text).not.toContain('pager ')
    expect(text).toContain('note 11')
  })

  it('can be left before the end', async () => {
    const { code, text } = await shown({ PAGER: './leaves' }, ['report', '--audience', 'internal', '-i', id])
    expect(code).toBe(0)
    expect(text).toMatch(/left after: .+\n*$/)
  })

  it('comes after the messages about what it gets', async () => {
    bench.ok('set', 'cause=the database')
    const { text } = await shown({ PAGER: './counts' }, ['report', '--audience', 'customer', '-i', id])
    expect(text).toMatch(/cause[\s\S]*\npager /)
  })
})

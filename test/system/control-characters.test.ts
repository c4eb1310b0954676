import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from './bench.ts'
import { Terminal } from './terminal.ts'

const ACTIVE = /[\u001b\u009b\u202e\u2066]/

describe('--json with control characters', () => {
  it('escapes them on a terminal, and prints them unchanged into a pipe', async () => {
    const bench = new Bench()
    const title = 'a\u009b2J\u202eb'
    bench.ok('start', '--type', 'system-failure', '--title', title)
    for (const args of [
      ['status', '--json'],
      ['log', '--json'],
      ['report', '--format', 'json'],
    ]) {
      const terminal = new Terminal(bench, args, { columns: 1000, rows: 500 })
      await terminal.end()
      expect(terminal.output).not.toMatch(ACTIVE)
      expect(terminal.output).toContain('a\\u009b2J\\u202eb')
    }
    expect(bench.ok('log', '--json')).toContain(title)
    expect(bench.json('status').title).toBe(title)
  })
})

describe('halt evidence show', () => {
  it('escapes control characters on a terminal, and prints the exact bytes into a pipe', async () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    bench.write('captured.txt', 'one\u001b]0;owned\u0007\ntwo\u202e\n')
    bench.ok('note', 'as found', '--attach', join(bench.workspace, 'captured.txt'))
    const { evidence } = bench.json<{ evidence: { file: string }[] }>('evidence', 'list')
    const file = evidence[0]?.file as string
    expect(bench.ok('evidence', 'show', file)).toBe('one\u001b]0;owned\u0007\ntwo\u202e\n')
    const terminal = new Terminal(bench, ['evidence', 'show', file])
    await terminal.end()
    expect(terminal.output).not.toMatch(ACTIVE)
    expect(terminal.output).toContain('one\\u001b]0;owned\\u0007')
  })
})

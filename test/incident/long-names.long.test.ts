import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { seal } from '../../src/domain/log/line.ts'
import { LONGEST_TITLE, shortLine } from '../../src/view/inert.ts'
import { Bench } from '../bench.ts'
import { newSigner } from '../sealing.ts'

it('limits a name by the columns that it takes, and marks that it is cut', () => {
  expect(shortLine('taro')).toBe('taro')
  expect(shortLine('x'.repeat(80))).toBe('x'.repeat(80))
  expect(shortLine('x'.repeat(81))).toBe(`${'x'.repeat(78)}…`)
  expect(shortLine('花'.repeat(40))).toBe('花'.repeat(40))
  expect(shortLine('花'.repeat(41))).toBe(`${'花'.repeat(39)}…`)
  expect(shortLine('\u202e'.repeat(100))).toBe(`${'\\u202e'.repeat(13)}…`)
  expect(shortLine('😀'.repeat(100), 11)).toBe('😀😀😀😀…')
})

it('shows little of what a stranger wrote at great length, but has all of it as JSON', async () => {
  const bench = new Bench()
  const id = (await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down')).trim()
  const folder = join(bench.workspace, 'incidents', id)
  const [log = ''] = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  const {
    hash: _,
    sig: __,
    key: ___,
    ...first
  } = JSON.parse(readFileSync(join(folder, log), 'utf8').split('\n')[0] ?? '')
  const long = 'x'.repeat(100_000)
  const events: [string, object][] = [
    ['note.added', { text: long }],
    ['incident.classified', { title: long, reason: long }],
    ['step.assigned', { step: '2.1-logs', to: long }],
    ['handover.offered', { to: long, note: long }],
    ['fact.set', { fact: 'cause', en: long }],
    ['x.y', { long }],
  ]
  const signer = newSigner()
  let prev: string | null = null
  const lines = events.map(([type, data], i) => {
    const hlc = [first.hlc[0] + 1, i] as const
    const by = i % 2 === 0 ? long : `${i}${long}`
    const event = { ...first, writer: 'mmmmmmmm', seq: i + 1, prev, hlc, by, type, critical: false, data }
    const { line, hash } = seal(event, signer)
    prev = hash
    return `${line}\n`
  })
  writeFileSync(join(folder, `${id}.mmmmmmmm.jsonl`), lines.join(''))
  const wide = new RegExp(`x{${LONGEST_TITLE}}`)
  for (const args of [['list'], ['verify', '--accept', 'nobody'], ['doctor', '--offline']]) {
    const { out, err } = await bench.halt(...args)
    expect([args, wide.exec(out + err)?.[0].length ?? 0]).toEqual([args, 0])
  }
  for (const args of [['status'], ['handover'], ['verify']]) {
    const { out, err } = await bench.halt(...args)
    expect([args, (out + err).length < 40_000]).toEqual([args, true])
    expect(out).toContain('x…')
  }
  // The log and the report have texts in full, but not so the names of who wrote them.
  for (const command of ['log', 'report']) {
    const { out } = await bench.halt(command)
    expect(out).toContain(long)
    expect(out.split(long).length).toBeLessThan(10)
  }
  expect((await bench.ok('log', '--json')).length).toBeGreaterThan(10 * long.length)
  expect(await bench.json('list')).toMatchObject({ incidents: [{ title: long }] })
})

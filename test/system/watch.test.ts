import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Bench } from './bench.ts'
import { Terminal } from './terminal.ts'

it('watching ends where the log is altered meanwhile, with the exit code that says so', async () => {
  const bench = new Bench()
  const id = bench.ok('start', '--type', 'system-failure').trim()
  const [writer = ''] = /\w{8}(?=:1 )/.exec(bench.ok('log')) ?? []
  const log = join(bench.workspace, 'incidents', id, `${id}.${writer}.jsonl`)
  const person = new Terminal(bench, ['watch'], { columns: 200 })
  await person.until(/system failure/)
  writeFileSync(`${log}.new`, readFileSync(log, 'utf8').replace('"by":"taro"', '"by":"jiro"'))
  renameSync(`${log}.new`, log)
  expect(await person.end()).toBe(4)
  expect(person.text()).toContain('(damaged)')
})

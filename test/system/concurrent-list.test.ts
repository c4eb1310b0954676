import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Bench, PROGRAM } from './bench.ts'

/** A log that was changed within the last three seconds is not cached. */
const AT_REST_MS = 3500

async function listed(bench: Bench): Promise<string> {
  const child = spawn(process.execPath, [PROGRAM, 'list'], { env: bench.env, cwd: bench.directory })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(child, 'close')
  return Buffer.concat(chunks).toString()
}

it('three concurrent halt list print the same and leave one usable cache file', async () => {
  const bench = new Bench()
  for (let n = 0; n < 6; n += 1) {
    const id = bench.ok('start', '--type', 'system-failure', '--title', `Halt ${n}`).trim()
    bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test', '-i', id)
  }
  const expected = bench.haltWith({ env: { XDG_CACHE_HOME: '/dev/null' } }, 'list').out
  await sleep(AT_REST_MS)
  expect(await Promise.all([listed(bench), listed(bench), listed(bench)])).toEqual([expected, expected, expected])
  const kept = readdirSync(join(bench.directory, '.cache', 'halt'))
  expect(kept.filter((name) => name.endsWith('.list'))).toHaveLength(1)
  expect(bench.ok('list')).toBe(expected)
})

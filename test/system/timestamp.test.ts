import { mkdirSync, readdirSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { TimeStampAuthority } from '../time-stamp-authority.ts'
import { runAsync, web } from './async-program.ts'
import { Bench } from './bench.ts'

/** Whoever is asked by a process in the background, after the command that started it. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(20)
}

it('no command waits for a time stamp: the authority answers when the command has long ended, and the token is kept', async () => {
  const bench = Bench.empty()
  const [folder, temporary] = ['authority', 'temporary'].map((name) => join(bench.directory, name)) as [string, string]
  for (const path of [folder, temporary]) mkdirSync(path)
  bench.env.TMPDIR = temporary
  const authority = new TimeStampAuthority(folder)
  const held: (() => void)[] = []
  const hold: RequestListener = (request, response) => held.push(() => authority.listener(request, response))
  bench.write('halt.yaml', `timestamp: [${await web(hold)}]\ntimestampCa: ${authority.root}\n`)
  // Ends with its output closed by all who had it: nothing of it was inherited.
  const started = await runAsync(bench, 'start', '--type', 'system-failure')
  expect(started).toMatchObject({ code: 0 })
  const anchors = join(bench.workspace, 'incidents', started.out.trim(), 'anchors')
  await until(() => held.length > 0)
  const ending = () => readdirSync(anchors).map((name) => name.slice(name.indexOf('.')).replace(/\.127.*(?=\.tsr)/, ''))
  expect(ending()).toEqual(['.head'])
  expect(bench.halt('note', 'meanwhile')).toMatchObject({ code: 0 })
  for (const answer of held) answer()
  await until(() => ending().includes('.head.tsr') && readdirSync(temporary).length === 0)
  expect(ending().sort()).toEqual(['.head', '.head.tsr'])
  expect(bench.ok('verify')).toContain('by Example TSA')
})

it('a process in the background ends by itself where an authority never answers', async () => {
  const bench = Bench.empty()
  const closed: boolean[] = []
  const silent: RequestListener = (request) => request.socket.on('close', () => closed.push(true))
  bench.write('halt.yaml', `timestamp: [${await web(silent)}]\n`)
  expect(await runAsync(bench, 'start', '--type', 'system-failure')).toMatchObject({ code: 0 })
  await until(() => closed.length > 0)
})

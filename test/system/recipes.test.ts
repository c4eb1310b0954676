import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { alertmanagerCall } from '../alertmanager-call.ts'
import { Bench as BenchInProcess, ROOT } from '../bench.ts'
import { blocks, read } from '../markdown.ts'
import { runAsync, web } from './async-program.ts'
import { Bench, PROGRAM } from './bench.ts'

const RECIPES = join(ROOT, 'docs', 'recipes')

interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A service that keeps what it receives, and answers with JSON. */
async function service(answer: (received: Received) => unknown): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = []
  const url = await web(async (request, response) => {
    const { method = '', url: path = '', headers } = request
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const one = { method, path, headers, body: Buffer.concat(chunks).toString() }
    received.push(one)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer(one) ?? {}))
  })
  return { url: url.replace(/\/hook$/, ''), received }
}

/** Runs a recipe with the program that is tested. Resolves to its exit code and output. */
async function recipe(
  bench: Pick<Bench, 'directory' | 'env'>,
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
) {
  const HALTCTL = join(bench.directory, 'haltctl')
  writeFileSync(HALTCTL, `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`, { mode: 0o755 })
  const child = spawn(join(RECIPES, name), args, { env: { ...bench.env, ...env, HALTCTL }, cwd: bench.directory })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  const [code] = await once(child, 'close')
  return { code, output }
}

const idsOf = (bench: Bench) =>
  bench
    .ok('list')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ')[0])

describe('docs/recipes', () => {
  it('eight starts for one key at the same moment declare one halt', async () => {
    const bench = new Bench()
    const line = ['start', '--type', 'system-failure', '--ref', 'OPS-7']
    const started = await Promise.all(Array.from({ length: 8 }, () => runAsync(bench, ...line)))
    expect(started.map(({ code }) => code)).toEqual(started.map(() => 0))
    expect(new Set(started.map(({ out }) => out))).toEqual(new Set([`${idsOf(bench)[0]}\n`]))
    expect(idsOf(bench)).toHaveLength(1)
    const types = bench.ok('log', '--json', '-i', 'latest').match(/"type":"[a-z.]+"/g)
    expect(types?.filter((type) => type.includes('note.added'))).toHaveLength(7)
  })

  it('a chat room follows the halt by the template and the settings of the recipe', async () => {
    const { url, received } = await service(() => ({}))
    const bench = new Bench({ HALT_ROOM_URL: `${url}/hooks/1`, HALT_LANG: 'en' })
    const [settings = ''] = blocks(read('docs/recipes/README.md'), 'yaml').filter((block) => block.includes('feeds:'))
    bench.write('halt.yaml', settings.replace('via: webhook,', 'via: webhook, allowPrivate: true,'))
    bench.write('chat-message.json', readFileSync(join(RECIPES, 'chat-message.json'), 'utf8'))
    expect((await runAsync(bench, 'feed', 'test', 'room')).code).toBe(0)
    await runAsync(bench, 'start', '--type', 'system-failure', '--title', 'Matching engine down', '--no-walk')
    for (let left = 1200; received.length < 2 && left > 0; left -= 1) await sleep(50)
    const texts = received.map(({ body }) => (JSON.parse(body) as { text: string }).text)
    expect(texts[0]).toContain('Test of the feed room')
    expect(texts[1]).toMatch(
      /^停止を宣言しました: Matching engine down\n[\s\S]*\n\nHalt declared: Matching engine down\n/,
    )
  })

  it('Alertmanager starts a halt through the receiver, once, and only with the token', async () => {
    const bench = new Bench()
    const env = {
      ...bench.env,
      HALT_RECEIVER_TOKEN: 'secret-1',
      HALT_RECEIVER_PORT: '0',
      HALT_OPERATOR: 'alertmanager',
    }
    const program = join(RECIPES, 'alertmanager-receiver.mjs')
    const receiver = spawn(process.execPath, [program, process.execPath, PROGRAM], { env })
    onTestFinished(() => {
      receiver.kill()
    })
    const [first] = await once(receiver.stdout, 'data')
    const url = String(first).trim()
    const call = async (body: string, token = 'secret-1', method = 'POST') =>
      (await fetch(url, { method, ...(method === 'POST' && { body }), headers: { authorization: `Bearer ${token}` } }))
        .status
    const firing = alertmanagerCall({ startsAt: ['2026-11-24T13:10:00Z'] })
    expect(await call(firing, 'secret-2')).toBe(401)
    expect(await call(firing, 'secret-1', 'GET')).toBe(405)
    expect(await call(alertmanagerCall({ status: 'resolved' }))).toBe(204)
    expect(bench.halt('list').out).toBe('')
    expect(await Promise.all([call(firing), call(firing), call(firing)])).toEqual([204, 204, 204])
    expect(await call('{}')).toBe(500)
    expect(await call('x'.repeat(17 * 1024 * 1024)).catch(() => 500)).toBe(500)
    expect(idsOf(bench)).toHaveLength(1)
    expect(bench.ok('log', '-i', 'latest')).toContain('alertmanager')
  })

  it('a pager hears what is overdue, and that nobody could look', async () => {
    const bench = new BenchInProcess()
    const pager = await service(() => ({}))
    const env = { PAGER_URL: `${pager.url}/hook` }
    await bench.ok('init')
    expect(await recipe(bench, 'page-when-overdue.sh', [], env)).toEqual({ code: 0, output: '' })
    expect(pager.received).toEqual([])
    // By the clock of this bench that was days ago.
    const id = (await bench.ok('start', '--type', 'system-failure')).trim()
    expect((await recipe(bench, 'page-when-overdue.sh', [], env)).code).toBe(0)
    expect(JSON.parse(pager.received[0]?.body ?? '')).toMatchObject({ exit: 7, text: expect.stringContaining(id) })
    const gone = { ...env, HALT_DIR: join(bench.directory, 'gone') }
    expect((await recipe(bench, 'page-when-overdue.sh', [], gone)).code).toBe(0)
    expect(JSON.parse(pager.received[1]?.body ?? '')).toMatchObject({ exit: 2 })
  })

  it('each follow-up that is not done gets an issue, once', async () => {
    const bench = new Bench()
    let issues = 0
    const github = await service(() => {
      issues += 1
      return { html_url: `https://github.example.com/example/operations/issues/${issues}` }
    })
    const env = { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'example/operations', GITHUB_TOKEN: 'secret-1' }
    const id = bench.ok('start', '--type', 'system-failure').trim()
    bench.ok('action', 'add', 'Alarm on "queue" depth', '--owner', 'sato', '--due', '2099-12-24')
    bench.ok('action', 'add', '手順を見直す')
    bench.ok('action', 'add', 'in the tracker', '--ref', 'OPS-1')
    expect((await recipe(bench, 'file-follow-ups.sh', [id], env)).code).toBe(0)
    expect((await recipe(bench, 'file-follow-ups.sh', [id], env)).code).toBe(0)
    expect(
      github.received.map(({ method, path, headers, body }) => [
        method,
        path,
        headers.authorization,
        JSON.parse(body).title,
      ]),
    ).toEqual([
      ['POST', '/repos/example/operations/issues', 'Bearer secret-1', 'Alarm on "queue" depth'],
      ['POST', '/repos/example/operations/issues', 'Bearer secret-1', '手順を見直す'],
    ])
    expect(JSON.parse(github.received[0]?.body ?? '').body).toContain('Owner: sato\nDue: 2099-12-24')
    expect(bench.ok('action', 'list', '-i', id)).toContain('https://github.example.com/example/operations/issues/2')
  })

  it('reports and a bundle that proves the log are put into an object store', async () => {
    const bench = new Bench()
    const store = await service(() => ({}))
    const id = bench.ok('start', '--type', 'system-failure').trim()
    expect((await recipe(bench, 'keep-reports.sh', [id], { STORE_URL: store.url })).code).toBe(0)
    const stored = new Map(store.received.map(({ method, path, body }) => [`${method} ${path}`, body]))
    expect([...stored.keys()].sort()).toEqual(
      ['log.tar', 'report.en.html', 'report.en.md', 'report.ja.html', 'report.ja.md', 'report.json'].map(
        (name) => `PUT /${id}/${name}`,
      ),
    )
    expect(stored.get(`PUT /${id}/report.ja.md`)).toContain('# ')
  })

  it('drills are played in continuous integration', async () => {
    const bench = new Bench()
    bench.ok('init')
    const { code, output } = await recipe(bench, 'drill-in-ci.sh', ['coins-taken'])
    expect([code, output]).toEqual([0, expect.any(String)])
    expect(idsOf(bench)).toHaveLength(1)
    expect((await recipe(bench, 'drill-in-ci.sh', ['no-such-drill'])).code).toBe(2)
  })

  it('are all there that its table names, and can be run', () => {
    for (const name of ['page-when-overdue.sh', 'file-follow-ups.sh', 'keep-reports.sh', 'drill-in-ci.sh'])
      expect(spawnSync('sh', ['-n', join(RECIPES, name)]).status).toBe(0)
  })
})

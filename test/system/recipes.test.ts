import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseXmlDocument } from 'slimdom'
import { describe, expect, it, onTestFinished } from 'vitest'
import { alertmanagerCall } from '../alertmanager-call.ts'
import { Bench as BenchInProcess } from '../bench.ts'
import { blocks, read } from '../markdown.ts'
import { runAsync } from './async-program.ts'
import { Bench, PROGRAM } from './bench.ts'
import { serve } from './board/running-board.ts'
import { RECIPES, recipe, service } from './recipe.ts'

const PARTICIPANTS = `reviewed: 2026-11-25
people:
  sato:
    name: { ja: 佐藤 花子, en: Hanako Sato }
    languages: [ja, en]
    reach: [{ by: phone, to: "+81-3-0000-0000" }, { by: mail, to: sato@example.com }]
  kato: { name: Kato, reach: [{ by: mail, to: kato@example.com }] }
  mori: { name: Mori, reach: [{ by: mail, to: mori@example.com }] }
departments:
  system: { head: sato, deputies: [kato, mori] }
  customer-support: { head: kato }
  public-relations: { head: kato }
  legal: { head: kato }
  security: { head: sato }
`

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

  it('commits, messages of a chat and deployments become notes with their times, once', async () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure', '--at', '5m ago').trim()
    const now = Math.floor(Date.now() / 1000) * 1000
    const ago = (minutes: number) => new Date(now - minutes * 60_000)
    const repository = join(bench.directory, 'engine')
    const git = (args: readonly string[], when = ago(0)) => {
      const date = when.toISOString()
      const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_CONFIG_GLOBAL: '/dev/null' }
      const name = ['-c', 'user.name=Sato', '-c', 'user.email=sato@example.com']
      expect(spawnSync('git', ['-C', repository, ...name, ...args], { env }).status).toBe(0)
    }
    mkdirSync(repository)
    git(['init', '--quiet'])
    git(['commit', '--quiet', '--allow-empty', '-m', 'Long ago'], ago(60 * 24))
    git(['commit', '--quiet', '--allow-empty', '-m', '22:05 Match "in" parallel\n\nbody'], ago(20))
    const said = (text: string, minutes: number, more = {}) => ({
      type: 'message',
      ts: `${ago(minutes).getTime() / 1000}.000200`,
      user: 'U1',
      user_profile: { real_name: '佐藤' },
      text,
      ...more,
    })
    const messages = [
      said('joined', 4, { subtype: 'channel_join' }),
      said('engine-3 is\n22:05 silent', 4),
      said('restart it', 3, { reactions: [{ name: 'pushpin' }] }),
    ]
    bench.write('chat.json', JSON.stringify(messages))
    const deployment = (ref: string, minutes: number) => ({
      ref,
      environment: 'production',
      creator: { login: 'sato' },
      created_at: ago(minutes).toISOString().replace('.000', ''),
    })
    const github = await service(() => [deployment('v42', 10), deployment('v41', 60 * 24)])
    const env = { GITHUB_API_URL: github.url, GITHUB_TOKEN: 'secret-1' }
    const chat = join(bench.workspace, 'chat.json')
    const takeIn = async (more: NodeJS.ProcessEnv, ...args: readonly string[]) =>
      expect(await recipe(bench, 'notes-from.sh', [id, ...args], { ...env, ...more })).toMatchObject({ code: 0 })
    const notes = () =>
      bench
        .ok('log', '--json')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { type: string; at: string; data: { text: string } })
        .filter(({ type }) => type === 'note.added')
        .map(({ at, data }) => [Date.parse(at), data.text])
    await takeIn({ REACTION: 'pushpin' }, 'slack', chat)
    expect(notes()).toEqual([[ago(3).getTime(), expect.stringContaining('restart it')]])
    for (const _ of ['once', 'again']) {
      await takeIn({}, 'git', repository)
      await takeIn({}, 'slack', chat)
      await takeIn({}, 'deployments', 'example/engine')
    }
    expect(notes()).toEqual([
      [expect.any(Number), 'chat, 佐藤: restart it'],
      [expect.any(Number), expect.stringMatching(/^commit \w+ in engine \(Sato\): 22:05 Match "in" parallel$/)],
      [expect.any(Number), 'chat, 佐藤: engine-3 is 22:05 silent'],
      [expect.any(Number), 'deployed v42 of example/engine to production (sato)'],
    ])
    expect(await recipe(bench, 'notes-from.sh', [id, 'cvs', 'x'])).toMatchObject({ code: 2 })
    const gone = { GITHUB_API_URL: (await service(() => null)).url, GITHUB_TOKEN: 'secret-1' }
    expect((await recipe(bench, 'notes-from.sh', [id, 'deployments', 'example/engine'], gone)).code).toBe(22)
    expect((await recipe(bench, 'notes-from.sh', ['nothing', 'git', repository])).code).toBe(2)
  })

  it('messages of a Slack channel are fetched with their threads and names, and become notes', async () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure', '--at', '5m ago').trim()
    const ts = (minutes: number) => `${Math.floor(Date.now() / 1000) - minutes * 60}.000200`
    const said = (text: string, minutes: number, more = {}) => ({
      type: 'message',
      ts: ts(minutes),
      user: 'U1',
      text,
      ...more,
    })
    const [parent, reply] = [said('engine-3 is silent', 4, { reply_count: 1 }), said('I restart it', 2, { user: 'U2' })]
    const answers: Record<string, unknown> = {
      '/conversations.history?': { messages: [said('it answers', 1)], response_metadata: { next_cursor: 'p2' } },
      '/conversations.history?p2': { messages: [parent] },
      '/conversations.replies?': { messages: [parent, reply] },
      '/users.info?U1': { user: { id: 'U1', real_name: '佐藤' } },
      '/users.info?U2': { user: { id: 'U2', real_name: 'Mori' } },
    }
    const slack = await service(({ path }) => {
      const { pathname, searchParams } = new URL(path, 'http://slack')
      const answer = answers[`${pathname}?${searchParams.get('user') ?? searchParams.get('cursor') ?? ''}`]
      return searchParams.get('channel') === 'C9'
        ? { ok: false, error: 'channel_not_found' }
        : { ok: true, ...(answer as object) }
    })
    const env = { SLACK_API_URL: slack.url, SLACK_TOKEN: 'secret-1' }
    const fetched = await recipe(bench, 'slack-messages.sh', ['C1'], env)
    expect(fetched.code).toBe(0)
    bench.write('chat.json', fetched.output)
    expect(await recipe(bench, 'notes-from.sh', [id, 'slack', join(bench.workspace, 'chat.json')])).toMatchObject({
      code: 0,
    })
    const notes = bench.ok('log').match(/"chat, [^"]+"/g)
    expect(notes).toEqual([
      '"chat, 佐藤: engine-3 is silent"',
      '"chat, Mori: I restart it"',
      '"chat, 佐藤: it answers"',
    ])
    expect(slack.received[0]).toMatchObject({ headers: { authorization: 'Bearer secret-1' } })
    const refused = await recipe(bench, 'slack-messages.sh', ['C9'], env)
    expect([refused.code === 0, refused.output]).toEqual([false, expect.stringContaining('channel_not_found')])
  })

  it('a report becomes a page in Confluence, a document of Google or a page in Notion', async () => {
    const bench = new Bench()
    const id = bench
      .ok('start', '--type', 'system-failure', '--title', 'A <b> & "c"', '--scope', 'trading=stopped')
      .trim()
    bench.ok('note', 'engine-3 answers & waits', '--key')
    bench.ok('set', 'went-well=The alarm rang')
    const page = { id: '77', version: { number: 3, message: 'haltctl' } }
    const pages: object[] = []
    const confluence = await service(({ method }) =>
      method === 'GET' ? { results: pages } : { _links: { base: 'https://wiki.example.com', webui: '/x/77' } },
    )
    const wiki = {
      CONFLUENCE_URL: confluence.url,
      CONFLUENCE_SPACE: '42',
      CONFLUENCE_USER: 'a',
      CONFLUENCE_TOKEN: 'secret-1',
    }
    const published = await recipe(bench, 'publish-report.sh', ['confluence', id], wiki)
    expect(published.output).toContain('https://wiki.example.com/x/77\n')
    pages.push(page)
    expect((await recipe(bench, 'publish-report.sh', ['confluence', id], wiki)).code).toBe(0)
    pages.splice(0, 1, { id: '77', version: { number: 4, message: 'my words' } })
    const kept = await recipe(bench, 'publish-report.sh', ['confluence', id], wiki)
    expect(kept).toMatchObject({ code: 1, output: expect.stringContaining('page 77 was edited by hand') })
    const sent = confluence.received.filter(({ method }) => method !== 'GET')
    const [created, updated] = sent.map(({ body }) => JSON.parse(body))
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /api/v2/pages', 'PUT /api/v2/pages/77'])
    expect(sent[0]?.headers.authorization).toBe(`Basic ${Buffer.from('a:secret-1').toString('base64')}`)
    expect(created).toMatchObject({
      spaceId: '42',
      title: `Post-incident report ${id}`,
      body: { representation: 'storage' },
    })
    expect(updated).toMatchObject({ id: '77', version: { number: 4, message: 'haltctl' }, title: created.title })
    expect(await recipe(bench, 'publish-report.sh', ['confluence', id], { ...wiki, OVERWRITE: 'yes' })).toMatchObject({
      code: 0,
    })
    expect(JSON.parse(confluence.received.at(-1)?.body ?? '')).toMatchObject({ version: { number: 5 } })
    // Confluence takes well-formed XML only.
    const content = parseXmlDocument(`<page>${created.body.value}</page>`).documentElement?.textContent
    expect(content).toContain('A <b> & "c"')
    expect(content).toContain('The alarm rang')
    expect(created.body.value).not.toMatch(/<(?:style|script|svg)|href="#/)

    const files: object[] = []
    const google = await service(({ method }) => (method === 'GET' ? { files } : { id: 'doc-1' }))
    const drive = { GOOGLE_API_URL: google.url, GOOGLE_TOKEN: 'secret-1' }
    const document = await recipe(bench, 'publish-report.sh', ['google-docs', id], drive)
    expect(document.output).toContain('https://docs.google.com/document/d/doc-1\n')
    files.push({ id: 'doc-1', lastModifyingUser: { me: false } })
    expect(await recipe(bench, 'publish-report.sh', ['google-docs', id], drive)).toMatchObject({
      code: 1,
      output: expect.stringContaining('document doc-1 was edited by hand'),
    })
    files.splice(0, 1, { id: 'doc-1', lastModifyingUser: { me: true } })
    expect((await recipe(bench, 'publish-report.sh', ['google-docs', 'latest'], drive)).code).toBe(0)
    const searches = google.received.filter(({ method }) => method === 'GET')
    expect(searches.every(({ path }) => path.includes(id))).toBe(true)
    expect(google.received.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
      'GET /drive/v3/files',
      'POST /upload/drive/v3/files',
      'GET /drive/v3/files',
      'GET /drive/v3/files',
      'PATCH /upload/drive/v3/files/doc-1',
    ])
    expect(google.received[1]?.body).toMatch(/vnd\.google-apps\.document[\s\S]*text\/html[\s\S]*The alarm rang/)
    expect(google.received[1]?.body).toContain(`"halt": "${id}"`)
    expect(google.received[4]?.body).toContain('The alarm rang')

    const notion = await service(() => ({ url: 'https://www.notion.so/page-1' }))
    const workspace = {
      NOTION_API_URL: notion.url,
      NOTION_TOKEN: 'secret-1',
      NOTION_PARENT: 'p-1',
      AUDIENCE: 'executive',
    }
    expect((await recipe(bench, 'publish-report.sh', ['notion', id], workspace)).output).toContain('notion.so/page-1')
    expect(JSON.parse(notion.received[0]?.body ?? '')).toMatchObject({
      parent: { page_id: 'p-1' },
      markdown: expect.stringMatching(/^# [\s\S]*The alarm rang/),
    })
    expect((await recipe(bench, 'publish-report.sh', ['paper', id])).code).toBe(2)

    for (const [place, env, { received }] of [
      ['confluence', { ...wiki, OVERWRITE: 'yes' }, confluence],
      ['google-docs', drive, google],
      ['notion', workspace, notion],
    ] as const) {
      received.splice(0)
      const none = await recipe(bench, 'publish-report.sh', [place, 'nothing'], env)
      expect(none).toMatchObject({ code: 2, output: expect.stringContaining('(unknown-incident)') })
      expect(received).toEqual([])
    }
  })

  it('an assistant’s draft is checked: it cites events of the brief in each line, and no other', async () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure', '--title', 'Matching engine down').trim()
    const [event = ''] = /\w+:1\b/.exec(bench.ok('report', '--format', 'brief')) ?? []
    const draft = async (...lines: readonly string[]) => {
      bench.write('draft.md', `${lines.join('\n')}\n`)
      const assistant = `cat > '${bench.workspace}/asked.md'; cat '${bench.workspace}/draft.md'`
      return recipe(bench, 'draft-narrative.sh', [id, 'sh', '-c', assistant])
    }
    const good = await draft('# What happened', '', `The matching engine went down. \`${event}\``)
    expect(good.code).toBe(0)
    expect(good.output).toContain('The matching engine went down.')
    expect(readFileSync(join(bench.workspace, 'asked.md'), 'utf8')).toMatch(
      /^Write the story[\s\S]*# Brief of a halt: Matching/,
    )
    const bad = await draft(`It went down. \`${event}\``, 'A disk was full. `aaaaaaaa:7`', 'Nobody knew.')
    expect(bad.code).toBe(1)
    expect(bad.output).toMatch(/does not name:\n`aaaaaaaa:7`\n/)
    expect(bad.output).toMatch(/name no event:\n3:Nobody knew\.\n/)
    const hostile = await draft(
      `\tIt\u001b]52;c;eA==\u0007 \u009b31m\u202ewent \`${event}\`\r`,
      'Nobody\u001b[8m knew.',
    )
    expect(hostile.output).not.toMatch(/[^\P{C}\n]/u)
    expect(hostile.output).toContain(`  It?]52;c;eA==? ?31m?went \`${event}\`\n`)
    expect(hostile.output).toMatch(/name no event:\n2:Nobody\?\[8m knew\.\n/)
  })

  it('a model behind an address writes a draft, which is checked like any other', async () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure', '--title', 'Matching engine down').trim()
    const [event = ''] = /\w+:1\b/.exec(bench.ok('report', '--format', 'brief')) ?? []
    const written = [`It went down. \`${event}\``, 'Nobody knew.']
    const model = await service(() => ({ choices: [{ message: { content: written.splice(0, 1)[0] ?? null } }] }))
    const env = { MODEL_URL: `${model.url}/v1`, MODEL: 'small', MODEL_TOKEN: 'secret-1' }
    const draft = () => recipe(bench, 'draft-narrative.sh', [id, join(RECIPES, 'ask-model.sh')], env)
    expect(await draft()).toEqual({ code: 0, output: `It went down. \`${event}\`\n` })
    expect(await draft()).toMatchObject({ code: 1, output: expect.stringContaining('1:Nobody knew.') })
    expect((await draft()).code).toBeGreaterThan(0)
    const [{ method, path, headers, body } = {} as (typeof model.received)[0]] = model.received
    expect([method, path, headers.authorization]).toEqual(['POST', '/v1/chat/completions', 'Bearer secret-1'])
    expect(JSON.parse(body)).toMatchObject({ model: 'small', messages: [{ role: 'user' }] })
    expect(JSON.parse(body).messages[0].content).toMatch(/^Write the story[\s\S]*# Brief of a halt: Matching/)
  })

  it('each participant who has not looked back yet is asked to, in their language, with a link of their own', async () => {
    const bench = new Bench()
    bench.write('contacts.yaml', PARTICIPANTS)
    const id = bench.ok('start', '--type', 'system-failure', '--title', 'Secret words').trim()
    for (const name of ['Hanako Sato', 'sato', 'Kato', 'Mori', 'bot\u001b[2J'])
      bench.ok('note', 'I was there', '--as', name)
    bench.ok('set', '--as', 'Kato', 'went-well=The alarm rang')
    bench.ok('set', '--as', 'Mori', 'luck=?')
    bench.write('send.sh', '#!/bin/sh\ncat >"$0.$2"\necho "$1" >>"$0.$2"\n')
    const ask = (env: NodeJS.ProcessEnv = {}) =>
      recipe(bench, 'ask-participants.sh', [id, 'sh', join(bench.workspace, 'send.sh'), 'Looking back'], env)
    const { code, output } = await ask()
    expect([code, output.split('\n').sort()]).toEqual([
      0,
      ['', 'asked: Hanako Sato', 'no mail address in contacts: bot?[2J', 'no mail address in contacts: taro'],
    ])
    const received = () => readdirSync(bench.workspace).filter((name) => name.startsWith('send.sh.'))
    const toSato = () => readFileSync(join(bench.workspace, 'send.sh.sato@example.com'), 'utf8')
    expect(received()).toEqual(['send.sh.sato@example.com'])
    expect(toSato()).toMatch(/^Hanako Satoさん\n[\s\S]*うまくいかなかったこと[\s\S]*Looking back\n$/)
    expect(toSato()).toContain(`haltctl report --fill -i ${id}\n`)
    expect(toSato()).not.toMatch(/Secret words|http/)
    expect(await ask({ INVITE: '7d' })).toMatchObject({ code: 3, output: expect.stringContaining('no board') })
    const { url } = await serve(bench)
    expect((await ask({ INVITE: '7d' })).code).toBe(0)
    expect(toSato()).toContain(`:\n${new URL(url).origin}/#`)
    expect(bench.ok('invite', '--list')).toContain('Hanako Sato')
    bench.ok('set', '--as', 'sato', 'experience=Calm')
    expect((await ask()).output).not.toContain('asked')
  })

  it('a participant who cannot be asked is named, and the others are asked all the same', async () => {
    const bench = new Bench()
    bench.write('contacts.yaml', PARTICIPANTS)
    const id = bench.ok('start', '--type', 'system-failure').trim()
    for (const name of ['sato', 'kato', 'mori']) bench.ok('note', 'I was there', '--as', name)
    bench.write('send.sh', '#!/bin/sh\ncat >/dev/null\n[ "$1" != kato@example.com ] || exit 4\n')
    const { code, output } = await recipe(bench, 'ask-participants.sh', [id, 'sh', join(bench.workspace, 'send.sh')])
    const told = output.split('\n').filter((line) => line.includes('asked: '))
    expect([code, told.sort()]).toEqual([4, ['asked: mori', 'asked: sato', 'not asked: kato']])
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
    const scripts = readdirSync(RECIPES).filter((name) => name.endsWith('.sh'))
    const named = [...read('docs/recipes/README.md').matchAll(/\| \[([\w-]+\.sh)\]/g)].map(([, name]) => name)
    expect(named.sort()).toEqual(scripts.sort())
    for (const name of scripts) expect(spawnSync('sh', ['-n', join(RECIPES, name)]).status).toBe(0)
  })
})

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { describe, expect, it, onTestFinished } from 'vitest'
import { anchorsIn, blocks, read } from '../markdown.ts'
import { Bench, PROGRAM } from './bench.ts'

const START = [
  'start',
  '--type',
  'system-failure',
  '--title',
  'Engine down',
  '--scope',
  'trading=stopped',
  '--at',
  '5m ago',
]

interface Result {
  readonly isError?: boolean
  readonly content: readonly { readonly text: string }[]
  readonly structuredContent?: Readonly<Record<string, unknown>>
}

/** An assistant's program, with the SDK's own client, which checks results by the schemas of the tools. */
class Assistant {
  readonly client = new Client({ name: 'test', version: '1' })
  readonly transport: StdioClientTransport
  said = ''

  static async of(bench: Bench, ...flags: readonly string[]): Promise<Assistant> {
    const assistant = new Assistant(bench, flags)
    await assistant.client.connect(assistant.transport)
    // From then on, the client checks by the schemas.
    await assistant.client.listTools()
    onTestFinished(() => assistant.client.close())
    return assistant
  }

  private constructor(bench: Bench, flags: readonly string[]) {
    const env = Object.fromEntries(Object.entries(bench.env).map(([name, value]) => [name, value ?? '']))
    const args = [PROGRAM, 'mcp', ...flags]
    this.transport = new StdioClientTransport({
      command: process.execPath,
      args,
      env,
      cwd: bench.directory,
      stderr: 'pipe',
    })
    this.transport.stderr?.on('data', (bytes: Buffer) => {
      this.said += bytes.toString()
    })
  }

  async call(name: string, given: Record<string, unknown> = {}): Promise<Result> {
    return (await this.client.callTool({ name, arguments: given })) as unknown as Result
  }

  /** The only line that a call returns for a person to type. */
  async lineFor(name: string, given: Record<string, unknown>): Promise<string> {
    const { structuredContent, content } = await this.call(name, given)
    const [line, ...others] = (structuredContent?.type ?? []) as readonly string[]
    expect([structuredContent?.recorded ?? null, others], content[0]?.text).toEqual([null, []])
    return line ?? ''
  }
}

/** Types a line in a shell, in another folder than the assistant's program. */
function type(bench: Bench, line: string): { readonly code: number | null; readonly err: string } {
  const { HALT_DIR: _, ...env } = bench.env
  const { status, stderr } = spawnSync('bash', ['-c', line], { env, cwd: bench.directory, encoding: 'utf8' })
  return { code: status, err: stderr }
}

function events(bench: Bench, ...types: readonly string[]) {
  const all = bench.ok('log', '--json', '-i', 'latest').trim().split('\n')
  const parsed = all.map((line) => JSON.parse(line) as { type: string; by: string; via?: string; data: object })
  return types.length === 0 ? parsed : parsed.filter(({ type }) => types.includes(type))
}

describe('mcp, with the client of the SDK', () => {
  it('reads, each result as its tool’s schema describes it', async () => {
    const bench = new Bench()
    bench.ok(...START)
    const assistant = await Assistant.of(bench)
    const { tools } = await assistant.client.listTools()
    for (const { name } of tools.filter(({ name }) => name !== 'command_for_person')) {
      const { isError, content } = await assistant.call(name)
      expect(isError, `${name}: ${content[0]?.text}`).toBeUndefined()
    }
    expect(assistant.client.getServerVersion()).toMatchObject({ name: 'haltctl' })
    expect(assistant.client.getServerCapabilities()).not.toHaveProperty('prompts')
  })

  it('sees what others record meanwhile, and holds no lock', async () => {
    const bench = new Bench()
    bench.ok(...START)
    const assistant = await Assistant.of(bench, '--write', '--as', 'Mori')
    bench.ok('note', 'by hand')
    await assistant.call('add_note', { text: 'through an assistant' })
    bench.ok('note', 'by hand again')
    const { structuredContent } = await assistant.call('incident_log')
    expect(structuredContent?.events).toMatchObject([
      {},
      { by: 'taro', data: { text: 'by hand' } },
      { by: 'Mori', via: 'mcp', data: { text: 'through an assistant' } },
      { by: 'taro', data: { text: 'by hand again' } },
    ])
    expect(bench.halt('verify').code).toBe(0)
  })

  it('records whole lines when several of them write at once', async () => {
    const bench = new Bench()
    bench.ok(...START)
    const names = ['Mori', 'Sato', 'Ito']
    const assistants = await Promise.all(names.map((name) => Assistant.of(bench, '--write', '--as', name)))
    const notes = assistants.flatMap((assistant, i) =>
      [1, 2, 3, 4, 5].map((n) => assistant.call('add_note', { text: `${names[i]} ${n}` })),
    )
    const results = await Promise.all(notes)
    expect(results.filter(({ isError }) => isError)).toEqual([])
    const written = events(bench, 'note.added')
    expect(written).toHaveLength(15)
    for (const name of names)
      expect(written.filter(({ by }) => by === name).map(({ data }) => (data as { text: string }).text)).toEqual(
        [1, 2, 3, 4, 5].map((n) => `${name} ${n}`),
      )
    expect(bench.halt('verify').code).toBe(0)
  })
})

describe('a line for a person to type', () => {
  const HOSTILE = [
    'it\'s $(touch owned) `touch owned` "x" ; touch owned #',
    'two\nlines\\',
    '-- --force',
    '\u001b[31mred\u202e',
  ]

  it.each(HOSTILE)('does just that when it is typed, whatever stands in it: %j', async (words) => {
    const bench = new Bench()
    bench.ok(...START)
    const assistant = await Assistant.of(bench)
    const given = { command: 'done', arguments: ['2.1-logs', `--note=${words}`] }
    const line = await assistant.lineFor('command_for_person', given)
    expect(events(bench)).toHaveLength(1)
    expect(type(bench, line)).toMatchObject({ code: 0 })
    expect(events(bench, 'step.done')).toMatchObject([{ by: 'taro', data: { step: '2.1-logs', note: words } }])
    expect(events(bench, 'step.done')[0]).not.toHaveProperty('via')
    expect(spawnSync('ls', [bench.directory], { encoding: 'utf8' }).stdout).not.toContain('owned')
  })

  it('states public words only then', async () => {
    const bench = new Bench()
    bench.ok(...START)
    const assistant = await Assistant.of(bench, '--write', '--as', 'Mori')
    const line = await assistant.lineFor('set_fact', { fact: 'cause.en', value: "our provider's fault" })
    expect(events(bench)).toHaveLength(1)
    expect(type(bench, line).code).toBe(0)
    expect(events(bench, 'fact.set')).toMatchObject([{ data: { fact: 'cause', en: "our provider's fault" } }])
  })

  it('lifts, closes and approves only then, and is refused then if a person would be', async () => {
    const bench = new Bench()
    bench.ok(...START)
    const assistant = await Assistant.of(bench, '--write', '--as', 'Mori')
    const force = ['--force', '--reason', 'all is well']
    const lift = await assistant.lineFor('command_for_person', { command: 'lift', arguments: ['--all', ...force] })
    const close = await assistant.lineFor('command_for_person', { command: 'close', arguments: force })
    const approve = await assistant.lineFor('command_for_person', { command: 'approve', arguments: ['1'] })
    expect(events(bench)).toHaveLength(1)
    expect(type(bench, approve)).toMatchObject({ code: 2, err: expect.stringContaining('(not-a-request)') })
    expect(type(bench, lift).code).toBe(0)
    expect(type(bench, close).code).toBe(0)
    expect(bench.json('status')).toMatchObject({ phase: 'closed', liftedAt: expect.any(String) })
  })

  it('sends a prepared notice only then', async () => {
    const bench = new Bench()
    bench.write(
      'halt.yaml',
      'organisation: { ja: 取引所, en: Exchange }\ncontact: { ja: 窓口, en: Support }\nchannels:\n  website: { via: file, path: site, baseUrl: "https://example.com/" }\n',
    )
    bench.ok(...START, '--scope', 'deposits=open', 'withdrawals=open')
    bench.ok('set', 'cause.ja=調査中です。', 'impact.ja=お取引いただけません。', 'expected-recovery=?')
    const assistant = await Assistant.of(bench, '--write', '--as', 'Mori')
    const line = await assistant.lineFor('prepare_notices', { channels: ['website'] })
    expect(events(bench, 'notice.intended')).toEqual([])
    expect(type(bench, line)).toMatchObject({ code: 0 })
    expect(events(bench, 'notice.delivered')).toMatchObject([{ by: 'taro' }])
  })
})

describe('the end', () => {
  async function started(bench: Bench): Promise<ChildProcess> {
    const child = spawn(process.execPath, [PROGRAM, 'mcp'], { env: bench.env, cwd: bench.directory })
    await once(child.stderr, 'data')
    return child
  }

  it.each([
    ['standard input ends', (child: ChildProcess) => child.stdin?.end()],
    ['Ctrl-C is pressed', (child: ChildProcess) => child.kill('SIGINT')],
    [
      'nobody reads its output any more',
      (child: ChildProcess) => {
        child.stdout?.destroy()
        for (let n = 0; n < 3; n += 1) child.stdin?.write('{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
      },
    ],
  ])('comes with exit 0 when %s', async (_, end) => {
    const bench = new Bench()
    bench.ok(...START)
    const child = await started(bench)
    child.stdin?.on('error', () => {})
    end(child)
    const [code] = await once(child, 'exit')
    expect(code).toBe(0)
  })
})

describe('docs/assistants.md', () => {
  const page = read('docs/assistants.md')

  it('shows a registration that works, once the workspace is there', async () => {
    const bench = new Bench()
    bench.ok(...START)
    const [registered = '', writing = ''] = blocks(page, 'json')
    const { args } = JSON.parse(registered).mcpServers.halt as { args: string[] }
    for (const [command, ...flags] of [args, JSON.parse(writing) as string[]]) {
      expect(command).toBe('mcp')
      const here = flags.map((flag) => flag.replace('/srv/halt', bench.workspace))
      const assistant = await Assistant.of(bench, ...here)
      expect((await assistant.call('incident_status')).isError).toBeUndefined()
    }
  })

  it('names every tool, and says which are there only with --write', async () => {
    const bench = new Bench()
    bench.ok(...START)
    const names = async (...flags: readonly string[]) => {
      const { client } = await Assistant.of(bench, ...flags)
      return (await client.listTools()).tools.map(({ name }) => name)
    }
    const rows = [...page.matchAll(/^\| `(\w+)` +\| (`--write`)?/gm)]
    expect(rows.map(([, name]) => name)).toEqual(await names('--write', '--as', 'Mori'))
    expect(rows.filter(([, , write]) => write === undefined).map(([, name]) => name)).toEqual(await names())
    expect(anchorsIn(page)).toContain('what-it-is-not-shown')
  })
})

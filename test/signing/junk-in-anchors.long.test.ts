import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench } from '../bench.ts'

/** A workspace whose heads are signed, with a log of the files that ssh-keygen and openssl were given. */
class Watched extends Bench {
  readonly tools = join(this.directory, 'tools')
  readonly watching: NodeJS.ProcessEnv

  constructor() {
    super()
    mkdirSync(this.tools)
    for (const tool of ['ssh-keygen', 'openssl']) {
      const real = execFileSync('which', [tool], { encoding: 'utf8' }).trim()
      const script = `#!/bin/sh\necho "$*" >> ${this.tools}/runs\nexec ${real} "$@"\n`
      writeFileSync(join(this.tools, tool), script, { mode: 0o755 })
    }
    this.watching = { PATH: `${this.tools}:${process.env.PATH}` }
    const key = join(this.directory, 'taro')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    this.write('signers', `taro@example.com ${readFileSync(`${key}.pub`, 'utf8')}`)
    this.write('halt.yaml', `sign: { key: ${key} }\nsigners: signers\n`)
  }

  static async begun(): Promise<Watched> {
    const bench = new Watched()
    await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down')
    return bench
  }

  get anchors(): string {
    const incidents = join(this.workspace, 'incidents')
    return join(incidents, readdirSync(incidents)[0] ?? '', 'anchors')
  }

  path(name: string): string {
    return join(this.anchors, name)
  }

  get head(): string {
    return readdirSync(this.anchors).find((name) => /^[0-9a-f]{16}\.head$/.test(name)) ?? ''
  }

  get signature(): string {
    return readdirSync(this.anchors).find((name) => /\.head\..*\.sig$/.test(name)) ?? ''
  }

  pipe(name: string): void {
    execFileSync('mkfifo', [this.path(name)])
  }

  /** What the tools were run with since the last call. */
  runs(): string[] {
    const log = join(this.tools, 'runs')
    const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : []
    writeFileSync(log, '')
    return lines
  }

  async verified(): Promise<{ code: number; anchors: (typeof documentSchemas.verify)['_output']['anchors'] }> {
    const { code, out } = await this.haltWith({ env: this.watching }, 'verify', '--json')
    return { code, anchors: documentSchemas.verify.parse(JSON.parse(out)).anchors }
  }
}

const keysIn = (bench: Watched) => readdirSync(bench.anchors).filter((name) => name.endsWith('.key'))

describe('a pipe, folder or link in place of a signature or token', () => {
  it('is said to be none, and given to no other program', async () => {
    const bench = await Watched.begun()
    const { head, signature } = bench
    bench.pipe(`${head}.pipe.sig`)
    bench.pipe(`${head}.pipe.tsr`)
    mkdirSync(bench.path(`${head}.folder.sig`))
    mkdirSync(bench.path(`${head}.folder.tsr`))
    symlinkSync(bench.path(signature), bench.path(`${head}.link.sig`))
    writeFileSync(bench.path(`${head}.junk.sig`), 'not a signature\n')
    writeFileSync(bench.path(`${head}.junk.tsr`), 'not a token\n')
    bench.runs()
    const { code, anchors } = await bench.verified()
    expect(code).toBe(0)
    const [anchor] = anchors
    expect(anchor?.signatures.map(({ file, signer, why }) => [file.split('.').at(-2), signer ?? why])).toEqual([
      [signature.split('.').at(-2), 'taro@example.com'],
      ['folder', 'invalid'],
      ['junk', 'invalid'],
      ['link', 'invalid'],
      ['pipe', 'invalid'],
    ])
    expect(anchor?.tokens.map(({ file, state }) => [file.split('.').at(-2), state])).toEqual([
      ['folder', 'invalid'],
      ['junk', 'invalid'],
      ['pipe', 'invalid'],
    ])
    const runs = bench.runs()
    expect(runs.length).toBeGreaterThan(0)
    expect(runs.filter((run) => /pipe|folder|link|junk/.test(run))).toEqual([])
  })

  it('does not make a writer known, nor keep its machine from signing', async () => {
    const bench = await Watched.begun()
    const [first = ''] = keysIn(bench)
    const hers = { env: { ...bench.watching, XDG_STATE_HOME: join(bench.directory, 'elsewhere') } }
    await bench.haltWith(hers, 'note', 'hers')
    await bench.haltWith(hers, 'anchor')
    const key = keysIn(bench).find((name) => name !== first) ?? ''
    renameSync(bench.path(`${key}.sig`), bench.path(`${key}.4.sig`))
    for (const ending of ['sig', '2.sig', '3.sig']) bench.pipe(`${key}.${ending}`)
    const isGivenPipe = (run: string) => /\.key\.(?:[23]\.)?sig/.test(run)
    bench.runs()
    expect((await bench.haltWith({ env: bench.watching }, 'status')).err).not.toContain('new writer')
    expect(bench.runs().filter((run) => run.includes(key) && !run.includes(`${key}.4.sig`))).toEqual([])
    await bench.haltWith(hers, 'anchor')
    const runs = bench.runs()
    expect(runs.length).toBeGreaterThan(0)
    expect(runs.filter((run) => run.includes(key) && isGivenPipe(run))).toEqual([])
  })
})

describe('what has the name of a head, and is a folder or a pipe', () => {
  it('is said to be no head, and the rest is verified', async () => {
    const bench = await Watched.begun()
    const { head } = bench
    mkdirSync(bench.path('0123456789abcdef.head'))
    bench.pipe('fedcba9876543210.head')
    const { code, anchors } = await bench.verified()
    expect(code).toBe(0)
    expect(Object.fromEntries(anchors.map(({ file, state }) => [file, state]))).toEqual({
      '0123456789abcdef.head': 'altered',
      'fedcba9876543210.head': 'altered',
      [head]: 'in-log',
    })
    expect(await bench.halt('anchor', '--head', 'fedcba9876543210.head')).toMatchObject({ code: 3 })
  })
})

describe('more signatures than a team makes', () => {
  it('are counted, and those of the writers of the log checked first', async () => {
    const bench = await Watched.begun()
    const { head, signature } = bench
    const copy = readFileSync(bench.path(signature))
    for (let n = 100; n < 120; n += 1) writeFileSync(bench.path(`${head}.${n}.sig`), copy)
    const { anchors } = await bench.verified()
    expect(anchors).toMatchObject([{ file: head, more: 5 }])
    expect(anchors[0]?.signatures).toHaveLength(16)
    expect(anchors[0]?.signatures[0]).toEqual({ file: signature, signer: 'taro@example.com', why: null })
    const { out } = await bench.halt('verify')
    expect(out.replaceAll(/\s+/g, ' ')).toContain('5 more signatures or time stamps NOT checked: too many')
  })

  it('are not all checked if they are of many heads', async () => {
    const bench = await Watched.begun()
    const { head: real, signature } = bench
    bench.write('halt.yaml', 'language: en\n')
    const copy = readFileSync(bench.path(signature))
    for (let h = 0; h < 10; h += 1)
      for (let n = 100; n < 116; n += 1) {
        const head = `${String(h).padStart(16, '0')}.head`
        writeFileSync(bench.path(head), 'no head\n')
        writeFileSync(bench.path(`${head}.${n}.sig`), copy)
      }
    const { anchors } = await bench.verified()
    expect(anchors.flatMap(({ signatures }) => signatures)).toHaveLength(128)
    expect(anchors.reduce((sum, { more }) => sum + more, 0)).toBe(10 * 16 + 1 - 128)
    expect(anchors.find(({ file }) => file === real)?.signatures).toEqual([
      { file: signature, signer: null, why: 'no-signers' },
    ])
  })
})

describe('an anchors folder that is a link', () => {
  it('is not followed, neither to write there nor to read', async () => {
    const bench = await Watched.begun()
    const target = join(bench.directory, 'elsewhere')
    renameSync(bench.anchors, target)
    const before = readdirSync(target)
    symlinkSync(target, bench.anchors)
    await bench.ok('note', 'more')
    expect(await bench.halt('anchor')).toMatchObject({
      code: 3,
      err: expect.stringContaining('(bad-anchors-folder)'),
    })
    expect(readdirSync(target)).toEqual(before)
    expect((await bench.verified()).anchors).toEqual([])
  })
})

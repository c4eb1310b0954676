import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import type { RequestListener, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench, type Outcome } from '../bench.ts'
import { web } from '../servers.ts'
import { TimeStampAuthority, type Validity } from '../time-stamp-authority.ts'

type Verified = z.infer<typeof documentSchemas.verify>

/** A workspace whose heads are time-stamped by an authority of its own. */
class Stamped extends Bench {
  readonly authority: TimeStampAuthority
  readonly requests: Buffer[] = []
  id = ''

  constructor(valid?: Validity) {
    super()
    mkdirSync(this.workspace, { recursive: true })
    const folder = join(this.directory, 'authority')
    mkdirSync(folder)
    this.authority = new TimeStampAuthority(folder, valid)
  }

  /** An authority that answers; `instead` may give another answer than it would have. */
  serve(instead: (right: Buffer, response: ServerResponse) => unknown = (right) => right): Promise<string> {
    const answer: RequestListener = (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const query = Buffer.concat(chunks)
        this.requests.push(query)
        const bytes = instead(this.authority.answer(query), response)
        if (bytes instanceof Buffer) response.end(bytes)
      })
    }
    return web(answer)
  }

  use(urls: readonly string[], ...more: readonly string[]): void {
    this.write('halt.yaml', [`timestamp: [${urls.join(', ')}]`, ...more, ''].join('\n'))
  }

  trust(...urls: readonly string[]): void {
    this.use(urls, `timestampCa: ${this.authority.root}`)
  }

  async begin(): Promise<void> {
    this.id = (await this.ok('start', '--type', 'system-failure', '--title', 'Engine down')).trim()
  }

  /** Runs what was left to the background so far. */
  async runBackground(): Promise<Outcome[]> {
    const done: Outcome[] = []
    for (const args of this.background.splice(0)) done.push(await this.halt(...args))
    return done
  }

  get folder(): string {
    return join(this.workspace, 'incidents', this.id, 'anchors')
  }

  named(ending: string): string[] {
    return existsSync(this.folder) ? readdirSync(this.folder).filter((name) => name.endsWith(ending)) : []
  }

  path(ending: string): string {
    return join(this.folder, this.named(ending)[0] ?? '')
  }

  async tokens(): Promise<Verified['anchors'][number]['tokens']> {
    const { anchors } = documentSchemas.verify.parse(JSON.parse((await this.halt('verify', '--json')).out))
    return anchors.flatMap(({ tokens }) => tokens)
  }

  async doctor(): Promise<string> {
    return (await this.halt('doctor', '--offline')).out
  }
}

const flat = (text: string) => text.replaceAll(/\s+/g, ' ')

describe('the time stamp of a head', () => {
  it('is requested in the background once the event is on disk, and says when and by whom', async () => {
    const bench = new Stamped()
    bench.trust(await bench.serve())
    await bench.begin()
    expect(await bench.events('incident.started')).toHaveLength(1)
    expect({ asked: bench.requests.length, kept: bench.named('.tsr') }).toEqual({ asked: 0, kept: [] })
    expect(await bench.runBackground()).toMatchObject([{ code: 0, err: '' }])
    const [token] = await bench.tokens()
    expect(token).toMatchObject({ state: 'trusted', authority: 'Example TSA', why: null })
    expect(flat(await bench.ok('verify'))).toContain(
      `Signed and time-stamped heads ${bench.named('.head')[0]} 1 event, in the log time-stamped ${token?.time?.slice(0, 19).replace('T', ' ')} UTC by Example TSA`,
    )
    expect(await bench.doctor()).not.toContain('head-unstamped')
  })

  it('tells the authority the hash of the head, and nothing else of the incident', async () => {
    const bench = new Stamped()
    bench.trust(await bench.serve())
    await bench.begin()
    await bench.runBackground()
    const digest = createHash('sha256')
      .update(readFileSync(bench.path('.head')))
      .digest()
    const [query = Buffer.alloc(0)] = bench.requests
    // The version, the algorithm and the hash, a random number of 8 bytes, and that certificates are wanted.
    expect({ hasDigest: query.includes(digest), isShort: query.length <= digest.length + 40 }).toEqual({
      hasDigest: true,
      isShort: true,
    })
  })

  it('is requested after declaring, the first notice, a hand-over, a lift and closing, and after nothing else', async () => {
    const bench = new Stamped()
    bench.trust(await bench.serve())
    await bench.begin()
    const after: number[] = [bench.background.length]
    for (const line of [
      'note nothing',
      'notice website --posted --link https://status.example/1',
      'scope trading=stopped',
      'handover --to taro --force',
      'lift trading --force --reason checked',
      'note more',
      'close --resolution resolved --force --reason over',
    ]) {
      await bench.halt(...line.split(' '))
      after.push(bench.background.length)
    }
    expect(after).toEqual([1, 1, 2, 2, 2, 3, 3, 4])
    await bench.runBackground()
    expect((await bench.tokens()).map(({ state }) => state)).toEqual(['trusted', 'trusted', 'trusted', 'trusted'])
  })

  it('is kept in one file, readable as the log is', async () => {
    const bench = new Stamped()
    bench.trust(await bench.serve())
    await bench.begin()
    await bench.runBackground()
    const modes = readdirSync(bench.folder).map((name) => statSync(join(bench.folder, name)).mode & 0o777)
    expect(modes).toEqual([0o600, 0o600])
  })

  it('stands beside the signature of the same head', async () => {
    const bench = new Stamped()
    const key = join(bench.directory, 'key')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    bench.use([await bench.serve()], `timestampCa: ${bench.authority.root}`, `sign: { key: ${key} }`)
    await bench.begin()
    await bench.runBackground()
    expect(bench.named('.head')).toHaveLength(1)
    expect(flat(await bench.ok('verify'))).not.toContain('no time stamp')
    const { anchors } = documentSchemas.verify.parse(JSON.parse(await bench.ok('verify', '--json')))
    expect(anchors).toMatchObject([{ signatures: [{ signer: null }], tokens: [{ state: 'trusted' }] }])
  })

  it('is said to be missing of a signed head if one is requested', async () => {
    const bench = new Stamped()
    const key = join(bench.directory, 'key')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    bench.write('halt.yaml', `sign: { key: ${key} }\n`)
    await bench.begin()
    const verified = async (lang: string) => flat(await bench.ok('verify', '--lang', lang))
    expect(await verified('en')).toContain(' Signed heads ')
    expect(await verified('en')).not.toContain('time stamp')
    expect(await verified('ja')).toContain(' 署名のある末尾 ')
    bench.use(['http://127.0.0.1:1'], `sign: { key: ${key} }`)
    expect(await verified('en')).toContain(' no time stamp ')
    expect(await verified('ja')).toContain(' タイムスタンプなし ')
  })

  it('is checked as of its time, though the certificate has expired since', async () => {
    const bench = new Stamped({ from: '20200101000000Z', to: '20220101000000Z' })
    bench.trust(await bench.serve())
    await bench.begin()
    const head = readFileSync(bench.path('.head'))
    const keep = (response: Buffer) => writeFileSync(`${bench.path('.head')}.old.tsr`, response)
    keep(bench.authority.answerAt('20210203040506Z', head))
    expect(await bench.tokens()).toMatchObject([{ state: 'trusted', time: '2021-02-03T04:05:06.000Z' }])
    keep(bench.authority.answerAt('20230203040506Z', head))
    expect(await bench.tokens()).toMatchObject([{ state: 'unvouched', why: 'certificate has expired' }])
  })

  it('is vouched for by the certificates of the system, unless the settings name others', async () => {
    const bench = new Stamped()
    bench.use([await bench.serve()])
    await bench.begin()
    await bench.runBackground()
    expect(await bench.tokens()).toMatchObject([{ state: 'unvouched', authority: 'Example TSA' }])
    expect(flat(await bench.ok('verify'))).toMatch(
      /time-stamped \S+ \S+ UTC by Example TSA, so it says, but no trusted certificate vouches for that \([^)]+\)/,
    )
    bench.env.SSL_CERT_FILE = bench.authority.root
    expect(await bench.tokens()).toMatchObject([{ state: 'trusted' }])
    bench.use(['https://tsa.invalid'], 'timestampCa: not-there.pem')
    expect(await bench.tokens()).toMatchObject([{ state: 'unvouched' }])
    expect(await bench.doctor()).toContain('signing-file-missing')
  })

  it('is not trusted for a time that the response claims outside of what is signed', async () => {
    const bench = new Stamped()
    bench.trust(await bench.serve())
    await bench.begin()
    await bench.runBackground()
    const [before] = await bench.tokens()
    const response = readFileSync(bench.path('.tsr'))
    // The response begins with SEQUENCE, its length, and the status: 3003020100.
    const token = response.subarray(response.indexOf(Buffer.from('3003020100', 'hex')) + 5)
    const claim = Buffer.from('\nTime stamp: Jan  1 00:00:00 2001 GMT\n')
    const text = Buffer.concat([Buffer.from([0x30, claim.length + 2, 0x0c, claim.length]), claim])
    const status = Buffer.concat([Buffer.from([0x30, text.length + 3, 0x02, 0x01, 0x00]), text])
    const length = status.length + token.length
    writeFileSync(
      bench.path('.tsr'),
      Buffer.concat([Buffer.from([0x30, 0x82, length >> 8, length & 0xff]), status, token]),
    )
    expect(await bench.tokens()).toEqual([before])
  })
})

describe('what was altered', () => {
  it('is noticed where it is the log, or the head', async () => {
    const bench = new Stamped()
    bench.trust(await bench.serve())
    await bench.begin()
    await bench.runBackground()
    appendFileSync(bench.path('.head'), 'more\n')
    const failed = await bench.halt('verify')
    expect(failed).toMatchObject({ code: 4, err: expect.stringContaining('(anchor-differs)') })
    expect(flat(failed.out)).toMatch(/ALTERED: it is no head any more \S+\.tsr: NOT a time stamp of this head/)
    const [log = ''] = readdirSync(join(bench.folder, '..')).filter((name) => name.endsWith('.jsonl'))
    rmSync(join(bench.folder, '..', log))
    expect((await bench.halt('verify')).code).toBe(4)
  })

  it('is noticed where it is the token, which anchor then requests again', async () => {
    const bench = new Stamped()
    bench.trust(await bench.serve())
    await bench.begin()
    await bench.runBackground()
    const [name = ''] = bench.named('.tsr')
    const bytes = readFileSync(bench.path('.tsr'))
    const digest = createHash('sha256')
      .update(readFileSync(bench.path('.head')))
      .digest()
    // In the hash that it is for, and in the signature, with which it ends.
    for (const at of [bytes.indexOf(digest), bytes.length - 3]) {
      const altered = Buffer.from(bytes)
      altered[at] = (altered[at] ?? 0) ^ 1
      writeFileSync(bench.path('.tsr'), altered)
      expect(await bench.tokens()).toMatchObject([{ file: name, state: 'invalid', time: null, authority: null }])
    }
    writeFileSync(bench.path('.tsr'), '')
    expect(flat(await bench.ok('verify'))).toContain(`${name}: NOT a time stamp of this head (no token)`)
    expect(await bench.ok('anchor')).toMatch(/time-stamped .* by Example TSA\n$/)
    expect(await bench.tokens()).toMatchObject([{ state: 'trusted' }])
    await bench.ok('anchor')
    expect(bench.requests).toHaveLength(2)
  })

  it('is noticed where it is a token for another head', async () => {
    const bench = new Stamped()
    bench.trust(await bench.serve())
    await bench.begin()
    await bench.runBackground()
    const other = readFileSync(bench.path('.tsr'))
    await bench.ok('note', 'more')
    await bench.ok('anchor')
    for (const name of bench.named('.tsr')) writeFileSync(join(bench.folder, name), other)
    expect((await bench.tokens()).map(({ state }) => state).sort()).toEqual(['invalid', 'trusted'])
  })
})

describe('what somebody else left under the name of a token', () => {
  const left: readonly (readonly [string, (bench: Stamped, path: string) => unknown])[] = [
    ['junk', (_, path) => writeFileSync(path, '0')],
    ['a folder', (_, path) => mkdirSync(path)],
    [
      'a token for its SHA-1',
      (bench, path) => writeFileSync(path, bench.authority.answerWeakly(readFileSync(bench.path('.head')))),
    ],
    [
      'the token of an authority for which nobody vouches',
      (bench, path) => {
        const folder = join(bench.directory, 'impostor')
        mkdirSync(folder)
        const impostor = new TimeStampAuthority(folder)
        writeFileSync(path, impostor.answerAt('20260203040506Z', readFileSync(bench.path('.head'))))
      },
    ],
  ]

  it.each(left)('%s: does not count, and keeps nobody from requesting one', async (_, leave) => {
    const bench = new Stamped()
    const url = await bench.serve()
    bench.trust(url)
    await bench.begin()
    const name = `${bench.named('.head')[0]}.${new URL(url).host.replace(':', '_')}`
    leave(bench, join(bench.folder, `${name}.tsr`))
    expect(await bench.doctor()).toContain('head-unstamped')
    expect(await bench.runBackground()).toMatchObject([{ code: 0 }])
    expect((await bench.tokens()).map(({ state }) => state)).toContain('trusted')
    expect(await bench.doctor()).not.toContain('head-unstamped')
  })

  it('is said to be none where the authority cannot be reached', async () => {
    const bench = new Stamped()
    bench.trust('http://127.0.0.1:1')
    await bench.begin()
    left[3]?.[1](bench, `${bench.path('.head')}.127.0.0.1_1.tsr`)
    expect(await bench.halt('anchor')).toMatchObject({ code: 3, err: expect.stringContaining('(not-stamped)') })
    writeFileSync(`${bench.path('.head')}.127.0.0.1_1.tsr`, '0')
    expect(flat(await bench.ok('verify'))).toMatch(/NOT a time stamp of this head \([^)]*\) no time stamp/)
  })

  it('is told from the token that the authority gave, however much of it there is', async () => {
    const bench = new Stamped()
    const url = await bench.serve()
    bench.trust(url)
    await bench.begin()
    for (let n = 100; n < 120; n += 1) writeFileSync(`${bench.path('.head')}.0.${n}.tsr`, '0')
    await bench.runBackground()
    expect((await bench.tokens()).map(({ state }) => state)).toContain('trusted')
    for (let n = 1; n <= 16; n += 1) {
      const name = `${bench.path('.head')}.${new URL(url).host.replace(':', '_')}${n === 1 ? '' : `.${n}`}.tsr`
      rmSync(name, { force: true })
      mkdirSync(name)
    }
    const requests = bench.requests.length
    expect(await bench.halt('anchor')).toMatchObject({ code: 3, err: expect.stringContaining('EEXIST') })
    expect(bench.requests).toHaveLength(requests)
    expect(await bench.doctor()).toContain('head-unstamped')
  })

  it('does not count if it is a good one of a head that is not in the log', async () => {
    const bench = new Stamped()
    bench.trust('http://127.0.0.1:1')
    await bench.begin()
    const text = readFileSync(bench.path('.head'), 'latin1').replace(/[0-9a-f]{64}/, 'a'.repeat(64))
    const name = join(bench.folder, `${createHash('sha256').update(text).digest('hex').slice(0, 16)}.head`)
    writeFileSync(name, text)
    writeFileSync(`${name}.x.tsr`, bench.authority.answerAt('20260203040506Z', Buffer.from(text)))
    expect((await bench.tokens()).map(({ state }) => state)).toContain('trusted')
    expect(await bench.doctor()).toContain('head-unstamped')
  })
})

describe('an authority', () => {
  const wrong: readonly (readonly [string, (right: Buffer, response: ServerResponse) => unknown])[] = [
    ['that answers something else', () => Buffer.from('<html>maintenance</html>')],
    ['that answers nothing', () => Buffer.alloc(0)],
    ['that answers far too much', (right) => Buffer.concat([right, Buffer.alloc(1024 * 1024)])],
    ['whose answer does not end', (_, response) => endless(response)],
    ['that refuses', (right, response) => response.writeHead(503).end(right)],
    ['that leads elsewhere', (_, response) => response.writeHead(302, { Location: 'http://127.0.0.1/' }).end()],
    ['that hangs up', (_, response) => response.destroy()],
    ['that breaks off', (right, response) => response.end(right.subarray(0, right.length >> 1))],
  ]

  it.each(wrong)('%s gives no token, and the next one is asked', async (_, instead) => {
    const bench = new Stamped()
    bench.trust(await bench.serve(instead))
    await bench.begin()
    await bench.runBackground()
    expect(await bench.halt('anchor')).toMatchObject({ code: 3, err: expect.stringContaining('(not-stamped)') })
    expect({ tokens: bench.named('.tsr'), temporary: bench.named('.new') }).toEqual({ tokens: [], temporary: [] })
    expect(await bench.doctor()).toContain('head-unstamped')
    bench.trust(await bench.serve(instead), await bench.serve())
    const made = documentSchemas.anchor.parse(JSON.parse(await bench.ok('anchor', '--json')))
    expect(made.timestamp).toMatchObject({ state: 'trusted', authority: 'Example TSA' })
    expect(await bench.doctor()).not.toContain('head-unstamped')
  })

  it('that answers an earlier request for the same head again gives no token', async () => {
    const bench = new Stamped()
    const answers: Buffer[] = []
    const replay = await bench.serve((right) => {
      answers.push(right)
      return answers[0]
    })
    bench.trust(replay)
    await bench.begin()
    await bench.runBackground()
    rmSync(bench.path('.tsr'))
    expect(await bench.halt('anchor')).toMatchObject({ code: 3, err: expect.stringContaining('nonce') })
  })

  it('for which nobody vouches gives way to one that is trusted, and both tokens are kept', async () => {
    const bench = new Stamped()
    const folder = join(bench.directory, 'impostor')
    mkdirSync(folder)
    const impostor = new TimeStampAuthority(folder)
    const url = await bench.serve(() => impostor.answer(bench.requests.at(-1) as Buffer))
    bench.trust(url, await bench.serve())
    await bench.begin()
    await bench.runBackground()
    expect((await bench.tokens()).map(({ state }) => state).sort()).toEqual(['trusted', 'unvouched'])
    await bench.ok('anchor')
    expect(bench.requests).toHaveLength(2)
  })

  it('that cannot be reached holds nothing up, and anchor makes up for it', async () => {
    const bench = new Stamped()
    bench.trust('http://127.0.0.1:1')
    await bench.begin()
    expect(await bench.runBackground()).toMatchObject([
      { code: 3, err: expect.stringContaining('127.0.0.1:1: the server cannot be reached (ECONNREFUSED)') },
    ])
    expect((await bench.halt('anchor', '--lang', 'ja')).err).toContain(
      '127.0.0.1:1: サーバーに接続できません（ECONNREFUSED）',
    )
    expect(await bench.doctor()).toContain('head-unstamped')
    bench.trust(await bench.serve())
    expect(await bench.ok('anchor')).toMatch(/^\S+\/anchors\/[0-9a-f]{16}\.head: time-stamped .* by Example TSA\n$/)
    expect(await bench.doctor()).not.toContain('head-unstamped')
  })

  it.each(['ftp://tsa.example', 'https://user:secret@tsa.example', 'tsa.example'])(
    'named as %s is refused in the settings',
    async (url) => {
      const bench = new Stamped()
      bench.trust(url)
      const { code, out } = await bench.halt('runbook', 'check')
      expect(code).not.toBe(0)
      expect(out).toMatch(/bad-url|secret-in-url/)
      expect(out).not.toContain('secret@')
    },
  )
})

describe('without openssl', () => {
  it('nothing is held up, and what is missing is said', async () => {
    const bench = new Stamped()
    bench.trust(await bench.serve())
    await bench.begin()
    await bench.runBackground()
    bench.env.PATH = bench.directory
    expect(await bench.tokens()).toMatchObject([{ state: 'unchecked', time: null, why: 'ENOENT' }])
    expect(flat(await bench.ok('verify'))).toContain('a time stamp that was not checked (openssl: ENOENT)')
    await bench.ok('notice', 'website', '--posted', '--link', 'https://status.example/1')
    expect(await bench.runBackground()).toMatchObject([{ code: 3, err: expect.stringContaining('openssl: ENOENT') }])
    const doctor = await bench.doctor()
    expect(doctor).toContain('no-openssl')
    expect(doctor).toContain('head-unstamped')
  })
})

describe('a folder that cannot be written', () => {
  it('does not stop the record, and it is said that no time stamp could be requested', async () => {
    const bench = new Stamped()
    bench.trust(await bench.serve())
    await bench.begin()
    rmSync(bench.folder, { recursive: true })
    writeFileSync(bench.folder, 'no folder')
    chmodSync(bench.folder, 0o400)
    const posted = await bench.halt('notice', 'website', '--posted', '--link', 'https://status.example/1')
    expect(posted).toMatchObject({
      code: 0,
      err: expect.stringContaining('no time stamp of the head could be requested'),
    })
  })
})

describe('anchor --head', () => {
  it('has a head time-stamped that was written before, and refuses any other file', async () => {
    const bench = new Stamped()
    bench.trust(await bench.serve())
    await bench.begin()
    const [head = ''] = bench.named('.head')
    await bench.ok('note', 'more')
    await bench.ok('anchor', '--head', head)
    expect(bench.named('.head')).toEqual([head])
    expect(bench.named('.tsr')).toHaveLength(1)
    const refused = (lang: string) => bench.halt('anchor', '--head', '../halt.yaml', '--lang', lang)
    expect(await refused('en')).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        `no such head in anchors/ of this incident: ../halt.yaml (no-such-head)\nHeads: ${head}`,
      ),
    })
    expect((await refused('ja')).err).toContain('このインシデントの anchors/ に ../halt.yaml という末尾はありません')
  })
})

/** Sends pieces for as long as they are read. */
function endless(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(16 * 1024, 48)));
    if (!response.destroyed) response.once('drain', more)
  }
  more()
}

import { execFileSync, type StdioOptions } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { documentSchemas } from '../../src/cli/schemas.ts'
import type { Envelope, Head } from '../../src/domain/log/event.ts'
import { incidentKeyOf } from '../../src/domain/log/incident-key.ts'
import { headText, seal } from '../../src/domain/log/line.ts'
import { readTar, tarEntryBytes, tarOf } from '../../src/platform/tar.ts'
import { Bench, type Outcome } from '../bench.ts'
import { blocks, read } from '../markdown.ts'
import { newSigner } from '../sealing.ts'
import { web } from '../servers.ts'
import { TimeStampAuthority } from '../time-stamp-authority.ts'

type Verified = z.infer<typeof documentSchemas.verify>

/** The lines that check a log without the program, as the page shows them. */
const [CHECK = ''] = blocks(read('docs/log.md'), 'sh').filter((block) => block.startsWith('check()'))

/** Files of a bundle by their names below the folder of the incident. */
type Files = Map<string, Buffer>

/** A workspace of taro, who signs heads, and whoever gets a bundle of its log. */
class Bundles extends Bench {
  id = ''
  readonly bundle = join(this.directory, 'log.tar')
  readonly signers = join(this.directory, 'signers')

  constructor() {
    super()
    for (const who of ['taro', 'mallory'])
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', who, '-f', this.key(who)])
    writeFileSync(this.signers, `taro@example.com ${readFileSync(this.key('taro.pub'), 'utf8')}`)
    this.write('halt.yaml', `sign: { key: ${this.key('taro')} }\nsigners: ${this.signers}\n`)
  }

  key(name: string): string {
    return join(this.directory, name)
  }

  /** Two people record, each on a machine of their own; the head of all is signed at the end. */
  async record(): Promise<this> {
    this.id = (await this.ok('start', '--type', 'system-failure', '--title', 'Engine down')).trim()
    await this.ok('note', 'one "key":"x","hash":"y" 日本')
    await this.hanako('note', 'hers')
    await this.hanako('note', 'hers too')
    for (const text of ['two', 'three', 'four']) await this.ok('note', text)
    await this.ok('anchor')
    return this
  }

  hanako(...args: readonly string[]): Promise<Outcome> {
    return this.haltWith({ env: { XDG_STATE_HOME: this.key('state-hanako'), HALT_OPERATOR: 'hanako' } }, ...args)
  }

  /** Runs a command as somebody who has neither the workspace nor its state. */
  elsewhere(...args: readonly string[]): Promise<Outcome> {
    const home = this.key('elsewhere')
    mkdirSync(home, { recursive: true })
    const env = {
      HALT_DIR: undefined,
      HOME: home,
      XDG_STATE_HOME: join(home, 'state'),
      XDG_DATA_HOME: join(home, 'data'),
    }
    return this.haltWith({ env, cwd: home }, ...args)
  }

  async checked(...args: readonly string[]): Promise<Verified> {
    return documentSchemas.verify.parse(
      JSON.parse((await this.elsewhere('verify', this.bundle, ...args, '--json')).out),
    )
  }

  async bundled(): Promise<Files> {
    await this.ok('verify', '--bundle', this.bundle, '--overwrite')
    return filesIn(this.bundle, this.id)
  }

  get folder(): string {
    return join(this.workspace, 'incidents', this.id)
  }
}

function filesIn(bundle: string, id: string): Files {
  const fd = openSync(bundle, 'r')
  const entries = readTar(fd, 1000)
  if (typeof entries === 'string') throw new Error(entries)
  const files = new Map(
    entries.map((entry) => [entry.path.slice(id.length + 1), Buffer.concat([...tarEntryBytes(fd, entry)])]),
  )
  closeSync(fd)
  return files
}

function archiveOf(id: string, files: Files): Buffer {
  const members = [...files].map(([name, bytes]) => ({ path: `${id}/${name}`, size: bytes.length, chunks: [bytes] }))
  return Buffer.concat([...tarOf(members, 0)])
}

/** With a socket as its input, bash takes itself for a remote shell, and reads a profile. */
const QUIET: StdioOptions = ['ignore', 'pipe', 'ignore']

/** A folder of programs as macOS has them: no `sha256sum`, and a `date` that reads a time only with its format. */
function programsOfMac(folder: string): string {
  mkdirSync(folder)
  const names = 'cat cmp cut find grep mktemp openssl rm sed shasum sort ssh-keygen tr'.split(' ')
  for (const name of [...names, 'date']) {
    const program = execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
    if (name !== 'date') symlinkSync(program, join(folder, name))
    else
      writeFileSync(
        join(folder, name),
        `#!/bin/sh\n[ "$1 $2" = "-juf %b %e %T %Y GMT" ] && exec ${program} -d "$3" "$4"\nexit 1\n`,
        { mode: 0o755 },
      )
  }
  return folder
}

/** What the lines of the page print in a folder with these files. */
function printedBy(shell: string, files: Files, signers: string, root?: string, path = process.env.PATH): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'unpacked-'))
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
  const env = { PATH: path, SIGNERS: signers, TMPDIR: process.env.TMPDIR, ROOT: root }
  const program = execFileSync('sh', ['-c', `command -v ${shell}`], { encoding: 'utf8' }).trim()
  const out = execFileSync(program, ['-c', CHECK], { cwd: folder, env, encoding: 'utf8', stdio: QUIET })
  rmSync(folder, { recursive: true })
  return out.split('\n').filter(Boolean)
}

/**
 * The log with another author in a line and what follows from that, signed anew with a key that the file then begins with; if
 * it is renamed, with the id that such a writer's incident has.
 */
function resigned(files: Files, log: string, line: number, isRenamed = false): Files {
  const signer = newSigner()
  let prev: string | null = null
  const lines = linesOf(files, log).map((text, i) => {
    const { hash: _, sig: __, key: ___, introducedBy: ____, ...event } = JSON.parse(text) as Envelope
    const incident = isRenamed ? incidentKeyOf(event.incident, signer.key) : event.incident
    const sealed = seal({ ...event, incident, prev, ...(i === line && { by: 'mallory' }) }, signer)
    prev = sealed.hash
    return `${sealed.line}\n`
  })
  return new Map([...files, [log, Buffer.from(lines.join(''))]])
}

/** The same with a second declaration by somebody who writes the type of its event in another form. */
function declaredAgain(files: Files, declaring: string, written: string): Files {
  const signer = newSigner()
  const { hash: _, sig: __, key: ___, ...event } = JSON.parse(linesOf(files, declaring)[0] as string) as Envelope
  const { line } = seal({ ...event, writer: 'zzzzzzzz' }, signer)
  const [content = ''] = line.split(',"sig":"')
  const other = content.replace('"type":"incident.started"', () => written)
  const body = `${other},"sig":"${signer.sign(other)}"`
  const hash = createHash('sha256').update(body).digest('hex')
  const name = declaring.replace(/\w{8}(?=\.jsonl$)/, 'zzzzzzzz')
  return new Map([...files, [name, Buffer.from(`${body},"hash":"${hash}"}\n`)]])
}

/** The same with the hashes alone: the signatures stay as they were. */
function rehashed(files: Files, log: string, line: number): Files {
  let prev = ''
  const lines = linesOf(files, log).map((text, i) => {
    const [, before = ''] = /^(.*),"hash":"[0-9a-f]{64}"\}$/.exec(text) ?? []
    const changed = i === line ? before.replace(/"by":"\w+"/, '"by":"mallory"') : before
    const body = i > line ? changed.replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${prev}"`) : changed
    prev = createHash('sha256').update(body).digest('hex')
    return `${body},"hash":"${prev}"}\n`
  })
  return new Map([...files, [log, Buffer.from(lines.join(''))]])
}

/** The log without the last lines of a file, which is a valid one still. */
function shortened(files: Files, log: string, line: number): Files {
  const lines = linesOf(files, log).slice(0, line)
  if (lines.length === 0) return new Map([...files].filter(([name]) => name !== log))
  return new Map([...files, [log, Buffer.from(`${lines.join('\n')}\n`)]])
}

/** One bit of a file is another. */
function flipped(files: Files, name: string, at: number, bit: number): Files {
  const bytes = Buffer.from(files.get(name) as Buffer)
  bytes[at] = (bytes[at] as number) ^ (1 << bit)
  return new Map([...files, [name, bytes]])
}

const withoutAnchors = (files: Files): Files => new Map([...files].filter(([name]) => !name.startsWith('anchors/')))

function headOf(files: Files): Head[] {
  return logsIn(files).map((log): Head => {
    const { writer, seq, hash } = JSON.parse(linesOf(files, log).at(-1) as string) as Envelope
    return { writer, seq, hash }
  })
}

/** The head of a log as it is now, or as given, signed with an SSH key in place of those that were signed. */
function headSignedWith(key: string, files: Files, text = headText(headOf(files))): Files {
  const name = `anchors/${createHash('sha256').update(text).digest('hex').slice(0, 16)}.head`
  const signature = execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-f', key, '-n', 'halt'], { input: text })
  const signed = new Map([...withoutAnchors(files), [name, Buffer.from(text)]])
  return signed.set(`${name}.${headOf(files)[0]?.writer}.sig`, signature)
}

const flat = (text: string) => text.replaceAll(/\s+/g, ' ')
const logsIn = (files: Files) => [...files.keys()].filter((name) => name.endsWith('.jsonl'))
const linesOf = (files: Files, log: string) => String(files.get(log)).trimEnd().split('\n')

describe('a bundle', () => {
  it('has what others need to check the log, and says who signed it', async () => {
    const bench = await new Bundles().record()
    const out = await bench.ok('verify', '--bundle', bench.bundle)
    const digest = createHash('sha256').update(readFileSync(bench.bundle)).digest('hex')
    expect(out).toContain(`bundle: ${bench.bundle}\nSHA-256 ${digest}\n`)
    expect(out).toContain('consistent')
    const checked = await bench.elsewhere('verify', bench.bundle, '--signers', bench.signers)
    expect(checked).toMatchObject({ code: 0, err: '' })
    expect(flat(checked.out)).toContain(`${bench.bundle} SHA-256 ${digest}`)
    expect(flat(checked.out)).toContain('7 events: consistent in themselves')
    expect(flat(checked.out)).toContain('taro@example.com signed a head that covers 7 of these events')
    expect(await bench.checked('--signers', bench.signers)).toMatchObject({
      result: 'consistent',
      events: 7,
      kept: { state: 'unknown' },
      bundle: { file: bench.bundle, digest, evidence: 0, signers: 'given', recordedSince: null },
      written: null,
    })
    expect(existsSync(join(bench.key('elsewhere'), 'state'))).toBe(false)
  })

  it('has the same bytes whoever makes it, and whenever', async () => {
    const bench = await new Bundles().record()
    await bench.ok('verify', '--bundle', bench.bundle)
    bench.pass(86_400_000)
    const again = bench.key('again.tar')
    const { code } = await bench.haltWith(
      { env: { HALT_LANG: 'ja', XDG_STATE_HOME: bench.key('state-hanako') } },
      ...['verify', '--bundle', again],
    )
    expect(code).toBe(0)
    expect(readFileSync(again)).toEqual(readFileSync(bench.bundle))
    const { written } = await bench.json<Verified>('verify', '--bundle', again, '--overwrite')
    expect(written).toMatchObject({ file: again, evidence: 0 })
    expect(statSync(again).mode & 0o777).toBe(0o600)
  })

  it('is never written over a file without being told, nor over a link or a folder', async () => {
    const bench = await new Bundles().record()
    writeFileSync(bench.bundle, 'mine')
    expect((await bench.halt('verify', '--bundle', bench.bundle)).err).toContain('(output-exists)')
    expect(readFileSync(bench.bundle, 'utf8')).toBe('mine')
    symlinkSync(bench.bundle, bench.key('link.tar'))
    for (const path of [bench.key('link.tar'), bench.workspace, '/dev/null'])
      expect(await bench.halt('verify', '--bundle', path, '--overwrite')).toMatchObject({
        code: 2,
        err: expect.stringContaining('(output-not-a-file)'),
      })
    expect(readFileSync(bench.bundle, 'utf8')).toBe('mine')
    await bench.ok('verify', '--bundle', bench.bundle, '--overwrite')
    expect(await bench.checked()).toMatchObject({ result: 'consistent' })
    expect((await bench.halt('verify', '--bundle', bench.key('none/log.tar'))).code).toBe(5)
  })

  it('leaves out evidence, and says how much', async () => {
    const bench = await new Bundles().record()
    await bench.ok('note', '--private', 'a customer by name')
    await bench.ok('note', '--private', 'removed later')
    const [, { file = '' } = {}] = (await bench.json<{ evidence: { file: string }[] }>('evidence', 'list')).evidence
    await bench.ok('evidence', 'remove', file, '--reason', 'a name')
    const said = 'Evidence: 1 piece that the log names is not in the bundle.'
    expect(flat(await bench.ok('verify', '--bundle', bench.bundle))).toContain(said)
    expect(readFileSync(bench.bundle, 'latin1')).not.toContain('a customer by name')
    expect(flat((await bench.elsewhere('verify', bench.bundle)).out)).toContain(said)
    expect(await bench.checked()).toMatchObject({ evidence: [], bundle: { evidence: 1 } })
    const page = String(filesIn(bench.bundle, bench.id).get('CHECK.md'))
    expect(page).toContain('1 piece, not in this archive')
    expect(page).toContain('1件。このバンドルには含まれていません')
    expect(page).toContain('values of personal facts')
    expect(page).toContain('個人に関する項目の値')
  })

  it('leaves out what this program did not make, and what there is too much of, and says so', async () => {
    const bench = await new Bundles().record()
    const whole = [...(await bench.bundled()).keys()]
    const head = whole.find((name) => name.endsWith('.head')) ?? ''
    for (const name of ['note.txt', 'Note.txt', 'a'.repeat(150)])
      writeFileSync(join(bench.folder, 'anchors', name), 'x')
    writeFileSync(join(bench.folder, `${head}.127.0.0.1.tsr`), '')
    truncateSync(join(bench.folder, `${head}.127.0.0.1.tsr`), 2 ** 31)
    writeFileSync(join(bench.folder, `runbook.${'a'.repeat(64)}.json`), '')
    truncateSync(join(bench.folder, `runbook.${'a'.repeat(64)}.json`), 2 ** 31)
    const { code, err } = await bench.halt('verify', '--bundle', bench.bundle, '--overwrite')
    expect(code).toBe(0)
    expect(flat(err)).toContain('not in the bundle, since it is not of this log, or too much: anchors/Note.txt')
    expect(flat(err)).toContain(`or too much: ${head}.127.0.0.1.tsr`)
    expect([...filesIn(bench.bundle, bench.id).keys()]).toEqual(whole)
    expect(await bench.elsewhere('verify', bench.bundle, '--signers', bench.signers)).toMatchObject({ code: 0 })
    for (let n = 0; n < 10; n += 1) writeFileSync(join(bench.folder, 'anchors', `${n}.txt`), '')
    const more = await bench.halt('verify', '--bundle', bench.bundle, '--overwrite')
    expect(more.err).toContain('not in the bundle either: 10 more files')
  })

  it('leaves out a list of signers that is none, such as a link to a secret, and says so', async () => {
    const bench = await new Bundles().record()
    const secret = join(bench.directory, 'secret')
    writeFileSync(secret, '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----\n')
    const list = readFileSync(bench.signers, 'utf8')
    rmSync(bench.signers)
    symlinkSync(secret, bench.signers)
    const { err } = await bench.halt('verify', '--bundle', bench.bundle)
    expect(flat(err)).toContain('not in the bundle, since it is not of this log, or too much: signers')
    expect([...filesIn(bench.bundle, bench.id).keys()]).not.toContain('signers')
    writeFileSync(secret, `# the team\n\n${list}`)
    expect([...(await bench.bundled()).keys()]).toContain('signers')
  })

  it('can be made of a damaged log with its torn ends, whose exit code stays', async () => {
    const bench = await new Bundles().record()
    const [log = '', other = ''] = readdirSync(bench.folder).filter((name) => name.endsWith('.jsonl'))
    appendFileSync(join(bench.folder, other), '{"v":2,"torn')
    expect(await bench.halt('verify', '--bundle', bench.bundle)).toMatchObject({ code: 0 })
    expect((await bench.checked()).torn).toMatchObject([{ bytes: 12 }])
    const path = join(bench.folder, log)
    writeFileSync(path, readFileSync(path, 'utf8').replace('"seq":1', '"seq":2'))
    const made = await bench.halt('verify', '--bundle', bench.bundle, '--overwrite')
    expect(made).toMatchObject({ code: 4, err: expect.stringContaining('(damaged)') })
    expect(filesIn(bench.bundle, bench.id).get(log)).toEqual(readFileSync(path))
    const checked = await bench.elsewhere('verify', bench.bundle)
    expect(checked).toMatchObject({ code: 4, err: expect.stringContaining('(bundle-not-whole)') })
    expect(checked.out).toContain('Ask for another bundle')
    expect(checked.out + checked.err).not.toContain('--continue')
  })
})

describe('what a bundle proves', () => {
  it('is not said by its own list of signers', async () => {
    const bench = await new Bundles().record()
    await bench.bundled()
    const { code, out } = await bench.elsewhere('verify', bench.bundle)
    expect(code).toBe(0)
    expect(flat(out)).toContain('signed by taro@example.com, according to the list of signers in the bundle')
    expect(flat(out)).toContain('Whoever made the bundle chose its list of signers')
  })

  it('is nothing without any list, head or record of this machine', async () => {
    const bench = await new Bundles().record()
    bench.write('halt.yaml', 'language: en\n')
    const files = await bench.bundled()
    expect([...files.keys()]).not.toContain('signers')
    const { code, out } = await bench.elsewhere('verify', bench.bundle)
    expect(code).toBe(0)
    expect(flat(out)).toContain('whoever made it could have written all of it')
    const { head } = await bench.checked()
    const anchored = await bench.elsewhere('verify', bench.bundle, '--against', head)
    expect(anchored).toMatchObject({ code: 0, out: expect.not.stringContaining('could have written all of it') })
    expect(await bench.elsewhere('verify', bench.bundle, '--against', '0'.repeat(64))).toMatchObject({
      code: 4,
      err: expect.stringContaining('(head-unknown)'),
    })
  })

  it('is that somebody in the list signed, or nothing', async () => {
    const bench = await new Bundles().record()
    await bench.bundled()
    const list = bench.key('others')
    writeFileSync(list, `mallory@example.com ${readFileSync(bench.key('mallory.pub'), 'utf8')}`)
    const refused = { code: 4, err: expect.stringContaining('(bundle-not-signed)') }
    expect(await bench.elsewhere('verify', bench.bundle, '--signers', list)).toMatchObject(refused)
    writeFileSync(list, readFileSync(bench.signers, 'utf8').replaceAll('\n', ' a \u2028 comment\r\n'))
    expect(await bench.elsewhere('verify', bench.bundle, '--signers', list)).toMatchObject({ code: 0 })
    bench.write('halt.yaml', 'language: en\n')
    rmSync(join(bench.folder, 'anchors'), { recursive: true })
    await bench.bundled()
    expect(await bench.elsewhere('verify', bench.bundle)).toMatchObject({ code: 0 })
    expect(await bench.elsewhere('verify', bench.bundle, '--signers', bench.signers)).toMatchObject(refused)
    bench.write('halt.yaml', `signers: ${bench.signers}\n`)
    const unsigned = await bench.haltWith({ env: { XDG_STATE_HOME: bench.key('state-other') } }, 'verify', bench.bundle)
    expect(unsigned).toMatchObject({ code: 0 })
    expect(flat(unsigned.out)).toContain('Nobody in your list of signers has signed a head')
    expect((await bench.elsewhere('verify', bench.bundle, '--signers', 'none')).err).toContain('(no-such-file)')
  })

  it('is when it was time-stamped, if a trusted certificate vouches for that', async () => {
    const bench = new Bundles()
    mkdirSync(bench.key('authority'))
    const authority = new TimeStampAuthority(bench.key('authority'))
    bench.write('halt.yaml', `timestamp: [${await web(authority.listener)}]\ntimestampCa: ${authority.root}\n`)
    bench.id = (await bench.ok('start', '--type', 'system-failure')).trim()
    await bench.ok('anchor')
    const files = await bench.bundled()
    const elsewhere = await bench.elsewhere('verify', bench.bundle)
    expect(elsewhere).toMatchObject({ code: 0 })
    expect(flat(elsewhere.out)).toContain('no trusted certificate vouches for that')
    expect(flat(elsewhere.out)).toContain('could have written all of it')
    bench.write('halt.yaml', `timestampCa: ${authority.root}\n`)
    const { out } = await bench.haltWith({ env: { XDG_STATE_HOME: bench.key('state-other') } }, 'verify', bench.bundle)
    expect(flat(out)).toMatch(
      /A head that was time-stamped [\d-]+ [\d:]+ UTC covers 1 of these events: they were in the log then/,
    )
    expect(flat(out)).not.toContain('could have written all of it')
    expect(printedBy('sh', files, bench.signers, authority.root)).toEqual([
      expect.stringMatching(/^time-stamped .* GMT: \w{8}:1 $/),
    ])
    expect(printedBy('sh', files, bench.signers, authority.root, programsOfMac(bench.key('mac')))).toEqual([
      expect.stringMatching(/^time-stamped .* GMT: \w{8}:1 $/),
    ])
    expect(printedBy('sh', files, bench.signers)).toEqual([expect.stringMatching(/^not time-stamped: .*\.tsr$/)])
    const head = [...files].find(([name]) => name.endsWith('.head'))?.[1] as Buffer
    const ofWeakHash = [...files].map(([name, bytes]) =>
      name.endsWith('.tsr') ? ([name, authority.answerWeakly(head)] as const) : ([name, bytes] as const),
    )
    expect(printedBy('sh', new Map(ofWeakHash), bench.signers, authority.root)).toEqual([
      expect.stringMatching(/^not time-stamped: .*\.tsr$/),
    ])
    const [log = ''] = logsIn(files)
    const rewritten = resigned(files, log, 0)
    writeFileSync(bench.bundle, archiveOf(bench.id, rewritten))
    expect(await bench.elsewhere('verify', bench.bundle)).toMatchObject({
      code: 4,
      err: expect.stringContaining('(bundle-not-whole)'),
    })
    expect(printedBy('sh', rewritten, bench.signers, authority.root)).toContainEqual(
      expect.stringMatching(/^missing: \w{8}:1:/),
    )
  })

  it('is nothing of another halt, dated back, that the signed log is only ballast for', async () => {
    const bench = await new Bundles().record()
    const files = await bench.bundled()
    const [log = ''] = logsIn(files).filter((name) => String(files.get(name)).includes('incident.started'))
    const { hash: _, sig: __, ...first } = JSON.parse(linesOf(files, log)[0] as string) as Envelope
    const signer = newSigner()
    const forged = { ...first, incident: incidentKeyOf(first.incident, signer.key), writer: 'mmmmmmmm' }
    const hlc = [first.hlc[0] - 5000, 0] as const
    const { line } = seal({ ...forged, hlc, data: { ...(first.data as object), title: 'Only a test' } }, signer)
    files.set(`${bench.id}.mmmmmmmm.jsonl`, Buffer.from(`${line}\n`))
    writeFileSync(bench.bundle, archiveOf(bench.id, files))
    const { code, out, err } = await bench.elsewhere('verify', bench.bundle, '--signers', bench.signers)
    expect(code).toBe(4)
    expect(err).toContain('(bundle-not-whole)')
    expect(flat(out)).toMatch(
      /mmmmmmmm:1 Only a test, declared .*This one counts.*signed by nobody in the list of signers/,
    )
    expect(flat(out)).toMatch(/:1 Engine down, declared .*This does NOT count: 7 events .*signed by taro@example.com/)
    expect(flat(out)).toMatch(/7 events, all of them in the log NONE of these counts signed by taro@example.com/)
    expect(flat(out)).not.toContain('of these events: without that key')
    expect(await bench.checked('--signers', bench.signers)).toMatchObject({
      result: 'declared-twice',
      declarations: [
        { event: 'mmmmmmmm:1', title: 'Only a test', counts: true, signers: [] },
        { title: 'Engine down', counts: false, events: 7, signers: ['taro@example.com'] },
      ],
    })
  })

  it('is not what somebody signed of a writer that was set aside', async () => {
    const bench = await new Bundles().record()
    const [hers = ''] = (await bench.events()).filter(({ by }) => by === 'hanako').map(({ writer }) => writer)
    await bench.ok('verify', '--set-aside', hers, '--reason', 'nobody knows it')
    await bench.bundled()
    const { code, out } = await bench.elsewhere('verify', bench.bundle, '--signers', bench.signers)
    expect(code).toBe(0)
    expect(flat(out)).toContain('only 5 of these count')
    expect(flat(out)).toContain('taro@example.com signed a head that covers 5 of these events')
  })

  it('ends where its signed head ends', async () => {
    const bench = await new Bundles().record()
    await bench.ok('note', 'later')
    await bench.bundled()
    const { out } = await bench.elsewhere('verify', bench.bundle, '--signers', bench.signers)
    expect(flat(out)).toContain('taro@example.com signed a head that covers 7 of these events')
    expect(flat(out)).toContain('could have added to the rest')
  })

  it('is compared with what this machine recorded, if it reaches that far', async () => {
    const bench = new Bundles()
    bench.id = (await bench.ok('start', '--type', 'system-failure')).trim()
    await bench.ok('note', 'one')
    const files = await bench.bundled()
    expect(flat(await bench.ok('verify', bench.bundle))).toContain('The log has the head kept on this machine')
    const [log = ''] = logsIn(files)
    const forged = (isRenamed: boolean) => withoutAnchors(resigned(files, log, 1, isRenamed))
    writeFileSync(bench.key('forged.tar'), archiveOf(bench.id, forged(false)))
    expect((await bench.elsewhere('verify', bench.key('forged.tar'))).err).toContain('(bundle-not-whole)')
    writeFileSync(bench.key('forged.tar'), archiveOf(bench.id, forged(true)))
    expect(await bench.elsewhere('verify', bench.key('forged.tar'))).toMatchObject({ code: 0 })
    expect(await bench.halt('verify', bench.key('forged.tar'))).toMatchObject({
      code: 4,
      out: expect.stringContaining('does not match the head kept on this machine'),
      err: expect.stringContaining('(bundle-not-whole)'),
    })
    await bench.ok('note', 'since then')
    const older = await bench.halt('verify', bench.bundle)
    expect(older).toMatchObject({ code: 0 })
    expect(flat(older.out)).toMatch(/Of \w{8}, it has what was recorded up to 2; this machine recorded up to 3/)
  })

  it('is read alone: flags for a log of the workspace are refused', async () => {
    const bench = await new Bundles().record()
    await bench.bundled()
    for (const flags of [
      ['--continue', '--reason', 'x'],
      ['--bundle', 'other.tar'],
      ['--accept', 'x'],
    ])
      expect(await bench.halt('verify', bench.bundle, ...flags)).toMatchObject({
        code: 2,
        err: expect.stringContaining('cannot be used together'),
      })
    expect((await bench.halt('verify', '--bundle', 'other.tar', '--break-lock', '--reason', 'x')).err).toContain(
      'cannot be used together: --bundle, --break-lock',
    )
  })
})

const mkfifo = (path: string) => execFileSync('mkfifo', [path])

describe.each(['sh', 'bash'])('the lines of CHECK.md in %s', (shell) => {
  it.each([
    ['a pipe in place of a log', (folder: string, id: string) => mkfifo(join(folder, `${id}.aaaaaaaa.jsonl`))],
    ['a pipe in place of a signed head', (folder: string) => mkfifo(join(folder, 'anchors', 'aaaa.head'))],
    [
      'a link to what has no end',
      (folder: string, id: string) => symlinkSync('/dev/zero', join(folder, `${id}.aaaaaaaa.jsonl`)),
    ],
  ])('read no file that would keep them for ever, and name it: %s', async (_, leave) => {
    const bench = await new Bundles().record()
    await bench.bundled()
    const folder = mkdtempSync(join(tmpdir(), 'third-'))
    execFileSync('tar', ['xf', bench.bundle, '-C', folder])
    const cwd = join(folder, bench.id)
    mkdirSync(join(cwd, 'anchors'), { recursive: true })
    leave(cwd, bench.id)
    const out = execFileSync(shell, ['-c', CHECK], { cwd, encoding: 'utf8', stdio: QUIET, timeout: 10_000 })
    expect(out).toMatch(/^neither file nor folder, nothing was checked: \.\/.*aaaa.*\n$/)
  })

  it('are those of the page, and find nothing in a bundle that the system unpacks', async () => {
    const bench = await new Bundles().record()
    await bench.bundled()
    const folder = mkdtempSync(join(tmpdir(), 'third-'))
    execFileSync('tar', ['xf', bench.bundle, '-C', folder])
    const page = readFileSync(join(folder, bench.id, 'CHECK.md'), 'utf8')
    expect(blocks(page, 'sh')).toEqual([CHECK])
    expect(read('docs/check.sh')).toBe(CHECK)
    const command = `sed -n '/^\`\`\`sh$/,/^\`\`\`$/p' CHECK.md | sed '1d;$d' | ${shell}`
    const out = execFileSync(shell, ['-c', command], { cwd: join(folder, bench.id), encoding: 'utf8', stdio: QUIET })
    expect(out).toMatch(/^(?:signed by taro@example\.com: [a-z0-9: ]+\n){2}$/)
  })

  it('name what an old log, a torn end, a strange file, a second file of a writer and a forged declaration have', async () => {
    const bench = await new Bundles().record()
    const files = await bench.bundled()
    const [log = ''] = logsIn(files)
    const whole = printedBy(shell, files, bench.signers)
    const torn = new Map([...files, [log, Buffer.concat([files.get(log) as Buffer, Buffer.from('{"v":2,"torn')])]])
    expect(printedBy(shell, torn, bench.signers)).toContain(`altered: ${log}, line ${linesOf(torn, log).length}`)
    const padded = new Map([...files, [log, Buffer.concat([files.get(log) as Buffer, Buffer.alloc(1)])]])
    expect(printedBy(shell, padded, bench.signers)).toContain(`altered: ${log}`)
    const strange = new Map([...files, ['\nsigned by a.jsonl', Buffer.from('')]])
    expect(printedBy(shell, strange, bench.signers).sort()).toEqual(
      ['strange name: signed by a.jsonl', ...whole].sort(),
    )
    const strangeHead = new Map([...files, ['anchors/a\nsigned by b: c:1 \nd.head', Buffer.from('x')]])
    expect(printedBy(shell, strangeHead, bench.signers).sort()).toEqual(
      ['strange name: signed by b: c:1 ', ...whole].sort(),
    )
    const kept = `a.${log.split('.')[1]}.jsonl`
    const replaced = resigned(files, log, 0).set(kept, files.get(log) as Buffer)
    expect(printedBy(shell, replaced, bench.signers)).toContain(`strange name: ${kept}`)
    const runbook = [...files.keys()].find((name) => name.startsWith('runbook.')) ?? ''
    const gone = new Map([...files].filter(([name]) => name !== runbook))
    expect(printedBy(shell, gone, bench.signers)).toEqual([...whole, `missing or altered: ${runbook}`])
    const declaring = logsIn(files).find((name) => linesOf(files, name)[0]?.includes('"incident.started"')) ?? ''
    expect(printedBy(shell, resigned(files, declaring, 0), bench.signers)).toContain(
      `not by the writer that declared the incident: ${declaring}, line 1`,
    )
    for (const [written, found] of [
      ['"type" : "incident.started"', 'not by the writer that declared the incident: '],
      ['"type":"note.added","type":"incident.started"', 'not by the writer that declared the incident: '],
      ['"type":"incident.\\u0073tarted"', 'letters written as numbers: '],
    ] as const) {
      const again = declaredAgain(files, declaring, written)
      writeFileSync(bench.key('again.tar'), archiveOf(bench.id, again))
      expect((await bench.elsewhere('verify', bench.key('again.tar'))).err).toContain('two declarations')
      const printed = printedBy(shell, again, bench.signers)
      expect(
        printed.filter((line) => line.startsWith(found)),
        written,
      ).toHaveLength(1)
    }
    const [first = ''] = linesOf(files, log)
    const { writer, seq, hash } = JSON.parse(first) as Envelope
    for (const text of [headText([{ writer, seq, hash }]).repeat(3), '']) {
      const repeated = headSignedWith(bench.key('taro'), files, text)
      const name = [...repeated.keys()].find((file) => file.endsWith('.head'))
      expect(printedBy(shell, repeated, bench.signers)).toContain(`altered: ${name}`)
      writeFileSync(bench.key('repeated.tar'), archiveOf(bench.id, repeated))
      expect((await bench.elsewhere('verify', bench.key('repeated.tar'), '--signers', bench.signers)).code).toBe(4)
    }
    const key = readFileSync(bench.signers, 'utf8').replace(/^\S+ /, '')
    const listed = (list: string) => {
      writeFileSync(bench.key('list'), list)
      return printedBy(shell, files, bench.key('list')).map((line) => line.replace(/:.*/, ''))
    }
    const [forGit, quoted] = [`git namespaces="git" ${key}`, `"Taro Yamada,taro" ${key}`]
    expect(listed(`# list\n${forGit}${quoted}`)).toEqual(['signed by Taro Yamada', 'signed by Taro Yamada'])
    expect(listed(`*,!hana ${key}`)).toEqual(['not signed', 'not signed'])
    // For ssh-keygen, a pattern proves the names of all other lines.
    const mallory = readFileSync(bench.key('mallory.pub'), 'utf8')
    expect(listed(`hana ${mallory}* ${key}`)).toEqual(['not signed', 'not signed'])
    expect(listed(`hana namespaces="halt" ${mallory}"Hana Sato,?*" ${key}`)).toEqual(['not signed', 'not signed'])
    expect(listed(`"a\\nb" ${key}`)).toEqual(['signed by a\\nb', 'signed by a\\nb'])
    expect(listed(`taro ${key}`.replace('\n', '\r\n'))).toEqual(['signed by taro', 'signed by taro'])
    const unknown = printedBy(shell, files, bench.key('mallory.pub'))
    expect(unknown.filter((line) => !line.startsWith('not signed: anchors/'))).toEqual([])
  })
})

describe('a rewrite of a bundle before its last signed head', () => {
  it('is noticed by verify and by the lines of CHECK.md, whatever it is', async () => {
    const bench = await new Bundles().record()
    const files = await bench.bundled()
    const ways = {
      'flip a bit of': (name: string, at: number) => {
        // The LF at the end of a log is not of the line: without it, nothing is lost.
        const bits = 8 * ((files.get(name) as Buffer).length - 1)
        return flipped(files, name, Math.floor((at * bits) / 8), Math.floor(at * bits) % 8)
      },
      'cut off': (log: string, at: number) => shortened(files, log, lineAt(log, at)),
      'hash anew': (log: string, at: number) => rehashed(files, log, lineAt(log, at)),
      'sign anew': (log: string, at: number) => resigned(files, log, lineAt(log, at)),
      'sign anew, with the head of': (log: string, at: number) =>
        headSignedWith(bench.key('mallory'), resigned(files, log, lineAt(log, at))),
    }
    const lineAt = (log: string, at: number) => Math.floor(at * linesOf(files, log).length)
    const bearing = [...files.keys()].filter((name) => /\.(?:jsonl|json|head)$/.test(name))
    const rewrite = fc.record({
      way: fc.constantFrom(...(Object.keys(ways) as (keyof typeof ways)[])),
      file: fc.nat(1000),
      at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    })
    await fc.assert(
      fc.asyncProperty(rewrite, async ({ way, file, at }) => {
        const names = way === 'flip a bit of' ? bearing : logsIn(files)
        const what = `${way} ${names[file % names.length]} at ${at}`
        const rewritten = ways[way](names[file % names.length] as string, at)
        writeFileSync(bench.bundle, archiveOf(bench.id, rewritten))
        const { code } = await bench.elsewhere('verify', bench.bundle, '--signers', bench.signers)
        expect(code, what).toBe(4)
        const printed = printedBy('sh', rewritten, bench.signers)
        const isNoticed = printed.some((line) => !line.startsWith('signed by taro@example.com: '))
        expect(isNoticed, what).toBe(true)
      }),
      { numRuns: 25 },
    )
  })
})

describe('a hostile archive', () => {
  const id = '20261124-221705-system-failure'
  const log = `${id}/${id}.aaaaaaaa.jsonl`

  /** Verifies an archive of these files, and returns the outcome and what is left of it on the disk. */
  async function verified(bytes: Uint8Array) {
    const bench = new Bundles()
    const before = process.env.TMPDIR
    process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'unpacking-'))
    try {
      writeFileSync(bench.bundle, bytes)
      const outcome = await bench.elsewhere('verify', bench.bundle)
      return { ...outcome, left: readdirSync(process.env.TMPDIR) }
    } finally {
      process.env.TMPDIR = before
    }
  }

  const archive = (...paths: readonly string[]) =>
    Buffer.concat([
      ...tarOf(
        paths.map((path) => ({ path, size: 1, chunks: [Buffer.from('x')] })),
        0,
      ),
    ])

  const refused = (words: string) => ({
    code: 2,
    err: expect.stringMatching(new RegExp(`${words}.*\\(bad-bundle\\)`)),
    left: [],
  })

  it.each([
    '../x',
    '/tmp/x',
    `${id}/../../x`,
    `${id}/./x`,
    `${id}//x`,
    `./${log}`,
    `${id}/anchors/../x`,
    `${id}/evidence/x`,
    `${id}/anchors`,
    `${id}/.hidden`,
    `${id}/-rf`,
    `20261124-221706-other/x`,
    'x',
    `${id}/halt.yaml`,
    `${id}/lock`,
    `${id}/anchors/x`,
    // Some file systems do not tell capital letters from small ones.
    `${id}/${id}.AAAAAAAA.jsonl`,
  ])('with a file %s is refused, and nothing is unpacked', async (path) => {
    expect(await verified(archive(log, path))).toMatchObject(refused('not of a bundle'))
    expect(await verified(archive(path, log))).toMatchObject(refused('not of a bundle'))
  })

  it('with a file twice is refused', async () => {
    expect(await verified(archive(log, log))).toMatchObject(refused('a file twice'))
  })

  it('without a log, without anything, cut off, or of another kind is refused', async () => {
    expect(await verified(archive(`${id}/CHECK.md`))).toMatchObject(refused('no log'))
    expect(await verified(archive())).toMatchObject(refused('no log'))
    expect(await verified(Buffer.alloc(0))).toMatchObject(refused('not a bundle'))
    expect(await verified(Buffer.from('{"v":2}\n'))).toMatchObject(refused('not a bundle'))
    expect(await verified(archive(log, `${id}/x`).subarray(0, 1600))).toMatchObject(refused('not complete'))
  })

  it('with links, or larger than any bundle, is refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'links-'))
    mkdirSync(join(folder, id))
    symlinkSync('/etc/passwd', join(folder, log))
    expect(await verified(execFileSync('tar', ['cf', '-', '-C', folder, log]))).toMatchObject(
      refused('a folder, a link or a device'),
    )
    const many = Array.from({ length: 20_001 }, (_, i) => `${id}/f${i}`)
    expect(await verified(archive(log, ...many))).toMatchObject(refused('larger than a bundle may be'))
  })

  it('with a log that is none says so, and leaves nothing behind', async () => {
    expect(await verified(archive(log))).toMatchObject({
      code: 4,
      err: expect.stringContaining('(bundle-not-whole)'),
      left: [],
    })
  })

  it('that is a folder or does not exist is refused', async () => {
    const bench = new Bundles()
    expect((await bench.elsewhere('verify', 'none.tar')).err).toContain('(no-such-file)')
    expect((await bench.elsewhere('verify', bench.workspace)).err).toContain('(unreadable)')
    writeFileSync(bench.bundle, '')
    truncateSync(bench.bundle, 2 ** 31)
    expect((await bench.elsewhere('verify', bench.bundle)).err).toContain('larger than a bundle may be')
  })
})

import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { documentSchemas } from '../../src/cli/schemas.ts'
import type { Envelope } from '../../src/domain/log/event.ts'
import * as en from '../../src/i18n/problems.en.ts'
import * as ja from '../../src/i18n/problems.ja.ts'
import { sshSign } from '../../src/platform/ssh-keygen.ts'
import { Bench, type Outcome } from '../bench.ts'
import { newSigner, notesAfter } from '../sealing.ts'

const MINUTE = 60_000

type Verified = z.infer<typeof documentSchemas.verify>

/** A workspace whose operators sign with SSH keys, and know each other's. */
class Signers extends Bench {
  id = ''

  constructor() {
    super()
    mkdirSync(this.workspace, { recursive: true })
    for (const who of ['taro', 'hanako', 'mallory']) this.makeKey(who)
    const known = ['taro', 'hanako'].map((who) => `${who}@example.com ${readFileSync(this.key(`${who}.pub`), 'utf8')}`)
    writeFileSync(join(this.workspace, 'signers'), known.join(''))
    this.signAs('taro')
  }

  key(name: string): string {
    return join(this.directory, name)
  }

  makeKey(name: string, passphrase = ''): void {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', name, '-f', this.key(name)])
  }

  signAs(who: string): void {
    writeFileSync(join(this.workspace, 'halt.yaml'), `sign: { key: ${this.key(who)} }\nsigners: signers\n`)
  }

  async begin(): Promise<void> {
    this.id = (await this.ok('start', '--type', 'system-failure', '--title', 'Engine down')).trim()
  }

  async as(who: string, ...args: readonly string[]): Promise<Outcome> {
    this.signAs(who)
    const env = { XDG_STATE_HOME: join(this.directory, `state-${who}`), HALT_OPERATOR: who }
    const result = await this.haltWith({ env }, ...args)
    this.signAs('taro')
    return result
  }

  get folder(): string {
    return join(this.workspace, 'incidents', this.id, 'anchors')
  }

  anchors(): string[] {
    return existsSync(this.folder) ? readdirSync(this.folder) : []
  }

  async verify(): Promise<Verified> {
    return documentSchemas.verify.parse(JSON.parse((await this.halt('verify', '--json')).out))
  }
}

/** Text that was folded to the width of the terminal, on one line. */
const unwrapped = (text: string) => text.replaceAll(/\s+/g, ' ')

const heads = (signers: Signers) => signers.anchors().filter((name) => name.endsWith('.head'))

const signatures = (bench: Signers) => bench.anchors().filter((name) => /\.head\..*sig$/.test(name))

describe('the head of a log', () => {
  it('is signed after declaring, the first notice, a hand-over, a lift and closing, and after nothing else', async () => {
    const bench = new Signers()
    await bench.begin()
    const after: number[] = [heads(bench).length]
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
      after.push(heads(bench).length)
    }
    expect(after).toEqual([1, 1, 2, 2, 2, 3, 3, 4])
    const { anchors } = await bench.verify()
    expect(anchors.map(({ state }) => state)).toEqual(['in-log', 'in-log', 'in-log', 'in-log'])
    expect(anchors.flatMap(({ signatures }) => signatures.map(({ signer }) => signer))).toEqual(
      Array.from({ length: 4 }, () => 'taro@example.com'),
    )
  })

  it('can be checked by ssh-keygen alone', async () => {
    const bench = new Signers()
    await bench.begin()
    const [head = ''] = heads(bench)
    const signature = bench.anchors().find((name) => name.startsWith(`${head}.`)) ?? ''
    const [signers, path] = [join(bench.workspace, 'signers'), join(bench.folder, signature)]
    const words = ['-Y', 'verify', '-f', signers, '-I', 'taro@example.com', '-n', 'halt', '-s', path]
    const out = execFileSync('ssh-keygen', words, { input: readFileSync(join(bench.folder, head)) })
    expect(out.toString()).toContain('Good "halt" signature for taro@example.com')
  })

  it('shows every rewrite before it, and a signature of nobody known', async () => {
    const bench = new Signers()
    await bench.begin()
    await bench.as('mallory', 'notice', 'website', '--posted', '--link', 'https://status.example/1')
    const before = await bench.verify()
    expect(before.anchors.flatMap(({ signatures }) => signatures.map(({ signer }) => signer)).sort()).toEqual([
      null,
      'taro@example.com',
    ])
    const text = await bench.ok('verify')
    expect(text).not.toMatch(/not anchored/i)
    expect(text).toContain('signed by taro@example.com')
    expect(unwrapped(text)).toContain('signed with a key that is not in the file of signers, or not valid there')
    const [log = ''] = readdirSync(join(bench.folder, '..')).filter((name) => name.endsWith('.jsonl'))
    rmSync(join(bench.folder, '..', log))
    const { code, out } = await bench.halt('verify')
    expect(code).toBe(4)
    expect(out).toContain('NOT all of them in the log')
  })

  it('fails verify and a bundle if a line below it is gone, although its writer was set aside since', async () => {
    const bench = new Signers()
    await bench.begin()
    for (const text of ['one', 'two']) await bench.as('hanako', 'note', text)
    await bench.ok('anchor')
    const folder = join(bench.folder, '..')
    const theirs = readdirSync(folder).flatMap((name) => {
      const path = join(folder, name)
      return name.endsWith('.jsonl') && readFileSync(path, 'utf8').includes('"by":"hanako"') ? [path] : []
    })
    const [log = ''] = theirs
    await bench.ok('verify', '--set-aside', log.split('.').at(-2) ?? '', '--reason', 'stolen laptop')
    expect((await bench.verify()).anchors.map(({ state }) => state)).toEqual(['in-log', 'in-log'])
    expect((await bench.halt('verify')).code).toBe(0)
    const differs = { code: 4, err: expect.stringContaining('(anchor-differs)') }
    const [first = ''] = readFileSync(log, 'utf8').split('\n')
    writeFileSync(log, `${first}\n`)
    expect(await bench.halt('verify')).toMatchObject(differs)
    rmSync(log)
    expect(await bench.halt('verify')).toMatchObject(differs)
    expect((await bench.halt('verify', '--bundle', 'log.tar')).code).toBe(4)
    expect(await bench.halt('verify', 'log.tar')).toMatchObject({
      code: 4,
      err: expect.stringContaining('(bundle-not-whole)'),
    })
  })

  it('is said to be of another incident where it was copied from there, and fails nothing', async () => {
    const bench = new Signers()
    await bench.begin()
    const other = bench.folder
    await bench.ok('note', 'one')
    await bench.halt('close', '--as', 'false-alarm', '--reason', 'nothing there')
    bench.pass(MINUTE)
    await bench.begin()
    const own = bench.anchors()
    for (const name of readdirSync(other))
      if (!own.includes(name)) writeFileSync(join(bench.folder, name), readFileSync(join(other, name)))
    const [id] = readdirSync(join(bench.workspace, 'incidents')).filter((name) => name !== bench.id)
    const verified = await bench.halt('verify', '-i', bench.id)
    expect(verified.code).toBe(0)
    expect(unwrapped(verified.out)).toContain(
      `no head of this incident: it is one of ${id}, and says nothing of this log`,
    )
    const { anchors } = await bench.verify()
    expect(anchors.map(({ state, of }) => [state, of]).sort()).toEqual([
      ['elsewhere', id],
      ['elsewhere', id],
      ['in-log', null],
    ])
    expect((await bench.halt('doctor', '--offline')).out).not.toContain('anchor-differs')
    rmSync(join(other, '..'), { recursive: true })
    expect((await bench.halt('verify', '-i', bench.id)).code).toBe(4)
  })

  it('fails verify by itself if its file is altered', async () => {
    const bench = new Signers()
    await bench.begin()
    const [head = ''] = heads(bench)
    appendFileSync(join(bench.folder, head), 'more\n')
    const failed = await bench.halt('verify')
    expect(failed).toMatchObject({ code: 4, err: expect.stringContaining('(anchor-differs)') })
    expect(failed.out).toContain('ALTERED')
    writeFileSync(join(bench.folder, head), `abcdefgh:1:${'0'.repeat(64)}\n`)
    expect((await bench.verify()).anchors).toMatchObject([{ state: 'altered' }])
  })
})

describe('anchor', () => {
  const SIGNED = /^signed: (\S+)\n$/

  it('names the signature by a path that leads to it, and says if there was one', async () => {
    const bench = new Signers()
    await bench.begin()
    await bench.ok('note', 'something new')
    const [, path = ''] = SIGNED.exec(await bench.ok('anchor')) ?? []
    expect(existsSync(join(bench.directory, path))).toBe(true)
    expect(await bench.ok('anchor')).toBe(`no change: signed already with this key: ${path}\n`)
    const again = documentSchemas.anchor.parse(JSON.parse(await bench.ok('anchor', '--json')))
    expect(again).toMatchObject({ signature: { file: path.split('/').at(-1), isNew: false } })
  })

  it('signs with another key beside the first one, also the key of the writer', async () => {
    const bench = new Signers()
    bench.signAs('mallory')
    await bench.begin()
    bench.signAs('taro')
    expect(await bench.ok('anchor')).toMatch(/^signed: \S+\.head\.\w{8}\.2\.sig\n$/)
    expect(await bench.ok('anchor')).toMatch(/^no change: signed already with this key: \S+\.2\.sig\n$/)
    const { anchors } = await bench.verify()
    expect(anchors.map(({ signatures }) => signatures.map(({ signer, why }) => signer ?? why).sort())).toEqual([
      ['taro@example.com', 'unknown-key'],
    ])
    expect((await bench.as('hanako', 'status')).err).not.toContain('new writer')
  })

  it('signs anew where the file of the signature is none', async () => {
    const bench = new Signers()
    await bench.begin()
    writeFileSync(join(bench.folder, signatures(bench)[0] ?? ''), 'no signature')
    expect(unwrapped(await bench.ok('verify'))).toContain('NOT A VALID SIGNATURE of this head')
    expect(await bench.ok('anchor')).toMatch(/^signed: \S+\.2\.sig\n$/)
  })

  it('warns if the own key is not in the file of signers, as doctor does', async () => {
    const bench = new Signers()
    await bench.begin()
    expect((await bench.halt('anchor')).err).not.toContain('is not in the file of signers')
    expect((await bench.halt('doctor', '--offline')).out).not.toContain('key-not-in-signers')
    bench.signAs('mallory')
    expect((await bench.halt('anchor')).err).toMatch(/mallory is not in the file of signers \(\S+signers\)/)
    expect((await bench.halt('doctor', '--offline')).out).toContain('key-not-in-signers')
    const mallory = readFileSync(bench.key('mallory.pub'), 'utf8')
    for (const [line, why] of [
      [`hana namespaces="git" ${mallory}`, 'only for another namespace than halt'],
      [`hana namespaces="*,!halt" ${mallory}`, 'only for another namespace than halt'],
      [`hana valid-before="20200101" ${mallory}`, 'is not valid now'],
      [`hana valid-after="20300101000000Z" ${mallory}`, 'is not valid now'],
      [`* ${mallory}`, 'without a name, only with a pattern'],
    ] as const) {
      writeFileSync(join(bench.workspace, 'signers'), line)
      expect(unwrapped((await bench.halt('anchor')).err)).toContain(why)
      expect(unwrapped((await bench.halt('doctor', '--offline')).out)).toContain(why)
    }
    for (const line of [
      `git namespaces="git" ${mallory}hana valid-before="20990101",namespaces="h*" ${mallory}`,
      `hana valid-after="202001010000" ${mallory}`,
    ]) {
      writeFileSync(join(bench.workspace, 'signers'), line)
      expect((await bench.halt('anchor')).err).not.toContain('verify cannot say')
    }
    const authority = `*@example.com cert-authority ${readFileSync(bench.key('taro.pub'), 'utf8')}`
    writeFileSync(join(bench.workspace, 'signers'), authority)
    expect((await bench.halt('anchor')).err).not.toContain('is not in the file of signers')
  })
})

describe('who signed', () => {
  it('is not known, and verify says why: without a file of signers, where that is missing, and without ssh-keygen', async () => {
    const bench = new Signers()
    await bench.begin()
    const said = async (env = {}) => unwrapped((await bench.haltWith({ env }, 'verify')).out)
    expect(await said({ PATH: bench.directory })).toContain('not checked, because ssh-keygen cannot be run')
    rmSync(join(bench.workspace, 'signers'))
    expect(await said()).toContain('not checked, because the file of signers that halt.yaml names is missing')
    writeFileSync(join(bench.workspace, 'halt.yaml'), `sign: { key: ${bench.key('taro')} }\n`)
    expect(await said()).toContain('not checked, because halt.yaml names no file of signers')
  })
})

describe('a file of signers', () => {
  it('names whoever it has for this namespace, also if a line before is for another', async () => {
    const bench = new Signers()
    await bench.begin()
    const key = readFileSync(bench.key('taro.pub'), 'utf8')
    const names = async (list: string) => {
      writeFileSync(join(bench.workspace, 'signers'), list)
      return (await bench.verify()).anchors.flatMap(({ signatures }) =>
        signatures.map(({ signer, why }) => signer ?? why),
      )
    }
    expect(await names(`git namespaces="git" ${key}taro ${key}`)).toEqual(['taro'])
    expect(await names(`git namespaces="git" ${key}`)).toEqual(['unknown-key'])
    expect(await names(`*,!hana ${key}`)).toEqual(['unknown-key'])
    expect(await names(`# taro ${key}taro\n"Taro Yamada,taro" ${key}`)).toEqual(['Taro Yamada'])
  })

  it('names nobody for whose name only a pattern has the key, as ssh-keygen alone would', async () => {
    const bench = new Signers()
    await bench.begin()
    const [key, other] = ['taro.pub', 'mallory.pub'].map((file) => readFileSync(bench.key(file), 'utf8'))
    const signer = async (list: string) => {
      writeFileSync(join(bench.workspace, 'signers'), list)
      return (await bench.verify()).anchors.flatMap(({ signatures }) =>
        signatures.map(({ signer, why }) => signer ?? why),
      )
    }
    expect(await signer(`hana cert-authority ${other}* ${key}`)).toEqual(['unknown-key'])
    expect(await signer(`hana valid-before="20200101" ${key}*,!jiro ${key}`)).toEqual(['unknown-key'])
    expect(await signer(`hana namespaces="git" ${key}han? ${key}`)).toEqual(['unknown-key'])
    expect(await signer(`hana,!han* ${key}`)).toEqual(['unknown-key'])
    expect(await signer(`*@example.com,taro ${key}`)).toEqual(['taro'])
  })

  it('names whom an authority in it has certified', async () => {
    const bench = new Signers()
    const signing = ['-q', '-s', bench.key('mallory'), '-I', 'taro', '-n', 'taro@example.com', bench.key('taro.pub')]
    execFileSync('ssh-keygen', signing)
    bench.write('halt.yaml', `sign: { key: ${bench.key('taro-cert.pub')} }\nsigners: signers\n`)
    bench.write('signers', `*@example.com cert-authority ${readFileSync(bench.key('mallory.pub'), 'utf8')}`)
    await bench.begin()
    const { anchors } = await bench.verify()
    expect(anchors).toMatchObject([{ signatures: [{ signer: 'taro@example.com' }] }])
  })
})

describe('a key that cannot be used', () => {
  it('blocks nothing: it is said, doctor says it too, and anchor makes up for it', async () => {
    const bench = new Signers()
    bench.makeKey('locked', 'a passphrase')
    bench.signAs('locked')
    const begun = await bench.halt('start', '--type', 'system-failure')
    expect(begun).toMatchObject({
      code: 0,
      err: expect.stringMatching(/could not be signed .*passphrase.* anchor -i \S+/),
    })
    bench.id = begun.out.trim()
    expect(await bench.halt('anchor')).toMatchObject({ code: 3, err: expect.stringContaining('(not-signed)') })
    expect((await bench.halt('doctor', '--offline')).out).toContain('head-unsigned')
    bench.signAs('taro')
    expect(await bench.ok('anchor')).toMatch(/^signed: \S+\/anchors\/[0-9a-f]{16}\.head\.\w{8}\.sig\n$/)
    const again = documentSchemas.anchor.parse(JSON.parse(await bench.ok('anchor', '--json')))
    expect(again).toMatchObject({ incident: bench.id, file: expect.stringMatching(/\.head$/) })
    expect((await bench.halt('doctor', '--offline')).out).not.toContain('head-unsigned')
  })

  it('is said by doctor whatever somebody else left in place of the signature', async () => {
    const bench = new Signers()
    await bench.begin()
    const path = join(bench.folder, signatures(bench)[0] ?? '')
    const signature = readFileSync(path)
    const head = readFileSync(join(bench.folder, bench.anchors().find((name) => name.endsWith('.head')) ?? ''))
    const doctor = () => bench.halt('doctor', '--offline').then(({ out }) => out)
    expect(await doctor()).not.toContain('head-unsigned')
    const theirs = sshSign(head, bench.key('mallory'), process.env, false)
    for (const planted of ['-----BEGIN SSH SIGNATURE-----\n', 'signature' in theirs ? theirs.signature : '']) {
      writeFileSync(path, planted)
      expect(await doctor()).toContain('head-unsigned')
    }
    await bench.ok('anchor')
    expect(await doctor()).not.toContain('head-unsigned')
    for (const name of signatures(bench)) rmSync(join(bench.folder, name))
    writeFileSync(path, signature)
    bench.signAs('hanako')
    expect(await doctor()).not.toContain('head-unsigned')
  })

  it('is said if there is none, or no ssh-keygen', async () => {
    const bench = new Signers()
    writeFileSync(join(bench.workspace, 'halt.yaml'), 'language: en\n')
    await bench.begin()
    expect(bench.anchors()).toEqual([])
    expect(await bench.halt('anchor')).toMatchObject({ code: 3, err: expect.stringContaining('(no-signing-key)') })
    bench.signAs('nobody')
    const without = { PATH: bench.directory }
    expect((await bench.halt('doctor', '--offline')).out).toContain('signing-file-missing')
    expect((await bench.haltWith({ env: without }, 'doctor', '--offline')).out).toContain('no-ssh-keygen')
    expect((await bench.haltWith({ env: without }, 'anchor')).err).toContain('ENOENT')
  })

  it('is said by doctor as well if it was the closing that could not be signed', async () => {
    const bench = new Signers()
    bench.makeKey('locked', 'a passphrase')
    await bench.begin()
    bench.signAs('locked')
    await bench.halt('close', '--as', 'false-alarm', '--reason', 'nothing there')
    const doctor = () => bench.halt('doctor', '--offline').then(({ out }) => out)
    expect(await doctor()).toContain('head-unsigned')
    bench.signAs('taro')
    await bench.ok('anchor', '-i', bench.id)
    expect(await doctor()).not.toContain('head-unsigned')
  })

  it('is not expected to have signed what was closed before it was set', async () => {
    const bench = new Signers()
    writeFileSync(join(bench.workspace, 'halt.yaml'), 'language: en\n')
    await bench.begin()
    await bench.ok('close', '--as', 'false-alarm', '--reason', 'nothing there')
    bench.signAs('taro')
    expect((await bench.halt('doctor', '--offline')).out).not.toContain('head-unsigned')
  })

  it('has its cause named, or is said to have been named by ssh-keygen, which keeps quiet about all else', async () => {
    const bench = new Signers()
    const [bin, args] = [join(bench.directory, 'bin'), join(bench.directory, 'args')]
    mkdirSync(bin)
    writeFileSync(join(bin, 'ssh-keygen'), `#!/bin/sh\necho "$@" >> ${args}\nexit 1\n`, { mode: 0o755 })
    const env = { ...bench.env, PATH: `${bin}:${bench.env.PATH}` }
    expect(sshSign(Buffer.from('bytes'), 'key', env, true)).toEqual({ why: '' })
    expect(readFileSync(args, 'utf8')).toMatch(/^-q -Y sign /)
    for (const { problems } of [en, ja])
      expect(problems['not-signed']({ key: 'KEY', why: '' }, 'halt')[0]).toMatch(/ssh-keygen/)
  })

  it('does not stop the record if the folder cannot be written', async () => {
    const bench = new Signers()
    await bench.begin()
    rmSync(bench.folder, { recursive: true })
    writeFileSync(bench.folder, 'no folder')
    chmodSync(bench.folder, 0o400)
    const posted = await bench.halt('notice', 'website', '--posted', '--link', 'https://status.example/1')
    expect(posted).toMatchObject({ code: 0, err: expect.stringContaining('could not be signed') })
  })
})

describe('a writer whose key somebody signed', () => {
  it('is known where the file of signers has that person, and not otherwise', async () => {
    const bench = new Signers()
    await bench.begin()
    await bench.as('hanako', 'notice', 'website', '--posted', '--link', 'https://status.example/1')
    expect((await bench.halt('status')).err).not.toContain('new writer')
    expect(await bench.ok('report')).not.toContain('Not known to the machine')
    expect((await bench.halt('note', 'mine')).err).not.toContain('new writer')
    await bench.as('mallory', 'close', '--resolution', 'false-alarm', '--reason', 'nothing')
    expect((await bench.halt('list')).err).toMatch(/new writer \S+ \(mallory, 1 event\)/)
    expect(await bench.halt('status', '--check')).toMatchObject({
      code: 7,
      err: expect.stringContaining('(new-writer)'),
    })
  })

  it('is named by status where it was set aside, whoever did that', async () => {
    const bench = new Signers()
    await bench.begin()
    await bench.as('hanako', 'note', 'here')
    const writer = (await bench.verify()).files.find(({ by }) => by.includes('hanako'))?.writer ?? ''
    await bench.as('mallory', 'note', 'too')
    await bench.ok('verify', '--set-aside', 'unknown', '--reason', 'who is that')
    expect((await bench.halt('status')).err).not.toContain('was set aside')
    await bench.ok('verify', '--set-aside', writer, '--reason', 'not today')
    expect((await bench.halt('status')).err).toContain(`${writer} (hanako) was set aside`)
    expect((await bench.halt('list')).err).toContain(`${writer} (hanako) was set aside`)
  })

  it('keeps what it recorded and declared from being named among what others know nothing of', async () => {
    const bench = new Signers()
    await bench.begin()
    await bench.ok('note', 'ours')
    await bench.as('hanako', 'note', 'a disk?', '-i', bench.id)
    expect((await bench.as('hanako', 'start', '--type', 'compliance')).code).toBe(0)
    const stats = async () => {
      const { unknownWriters, declaredByUnknown } = JSON.parse(await bench.ok('stats', '--json'))
      return { unknownWriters, declaredByUnknown }
    }
    expect(await stats()).toEqual({ unknownWriters: [], declaredByUnknown: [] })
    await bench.as('mallory', 'note', 'a net?', '-i', bench.id)
    const theirs = (await bench.as('mallory', 'start', '--type', 'system-failure')).out.trim()
    expect(await stats()).toEqual({ unknownWriters: [bench.id], declaredByUnknown: [theirs] })
  })

  it('is known from its first line on, as in a container that keeps no state, and no head is signed for that', async () => {
    const bench = new Signers()
    await bench.begin()
    bench.pass(MINUTE)
    await bench.as('hanako', 'notice', '--posted', '--force', '--reason', 'by hand')
    const before = heads(bench).length
    for (let run = 1; run <= 3; run += 1) {
      bench.pass(20 * MINUTE)
      rmSync(join(bench.directory, 'state-hanako'), { recursive: true })
      await bench.as('hanako', 'notice', '--posted', '--force', '--reason', 'by hand')
      expect((await bench.halt('status')).err).not.toContain('new writer')
      expect(await bench.halt('status', '--check')).toMatchObject({ code: 0, err: '' })
    }
    expect(heads(bench)).toHaveLength(before)
  })

  it('undoes no redaction by that alone, on no machine, until one that the log knows accepts it', async () => {
    const bench = new Signers()
    await bench.begin()
    await bench.ok('note', 'Yamada called')
    const noted = (await bench.events()).at(-1) as Envelope
    await bench.ok('redact', `${noted.writer}:${noted.seq}`, '--field', 'text', '--reason', 'a name')
    const redaction = (await bench.events()).at(-1) as Envelope
    const name = `${redaction.writer}:${redaction.seq}`
    await bench.as('hanako', 'anchor')
    const undone = await bench.as('hanako', 'undo', name, '--reason', 'slip')
    const writer = (await bench.verify()).files.find(({ by }) => by.includes('hanako'))?.writer ?? ''
    expect(unwrapped(undone.err)).toContain(`Accept ${writer} on a machine that it knows`)
    expect((await bench.halt('status')).err).not.toContain('new writer')
    for (const who of ['taro', 'hanako', 'mallory'])
      for (const line of [['log'], ['log', '--json'], ['report'], ['report', '--format', 'json']])
        expect((await bench.as(who, ...line)).out).not.toContain('Yamada')
    await bench.ok('verify', '--accept', writer)
    expect(await bench.ok('log')).toContain('Yamada called')
  })

  it('has its own key signed, not that of a file which somebody made under its name', async () => {
    const bench = new Signers()
    await bench.begin()
    await bench.as('hanako', 'note', 'hers')
    const { writer } = (await bench.events()).at(-1) as Envelope
    bench.pass(MINUTE)
    await bench.begin()
    const file = (of: string) => join(bench.folder, '..', `${bench.id}.${of}.jsonl`)
    const [own = ''] = readdirSync(join(bench.folder, '..')).flatMap(
      (name) => /\.(\w{8})\.jsonl$/.exec(name)?.[1] ?? [],
    )
    const [declared = ''] = readFileSync(file(own), 'utf8').split('\n')
    writeFileSync(file(writer), notesAfter(JSON.parse(declared), ['not hers'], writer, newSigner()))
    await bench.as('hanako', 'anchor', '-i', bench.id)
    await bench.as('hanako', 'note', 'hers too', '-i', bench.id)
    await bench.as('hanako', 'anchor', '-i', bench.id)
    expect(bench.anchors()).not.toContain(`${writer}.key.sig`)
    expect((await bench.halt('status', '-i', bench.id)).err).toContain(`new writer ${writer}`)
  })

  it('is not known by the signature of another key', async () => {
    const bench = new Signers()
    await bench.begin()
    await bench.as('hanako', 'notice', 'website', '--posted', '--link', 'https://status.example/1')
    await bench.as('mallory', 'handover')
    await bench.as('mallory', 'note', 'not hers')
    const names = readdirSync(join(bench.folder, '..')).flatMap(
      (name) => /\.([a-z2-7]{8})\.jsonl$/.exec(name)?.[1] ?? [],
    )
    const hers = bench.anchors().find((name) => name.endsWith('.key.sig') && !name.startsWith(names[0] ?? ''))
    for (const name of names) {
      const copy = join(bench.folder, `${name}.key.sig`)
      if (!existsSync(copy)) writeFileSync(copy, readFileSync(join(bench.folder, hers ?? '')))
    }
    expect((await bench.halt('status')).err).toMatch(/new writer \S+ \(mallory, 1 event\)/)
  })
})

describe('a halt that somebody declared for a key', () => {
  it('is the one that is meant on another machine if an allowed signer vouches for its writer', async () => {
    const bench = new Signers()
    const earlier = (await bench.ok('start', '--type', 'compliance')).trim()
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'over', '-i', earlier)
    const line = ['start', '--type', 'system-failure', '--ref', 'OPS-7']
    const ofHanako = (await bench.as('hanako', ...line)).out.trim()
    expect((await bench.ok(...line)).trim()).toBe(ofHanako)
    await bench.as('mallory', 'start', '--type', 'system-failure', '--ref', 'OPS-8')
    const own = await bench.halt('start', '--type', 'system-failure', '--ref', 'OPS-8')
    expect(own.err).toContain('a writer not known to this machine, so another one was declared')
  })
})

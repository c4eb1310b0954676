import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { makePipe } from '../pipe.ts'

const SECRET = 'tanaka@example.com pays 12,000,000 JPY'

interface Kept {
  readonly file: string
  readonly kind: string
  readonly name: string | null
  readonly bytes: number
  readonly digest: string
  readonly standing: string
  readonly path: string
}

async function opened(): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  writeFileSync(join(bench.directory, 'queue.csv'), `${SECRET}\n`)
  return bench
}

const evidence = async (bench: Bench) =>
  (JSON.parse((await bench.halt('evidence', 'list', '--json')).out) as { evidence: Kept[] }).evidence

/** All log files of the workspace, as text. */
function logText(bench: Bench): string {
  const folder = join(bench.workspace, 'incidents')
  const files = readdirSync(folder, { recursive: true }).map(String)
  return files
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('')
}

describe('a file attached to a note', () => {
  it('is copied beside the log, which holds its name, size and salted digest, but none of its bytes', async () => {
    const bench = await opened()
    await bench.ok('note', 'the queue at ten', '--attach', 'queue.csv')
    const [file] = (await evidence(bench)) as [Kept]
    expect(file).toMatchObject({ kind: 'attachment', name: 'queue.csv', bytes: SECRET.length + 1, standing: 'intact' })
    expect(readFileSync(file.path, 'utf8')).toBe(`${SECRET}\n`)
    expect(await bench.ok('evidence', 'show', file.file.slice(0, 6))).toBe(`${SECRET}\n`)
    expect(logText(bench)).not.toContain('tanaka')
    expect(logText(bench)).toContain(file.digest)
    const salted = Buffer.concat([readFileSync(`${file.path}.salt`), readFileSync(file.path)])
    expect(createHash('sha256').update(salted).digest('hex')).toBe(file.digest)
    expect(logText(bench)).not.toContain(createHash('sha256').update(`${SECRET}\n`).digest('hex'))
  })

  it('leaves the words after it to the note', async () => {
    const bench = await opened()
    await bench.ok('note', '--attach', 'queue.csv', 'the', 'queue')
    expect(await evidence(bench)).toHaveLength(1)
    expect(await bench.ok('log')).toContain('"the queue"')
  })

  it('is owner-only, and has another digest each time it is attached', async () => {
    const bench = await opened()
    await bench.ok('note', '--attach', 'queue.csv', '--attach', 'queue.csv')
    const [first, second] = (await evidence(bench)) as [Kept, Kept]
    expect(first.digest).not.toBe(second.digest)
    for (const path of [first.path, `${first.path}.salt`]) expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(first.path)).mode & 0o777).toBe(0o700)
  })

  it('must be an existing regular file, otherwise nothing is recorded or kept', async () => {
    const bench = await opened()
    makePipe(join(bench.directory, 'pipe'))
    for (const [path, code] of [
      ['nothing.csv', 'no-such-file'],
      ['pipe', 'unreadable'],
      ['.', 'unreadable'],
    ] as const) {
      const { code: exit, err } = await bench.halt('note', 'x', '--attach', 'queue.csv', '--attach', path)
      expect([exit, err]).toEqual([2, expect.stringContaining(`(${code})`)])
    }
    writeFileSync(join(bench.directory, 'huge'), '')
    truncateSync(join(bench.directory, 'huge'), 256 * 1024 * 1024 + 1)
    expect((await bench.halt('note', 'x', '--attach', 'huge')).err).toContain('(file-too-large)')
    expect(await evidence(bench)).toEqual([])
    expect(await bench.events()).toHaveLength(1)
    const kept = join(
      bench.workspace,
      'incidents',
      (await bench.json<{ incident: string }>('status')).incident,
      'evidence',
    )
    expect(existsSync(kept) ? readdirSync(kept) : []).toEqual([])
  })
})

describe('a private note', () => {
  it('is kept beside the log, shown on request, and deleted when removed', async () => {
    const bench = await opened()
    await bench.ok('note', '--private', SECRET)
    const [note] = (await evidence(bench)) as [Kept]
    expect(note).toMatchObject({ kind: 'note', name: null, standing: 'intact' })
    expect(logText(bench)).not.toContain('tanaka')
    for (const show of [['log'], ['status'], ['report'], ['report', '--format', 'json']])
      expect(await bench.ok(...show)).not.toContain('tanaka')
    expect(await bench.ok('evidence', 'show', note.file)).toBe(SECRET)
    await bench.ok('evidence', 'remove', note.file, '--reason', 'personal data')
    expect(await evidence(bench)).toMatchObject([{ standing: 'removed' }])
    expect([existsSync(note.path), existsSync(`${note.path}.salt`)]).toEqual([false, false])
    expect(await bench.halt('evidence', 'show', note.file)).toMatchObject({ code: 3, err: /\(evidence-gone\)/ })
    expect(await bench.ok('verify')).toContain('consistent')
    expect((await bench.events()).at(-1)).toMatchObject({ type: 'evidence.removed', data: { reason: 'personal data' } })
  })
})

describe('the text of a note', () => {
  it('is read from standard input if given as -', async () => {
    const bench = await opened()
    expect((await bench.haltWith({ input: 'what the monitor said\nin two lines\n' }, 'note', '-')).code).toBe(0)
    expect((await bench.haltWith({ input: 'the disk' }, 'note', '-', '--hypothesis')).code).toBe(0)
    expect((await bench.events()).slice(1)).toMatchObject([
      { data: { text: 'what the monitor said\nin two lines' } },
      { data: { text: 'the disk', hypothesis: true } },
    ])
    expect(await bench.haltWith({ input: '\n' }, 'note', '-')).toMatchObject({ code: 3, err: /missing-answer/ })
    expect(await bench.haltWith({ input: 'x'.repeat(64 * 1024 + 1) }, 'note', '-')).toMatchObject({ code: 2 })
    expect(await bench.events()).toHaveLength(3)
  })
})

describe('the text of a private note', () => {
  it('is read from standard input if given as -', async () => {
    const bench = await opened()
    expect((await bench.haltWith({ input: `${SECRET}\n` }, 'note', '--private', '-')).code).toBe(0)
    const [note] = (await evidence(bench)) as [Kept]
    expect(await bench.ok('evidence', 'show', note.file)).toBe(SECRET)
  })

  it('is required, and limited to 1 MiB', async () => {
    const bench = await opened()
    const missing = await bench.haltWith({ input: SECRET }, 'note', '--private')
    expect(missing).toMatchObject({ code: 3, err: /note has no words.*\(missing-answer\)\n.*note --private -/ })
    expect(await bench.haltWith({ input: '\n' }, 'note', '--private', '-')).toMatchObject({
      code: 3,
      err: /missing-answer/,
    })
    const much = 'x'.repeat(1024 * 1024 + 1)
    expect(await bench.haltWith({ input: much }, 'note', '--private', '-')).toMatchObject({
      code: 2,
      err: /file-too-large/,
    })
    expect(await evidence(bench)).toEqual([])
    expect(await bench.events()).toHaveLength(1)
  })
})

describe('undo and correct of a private note', () => {
  it('are refused with the command that removes it', async () => {
    const bench = await opened()
    await bench.ok('note', '--private', SECRET)
    const names = (await bench.events()).map(({ writer, seq }) => `${writer}:${seq}`)
    for (const event of names.slice(1))
      for (const attempt of [
        ['undo', event, '--reason', 'x'],
        ['correct', event, '--text', 'y', '--reason', 'x'],
      ]) {
        const { code, err } = await bench.halt(...attempt)
        expect([attempt, code, err]).toEqual([attempt, 3, expect.stringMatching(/evidence remove NAME --reason/)])
        expect(err).not.toContain('Record the right one')
      }
  })
})

describe('evidence remove', () => {
  it('needs a reason and a known name, and records nothing the second time', async () => {
    const bench = await opened()
    await bench.ok('note', '--attach', 'queue.csv')
    const [file] = (await evidence(bench)) as [Kept]
    expect(await bench.halt('evidence', 'remove', file.file)).toMatchObject({ code: 3, err: /\(missing-answer\)/ })
    expect(await bench.halt('evidence', 'remove', 'zzz', '--reason', 'x')).toMatchObject({
      code: 2,
      err: /\(unknown-evidence\)/,
    })
    await bench.ok('evidence', 'remove', file.file, '--reason', 'names')
    writeFileSync(file.path, 'left by a crash')
    expect(await bench.halt('evidence', 'remove', file.file, '--reason', 'names')).toMatchObject({
      code: 0,
      err: /no change: /,
    })
    expect(existsSync(file.path)).toBe(false)
    expect((await bench.events()).filter(({ type }) => type === 'evidence.removed')).toHaveLength(1)
  })

  it('is needed: verify reports files that were altered or deleted without it', async () => {
    const bench = await opened()
    await bench.ok('note', '--attach', 'queue.csv', '--attach', 'queue.csv')
    const [first, second] = (await evidence(bench)) as [Kept, Kept]
    writeFileSync(first.path, SECRET.replace('12', '13'))
    rmSync(second.path)
    expect((await evidence(bench)).map((e) => e.standing)).toEqual(['altered', 'lost'])
    const { code, out, err } = await bench.halt('verify')
    expect([code, err]).toEqual([4, expect.stringContaining('(evidence-altered)')])
    expect(out).toContain('0 intact, 1 GONE from this machine, 1 ALTERED')
    expect(out).toContain(first.file)
  })
})

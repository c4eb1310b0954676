import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { StoredLines } from '../../src/store/stored-lines.ts'
import { Bench, folder, ID } from './bench.ts'

const incidentIn = (bench: Bench) => bench.read().incident.declaration?.incident ?? ''
const stored = (bench: Bench) => new StoredLines(bench.incident, ID)
const linesIn = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n')

/** An empty folder of the same incident elsewhere. */
function elsewhere() {
  const directory = join(folder(), ID)
  mkdirSync(directory)
  return { to: new StoredLines(directory, ID), path: (name: string) => join(directory, name) }
}

function copied(bench: Bench) {
  const writer = bench.read().writer
  const lines = linesIn(bench.file).map((line) => Buffer.from(line))
  const other = elsewhere()
  return {
    of: { incident: incidentIn(bench), writer, mustBeNamed: false },
    lines,
    ...other,
    file: other.path(`${ID}.${writer}.jsonl`),
  }
}

describe('the lines of a log', () => {
  it('are read as they are in the files, and what is added later too', () => {
    const bench = new Bench()
    bench.noted('one')
    const lines = stored(bench)
    const [writer = ''] = lines.writers()
    const all = () => [...lines.lines(writer, 1, 1 << 20)].map(({ bytes }) => bytes.toString())
    expect(all()).toEqual(linesIn(bench.file))
    bench.note(bench.read(), 'two')
    expect(all()).toEqual(linesIn(bench.file))
    const [, , third] = linesIn(bench.file)
    expect([...lines.lines(writer, 3, 1)]).toMatchObject([{ seq: 3, hash: JSON.parse(third ?? '').hash }])
    expect([...lines.lines(writer, 2, 1)]).toHaveLength(1)
    expect([...lines.lines(writer, 4, 1)]).toEqual([])
  })

  it('have a chain up to each of them, which later ones continue', () => {
    const bench = new Bench()
    bench.noted('one')
    const lines = stored(bench)
    const [writer = ''] = lines.writers()
    const [first, second] = linesIn(bench.file).map((line) => JSON.parse(line))
    const { key, incident } = first
    expect(lines.chainAt(writer, 2)).toEqual({ writer, seq: 2, hash: second.hash, incident, hlc: second.hlc, key })
    expect([0, 3].map((seq) => lines.chainAt(writer, seq))).toEqual([null, null])
  })

  it('are left out from the first on that does not verify or is not signed, and without their LF', () => {
    const bench = new Bench()
    bench.noted('one', 'two')
    const lines = stored(bench)
    const [writer = ''] = lines.writers()
    const path = bench.file
    const whole = readFileSync(path)
    truncateSync(path, whole.length - 1)
    expect(lines.hashes(writer)).toHaveLength(2)
    writeFileSync(path, whole)
    expect(lines.hashes(writer)).toHaveLength(3)
    appendFileSync(path, 'junk\n')
    expect(stored(bench).hashes(writer)).toHaveLength(3)
    const [first = '', second = ''] = linesIn(path)
    writeFileSync(path, `${first}\n${second.replace(/"sig":"..../, '"sig":"AAAA')}\n`)
    expect(stored(bench).hashes(writer)).toHaveLength(1)
  })
})

describe('lines that come from elsewhere', () => {
  it('are added to the file of their writer, as far as they continue it', () => {
    const bench = new Bench()
    bench.noted('one', 'two')
    const { of, lines, to, file } = copied(bench)
    expect(to.append(of, lines.slice(1))).toBe(0)
    const { hash } = JSON.parse(String(lines[0]))
    expect(to.append(of, lines, new Set([hash]))).toBe(0)
    expect(to.append(of, [Buffer.from('junk'), ...lines.slice(0, 1)])).toBe(1)
    expect(to.append(of, lines)).toBe(2)
    expect(to.append(of, lines)).toBe(0)
    expect(readFileSync(file)).toEqual(bench.bytes())
    expect(to.append({ ...of, incident: 'another', writer: 'bbbbbbbb' }, lines)).toBe(0)
  })

  it.each([0, 1, 40])('are completed if a crash had cut them off after %d bytes', (length) => {
    const bench = new Bench()
    bench.noted('one', 'two')
    const { of, lines, to, file } = copied(bench)
    const [first = '', second = ''] = linesIn(bench.file)
    writeFileSync(file, `${first}\n${second}`.slice(0, first.length + 1 + length))
    expect(to.append(of, lines)).toBe(2)
    expect(readFileSync(file)).toEqual(bench.bytes())
  })

  it('follow a last line that lacks its LF', () => {
    const bench = new Bench()
    bench.noted('one')
    const { of, lines, to, file } = copied(bench)
    writeFileSync(file, lines[0] as Buffer)
    expect(to.append(of, lines)).toBe(1)
    expect(readFileSync(file)).toEqual(bench.bytes())
  })

  it('are not added after anything else, nor to a file that is damaged', () => {
    const bench = new Bench()
    bench.noted('one')
    const { of, lines, to, file } = copied(bench)
    for (const rest of ['somebody was cut off', 'junk\n']) {
      writeFileSync(file, `${lines[0]}\n${rest}`)
      expect(to.append(of, lines)).toBe(0)
      expect(readFileSync(file, 'utf8')).toBe(`${lines[0]}\n${rest}`)
    }
    rmSync(file)
    cpSync(bench.file, file)
    expect(to.append(of, lines)).toBe(0)
  })
})

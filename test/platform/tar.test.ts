import { execFileSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fitsTar, readTar, type TarFile, tarEntryBytes, tarOf } from '../../src/platform/tar.ts'

const file = (path: string, text: string): TarFile => {
  const bytes = Buffer.from(text)
  return { path, size: bytes.length, chunks: [bytes] }
}

const MADE = 1_764_000_000

const archive = (...files: readonly TarFile[]) => Buffer.concat([...tarOf(files, MADE)])

const folder = () => mkdtempSync(join(tmpdir(), 'tar-'))

/** What an archive of these bytes holds, or why it is refused. */
function reading(bytes: Uint8Array, limit = 100) {
  const path = join(folder(), 'archive.tar')
  writeFileSync(path, bytes)
  const fd = openSync(path, 'r')
  try {
    const read = readTar(fd, limit)
    if (typeof read === 'string') return read
    return read.map((entry) => [entry.path, Buffer.concat([...tarEntryBytes(fd, entry)]).toString()])
  } finally {
    closeSync(fd)
  }
}

/** An archive as the system's tar makes it of a folder. */
function archivedBySystem(into: string, format: string, ...names: readonly string[]): Buffer {
  return execFileSync('tar', ['cf', '-', `--format=${format}`, '-C', into, ...names])
}

const LONG = `${'d'.repeat(60)}/${'f'.repeat(100)}`

describe('an archive', () => {
  it('is unpacked by the system to the same files, with the time and the mode that it says', () => {
    const into = folder()
    const path = join(into, 'archive.tar')
    const texts = { 'one/empty': '', 'one/block': 'x'.repeat(512), 'one/two/more': 'あ'.repeat(400), [LONG]: 'long' }
    writeFileSync(path, archive(...Object.entries(texts).map(([name, text]) => file(name, text))))
    execFileSync('tar', ['xf', path, '-C', into])
    for (const [name, text] of Object.entries(texts)) expect(readFileSync(join(into, name), 'utf8')).toBe(text)
    expect(statSync(join(into, 'one/block')).mtimeMs).toBe(MADE * 1000)
    expect(execFileSync('tar', ['tvf', path]).toString()).toMatch(/^-rw-r--r-- 0\/0 +0 .* one\/empty\n/)
    expect(reading(readFileSync(path))).toEqual(Object.entries(texts))
  })

  it('of the same files has the same bytes', () => {
    const files = [file('a', 'one'), file('b', 'two')]
    expect(archive(...files)).toEqual(archive(...files))
  })

  it('has no name that its format cannot express', () => {
    expect([LONG, 'a'.repeat(100), `${'a'.repeat(155)}/b`].map(fitsTar)).toEqual([true, true, true])
    const unfit = ['', 'a'.repeat(101), `${'d'.repeat(156)}/b`, `d/${'f'.repeat(101)}`, '日本', 'a b', 'a\nb']
    expect(unfit.map(fitsTar)).toEqual(unfit.map(() => false))
    expect(() => archive(file('日本', ''))).toThrow(RangeError)
  })

  it.each(['ustar', 'gnu', 'v7', 'pax'])('made by another program in the format %s is refused', (format) => {
    const into = folder()
    writeFileSync(join(into, 'one'), '1')
    expect(['form', 'not-a-file']).toContain(reading(archivedBySystem(into, format, 'one')))
  })

  /** An archive in which some bytes of the header are others, with the checksum for them. */
  const withHeader = (at: number, text: string) => {
    const bytes = archive(file(`${'d'.repeat(60)}/${'f'.repeat(90)}`, 'one'))
    bytes.write(text, at, 'latin1')
    const sum = bytes.subarray(0, 512).reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 0x20 : byte), 0)
    bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
    return bytes
  }

  it('is refused where the system would unpack a file under another path, since the format of its header is older', () => {
    const path = join(folder(), 'archive.tar')
    for (const older of ['ustar  \0', 'ustarX00']) {
      writeFileSync(path, withHeader(257, older))
      expect(execFileSync('tar', ['tf', path]).toString()).toBe(`${'f'.repeat(90)}\n`)
      expect(reading(readFileSync(path))).toBe('form')
    }
    expect(reading(withHeader(257, 'ustar\x0000'))).toHaveLength(1)
  })

  it('is refused with a mode or an owner of its own, which the system would restore', () => {
    expect(
      [withHeader(100, '0004755'), withHeader(100, '0000000'), withHeader(108, '0001750')].map((a) => reading(a)),
    ).toEqual(['form', 'form', 'form'])
  })

  it('is refused with anything but regular files', () => {
    const into = folder()
    symlinkSync('/etc/passwd', join(into, 'link'))
    mkdirSync(join(into, 'folder'))
    for (const name of ['link', 'folder', '/dev/null'])
      expect(reading(archivedBySystem(into, 'ustar', name))).toBe('not-a-file')
  })

  it('is refused wherever it is cut off, and with anything after its end', () => {
    const whole = archive(file('a', 'one'), file('b', 'x'.repeat(1000)))
    for (let length = 1; length < whole.length; length += 64)
      expect(reading(whole.subarray(0, length)), `${length} bytes`).toBe(length < 512 ? 'form' : 'truncated')
    expect(reading(Buffer.concat([whole, Buffer.alloc(9000)]))).toHaveLength(2)
    expect(reading(Buffer.concat([whole, Buffer.from('more')]))).toBe('form')
    expect(reading(Buffer.alloc(0))).toBe('form')
  })

  it('is refused if a size lies beyond its end, is negative, or no number', () => {
    const sized = (size: string) => {
      const bytes = archive(file('a', 'one'))
      bytes.write(size.padEnd(12, '\0'), 124, 'latin1')
      const sum = bytes.subarray(0, 512).reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 0x20 : byte), 0)
      bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
      return reading(bytes)
    }
    expect(sized('00000000003')).toEqual([['a', 'one']])
    expect(['77777777777', '00000004000', '-3', 'three', '', '\x80\0\0\0\0\0\0\0\0\0\0\x03'].map(sized)).toEqual([
      'truncated',
      'truncated',
      'form',
      'form',
      'form',
      'form',
    ])
  })

  it('is refused if any byte of a header is altered', () => {
    const whole = archive(file('a', 'one'))
    for (let at = 0; at < 512; at += 7) {
      const altered = Buffer.from(whole)
      altered[at] = (altered[at] as number) ^ 0x41
      expect(reading(altered), `byte ${at}`).toBe('form')
    }
  })

  it('is refused with more files than allowed', () => {
    const files = ['a', 'b', 'c'].map((name) => file(name, name))
    expect(reading(archive(...files), 3)).toHaveLength(3)
    expect(reading(archive(...files), 2)).toBe('limit')
  })
})

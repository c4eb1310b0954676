import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { lazily, withoutPrograms, withoutTables } from '../../build/lazily.ts'

/** Runs a chunk, and says what it exported and which modules it asked for, in turn. */
function run(chunk: string) {
  const asked: string[] = []
  const exports: Record<string, () => unknown> = {}
  const load = createRequire(import.meta.url)
  new Function('require', 'exports', chunk)((name: string) => {
    asked.push(name)
    return load(name)
  }, exports)
  return { asked, exports }
}

const CHUNK = `let node_path = require("node:path");
let node_stream = require("node:stream");
exports.name = () => (0, node_path.basename)("/a/b");
exports.pass = () => new node_stream.PassThrough({ objectMode: true }).readableObjectMode;
`

describe('what Node has of its own', () => {
  it('is loaded when it is first used, and once', () => {
    const { asked, exports } = run(lazily(CHUNK))
    expect(asked).toEqual([])
    expect([exports.name?.(), exports.name?.(), asked]).toEqual(['b', 'b', ['node:path']])
    expect([exports.pass?.(), asked]).toEqual([true, ['node:path', 'node:stream']])
  })

  it('is loaded also where what it has is spread, listed or handed on', () => {
    const chunk = `let node_tls = require("node:tls");
exports.all = () => [...node_tls.rootCertificates].length > 0;
exports.some = () => [node_tls.rootCertificates, ...(node_tls.rootCertificates)].length > 1;
`
    const { exports } = run(lazily(chunk))
    expect([exports.all?.(), exports.some?.()]).toEqual([true, true])
  })

  it('is refused where it is used in a way that is not known', () => {
    expect(() => lazily('let node_os = require("node:os");\nexports.all = () => ({ ...node_os });\n')).toThrow(
      'node_os',
    )
  })

  it('is loaded with the chunk where the chunk reads it there anyway', () => {
    const chunk =
      'let node_os = require("node:os");\nnode_os = Object.assign({}, node_os);\nexports.os = () => node_os.EOL;\n'
    expect(lazily(chunk)).toBe(chunk)
  })

  it('is not asked for programs by commander, as long as that looks as it does', () => {
    const commander = readFileSync('node_modules/commander/lib/command.js', 'utf8')
    expect(withoutPrograms(commander)).not.toMatch(/= require\('node:child_process'\);/)
    expect(() => withoutPrograms('import { spawn } from "node:child_process"')).toThrow('commander loads')
  })

  it('is not made for string-width before there is a text for it, as long as that looks as it does', () => {
    const stringWidth = readFileSync('node_modules/string-width/index.js', 'utf8')
    expect(withoutTables(stringWidth)).not.toMatch(/^const (segmenter = new|rgiEmojiRegex = \/)/m)
    expect(() => withoutTables('const parts = new Intl.Segmenter()')).toThrow('string-width makes')
  })
})

import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shellWords } from '../../src/render/shellword.ts'

describe('an argument list in one line', () => {
  it.each([
    [['uptime'], 'uptime'],
    [['ls', '-l', '/var/log'], 'ls -l /var/log'],
    [['echo', ''], "echo ''"],
    [['echo', 'two words'], "echo 'two words'"],
    [['echo', '$(id)'], "echo '$(id)'"],
    [['echo', "it's"], "echo 'it'\\''s'"],
    [['echo', '注文'], 'echo 注文'],
    [['echo', 'a\u001b[2Jb'], "echo $'a\\x1b[2Jb'"],
    [['echo', 'safe\u202eexe'], "echo $'safe\\u202eexe'"],
    [['echo', 'a\u{e0001}b'], "echo $'a\\U000e0001b'"],
  ])('%j is shown as %s', (argv, shown) => {
    expect(shellWords(argv)).toBe(shown)
  })

  it('is what a shell would read as just that list, and nothing in it acts on a terminal', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), (words) => {
        const argv = words.map((word) => word.replaceAll('\0', ''))
        const shown = shellWords(argv)
        expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
        const read = execFileSync('bash', ['-c', `printf '%s\\0' ${shown}`], {
          env: { ...process.env, LC_ALL: 'C.UTF-8' },
        })
        expect(read.toString('utf8').split('\0').slice(0, -1)).toEqual(argv)
      }),
      { numRuns: 200 },
    )
  })
})

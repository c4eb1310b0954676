import { describe, expect, it } from 'vitest'
import { inertLine } from '../../src/view/inert.ts'
import { quoteArg, quoteArgv } from '../../src/view/shell-quote.ts'
import { HOSTILE } from './hostile.ts'

describe('quoteArg and quoteArgv', () => {
  it('leave nothing for a terminal to interpret', () => {
    for (const word of HOSTILE) expect(inertLine(quoteArg(word))).toBe(quoteArg(word))
  })

  it('leave a word unquoted if it needs no quotes', () => {
    expect(['halt', 'a/b.c', '-i', '20261124-221705-system-failure', 'x=y'].map(quoteArg)).toEqual([
      'halt',
      'a/b.c',
      '-i',
      '20261124-221705-system-failure',
      'x=y',
    ])
  })
  it.each([
    [['uptime'], 'uptime'],
    [['ls', '-l', '/var/log'], 'ls -l /var/log'],
    [['echo', ''], "echo ''"],
    [['echo', 'two words'], "echo 'two words'"],
    [['echo', '$(id)'], "echo '$(id)'"],
    [['echo', "it's"], "echo 'it'\\''s'"],
    [['echo', '注文'], 'echo 注文'],
    [['echo', 'a\u001b[2Jb'], "echo $'a\\x1b[2Jb'"],
    [['echo', 'safe\u202eexe'], "echo $'safe\\xe2\\x80\\xaeexe'"],
    [['echo', 'a\u{e0001}b'], "echo $'a\\xf3\\xa0\\x80\\x81b'"],
  ])('quote %j as %s', (argv, shown) => {
    expect(quoteArgv(argv)).toBe(shown)
  })
})

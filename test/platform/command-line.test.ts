import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitCommandLine } from '../../src/platform/command-line.ts'
import { quoteArgv } from '../../src/view/shell-quote.ts'

describe('splitCommandLine', () => {
  it('is the inverse of quoteArgv', () => {
    const visible = fc.string({
      unit: fc.oneof(fc.constantFrom(...`' "\\$\`;|&*`), fc.string({ minLength: 1, maxLength: 1 })),
    })
    fc.assert(
      fc.property(fc.array(visible), (argv) => {
        expect(splitCommandLine(quoteArgv(argv))).toEqual(argv)
      }),
    )
  })

  it.each<[string, string[]]>([
    ['', []],
    ['   ', []],
    ['ls  -l', ['ls', '-l']],
    ['cat a\\ b', ['cat', 'a b']],
    ['echo "a b" \'c d\'e', ['echo', 'a b', 'c de']],
    ['echo "a\\"b" "a\\nb"', ['echo', 'a"b', 'a\\nb']],
    ["'' x", ['', 'x']],
    ['echo $HOME | cat', ['echo', '$HOME', '|', 'cat']],
    ['echo　引数', ['echo', '引数']],
  ])('splits %s into %j', (line, argv) => {
    expect(splitCommandLine(line)).toEqual(argv)
  })

  it.each(['rm "a b', "echo it's fine", 'echo a\\', '"', 'a "b\\"'])(
    'returns null if a quote or an escape is not closed: %s',
    (line) => {
      expect(splitCommandLine(line)).toBeNull()
    },
  )
})

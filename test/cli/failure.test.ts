import { expect, it } from 'vitest'
import { failureOf } from '../../src/cli/failure.ts'
import { loadText } from '../../src/i18n/text.ts'
import type { Host } from '../../src/world.ts'

const host = { invocation: () => ['node', 'bin/halt.js'], argv: [] as readonly string[] } as unknown as Host

it.each([
  ['en', 'a bug in halt: TypeError: x is not a function', 'node bin/halt.js doctor --offline'],
  ['ja', 'haltの不具合です: TypeError: x is not a function', 'node bin/halt.js doctor --offline'],
] as const)(
  'a bug is called one in %s, with where it is and what to report it with',
  async (language, says, command) => {
    const failure = await failureOf(new TypeError('x is not a function'), host, await loadText(language), {
      input: true,
    })
    expect(failure).toMatchObject({ code: 'defect', exit: 1 })
    expect(failure.message).toContain(says)
    expect(failure.message).toContain('failure.test.ts')
    expect(failure.mend).toContain(command)
  },
)

it.each([
  ['en', 'no temporary file can be written in /nowhere (ENOENT)'],
  ['ja', '/nowhere に一時ファイルを書き込めません（ENOENT）'],
] as const)(
  'a missing folder for temporary files is named in %s, with the variable that sets it',
  async (language, says) => {
    const error = Object.assign(new Error('x'), { code: 'ENOENT', syscall: 'mkdtemp', path: '/nowhere/halt-XXXXXX' })
    const failure = await failureOf(error, host, await loadText(language), { input: true })
    expect(failure).toMatchObject({ code: 'no-temporary-folder', message: says, exit: 2 })
    expect(failure.mend).toContain('TMPDIR')
  },
)

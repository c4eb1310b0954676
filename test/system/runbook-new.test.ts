import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from './bench.ts'
import { Terminal } from './terminal.ts'

/** Without HALT_DIR, as most people have it. */
function bench(): Bench {
  return new Bench({ HALT_DIR: '' })
}

describe('halt runbook new', () => {
  it('makes a manual at a terminal, which is checked, drilled and used for a halt at once', async () => {
    const here = bench()
    const terminal = new Terminal(here, ['runbook', 'new', 'ours'])
    const answer = async (question: string, line: string) => {
      await terminal.until((text) => text.trimEnd().endsWith('>') && text.includes(question))
      await terminal.enter(line)
    }
    await answer('Language of the manual and its notices', 'en')
    await answer('Organisation name for English notices (Enter: ours)', 'Sample')
    expect(await terminal.end()).toBe(0)
    expect(terminal.text()).toContain('drill service-down')
    const cwd = join(here.directory, 'ours')
    const run = (...args: readonly string[]) => {
      const outcome = here.haltWith({ cwd }, ...args)
      expect(outcome, `${args.join(' ')}: ${outcome.err}`).toMatchObject({ code: 0 })
      return outcome.out
    }
    run('runbook', 'check')
    run('drill', 'service-down', '--auto')
    run('start', '--type', 'outage', '--scope', 'service=stopped')
    run('set', 'began=10m ago', 'impact.en=No logins', 'cause=?', 'back-by=?')
    const notice = run('notice', 'page')
    expect(notice).toContain('Service unavailable (notice 1)')
    expect(notice).toContain('This is a notice from Sample.')
    run('done', '2.2-page')
    expect(run('report')).toContain('first notice: status page')
  })

  it('makes one of an outline', () => {
    const here = bench()
    writeFileSync(join(here.directory, 'ops.md'), '# 1. 初動\n\n## 1.1 確認\n\n- ログを確認する。\n')
    const { code, err } = here.halt('runbook', 'new', 'ours', '--from', join(here.directory, 'ops.md'))
    expect({ code }, err).toEqual({ code: 0 })
    const chapter = readFileSync(join(here.directory, 'ours', 'runbooks', '1-chapter.yaml'), 'utf8')
    expect(chapter).toContain('  # ops.md:5\n  - id: 1.1-a\n')
    const check = here.haltWith({ cwd: join(here.directory, 'ours') }, 'runbook', 'check')
    expect(check).toMatchObject({ code: 0, err: expect.stringContaining('0 errors, 1 warning') })
  })

  it('leaves nothing behind when the folder cannot be written to', () => {
    const here = bench()
    const { code, err } = here.halt('runbook', 'new', '/proc/ours')
    expect({ code }, err).toEqual({ code: 5 })
    expect(err).toContain('(not-recorded)')
    expect(existsSync('/proc/ours')).toBe(false)
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { ESC, type Reply } from '../script.ts'
import { KEYS } from './keys.ts'
import { SENDING, unspaced } from './operator.ts'
import { recorded, walk } from './walk.ts'

const { en } = SENDING
const OPENS: Reply = ['2.1-assess', KEYS.notice]
const AT_TEXTS = /i edit a line/
const TALL = { rows: 60 }

/** A halt whose website and mail are commands that keep what they get; the other channels have been told by hand. */
async function halted(): Promise<Bench> {
  const bench = new Bench()
  const channel = (id: string) => `  ${id}: { via: command, run: [sh, -c, "cat > ${id}.txt"] }\n`
  bench.write(
    'halt.yaml',
    `organisation: { ja: 例示取引所 }\ncontact: { ja: support@example.com }\nchannels:\n${channel('website')}${channel('email')}`,
  )
  await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down', '--at', '1m ago')
  await bench.ok('scope', 'trading=stopped')
  await bench.ok('set', 'cause=?', 'impact=?', 'expected-recovery=?')
  await bench.ok('notice', 'app-push', 'social', '--posted')
  return bench
}

const sent = (bench: Bench, channel: string) => readFileSync(join(bench.workspace, `${channel}.txt`), 'utf8')

describe('notices in the walk that customers have already', () => {
  test('are not offered again where others still miss them', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', 'email', '--send')
    await bench.ok('set', 'cause.ja=装置の不具合')
    await bench.ok('notice', 'website', '--send')
    const { screen } = await walk(bench, [OPENS, [AT_TEXTS, '']], TALL)
    expect(screen).toContain('website already has this, and is not told again: update no. 2')
    expect(screen).toMatch(/^1 of 3 {2}email {2}update no. 2/m)
  })

  test('are sent again only with a reason, which is recorded', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', 'email', '--send')
    const told = en.againReason(['website', 'email'])
    const asks: Reply[] = [OPENS, [AT_TEXTS, 's']]
    const back = await walk(bench, [...asks, [told, ''], [AT_TEXTS, '']], TALL)
    expect(unspaced(back.screen)).toContain(unspaced(told))
    expect(await recorded(bench, 'notice.intended')).toHaveLength(2)
    await walk(
      bench,
      [
        ...asks,
        [told, 'the page was empty'],
        [en.typeToSend(['website', 'email']), 'send'],
        ...Array<Reply>(2).fill([en.postedWhere('posted'), '']),
      ],
      TALL,
    )
    const [, , again] = await recorded(bench, 'notice.intended')
    expect(again?.data.forced).toEqual({ reason: 'the page was empty', open: ['nothing-new'] })
  })
})

describe('notices of writers that this machine does not know', () => {
  const mallory = (bench: Bench, ...args: string[]) =>
    bench.haltWith({ env: { XDG_STATE_HOME: join(bench.directory, 'elsewhere'), HALT_OPERATOR: 'mallory' } }, ...args)

  test('leave no channel out of what is sent, nor out of the walk unsaid', async () => {
    const bench = await halted()
    expect(await mallory(bench, 'notice', 'website', '--posted')).toMatchObject({ code: 0 })
    const { screen } = await walk(bench, [OPENS, [AT_TEXTS, '']], TALL)
    expect(screen).toMatch(/^1 of 1 {2}email {2}first notice/m)
    expect(unspaced(screen)).toContain(unspaced('(recorded by mallory as a writer that is not known here)'))
    const { err } = await bench.halt('notice', '--send')
    expect(err).not.toContain('website already has this')
    expect(err).toContain('website.ja')
  })

  test('leave out what known writers told before them', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', '--send')
    expect(await mallory(bench, 'notice', 'website', '--posted', '--again', '--reason', 'x')).toMatchObject({ code: 0 })
    const { err } = await bench.halt('notice', '--dry-run')
    expect(err).toContain('website already has this, and is not told again: first notice no. 1')
  })
})

describe('a text on the screen', () => {
  test('that states what somebody else has changed meanwhile is composed again, not sent', async () => {
    const bench = await halted()
    const change = async () => {
      await bench.haltWith({ env: { HALT_OPERATOR: 'hanako' } }, 'set', 'cause.ja=装置の不具合')
      return 'send'
    }
    const { screen, err } = await walk(
      bench,
      [
        OPENS,
        [AT_TEXTS, 's'],
        [en.typeToSend(['website', 'email']), change],
        [AT_TEXTS, 's'],
        [en.typeToSend(['website', 'email']), 'send'],
      ],
      TALL,
    )
    expect(err).toContain('(notice-outdated)')
    expect(unspaced(screen)).toContain(unspaced('the text for website was composed before this changed: cause'))
    expect(await recorded(bench, 'notice.intended')).toHaveLength(2)
    expect(sent(bench, 'website')).toContain('装置の不具合')
  })

  test('of what was lifted and stopped again meanwhile is composed again: it has stopped at another time', async () => {
    const bench = await halted()
    const lift = async () => {
      const asHanako = (...args: readonly string[]) => bench.haltWith({ env: { HALT_OPERATOR: 'hanako' } }, ...args)
      const forced = ['--force', '--reason', 'it runs']
      expect(await asHanako('lift', 'trading', ...forced)).toMatchObject({ code: 0 })
      const reopened = await asHanako('reopen', '--reason', 'it fell over', '--scope', 'trading=stopped')
      expect(reopened).toMatchObject({ code: 0 })
      return 'send'
    }
    const { err } = await walk(bench, [OPENS, [AT_TEXTS, 's'], [en.typeToSend(['website', 'email']), lift]], TALL)
    expect(err).toContain('(notice-outdated)')
    expect(await recorded(bench, 'notice.intended')).toHaveLength(0)
  })

  test('that was edited is shown with what has changed before it can be sent', async () => {
    const bench = await halted()
    const change = async () => {
      await bench.haltWith({ env: { HALT_OPERATOR: 'hanako' } }, 'set', 'cause.ja=装置の不具合')
      return 'send'
    }
    const { screen } = await walk(
      bench,
      [
        OPENS,
        [AT_TEXTS, 'i'],
        [en.editLine, '1 【重要】取引を停止しました'],
        [en.editLine, ''],
        [AT_TEXTS, 's'],
        [/send/, change],
        [en.changedEditKeys, ESC],
        [AT_TEXTS, ''],
      ],
      TALL,
    )
    expect(screen).toMatch(/^\+ .*装置の不具合/m)
    expect(await recorded(bench, 'notice.intended')).toEqual([])
  })
})

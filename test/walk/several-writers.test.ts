import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { type Answer, LEAVE, type Reply, replies } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT, unspaced } from './operator.ts'
import { recorded, walk } from './walk.ts'

const FIRST = '2.1-assess'
const { en } = TEXT
const CLOSED = en.closedBy('hanako')
const FALSE_ALARM = ['close', '--resolution', 'false-alarm', '--reason', 'a test alarm', '-i', 'latest'] as const

async function begun(env: NodeJS.ProcessEnv = {}): Promise<Bench> {
  const bench = new Bench({ NO_COLOR: '1', ...env })
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  return bench
}

/** Runs a command as somebody else, on a machine of their own. */
async function elsewhere(bench: Bench, ...args: readonly string[]): Promise<void> {
  const env = { XDG_STATE_HOME: join(bench.directory, 'state-of-hanako'), HALT_OPERATOR: 'hanako' }
  expect(await bench.haltWith({ env }, ...args)).toMatchObject({ code: 0 })
}

/** Types while somebody else records something. */
const meanwhile =
  (bench: Bench, answer: Answer, ...args: readonly string[]) =>
  async (): Promise<Answer> => {
    await elsewhere(bench, ...args)
    return answer
  }

const notes = async (bench: Bench) => (await recorded(bench, 'note.added')).map(({ data }) => data.text)

test.each<readonly [string, readonly Reply[], string]>([
  ['for words', [[FIRST, KEYS.done]], en.doneNote],
  [
    'for a word',
    [
      [FIRST, KEYS.close],
      [en.closeKind, 'duplicate'],
      [en.why, 'a second one'],
    ],
    en.closeWord,
  ],
  ['for a key', [[FIRST, KEYS.notice]], 'none is known yet'],
])('what somebody else records is shown at a question %s before it is answered', async (_, before, question) => {
  const bench = await begun()
  const half = meanwhile(bench, { half: 'engine-3 is do', ahead: 'wn' }, ...FALSE_ALARM)
  const script = replies(...before, [question, half], [question, LEAVE])
  const { screen } = await bench.haltWith({ script }, 'walk')
  expect(screen).toContain('closed as false alarm')
  expect(screen.indexOf('closed as false alarm')).toBeLessThan(screen.lastIndexOf('> '))
  expect(script.asked.at(-1)?.draft).toBe('engine-3 is down')
})

describe('an incident that somebody else closes while a line is being typed', () => {
  const closing = (bench: Bench): Reply => [FIRST, meanwhile(bench, { half: 'engine-3 is do' }, ...FALSE_ALARM)]

  test('leaves the walk open with the line in it, and says who closed it', async () => {
    const bench = await begun()
    const script = replies(closing(bench), [CLOSED, 'engine-3 is down'], [CLOSED, ''])
    const { code, err } = await bench.haltWith({ script }, 'walk')
    expect(code).toBe(0)
    const [, screen] = script.asked
    expect(screen?.draft).toBe('engine-3 is do')
    expect(screen?.text).not.toMatch(/\d\/\d|2\.1-assess/)
    expect(err).toContain(en.closed)
    expect(await notes(bench)).toEqual(['engine-3 is down'])
  })

  test('is left by the key for it, too, and what is not recorded then is kept for later', async () => {
    const bench = await begun()
    const { code, err } = await bench.haltWith({ script: replies(closing(bench), [CLOSED, LEAVE]) }, 'walk')
    expect([code, err]).toEqual([130, expect.stringContaining('NOT recorded: "engine-3 is do"')])
    const script = replies([CLOSED, ''], [CLOSED, KEYS.pause])
    const later = await bench.haltWith({ script }, 'walk', '-i', 'latest')
    expect([later.code, script.asked[0]?.draft]).toEqual([0, 'engine-3 is do'])
    expect(await notes(bench)).toEqual(['engine-3 is do'])
  })

  test('takes the line as a note even if it is entered before the screen is drawn again', async () => {
    const bench = await begun()
    const entered = meanwhile(bench, 'engine-3 is down', ...FALSE_ALARM)
    const { code } = await bench.haltWith({ script: replies([FIRST, entered], [CLOSED, '']) }, 'walk')
    expect(code).toBe(0)
    expect(await notes(bench)).toEqual(['engine-3 is down'])
  })

  test('goes on with its steps if the closing is taken back', async () => {
    const bench = await begun()
    const taken = meanwhile(bench, { half: '' }, 'undo', '--reason', 'a mistake', '-i', 'latest')
    const again = meanwhile(bench, { half: '' }, ...FALSE_ALARM)
    const { code } = await bench.haltWith(
      { script: replies(closing(bench), [CLOSED, '<'], [CLOSED, taken], [FIRST, again], [CLOSED, '']) },
      'walk',
    )
    expect(code).toBe(0)
  })
})

describe('a line that is entered as somebody else records something', () => {
  test('is taken at once if it is a note', async () => {
    const bench = await begun()
    const { err } = await walk(bench, [[FIRST, meanwhile(bench, 'engine-3 is down', 'note', 'mine')]])
    expect(err).not.toContain(en.notEntered)
    expect(await notes(bench)).toEqual(['mine', 'engine-3 is down'])
  })

  test.each([KEYS.skip, '/skip not needed'])('stays, which is said, if it acts: %s', async (line) => {
    const bench = await begun()
    const { asked, err } = await walk(bench, [[FIRST, meanwhile(bench, line, 'note', 'mine')]])
    expect(unspaced(err)).toContain(unspaced(`${en.notEntered}${en.seen}`))
    expect(asked[1]?.draft).toBe(line)
    expect(await recorded(bench, 'step.skipped')).toEqual([])
  })
})

describe('a line that news interrupts', () => {
  test('goes on with what is typed while the screen is drawn anew, and an Enter then is said to do nothing', async () => {
    const bench = await begun()
    const half = { half: 'engine-3 is', ahead: ' down\n' }
    const { asked, err } = await walk(bench, [
      [FIRST, meanwhile(bench, half, 'note', 'mine')],
      [FIRST, ''],
    ])
    expect(asked[1]?.draft).toBe('engine-3 is down')
    expect(unspaced(err)).toContain(unspaced(en.notEntered))
    expect(await notes(bench)).toEqual(['mine', 'engine-3 is down'])
  })

  test('is no command if a part of it came then, since that may have been pasted', async () => {
    const bench = await begun()
    const { asked, err } = await walk(bench, [
      [FIRST, meanwhile(bench, { half: '/ski', ahead: 'p no need' }, 'note', 'mine')],
      [FIRST, ''],
      [en.unclear.split('   ')[0] ?? '', 'n'],
    ])
    expect(asked[1]?.draft).toBe('/skip no need')
    expect(err).not.toContain(en.notEntered)
    expect(await notes(bench)).toEqual(['mine', '/skip no need'])
  })
})

describe('a new writer that comes while the walk is open', () => {
  const NAMED =
    /new writer (\S+) \(hanako, 1 event\), not known to this machine; once you know whose: \/verify --accept \1$/

  test('is told of once, with the command that accepts it as it is typed here', async () => {
    const bench = await begun()
    const script = [
      [FIRST, meanwhile(bench, KEYS.list, 'note', 'hers')],
      [FIRST, 'mine'],
      [FIRST, '/note mine too'],
      [FIRST, meanwhile(bench, KEYS.list, 'note', 'hers again')],
    ] as const
    const { err } = await walk(bench, script, { columns: 200 })
    expect(err.split('\n').filter((line) => NAMED.test(line))).toHaveLength(1)
    expect(err.match(/new writer/g)).toHaveLength(1)
    const later = await walk(bench, [])
    expect(later.err).not.toContain('new writer')
  })

  test('is told of once if a typed command is the first to read of it', async () => {
    const bench = await begun()
    const { err } = await walk(bench, [
      [FIRST, KEYS.begin],
      [en.noteText, meanwhile(bench, '', 'note', 'hers')],
      [FIRST, '/note mine'],
      [FIRST, 'mine too'],
    ])
    expect(err.match(/new writer/g)).toHaveLength(1)
  })

  test('is not told of if the machine has accepted it', async () => {
    const bench = await begun()
    await elsewhere(bench, 'note', 'hers')
    const [, hers] = (await recorded(bench)).map(({ writer }) => writer).filter((one, i, all) => all.indexOf(one) === i)
    await bench.ok('verify', '--accept', hers ?? '')
    const { err } = await walk(bench, [[FIRST, meanwhile(bench, KEYS.list, 'note', 'hers again')]])
    expect(err).toContain('hers again')
    expect(err).not.toContain('new writer')
  })
})

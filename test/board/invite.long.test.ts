import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { TestBoard } from './board-bench.ts'

async function halted(): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--title', 'Matching engine down', '--at', '5m ago')
  return bench
}

/** The files in the state folder, by their path. */
function stateFiles({ directory }: Bench): string[] {
  return readdirSync(join(directory, 'state'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

describe('invite', () => {
  it('prints a link to the board alone on standard output, and says who it is for and until when', async () => {
    const { bench, url } = await TestBoard.of(await halted())
    const { out, err, code } = await bench.halt('invite', 'Sato', '--act', '--department', 'legal')
    expect(out).toMatch(new RegExp(`^${url.origin}/#[\\w-]{43}\n$`))
    expect(err).toContain('Good until 2026-11-25 10:17:05. Whoever has this link acts as Sato')
    expect(code).toBe(0)
  })

  it('needs a board that runs: a link would lead nowhere', async () => {
    const bench = await halted()
    const board = await TestBoard.of(bench)
    await bench.ok('invite', 'Sato')
    await board.end()
    expect(await bench.halt('invite', 'Sato')).toMatchObject({
      code: 3,
      err: expect.stringContaining('(no-board)'),
      out: '',
    })
  })

  it('keeps neither the code nor what a browser gets for it, and nothing that others can read', async () => {
    const { bench } = await TestBoard.of(await halted())
    const code = (await bench.ok('invite', 'Sato')).trim().split('#')[1] ?? ''
    for (const path of stateFiles(bench)) {
      expect(readFileSync(path, 'latin1')).not.toContain(code)
      expect(statSync(path).mode & 0o077).toBe(0)
    }
    expect(await bench.ok('log')).not.toContain('Sato')
  })

  it('is for one incident, or for all that are open', async () => {
    const { bench } = await TestBoard.of(await halted())
    const id = (await bench.ok('list')).split(' ')[0] ?? ''
    const one = await bench.json('invite', 'Sato', '--expires', '90m')
    expect(one).toMatchObject({
      schemaVersion: 1,
      invitation: {
        ...{ name: 'Sato', invitedBy: 'taro', department: null, acts: false, incident: id },
        expiresAt: '2026-11-24T23:47:05.120+09:00',
      },
    })
    expect(await bench.json('invite', 'Mori', '--all-open')).toMatchObject({ invitation: { incident: null } })
    await bench.ok('start', '--type', 'compliance')
    expect((await bench.halt('invite', 'Kato')).err).toContain('(which-incident)')
    await bench.ok('invite', 'Kato', '-i', id)
  })

  it('lists the links that are good, and ends them by name', async () => {
    const { bench } = await TestBoard.of(await halted())
    expect((await bench.halt('invite', '--list')).err).toContain('Nobody has a link')
    await bench.ok('invite', 'Sato', '--act', '--department', 'legal', '--expires', '1h')
    await bench.ok('invite', 'Mori', '--all-open')
    expect(await bench.ok('invite', '--list')).toMatch(
      /^Mori {2}looks on {2}all open incidents {2}until 2026-11-25 10:17:05 {2}invited by taro\nSato {2}may act {2}\S+ {2}legal {2}until 2026-11-24 23:17:05 {2}invited by taro\n$/,
    )
    expect(await bench.json('invite', '--revoke', 'ｓａｔｏ')).toEqual({ schemaVersion: 1, revoked: ['Sato'] })
    expect(await bench.json('invite', '--list')).toMatchObject({ invitations: [{ name: 'Mori' }] })
    bench.now += 12 * 3_600_000
    expect(await bench.json('invite', '--list')).toEqual({ schemaVersion: 1, invitations: [] })
    expect((await bench.halt('invite', '--revoke', 'Mori')).err).toContain('(unknown-invitation)')
  })

  it('replaces the link that somebody had, and drops those that are over', async () => {
    const { bench } = await TestBoard.of(await halted())
    await bench.ok('invite', 'Mori', '--expires', '1m')
    await bench.ok('invite', 'Sato')
    bench.now += 60_000
    expect((await bench.halt('invite', 'sato', '--act')).err).toContain('The earlier link of sato is good no more')
    expect(await bench.json('invite', '--list')).toMatchObject({ invitations: [{ name: 'sato', acts: true }] })
    expect(stateFiles(bench).filter((path) => path.includes('invitations'))).toHaveLength(1)
  })

  it('makes no more than two hundred', async () => {
    const { bench } = await TestBoard.of(await halted())
    for (let i = 0; i < 200; i += 1) await bench.ok('invite', `guest ${i}`)
    expect((await bench.halt('invite', 'one more')).err).toContain('(too-many-invitations)')
    await bench.ok('invite', 'guest 7')
  })

  it('makes no link that it cannot keep, and says why', async () => {
    const { bench } = await TestBoard.of(await halted())
    await bench.ok('invite', 'Mori')
    const [kept = ''] = stateFiles(bench).filter((path) => path.includes('invitations'))
    const folder = dirname(kept)
    rmSync(folder, { recursive: true })
    writeFileSync(folder, '')
    const { code, out, err } = await bench.halt('invite', 'Sato', '--json')
    expect([code, out, JSON.parse(err).error.code]).toEqual([5, '', 'not-recorded'])
    expect(err).toContain('(ENOTDIR)')
  })

  it.each([
    [['  '], 'missing-argument'],
    [[], 'missing-argument'],
    [['a\nb'], 'bad-words'],
    [['x'.repeat(201)], 'bad-words'],
    [['Sato', '--department', 'nowhere'], 'unknown-department'],
    [['Sato', '--expires', '0s'], 'bad-flag'],
    [['Sato', '--expires', '31d'], 'bad-flag'],
    [['Sato', '--expires', 'soon'], 'bad-flag'],
    [['Sato', '--list'], 'usage'],
    [['Sato', '--revoke', 'Sato'], 'usage'],
    [['--list', '--act'], 'usage'],
    [['--revoke', 'Sato'], 'unknown-invitation'],
  ])('is refused for %j', async (args, code) => {
    const { bench } = await TestBoard.of(await halted())
    const outcome = await bench.halt('invite', ...args)
    expect([outcome.code, outcome.err]).toEqual([2, expect.stringContaining(`(${code})`)])
  })
})

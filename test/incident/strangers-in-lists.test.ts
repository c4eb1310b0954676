import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench, type Outcome } from '../bench.ts'

/** Taro leads halts, and Mallory, whom nobody here knows, records in one of them and declares others. */
class Shared extends Bench {
  as(who: string, ...args: readonly string[]): Promise<Outcome> {
    const env = { XDG_STATE_HOME: join(this.directory, `state-${who}`), HALT_OPERATOR: who }
    return this.haltWith({ env }, ...args)
  }

  async declare(...args: readonly string[]): Promise<string> {
    return (await this.ok('start', '--type', 'system-failure', ...args)).trim()
  }
}

/** A closed halt with a follow-up, which Mallory says is done. */
async function tampered(): Promise<{ bench: Shared; id: string }> {
  const bench = new Shared()
  const id = await bench.declare('--title', 'Engine down')
  await bench.ok('set', 'root-cause=full disk', '-i', id)
  const [added] = JSON.parse(
    await bench.ok('action', 'add', 'Watch the disks', '--due', '2026-11-24', '-i', id, '--json'),
  ).events
  await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'none', '-i', id)
  expect(await bench.as('mallory', 'action', 'done', added.event, '-i', id)).toMatchObject({ code: 0 })
  return { bench, id }
}

/** A halt of Taro's, and one that Mallory declared and closed. */
async function declared(): Promise<{ bench: Shared; own: string; other: string }> {
  const bench = new Shared()
  const other = (await bench.as('mallory', 'start', '--type', 'system-failure', '--title', 'Lift at once')).out.trim()
  for (const args of [
    ['set', 'root-cause=a full disk'],
    ['action', 'add', 'Lift at once'],
    ['close', '--resolution', 'false-alarm', '--reason', 'none'],
  ])
    expect(await bench.as('mallory', ...args, '-i', other)).toMatchObject({ code: 0 })
  const own = await bench.declare()
  await bench.ok('set', 'root-cause=the disk', '-i', own)
  return { bench, own, other }
}

describe('what writers recorded whom this machine does not know', () => {
  it.each([[['stats']], [['stats', '--csv']], [['action', 'list', '--all']], [['list']], [['list', '--json']]])(
    'is said to be theirs: %j',
    async (args) => {
      const { bench, id } = await tampered()
      const { err } = await bench.halt(...args)
      expect(err).toContain(`writers that this machine does not know recorded in ${id}, and their words count`)
      const [writer] = (await bench.events('action.done')).map((event) => event.writer)
      await bench.ok('verify', '--accept', String(writer), '-i', id)
      expect((await bench.halt(...args)).err).not.toContain('does not know')
    },
  )

  it('is said in the JSON of the figures, and on their pages', async () => {
    const { bench, id } = await tampered()
    expect(JSON.parse((await bench.halt('stats', '--json')).out)).toMatchObject({ unknownWriters: [id] })
    for (const format of ['html', 'markdown', 'svg'])
      expect((await bench.halt('stats', '--format', format, '--lang', 'ja')).out).toContain('未確認の書き手')
  })
})

describe('a halt that somebody declared whom this machine knows from no other', () => {
  it.each([[['stats']], [['action', 'list', '--all']], [['list']]])('is said to be one: %j', async (args) => {
    const { bench, other } = await declared()
    const { err } = await bench.halt(...args)
    expect(err).toContain(
      `${other} was declared by a writer that this machine knows from no incident in which it recorded`,
    )
  })

  it('is marked in lists, among similar ones too', async () => {
    const { bench, own, other } = await declared()
    const { out, err } = await bench.halt('list', '--similar', '-i', own)
    expect(out).toContain(other)
    expect(err).toContain(`${other} was declared by a writer`)
    const found = JSON.parse(await bench.ok('list', '--similar', '-i', own, '--json'))
    expect(found.incidents).toMatchObject([{ incident: other, hasUnknownWriters: true }])
    const { incidents } = JSON.parse(await bench.ok('list', '--json'))
    const marked = incidents.filter((one: { hasUnknownWriters: boolean }) => one.hasUnknownWriters)
    expect(marked).toMatchObject([{ incident: other }])
  })

  it('is no such one if the writer is known from another halt', async () => {
    const { bench } = await declared()
    const theirs = (await bench.as('mallory', 'start', '--type', 'compliance')).out.trim()
    await bench.ok('note', 'hello', '-i', theirs)
    expect((await bench.halt('stats')).err).not.toContain('declared by')
  })

  it('is not said where this machine has recorded nothing at all', async () => {
    const { bench } = await declared()
    expect((await bench.as('auditor', 'stats')).err).not.toContain('declared by')
  })
})

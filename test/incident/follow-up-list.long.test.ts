import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { columnsOf } from '../../src/view/columns.ts'
import { Bench } from '../bench.ts'
import { ROOT } from '../notice/halts.ts'
import { replies } from '../script.ts'

const DAY = 86_400_000

/** Two halts, one of them closed, and a drill, with a follow-up of each state. */
async function lived(): Promise<Bench> {
  const bench = new Bench()
  const started = async (...args: string[]) => (await bench.ok('start', '--type', 'system-failure', ...args)).trim()
  const added = async (id: string, ...args: string[]) => {
    await bench.ok('action', 'add', ...args, '-i', id)
    const { actions } = await bench.json<{ actions: { id: string }[] }>('action', 'list', '-i', id)
    return actions.at(-1)?.id ?? ''
  }
  const first = await started('--title', '=cmd')
  await added(first, 'Buy disks', '--owner', 'hanako', '--due', 'in 2d', '--ref', 'https://tracker.example.com/OPS-7')
  const late = await added(first, 'Mend, the alarm', '--owner', 'sato', '--due', 'in 1d')
  const inTime = await added(first, 'Call the bank', '--owner', 'sato', '--due', 'in 3d')
  await bench.ok('action', 'done', inTime, '-i', first)
  await bench.ok('close', '--force', '--reason', 'a test', '-i', first)
  bench.now += DAY / 2
  const second = await started()
  await added(second, 'Write it down')
  await added(second, 'Train the desk', '--owner', 'kato', '--due', 'in 30d')
  const asked = await added(second, 'Ask the maker')
  await bench.ok('action', 'done', asked, '-i', second)
  await added(await started('--drill'), 'Print the manual', '--due', 'in 1d')
  bench.now += 2 * DAY
  await bench.ok('action', 'done', late, '-i', first)
  await bench.ok('action', 'change', asked, '--ref', 'OPS-9', '-i', second)
  return bench
}

const ORDER = [
  ['Print the manual', 'overdue'],
  ['Buy disks', 'overdue'],
  ['Train the desk', 'open'],
  ['Write it down', 'open'],
  ['Mend, the alarm', 'done-late'],
  ['Ask the maker', 'done'],
  ['Call the bank', 'done-in-time'],
]

describe('halt action list --all', () => {
  it('lists the follow-ups of all incidents, overdue ones first, as its schema says', async () => {
    const bench = await lived()
    const { actions } = documentSchemas['follow-ups'].parse(await bench.json('action', 'list', '--all'))
    expect(actions.map(({ text, state }) => [text, state])).toEqual(ORDER)
    expect(actions.map(({ drill }) => drill)).toEqual([true, false, false, false, false, false, false])
    expect(actions[1]).toMatchObject({
      owner: 'hanako',
      title: '=cmd',
      ref: 'https://tracker.example.com/OPS-7',
      incident: expect.stringMatching(/^20261124-.*-system-failure$/),
    })
    expect(actions[5]?.ref).toBe('OPS-9')
  })

  it('lists those of one incident in the same form without --all', async () => {
    const bench = await lived()
    const { actions } = documentSchemas['follow-ups'].parse(await bench.json('action', 'list'))
    expect(actions.map(({ text, state }) => [text, state])).toEqual([
      ['Write it down', 'open'],
      ['Train the desk', 'open'],
      ['Ask the maker', 'done'],
    ])
    expect(await bench.ok('action', 'list')).toMatch(/\[x\] .* Ask the maker .* OPS-9$/m)
  })

  it('escapes formulas and commas with --csv, and takes no --json with it', async () => {
    const bench = await lived()
    const rows = (await bench.ok('action', 'list', '--all', '--csv')).trimEnd().split('\n')
    expect(rows[0]).toBe('state,due,owner,follow-up,incident,title,drill,event,tracker,serves,done-at,owner-id')
    expect(rows).toHaveLength(ORDER.length + 1)
    expect(rows[2]).toMatch(
      /^overdue,2026-11-26T.*,hanako,Buy disks,.*,'=cmd,no,.*,https:\/\/tracker\.example\.com\/OPS-7,,,hanako$/,
    )
    expect(rows[5]).toContain('"Mend, the alarm"')
    expect(await bench.halt('action', 'list', '--csv', '--json')).toMatchObject({ code: 2, out: '' })
  })

  it('names owners as the contacts have them, in every form', async () => {
    const bench = await lived()
    const [, contacts = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/contacts.md'), 'utf8')) ?? []
    bench.write('contacts.yaml', contacts.replaceAll('sato', 'hanako'))
    expect(await bench.ok('action', 'list', '--all')).toContain('Hanako Sato')
    expect(await bench.ok('stats')).toContain('Hanako Sato')
    expect(await bench.ok('action', 'list', '--all', '--csv')).toMatch(/,Hanako Sato,Buy disks,.*,hanako$/m)
    const { actions } = documentSchemas['follow-ups'].parse(await bench.json('action', 'list', '--all'))
    expect(actions.find(({ owner }) => owner === 'hanako')?.ownerName).toEqual({ ja: '佐藤 花子', en: 'Hanako Sato' })
    expect(actions.find(({ owner }) => owner === 'sato')?.ownerName).toBeNull()
    const id = await bench.ok('start', '--type', 'system-failure', '--lang', 'ja')
    await bench.ok('action', 'add', 'Look again', '--owner', 'hanako', '-i', id.trim())
    expect(await bench.ok('action', 'list', '-i', id.trim(), '--lang', 'ja')).toContain('佐藤 花子')
  })

  it.each(['en', 'ja'])('fits 80 and 40 columns, with everything about each: %s', async (language) => {
    const bench = await lived()
    for (const columns of [80, 40]) {
      const { screen: out } = await bench.haltWith(
        { columns, script: replies() },
        'action',
        'list',
        '--all',
        '--lang',
        language,
      )
      for (const line of out.split('\n').filter((one) => !one.includes('https://')))
        expect(columnsOf(line)).toBeLessThanOrEqual(columns)
      expect(out.indexOf('Buy disks')).toBeLessThan(out.indexOf('Train the desk'))
      expect(out).toContain(language === 'en' ? 'OVERDUE' : '期限超過')
      expect(out.replace(/\s+/g, '')).toContain('https://tracker.example.com/OPS-7')
    }
  })

  it('says so where there is none', async () => {
    expect(await Bench.empty().halt('action', 'list', '--all')).toMatchObject({
      code: 0,
      out: '',
      err: expect.any(String),
    })
  })

  it('lists what can be read of a damaged log, says that there may be more, and exits 4', async () => {
    const bench = await lived()
    const [id = ''] = readdirSync(join(bench.workspace, 'incidents')).sort()
    const folder = join(bench.workspace, 'incidents', id)
    const path = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? '')
    writeFileSync(path, readFileSync(path, 'utf8').replace('Call the bank', 'Call the tank'))
    const { code, out, err } = await bench.halt('action', 'list', '--all')
    expect(code).toBe(4)
    expect(out).toContain('Buy disks')
    expect(err).toContain(`there may be more follow-ups in these incidents, since their logs are not whole: ${id}`)
  })
})

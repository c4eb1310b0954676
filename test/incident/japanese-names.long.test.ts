import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { SCOPE_STATES } from '../../src/domain/log/scope-change.ts'
import { PHASES } from '../../src/domain/runbook/runbook.ts'
import { Bench, ROOT } from '../bench.ts'

const VOCABULARIES = ['types', 'operations', 'departments', 'channels', 'facts'] as const

/** The ids that the supplied manual gives a name, and those of the program's own states and phases. */
const IDS = [
  ...['1-halt-types', '2-initial-response', '3-during-the-halt', '4-after-resumption', '5-departments'].flatMap(
    (file) => {
      const chapter = parse(readFileSync(join(ROOT, 'runbooks', `${file}.yaml`), 'utf8'))
      return VOCABULARIES.flatMap((kind) => Object.keys(chapter[kind] ?? {}))
    },
  ),
  ...SCOPE_STATES,
  ...PHASES,
  'sev1',
  'sev2',
]

/** What is there to be typed: an id after its name, the ids of steps and incidents, keys of a file, and command lines. */
const TO_BE_TYPED = /（[a-z][a-z0-9-]*）|halt\.yaml の [a-z]+|\d[\d.]*-[a-z][a-z0-9-]*|haltctl .*$/gm

/** The lines of a text that have an id which is not there to be typed. */
function linesWithIds(text: string): string[] {
  const id = new RegExp(`(?<![\\w./-])(?:${IDS.join('|')})(?![\\w/-])`)
  return text.split('\n').filter((line) => id.test(line.replace(TO_BE_TYPED, '')))
}

const CONTACTS = `reviewed: 2026-11-24
people:
  sato: { name: 佐藤, reach: [{ by: phone, to: "+81-3-0000-0000" }] }
departments:
  legal: { head: sato }
`

const PLAYED = [
  ['start', '--type', 'system-failure', '--severity', 'sev2', '--scope', 'trading=stopped', 'withdrawals:XEM=stopped'],
  ['scope', 'trading=cancel-only', 'deposits=open'],
  ['assign', '2.1-hearing', '2.1-logs', '--to', 'legal'],
  ['set', 'cause=a full disk', 'cause.ja=調査中', 'expected-recovery=?'],
  ['notice', 'website', 'app-push', 'social', '--posted', '--next', '30m'],
  ['notice', 'email', '--unsafe', '--reason', '乗っ取り'],
  ['classify', '--type', 'security-incident', '--severity', 'sev1', '--reason', '侵入の形跡'],
  ['contacts', 'tried', 'sato', '--by', 'phone'],
  ['action', 'add', '監視を強める', '--serves', 'prevention-system'],
  ['advance', '--force', '--reason', '急ぐため'],
  ['lift', 'trading', '--force', '--reason', '確認済み'],
  ['reopen', '--reason', '再発', '--scope', 'trading=stopped'],
] as const

const LOOKED_AT = [
  ['status'],
  ['status', '--department', 'legal'],
  ['status', '--assigned', 'legal'],
  ['next', '--all'],
  ['list'],
  ['log'],
  ['scope'],
  ['handover'],
  ['contacts'],
  ['stats'],
  ['report', '--audience', 'internal'],
] as const

describe('in Japanese, with the names of the manual', () => {
  it.each(PLAYED.map((_, i) => PLAYED.slice(0, i + 1)))('the receipt has no id to read', async (...commands) => {
    const bench = new Bench({ HALT_LANG: 'ja' })
    bench.write('contacts.yaml', CONTACTS)
    let { err } = { err: '' }
    for (const command of commands) ({ err } = await bench.halt(...command))
    expect(err).not.toContain('halt: ')
    expect(linesWithIds(err)).toEqual([])
  })

  it('no view of a halt has an id to read', async () => {
    const bench = new Bench({ HALT_LANG: 'ja' })
    bench.write('contacts.yaml', CONTACTS)
    for (const command of PLAYED) await bench.halt(...command)
    for (const view of LOOKED_AT) expect(linesWithIds(await bench.ok(...view)), view.join(' ')).toEqual([])
  })

  it('no inject of a drill has an id to read', async () => {
    const bench = new Bench({ HALT_LANG: 'ja' })
    await bench.halt('drill', 'price-plunge', '--no-walk')
    bench.pass(60 * 60_000)
    const status = await bench.ok('status', '-i', 'latest')
    expect(status).toContain('状況付与')
    expect(linesWithIds(`${status}${await bench.ok('log', '-i', 'latest')}`)).toEqual([])
  })
})

it('names what is due first after a reopening by the number that it will have', async () => {
  const bench = new Bench({ HALT_LANG: 'ja' })
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  await bench.ok('notice', 'website', '--posted')
  expect(await bench.ok('status')).toContain('第1報（メール）')
  await bench.ok('lift', '--all', '--force', '--reason', '確認済み')
  await bench.ok('notice', 'website', '--posted')
  await bench.ok('reopen', '--reason', '再発', '--scope', 'trading=stopped')
  expect(await bench.ok('status')).toContain('第3報（ウェブサイト）')
  expect(await bench.ok('status', '--lang', 'en')).toContain('first notice (website)')
})

import { beforeEach, describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { onlyLanguage, withBothLanguages } from '../../src/runbook/one-language.ts'
import { OWN_ONLY } from '../bank-manual.ts'
import { Bench } from '../bench.ts'

const CHAPTER = `reviewed: 2026-11-24
title: { en: Cash machines }
phase: initial-response
types:
  atm-outage: { planned: never, en: ATM outage }
operations:
  cash: { en: cash withdrawals }
departments:
  branches: { en: Branches }
channels:
  screens: { form: page, audience: customers, en: Branch screens }
  staff: { form: chat, audience: departments, en: Staff chat }
facts:
  down-since: { kind: time, role: began, en: Down since }
  machines: { kind: text, words: true, notice: true, en: Machines down }
steps:
  - id: 1-open
    section: "1"
    clauses: []
    source: extension
    department: branches
    title: { en: Open the machines again }
    instructions: { en: Have two people confirm that cash comes out. }
    modality: must
    kind: once
    gate: lift
    applies: { all: normal }
`

const DRILL = `id: cards-kept
reviewed: 2026-11-25
type: atm-outage
title: { en: Cards are kept }
briefing: { en: Cards do not come back. }
scope: [cash=stopped]
lasts: 1h
injects: []
`

const AUTHORITY = `reviewed: 2026-11-25
verify: false
source: extension
title: { en: Supervisor }
applies: { types: [atm-outage], condition: { en: Customers could not get cash. } }
events: { noticed: { en: noticed } }
reports: { first: { title: { en: first report }, due: [{ from: noticed, within: { hours: 4 } }] } }
`

const CONTACTS = `reviewed: 2026-11-25
people:
  bob: { name: { en: Bob }, reach: [{ by: phone, to: "+81-3-0000-0000" }] }
departments:
  branches: { head: bob }
escalation:
  - { id: first, title: { en: Head of branches }, when: { after: 10m }, reach: [bob] }
`

let bench: Bench
beforeEach(() => {
  bench = Bench.empty()
  bench.write('halt.yaml', OWN_ONLY)
  bench.write('runbooks/1-cash.yaml', CHAPTER)
  bench.write('runbooks/drills/cards-kept.yaml', DRILL)
  bench.write('runbooks/authorities/supervisor.yaml', AUTHORITY)
})

const checked = async () => {
  const { out } = await bench.halt('runbook', 'check', '--json')
  return documentSchemas.findings.parse(JSON.parse(out)).findings.map(({ code, line }) => [code, line])
}

describe('a manual in one language', () => {
  it('is checked without findings, its drills and authorities as well', async () => {
    expect(await checked()).toEqual([])
  })

  it('is shown in that language whatever the operator reads', async () => {
    const { types } = await bench.json<{ types: unknown }>('runbook', 'show')
    expect(types).toEqual({ 'atm-outage': { planned: 'never', ja: 'ATM outage', en: 'ATM outage' } })
    expect(await bench.ok('runbook', 'show', '--lang', 'ja')).toContain('Open the machines again')
  })

  it('has notices in that language, unless the settings name others', async () => {
    await bench.ok('start', '--type', 'atm-outage', '--scope', 'cash=stopped')
    expect(await bench.ok('notice', 'screens')).toMatch(/Machines down: being confirmed/)
    expect(await bench.ok('notice', 'screens')).not.toMatch(/[ぁ-んァ-ヶ一-龠]/)
    bench.write('halt.yaml', `${OWN_ONLY}channels: { screens: { via: by-hand, languages: [ja] } }\n`)
    expect(await bench.ok('notice', 'screens')).toContain('Machines down：')
  })

  it('needs the organisation and the contact in that language only', async () => {
    const codes = async () => {
      const { out } = await bench.halt('doctor', '--offline', '--json')
      return documentSchemas.doctor.parse(JSON.parse(out)).findings.filter(({ code }) => code.endsWith('-unset'))
    }
    expect((await codes()).map(({ code, message }) => [code, / in en$/.test(message)])).toEqual([
      ['organisation-unset', true],
      ['contact-unset', true],
    ])
  })

  it('may have a contact list in one language', async () => {
    bench.write('contacts.yaml', CONTACTS)
    const { out } = await bench.halt('doctor', '--offline', '--json')
    const { findings } = documentSchemas.doctor.parse(JSON.parse(out))
    expect(findings.filter(({ area }) => area === 'contacts')).toEqual([])
    await bench.ok('start', '--type', 'atm-outage')
    expect(await bench.ok('contacts', '--lang', 'ja')).toContain('Bob')
  })

  it('is one file by file: two files in different languages make a manual in both', async () => {
    bench.write('runbooks/2-more.yaml', 'reviewed: 2026-11-24\ntitle: { ja: 店舗 }\n')
    expect(await checked()).toEqual([])
    await bench.ok('start', '--type', 'atm-outage', '--scope', 'cash=stopped')
    expect(await bench.ok('notice', 'screens')).toContain('Machines down：')
  })

  it('is incomplete as soon as one of its texts is in the other language as well', async () => {
    bench.write('runbooks/1-cash.yaml', CHAPTER.replace('{ en: Branches }', '{ ja: 店舗部, en: Branches }'))
    const found = await checked()
    expect(new Set(found.map(([code]) => code))).toEqual(new Set(['missing-language']))
    expect(found).toContainEqual(['missing-language', 2])
  })
})

describe('the language of a file', () => {
  it.each([
    [{ title: { ja: 'あ' } }, 'ja'],
    [{ steps: [{ title: { en: 'a' } }, { title: { en: 'b' } }] }, 'en'],
    [{ title: { ja: 'あ', en: 'a' } }, null],
    [{ title: { ja: 'あ' }, steps: [{ title: { en: 'a' } }] }, null],
    [{ title: 'a' }, null],
    [{ people: { en: { name: { ja: '円', en: 'En' } } } }, null],
    [{ people: { en: { name: { ja: '円' } } }, flow: { en: ['ja'] } }, 'ja'],
    [{ steps: [{ title: { ja: 'あ' }, applies: { en: 'now' } }] }, 'ja'],
    [null, null],
  ])('of %j is %s', (raw, language) => expect(onlyLanguage(raw)).toBe(language))

  it('stands in for the other one, in texts and in lists of words', () => {
    expect(withBothLanguages({ steps: [{ title: { ja: 'あ' }, also: ['い'] }], mentions: { ja: ['う'] } })).toEqual({
      steps: [{ title: { ja: 'あ', en: 'あ' }, also: ['い'] }],
      mentions: { ja: ['う'], en: ['う'] },
    })
    const people = { people: { en: { name: { ja: '円' } } }, flow: { en: ['x'] }, applies: { en: 'now' } }
    expect(withBothLanguages(people)).toEqual({ ...people, people: { en: { name: { ja: '円', en: '円' } } } })
  })
})

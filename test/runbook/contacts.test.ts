import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS, isSettings } from '../../src/domain/settings.ts'
import { checkContacts } from '../../src/runbook/check-contacts.ts'
import { contactsSchema, normaliseContacts } from '../../src/runbook/contacts-schema.ts'
import { findingWords } from '../../src/runbook/words.ts'
import { readYaml } from '../../src/runbook/yaml.ts'
import { SMALL_RUNBOOK } from '../small-runbook.ts'

const RUNBOOK = {
  ...SMALL_RUNBOOK,
  departments: { desk: { ja: '当直', en: 'Desk' }, law: { ja: '法務', en: 'Law' } },
}

const PEOPLE = `people:
  sato:
    name: { ja: 佐藤 花子, en: Hanako Sato }
    languages: [ja, en]
    hours: [{ days: [mon, tue], from: "09:00", to: "18:30" }, { days: [sat], from: "22:00", to: "06:00", timezone: Europe/London }]
    reach:
      - { by: phone, to: "+81-3-1234-5678" }
      - { by: pager, send: { via: command, run: [./page, sato], timeout: 20s } }
  kato: { name: Kato, reach: [{ by: mail, to: kato@example.com }] }
`
const DEPARTMENTS = `departments:
  desk: { head: sato, deputies: [kato] }
  law: { head: kato }
`
const WHOLE = `reviewed: 2026-11-25
answerWithin: 3m
${PEOPLE}${DEPARTMENTS}flow: { lead: [desk], desk: [law] }
escalation:
  - { id: manager, title: { ja: 部長, en: Manager }, reach: [kato], when: { unanswered: 5m, severity: sev2 }, again: 10m }
  - { id: board, title: { ja: 役員, en: Board }, reach: [desk, kato], when: { after: 1h, types: [failure] } }
  - { id: owner, title: { ja: 株主, en: Owner }, reach: [kato] }
`

function read(text: string) {
  const { source, value } = readYaml('contacts.yaml', text, contactsSchema)
  if (value !== null) checkContacts(value, RUNBOOK, source)
  return { value, findings: source.findings }
}

/** Each finding with the word at its position. */
function found(text: string): string[] {
  const lines = text.split('\n')
  return read(text).findings.map(({ code, line, column }) => {
    const [word = ''] = /^(?:"[^"]*"|[^\s,\]}]+)/.exec(lines[line - 1]?.slice(column - 1) ?? '') ?? []
    return `${line}: ${word} (${code})`
  })
}

describe('contacts.yaml', () => {
  it('yields people, departments, flow and levels, with times in milliseconds', () => {
    expect(found(WHOLE)).toEqual([])
    const { roster, people, reviewed } = normaliseContacts(read(WHOLE).value as never, 'Asia/Tokyo')
    expect(reviewed).toBe('2026-11-25')
    expect(people.sato).toEqual({
      languages: ['ja', 'en'],
      hours: [
        { days: ['mon', 'tue'], from: 540, to: 1110, timezone: 'Asia/Tokyo' },
        { days: ['sat'], from: 1320, to: 360, timezone: 'Europe/London' },
      ],
      reach: [
        { by: 'phone', to: '+81-3-1234-5678', send: null },
        { by: 'pager', to: null, send: { via: 'command', run: ['./page', 'sato'], timeout: 20_000 } },
      ],
    })
    expect(people.kato).toMatchObject({ languages: ['ja'], hours: [] })
    expect(roster).toEqual({
      people: { sato: { ja: '佐藤 花子', en: 'Hanako Sato' }, kato: { ja: 'Kato', en: 'Kato' } },
      departments: { desk: ['sato', 'kato'], law: ['kato'] },
      flow: { lead: ['desk'], desk: ['law'] },
      answerWithin: 180_000,
      levels: [
        {
          id: 'manager',
          title: { ja: '部長', en: 'Manager' },
          reach: ['kato'],
          when: { unanswered: 300_000, severity: 'sev2' },
          again: 600_000,
        },
        {
          id: 'board',
          title: { ja: '役員', en: 'Board' },
          reach: ['desk', 'kato'],
          when: { after: 3_600_000, types: ['failure'] },
          again: null,
        },
        { id: 'owner', title: { ja: '株主', en: 'Owner' }, reach: ['kato'], when: null, again: null },
      ],
    })
  })

  it('has the lead inform every department by default, with five minutes for an answer', () => {
    const { roster } = normaliseContacts(read(`${PEOPLE}${DEPARTMENTS}`).value as never, 'Asia/Tokyo')
    expect(roster.flow).toEqual({ lead: ['desk', 'law'] })
    expect(roster).toMatchObject({ answerWithin: 300_000, levels: [] })
  })

  it('keeps numbers and addresses out of the log', () => {
    const { roster } = normaliseContacts(read(WHOLE).value as never, 'Asia/Tokyo')
    expect(isSettings({ ...DEFAULT_SETTINGS, roster })).toBe(true)
    expect(JSON.stringify(roster)).not.toMatch(/1234|example\.com|page/)
  })

  it('that leaves out a department of the runbook says so where the flow or a level names it', async () => {
    const text = WHOLE.replace('  law: { head: kato }\n', '').replace('reach: [desk, kato]', 'reach: [law]')
    const parties = read(text).findings.filter(({ code }) => code === 'unknown-party')
    const told = await Promise.all((['en', 'ja'] as const).map((language) => findingWords(language)))
    for (const finding of parties)
      expect(told.map((describe) => describe(finding))).toEqual([
        [
          "'law' is a department of the runbook, but nobody in it is named here",
          'Add it under departments: law: { head: ... }',
        ],
        [
          '「law」は手順書の部署ですが、ここに担当者が書かれていません',
          'departments に law: { head: ... } を書いてください',
        ],
      ])
    expect(parties).toHaveLength(2)
  })

  it.each([
    [
      'an unknown head',
      `${PEOPLE}departments: { desk: { head: ito }, law: { head: kato } }`,
      ['10: ito (unknown-person)'],
    ],
    [
      'a deputy listed twice, or also as head',
      `${PEOPLE}departments: { desk: { head: sato, deputies: [sato, kato, kato] }, law: { head: kato } }`,
      ['10: sato (own-deputy)', '10: kato (own-deputy)'],
    ],
    [
      'a department that is not in the runbook',
      `${PEOPLE}${DEPARTMENTS}  fax: { head: kato }`,
      ['13: fax: (unknown-department)'],
    ],
    [
      'a department without people',
      `${PEOPLE}departments: { desk: { head: sato } }`,
      ['10: departments: (nobody-there)'],
    ],
    ['nobody to reach', 'people: { ito: { name: Ito, reach: [] } }\ndepartments: {}', ['1: [ (empty-list)']],
    ['an invalid date', WHOLE.replace('2026-11-25', '2026-11-31'), ['1: 2026-11-31 (bad-date)']],
    ['an id used for two things', `${WHOLE.replaceAll('kato', 'law')}`, ['14: law: (duplicate-id)']],
    [
      'a flow from or to an unknown party',
      `${PEOPLE}${DEPARTMENTS}flow: { lead: [desk, law, ito], ito: [lead] }`,
      ['13: ito (unknown-party)', '13: [lead (unknown-party)', '13: lead (unknown-party)', '13: [desk (flow-cycle)'],
    ],
    [
      'a cycle in the flow',
      `${PEOPLE}${DEPARTMENTS}flow: { lead: [desk], desk: [kato], kato: [law, desk] }`,
      ['13: [kato (flow-cycle)'],
    ],
    ['a department that nobody informs', `${PEOPLE}${DEPARTMENTS}flow: { lead: [desk] }`, ['13: flow: (not-told)']],
    [
      'a duplicate level, an unknown person and an unknown type',
      `${PEOPLE}${DEPARTMENTS}escalation:
  - { id: a, title: { ja: あ, en: a }, reach: [ito], when: { types: [flood] } }
  - { id: a, title: { ja: あ, en: a }, reach: [kato] }
`,
      ['14: ito (unknown-party)', '14: flood (unknown-type)', '15: a (duplicate-id)'],
    ],
    [
      'a level without a condition',
      `${PEOPLE}${DEPARTMENTS}escalation: [{ id: a, title: { ja: あ, en: a }, reach: [kato], when: {} }]`,
      ['13: when: (one-of)'],
    ],
    [
      'a level that waits for an answer from nobody',
      `${PEOPLE}departments: {}
escalation: [{ id: a, title: { ja: あ, en: a }, reach: [kato], when: { unanswered: 5m } }]`,
      ['10: departments: (nobody-there)', '10: departments: (nobody-there)', '11: 5m (never-fires)'],
    ],
    [
      'a way without an address',
      `people: { a: { name: A, reach: [{ by: phone }] } }\n${DEPARTMENTS}`,
      ['1: { (one-of)'],
    ],
    ['an invalid time', `${PEOPLE.replace('09:00', '9:00')}${DEPARTMENTS}`, ['5: "9:00" (wrong-type)']],
    ['an unknown key', `${PEOPLE}${DEPARTMENTS}phones: 1`, ['13: phones: (unknown-key)']],
    [
      'a name with an escape sequence',
      `${PEOPLE.replace('Hanako Sato', '"Sato\\e[2J"')}${DEPARTMENTS}`,
      ['3: "Sato\\e[2J" (bad-character)'],
    ],
  ])('reports the position of %s', (_, text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  it('has its findings explained in both languages', async () => {
    const { findings } = read(`${PEOPLE}${DEPARTMENTS}flow: { lead: [desk], desk: [kato], kato: [desk] }`)
    const [en, ja] = await Promise.all([findingWords('en'), findingWords('ja')])
    expect(findings.map((finding) => en(finding)[0])).toEqual([
      'the contact flow has a cycle: desk -> kato -> desk',
      'nobody in the contact flow informs law',
    ])
    expect(ja(findings[0] as never)).toEqual([
      '連絡フローが循環しています: desk -> kato -> desk',
      'どれか1つを消し、前の人から伝わるようにしてください',
    ])
  })
})

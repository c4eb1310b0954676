import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../src/domain/problem.ts'
import { LANGUAGES, type Language } from '../../src/domain/runbook/runbook.ts'
import { languagesOf } from '../../src/domain/settings.ts'
import { answersFromFlags, flagsOf, type InitFlags, setupFrom } from '../../src/readiness/init-answers.ts'
import { readinessText } from '../../src/readiness/words.ts'
import { contactsYaml, type RunbookParts, settingsYaml } from '../../src/readiness/workspace-files.ts'
import { loadRunbook } from '../../src/runbook/io/chapter-files.ts'
import { loadContacts, loadSettings, readContacts, readSettings } from '../../src/runbook/io/user-config.ts'
import { folder } from '../store/bench.ts'

const { runbook } = loadRunbook(resolve(import.meta.dirname, '../../runbooks'), null)
const DEPARTMENTS = Object.keys(runbook.departments)
const GROUND: RunbookParts = {
  assets: runbook.assets,
  departments: DEPARTMENTS,
  channels: Object.entries(runbook.channels).map(([id, { audience }]) => ({ id, audience })),
  languages: ['ja'],
  manualLanguages: LANGUAGES,
  isOwn: false,
}

async function write(flags: InitFlags, language: Language, edit = (text: string) => text) {
  const { init: text } = await readinessText(language)
  const founding = setupFrom(answersFromFlags(flags, runbook.departments), language)
  const directory = folder()
  const [settings, contacts] = ['halt.yaml', 'contacts.yaml'].map((name) => join(directory, name)) as [string, string]
  writeFileSync(settings, edit(settingsYaml(founding, GROUND, text)))
  writeFileSync(contacts, edit(contactsYaml(founding, GROUND, text, '2026-11-25')))
  return { founding, settings, contacts }
}

async function load(flags: InitFlags, language: Language) {
  const { founding, settings, contacts } = await write(flags, language)
  return {
    founding,
    settings: await loadSettings(settings, language, runbook),
    contacts: await loadContacts(contacts, runbook, founding.timezone, language),
  }
}

describe.each(LANGUAGES)('a new workspace in %s', (language) => {
  it('has the defaults and nobody to call if nothing was answered', async () => {
    const { settings, contacts } = await load({}, language)
    expect(settings).toMatchObject({
      organisation: { ja: null, en: null },
      contact: { ja: null, en: null },
      timezone: 'Asia/Tokyo',
      language,
      cadence: { first: 300_000, update: 1_800_000, channels: {}, severities: {} },
      share: null,
    })
    expect(Object.values(settings.channels).map(({ via }) => via)).toEqual(Array(5).fill('by-hand'))
    expect(contacts).toMatchObject({ people: {}, roster: { departments: {}, answerWithin: 300_000 }, reviewed: null })
  })

  it('has the answers, and each person once', async () => {
    const { settings, contacts } = await load(
      {
        organisationJa: 'サンプル取引所',
        contactEn: 'https://example.com/#help: "here"',
        timezone: 'Europe/London',
        head: ['system=佐藤 花子', 'security=佐藤　花子', 'legal=Kato = Co'],
        id: ['佐藤 花子=sato'],
        reach: ['佐藤 花子=+81-90-1234-5678、sato@example.com', 'Kato = Co=@kato', 'sato=#desk'],
      },
      language,
    )
    expect(settings).toMatchObject({
      organisation: { ja: 'サンプル取引所', en: null },
      contact: { ja: null, en: 'https://example.com/#help: "here"' },
      timezone: 'Europe/London',
    })
    expect(contacts.roster).toMatchObject({
      people: { sato: { ja: '佐藤 花子' }, 'kato-co': { en: 'Kato = Co' } },
      departments: { system: ['sato'], security: ['sato'], legal: ['kato-co'] },
    })
    expect(contacts.people.sato?.reach.map(({ by, to }) => [by, to])).toEqual([
      ['phone', '+81-90-1234-5678'],
      ['mail', 'sato@example.com'],
      ['chat', '#desk'],
    ])
    expect(contacts.reviewed).toBe('2026-11-25')
  })

  it("names the operator's language for people and departments, and leaves that of customers", async () => {
    const { settings, contacts } = await load({ head: ['system=Sato'], reach: ['Sato=110'] }, language)
    expect(contacts.people.sato?.languages).toEqual([language])
    expect(languagesOf(settings, runbook, 'internal')).toEqual([language])
    expect(languagesOf(settings, runbook, 'website')).toEqual(['ja'])
  })

  it('has examples in its comments that are valid once uncommented', async () => {
    const example = /^# (?= *(?:- )?(?:[a-z-]+: (?:[{["]|\d{4}|again)|[a-z]+:$|(?:id|again|to): |\{ by))/gm
    const { settings, contacts } = await write({}, language, (text) =>
      text
        .replace(example, '')
        .replaceAll(/ \{\} #.*/g, '')
        .replace(/^share:.*\n/m, ''),
    )
    expect(readSettings(settings)).toMatchObject({ source: { findings: [] }, value: { words: { banned: ['絶対'] } } })
    expect(readContacts(contacts, runbook)).toMatchObject({
      source: { findings: [] },
      value: { departments: { legal: { head: 'sato', deputies: ['kato'] } }, escalation: [{ again: '10m' }] },
    })
  })

  it('is valid for arbitrary input that is accepted', async () => {
    const special = fc.constantFrom(
      ...['"', "'", ':', ' #', '%', '&', '*', '!', '|', '>', '[', '{', ']', '}', ',', '\\', '`', '@', '=', '~', '? '],
      ...['🚨', '佐藤', '　', '---', '- ', 'null', 'true', '0x1f', '1e3', '\\n', '\\u0007'],
    )
    const active = fc.constantFrom('\n', '\r', '\t', '\u2028', '\u001b[2J', '\ufeff', '\u202e')
    const joined = (unit: fc.Arbitrary<string>) => fc.array(unit, { maxLength: 70 }).map((parts) => parts.join(''))
    const words = fc.oneof(
      { weight: 20, arbitrary: joined(fc.oneof(special, fc.string({ maxLength: 3 }))) },
      { weight: 1, arbitrary: fc.constantFrom('['.repeat(70), '{}'.repeat(100), '[{'.repeat(40)) },
      { weight: 1, arbitrary: joined(fc.oneof(special, active, fc.string({ unit: 'binary', maxLength: 3 }))) },
    )
    const zone = fc.constantFrom('Asia/Tokyo', 'UTC', 'Europe/London', '# x')
    const way = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('110', '@a{[', '#b', "a'{@b.example") },
      { weight: 1, arbitrary: words },
    )
    const head = fc.tuple(fc.constantFrom(...DEPARTMENTS), words)
    const flags = fc.record(
      {
        organisationJa: words,
        organisationEn: words,
        contactJa: words,
        contactEn: words,
        timezone: zone,
        heads: fc.uniqueArray(head, { selector: ([department]) => department }),
        ways: fc.array(way, { minLength: 1, maxLength: 3 }),
      },
      { requiredKeys: ['heads', 'ways'] },
    )
    const codes = new Set<string>()
    let accepted = 0
    await fc.assert(
      fc.asyncProperty(flags, async ({ heads, ways, ...given }) => {
        const head = heads.map(([department, name]) => `${department}=${name}`)
        const reach = heads.map(([, name]) => `${name}=${ways.join(',')}`)
        try {
          const { founding, settings, contacts } = await load({ ...given, head, reach }, language)
          accepted += 1
          expect(settings.organisation).toEqual(founding.organisation)
          expect(settings.contact).toEqual(founding.contact)
          expect(Object.fromEntries(founding.people.map(({ id, name }) => [id, { ja: name, en: name }]))).toEqual(
            contacts.roster.people,
          )
          expect(founding.people.map(({ ways }) => ways.map(({ to }) => to))).toEqual(
            founding.people.map(({ id }) => contacts.people[id]?.reach.map(({ to }) => to)),
          )
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error
          codes.add(error.problem.code)
        }
      }),
      { numRuns: 400 },
    )
    expect(accepted).toBeGreaterThan(50)
    const refusals = ['bad-words', 'bad-zone', 'bad-number', 'bad-address', 'bad-assignment', 'unknown-person']
    expect([...codes].filter((code) => !refusals.includes(code))).toEqual([])
  })
})

describe('answersFromFlags', () => {
  const refused = (flags: InitFlags) => {
    try {
      answersFromFlags(flags, runbook.departments)
    } catch (error) {
      if (error instanceof ProblemError) return error.problem
    }
    return null
  }
  const sato = { head: ['system=Sato'] }

  it.each<[string, InitFlags, object]>([
    ['bad-zone', { timezone: 'Asia/Tokio' }, { given: 'Asia/Tokio' }],
    ['bad-words', { organisationJa: 'a\nb' }, { given: 'a\nb', why: 'no-line' }],
    ['bad-words', { contactEn: 'x'.repeat(201) }, { why: 'too-long', limit: 200 }],
    ['unknown-department', { head: ['fax=Sato'] }, { given: 'fax', allowed: DEPARTMENTS }],
    ['bad-assignment', { head: ['Sato'] }, { given: 'Sato' }],
    ['bad-assignment', { head: ['system= '] }, { given: 'system= ' }],
    ['bad-number', { ...sato, reach: ['Sato=call me'] }, { given: 'call me' }],
    ['bad-address', { ...sato, reach: ['Sato=110, a@b@c'] }, { given: 'a@b@c' }],
    ['unknown-person', { ...sato, reach: ['Kato=110'] }, { given: 'Kato', allowed: ['Sato'] }],
    ['bad-person-id', { ...sato, id: ['Sato=佐藤'] }, { given: '佐藤', why: 'form' }],
    ['bad-person-id', { ...sato, id: ['Sato=legal'] }, { given: 'legal', why: 'taken' }],
    ['bad-person-id', { ...sato, id: ['Sato=lead'] }, { given: 'lead', why: 'taken' }],
  ])('rejects invalid flags with the code %s', (code, flags, params) => {
    expect(refused(flags)).toMatchObject({ code, params })
  })
})

describe('flagsOf', () => {
  it('returns flags that restore the answers so far', () => {
    const flags: InitFlags = {
      organisationJa: 'A',
      contactEn: '',
      timezone: 'UTC',
      head: ['system=佐藤', 'legal=佐藤', 'security=System'],
      id: ['佐藤=sato'],
      reach: ['佐藤=110,a@b.example'],
    }
    const answers = answersFromFlags(flags, runbook.departments)
    const line = flagsOf(answers)
    expect(line).toEqual([
      '--organisation-ja=A',
      '--contact-en=',
      '--timezone=UTC',
      '--head=system=佐藤',
      '--head=legal=佐藤',
      '--id=佐藤=sato',
      '--reach=佐藤=110,a@b.example',
      '--head=security=System',
      '--id=System=system-2',
    ])
    const values = (flag: string) =>
      line.flatMap((word) => (word.startsWith(`--${flag}=`) ? [word.slice(flag.length + 3)] : []))
    const again = answersFromFlags(
      { ...flags, head: values('head'), id: values('id'), reach: values('reach') },
      runbook.departments,
    )
    expect(setupFrom(again, 'en')).toEqual(setupFrom(answers, 'en'))
  })
})

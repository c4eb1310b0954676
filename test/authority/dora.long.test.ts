import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

/** Says what is wrong with a document by the schema of the form; null if nothing is. */
const flaws = (() => {
  const schema = JSON.parse(readFileSync(resolve(import.meta.dirname, 'dora/DORA_IR_Schema_v1.2.json'), 'utf8'))
  const mended = { ...schema, $schema: 'https://json-schema.org/draft/2020-12/schema' }
  // The schema has keywords that are none, and relies on formats.
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': DATE_TIME, email: /^\S+@\S+$/ } })
  const validate = ajv.compile(mended)
  return (document: unknown) => (validate(document) ? null : validate.errors)
})()

const ENTITY = `organisation: { ja: テスト取引所, en: Test Exchange }
entity:
  name: { ja: テスト取引所株式会社, en: Test Exchange Ltd }
  registration: 関東財務局長 第00001号
  lei: 5493001KJTIIGC8Y1R12
  currency: EUR
  types: [crypto-asset_service_provider]
  contacts:
    - { name: Legal desk, email: legal@example.com, phone: "+81312345678" }
    - { name: Duty manager, email: duty@example.com, phone: "+81312345679" }
`

const INITIAL = ['2.5=duration_and_service_downtime,critical_services_affected', '2.7=monitoring_systems', '2.9=no']
const INTERMEDIATE = [
  '3.4=120',
  '3.5=1.5',
  '3.6=0',
  '3.7=0',
  '3.8=yes',
  '3.9=340',
  '3.10=2',
  '3.11=56000',
  '3.12=estimates_for_clients_affected,estimates_for_transactions_affected,no_impact_on_financial_counterparts',
  '3.17=actual_figures',
  '3.23=system_failure',
  '3.27=Order matching',
  '3.28=no',
  '3.30=information_not_available',
  '3.31=none',
  '3.33=no',
]
const FINAL = [
  '4.1=system_failure_malfunction',
  '4.2=system_failure_hardware_capacity_and_performance',
  '4.7=2026-11-24T22:15',
  '4.8=2026-11-24T22:16',
  '4.9=as planned',
  '4.13=1200',
  '4.14=0',
]

const DRAFT = ['report', '--draft', 'eu-dora', '--format', 'json'] as const
type Document = Readonly<Record<string, unknown>>

async function drafts(bench: Bench): Promise<{ documents: Document[]; missing: string[] }> {
  const { out, err } = await bench.halt(...DRAFT)
  return {
    documents: JSON.parse(out),
    missing: [...err.matchAll(/^missing in .*?: ([\d.]+) /gm)].map(([, id = '']) => id),
  }
}

async function begun(...start: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  bench.write('halt.yaml', ENTITY)
  await bench.ok('start', '--scope', 'trading=stopped', ...start)
  await bench.ok('set', 'detected-at=22:10', 'root-cause=the disk was full', 'prevention-system=a larger disk')
  await bench.ok('clock', 'start', 'eu-dora:awareness', '--at', '22:10')
  await bench.ok('clock', 'start', 'eu-dora:classification', '--at', '22:15')
  return bench
}

async function resumed(bench: Bench, after: number): Promise<void> {
  bench.pass(after)
  await bench.ok('lift', '--force', '--reason', 'test', 'trading')
}

const state = (bench: Bench, ...fields: readonly string[]) => bench.ok('report-to', 'eu-dora', '--field', ...fields)

describe('the three reports under DORA of a system failure of 90 minutes', () => {
  it('are valid by the schema of the form once every field is filled in, and name each missing one before', async () => {
    const bench = await begun('--type', 'system-failure', '--title', 'Matching engine down', '--at', '22:05')
    const before = await drafts(bench)
    expect(before.documents.map((one) => one.incidentSubmission)).toEqual([
      'initial_notification',
      'intermediate_report',
      'final_report',
    ])
    const fieldsOf = (statements: readonly string[]) => statements.map((one) => one.split('=')[0])
    const asked = new Set(before.missing)
    for (const id of fieldsOf([...INITIAL, ...INTERMEDIATE, ...FINAL])) expect(asked, id).toContain(id)
    expect(before.documents.map(flaws)).not.toEqual([null, null, null])
    await state(bench, ...INITIAL)
    const { documents, missing } = await drafts(bench)
    expect(flaws(documents[0])).toBeNull()
    expect(missing.filter((id) => id.startsWith('2.'))).toEqual([])
    await bench.ok('report-to', 'eu-dora', '--ref', 'NCA-2026-17')
    await resumed(bench, 83 * 60_000)
    await state(bench, ...INTERMEDIATE, ...FINAL)
    const after = await drafts(bench)
    expect(after.missing).toEqual([])
    expect(after.documents.map(flaws)).toEqual([null, null, null])
    expect(after.documents[2]).toMatchObject({
      submittingEntity: { LEI: '5493001KJTIIGC8Y1R12', name: 'Test Exchange Ltd' },
      incident: {
        competentAuthorityCode: 'NCA-2026-17',
        detectionDateTime: '2026-11-24T13:10:00Z',
        classificationDateTime: '2026-11-24T13:15:00Z',
        incidentOccurrenceDateTime: '2026-11-24T13:05:00Z',
        classificationTypes: [
          { classificationCriterion: 'duration_and_service_downtime' },
          { classificationCriterion: 'critical_services_affected' },
        ],
        rootCausesInformation: expect.stringContaining('the disk was full'),
      },
      impactAssessment: {
        affectedAssets: { affectedClients: { number: 120, percentage: 1.5 }, valueOfAffectedTransactions: 56000 },
        hasImpactOnRelevantClients: true,
        serviceImpact: { serviceDowntime: '000:01:35' },
      },
    })
  })
})

describe('the three reports under DORA of a confidential security incident of two days', () => {
  const CYBER = [
    '2.5=data_losses,reputational_impact,geographical_spread,economic_impact',
    '2.6=DE,FR',
    '2.7=it_security',
    '2.9=yes',
  ]
  const IMPACT = [
    ...INTERMEDIATE.filter((one) => !/^3\.(?:23|28|31|33)=/.test(one)),
    '3.13=the_major_ict-related_incident_has_been_reflected_in_the_media',
    '3.14=one newspaper',
    '3.18=clients',
    '3.19=few clients',
    '3.20=confidentiality',
    '3.21=names of 12 customers',
    '3.23=cybersecurity-related,other',
    '3.24=theft of keys',
    '3.25=identity_theft,other',
    '3.26=a stolen laptop',
    '3.28=yes',
    '3.29=the signing host',
    '3.31=police_law_enforcement,other',
    '3.32=a foreign authority',
    '3.33=yes',
    '3.34=keys were replaced',
    '3.35=hash of the tool',
  ]
  const CAUSES = [
    ...FINAL.filter((one) => !/^4\.[12]=/.test(one)),
    '4.1=malicious_actions,human_error',
    '4.2=malicious_actions_fraudulent_actions,human_error_other',
    '4.4=a door left open',
    '4.12=above 100 000 EUR',
  ]

  it('are valid once every field is filled in, those that depend on others included', async () => {
    const bench = await begun('--type', 'security-incident', '--title', 'Coins taken', '--at', '22:05')
    await state(bench, ...CYBER, ...IMPACT, ...CAUSES.filter((one) => !one.startsWith('4.8=')))
    const { documents, missing } = await drafts(bench)
    expect(flaws(documents[0])).toBeNull()
    expect(new Set(missing)).toEqual(new Set(['3.3', '3.15', '3.16', '4.8']))
    expect(flaws(documents[2])).not.toBeNull()
    await resumed(bench, 48 * 3_600_000)
    await state(bench, '4.8=2026-11-24T22:16')
    const after = await drafts(bench)
    expect(after.missing).toEqual([])
    expect(after.documents.map(flaws)).toEqual([null, null, null])
    expect(after.documents[2]).toMatchObject({
      incident: {
        classificationTypes: [
          { classificationCriterion: 'data_losses', dataLosseMaterialityThresholds: ['confidentiality'] },
          { classificationCriterion: 'reputational_impact', reputationalImpactDescription: 'one newspaper' },
          { classificationCriterion: 'geographical_spread', countryCodeMaterialityThresholds: ['DE', 'FR'] },
          { classificationCriterion: 'economic_impact', economicImpactMaterialityThreshold: 'above 100 000 EUR' },
        ],
        incidentDuration: '002:00:12',
      },
    })
  })

  it('leave out what a field that is not asked for says, and an amount in another currency', async () => {
    const bench = await begun('--type', 'security-incident', '--at', '22:05')
    await bench.ok('set', 'affected-amount=5000000 JPY')
    await state(bench, ...INITIAL, '2.6=DE', '3.24=something')
    const { out, err } = await bench.halt(...DRAFT, '--stage', 'intermediate')
    expect(out).not.toMatch(/"DE"|something|5000000/)
    expect(err).toContain('missing in intermediate report: 3.11 Value of transactions affected')
    expect(err).not.toMatch(/: (?:2\.6|3\.24) /)
    const draft = await bench.ok('report', '--draft', 'eu-dora', '--stage', 'intermediate')
    expect(draft).toMatch(/\| 3\.11 \| .* \| 5000000 JPY is not in EUR, the currency of the form \|/)
    expect(draft).toMatch(/\| 2\.6 \| .* \| not asked for \|/)
  })
})

describe('the three reports under DORA of a maintenance that overran', () => {
  it('are valid once every field is filled in', async () => {
    const bench = new Bench()
    bench.write('halt.yaml', ENTITY)
    await bench.ok(
      'start',
      '--type',
      'maintenance',
      '--planned',
      '22:30/23:00',
      '--title',
      'New disks',
      '--scope',
      'trading=stopped',
    )
    bench.pass(13 * 60_000)
    await bench.ok('advance', '--force', '--reason', 'test')
    bench.pass(60 * 60_000)
    await bench.ok('clock', 'start', 'eu-dora:awareness')
    await bench.ok('clock', 'start', 'eu-dora:classification')
    await bench.ok('set', 'root-cause=a firmware', 'prevention-system=try it elsewhere first')
    const before = await drafts(bench)
    expect(new Set(before.missing)).toContain('3.3')
    await resumed(bench, 30 * 60_000)
    await state(bench, ...INITIAL, ...INTERMEDIATE, ...FINAL)
    const after = await drafts(bench)
    expect(after.missing).toEqual([])
    expect(after.documents.map(flaws)).toEqual([null, null, null])
    expect(after.documents[2]).toMatchObject({ incident: { incidentDuration: '000:01:30' } })
  })
})

describe('a draft of a report under DORA for people', () => {
  it('has a table of what is missing and one of the fields, in both languages, each with its event', async () => {
    const bench = await begun('--type', 'system-failure', '--title', 'Matching engine down', '--at', '22:05')
    await state(bench, '2.9=はい', '2.7=?')
    const en = await bench.ok('report', '--draft', 'eu-dora', '--stage', 'initial', '--language', 'en')
    expect(en).toMatch(/^# Draft report: EU competent authority \(DORA\)\n\n> \*\*A DRAFT/)
    expect(en).toContain('## Missing: initial notification (2)')
    expect(en).toMatch(
      /\| 2\.7 \| How the incident was discovered \(not known\) \| System \| `haltctl report-to eu-dora --field/,
    )
    expect(en).toMatch(/\| 2\.2 \| Date and time of detection \| 2026-11-24 22:10:00 \| `\w+:2` \|/)
    expect(en).toMatch(/\| 2\.9 \| Whether the business continuity plan was activated \| yes \| `\w+:\d+` \|/)
    expect(en).toMatch(/\| 1\.1 \| Type of submission \| initial\\_notification \| the form \|/)
    expect(en).toMatch(/\| 1\.6 \| .* \| 5493001KJTIIGC8Y1R12 \| halt\.yaml \|/)
    const ja = await bench.ok('report', '--draft', 'eu-dora', '--stage', 'initial', '--language', 'ja')
    expect(ja).toContain('## 未記入の項目: 初期通知（2件）')
    expect(ja).toMatch(/\| 2\.9 \| 事業継続計画を発動したか \| はい \| `\w+:\d+` \|/)
    const all = await bench.ok('report', '--draft', 'eu-dora', '--language', 'en')
    expect(all.match(/^## .*$/gm)).toEqual([
      expect.stringMatching(/^## Missing \(\d+\)$/),
      '## Fields: initial notification',
      '## Fields: intermediate report',
      '## Fields: final report',
    ])
  })

  it('names what several reports lack once, with these reports, also on standard error', async () => {
    const bench = await begun('--type', 'system-failure', '--title', 'Matching engine down', '--at', '22:05')
    await state(bench, '2.9=yes')
    const all = await bench.ok('report', '--draft', 'eu-dora', '--language', 'en')
    const named = all.split('\n').filter((line) => /^\| 2\.7 \| .*report-to/.test(line))
    expect(named).toEqual([
      expect.stringContaining('| initial notification, intermediate report, final report | System |'),
    ])
    const { err } = await bench.halt('report', '--draft', 'eu-dora', '--language', 'en', '--format', 'json')
    expect(err.match(/^.*: 2\.7 .*$/gm)).toEqual([
      expect.stringContaining('initial notification, intermediate report, final report'),
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { AUDIENCES } from '../../src/domain/report/audience.ts'
import { formOf } from '../../src/domain/runbook/channel-forms.ts'
import { roleOf } from '../../src/domain/runbook/fact-roles.ts'
import { requiredFacts } from '../../src/domain/runbook/notice-facts.ts'
import {
  type ChannelForm,
  customerChannels,
  type FactDefinition,
  type FactRole,
  isTimeKind,
  LANGUAGES,
  type Language,
} from '../../src/domain/runbook/runbook.ts'
import { definedCommands } from '../cli/defined-commands.ts'
import { doctorFindings } from '../readiness/doctor-bench.ts'
import { MANUALS, type Manual, SUPPLIED_WORDS, suppliedWordsIn } from './manual.ts'
import { type Arrived, ManualBench, Outlets } from './manual-bench.ts'
import { PlayedHalt, type Round, statementOf } from './played-halt.ts'

describe.each(MANUALS)('the manual of $name', (manual) => {
  const { runbook, drills, authorities } = manual
  const types = Object.keys(runbook.types)

  it('has no errors or warnings, and covers all of its clauses', async () => {
    const bench = ManualBench.of(manual, 'en')
    const { findings } = documentSchemas.findings.parse(await bench.json('runbook', 'check'))
    expect(findings).toEqual([])
    const { clauses } = await bench.json<{ clauses: { id: string; covered: boolean }[] }>('runbook', 'coverage')
    expect(clauses.length).toBeGreaterThan(20)
    expect(clauses.filter(({ covered }) => !covered)).toEqual([])
  })

  it('shares no id with the supplied manual', () => {
    const { types, operations, departments, channels, facts, places, steps, clauses } = runbook
    const ids = [types, operations, departments, channels, facts, places].flatMap((kind) => Object.keys(kind))
    const all = [...ids, ...[...steps, ...clauses].map(({ id }) => id), ...drills, ...authorities]
    expect(all.filter((id) => SUPPLIED_WORDS.includes(id))).toEqual([])
  })

  describe.each(LANGUAGES)('in %s', (language) => {
    it.each(types)('leads through a halt of type %s by commands, with its notices and reports', async (type) => {
      const bench = ManualBench.of(manual, language)
      const halt = new PlayedHalt(bench, manual, await Outlets.for(bench, manual), type)
      await halt.play()
      expectFacts(manual, halt)
      await reports(bench, manual, type, language)
      const texts = [...halt.rounds.flatMap(({ arrived }) => arrived), ...halt.toDepartments]
      expect(suppliedWordsIn(manual, [...bench.said, ...texts.map(({ text }) => text)])).toEqual([])
    })

    it('passes doctor, shows and exports its steps, and completes its ids', async () => {
      const bench = ManualBench.of(manual, language)
      const { findings } = await doctorFindings(bench)
      expect(findings.filter(({ level, area }) => level === 'error' && area !== 'machine')).toEqual([])
      await bench.ok('runbook', 'show')
      for (const type of types) await bench.ok('runbook', 'export', '--type', type, '--format', 'cacao')
      await bench.ok('runbook', 'export', '--language', 'both')
      await bench.ok('contacts')
      await bench.ok('contacts', '--graph')
      await bench.ok('completion', 'values', 'zsh', 'start', '--type', '')
      expect(suppliedWordsIn(manual, bench.said)).toEqual([])
    })

    it('is the only manual that refusals speak of', async () => {
      const bench = ManualBench.of(manual, language)
      const [type = ''] = types
      await bench.ok('start', '--type', type)
      const wrong = ['start --type x', 'scope x=stopped', 'set x=1', 'notice x', 'done x', 'assign x --to x', 'advance']
      const more = [
        'lift',
        'lift x',
        'close',
        'classify --type x --reason x',
        'clock start x',
        'report-to x',
        'drill x',
      ]
      for (const command of [...wrong, ...more])
        expect(await bench.halt(...command.split(' ')), command).not.toMatchObject({ code: 0 })
      expect(suppliedWordsIn(manual, bench.said)).toEqual([])
    })

    it('retracts what was told of a false alarm', async () => {
      const bench = ManualBench.of(manual, language)
      const outlets = await Outlets.for(bench, manual)
      await bench.ok('start', '--type', types.find((id) => runbook.types[id]?.planned === 'never') ?? '')
      await bench.ok('notice', '--send', '--force', '--reason', '1042')
      await bench.ok('close', '--resolution', 'false-alarm', '--reason', '1042')
      outlets.arrived()
      await bench.ok('notice', '--send', '-i', 'latest')
      const retracted = outlets.arrived()
      expect(retracted.length).toBeGreaterThanOrEqual(customerChannels(runbook).length)
      expect(suppliedWordsIn(manual, [...bench.said, ...retracted.map(({ text }) => text)])).toEqual([])
    })

    it.each(drills)('plays the drill %s to its end', async (drill) => {
      const bench = ManualBench.of(manual, language)
      const score = documentSchemas.score.parse(await bench.json('drill', drill, '--auto'))
      expect(score).toMatchObject({ total: 100, passed: true })
      await bench.ok('drill', '--list')
      await bench.ok('drill', '--score')
      await bench.ok('log', '-i', 'latest')
      expect(suppliedWordsIn(manual, bench.said)).toEqual([])
    })
  })
})

it.each(LANGUAGES)('no help in %s speaks of the supplied manual', async (language) => {
  const helps = (await definedCommands(language)).map((command) => command.helpInformation())
  expect(suppliedWordsIn({ text: '' }, helps)).toEqual([])
})

/** Every customers' notice states the facts that its stage requires, on every channel and in every language. */
function expectFacts(manual: Manual, { rounds, isPlanned }: PlayedHalt): void {
  for (const round of rounds) {
    const { stage, arrived } = round
    const reached = arrived.flatMap(({ channel, languages }) => languages.map((language) => `${channel} ${language}`))
    expect(reached.sort(), stage).toEqual(
      customerChannels(manual.runbook)
        .flatMap((channel) => LANGUAGES.map((language) => `${channel} ${language}`))
        .sort(),
    )
    for (const notice of arrived)
      for (const language of notice.languages)
        for (const line of requiredLines(manual, round, notice, language, isPlanned))
          expect(unspaced(notice.text), `${stage} ${notice.channel} ${language}`).toContain(unspaced(line))
  }
}

/** Forms that have no room for all facts. */
const SHORT: readonly ChannelForm[] = ['push', 'post']
/** What short texts say of the facts of a role, during the halt. */
const SHORT_ROLES: readonly (FactRole | null)[] = ['expected-end', 'planned-begin', 'planned-end']

/** What a notice has to say of the facts that its stage requires: their labels, where no stage renames them, and values. */
function requiredLines(
  manual: Manual,
  { stage, isOver }: Round,
  notice: Arrived,
  language: Language,
  isPlanned: boolean,
): string[] {
  const { runbook } = manual
  const isShort = SHORT.includes(formOf(runbook, notice.channel))
  // These only name the report or the correction.
  if (isShort && ['final', 'correction'].includes(stage)) return []
  return requiredFacts(runbook, stage).flatMap((name) => {
    const role = roleOf(runbook, name)
    const { kind, [language]: label } = runbook.facts[name] as FactDefinition
    const value = statementOf(manual, name, isPlanned).read[language]
    if (role === 'expected-end' && isOver) return []
    if (role !== null && isShort) return SHORT_ROLES.includes(role) && stage !== 'resumption' ? [value] : []
    // Later on, what has changed and when the next report comes may take all the room.
    if (role === null && isShort && ['update', 'resumption'].includes(stage)) return []
    if (role !== null && ['scheduled', 'resumption'].includes(stage)) return [value]
    if (role === 'impact' && stage === 'final') return [value]
    // It is the beginning of a period.
    if (role === 'began' && stage === 'final') return [{ ja: '期間：', en: ': from ' }[language]]
    // A planned halt has a reason.
    if (role === 'cause' && isPlanned) return [value]
    return isTimeKind(kind) ? [`${label}${COLON[language]}`, value] : [`${label}${COLON[language]}${value}`]
  })
}

const COLON = { ja: '：', en: ': ' } as const

/** Reports in every form, whom authorities want told, and what else shows the halt afterwards. */
async function reports(bench: ManualBench, manual: Manual, type: string, language: Language): Promise<void> {
  const { runbook, authorities, forms } = manual
  for (const format of ['json', 'html', 'svg', 'timeline'])
    await bench.ok('report', '--format', format, '--audience', 'internal')
  for (const audience of AUDIENCES)
    expect(await bench.ok('report', '--audience', audience)).toContain(runbook.types[type]?.[language])
  const report = await bench.ok('report', '--audience', 'internal')
  const lines = report.split('\n')
  for (const [name, fact] of Object.entries(runbook.facts)) {
    if (fact.kind !== 'count' && fact.kind !== 'amount') continue
    const label = fact[language]
    const value = statementOf(manual, name, false).read[language].trim()
    const inTable = `| ${label} | ${value} |`
    const inList = `- ${label}: ${value}`
    expect(
      lines.some((line) => line.startsWith(inTable) || line === inList),
      `${label}: ${value}`,
    ).toBe(true)
  }
  for (const form of forms) await bench.ok('report', '--draft', form)
  const { authorities: listed } = await bench.json<{ authorities: { id: string }[] }>('clock', 'list', '-i', 'latest')
  expect(listed.map(({ id }) => id).sort()).toEqual([...authorities].sort())
  for (const command of ['clock list', 'status', 'log', 'handover', 'verify'])
    await bench.ok(...command.split(' '), '-i', 'latest')
  await bench.ok('stats')
}

function unspaced(text: string): string {
  return text.replaceAll(/\s+/g, '')
}

import { claimRules } from '../domain/notice/claims.ts'
import {
  type ClaimRule,
  type Clause,
  EMPTY_RUNBOOK,
  type Language,
  type Phase,
  type Runbook,
  type Service,
  type Step,
  type StepCommand,
  type Urgency,
} from '../domain/runbook/runbook.ts'
import { parseDuration } from '../domain/time.ts'
import type { Chapter, DefinedStep } from './chapter.ts'
import { checkFirstNotices, checkForms, checkPushTitles, checkResumptionNotices } from './check-channels.ts'
import { checkClauses, checkCoverage, checkPlaces } from './check-clauses.ts'
import { checkFactReferences, checkFacts, checkRoles } from './check-facts.ts'
import { checkNames, checkReferences, checkStep, referencesIn } from './check-names.ts'
import type { YamlSource } from './finding.ts'
import type { ChapterFile, CommandFile, StepFile } from './runbook-schema.ts'

/**
 * Merges the chapters into a runbook. What does not fit together becomes a finding in the chapter that it is in; that is not
 * checked while one of them hides names.
 */
export function assembleRunbook(chapters: readonly Chapter[]): Runbook {
  const vocabulary = chapters.reduce<Runbook>((all, { value }) => withVocabulary(all, value), EMPTY_RUNBOOK)
  const defined: DefinedStep[] = chapters.flatMap(({ source, value, steps }) =>
    steps.map(({ index, step }) => ({
      step: normalise(step, value.phase ?? 'initial-response', vocabulary),
      source,
      path: ['steps', index],
    })),
  )
  const steps = defined.map(({ step }) => step)
  const language = onlyLanguageOf(chapters)
  const runbook: Runbook = { ...vocabulary, ...(language !== null && { language }), steps }
  checkIds(defined)
  checkFacts(chapters)
  if (chapters.some(({ hidesNames }) => hidesNames)) return runbook
  for (const { source, value, isValid } of chapters) {
    if (isValid) checkNames(vocabulary, source, value)
    if (isValid) checkFactReferences(runbook, source, value)
  }
  for (const { step, source, path } of defined) checkStep(runbook, step, source, path)
  for (const { source, value } of chapters) {
    checkPlaces(runbook, source, value)
    checkClauses(runbook, source, value)
    checkOtherFacts(runbook, source, value)
    checkForms(runbook, source, value)
    checkServices(runbook, source, value)
    checkPhase(source, value)
  }
  for (const { source, broken } of chapters)
    for (const { index, raw } of broken) checkReferences(runbook, referencesIn(raw), source, ['steps', index])
  if (chapters.every(({ isValid }) => isValid)) checkComplete(runbook, defined, chapters)
  return runbook
}

/** The language that all chapters are in; null if any has both, or they differ. */
function onlyLanguageOf([first, ...others]: readonly Chapter[]): Language | null {
  const language = first?.language ?? null
  return others.every((chapter) => chapter.language === language) ? language : null
}

/** Checks that need all chapters to be valid. */
function checkComplete(runbook: Runbook, defined: readonly DefinedStep[], chapters: readonly Chapter[]): void {
  checkCoverage(runbook, defined, chapters)
  checkRoles(runbook, chapters)
  checkFirstNotices(runbook, chapters)
  checkResumptionNotices(runbook, chapters)
  checkPushTitles(runbook, chapters)
  if (defined.some(({ step }) => step.gate === 'lift')) return
  const place = defined.find(({ step }) => step.phase === 'during-halt') ?? defined[0]
  place?.source.addFinding('no-gate', {}, ['steps'], 'warning')
}

/** Adds what a chapter defines, except its steps. */
function withVocabulary(all: Runbook, file: ChapterFile): Runbook {
  return {
    ...all,
    ...(file.organisation !== undefined && { organisation: file.organisation }),
    types: { ...all.types, ...typesOf(file) },
    ...ownNamesIn(all, file),
    operations: { ...all.operations, ...operationsOf(file) },
    ...(file.assets !== undefined && { assets: file.assets }),
    ...(file.claims !== undefined && { claims: [...claimRules(all), ...claimRulesOf(file.claims)] }),
    ...(file.services !== undefined && { services: [...(all.services ?? []), ...servicesOf(file.services)] }),
    channels: { ...all.channels, ...channelsOf(file) },
    facts: { ...all.facts, ...factsOf(file) },
    departments: { ...all.departments, ...namedOf(file.departments) },
    places: { ...all.places, ...file.places },
    clauses: [...all.clauses, ...clausesOf(file)],
  }
}

const NAMED_BY_MANUAL = ['phases', 'stages', 'states', 'severities'] as const

/** The names that the manual has for what is the program's, with those of a further chapter. */
function ownNamesIn({ names = {} }: Runbook, file: ChapterFile): Pick<Runbook, 'names'> {
  const defined = NAMED_BY_MANUAL.filter((kind) => file[kind] !== undefined)
  if (defined.length === 0) return {}
  return {
    names: { ...names, ...Object.fromEntries(defined.map((kind) => [kind, { ...names[kind], ...file[kind] }])) },
  }
}

/** Normalises the claims of a chapter; phrases without a kind say that something is safe. */
export function claimRulesOf(claims: NonNullable<ChapterFile['claims']>): readonly ClaimRule[] {
  if (!Array.isArray(claims)) return claimRules({ claims })
  return claims.map(({ kind, ja, en, level, unless, mend }) => {
    const optional = {
      ...(level !== undefined && { level }),
      ...(unless !== undefined && { unless }),
      ...(mend !== undefined && { mend }),
    }
    return { kind, ja, en, ...optional }
  })
}

function operationsOf({ operations = {} }: ChapterFile): Runbook['operations'] {
  return Object.fromEntries(
    Object.entries(operations).map(([id, { also, heading, halt, assetHalt, mentions, ja, en }]) => {
      const optional = {
        ...(also !== undefined && { also }),
        ...(heading !== undefined && { heading }),
        ...(halt !== undefined && { halt }),
        ...(assetHalt !== undefined && { assetHalt }),
        ...(mentions !== undefined && { mentions }),
      }
      return [id, { ja, en, ...optional }]
    }),
  )
}

function servicesOf(services: NonNullable<ChapterFile['services']>): Service[] {
  return services.map(({ operations, asset = null, halt, ja, en }) => {
    return { operations, asset, ja, en, ...(halt !== undefined && { halt }) }
  })
}

function namedOf(all: ChapterFile['departments'] = {}): Runbook['departments'] {
  return Object.fromEntries(
    Object.entries(all).map(([id, { also, ja, en }]) => [id, { ja, en, ...(also !== undefined && { also }) }]),
  )
}

/** A channel without a form gets one by its audience; `checkForms` says so. */
function channelsOf({ channels = {} }: ChapterFile): Runbook['channels'] {
  return Object.fromEntries(
    Object.entries(channels).map(([id, { form, audience, called, ja, en }]) => [
      id,
      {
        form: form ?? (audience === 'departments' ? 'chat' : 'page'),
        audience,
        ...(called !== undefined && { called }),
        ja,
        en,
      },
    ]),
  )
}

function factsOf({ facts = {} }: ChapterFile): Runbook['facts'] {
  return Object.fromEntries(
    Object.entries(facts).map(
      ([
        name,
        { kind, unit, unitOfOne, role, stages, unknown, renew, personal, safety, affected, byPerson, report, ...fact },
      ]) => {
        const { notice = false, words = false, types, operations, onceKnown, otherStages, toldIn, ja, en } = fact
        const optional = {
          ...(types !== undefined && { types }),
          ...(operations !== undefined && { operations }),
          ...(unit !== undefined && { unit }),
          ...(unitOfOne !== undefined && { unitOfOne }),
          ...(role !== undefined && { role }),
          ...(stages !== undefined && { stages }),
          ...(otherStages !== undefined && { otherStages }),
          ...(unknown !== undefined && { unknown }),
          ...(onceKnown !== undefined && { onceKnown }),
          ...(toldIn !== undefined && { toldIn }),
          ...(renew === true && { renew }),
          ...(personal === true && { personal }),
          ...(safety === true && { safety }),
          ...(affected === true && { affected }),
          ...(byPerson === true && { byPerson }),
          ...(report !== undefined && { report }),
        }
        return [name, { kind, notice, words, ja, en, ...optional }]
      },
    ),
  )
}

function clausesOf({ clauses = [] }: ChapterFile): Clause[] {
  return clauses.map(({ fact, asks, done, ...clause }) => ({
    ...clause,
    ...(fact !== undefined && { fact }),
    ...(asks !== undefined && { asks }),
    ...(done !== undefined && { done }),
  }))
}

function typesOf({ types = {} }: ChapterFile): Runbook['types'] {
  return Object.fromEntries(
    Object.entries(types).map(([id, { repair, confidential, reason, cause, remark, ...type }]) => [
      id,
      {
        ...type,
        ...(repair === true && { repair }),
        ...(confidential === true && { confidential }),
        ...(reason !== undefined && { reason }),
        ...(cause !== undefined && { cause }),
        ...(remark !== undefined && { remark }),
      },
    ]),
  )
}

function commandOf({ run, title, dangerous = false, directory = '.' }: CommandFile): StepCommand {
  return { run, title, dangerous, directory }
}

function normalise(file: StepFile, phase: Phase, { types }: Runbook): Step {
  const { all, ...named } = file.applies
  const forAllTypes = all === undefined ? {} : Object.fromEntries(Object.keys(types).map((type) => [type, all]))
  const applies: Record<string, Urgency> = { ...forAllTypes, ...named }
  return {
    id: file.id,
    section: file.section,
    phase: file.phase ?? phase,
    clauses: file.clauses,
    why: file.why ?? null,
    source: file.source,
    department: file.department,
    title: file.title,
    instructions: { ja: file.instructions.ja.trimEnd(), en: file.instructions.en.trimEnd() },
    modality: file.modality,
    kind: file.kind,
    every: file.every === undefined ? null : file.every === 'cadence' ? 'cadence' : parseDuration(file.every),
    until: file.kind === 'recurring' ? (file.until ?? 'closed') : null,
    facts: file.facts ?? [],
    asks: file.asks ?? [],
    applies,
    channel: file.channel ?? null,
    stage: file.stage ?? null,
    gate: file.gate ?? null,
    renew: file.renew ?? false,
    ...(file.tells !== undefined && { tells: file.tells }),
    ...(file.escalates === true && { escalates: true }),
    ...(file.commands !== undefined && { commands: file.commands.map(commandOf) }),
  }
}

function checkIds(defined: readonly DefinedStep[]): void {
  const seen = new Map<string, string>()
  for (const { step, source, path } of defined) {
    const { file, line } = source.placeOf([...path, 'id'])
    const first = seen.get(step.id)
    if (first !== undefined) source.addFinding('duplicate-id', { id: step.id, first }, [...path, 'id'])
    seen.set(step.id, first ?? `${file}:${line}`)
  }
}

/** Reports facts of a chapter that depend on a fact no chapter defines. */
function checkOtherFacts({ facts }: Runbook, source: YamlSource, file: ChapterFile): void {
  for (const [name, { onceKnown = {}, toldIn }] of Object.entries(file.facts ?? {})) {
    const others = [
      ...Object.keys(onceKnown).map((other) => [other, ['onceKnown', other]] as const),
      ...(toldIn === undefined ? [] : [[toldIn, ['toldIn']] as const]),
    ]
    for (const [given, path] of others)
      if (!Object.hasOwn(facts, given))
        source.addFinding('unknown-fact', { given, allowed: Object.keys(facts) }, ['facts', name, ...path])
  }
}

/** Reports steps whose phase nobody has stated. */
function checkPhase(source: YamlSource, { phase, steps = [] }: ChapterFile): void {
  const isOpen = phase === undefined && steps.some((step) => step.phase === undefined)
  if (isOpen) source.addFinding('no-phase', {}, ['steps'], 'warning')
}

/** Reports services of operations that no chapter defines. */
function checkServices({ operations }: Runbook, source: YamlSource, { services = [] }: ChapterFile): void {
  for (const [i, service] of services.entries())
    for (const [j, given] of service.operations.entries())
      if (!Object.hasOwn(operations, given))
        source.addFinding('unknown-operation', { given, allowed: Object.keys(operations) }, [
          'services',
          i,
          'operations',
          j,
        ])
}

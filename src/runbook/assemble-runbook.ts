import { claimRules } from '../domain/notice/claims.ts'
import { idTyped, namesOf } from '../domain/runbook/names.ts'
import type {
  ClaimRule,
  Clause,
  Language,
  Modality,
  Named,
  Phase,
  Runbook,
  Service,
  Step,
  StepCommand,
  Urgency,
} from '../domain/runbook/runbook.ts'
import { clauseCoverage, EMPTY_RUNBOOK } from '../domain/runbook/runbook.ts'
import { parseDuration } from '../domain/time.ts'
import type { Chapter } from './chapter.ts'
import { checkFirstNotices, checkForms, checkPushTitles, checkResumptionNotices } from './check-channels.ts'
import { checkFactReferences, checkFacts, checkRoles } from './check-facts.ts'
import type { ValuePath, YamlSource } from './finding.ts'
import type { ChapterFile, CommandFile, StepFile } from './runbook-schema.ts'

const MAX_CLAUSES = 9

interface DefinedStep {
  readonly step: Step
  readonly source: YamlSource
  readonly path: ValuePath
}

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
      ([name, { kind, unit, role, stages, unknown, renew, personal, safety, affected, report, ...fact }]) => {
        const { notice = false, words = false, types, operations, onceKnown, otherStages, toldIn, ja, en } = fact
        const optional = {
          ...(types !== undefined && { types }),
          ...(operations !== undefined && { operations }),
          ...(unit !== undefined && { unit }),
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

const NAMED = ['types', 'operations', 'departments', 'channels', 'facts'] as const

/** Warns of names that are read as the id of something else, since what people type is first read as an id. */
function checkNames(vocabulary: Runbook, source: YamlSource, file: ChapterFile): void {
  // A valid chapter's own names: what another one says of the same id may be broken.
  for (const kind of NAMED)
    for (const id of Object.keys(file[kind] ?? {}))
      for (const name of namesOf(file[kind] as Readonly<Record<string, Named>>, id)) {
        const taken = idTyped(vocabulary[kind], name) ?? (kind === 'facts' ? factWithLanguage(vocabulary, name) : null)
        const isOther = taken != null && (taken !== id || /[.．]/.test(name))
        if (isOther) source.addFinding('name-is-id', { name, id: taken }, [kind, id], 'warning')
      }
}

/** The fact of which a name looks like the public words, as `cause.ja` does. */
function factWithLanguage({ facts }: Runbook, name: string): string | undefined {
  const [, fact] = /^(.*)[.．](?:ja|en)$/iu.exec(name.normalize('NFKC').trim()) ?? []
  return fact === undefined ? undefined : idTyped(facts, fact)
}

interface References {
  readonly department: string | null
  readonly channel: string | null
  readonly tells: string | null
  readonly facts: readonly string[]
  readonly types: readonly string[]
  readonly clauses: readonly string[]
}

/** The ids that a broken step refers to, so far as they are readable. */
function referencesIn(raw: Readonly<Record<string, unknown>>): References {
  const asText = (value: unknown) => (typeof value === 'string' ? value : null)
  // Anything but a text becomes '', which is not checked, so that the others keep their positions.
  const asTexts = (value: unknown) => (Array.isArray(value) ? value : []).map((item) => asText(item) ?? '')
  const types = typeof raw.applies === 'object' && raw.applies !== null ? Object.keys(raw.applies) : []
  return {
    department: asText(raw.department),
    channel: asText(raw.channel),
    tells: asText(raw.tells),
    facts: asTexts(raw.facts),
    types: types.filter((type) => type !== 'all'),
    clauses: asTexts(raw.clauses),
  }
}

function checkReferences(runbook: Runbook, references: References, source: YamlSource, path: ValuePath): void {
  const checkReference = (
    code: 'unknown-department' | 'unknown-channel' | 'unknown-fact' | 'unknown-type' | 'unknown-clause',
    given: string | null,
    known: object,
    at: ValuePath,
  ) => {
    if (given !== null && given !== '' && !Object.hasOwn(known, given))
      source.addFinding(code, { given, allowed: Object.keys(known) }, [...path, ...at])
  }
  const clauses = Object.fromEntries(runbook.clauses.map((c) => [c.id, c]))
  checkReference('unknown-department', references.department, runbook.departments, ['department'])
  checkReference('unknown-department', references.tells, { ...runbook.departments, all: true }, ['tells'])
  checkReference('unknown-channel', references.channel, runbook.channels, ['channel'])
  for (const [i, fact] of references.facts.entries()) checkReference('unknown-fact', fact, runbook.facts, ['facts', i])
  for (const type of references.types) checkReference('unknown-type', type, runbook.types, ['applies', type])
  for (const [i, clause] of references.clauses.entries())
    checkReference('unknown-clause', clause, clauses, ['clauses', i])
}

function checkStep(runbook: Runbook, step: Step, source: YamlSource, path: ValuePath): void {
  const { id } = step
  checkReferences(runbook, { ...step, tells: step.tells ?? null, types: Object.keys(step.applies) }, source, path)
  const known = new Set(runbook.clauses.map((clause) => clause.id))
  step.clauses.forEach((clause, i) => {
    if (known.has(clause) && sectionOf(clause) !== step.section && step.why === null)
      source.addFinding('foreign-clause', { step: id, clause }, [...path, 'clauses', i])
  })
  const count = step.clauses.length
  if (count > MAX_CLAUSES)
    source.addFinding('too-many-clauses', { step: id, count, limit: MAX_CLAUSES }, [...path, 'clauses'])
  if (sectionOf(id) !== step.section)
    source.addFinding('section-mismatch', { step: id, section: step.section }, [...path, 'section'])
  if (step.kind === 'recurring' && step.every === null)
    source.addFinding('recurring-without-interval', { step: id }, [...path, 'kind'])
  if (step.kind === 'once' && step.every !== null)
    source.addFinding('interval-without-recurring', { step: id }, [...path, 'every'])
  if ((step.channel === null) !== (step.stage === null))
    source.addFinding('channel-without-stage', { step: id }, [...path, step.channel === null ? 'stage' : 'channel'])
  if (step.every === 'cadence' && step.channel === null)
    source.addFinding('cadence-without-channel', { step: id }, [...path, 'every'])
  checkNeverDue(runbook, step, source, path)
}

/** The section of a clause or step id: the part before its first dash. */
function sectionOf(id: string): string {
  return id.split('-', 1)[0] as string
}

/** Reports a step that can never become due in any incident. */
function checkNeverDue(runbook: Runbook, step: Step, source: YamlSource, path: ValuePath): void {
  const types = Object.keys(step.applies)
  const plannable = types.some((type) => runbook.types[type]?.planned !== 'never')
  const reportNeverDue = (why: 'no-type' | 'closed' | 'never-scheduled') =>
    source.addFinding('never-comes', { step: step.id, why }, path)
  if (types.length === 0) reportNeverDue('no-type')
  else if (step.phase === 'closed') reportNeverDue('closed')
  else if (step.phase === 'scheduled' && !plannable) reportNeverDue('never-scheduled')
}

/** Reports places of a chapter that cite a clause no chapter defines. */
function checkPlaces(runbook: Runbook, source: YamlSource, file: ChapterFile): void {
  const known = new Set(runbook.clauses.map((c) => c.id))
  for (const [name, place] of Object.entries(file.places ?? {}))
    place.clauses.forEach((clause, i) => {
      if (!known.has(clause))
        source.addFinding('unknown-clause', { given: clause, allowed: [...known] }, ['places', name, 'clauses', i])
    })
}

/** Reports clauses of a chapter that ask for a fact no chapter defines. */
function checkClauses({ facts }: Runbook, source: YamlSource, { clauses = [] }: ChapterFile): void {
  for (const [i, { fact }] of clauses.entries())
    if (fact !== undefined && !Object.hasOwn(facts, fact))
      source.addFinding('unknown-fact', { given: fact, allowed: Object.keys(facts) }, ['clauses', i, 'fact'])
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

/** Modalities weaker than `must`. */
const SOFT: readonly Modality[] = ['effort', 'consider', 'if-needed']

/** Reports clauses that nothing covers, and those whose steps all have another modality. */
function checkCoverage(runbook: Runbook, defined: readonly DefinedStep[], chapters: readonly Chapter[]): void {
  const byId = new Map(defined.map((d) => [d.step.id, d]))
  const clauses = new Map(runbook.clauses.map((c) => [c.id, c]))
  for (const { id, by } of clauseCoverage(runbook)) {
    if (by.length === 0) reportNotCarried(id, chapters)
    const steps = by.flatMap((name) => byId.get(name) ?? [])
    if (steps.length > 0) checkModality(clauses.get(id) as Clause, steps, clauses)
  }
}

/**
 * Reports a clause that requires an action none of whose steps is required, and one that is worded less strictly than all
 * of them, unless another clause that one of them carries has its modality.
 */
function checkModality(clause: Clause, steps: readonly DefinedStep[], clauses: ReadonlyMap<string, Clause>): void {
  const [first] = steps as [DefinedStep]
  const isAction = clause.kind === 'procedure' || clause.kind === 'channel'
  const isRequired = clause.modality.includes('must')
  const soft = SOFT.filter((modality) => clause.modality.includes(modality))
  const path = [...first.path, 'modality']
  if (isAction && isRequired && !steps.some(({ step }) => step.modality === 'must')) {
    const by = steps.map(({ step }) => step.id).join(', ')
    first.source.addFinding('clause-softened', { clause: clause.id, by }, path)
  }
  const isJustified = ({ step }: DefinedStep) =>
    step.clauses.some((id) => clauses.get(id)?.modality.includes(step.modality) === true)
  if (soft.length > 0 && !steps.some(isJustified)) {
    const { id, modality } = first.step
    first.source.addFinding('clause-hardened', { clause: clause.id, asks: soft.join(', '), step: id, modality }, path)
  }
}

/** Reports a clause that nothing covers, where it is defined. */
function reportNotCarried(clause: string, chapters: readonly Chapter[]): void {
  for (const { source, value } of chapters) {
    const index = value.clauses?.findIndex(({ id }) => id === clause) ?? -1
    if (index >= 0) source.addFinding('clause-not-carried', { clause }, ['clauses', index])
  }
}

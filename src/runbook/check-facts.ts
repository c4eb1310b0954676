import { factWithRole, KIND_OF_ROLE } from '../domain/runbook/fact-roles.ts'
import { customerChannels, type FactRole, isTimeKind, type Runbook } from '../domain/runbook/runbook.ts'
import type { Chapter } from './chapter.ts'
import type { YamlSource } from './finding.ts'
import type { ChapterFile } from './runbook-schema.ts'

/** Reports facts whose role another one has or does not fit their kind, and keys that do not do what they seem to. */
export function checkFacts(chapters: readonly Chapter[]): void {
  const first = new Map<FactRole, string>()
  for (const { source, value, isValid } of chapters) {
    if (!isValid) continue
    for (const [fact, { role, kind, words, ...keys }] of Object.entries(value.facts ?? {})) {
      const path = ['facts', fact]
      const isTold =
        role !== undefined || words === true || keys.report !== undefined || (keys.notice ?? false) !== false
      if (keys.personal === true && (kind !== 'text' || isTold))
        source.addFinding('personal-told', { fact }, [...path, 'personal'])
      const isRead = keys.report !== undefined && words !== true && (keys.notice ?? false) === false
      if (keys.byPerson === true && (kind !== 'text' || role !== undefined || !isRead))
        source.addFinding('by-person-unfit', { fact }, [...path, 'byPerson'])
      if (role !== undefined) {
        const taken = first.get(role) ?? fact
        first.set(role, taken)
        if (taken !== fact) source.addFinding('duplicate-role', { role, fact, first: taken }, [...path, 'role'])
        const needed = KIND_OF_ROLE[role]
        if (kind !== needed) source.addFinding('role-kind', { role, fact, kind: needed }, [...path, 'kind'])
      }
      for (const key of ['unit', 'unitOfOne', 'affected'] as const)
        if (keys[key] !== undefined && kind !== 'count')
          source.addFinding('unused-unit', { fact, key }, [...path, key], 'warning')
      // What a role needs is said already.
      if (words === true && kind !== 'text' && (role === undefined || kind === KIND_OF_ROLE[role]))
        source.addFinding('words-hide-value', { fact, isTime: isTimeKind(kind) }, [...path, 'words'], 'warning')
    }
  }
}

/** Reports types and operations that a fact names and the runbook does not have. */
export function checkFactReferences({ types, operations }: Runbook, source: YamlSource, { facts }: ChapterFile): void {
  const referred = [
    ['types', 'unknown-type', types],
    ['operations', 'unknown-operation', operations],
  ] as const
  for (const [fact, definition] of Object.entries(facts ?? {}))
    for (const [key, code, known] of referred)
      for (const [i, given] of (definition[key] ?? []).entries())
        if (!Object.hasOwn(known, given))
          source.addFinding(code, { given, allowed: Object.keys(known) }, ['facts', fact, key, i])
}

/** Reports that notices to customers lack a time because no fact has its role. It needs all chapters to be valid. */
export function checkRoles(runbook: Runbook, chapters: readonly Chapter[]): void {
  const source = chapters.find(({ value }) => value.facts !== undefined)?.source
  if (source === undefined || customerChannels(runbook).length === 0) return
  const isPlannable = Object.values(runbook.types).some(({ planned }) => planned !== 'never')
  for (const role of ['began', ...(isPlannable ? (['planned-begin', 'planned-end'] as const) : [])] as const)
    if (!Object.hasOwn(runbook.facts, factWithRole(runbook, role) ?? ''))
      source.addFinding('no-role', { role }, ['facts'], 'warning')
}

import type { KnownAuthority } from '../../domain/authorities/authority.ts'
import type { Bilingual, Runbook, Step } from '../../domain/runbook/runbook.ts'
import { URGENCIES } from '../../domain/runbook/runbook.ts'
import type { Cadence } from '../../domain/settings.ts'
import type { ChapterInfo } from '../../runbook/io/chapter-files.ts'

/** What there is to export. */
export interface ExportedRunbook {
  readonly runbook: Runbook
  /** SHA-256 of the runbook, as logs name it. */
  readonly digest: string
  readonly chapters: readonly ChapterInfo[]
  /** The name in the settings, else in the runbook; null if neither has one. */
  readonly organisation: Bilingual | null
  readonly cadence: Cadence
  /** The halt type to which the export is limited; null for all. */
  readonly type: string | null
}

/** The halt types that are exported. */
export function exportedTypes({ runbook, type }: ExportedRunbook): string[] {
  return type === null ? Object.keys(runbook.types) : [type]
}

/** The steps that apply to these types, in the manual's order. */
export function exportedSteps(exported: ExportedRunbook): Step[] {
  const types = exportedTypes(exported)
  return exported.runbook.steps.filter(({ applies }) => types.some((type) => applies[type] !== undefined))
}

/**
 * Sorts steps as a halt of these types wants them: what must be done before what is only to be considered, then by the
 * most urgent type, then what is for one type alone; else by the manual.
 */
export function byUrgency(steps: readonly Step[], types: readonly string[]): Step[] {
  const keyOf = ({ modality, applies }: Step) => {
    const ranks = types.flatMap((type) => (applies[type] === undefined ? [] : URGENCIES.indexOf(applies[type])))
    const considered = modality === 'consider' ? 1 : 0
    return [considered, Math.min(...ranks), Object.keys(applies).length === 1 ? 0 : 1]
  }
  return steps.toSorted((one, other) => compareKeys(keyOf(one), keyOf(other)))
}

function compareKeys(one: readonly number[], other: readonly number[]): number {
  return one.reduce((order, number, i) => order || number - (other[i] ?? 0), 0)
}

/** The authorities to which these types may have to be reported. */
export function exportedAuthorities(all: readonly KnownAuthority[], exported: ExportedRunbook): KnownAuthority[] {
  const types = exportedTypes(exported)
  return all.filter((known) => known.types === null || known.types.some((type) => types.includes(type)))
}

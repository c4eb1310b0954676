import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fail } from '../../domain/outcome.ts'
import type { Place } from '../../domain/readiness/finding.ts'
import type { Runbook } from '../../domain/runbook/runbook.ts'
import { readBounded } from '../../platform/regular-files.ts'
import { shown } from '../../platform/shown-path.ts'
import { jsonDigest } from '../../store/digest.ts'
import { assemble, chapterOf } from '../chapters-schema.ts'
import type { Finding, Source } from '../finding.ts'
import { chapterSchema } from '../runbook-schema.ts'
import { MAX_YAML_BYTES, readYaml } from '../yaml.ts'
import { isYaml } from './compiled.ts'

/** When a file was last reviewed, according to the file. */
export interface Reviewed {
  /** The position of the date. */
  readonly place: Place
  /** YYYY-MM-DD; null if it is missing, or the file is invalid. */
  readonly reviewed: string | null
  /** Whether the file is the team's, not a shipped one. */
  readonly own: boolean
}

export interface LoadedRunbook {
  readonly runbook: Runbook
  readonly digest: string
  readonly findings: readonly Finding[]
  readonly files: readonly string[]
  readonly reviews: readonly Reviewed[]
}

/**
 * Loads the shipped chapters together with the team's, which replace those of the same name. If `today` is given, review
 * dates in the team's files that are later are findings.
 */
export function loadRunbook(shipped: string, team: string | null, today: string | null = null): LoadedRunbook {
  return loadChapters(shipped, team !== null && existsSync(team) ? yamlFiles(team) : [], today)
}

/**
 * Loads the shipped chapters together with a file, or the files in a folder, that replace those of the same name. Review
 * dates in them later than `today` are findings. Throws `no-such-file`.
 */
export function loadForCheck(shipped: string, path: string, today: string): LoadedRunbook {
  if (!existsSync(path)) fail('no-such-file', { path })
  return loadChapters(shipped, statSync(path).isDirectory() ? yamlFiles(path) : [path], today)
}

function yamlFiles(directory: string): string[] {
  return readdirSync(directory)
    .filter(isYaml)
    .sort()
    .map((name) => join(directory, name))
}

function loadChapters(shipped: string, own: readonly string[], today: string | null): LoadedRunbook {
  const byName = new Map([...yamlFiles(shipped), ...own].map((path) => [basename(path), path]))
  const paths = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path)
  const chapters = paths.map((path) =>
    chapterOf(readYaml(shown(path), readBounded(path, MAX_YAML_BYTES + 1), chapterSchema)),
  )
  const runbook = assemble(chapters)
  const reviews = chapters.map(({ source, value, whole }, i) => {
    const reviewed = whole ? value.reviewed : null
    const isOwn = dirname(paths[i] as string) !== shipped
    if (isOwn && reviewed !== null && today !== null) checkReviewed(reviewed, today, source)
    return { place: source.placeOf(['reviewed']), reviewed, own: isOwn }
  })
  return {
    runbook,
    digest: jsonDigest(runbook),
    findings: chapters.flatMap(({ source }) => source.findings),
    files: paths.map(shown),
    reviews,
  }
}

/** Warns of a review date in the future, which would never be due. */
export function checkReviewed(given: string, today: string, source: Source): void {
  if (given > today) source.report('future-date', { given }, ['reviewed'], 'warning')
}

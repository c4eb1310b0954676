import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fail } from '../../domain/problem.ts'
import type { Bilingual, ClaimRule, Runbook } from '../../domain/runbook/runbook.ts'
import { readBounded } from '../../platform/regular-files.ts'
import { shownPath } from '../../platform/shown-path.ts'
import { jsonDigest } from '../../store/digest.ts'
import { assembleRunbook } from '../assemble-runbook.ts'
import { chapterFrom } from '../chapter.ts'
import { checkClaims } from '../check-claims.ts'
import { checkReviewDate, type FileReview } from '../file-review.ts'
import type { Finding } from '../finding.ts'
import { chapterSchema } from '../runbook-schema.ts'
import { MAX_YAML_BYTES, readManualFile } from '../yaml.ts'
import { isYamlName } from './compiled-runbook.ts'

/** What a chapter file says of itself. */
export interface ChapterInfo {
  /** The file's name without its folder. */
  readonly file: string
  /** The chapter of the manual that it covers; null if it names none. */
  readonly chapter: string | null
  readonly title: Bilingual
  /** YYYY-MM-DD; null if nobody has reviewed it. */
  readonly reviewed: string | null
}

export interface LoadedRunbook {
  readonly runbook: Runbook
  readonly digest: string
  /** False if a chapter could not be read so far that all names are known: nothing can be checked against them then. */
  readonly hasAllNames: boolean
  readonly findings: readonly Finding[]
  readonly files: readonly string[]
  readonly reviews: readonly FileReview[]
  /** The valid chapters, in the order of their files. */
  readonly chapters: readonly ChapterInfo[]
}

/**
 * Loads the shipped chapters together with the team's, which replace those of the same name; either folder may be null.
 * If `today` is given, review dates in the team's files that are later are findings; so are `claims` that notices would
 * make. Throws `no-chapters` if the team's alone count and there are none.
 */
export function loadRunbook(
  shipped: string | null,
  team: string | null,
  today: string | null = null,
  claims: readonly ClaimRule[] | null = null,
): LoadedRunbook {
  const own = team !== null && existsSync(team) ? yamlFiles(team) : []
  if (shipped === null && own.length === 0) fail('no-chapters', { folder: shownPath(team ?? '') })
  return loadChapters(shipped, own, today, claims)
}

/** The same with the chapters in a file or folder instead of the team's. Throws `no-such-file` or `no-chapters`. */
export function loadRunbookWith(
  shipped: string | null,
  path: string,
  today: string,
  claims: readonly ClaimRule[] | null = null,
): LoadedRunbook {
  if (!existsSync(path)) fail('no-such-file', { path })
  if (statSync(path).isDirectory()) return loadRunbook(shipped, path, today, claims)
  return shipped === null ? loadChapterAmongOthers(path, today, claims) : loadChapters(shipped, [path], today, claims)
}

/**
 * Loads a chapter with the others of its folder, which define what it names. The findings are its own only, unless one of the
 * others hides names.
 */
function loadChapterAmongOthers(path: string, today: string, claims: readonly ClaimRule[] | null): LoadedRunbook {
  const loaded = loadChapters(null, [...yamlFiles(dirname(path)), path], today, claims)
  const file = shownPath(path)
  const findings = loaded.hasAllNames ? loaded.findings.filter((finding) => finding.file === file) : loaded.findings
  return { ...loaded, files: [file], findings }
}

function yamlFiles(directory: string): string[] {
  return readdirSync(directory)
    .filter(isYamlName)
    .sort()
    .map((name) => join(directory, name))
}

function loadChapters(
  shipped: string | null,
  own: readonly string[],
  today: string | null,
  claims: readonly ClaimRule[] | null,
): LoadedRunbook {
  const all = [...(shipped === null ? [] : yamlFiles(shipped)), ...own]
  const byName = new Map(all.map((path) => [basename(path), path]))
  const paths = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path)
  const textOf = (path: string) => readBounded(path, MAX_YAML_BYTES + 1)
  const chapters = paths.map((path) => chapterFrom(readManualFile(shownPath(path), textOf(path), chapterSchema)))
  const runbook = assembleRunbook(chapters)
  if (claims !== null) checkClaims(runbook, chapters, claims)
  const reviews = chapters.map(({ source, value, isValid }, i) => {
    const reviewed = isValid ? (value.reviewed ?? null) : null
    const isOwn = dirname(paths[i] as string) !== shipped
    if (isOwn && reviewed !== null && today !== null) checkReviewDate(reviewed, today, source)
    return { place: source.placeOf(['reviewed']), reviewed, isOwn }
  })
  return {
    runbook,
    digest: jsonDigest(runbook),
    hasAllNames: !chapters.some(({ hidesNames }) => hidesNames),
    findings: chapters.flatMap(({ source }) => source.findings),
    files: paths.map(shownPath),
    reviews,
    chapters: chapters.flatMap(({ value, isValid }, i) => {
      const { chapter = null, title, reviewed = null } = value
      return isValid ? [{ file: basename(paths[i] as string), chapter, title, reviewed }] : []
    }),
  }
}

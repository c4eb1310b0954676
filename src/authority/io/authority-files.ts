import { existsSync, readdirSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import type { KnownAuthority } from '../../domain/authorities/authority.ts'
import type { Language, Runbook } from '../../domain/runbook/runbook.ts'
import { readBounded } from '../../platform/regular-files.ts'
import { shownPath } from '../../platform/shown-path.ts'
import { checkReviewDate, type FileReview } from '../../runbook/file-review.ts'
import { isYamlName } from '../../runbook/io/compiled-runbook.ts'
import { throwOnErrors } from '../../runbook/throw-on-errors.ts'
import { MAX_YAML_BYTES, readManualFile } from '../../runbook/yaml.ts'
import { authoritySchema } from '../authority-file-schema.ts'
import { checkAgainstRunbook, checkAuthorities, type ParsedAuthority } from '../check-authorities.ts'
import { normaliseAuthority } from '../normalise-authority.ts'
import { AUTHORITIES_FOLDER } from './compiled-authorities.ts'

/** What a team's own files are checked against: its runbook, and today's date, to find review dates in the future. */
interface CheckContext {
  readonly runbook: Runbook
  readonly today: string
}

/**
 * Reads the shipped files, if any, and the team's; these replace files of the same name, and are checked `against` the
 * workspace. `shipped` and `team` are folders of runbooks.
 */
export function readAuthorities(shipped: string | null, team: string, against: CheckContext | null = null) {
  const files = new Map<string, string>()
  for (const folder of shipped === null ? [team] : [shipped, team])
    for (const path of filesIn(join(folder, AUTHORITIES_FOLDER))) files.set(idOf(path), path)
  const own = new Set(filesIn(join(team, AUTHORITIES_FOLDER)))
  const paths = [...files.keys()].sort().map((id) => files.get(id) as string)
  return readFiles(paths, (path) => (own.has(path) ? against : null))
}

/** Reads a single file, as one of the team's. */
export function readAuthority(path: string, against: CheckContext) {
  return readFiles([path], () => against)
}

/** Returns the authorities that `readAuthorities` reads. Rejects with `bad-runbook` if a file has errors. */
export async function loadAuthorities(
  shipped: string | null,
  team: string,
  language: Language,
): Promise<readonly KnownAuthority[]> {
  const { known, findings } = readAuthorities(shipped, team)
  await throwOnErrors('bad-runbook', findings, language)
  return known
}

/** Reads and checks files. `againstOf` gives what a file is checked against beyond its own content, or null. */
function readFiles(paths: readonly string[], againstOf: (path: string) => CheckContext | null) {
  const sources = []
  const read: ParsedAuthority[] = []
  const reviews: FileReview[] = []
  for (const path of paths) {
    const { source, value } = readManualFile(shownPath(path), readBounded(path, MAX_YAML_BYTES + 1), authoritySchema)
    const id = idOf(path)
    const against = againstOf(path)
    sources.push(source)
    // The finding is about the file's name, so it has no place in the file but its start.
    if (!ID.test(id))
      source.addFinding(
        'wrong-type',
        { key: 'ID.yaml', what: 'value', given: basename(path), type: 'text', expected: ['lower-case-id'] },
        0,
      )
    if (value === null) continue
    read.push({ id, file: value, source })
    reviews.push({ place: source.placeOf(['reviewed']), reviewed: value.reviewed, isOwn: against !== null })
    if (against === null) continue
    checkReviewDate(value.reviewed, against.today, source)
    checkAgainstRunbook(value, against.runbook, source)
  }
  checkAuthorities(read)
  return {
    known: read.map(({ id, file }) => normaliseAuthority(id, file)),
    findings: sources.flatMap(({ findings }) => findings),
    files: sources.map(({ file }) => file),
    reviews,
  }
}

const ID = /^[a-z0-9][a-z0-9-]*$/

function idOf(path: string): string {
  return basename(path, extname(path))
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter(isYamlName)
    .map((name) => join(folder, name))
}

import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import type { Scenario } from '../../domain/drill/scenario.ts'
import { isRecord } from '../../domain/guard.ts'
import { fail } from '../../domain/problem.ts'
import { type ReadinessFinding, readinessFinding } from '../../domain/readiness/finding.ts'
import type { Runbook } from '../../domain/runbook/runbook.ts'
import { readBounded } from '../../platform/regular-files.ts'
import { shownPath } from '../../platform/shown-path.ts'
import { checkReviewDate, type FileReview } from '../../runbook/file-review.ts'
import type { Finding } from '../../runbook/finding.ts'
import { isYamlName } from '../../runbook/io/compiled-runbook.ts'
import { shippedRunbooks } from '../../runbook/io/shipped-runbooks.ts'
import { MAX_YAML_BYTES, type ParsedFile, readManualFile } from '../../runbook/yaml.ts'
import type { World } from '../../world.ts'
import { checkScenario } from '../check-scenario.ts'
import { normaliseScenario, type ScenarioFile, scenarioSchema } from '../scenario-schema.ts'

/** The folder of scenarios, next to the chapters of a runbook. */
const FOLDER = 'drills'

/** What scenarios are checked against: the runbook, and today's date, to find review dates in the future. */
interface CheckContext {
  readonly runbook: Runbook
  /** Null if review dates are not checked. */
  readonly today: string | null
}

/** A scenario file: what it says, and what is wrong with it by itself or for the runbook in force. */
export interface ScenarioEntry {
  /** As the file says, else the file's name. */
  readonly id: string
  /** Null if the file does not have the form of a scenario. */
  readonly scenario: Scenario | null
  /** Whether the file is the team's, not a shipped one. */
  readonly isOwn: boolean
  readonly findings: readonly Finding[]
}

/** What was read of scenario files. */
export interface ReadScenarios {
  /** By id. */
  readonly entries: readonly ScenarioEntry[]
  /** In the team's files. */
  readonly findings: readonly Finding[]
  /** One remark on all shipped files that do not fit the runbook, if there are any. */
  readonly remarks: readonly ReadinessFinding[]
  readonly files: readonly string[]
  /** Of the team's files, and of the shipped ones that can be played. */
  readonly reviews: readonly FileReview[]
}

/** Whether a scenario can be played under the runbook in force. */
export function isPlayable({ findings }: Pick<ScenarioEntry, 'findings'>): boolean {
  return !findings.some(({ level }) => level === 'error')
}

/** Reads the scenarios in folders of runbooks: shipped ones, if any, and the team's, which replace those of the same name. */
export function readScenarios(shipped: string | null, team: string, context: CheckContext): ReadScenarios {
  const shippedFiles = shipped === null ? [] : filesIn(join(shipped, FOLDER))
  return readFiles([...shippedFiles, ...filesIn(join(team, FOLDER))], context, new Set(shippedFiles))
}

/** Reads one scenario file, or a folder of them; for a folder of chapters, its `drills` folder. */
export function readScenariosAt(path: string, context: CheckContext): ReadScenarios {
  if (!isFolder(path)) return readFiles(isScenarioPath(path) ? [path] : [], context)
  return readFiles(filesIn(isScenarioPath(path) ? path : join(path, FOLDER)), context)
}

/** Returns whether a path is a `drills` folder, or a file in one. Throws `no-such-file`. */
export function isScenarioPath(path: string): boolean {
  if (!existsSync(path)) fail('no-such-file', { path })
  const full = resolve(path)
  return basename(isFolder(path) ? full : dirname(full)) === FOLDER
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory()
}

/** The scenarios of the program and the workspace, by id, with what is wrong with those that do not fit the runbook. */
export async function loadScenarios(
  { root, workspace, text }: World,
  runbook: Runbook,
): Promise<readonly ScenarioEntry[]> {
  const shipped = await shippedRunbooks(root, workspace.directory, text.language)
  return readScenarios(shipped, join(workspace.directory, 'runbooks'), { runbook, today: null }).entries
}

type ScenarioSource = ParsedFile<ScenarioFile> & { readonly path: string; readonly isOwn: boolean }

/** Reads and checks files. A later file replaces an earlier one of the same name. */
function readFiles(
  paths: readonly string[],
  { runbook, today }: CheckContext,
  shipped: ReadonlySet<string> = new Set(),
): ReadScenarios {
  const files = [...new Map(paths.map((path) => [basename(path), path])).values()]
  const read = files.map((path) => ({
    ...readManualFile(shownPath(path), readBounded(path, MAX_YAML_BYTES + 1), scenarioSchema),
    path,
    isOwn: !shipped.has(path),
  }))
  for (const { source, value, isOwn } of read) {
    if (value === null) continue
    checkScenario(value, runbook, source)
    if (isOwn && value.reviewed !== undefined && today !== null) checkReviewDate(value.reviewed, today, source)
  }
  checkIds(read)
  const entries = read.map((file) => entryOf(file, runbook)).sort((a, b) => (a.id < b.id ? -1 : 1))
  return {
    entries,
    findings: read.flatMap(({ source, isOwn }) => (isOwn ? source.findings : [])),
    remarks: unfitShipped(entries.filter(({ isOwn }) => !isOwn)),
    files: files.map(shownPath),
    reviews: read.flatMap(({ source, value, isOwn }) => {
      if (value === null || !(isOwn || isPlayable(source))) return []
      return [{ place: source.placeOf(['reviewed']), reviewed: value.reviewed ?? null, isOwn }]
    }),
  }
}

function entryOf({ source, value, raw, path, isOwn }: ScenarioSource, runbook: Runbook): ScenarioEntry {
  const named = isRecord(raw) && typeof raw.id === 'string' ? raw.id : basename(path, extname(path))
  const scenario = value === null ? null : normaliseScenario(value, runbook)
  return { id: value?.id ?? named, scenario, isOwn, findings: source.findings }
}

function unfitShipped(shipped: readonly ScenarioEntry[]): ReadinessFinding[] {
  const ids = shipped.filter((entry) => !isPlayable(entry)).map(({ id }) => id)
  return ids.length === 0 ? [] : [readinessFinding('info', 'shipped-drills-unfit', { ids, total: shipped.length })]
}

/**
 * Reports a duplicate id on the later file: a team's own files come after the shipped ones. A shipped one that does not
 * fit the runbook takes no id.
 */
function checkIds(read: readonly ScenarioSource[]): void {
  const first = new Map<string, string>()
  for (const { source, value, isOwn } of read) {
    if (value === null || (!isOwn && !isPlayable(source))) continue
    const taken = first.get(value.id)
    if (taken === undefined) first.set(value.id, source.file)
    else source.addFinding('duplicate-id', { id: value.id, first: taken }, ['id'])
  }
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter(isYamlName)
    .sort()
    .map((name) => join(folder, name))
}

import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Scenario } from '../../domain/drill/scenario.ts'
import { fail } from '../../domain/problem.ts'
import type { Language, Runbook } from '../../domain/runbook/runbook.ts'
import { readBounded } from '../../platform/regular-files.ts'
import { shownPath } from '../../platform/shown-path.ts'
import { checkReviewDate } from '../../runbook/file-review.ts'
import type { YamlSource } from '../../runbook/finding.ts'
import { isYamlName } from '../../runbook/io/compiled-runbook.ts'
import { shippedRunbooks } from '../../runbook/io/shipped-runbooks.ts'
import { throwOnErrors } from '../../runbook/throw-on-errors.ts'
import { MAX_YAML_BYTES, readYaml } from '../../runbook/yaml.ts'
import { checkScenario, normaliseScenario, type ScenarioFile, scenarioSchema } from '../scenario-schema.ts'

/** The folder of scenarios, next to the chapters of a runbook. */
const FOLDER = 'drills'

/** What scenarios are checked against: the runbook, and today's date, to find review dates in the future. */
interface CheckContext {
  readonly runbook: Runbook
  /** Null if review dates are not checked. */
  readonly today: string | null
}

/** Reads the shipped scenarios, if any, and the team's, which replace those of the same name. Both are folders of runbooks. */
export function readScenarios(shipped: string | null, team: string, context: CheckContext) {
  const shippedFiles = shipped === null ? [] : filesIn(join(shipped, FOLDER))
  return readFiles([...shippedFiles, ...filesIn(join(team, FOLDER))], context, new Set(shippedFiles))
}

/** Reads one scenario file, or a folder of them; for a folder of chapters, its `drills` folder. */
export function readScenariosAt(path: string, context: CheckContext) {
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

/** Returns the scenarios in force. Rejects with `bad-scenario` if a file has errors. */
export async function loadScenarios(
  root: string,
  workspace: string,
  runbook: Runbook,
  language: Language,
): Promise<readonly Scenario[]> {
  const shipped = await shippedRunbooks(root, workspace)
  const { scenarios, findings } = readScenarios(shipped, join(workspace, 'runbooks'), { runbook, today: null })
  await throwOnErrors('bad-scenario', findings, language)
  return scenarios
}

/** Reads and checks files. A later file replaces an earlier one of the same name. */
function readFiles(
  paths: readonly string[],
  { runbook, today }: CheckContext,
  shipped: ReadonlySet<string> = new Set(),
) {
  const files = [...new Map(paths.map((path) => [basename(path), path])).values()]
  const read = files.map((path) => ({
    ...readYaml(shownPath(path), readBounded(path, MAX_YAML_BYTES + 1), scenarioSchema),
    own: !shipped.has(path),
  }))
  const valid = read.flatMap(({ source, value, own }) => (value === null ? [] : [{ source, value, own }]))
  for (const { source, value, own } of valid) {
    checkScenario(value, runbook, source)
    if (own && today !== null) checkReviewDate(value.reviewed, today, source)
  }
  checkIds(valid)
  return {
    scenarios: valid.map(({ value }) => normaliseScenario(value)).sort((a, b) => (a.id < b.id ? -1 : 1)),
    findings: read.flatMap(({ source }) => source.findings),
    files: files.map(shownPath),
    reviews: valid.map(({ source, value: { reviewed }, own }) => ({
      place: source.placeOf(['reviewed']),
      reviewed,
      isOwn: own,
    })),
  }
}

/** Reports a duplicate id on the later file: a team's own files come after the shipped ones. */
function checkIds(valid: readonly { readonly source: YamlSource; readonly value: ScenarioFile }[]): void {
  const first = new Map<string, string>()
  for (const { source, value } of valid) {
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

import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Scenario } from '../domain/drill/scenario.ts'
import { fail } from '../domain/outcome.ts'
import type { Language, Runbook } from '../domain/runbook/runbook.ts'
import type { Finding, Source } from '../schema/finding.ts'
import { normaliseScenario, type ScenarioFile, scenarioSchema } from '../schema/scenario.ts'
import { checkScenario } from '../schema/scenariochecks.ts'
import { MAX_YAML_BYTES, readYaml } from '../schema/yaml.ts'
import { readBounded } from './bounded.ts'
import { isYaml } from './compiled.ts'
import { refuse } from './refusing.ts'
import { checkReviewed, shown } from './runbooks.ts'

/** Scenarios of drills, beside the chapters of a runbook. */
const FOLDER = join('runbooks', 'drills')

interface Loaded {
  readonly scenarios: readonly Scenario[]
  readonly findings: readonly Finding[]
  readonly files: readonly string[]
}

/** What scenarios are held to: the runbook, and, where it is given, the day after which none was reviewed. */
interface Against {
  readonly runbook: Runbook
  readonly today: string | null
}

/** The shipped scenarios, each replaced by the team's file of the same name; further files of the team are added. */
export function readScenarios(root: string, workspace: string, against: Against): Loaded {
  return readFiles([...filesIn(join(root, FOLDER)), ...filesIn(join(workspace, FOLDER))], against)
}

/** One file, or a folder of them, alone; of a folder of chapters, the scenarios beside them. */
export function readScenariosAt(path: string, against: Against): Loaded {
  if (!isFolder(path)) return readFiles(holdsScenarios(path) ? [path] : [], against)
  return readFiles(filesIn(holdsScenarios(path) ? path : join(path, basename(FOLDER))), against)
}

/** Whether a path is where scenarios lie: a folder `drills`, or a file in one. Throws `no-such-file`. */
export function holdsScenarios(path: string): boolean {
  if (!existsSync(path)) fail('no-such-file', { path })
  const full = resolve(path)
  return basename(isFolder(path) ? full : dirname(full)) === basename(FOLDER)
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory()
}

/** The scenarios in force. Throws `bad-scenario`. */
export async function loadScenarios(
  root: string,
  workspace: string,
  runbook: Runbook,
  language: Language,
): Promise<readonly Scenario[]> {
  const { scenarios, findings } = readScenarios(root, workspace, { runbook, today: null })
  await refuse('bad-scenario', findings, language)
  return scenarios
}

function readFiles(paths: readonly string[], { runbook, today }: Against): Loaded {
  const files = [...new Map(paths.map((path) => [basename(path), path])).values()].sort((a, b) =>
    basename(a) < basename(b) ? -1 : 1,
  )
  const read = files.map((path) => readYaml(shown(path), readBounded(path, MAX_YAML_BYTES + 1), scenarioSchema))
  const whole = read.flatMap(({ source, value }) => (value === null ? [] : [{ source, value }]))
  for (const { source, value } of whole) {
    checkScenario(value, runbook, source)
    if (today !== null) checkReviewed(value.reviewed, today, source)
  }
  checkIds(whole)
  return {
    scenarios: whole.map(({ value }) => normaliseScenario(value)),
    findings: read.flatMap(({ source }) => source.findings),
    files: files.map(shown),
  }
}

function checkIds(whole: readonly { readonly source: Source; readonly value: ScenarioFile }[]): void {
  const first = new Map<string, string>()
  for (const { source, value } of whole) {
    const taken = first.get(value.id)
    if (taken === undefined) first.set(value.id, source.file)
    else source.report('duplicate-id', { id: value.id, first: taken }, ['id'])
  }
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter(isYaml)
    .map((name) => join(folder, name))
}

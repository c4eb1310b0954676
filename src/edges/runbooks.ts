import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { fail } from '../domain/outcome.ts'
import type { Runbook } from '../domain/runbook/runbook.ts'
import { assemble, chapterOf } from '../schema/chapters.ts'
import type { Finding } from '../schema/finding.ts'
import { chapterSchema } from '../schema/runbook.ts'
import { MAX_YAML_BYTES, readYaml } from '../schema/yaml.ts'
import { readBounded } from './bounded.ts'
import { isYaml } from './compiled.ts'
import { digestOf } from './digest.ts'

export interface LoadedRunbook {
  readonly runbook: Runbook
  readonly digest: string
  readonly findings: readonly Finding[]
  readonly files: readonly string[]
}

/** The shipped runbooks, each replaced by the team's file of the same name; further files of the team are added. */
export function loadRunbook(shipped: string, team: string | null): LoadedRunbook {
  const files = new Map(yamlFiles(shipped).map((path) => [basename(path), path]))
  if (team !== null && existsSync(team)) for (const path of yamlFiles(team)) files.set(basename(path), path)
  return read([...files.keys()].sort().map((name) => files.get(name) as string))
}

/** A single file, or a folder of them taken in place of the shipped ones of the same name. */
export function loadForCheck(shipped: string, path: string): LoadedRunbook {
  if (!existsSync(path)) fail('no-such-file', { path })
  if (statSync(path).isDirectory()) return loadRunbook(shipped, path)
  const files = new Map(yamlFiles(shipped).map((file) => [basename(file), file]))
  files.set(basename(path), path)
  return read([...files.keys()].sort().map((name) => files.get(name) as string))
}

function yamlFiles(directory: string): string[] {
  return readdirSync(directory)
    .filter(isYaml)
    .sort()
    .map((name) => join(directory, name))
}

function read(paths: readonly string[]): LoadedRunbook {
  const chapters = paths.map((path) =>
    chapterOf(readYaml(shown(path), readBounded(path, MAX_YAML_BYTES + 1), chapterSchema)),
  )
  const runbook = assemble(chapters)
  return {
    runbook,
    digest: digestOf(runbook),
    findings: chapters.flatMap(({ source }) => source.findings),
    files: paths.map(shown),
  }
}

/** A path as the operator would type it. */
export function shown(path: string): string {
  const near = nearTo(path)
  return near.startsWith('..') ? path : near
}

/** The path from the working directory; as it is where that has been deleted. */
function nearTo(path: string): string {
  try {
    return relative(process.cwd(), path)
  } catch {
    return path
  }
}

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Runbook } from '../../domain/runbook/runbook.ts'

/** Where the build puts the shipped runbook: parsing the YAML would make `start` ten times as slow. */
export const COMPILED_RUNBOOK = 'dist/runbook.json'

interface Compiled {
  /** `sourcesDigest` of the YAML files. */
  readonly sources: string
  readonly digest: string
  readonly runbook: Runbook
}

/** The compiled runbook of the program in the folder `root`; null if there is none, or its YAML files have changed since. */
export function readCompiledRunbook(root: string): Compiled | null {
  try {
    const compiled = JSON.parse(readFileSync(join(root, COMPILED_RUNBOOK), 'utf8')) as Compiled
    return compiled.sources === sourcesDigest(join(root, 'runbooks')) ? compiled : null
  } catch {
    return null
  }
}

/** Whether a file has the name of a YAML file. Directly in `runbooks/`, these are the chapters. */
export function isYamlName(name: string): boolean {
  return /\.ya?ml$/.test(name)
}

/** SHA-256 of the names and bytes of the YAML files in a folder. */
export function sourcesDigest(directory: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(directory).filter(isYamlName).sort())
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(directory, name)))
      .update('\0')
  return hash.digest('hex')
}

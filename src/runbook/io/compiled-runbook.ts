import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Runbook } from '../../domain/runbook/runbook.ts'

/** Where the build puts the shipped runbook: parsing the YAML would make `start` ten times as slow. */
export const COMPILED_RUNBOOK = 'dist/runbook.json'

/** What the build parsed of YAML files. */
export interface Compiled {
  /** `sourcesDigest` of the YAML files. */
  readonly sources: string
}

interface CompiledRunbook extends Compiled {
  readonly digest: string
  readonly runbook: Runbook
}

/** The compiled runbook of the program in the folder `root`; null if there is none, or its YAML files have changed since. */
export function readCompiledRunbook(root: string): CompiledRunbook | null {
  return readCompiled(root, COMPILED_RUNBOOK, 'runbooks')
}

/** What the build made of a folder's YAML files, in the file `compiled`; null if it did not, or they have changed since. */
export function readCompiled<T extends Compiled>(root: string, compiled: string, folder: string): T | null {
  try {
    const read = JSON.parse(readFileSync(join(root, compiled), 'utf8')) as T
    return read.sources === sourcesDigest(join(root, folder)) ? read : null
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

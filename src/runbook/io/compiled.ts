import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Runbook } from '../../domain/runbook/runbook.ts'

/** The shipped runbook as the build read it: reading it anew from YAML costs `start` ten times its own time. */
export const COMPILED_RUNBOOK = 'dist/runbook.json'

interface Compiled {
  readonly sources: string
  readonly digest: string
  readonly runbook: Runbook
}

/** Null where there is none, or where the YAML files are no longer those it was made from. */
export function readCompiled(root: string): Compiled | null {
  try {
    const compiled = JSON.parse(readFileSync(join(root, COMPILED_RUNBOOK), 'utf8')) as Compiled
    return compiled.sources === sourcesDigest(join(root, 'runbooks')) ? compiled : null
  } catch {
    return null
  }
}

/** Files of chapters; templates of notices lie in folders beside them. */
export function isYaml(name: string): boolean {
  return /\.ya?ml$/.test(name)
}

/** SHA-256 over the names and bytes of the YAML files of a folder. */
export function sourcesDigest(directory: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(directory).filter(isYaml).sort())
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(directory, name)))
      .update('\0')
  return hash.digest('hex')
}

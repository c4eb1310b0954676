import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Runbook } from '../../domain/runbook/runbook.ts'

/** The shipped runbook, parsed by the build: `start` would take ten times as long if it had to parse the YAML. */
export const COMPILED_RUNBOOK = 'dist/runbook.json'

interface Compiled {
  readonly sources: string
  readonly digest: string
  readonly runbook: Runbook
}

/** Null if there is none, or if the YAML files have changed since it was built. */
export function readCompiled(root: string): Compiled | null {
  try {
    const compiled = JSON.parse(readFileSync(join(root, COMPILED_RUNBOOK), 'utf8')) as Compiled
    return compiled.sources === sourcesDigest(join(root, 'runbooks')) ? compiled : null
  } catch {
    return null
  }
}

/** Whether a file is a chapter; notice templates are in folders next to the chapters. */
export function isYaml(name: string): boolean {
  return /\.ya?ml$/.test(name)
}

/** SHA-256 of the names and bytes of the YAML files in a folder. */
export function sourcesDigest(directory: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(directory).filter(isYaml).sort())
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(directory, name)))
      .update('\0')
  return hash.digest('hex')
}

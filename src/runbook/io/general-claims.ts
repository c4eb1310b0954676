import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClaimRule } from '../../domain/runbook/runbook.ts'
import { sourcesDigest } from './compiled-runbook.ts'

/** The folder of the claims that every notice is checked for, whatever the manual. */
export const CLAIMS_FOLDER = join('runbooks', 'claims')

/** Where the build puts them: parsing their YAML would slow every notice down. */
export const COMPILED_CLAIMS = 'dist/claims.json'

export interface CompiledClaims {
  /** `sourcesDigest` of the YAML files. */
  readonly sources: string
  readonly rules: readonly ClaimRule[]
}

/** Loads the claims that every notice is checked for, whatever the manual. `root` is the folder of the program. */
export async function loadGeneralClaims(root: string): Promise<readonly ClaimRule[]> {
  return readCompiledClaims(root) ?? (await import('./claim-files.ts')).readClaimFiles(join(root, CLAIMS_FOLDER))
}

/** The claims as compiled; null if they were not, or their YAML files have changed since. */
function readCompiledClaims(root: string): readonly ClaimRule[] | null {
  try {
    const compiled = JSON.parse(readFileSync(join(root, COMPILED_CLAIMS), 'utf8')) as CompiledClaims
    return compiled.sources === sourcesDigest(join(root, CLAIMS_FOLDER)) ? compiled.rules : null
  } catch {
    return null
  }
}

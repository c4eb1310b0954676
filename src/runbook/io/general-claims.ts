import { join } from 'node:path'
import type { ClaimRule } from '../../domain/runbook/runbook.ts'
import { type Compiled, readCompiled } from './compiled-runbook.ts'

/** The folder of the claims that every notice is checked for, whatever the manual. */
export const CLAIMS_FOLDER = join('runbooks', 'claims')

/** Where the build puts them: parsing their YAML would slow every notice down. */
export const COMPILED_CLAIMS = 'dist/claims.json'

export interface CompiledClaims extends Compiled {
  readonly rules: readonly ClaimRule[]
}

/** Loads the claims that every notice is checked for, whatever the manual. `root` is the folder of the program. */
export async function loadGeneralClaims(root: string): Promise<readonly ClaimRule[]> {
  const compiled = readCompiled<CompiledClaims>(root, COMPILED_CLAIMS, CLAIMS_FOLDER)
  return compiled?.rules ?? (await import('./claim-files.ts')).readClaimFiles(join(root, CLAIMS_FOLDER))
}

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { KnownAuthority } from '../../domain/authorities/authority.ts'
import { type Compiled, isYamlName, readCompiled } from '../../runbook/io/compiled-runbook.ts'

/** The folder of authority files, beside the chapters of a runbook. Each file is named after its authority. */
export const AUTHORITIES_FOLDER = 'authorities'

/** Where the build puts the shipped authorities: parsing their YAML would slow `start` down. */
export const COMPILED_AUTHORITIES = 'dist/authorities.json'

export interface CompiledAuthorities extends Compiled {
  readonly known: readonly KnownAuthority[]
}

/** The shipped authorities as compiled; null if the team has files of its own, or the shipped YAML files have changed. */
export function readCompiledAuthorities(root: string, teamFolder: string): readonly KnownAuthority[] | null {
  const own = join(teamFolder, AUTHORITIES_FOLDER)
  if (existsSync(own) && readdirSync(own).some(isYamlName)) return null
  const folder = join('runbooks', AUTHORITIES_FOLDER)
  return readCompiled<CompiledAuthorities>(root, COMPILED_AUTHORITIES, folder)?.known ?? null
}

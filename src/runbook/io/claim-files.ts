import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ClaimRule } from '../../domain/runbook/runbook.ts'
import { readBounded } from '../../platform/regular-files.ts'
import { claimRulesOf } from '../assemble-runbook.ts'
import { chapterSchema } from '../runbook-schema.ts'
import { MAX_YAML_BYTES, readManualFile } from '../yaml.ts'
import { isYamlName } from './compiled-runbook.ts'

/** Reads the claims of every manual from their files, which are chapters with claims only. Throws if one has mistakes. */
export function readClaimFiles(folder: string): readonly ClaimRule[] {
  return readdirSync(folder)
    .filter(isYamlName)
    .sort()
    .flatMap((name) => {
      const { value, source } = readManualFile(name, readBounded(join(folder, name), MAX_YAML_BYTES + 1), chapterSchema)
      const [finding] = source.findings
      if (value?.claims === undefined) throw new Error(`${name}:${finding?.line}: ${finding?.code}`)
      return claimRulesOf(value.claims)
    })
}

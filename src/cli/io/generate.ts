import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readAuthorities } from '../../authority/io/authority-files.ts'
import {
  AUTHORITIES_FOLDER,
  COMPILED_AUTHORITIES,
  type CompiledAuthorities,
} from '../../authority/io/compiled-authorities.ts'
import { loadRunbook } from '../../runbook/io/chapter-files.ts'
import { COMPILED_RUNBOOK, sourcesDigest } from '../../runbook/io/compiled-runbook.ts'
import { CLAIMS_FOLDER, COMPILED_CLAIMS, type CompiledClaims } from '../../runbook/io/general-claims.ts'
import { manualPages } from '../manual/pages.ts'
import { jsonSchemas } from '../schemas.ts'
import { shippedIds } from './shipped-ids.ts'

/** A build step: generates the shipped JSON Schemas, the manual pages, and the parsed runbook, authorities and claims from the sources in the working directory. */

const root = process.cwd()

mkdirSync(join(root, 'schemas'), { recursive: true })
for (const [name, schema] of Object.entries(jsonSchemas()))
  writeFileSync(join(root, 'schemas', `${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`)

const { runbook, digest, findings } = loadRunbook(join(root, 'runbooks'), null)
if (findings.length > 0) throw new Error(`the shipped runbooks have ${findings.length} findings: run 'runbook check'`)
const compiled = { sources: sourcesDigest(join(root, 'runbooks')), digest, runbook }
writeFileSync(join(root, COMPILED_RUNBOOK), JSON.stringify(compiled))

const shipped = readAuthorities(join(root, 'runbooks'), join(root, 'no-team'))
if (shipped.findings.length > 0) throw new Error("the shipped authorities have findings: run 'runbook check'")
const authorities: CompiledAuthorities = {
  sources: sourcesDigest(join(root, 'runbooks', AUTHORITIES_FOLDER)),
  known: shipped.known,
}
writeFileSync(join(root, COMPILED_AUTHORITIES), JSON.stringify(authorities))

// The examples of the manual pages are about the shipped manual.
rmSync(join(root, 'man'), { recursive: true, force: true })
manualPages(shippedIds(root, runbook, shipped.known)).then((pages) => {
  for (const [path, page] of pages) {
    mkdirSync(dirname(join(root, 'man', path)), { recursive: true })
    writeFileSync(join(root, 'man', path), page)
  }
})

import('../../runbook/io/claim-files.ts').then(({ readClaimFiles }) => {
  const folder = join(root, CLAIMS_FOLDER)
  const claims: CompiledClaims = { sources: sourcesDigest(folder), rules: readClaimFiles(folder) }
  writeFileSync(join(root, COMPILED_CLAIMS), JSON.stringify(claims))
})

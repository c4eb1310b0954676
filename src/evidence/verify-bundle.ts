import { fail } from '../domain/problem.ts'
import { clockIn } from '../incident/choose.ts'
import { withTemporaryFolder } from '../platform/temporary-folder.ts'
import { checkAnchors } from '../signing/io/check-anchors.ts'
import { trustedSigning, vouchBySigners } from '../signing/vouching.ts'
import { withSpinner } from '../store/spinner.ts'
import type { World } from '../world.ts'
import { unpackBundle } from './io/unpack-bundle.ts'
import { evidenceNamedIn, type VerifiedLog, verifyLog } from './verify-log.ts'
import { printVerified } from './verify-output.ts'

/**
 * Verifies the log in a bundle, and prints the result. `against` is a head that it should once have had, `givenSigners` the
 * path of a file of allowed signers. Rejects with `bad-bundle`, `bundle-not-whole`, `bundle-not-signed` or `head-unknown`.
 */
export async function verifyBundle(
  world: World,
  file: string,
  against: string | undefined,
  givenSigners: string | undefined,
): Promise<number> {
  const { signers: ownList, ...stamping } = await trustedSigning(world, givenSigners)
  return withTemporaryFolder((folder) =>
    withSpinner(world, world.text.said.reading, async () => {
      const { id, digest, signers: bundledList } = unpackBundle(file, folder)
      const { journal, recordedSince } = world.workspace.readUnpackedLog(folder, id)
      const { beyond, declaration } = journal.incident
      if (beyond !== null && declaration === null) fail('newer-version', beyond)
      const list = ownList ?? bundledList
      await vouchBySigners(world, journal, list)
      const signers =
        givenSigners !== undefined ? 'given' : ownList !== null ? 'workspace' : list === null ? null : 'bundle'
      const anchors = checkAnchors(journal, { ...stamping, signers: list }, world.env)
      const now = clockIn(world, journal).now()
      const bundle = { file, digest, evidence: evidenceNamedIn(journal), signers, recordedSince } as const
      const verified = verifyLog(folder, journal, now, against, anchors, bundle)
      await printVerified(world, journal, verified)
      mustBeFaultless(verified, file, against ?? '')
      mustBeSigned(verified, file, ownList ?? (list && `${id}/signers`), givenSigners !== undefined)
      return 0
    }),
  )
}

/** Results that speak against the whole bundle. */
const FLAWS = ['damaged', 'declared-twice', 'behind', 'foreign-lines', 'runbook-missing'] as const

function mustBeFaultless({ result, anchors }: VerifiedLog, path: string, against: string): void {
  const why = FLAWS.find((flaw) => flaw === result)
  if (why !== undefined) fail('bundle-not-whole', { path, why })
  const differing = anchors.some(
    ({ state, signatures, tokens }) => state !== 'in-log' && signatures.length + tokens.length > 0,
  )
  if (differing) fail('bundle-not-whole', { path, why: 'anchor-differs' })
  if (result === 'unknown-head') fail('head-unknown', { head: against })
}

/**
 * If heads were signed, or must have been (`isRequired`), somebody in the list of signers must have signed one of them, and
 * with it events that count.
 */
function mustBeSigned({ anchors }: VerifiedLog, path: string, list: string | null, isRequired: boolean): void {
  const signatures = anchors.flatMap(({ counting, signatures }) => (counting > 0 ? signatures : []))
  if (list === null || (signatures.length === 0 && !isRequired)) return
  if (signatures.every(({ signer }) => signer === null)) fail('bundle-not-signed', { path, list })
}

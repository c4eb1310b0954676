import { alarm, type Block, code, good, lines } from '../view/blocks.ts'
import { timeText } from '../view/time-format.ts'
import type { UnpackedBundle, VerifiedLog } from './verify-log.ts'
import type { VerifyLabels } from './words.en.ts'

/** The result in a sentence, with the head; of a bundle without faults also how far it can be believed. */
export function verdictBlocks(verified: VerifiedLog, labels: VerifyLabels): Block[] {
  const { result, events, anchoredAt, head, kept, bundle } = verified
  // No head kept on this machine confirms the log either.
  const isUnconfirmed = result === 'consistent' && kept.state !== 'agrees'
  const ofBundle = bundle !== null && result === 'consistent' ? labels.bundle.consistent(events) : null
  const ofLog = isUnconfirmed ? labels.consistentOnly(events) : labels.result[result](events, anchoredAt ?? '')
  const verdict = ofBundle ?? ofLog
  const isGood = result === 'consistent' || result === 'anchored'
  return [
    lines(isGood ? good(verdict) : alarm(verdict), code(labels.head(head))),
    ...(isGood && bundle !== null ? reservations(verified, bundle, labels) : []),
  ]
}

/** How far a bundle without faults can be believed: whoever made it could have made all of it. */
function reservations(
  { events, anchors, kept, anchoredAt }: VerifiedLog,
  { signers, recordedSince }: UnpackedBundle,
  { bundle }: VerifyLabels,
): Block[] {
  const [signed] = anchors
    .filter(({ counting }) => counting > 0)
    .flatMap(({ state, counting: covered, signatures }) =>
      signatures.flatMap(({ signer }) => (signer === null || state !== 'in-log' ? [] : [{ signer, covered }])),
    )
    .sort((a, b) => b.covered - a.covered)
  const hasOwnList = signers === 'given' || signers === 'workspace'
  const [stamped] = anchors
    .filter(({ counting }) => counting > 0)
    .flatMap(({ state, counting: covered, tokens }) =>
      tokens.flatMap(({ state: of, time }) => (of === 'trusted' && state === 'in-log' ? [{ covered, time }] : [])),
    )
    .sort((a, b) => b.covered - a.covered)
  const isCompared = kept.state === 'agrees' || anchoredAt !== null || stamped !== undefined
  const said = [
    ...(recordedSince === null
      ? []
      : [bundle.recordedSince(recordedSince.writer, recordedSince.found, recordedSince.kept)]),
    ...(signed === undefined ? [] : [bundle.signed(signed.covered, signed.signer)]),
    ...(stamped === undefined ? [] : [bundle.stamped(stamped.covered, `${timeText(stamped.time ?? '')} UTC`)]),
    ...(signed !== undefined && signed.covered < events ? [bundle.rest] : []),
    ...(signed !== undefined && signers === 'bundle' ? [bundle.ownList] : []),
    ...(signed === undefined && !isCompared ? [hasOwnList ? bundle.nobodySigned : bundle.nothingCompared] : []),
  ]
  return said.length === 0 ? [] : [lines(...said)]
}

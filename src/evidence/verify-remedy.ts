import { type Block, code, section } from '../view/blocks.ts'
import type { VerifiedLog } from './verify-log.ts'
import type { Remedy, VerifyLabels } from './words.en.ts'

/** Command lines to type next; `rename` is the id to rename the folder and files to. */
export type RemedyCommands = Readonly<Record<'continue' | 'start' | 'rename', string>>

/** What to do about damage, missing events or missing files of the log; null if there is none. Evidence has no remedy. */
export function remedyFor({ result, findings, unmet, kept, declared, flawed, bundle }: VerifiedLog): Remedy | null {
  const isContested = result === 'declared-twice'
  if (bundle !== null)
    return isContested || findings.length + unmet.length + flawed.length > 0 || kept.state === 'behind' ? 'ask' : null
  if (findings.length > 0 && findings.every(({ why }) => why === 'wrong-folder')) return 'rename'
  if (findings.length > 0) return declared ? 'continue' : 'declare'
  if (isContested) return 'choose'
  if (unmet.length > 0 || kept.state === 'behind') return 'record'
  return flawed.length > 0 ? 'put-back' : null
}

/** What to type for a remedy; undefined for `put-back`, which every command that records does by itself, and for `ask`. */
export function commandFor(remedy: Remedy, commands: RemedyCommands): string | undefined {
  if (remedy === 'put-back' || remedy === 'ask') return undefined
  if (remedy === 'declare') return commands.start
  return remedy === 'rename' ? commands.rename : commands.continue
}

/** What to do, and the command for it; empty if nothing is to be done. */
export function remedyBlocks(
  verified: VerifiedLog,
  { labels, commands }: { readonly labels: VerifyLabels; readonly commands: RemedyCommands },
): Block[] {
  const remedy = remedyFor(verified)
  if (remedy === null) return []
  const command = commandFor(remedy, commands)
  const isForeign = verified.findings.some(({ why }) => why === 'not-an-event')
  return section(labels.whatToDo, [
    ...(isForeign ? [labels.mend.upgrade] : []),
    labels.mend[remedy],
    ...(command === undefined ? [] : [code(command)]),
  ])
}

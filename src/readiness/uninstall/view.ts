import { alarm, type Block, code, type Inline, type Item, lines, paragraph, section } from '../../view/blocks.ts'
import { isForGood, LEFTOVER_KINDS, type Leftover } from './leftover.ts'
import type { UninstallText } from './words.en.ts'

/** What is left, by kind, each with the line that takes it away; those that delete for good are comments. */
export function leftoversView(leftovers: readonly Leftover[], said: UninstallText): Block[] {
  if (leftovers.length === 0) return [paragraph(said.nothing), paragraph(said.elsewhere)]
  const sections = LEFTOVER_KINDS.flatMap((kind) =>
    section(
      said.kinds[kind],
      leftovers.filter((one) => one.kind === kind).map((one) => itemOf(one, said)),
    ),
  )
  const ending = leftovers.some(isForGood) ? [said.commented, said.elsewhere] : [said.elsewhere]
  return [paragraph(said.intro), ...sections, lines(...ending)]
}

function itemOf(leftover: Leftover, said: UninstallText): Item {
  const { line } = leftover
  return { text: describe(leftover, said), items: [{ text: code(isForGood(leftover) ? `# ${line}` : line) }] }
}

function describe(leftover: Leftover, said: UninstallText): Inline {
  const { installedAs, path, command, line } = leftover
  const warning = warningOf(leftover, said)
  if (warning !== null) return alarm(warning)
  if (installedAs !== null && installedAs !== 'folder') return said.program(installedAs, path ?? '')
  if (command !== null) return code(command)
  if (leftover.kind === 'completion') return line.startsWith('sed ') ? said.startFile(path ?? '') : (path ?? '')
  return said.remade
}

function warningOf({ kind, installedAs, path, incidents }: Leftover, said: UninstallText): string | null {
  if (kind === 'logs') return said.warnings.logs(incidents ?? 0)
  if (installedAs === 'folder') return said.warnings.folder(path ?? '')
  return kind === 'state' ? said.warnings.state : null
}

/** The same as JSON (`uninstall` in `schema.ts`). */
export function leftoversDocument(leftovers: readonly Leftover[], said: UninstallText) {
  return { schemaVersion: 1, leftovers: leftovers.map((one) => ({ ...one, warning: warningOf(one, said) })) }
}

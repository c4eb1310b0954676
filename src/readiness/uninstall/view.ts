import { alarm, type Block, code, type Inline, type Item, lines, paragraph, section } from '../../view/blocks.ts'
import { isForGood, UNINSTALL_STEP_KINDS, type UninstallStep } from './uninstall-step.ts'
import type { UninstallText } from './words.en.ts'

/** What is left, by kind, each with the line that takes it away; those that delete for good are comments. */
export function uninstallView(steps: readonly UninstallStep[], said: UninstallText): Block[] {
  if (steps.length === 0) return [paragraph(said.nothing), paragraph(said.elsewhere)]
  const sections = UNINSTALL_STEP_KINDS.flatMap((kind) =>
    section(
      said.kinds[kind],
      steps.filter((one) => one.kind === kind).map((one) => itemOf(one, said)),
    ),
  )
  const ending = steps.some(isForGood) ? [said.commented, said.elsewhere] : [said.elsewhere]
  return [paragraph(said.intro), ...sections, lines(...ending)]
}

function itemOf(step: UninstallStep, said: UninstallText): Item {
  const { line } = step
  return { text: describe(step, said), items: [{ text: code(isForGood(step) ? `# ${line}` : line) }] }
}

function describe(step: UninstallStep, said: UninstallText): Inline {
  const { installedAs, path, command, line } = step
  const warning = warningOf(step, said)
  if (warning !== null) return alarm(warning)
  if (installedAs !== null && installedAs !== 'folder') return said.program(installedAs, path ?? '')
  if (command !== null) return code(command)
  if (step.kind === 'completion') return line.startsWith('sed ') ? said.startFile(path ?? '') : (path ?? '')
  return said.remade
}

function warningOf({ kind, installedAs, path, incidents }: UninstallStep, said: UninstallText): string | null {
  if (kind === 'logs') return said.warnings.logs(incidents ?? 0)
  if (installedAs === 'folder') return said.warnings.folder(path ?? '')
  return kind === 'state' ? said.warnings.state : null
}

/** The same as JSON (`uninstall` in `schema.ts`). */
export function uninstallDocument(steps: readonly UninstallStep[], said: UninstallText) {
  return { schemaVersion: 1, steps: steps.map((one) => ({ ...one, warning: warningOf(one, said) })) }
}

import { fail } from '../domain/outcome.ts'
import type { World } from '../world.ts'
import { excerpt } from './excerpt.ts'
import { findingOf, type Template, type TemplateProblem } from './template/template.ts'
import { findingWords } from './words.ts'

/** A template that cannot be used is named with its place; `without` is the flag that does without it, if one does. */
export async function refuseTemplate(
  world: World,
  error: TemplateProblem,
  templates: readonly Template[],
  without: string | null,
): Promise<never> {
  const finding = findingOf(error, templates.find(({ file }) => file === error.file)?.source ?? '')
  const [first, mend] = (await findingWords(world.text.language))(finding)
  const place = `${finding.file}:${finding.line}:${finding.column}`
  return fail('bad-template', { place, first, mend, excerpt: excerpt(finding), without })
}

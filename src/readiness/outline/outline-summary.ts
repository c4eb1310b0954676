import type { OutlineText } from '../words.en.ts'
import type { Outline } from './outline.ts'

/** What a manual was made of. */
export interface OutlineSource {
  readonly outline: Outline
  /** The name of the file. */
  readonly file: string
  /** The department that all steps are given, in the operator's language. */
  readonly department: string
}

/** What was read, what was guessed, and what was not used. */
export function outlineSummary({ outline, file, department }: OutlineSource, text: OutlineText): string[] {
  const { chapters, language, skipped } = outline
  const steps = chapters.flatMap((chapter) => chapter.sections.flatMap((section) => section.steps))
  const clauses = steps.reduce((sum, { details }) => sum + 1 + details.length, 0)
  const untoldPhases = chapters.filter(({ isPhaseInherited }) => isPhaseInherited).length
  const untoldModalities = steps.filter(({ modality }) => modality.word === null).length
  const kinds = Object.keys(text.skipped) as (keyof OutlineText['skipped'])[]
  return [
    text.read(file, { chapters: chapters.length, steps: steps.length, clauses, language }),
    ...text.guessed({
      phases: { told: chapters.length - untoldPhases, untold: untoldPhases },
      modalities: { told: steps.length - untoldModalities, untold: untoldModalities },
      department,
    }),
    ...(skipped.length > 0 ? [text.notUsed] : []),
    ...kinds.flatMap((kind) => {
      const lines = skipped.filter(({ what }) => what === kind).map(({ line }) => line)
      return lines.length === 0 ? [] : [text.inLines(text.skipped[kind], lines)]
    }),
  ]
}

/** The same as data, for `--json`. */
export function outlineDocument({ outline, file }: OutlineSource) {
  const { language, chapters, skipped } = outline
  return {
    file,
    language,
    chapters: chapters.map(({ number, title, line, phase, isPhaseInherited, sections }) => ({
      chapter: String(number),
      title,
      line,
      phase: { guess: phase, told: !isPhaseInherited },
      steps: sections.flatMap(({ steps }) =>
        steps.map(({ id, line, modality, details }) => ({
          id,
          line,
          clauses: [id, ...details.map((detail) => detail.id)],
          modality: { guess: modality.modality, word: modality.word },
        })),
      ),
    })),
    skipped,
  }
}

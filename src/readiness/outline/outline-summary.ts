import type { OutlineText } from '../words.en.ts'
import type { KeySteps } from './key-steps.ts'
import { type Outline, stepsIn } from './outline.ts'

/** What a manual was made of. */
export interface OutlineSource {
  readonly outline: Outline
  readonly keys: KeySteps
  /** The name of the file. */
  readonly file: string
  /** The department of steps of which nothing tells who does them, in the operator's language. */
  readonly department: string
}

/** What was read, what was guessed, and what was not used. */
export function outlineSummary({ outline, keys, file, department }: OutlineSource, text: OutlineText): string[] {
  const { chapters, language, skipped } = outline
  const steps = stepsIn(outline)
  const clauses = steps.reduce((sum, { details }) => sum + 1 + details.length, 0)
  const untoldPhases = chapters.filter(({ isPhaseInherited }) => isPhaseInherited).length
  const untoldModalities = steps.filter(({ modality }) => modality.word === null).length
  const unassigned = steps.filter(({ department }) => department === null).length
  const kinds = Object.keys(text.skipped) as (keyof OutlineText['skipped'])[]
  return [
    text.read(file, { chapters: chapters.length, steps: steps.length, clauses, language }),
    ...text.guessed({
      phases: { told: chapters.length - untoldPhases, untold: untoldPhases },
      modalities: { told: steps.length - untoldModalities, untold: untoldModalities },
      departments: { told: steps.length - unassigned, untold: unassigned, orElse: department },
      intervals: steps.filter(({ interval }) => interval !== null).length,
      gate: [...keys.gates.keys()][0] ?? null,
      notices: [...keys.notices.keys()],
    }),
    ...(skipped.length > 0 ? [text.notUsed] : []),
    ...kinds.flatMap((kind) => {
      const lines = skipped.filter(({ what }) => what === kind).map(({ line }) => line)
      return lines.length === 0 ? [] : [text.inLines(text.skipped[kind], lines)]
    }),
  ]
}

/** The same as data, for `--json`. */
export function outlineDocument({ outline, keys, file }: OutlineSource) {
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
        steps.map(({ id, line, modality, details, department, interval }) => ({
          id,
          line,
          clauses: [id, ...details.map((detail) => detail.id)],
          modality: { guess: modality.modality, word: modality.word },
          department: department?.name ?? null,
          every: interval?.every ?? null,
          gate: keys.gates.has(id),
          notice: keys.notices.get(id)?.stage ?? null,
        })),
      ),
    })),
    skipped,
  }
}

import type { Stage } from '../runbook/runbook.ts'

/** Something that the picture of the timeline marks at one moment, and the event that records it. */
export type PictureMoment =
  | { readonly kind: 'decision' | 'lead' | 'filing' | 'call'; readonly event: string }
  | { readonly kind: 'notice'; readonly event: string; readonly stage: Stage }

/**
 * Whether a moment belongs to the story of the halt in brief: the declaration, each decision on scope, severity or type, each
 * lift, reopening and closing, and the notices that were the first, told of a resumption or took a notice back.
 */
export function isKeyMoment(moment: PictureMoment): boolean {
  return moment.kind === 'decision' || (moment.kind === 'notice' && KEY_STAGES.has(moment.stage))
}

const KEY_STAGES: ReadonlySet<Stage> = new Set(['first', 'resumption', 'retraction'])

import type { Named, Stage } from '../domain/runbook/runbook.ts'

/** The stages of notices in words; `also` is what else may be typed for one. */
export const STAGE_NAMES: Readonly<Record<Stage, Named>> = {
  scheduled: { ja: '事前のお知らせ', en: 'advance notice', also: ['事前', 'advance'] },
  first: { ja: '第1報', en: 'first notice', also: ['初報'] },
  update: { ja: '続報', en: 'update' },
  resumption: { ja: '再開のお知らせ', en: 'resumption notice', also: ['再開'] },
  final: { ja: '最終報', en: 'final notice' },
  correction: { ja: '訂正のお知らせ', en: 'correction', also: ['訂正'] },
  retraction: { ja: '取消のお知らせ', en: 'retraction', also: ['取消'] },
}

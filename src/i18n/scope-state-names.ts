import type { ScopeState } from '../domain/log/event.ts'
import type { Language } from '../domain/runbook/runbook.ts'

/** The names of each scope state: the one that is shown, and another that may be typed. */
export const SCOPE_STATE_NAMES: Readonly<
  Record<ScopeState, Readonly<Record<Language, readonly [shown: string, typed: string]>>>
> = {
  stopped: { en: ['stopped', 'halted'], ja: ['停止', '停止中'] },
  'cancel-only': { en: ['cancel-only', 'cancels-only'], ja: ['注文取消のみ', '取消のみ'] },
  'post-only': { en: ['post-only', 'posts-only'], ja: ['Post-Only注文のみ', 'Post-Onlyのみ'] },
  limited: { en: ['limited', 'partly-limited'], ja: ['一部制限', '制限'] },
  open: { en: ['open', 'resumed'], ja: ['利用可', '再開'] },
}

import type { ScopeStateNames } from './scope-states.en.ts'

export const SCOPE_STATE_NAMES: ScopeStateNames = {
  stopped: ['停止', '停止中'],
  'cancel-only': ['注文取消のみ', '取消のみ'],
  'post-only': ['Post-Only注文のみ', 'Post-Onlyのみ'],
  limited: ['一部制限', '制限'],
  open: ['利用可', '再開'],
}

import { isTime } from '../guard.ts'
import type { FactKind } from './runbook.ts'

/** Whether a value is one that a fact of this kind can have: a time in ISO 8601, a range `FROM/TO`, digits, … */
export function isOfKind(value: string, kind: FactKind): boolean {
  switch (kind) {
    case 'text':
      return true
    case 'count':
      return /^\d+$/.test(value)
    case 'amount':
      return /^\d+(?:\.\d+)? [A-Z][A-Z0-9]*$/.test(value)
    case 'time':
    case 'future':
      return isTime(value)
    case 'estimate': {
      const times = value.split('/')
      return times.length <= 2 && times.every(isTime)
    }
  }
}

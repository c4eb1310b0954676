import type { Damage } from '../domain/outcome.ts'

export const damage: Readonly<Record<Damage, string>> = {
  'not-a-line': 'does not end in a hash',
  'hash-differs': 'was altered: its hash does not fit',
  'chain-broken': 'does not follow the line before it',
  'not-json': 'is not JSON',
  'not-an-event': 'is not an event this version can read',
  'wrong-incident': 'belongs to another incident',
  'wrong-writer': 'belongs to another writer',
  'clock-runs-back': 'is older than the line before it',
  'line-too-long': 'is longer than a line may be',
  'no-beginning': 'has no beginning: no event declares the incident',
  'frozen-altered': 'was changed after it was frozen',
  'frozen-missing': 'was frozen, and is gone',
  'wrong-folder': 'declares an incident that its folder is not named after',
}

import type { FactDefinition, Language } from '../../src/domain/runbook/runbook.ts'
import { KEYS } from '../walk/keys.ts'
import type { Halt } from '../walk/operator.ts'
import type { Manual } from './manual.ts'

const { advance, lift, close } = KEYS

/** A halt of a type, from start to close at the questions of the walk. */
export function walkedHalt({ runbook }: Manual, type: string): Halt {
  const isPlanned = runbook.types[type]?.planned === 'required'
  return {
    type,
    title: '1042',
    ...(isPlanned && { planned: '2099-01-10T02:00/2099-01-10T04:00' }),
    operations: runbook.operations,
    fact: (name, language) => answerFor(runbook.facts[name] as FactDefinition, language),
    turns: [
      ...(isPlanned ? [{ key: advance, answers: ['y'] }] : []),
      { key: advance },
      { key: lift, answers: ['all', 'lift'] },
      { key: close, answers: ['', 'close'] },
    ],
  }
}

function answerFor({ kind, role }: FactDefinition, language: Language): string {
  switch (kind) {
    case 'time':
      return role === 'detected' ? 'now' : '1m ago'
    case 'future':
      return role === 'planned-end' ? '2099-01-10T04:00' : '2099-01-10T02:00'
    case 'estimate':
      return '?'
    case 'count':
      return '12'
    case 'amount':
      return '1250000 JPY'
    case 'text':
      return language === 'ja' ? '確認済み' : 'as found'
  }
}

import type { Roster } from '../src/domain/contacts/roster.ts'
import { MINUTE } from './given.ts'

const both = (text: string) => ({ ja: text, en: text })

/** Two departments, one of them with a deputy, and two escalation levels. */
export const ROSTER: Roster = {
  people: { sato: both('Sato'), kato: both('Kato'), ito: both('Ito'), mori: both('Mori') },
  departments: { desk: ['sato', 'kato'], law: ['ito'] },
  flow: { lead: ['desk'], desk: ['law'] },
  answerWithin: 5 * MINUTE,
  levels: [
    { id: 'manager', title: both('Manager'), reach: ['mori'], when: { unanswered: 10 * MINUTE }, again: 10 * MINUTE },
    { id: 'board', title: both('Board'), reach: ['mori', 'law'], when: { severity: 'sev1' }, again: null },
  ],
}

import { KEYS } from './keys.ts'
import type { Halt } from './operator.ts'

const { advance, lift, reopen, close, type } = KEYS
const onward = { key: advance }
/** Begins a planned halt. */
const begun = { key: advance, answers: ['y'] }
const allTrades = { key: lift, answers: ['all', 'lift'] }
const told = { before: '4.2-confirm', key: KEYS.notice }
const closing = { key: close, answers: ['', 'close'] }
/** What customers were told to be checked. */
const results = { key: '/set asset-safety.ja=照合しました open-orders.ja=取り消しました in-flight.ja=処理しました' }

/** A halt of each type, from start to close. */
export const MAINTENANCE: Halt = {
  type: 'maintenance',
  title: 'Database upgrade',
  planned: '2099-01-10T02:00/2099-01-10T04:00',
  turns: [begun, onward, allTrades, results, closing],
}

export const LIFTED_IN_PARTS: Halt = {
  type: 'system-failure',
  title: 'Matching engine down',
  turns: [
    onward,
    { key: lift, answers: ['deposits', 'lift'] },
    { before: '4.2-confirm', key: lift, answers: ['trading', 'lift'] },
    told,
    { before: '4.2-confirm', key: lift, answers: ['withdrawals', 'lift'] },
    told,
    results,
    closing,
  ],
}

export const RECLASSIFIED: Halt = {
  type: 'system-failure',
  title: 'Withdrawals that nobody asked for',
  turns: [
    { before: '2.1-severity', key: type, answers: ['security-incident hot wallet keys were used'] },
    onward,
    allTrades,
    results,
    closing,
  ],
}

export const COMPLIANCE: Halt = {
  type: 'compliance',
  title: 'Order of the authority',
  turns: [onward, allTrades, results, closing],
}

export const REOPENED: Halt = {
  type: 'market-volatility',
  title: 'Prices fell by half',
  turns: [
    onward,
    allTrades,
    { before: '4.2-confirm', key: reopen, answers: ['prices fell again', 'trading=stopped'] },
    allTrades,
    results,
    closing,
  ],
}

/** Each of them whole: the type at its end, how often something was lifted, and the last interruption. */
export const WALKS = [
  { name: 'a planned maintenance', halt: MAINTENANCE, ends: 'maintenance', lifts: 1, interruption: 1 },
  {
    name: 'a system failure lifted in three parts',
    halt: LIFTED_IN_PARTS,
    ends: 'system-failure',
    lifts: 3,
    interruption: 1,
  },
  {
    name: 'a security incident first taken for a system failure',
    halt: RECLASSIFIED,
    ends: 'security-incident',
    lifts: 1,
    interruption: 1,
  },
  { name: 'a compliance halt', halt: COMPLIANCE, ends: 'compliance', lifts: 1, interruption: 1 },
  {
    name: 'a market volatility halt that is reopened',
    halt: REOPENED,
    ends: 'market-volatility',
    lifts: 2,
    interruption: 2,
  },
]

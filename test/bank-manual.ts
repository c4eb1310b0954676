import type { TestWorkspace } from './workspace.ts'

const STEPS = [
  ...['look', 'count', 'guard', 'post', 'call', 'wait', 'ask', 'send'],
  ...['refill', 'reboot', 'test', 'open', 'thank', 'learn'],
]

const stepYaml = (name: string) => `  - id: 1.1-${name}
    section: "1.1"
    clauses: []
    source: extension
    department: branches
    title: { ja: ${name}の手順, en: ${name} it }
    instructions: { ja: やる。, en: Do it. }
    modality: must
    kind: once
    applies: { all: normal }${name === 'open' ? '\n    gate: lift' : ''}
`

/** The manual of a bank: types, operations, departments, channels and steps of which the shipped manual has none. */
const CHAPTER = `reviewed: 2026-11-24
title: { ja: 現金自動預払機の障害, en: Cash machines }
chapter: "1"
phase: initial-response
types:
  atm-outage: { planned: never, ja: ATM障害, en: ATM outage }
operations:
  cash: { ja: お引出し, en: Cash withdrawals }
departments:
  branches: { ja: 店舗部, en: Branches }
channels:
  screens: { form: page, audience: customers, ja: 店頭画面, en: Branch screens }
facts:
  down-since: { kind: time, role: began, ja: 停止日時, en: Down since }
  machines: { kind: text, notice: true, words: true, ja: 停止台数, en: Machines down }
steps:
${STEPS.map(stepYaml).join('')}`

export const BANK_DRILL = `id: cards-eaten
reviewed: 2026-11-25
type: atm-outage
title: { ja: カードが戻らない, en: Cards are kept }
briefing: { ja: 戻らない。, en: Cards do not come back. }
scope: [cash=stopped]
lasts: 1h
injects:
  - { id: crowd, at: 10m, steps: [1.1-call] }
`

const AUTHORITY = `reviewed: 2026-11-25
verify: false
source: extension
title: { ja: 監督庁, en: Supervisor }
applies: { types: [atm-outage], condition: { ja: 条件, en: condition } }
events: { noticed: { ja: 気づいた, en: noticed } }
reports: { first: { title: { ja: 第一, en: first }, due: [{ from: noticed, within: { hours: 4 } }] } }
`

/** Settings by which only the workspace's own runbook files count. */
export const OWN_ONLY = 'runbooks: { shipped: false }\n'

/** Writes the bank's manual into a workspace: a chapter, a drill and an authority. */
export function bringBankManual(place: TestWorkspace, settings = OWN_ONLY): void {
  place.write('halt.yaml', settings)
  place.write('runbooks/1-cash.yaml', CHAPTER)
  place.write('runbooks/drills/cards-eaten.yaml', BANK_DRILL)
  place.write('runbooks/authorities/supervisor.yaml', AUTHORITY)
}

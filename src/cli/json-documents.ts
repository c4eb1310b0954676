import type { documentSchemas } from './schemas.ts'

/** The name of a schema in `schemas/`. */
export type DocumentName = keyof typeof documentSchemas | 'event'

/**
 * What each command prints with `--json`: what is typed (in capitals: anything), and the name of the schema. Of rows whose words
 * are all typed, the one with the most words counts. `report --draft` prints the document of the authority's form, `runbook export` one of CACAO,
 * `runbook schema` a schema, and `log` events, one a line.
 */
export const JSON_DOCUMENTS: readonly (readonly [typed: string, document: DocumentName])[] = [
  ['start', 'start'],
  ['status', 'status'],
  ['status --check', 'alarms'],
  ['watch', 'status'],
  ['next', 'next'],
  ...words('begin done decline skip assign set note key exec escalate report-to classify').map(receiptOf),
  ...words('refuse advance lift reopen close undo correct redact').map(receiptOf),
  ['scope', 'scope'],
  ['scope STATEMENT', 'receipt'],
  ['approve', 'approvals'],
  ['approve EVENT', 'receipt'],
  ['notice', 'notices'],
  ['notice --check', 'findings'],
  ['notice --posted', 'receipt'],
  ['notice --send', 'sent'],
  ['contacts', 'calls'],
  ['contacts page', 'receipt'],
  ['contacts tried', 'receipt'],
  ['contacts reached', 'receipt'],
  ['handover', 'handover'],
  ['handover --to', 'receipt'],
  ['handover --accept', 'receipt'],
  ['clock list', 'clocks'],
  ['clock start', 'receipt'],
  ['join', 'join'],
  ['sync', 'sync'],
  ['serve', 'serve'],
  ['invite', 'invitation'],
  ['invite --list', 'invitations'],
  ['invite --revoke', 'revoked'],
  ['feed list', 'feeds'],
  ['feed test', 'feed-test'],
  ['feed send', 'feeds-told'],
  ['evidence list', 'evidence'],
  ['evidence remove', 'receipt'],
  ['action list', 'follow-ups'],
  ['action add', 'receipt'],
  ['action change', 'receipt'],
  ['action done', 'receipt'],
  ['list', 'list'],
  ['list --similar', 'similar'],
  ['log', 'event'],
  ['verify', 'verify'],
  ['verify --continue', 'receipt'],
  ['verify --accept', 'receipt'],
  ['verify --set-aside', 'receipt'],
  ['verify --break-lock', 'receipt'],
  ['anchor', 'anchor'],
  ['report', 'report'],
  ['stats', 'stats'],
  ['drill', 'start'],
  ['drill --list', 'drills'],
  ['drill --auto', 'score'],
  ['drill --score', 'score'],
  ['init', 'init'],
  ['doctor', 'doctor'],
  ['doctor --uninstall', 'uninstall'],
  ['runbook new', 'new-manual'],
  ['runbook check', 'findings'],
  ['runbook show', 'runbook-in-force'],
  ['runbook coverage', 'coverage'],
  ['runbook template', 'templates'],
  ['runbook adopt', 'receipt'],
  ['trust', 'trust'],
]

function words(text: string): string[] {
  return text.split(' ')
}

function receiptOf(command: string): readonly [string, DocumentName] {
  return [command, 'receipt']
}

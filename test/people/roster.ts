export const PHONE = '+81-3-0000-0000'

/** The ways to reach each person besides the phone, as items of a YAML list. */
export interface Ways {
  readonly sato?: string
  readonly kato?: string
  readonly mori?: string
}

/** A contact list with these ways to reach people; Sato heads two departments, Kato the others. */
export function roster({ sato = '', kato = '', mori = '' }: Ways): string {
  const phone = `{ by: phone, to: "${PHONE}" }`
  const reach = (ways: string) => `[${[phone, ways].filter((way) => way !== '').join(', ')}]`
  return `people:
  sato: { name: { ja: 佐藤 花子, en: Hanako Sato }, languages: [en, ja], reach: ${reach(sato)} }
  kato: { name: Kato, reach: ${reach(kato)} }
  mori: { name: Mori, reach: ${reach(mori)} }
departments:
  system: { head: sato, deputies: [kato] }
  customer-support: { head: kato }
  public-relations: { head: kato }
  legal: { head: kato }
  security: { head: sato }
escalation:
  - { id: board, title: { ja: 役員, en: Board }, reach: [mori] }
`
}

/** The command that declares the halt. */
export const DECLARES = [
  'start',
  ...['--type', 'system-failure', '--title', 'Engine down', '--severity', 'sev2'],
  ...['--scope', 'trading=stopped', 'withdrawals:XEM=stopped', 'deposits=open'],
] as const

import type { ENTITY_VALUES, FORM_PARTS, FormValueName } from '../../domain/authorities/form.ts'

/** Texts of drafts of reports to authorities. */
export const draft = {
  number: 'No.',
  field: 'Field',
  says: 'What it says',
  event: 'Event',
  ask: 'Ask',
  command: 'How to state it',
  /** The list of fields without an answer; `report` is null if the form is the same for every report. */
  missing: (count: number, report: string | null) => `Missing${report === null ? '' : `: ${report}`} (${count})`,
  complete: 'Every field that the form requires is filled in.',
  fields: (report: string) => `Fields: ${report}`,
  notStated: 'not filled in',
  notKnown: 'not known',
  onlyIfItApplies: 'empty (only where it applies)',
  notAsked: 'not asked for',
  misfit: (said: string) => `${said} does not fit the field`,
  otherCurrency: (said: string, currency: string) => `${said} is not in ${currency}, the currency of the form`,
  fromSettings: 'halt.yaml',
  byForm: 'the form',
  sources: (events: readonly string[]) => `Source: ${events.join(', ')}`,
  /** Something that a field lacks. */
  gap: (name: string, isUnknown: boolean) => `${name}: ${isUnknown ? 'not known' : 'not filled in'}`,
  /** How to state what the settings say of the company. */
  inSettings: (key: string) => `entity.${key} in halt.yaml`,
  /** In place of a command, for what follows from the log once everything is open again. */
  onceResumed: 'known once everything has resumed',
  /** On standard error, with a draft as JSON. */
  missingLine: (report: string | null, field: string, department: string | null, command: string) =>
    `missing${report === null ? '' : ` in ${report}`}: ${field}${department === null ? '' : ` (ask ${department})`}: ${command}`,
  yes: 'yes',
  no: 'no',
  parts: {
    organisation: 'Name of the company',
    times: 'Milestones',
    scope: 'Scope',
    figures: 'Impact',
    notices: 'Notices',
    causes: 'Cause',
    compensation: 'Compensation',
    prevention: 'Prevention',
    filings: 'Reports to this authority',
  } satisfies Record<(typeof FORM_PARTS)[number], string>,
  values: {
    incident: 'Incident',
    title: 'Title',
    started: 'Began',
    'fully-resumed': 'Fully resumed',
    duration: 'Duration',
    downtime: 'Time stopped or restricted',
  } satisfies Record<FormValueName, string>,
  entity: {
    name: 'Name',
    registration: 'Registration number',
    place: 'Place',
    lei: 'LEI',
    country: 'Country',
    currency: 'Currency',
    types: 'Kind of company',
    'contacts.1.name': 'Contact',
    'contacts.1.email': 'E-mail',
    'contacts.1.phone': 'Phone',
    'contacts.2.name': 'Second contact',
    'contacts.2.email': 'Second e-mail',
    'contacts.2.phone': 'Second phone',
    'parent.name': 'Parent company',
    'parent.lei': 'LEI of the parent',
  } satisfies Record<(typeof ENTITY_VALUES)[number], string>,
}
export type DraftWords = typeof draft

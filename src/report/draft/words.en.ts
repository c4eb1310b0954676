import type { ENTITY_VALUES, FORM_PARTS, FormValueName } from '../../domain/authorities/form.ts'

/** Texts of drafts of reports to authorities. */
export const draft = {
  number: 'No.',
  field: 'Field',
  says: 'What it says',
  event: 'Event',
  /** The reports that lack a field, where drafts of several are made. */
  reports: 'For',
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
  /** Of many writers, `more` are not named. */
  ofStrangers: (fields: readonly string[], writers: readonly string[], more: number) =>
    `Contains records of writers that the machine that made this draft does not know (${writers.join(', ')}${more === 0 ? '' : ` and ${more} more`}). Check these fields: ${fields.join(', ')}.`,
  /** Above a draft. */
  noHalt:
    'The halt was closed as a false alarm, and nothing is on record as stopped or restricted. Submit only what holds nevertheless.',
  /** Above a draft. */
  withInternal: (fields: readonly string[]) =>
    `Contains what operators recorded for internal use. Read these fields before you submit: ${fields.join(', ')}.`,
  /** Above a draft that gives a time of repair. */
  stillRestricted: (targets: string, fields: readonly string[]) =>
    `Gives a time of repair, but these are still stopped or restricted: ${targets}. Check these fields before you submit: ${fields.join(', ')}.`,
  restrictedAgain: (at: string, fields: readonly string[]) =>
    `Gives a time of repair from before ${at}, when something was stopped or restricted again. Check these fields before you submit: ${fields.join(', ')}.`,
  /** Below a field, with the names of what in it is that. */
  internal: (names: readonly string[]) => `Recorded for internal use: ${names.join(', ')}`,
  sources: (events: readonly string[]) => `Source: ${events.join(', ')}`,
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
    reference: 'Reference number of the last report',
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

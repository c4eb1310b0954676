import {
  ENTITY_PREFIX,
  ENTITY_VALUES,
  EVENT_PREFIX,
  FORM_PARTS,
  FORM_VALUES,
  type FormField,
  type FormValueName,
  isOneOf,
} from '../../domain/authorities/form.ts'
import { factOf } from '../../domain/incident/facts.ts'
import { wasNothing } from '../../domain/incident/scope-statements.ts'
import { factName } from '../wording.ts'
import type { DraftContext } from './context.ts'

/** Something that a field lacks. */
export interface Gap {
  readonly name: string
  /** Whether somebody stated that it is not known. */
  readonly isUnknown: boolean
  readonly department: string | null
  /** A command, or a key of the settings. */
  readonly command: string
}

/** What of a source is missing, whom to ask, and how to state it. */
export function gapOf(name: string, field: FormField, context: DraftContext): Gap {
  const { incident, authority, runbook, said, text, command } = context
  const gap = { name: sourceName(name, context), isUnknown: false, department: departmentOf(field, null, context) }
  if (name.startsWith(ENTITY_PREFIX) || name === 'organisation') {
    const key = name === 'organisation' ? 'name' : name.slice(ENTITY_PREFIX.length)
    return { ...gap, command: said.inSettings(key) }
  }
  if (name.startsWith(EVENT_PREFIX)) {
    const origin = `${authority.id}:${name.slice(EVENT_PREFIX.length)}`
    return {
      ...gap,
      command: command('clock', 'start', origin, '--at', text.language === 'ja' ? '時刻' : 'TIME'),
    }
  }
  if (Object.hasOwn(runbook.facts, name))
    return {
      ...gap,
      isUnknown: factOf(incident, name).at !== null,
      department: departmentOf(field, name, context),
      command: command('set', `${name}=${text.language === 'ja' ? '値' : 'VALUE'}`),
    }
  if (name === 'title')
    return { ...gap, command: command('classify', ...(text.language === 'ja' ? TITLE_FLAGS_JA : TITLE_FLAGS)) }
  if (RESUMPTION_VALUES.includes(name) && !wasNothing(incident)) return { ...gap, command: said.onceResumed }
  return { ...gapOfField(field, context), name: gap.name }
}

const TITLE_FLAGS = ['--title-en=TITLE', '--reason=REASON'] as const
const TITLE_FLAGS_JA = ['--title-ja=件名', '--reason=理由'] as const

/** What of a form is known only once everything has resumed. */
const RESUMPTION_VALUES: readonly string[] = ['fully-resumed', 'duration', 'downtime'] satisfies FormValueName[]

/** A field that nothing fills, whom to ask, and how to answer it. */
export function gapOfField(field: FormField, context: DraftContext): Gap {
  const { authority, text, command } = context
  const { id, title, fixed } = field
  const statement = `${id}=${exampleOf(field, context)}`
  return {
    name: title[text.language],
    isUnknown: false,
    department: fixed === null ? departmentOf(field, null, context) : null,
    command: command('report-to', authority.id, '--field', statement),
  }
}

/** The most options to spell out in a command. */
const MOST_OPTIONS = 4

function exampleOf({ kind, options }: FormField, { text: { language } }: DraftContext): string {
  const isJapanese = language === 'ja'
  switch (kind) {
    case 'boolean':
      return 'yes/no'
    case 'choice':
    case 'choices':
      return options.length <= MOST_OPTIONS ? options.join('/') : `${options.slice(0, MOST_OPTIONS).join('/')}/...`
    case 'time':
      return 'YYYY-MM-DDTHH:MM'
    case 'duration':
      return 'DDD:HH:MM'
    case 'text':
      return isJapanese ? '文言' : 'WORDS'
    default:
      return isJapanese ? '数値' : 'NUMBER'
  }
}

/** Whom to ask: the department whose step asks for the fact, else the one that the form names; null if there is none. */
function departmentOf({ department }: FormField, fact: string | null, { runbook, text }: DraftContext): string | null {
  const asking = fact === null ? undefined : runbook.steps.find(({ facts }) => facts.includes(fact))?.department
  const id = asking ?? department ?? undefined
  return id === undefined ? null : (runbook.departments[id]?.[text.language] ?? id)
}

/** What a source of a field is called. */
export function sourceName(name: string, context: DraftContext): string {
  const { said, authority, text } = context
  if (isOneOf(name, FORM_VALUES)) return said.values[name]
  if (isOneOf(name, FORM_PARTS)) return said.parts[name]
  const key = name.slice(ENTITY_PREFIX.length)
  if (name.startsWith(ENTITY_PREFIX) && isOneOf(key, ENTITY_VALUES)) return said.entity[key]
  if (name.startsWith(EVENT_PREFIX)) return authority.events[name.slice(EVENT_PREFIX.length)]?.[text.language] ?? name
  return factName(name, context)
}

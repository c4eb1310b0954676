import type { ActSubject } from '../../domain/invitation.ts'
import { languageNamed } from '../board-view.ts'
import type { FactStatement } from './fact-statement.ts'

/** The largest file that can come with an act. */
export const MAX_FILE_BYTES = 25 * 1000 * 1000

/** What stands in a form, by the names of its fields. */
export type Fields = Pick<URLSearchParams, 'get'>

/** An act as a command line, with what it is about. */
export interface ActLine {
  readonly argv: readonly string[]
  readonly subject: ActSubject
  /** The event that it takes back: one of whoever sent the form. */
  readonly takesBack?: string
  /** What it states anew, and the mark of what stood there (`seenMark`) when somebody began to write. */
  readonly restates?: FactStatement & { readonly seen: string }
  /** A text that the command reads from a file, whose path stands after this flag. */
  readonly textFile?: { readonly flag: string; readonly text: string }
}

/** The command line of an act that a form was sent for; null if there is no such act. What is empty is left out. */
export function actLine(fields: Fields): ActLine | null {
  const act = fields.get('act') ?? ''
  return Object.hasOwn(ACTS, act) ? (ACTS[act]?.(givenIn(fields)) ?? null) : null
}

/** Gives what stands in a field. */
interface Given {
  /** As text; empty if there is nothing. */
  readonly of: (field: string) => string
  /** As `--flag=TEXT`, so that a text that begins with a dash is no flag; none if there is nothing. */
  readonly flag: (flag: string, field: string) => string[]
}

function givenIn(fields: Fields): Given {
  const of = (field: string) => (fields.get(field) ?? '').replaceAll('\r\n', '\n').trim()
  return { of, flag: (flag, field) => (of(field) === '' ? [] : [`${flag}=${of(field)}`]) }
}

const ACTS: Readonly<Record<string, (given: Given) => ActLine>> = {
  begin: (given) => onStep(given, 'begin', '--note'),
  done: (given) => onStep(given, 'done', '--note'),
  skip: (given) => onStep(given, 'skip', '--reason'),
  assign: ({ of, flag }) => ({
    argv: ['assign', ...flag('--to', 'to'), '--', of('step')],
    subject: { of: 'step', step: of('step') },
  }),
  note: ({ of }) => ({ argv: ['note', '--', of('text')], subject: { of: 'anything' } }),
  'look-back': ({ of }) => ({
    argv: ['set', '--', `${of('fact')}=${of('text')}`],
    subject: { of: 'own-words', fact: of('fact') },
  }),
  state: ({ of }) => {
    const [fact, words] = [of('fact'), languageNamed(of('words'))]
    return {
      argv: ['set', '--', `${words === null ? fact : `${fact}.${words}`}=${of('text')}`],
      subject: { of: 'report-fact', fact },
      restates: { fact, words, seen: of('seen') },
    }
  },
  moment: ({ of, flag }) => ({
    argv: ['note', '--key', ...flag('--at', 'at'), '--', of('text')],
    subject: { of: 'story' },
  }),
  key: ({ of }) => ({ argv: ['key', '--', of('event')], subject: { of: 'story' } }),
  reached: (given) => onPerson(given, ['contacts', 'reached', ...given.flag('--note', 'text')]),
  tried: (given) => onPerson(given, ['contacts', 'tried', ...given.flag('--note', 'text')]),
  page: (given) => onPerson(given, ['contacts', 'page']),
  posted: ({ of, flag }) => {
    const isOverride = ['force', 'again'].includes(of('override')) && of('reason') !== ''
    const override = isOverride ? [`--${of('override')}`, ...flag('--reason', 'reason')] : []
    const given = [...flag('--stage', 'stage'), ...flag('--link', 'link'), ...override]
    return {
      argv: ['notice', '--posted', ...given, '--', of('channel')],
      subject: { of: 'channel', channel: of('channel') },
      ...(of('text') !== '' && { textFile: { flag: '--text-file', text: of('text') } }),
    }
  },
  undo: ({ of, flag }) => ({
    argv: ['undo', ...flag('--reason', 'text'), '--', of('event')],
    subject: { of: 'anything' },
    takesBack: of('event'),
  }),
  approve: ({ of }) => ({ argv: ['approve', '--', of('event')], subject: { of: 'anything' } }),
  refuse: ({ of, flag }) => ({
    argv: ['refuse', ...flag('--reason', 'text'), '--', of('event')],
    subject: { of: 'anything' },
  }),
}

function onStep({ of, flag }: Given, command: string, textFlag: string): ActLine {
  return { argv: [command, ...flag(textFlag, 'text'), '--', of('step')], subject: { of: 'step', step: of('step') } }
}

function onPerson({ of }: Given, argv: readonly string[]): ActLine {
  return { argv: [...argv, '--', of('person')], subject: { of: 'person', person: of('person') } }
}

/** The line with more flags. */
export function withFlags({ argv }: ActLine, flags: readonly string[]): string[] {
  const end = argv.indexOf('--')
  return [...argv.slice(0, end), ...flags, ...argv.slice(end)]
}

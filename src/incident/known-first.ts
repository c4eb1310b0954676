import { currentWrite, registerOf } from '../domain/incident/current-values.ts'
import { factFor, factSpeakers, isByPerson } from '../domain/incident/facts.ts'
import { filingIn } from '../domain/incident/filings.ts'
import type { Incident, UndoneNotice } from '../domain/incident/incident.ts'
import { type LeadOffer, leadOfferOf } from '../domain/incident/lead.ts'
import { formatTarget, type ScopeTarget } from '../domain/incident/scope.ts'
import { writerOf } from '../domain/log/event.ts'
import { stepById } from '../domain/runbook/runbook.ts'
import type { Journal } from '../store/journal.ts'
import { inertLine, shortLine } from '../view/inert.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'

/** The most items of a list that are shown if only unknown writers recorded them: they can record any number. */
const MAX_OF_UNKNOWN = 3

/** All items that known writers have a part in, then some of the others, and how many are left out. */
export function knownFirst<T>(
  items: readonly T[],
  isKnown: (item: T) => boolean,
): { readonly shown: T[]; readonly more: number } {
  const others = items.filter((item) => !isKnown(item))
  const shown = [...items.filter(isKnown), ...others.slice(0, MAX_OF_UNKNOWN)]
  return { shown, more: items.length - shown.length }
}

/**
 * Shortens lists for people: all items that known writers recorded, or that are about what these recorded, come first; of the
 * others, some are shown, and the rest is counted.
 */
export class KnownFirst {
  private readonly world: World
  private readonly journal: Journal

  constructor(world: World, journal: Journal) {
    this.world = world
    this.journal = journal
  }

  /** The items that are shown, and what is said of those that are left out; null if none is. */
  pick<T>(items: readonly T[], isKnown: (item: T) => boolean): { readonly shown: T[]; readonly more: string | null } {
    const { shown, more } = knownFirst(items, isKnown)
    return { shown, more: more > 0 ? this.moreLine(more) : null }
  }

  /** The items that are shown in words, and what is said of the others. */
  lines<T, L>(items: readonly T[], isKnown: (item: T) => boolean, lineOf: (item: T) => L): (L | string)[] {
    const { shown, more } = this.pick(items, isKnown)
    return [...shown.map(lineOf), ...(more === null ? [] : [more])]
  }

  private moreLine(more: number): string {
    const { journal, world } = this
    const { said } = world.text
    const [first, ...rest] = journal.unknownWriters()
    const writer = first !== undefined && rest.length === 0 ? inertLine(first.writer) : said.writerWord
    return said.moreNotOfKnown(more, resumeCommand(world, 'log', '--by', writer, '-i', journal.id))
  }

  /** The offers of the lead that are pending: also one that unknown writers alone have replaced, which comes first. */
  offers(): LeadOffer[] {
    const [ofKnown, offer] = [leadOfferOf(this.known), leadOfferOf(this.journal.incident)]
    return [...(ofKnown?.event === offer?.event ? [] : [ofKnown]), offer].filter((one) => one !== null)
  }

  /** The notices that known writers recorded as posted, and that only others took back: they may well have gone out. */
  noticesTakenBack(): UndoneNotice[] {
    const { known } = this
    const { incident } = this.journal
    if (known === incident || incident.undoneNotices.length === 0) return []
    const standing = new Set(known.notices.map(({ event }) => event))
    return incident.undoneNotices.filter(({ event }) => standing.has(event))
  }

  readonly isEventKnown = (event: string): boolean => this.journal.knows(writerOf(event))

  readonly isTargetKnown = (target: ScopeTarget): boolean =>
    registerOf(this.known, `scope:${formatTarget(target)}`).length > 0

  /** Whether a deadline, by its id, is about something that known writers recorded, or that their runbook and settings name. */
  readonly isDeadlineKnown = ({ id }: { readonly id: string }): boolean => {
    const { runbook, settings } = this.known
    const [kind, subject] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)]
    switch (kind) {
      case 'action':
        return this.isEventKnown(subject)
      case 'authority':
        return filingIn(this.known, subject) !== null
      case 'step':
        return stepById(runbook, subject) !== undefined
      case 'escalation':
        return settings.roster?.levels.some((level) => level.id === subject) ?? false
      case 'answer':
        return this.isPartyKnown(subject)
      default:
        return this.isChannelKnown(subject)
    }
  }

  readonly isChannelKnown = (channel: string): boolean => Object.hasOwn(this.known.runbook.channels, channel)

  readonly isPartyKnown = (id: string): boolean => {
    const { runbook, settings } = this.known
    return Object.hasOwn(runbook.departments, id) || Object.hasOwn(settings.roster?.people ?? {}, id)
  }

  /** `by`: who stated a fact that each person states for themselves; null if nobody did. */
  readonly isFactKnown = (name: string, by: string | null): boolean => {
    if (isByPerson(this.known, name)) return by !== null && factFor(this.known, name, by).at !== null
    return Object.hasOwn(this.known.runbook.facts, name) || registerOf(this.known, `fact:${name}`).length > 0
  }

  /** A line about a fact, marked if only a writer that is not known has stated something that it says. */
  factLine(name: string, line: string): string {
    const { incident, knows } = this.journal
    const { said } = this.world.text
    const stranger = factSpeakers(incident, name).find(({ writer }) => !knows(writer))
    return stranger === undefined ? line : said.ofStranger(line, shortLine(stranger.by))
  }

  /** A line that says who leads, marked if a writer that is not known made them lead. */
  leadLine(line: string): string {
    const write = currentWrite(this.journal.incident, 'lead')
    if (write === undefined || this.isEventKnown(write.event)) return line
    return this.world.text.said.ofStranger(line, shortLine(write.by))
  }

  private get known(): Incident {
    return this.journal.byKnownWriters()
  }
}

import {
  DEFAULT_REVIEW_INTERVALS,
  REVIEWABLES,
  type Reviewable,
  type ReviewIntervals,
} from '../domain/readiness/review.ts'
import { SEVERITIES } from '../domain/runbook/runbook.ts'
import {
  type ApprovalRules,
  type Cadence,
  type CadenceRule,
  DEFAULT_SETTINGS,
  type Entity,
  type Holiday,
  type NoticeWords,
  type Settings,
  type UpdateInterval,
} from '../domain/settings.ts'
import { parseDuration } from '../domain/time.ts'
import { normaliseChannel } from './channels-schema.ts'
import { millisecondsOf } from './field-schemas.ts'
import {
  type CadenceFile,
  type CadenceRuleFile,
  channelsIn,
  type NamedFile,
  type ReviewFile,
  type SettingsFile,
} from './settings-schema.ts'

/** The settings with defaults filled in, and durations in milliseconds; `holidays` are those of the calendar named in them. */
export function normaliseSettings(file: SettingsFile, holidays: readonly Holiday[] | null = null): Settings {
  return {
    organisation: { ja: file.organisation?.ja ?? null, en: file.organisation?.en ?? null },
    contact: { ja: file.contact?.ja ?? null, en: file.contact?.en ?? null },
    timezone: file.timezone ?? DEFAULT_SETTINGS.timezone,
    language: file.language ?? null,
    cadence: normaliseCadence(file.cadence ?? {}),
    channels: channelsOf(file.channels ?? {}),
    share: file.share ?? null,
    ...(file.words !== undefined && { words: wordsOf(file.words) }),
    ...(file.approval !== undefined && { approval: approvalOf(file.approval) }),
    ...(file.approvers !== undefined && { approvers: file.approvers }),
    ...(file.entity !== undefined && { entity: entityOf(file.entity, holidays) }),
  }
}

function entityOf(file: NonNullable<SettingsFile['entity']>, holidays: readonly Holiday[] | null): Entity {
  const { name, place, holidays: _, ...rest } = file
  return {
    ...rest,
    ...(name !== undefined && { name: inBoth(name) }),
    ...(place !== undefined && { place: inBoth(place) }),
    ...(holidays !== null && { holidays }),
    // The schema never gives a key the value undefined.
  } as Entity
}

function inBoth(given: NamedFile): { ja: string | null; en: string | null } {
  return typeof given === 'string' ? { ja: given, en: given } : { ja: given.ja ?? null, en: given.en ?? null }
}

function approvalOf({
  notice = [],
  lift = false,
  claims = false,
}: NonNullable<SettingsFile['approval']>): ApprovalRules {
  return { notice, lift, claims }
}

function wordsOf({ assets, banned = [], preferred = {} }: NonNullable<SettingsFile['words']>): NoticeWords {
  return { assets: { ja: assets?.ja ?? null, en: assets?.en ?? null }, banned, preferred }
}

function normaliseCadence(file: CadenceFile): Cadence {
  const rules = (keys: readonly string[]) =>
    Object.fromEntries(keys.flatMap((key) => (file[key] === undefined ? [] : [[key, ruleOf(file[key])]])))
  return {
    first: millisecondsOf(file.first) ?? DEFAULT_SETTINGS.cadence.first,
    update: updateInterval(file.update) ?? DEFAULT_SETTINGS.cadence.update,
    channels: rules(channelsIn(file)),
    severities: rules(SEVERITIES),
  }
}

function ruleOf(given: CadenceRuleFile): CadenceRule {
  if (typeof given === 'string') return { update: updateInterval(given) as UpdateInterval }
  const first = millisecondsOf(given.first)
  const next = updateInterval(given.update)
  return { ...(first !== undefined && { first }), ...(next !== undefined && { update: next }) }
}

function channelsOf(file: NonNullable<SettingsFile['channels']>): Settings['channels'] {
  const entries = Object.entries(file)
  return Object.fromEntries(entries.flatMap(([id, way]) => (way === undefined ? [] : [[id, normaliseChannel(way)]])))
}

function updateInterval(text: string | undefined): UpdateInterval | undefined {
  return text === 'on-change' ? 'on-change' : millisecondsOf(text)
}

/** The review intervals in milliseconds, defaults filled in. They are no part of `Settings`, which the log records. */
export function intervalsOf(file: ReviewFile = {}): ReviewIntervals {
  const intervals = REVIEWABLES.map((what) => [what, parseDuration(file[what] ?? '') ?? DEFAULT_REVIEW_INTERVALS[what]])
  return Object.fromEntries(intervals) as Record<Reviewable, number>
}

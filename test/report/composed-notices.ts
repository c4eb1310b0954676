import { numberNotices } from '../../src/domain/decide/decision.ts'
import type { ComposedNotice } from '../../src/domain/decide/sending.ts'
import type { Incident } from '../../src/domain/incident/incident.ts'
import { lifecycleOf } from '../../src/domain/incident/lifecycle.ts'
import type { Claim } from '../../src/domain/log/event.ts'
import { LANGUAGES, type Stage } from '../../src/domain/runbook/runbook.ts'
import { parsePromise } from '../../src/incident/statements.ts'
import { checkNotices } from '../../src/notice/check.ts'
import { sha256 } from '../../src/notice/compose.ts'
import { loadWeigh } from '../../src/notice/length-limits.ts'
import { composeText } from '../../src/notice/notice-text.ts'
import type { Clock } from '../../src/platform/clock.ts'
import { CLAIMS, TEMPLATES } from '../notice/halts.ts'
import { SETTINGS } from './team.ts'

const weigh = await loadWeigh(['post'])

export interface NoticeOptions {
  readonly stage?: Stage | undefined
  /** When the next report is promised, such as `23:00`. */
  readonly next?: string | undefined
  /** The evidence for what it says of assets or data, and who approved it. */
  readonly claim?: Claim | undefined
}

/** Notices as the program would send them now, from the shipped templates; throws if it would refuse to. */
export function composedFor(
  incident: Incident,
  clock: Clock,
  channels: readonly string[],
  { stage, next, claim }: NoticeOptions,
): ComposedNotice[] {
  const promised = next === undefined ? null : parsePromise(next, clock)
  const request = {
    incident,
    settings: SETTINGS,
    next: promised,
    claim: claim ?? null,
    claims: CLAIMS,
    now: clock.now(),
    weigh,
  }
  const texts = numberNotices({ incident, lifecycle: lifecycleOf(incident) }, channels, stage).flatMap((notice) => {
    const languages = SETTINGS.channels[notice.channel]?.languages ?? ['ja']
    return LANGUAGES.filter((language) => languages.includes(language)).map((language) =>
      composeText({ ...request, ...notice, language }, TEMPLATES),
    )
  })
  const errors = checkNotices(request, texts).filter(({ level }) => level === 'error')
  if (errors.length > 0) throw new Error(JSON.stringify(errors))
  return channels.map((channel): ComposedNotice => {
    const own = texts.filter((text) => text.channel === channel)
    const [{ stage, number, next }] = own as [(typeof own)[number]]
    const kept = own.map(({ language, subject, text }) => ({ language, subject, text, digest: sha256(text) }))
    const digest = sha256(kept.map((text) => text.digest).join('\n'))
    const via = SETTINGS.channels[channel]?.via ?? 'by-hand'
    const key = `${channel}-${digest.slice(0, 8)}`
    return { channel, stage, number, via, key, texts: kept, digest, next, journal: null }
  })
}

import { createHash } from 'node:crypto'
import { numberNotices } from '../domain/decide/decision.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { channelsToNotify, unsettledOn } from '../domain/incident/notices.ts'
import { fail } from '../domain/problem.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import { languagesOf } from '../domain/settings.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { sayNoticesTakenBack } from '../incident/notices-taken-back.ts'
import { record } from '../incident/record.ts'
import { adoptSettings, currentSettings } from '../incident/settings-adoption.ts'
import { approvalsNotByAnother } from '../signing/approver.ts'
import type { World } from '../world.ts'
import type { NoticeSelection } from './compose.ts'
import { findingCollector, type NoticeFinding, overriddenCodes } from './notice-finding.ts'
import { composePosted, findingsOfPosted } from './posted-text.ts'
import { checkRequiredFacts } from './required-facts.ts'
import { blockingFindings, exclusively } from './send-notices.ts'

/** What a person says of notices that they posted. */
export interface Posted {
  readonly selection: NoticeSelection
  /** Whether nothing is said of a text, stage or time of their own: notices sent with an unknown outcome then arrived. */
  readonly settles: boolean
  readonly link: string | null
  /** What was posted, and the bytes of its file; null if it was not kept. */
  readonly kept: { readonly text: string; readonly bytes: Uint8Array } | null
  /** When it was posted; missing if just now. */
  readonly at?: string
  /** The reason to record it in spite of errors. */
  readonly force?: string
  /** The reason for a first notice on a channel that already had one. */
  readonly again?: string
}

/** Records posted notices, after a check of their text. Rejects with `notice-errors` if it has errors, without `force`. */
export async function recordPosted(world: World, chosen: ChosenIncident, posted: Posted): Promise<number> {
  const { incident } = chosen.journal
  const { selection, settles, link, kept, at, force, again } = posted
  const { stage, claim, correction } = selection
  const channels = selection.channels.length > 0 ? selection.channels : channelsToNotify(incident)
  sayNoticesTakenBack(world, chosen.journal, channels)
  const unsettled = settles ? channels.filter((channel) => unsettledOn(incident, channel) !== undefined) : []
  const others = channels.filter((channel) => !unsettled.includes(channel))
  const composition = kept === null ? null : await composePosted(world, chosen, selection, kept.text)
  const findings = composition?.findings ?? findingsWithoutText(chosen, selection, others)
  const { printFindings } = await import('./output.ts')
  await printFindings(world, findings, incident.runbook)
  const { errors } = blockingFindings(findings)
  const codes = [...new Set(errors.map(({ code }) => code))]
  const named = [...new Set(errors.map(({ channel }) => channel))]
  if (codes.length > 0 && force === undefined)
    fail('notice-errors', {
      codes,
      safety: false,
      channels: named,
      names: incident.runbook.channels,
      result: 'not-recorded',
      check: null,
      send: null,
    })
  // They say whether a notice has to be approved.
  adoptSettings(world, chosen, await currentSettings(world, chosen))
  const text = kept?.text ?? (correction === undefined ? null : Object.values(correction).join('\n'))
  const intent = {
    kind: 'posted' as const,
    channels,
    settles,
    ...(stage !== undefined && { stage }),
    link,
    text,
    digest:
      text === null
        ? null
        : createHash('sha256')
            .update(kept?.bytes ?? text)
            .digest('hex'),
    next: composition === null ? selection.next : composition.selection.next,
    ...(at !== undefined && { at }),
    ...(claim !== null && { claim }),
    ...(force !== undefined && { force }),
    ...(again !== undefined && { again }),
    open: overriddenCodes(errors),
    except: await approvalsNotByAnother(world, chosen.journal),
  }
  // What is still being sent has an outcome to come.
  return exclusively(chosen.journal, unsettled, () => record(world, () => intent, chosen))
}

/** What the record lacks for notices of which the text was not kept. */
function findingsWithoutText(
  { journal, clock }: ChosenIncident,
  selection: NoticeSelection,
  channels: readonly string[],
): NoticeFinding[] {
  const { incident } = journal
  const { settings } = incident
  const { stage, next, claim, at = clock.now() } = selection
  const findings: NoticeFinding[] = []
  const named = channels.filter((id) => Object.hasOwn(incident.runbook.channels, id))
  const request = { incident, settings, next, claim, claims: [], now: at, weigh: () => 0 }
  for (const numbered of numberNotices({ incident, lifecycle: lifecycleOf(incident) }, named, stage))
    for (const language of languagesOf(settings, incident.runbook, numbered.channel)) {
      const notice = { ...numbered, language, subject: null, text: '', next }
      checkRequiredFacts(request, notice, findingCollector(findings, numbered.channel, language))
    }
  // The text may promise a next report, and names its sender and a contact by itself.
  const contact = factWithRole(incident.runbook, 'contact')
  const isOfText = ({ code, params }: NoticeFinding) =>
    code === 'no-next-report' || code === 'organisation-unset' || ('fact' in params && params.fact === contact)
  return findingsOfPosted(findings.filter((finding) => !isOfText(finding)))
}

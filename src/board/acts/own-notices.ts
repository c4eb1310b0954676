import { channelsToNotify } from '../../domain/incident/notices.ts'
import { isWithinDuties } from '../../domain/invitation.ts'
import { stageToAnnounce } from '../../domain/notice/announced-stage.ts'
import { INVOCATION, ProblemError } from '../../domain/problem.ts'
import { withOwnNames } from '../../i18n/own-names.ts'
import type { ChosenIncident } from '../../incident/choose.ts'
import { type Composition, composeNotices } from '../../notice/compose.ts'
import type { NoticeText } from '../../notice/notice.ts'
import { noticeFindingWords } from '../../notice/words.ts'
import { inertLine } from '../../view/inert.ts'
import type { World } from '../../world.ts'
import type { Acting } from '../audience.ts'

/** The next notice on a channel, to be copied and posted. */
export interface OwnNotice {
  readonly channel: string
  readonly stage: string
  readonly title: string
  /** In each language of the channel. */
  readonly texts: readonly NoticeText[]
  /** What is wrong with them, in lines. */
  readonly errors: readonly string[]
}

/** The next notices on the channels that somebody has to do with; none where they cannot be composed now. */
export async function ownNotices(world: World, chosen: ChosenIncident, acting: Acting): Promise<OwnNotice[]> {
  const { incident } = chosen.journal
  const channels = channelsToNotify(incident).filter((channel) =>
    isWithinDuties(acting, incident, { of: 'channel', channel }),
  )
  const { words } = withOwnNames(world.text, incident.runbook)
  const messageOf = await noticeFindingWords(world.text.language)
  const composed = channels.map(async (channel): Promise<OwnNotice[]> => {
    const { texts, findings } = (await compositionOf(world, chosen, channel)) ?? { texts: [], findings: [] }
    const [first] = texts
    if (first === undefined) return []
    const errors = findings.flatMap((one) => (one.level === 'error' ? [inertLine(messageOf(one, INVOCATION)[0])] : []))
    const name = incident.runbook.channels[channel]?.[world.text.language] ?? channel
    const title = `${name}  ${words.notice(stageToAnnounce(incident, channel, first.stage), first.number)}`
    return [{ channel, stage: first.stage, title, texts, errors: [...new Set(errors)] }]
  })
  return (await Promise.all(composed)).flat()
}

async function compositionOf(world: World, chosen: ChosenIncident, channel: string): Promise<Composition | null> {
  try {
    return await composeNotices(world, chosen, { channels: [channel], next: null, claim: null })
  } catch (error) {
    if (error instanceof ProblemError) return null
    throw error
  }
}

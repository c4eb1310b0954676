import { channelsToNotify } from '../../domain/incident/notices.ts'
import { isWithinDuties } from '../../domain/invitation.ts'
import { ProblemError } from '../../domain/problem.ts'
import { withOwnNames } from '../../i18n/own-names.ts'
import type { ChosenIncident } from '../../incident/choose.ts'
import { composeNotices } from '../../notice/compose.ts'
import type { NoticeText } from '../../notice/notice.ts'
import type { World } from '../../world.ts'
import type { Acting } from '../audience.ts'

/** The next notice on a channel, to be copied and posted. */
export interface OwnNotice {
  readonly channel: string
  readonly stage: string
  readonly title: string
  /** In each language of the channel. */
  readonly texts: readonly NoticeText[]
}

/** The next notices on the channels that somebody has to do with; none where they cannot be composed now. */
export async function ownNotices(world: World, chosen: ChosenIncident, acting: Acting): Promise<OwnNotice[]> {
  const { incident } = chosen.journal
  const channels = channelsToNotify(incident).filter((channel) =>
    isWithinDuties(acting, incident, { of: 'channel', channel }),
  )
  const { words } = withOwnNames(world.text, incident.runbook)
  const composed = channels.map(async (channel): Promise<OwnNotice[]> => {
    const texts = await textsOf(world, chosen, channel)
    const [first] = texts
    if (first === undefined) return []
    const title = `${words.channel(channel)}  ${words.notice(first.stage, first.number)}`
    return [{ channel, stage: first.stage, title, texts }]
  })
  return (await Promise.all(composed)).flat()
}

async function textsOf(world: World, chosen: ChosenIncident, channel: string): Promise<readonly NoticeText[]> {
  try {
    return (await composeNotices(world, chosen, { channels: [channel], next: null, claim: null })).texts
  } catch (error) {
    if (error instanceof ProblemError) return []
    throw error
  }
}

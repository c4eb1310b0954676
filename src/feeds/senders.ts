import { realTiming, type Timing } from '../delivery/io/timing.ts'
import type { SendingContext } from '../delivery/transport.ts'
import type { FeedDestination } from '../domain/settings.ts'
import { CommandFeed } from './command-feed.ts'
import type { FeedSender } from './sender.ts'
import { WebhookFeed } from './webhook-feed.ts'

export function feedSender(
  destination: FeedDestination,
  context: SendingContext,
  timing: Timing = realTiming,
): FeedSender {
  return destination.via === 'webhook'
    ? new WebhookFeed(destination, context, timing)
    : new CommandFeed(destination, context)
}

import type { ChannelSettings } from '../domain/settings.ts'
import { realTiming, type Timing } from './io/timing.ts'
import type { Transport, TransportContext } from './transport.ts'

/** Loads the transport of a channel, with the libraries it needs; null for `by-hand`. */
export async function transportFor(
  channel: ChannelSettings,
  context: TransportContext,
  timing: Timing = realTiming,
): Promise<Transport | null> {
  switch (channel.via) {
    case 'by-hand':
      return null
    case 'smtp':
      return new (await import('./io/smtp-transport.ts')).SmtpTransport(channel, context, timing)
    case 'webhook':
      return new (await import('./webhook-transport.ts')).WebhookTransport(channel, context, timing)
    case 'file':
      return new (await import('./io/file-transport.ts')).FileTransport(channel, context)
    case 'command':
      return new (await import('./command-transport.ts')).CommandTransport(channel, context)
  }
}

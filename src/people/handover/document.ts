import type { Matter } from '../../domain/handover/open-items.ts'
import type { Pack } from '../../domain/handover/pack.ts'
import { callDocument, type Stamp, stepDocument } from '../../incident/status-document.ts'

/** `handover --json`. */
export function handoverDocument(pack: Pack, stamp: Stamp) {
  const { elapsed, channels, work, parties, clocks, matters, ...rest } = pack
  const stampOf = (ms: number | null) => (ms === null ? null : stamp(ms))
  return {
    schemaVersion: 1,
    ...rest,
    elapsedSeconds: elapsed === null ? null : elapsed / 1000,
    channels: channels.map(({ nextDueAt, ...channel }) => ({ ...channel, nextDueAt: stampOf(nextDueAt) })),
    work: work.map(({ who, steps }) => ({ who, steps: steps.map((view) => stepDocument(view, stamp)) })),
    calls: parties.map(callDocument),
    clocks: clocks.map((clock) => ({ ...clock, dueAt: stamp(clock.dueAt) })),
    matters: matters.map(matterDocument),
  }
}

/** What it is about, by id or event; its title, words or state stand where that is documented. */
function matterDocument(matter: Matter) {
  const { kind } = matter
  switch (kind) {
    case 'step':
      return { kind, target: matter.view.step.id, events: [] }
    case 'conflict':
      return { kind, target: matter.target, events: matter.events }
    case 'escalation':
      return { kind, target: matter.view.level.id, events: [] }
    case 'channel':
      return { kind, target: matter.channel, events: [] }
    case 'delivery':
      return { kind, target: matter.notice.channel, events: [matter.notice.event] }
    case 'page':
      return { kind, target: matter.page.person, events: [matter.page.event] }
    case 'command':
      return { kind, target: matter.command.event, events: [matter.command.event] }
  }
}

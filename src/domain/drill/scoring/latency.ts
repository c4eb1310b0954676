import { register, severityOf } from '../../incident/current-values.ts'
import type { Interruption } from '../../incident/lifecycle.ts'
import { beganAt } from '../../incident/notice-deadlines.ts'
import { noticesOf } from '../../incident/notices.ts'
import { applies } from '../../incident/steps.ts'
import { customerChannels } from '../../runbook/runbook.ts'
import { cadenceOf } from '../../settings.ts'
import { type Check, dueOn, isOpen, type Judged, timed } from './check.ts'

/** Departments are to be told within a quarter of an hour of the beginning (manual 2.3: 速やかに). */
export const TOLD_WITHIN = 15 * 60_000

/** How soon customers were told of the halt and of its end, channel by channel, and how soon the departments were. */
export function latency(judged: Judged): Check[] {
  const { incident } = judged
  const channels = customerChannels(incident.runbook)
  return [...channels.flatMap((channel) => toldOn(judged, channel)), ...departmentsTold(judged)]
}

function toldOn(judged: Judged, channel: string): Check[] {
  const { incident, course } = judged
  const { first } = cadenceOf(incident.settings.cadence, channel, severityOf(incident))
  const check = (code: Check['code'], from: string | null, at: string | undefined): Check[] => {
    if (from === null) return []
    const dueAt = dueOn(judged, channel, Date.parse(from) + first, first)
    if (dueAt === null || (at === undefined && isOpen(judged, dueAt))) return []
    return [timed(code, channel, dueAt, at === undefined ? null : Date.parse(at))]
  }
  return course.interruptions.flatMap((interruption) => {
    const { liftedAt, lastLiftAt } = interruption
    const notices = noticesOf(incident, channel, interruption)
    const again = (lift: string) =>
      notices.find(({ stage, at }) => stage === 'resumption' && Date.parse(at) >= Date.parse(lift))?.at
    const lifts = [...new Set([liftedAt, lastLiftAt])].filter((lift) => lift !== null)
    return [
      ...check('first-notice', beganAt(incident, interruption), notices[0]?.at),
      ...lifts.flatMap((lift) => check('resumption-notice', lift, again(lift))),
    ]
  })
}

/** Their own channels, and the steps that tell them. */
function departmentsTold(judged: Judged): Check[] {
  const { incident, course } = judged
  const [interruption] = course.interruptions as [Interruption]
  const began = beganAt(incident, interruption)
  if (began === null) return []
  const dueAt = Date.parse(began) + TOLD_WITHIN
  const { channels, steps } = incident.runbook
  const internal = Object.keys(channels)
    .filter((id) => channels[id]?.audience === 'departments')
    .filter((id) => steps.some((step) => step.channel === id && step.stage === 'first' && applies(incident, step)))
    .map((channel) => [channel, noticesOf(incident, channel, interruption)[0]?.at] as const)
  const told = steps.flatMap((step) => {
    const { id, tells } = step
    if (tells === undefined || !applies(incident, step)) return []
    const done = register(incident, `step:${id}`).find((w) => !w.undone && w.value.state === 'done')
    return [[tells, done?.at] as const]
  })
  return [...internal, ...told]
    .map(([what, at]) => timed('told', what, dueAt, at === undefined ? null : Date.parse(at)))
    .filter(({ at }) => at !== null || !isOpen(judged, dueAt))
}

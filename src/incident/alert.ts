import type { Text } from '../i18n/text.ts'
import type { AlertNote } from '../i18n/words.en.ts'
import { isLoggable } from '../platform/clock.ts'
import { readTextFileOrInput } from '../platform/input.ts'
import type { Config } from '../runbook/io/config.ts'
import type { World } from '../world.ts'
import { type AlertGroup, readAlertGroup } from './alertmanager.ts'
import type { ChosenIncident } from './choose.ts'
import { appendNoteWithEvidence } from './note-with-evidence.ts'
import { sayRecorded } from './record.ts'
import type { StartOptions } from './start-incident.ts'

/** A group of some thousand alerts. */
const MAX_BYTES = 16 * 1024 * 1024

/** A call of an Alertmanager webhook, by which a halt is declared. */
export class Alert {
  private readonly group: AlertGroup
  /** The document as it came. */
  private readonly bytes: Uint8Array

  private constructor(group: AlertGroup, bytes: Uint8Array) {
    this.group = group
    this.bytes = bytes
  }

  /** Reads a file, or standard input for `-`. Rejects with `bad-alert`, or as the reading of a text does. */
  static async read(world: World, path: string): Promise<Alert> {
    const { text, bytes } = await readTextFileOrInput(path, world.input, MAX_BYTES)
    return new Alert(readAlertGroup(text, path), bytes)
  }

  get isFiring(): boolean {
    return this.group.isFiring
  }

  /** The options, with what the alert says instead of those that were not given; its type, if known, counts before a given one. */
  completing<O extends Omit<StartOptions, 'severity'>>(world: World, config: Config, options: O): O {
    const { key, title, startsAt, type } = this.group
    const isOwnType = type !== null && (options.type === undefined || Object.hasOwn(config.runbook.types, type))
    const clock = world.clock(config.settings.timezone)
    const isAhead = startsAt !== null && startsAt > clock.now()
    const isNoTime = startsAt !== null && !isLoggable(startsAt)
    if (isNoTime) world.say(world.text.said.alertWithoutTime(new Date(startsAt).toISOString()))
    else if (isAhead) world.say(world.text.said.alertAhead(clock.stamp(startsAt)))
    const hasTitle = [options.title, options.titleJa, options.titleEn].some((given) => given !== undefined)
    return {
      ref: key,
      ...(startsAt !== null && !isAhead && !isNoTime && options.planned === undefined && { at: clock.stamp(startsAt) }),
      ...(title !== null && !hasTitle && { title }),
      ...options,
      ...(isOwnType && { type }),
    }
  }

  /** Notes in an incident what the alert says, with the document as evidence. */
  noteIn(world: World, chosen: ChosenIncident): void {
    const documents = [{ name: 'alertmanager.json', bytes: this.bytes }]
    sayRecorded(world, chosen.journal, appendNoteWithEvidence(chosen, noteText(this.group, world.text), { documents }))
  }
}

/** A note is to be read; the document that it is made of is attached whole. */
const MAX_LINES = 60
const MAX_LINE = 500

/** An alert in words: how many alerts fire, then the labels and annotations that all of them have in common. */
function noteText({ labels, annotations, key, ...counts }: AlertGroup, { said }: Pick<Text, 'said'>): string {
  const all = [...Object.entries(labels), ...Object.entries(annotations), ['groupKey', key]]
  const lines = all.slice(0, MAX_LINES).map(([name, value]) => `${name}: ${value}`)
  const isCut = lines.length < all.length || lines.some((line) => line.length > MAX_LINE)
  const note: AlertNote = { ...counts, lines: lines.map((line) => line.slice(0, MAX_LINE)), isCut }
  return said.alertNote(note)
}

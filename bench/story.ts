import type { Dice } from './dice.ts'
import { type Given, note, OUTCOMES, PEOPLE, type Said } from './events.ts'
import type { Mix } from './mix.ts'

/** Events that later ones speak of: so many of the latest of each kind are remembered. */
const REMEMBERED = 5000

export interface Telling {
  readonly given: Given
  readonly dice: Dice
  readonly mix: Mix
  /** Whether the last event closes the halt. */
  readonly closes: boolean
}

/** Tells a halt event by event; what later events need, it remembers. */
export class Story {
  private readonly given: Given
  private readonly dice: Dice
  private readonly mix: Mix
  private readonly closes: boolean
  private readonly steps: readonly string[]
  private readonly names = new Map<string, string[]>()
  private readonly waiting: ((by: string) => Said)[] = []
  private number = 1
  private lifted = false

  constructor({ given, dice, mix, closes }: Telling) {
    this.given = given
    this.dice = dice
    this.mix = mix
    this.closes = closes
    this.steps = [...given.steps]
  }

  /** The event `n` of `all`. */
  next(now: number, n: number, all: number): Said {
    const by = this.dice.of(PEOPLE) ?? ''
    if (n === 0) return { type: 'incident.started', by, data: this.given.started }
    if (n === all - 1 && this.closes) return { type: 'incident.closed', by, data: { as: 'resolved', reason: null } }
    if (n === 5) return { type: 'phase.advanced', by, data: { to: 'during-halt' } }
    if (this.mix.turns && n % 1000 === 999 && n < all - 1) return this.turn(by)
    const due = this.dice.throw() < 0.3 ? this.waiting.shift() : undefined
    if (due !== undefined) return due(by)
    const share = this.dice.below(1000)
    const [, tell] = this.mix.shares.find(([upTo]) => share < upTo) ?? [0, note]
    return tell({
      by,
      now,
      dice: this.dice,
      steps: this.steps,
      clock: this.given.clock,
      recall: this.recall,
      number: this.number++,
    })
  }

  /** An event has got its name. */
  took({ type }: Said, name: string): void {
    const kept = this.names.get(type) ?? []
    this.names.set(type, kept)
    if (kept.length < REMEMBERED) kept.push(name)
    else kept[this.dice.below(REMEMBERED)] = name
    const outcome = OUTCOMES[type]
    if (outcome !== undefined) this.waiting.push((by) => ({ by, ...outcome(name, this.dice) }))
  }

  /** Trading is lifted, and later stopped again. */
  private turn(by: string): Said {
    this.lifted = !this.lifted
    const change = (state: string) => [{ operation: 'trading', asset: null, state, words: null }]
    return this.lifted
      ? { type: 'scope.lifted', by, data: { changes: change('open'), open: [] } }
      : { type: 'incident.reopened', by, data: { reason: 'orders were rejected again', scope: change('stopped') } }
  }

  private readonly recall = (...types: readonly string[]): string | undefined =>
    this.dice.of(this.names.get(this.dice.of(types) ?? '') ?? [])
}

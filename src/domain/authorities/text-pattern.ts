import { memoize } from '../memoize.ts'

// Patterns that texts of a form have to match. Whoever wrote the runbook may be a stranger, and with a regular expression such as
// `(a+)+$`, JavaScript tries more ways than there is time for: here all of them are followed at once, character by character.

/** A longer pattern is refused, and one that becomes more states than these once its counts are written out. */
const MAX_LENGTH = 500
const MAX_STATES = 500
/** A longer text matches no pattern. */
const MAX_TEXT = 20_000

/** Whether a text matches the pattern of a field: also if it has none, or one that cannot be used. */
export function matchesPattern(field: { readonly pattern: string | null }, text: string): boolean {
  const pattern = patternOf(field)
  return pattern === null || (text.length <= MAX_TEXT && pattern.isIn(text))
}

const patternOf = memoize(({ pattern }: { readonly pattern: string | null }) =>
  pattern === null ? null : textPattern(pattern),
)

/**
 * Returns a pattern as JavaScript writes it; null if it is none, or too long, or has what is not understood here: `\b`, `\B`,
 * lookaround, references to groups, and a brace that stands for itself without a backslash.
 */
export function textPattern(source: string): TextPattern | null {
  if (source.length > MAX_LENGTH) return null
  try {
    new RegExp(source)
    const parser = new Parser(source)
    const build = parser.alternatives()
    return parser.isAtEnd ? new TextPattern(build) : null
  } catch {
    return null
  }
}

/** What a state does: it takes a character, asks for an end of the text, goes on to others, or matches. */
type State =
  | { readonly kind: 'take'; readonly one: RegExp; readonly next: number }
  | { readonly kind: 'begin' | 'end'; readonly next: number }
  | { readonly kind: 'fork'; readonly next: readonly number[] }
  | { readonly kind: 'match' }

/** Adds the states of a part of a pattern before another state, and returns the one in which it begins. */
type Build = (pattern: TextPattern, after: number) => number

/** A nondeterministic automaton (Thompson's construction): it is in all states that it can be in at once. */
class TextPattern {
  private readonly states: State[] = []
  private readonly start: number

  /** Throws `SyntaxError` if it has too many states. */
  constructor(build: Build) {
    this.start = build(this, this.add({ kind: 'match' }))
  }

  add(state: State): number {
    if (this.states.length === MAX_STATES) throw new SyntaxError('too many states')
    return this.states.push(state) - 1
  }

  /** Whether some part of a text matches. */
  isIn(text: string): boolean {
    let current: readonly number[] = []
    for (let at = 0; at <= text.length; at += 1) {
      const { taking, isMatch } = this.reachedFrom([...current, this.start], at, text.length)
      if (isMatch) return true
      current = taking.flatMap(({ one, next }) => (one.test(text.charAt(at)) ? [next] : []))
    }
    return false
  }

  /** The states that take a character and can be reached without taking one, and whether a match can. */
  private reachedFrom(from: readonly number[], at: number, length: number) {
    const seen = new Set<number>()
    const taking: Extract<State, { kind: 'take' }>[] = []
    const left = [...from]
    let isMatch = false
    for (let index = left.pop(); index !== undefined; index = left.pop()) {
      if (seen.has(index)) continue
      seen.add(index)
      const state = this.states[index] as State
      if (state.kind === 'take') taking.push(state)
      else if (state.kind === 'fork') left.push(...state.next)
      else if (state.kind === 'match') isMatch = true
      else if (at === (state.kind === 'begin' ? 0 : length)) left.push(state.next)
    }
    return { taking, isMatch }
  }
}

/** One character: a class, an escape, or itself. */
const ONE = /\[(?:\\.|[^\]\\])*\]|\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[dDsSwWfnrtv]|[^A-Za-z0-9])|[^\\()|[*+?{^$]/y
const REPETITION = /(?:\{(?<least>\d{1,3})(?<rest>,(?<most>\d{1,3})?)?\}|(?<sign>[*+?]))\??/y
const GROUP = /\((?:\?:|\?<[A-Za-z_]\w*>|(?!\?))/y

/** Reads a pattern that JavaScript has accepted, from left to right, as far as it is understood. */
class Parser {
  private readonly source: string
  private at = 0

  constructor(source: string) {
    this.source = source
  }

  get isAtEnd(): boolean {
    return this.at === this.source.length
  }

  alternatives(): Build {
    const all = [this.sequence()]
    while (this.takes('|')) all.push(this.sequence())
    return (pattern, after) => pattern.add({ kind: 'fork', next: all.map((build) => build(pattern, after)) })
  }

  private sequence(): Build {
    const parts: Build[] = []
    for (let part = this.repeated(); part !== null; part = this.repeated()) parts.push(part)
    return (pattern, after) => parts.reduceRight((next, build) => build(pattern, next), after)
  }

  private repeated(): Build | null {
    const part = this.atom()
    const groups = part === null ? undefined : this.read(REPETITION)?.groups
    if (part === null || groups === undefined) return part
    const { least, rest, most, sign } = groups
    if (sign !== undefined) return repeat(part, sign === '+' ? 1 : 0, sign === '?' ? 1 : null)
    return repeat(part, Number(least), rest !== undefined && most === undefined ? null : Number(most ?? least))
  }

  private atom(): Build | null {
    if (this.read(GROUP) !== null) {
      const inner = this.alternatives()
      return this.takes(')') ? inner : null
    }
    if (this.takes('^')) return (pattern, next) => pattern.add({ kind: 'begin', next })
    if (this.takes('$')) return (pattern, next) => pattern.add({ kind: 'end', next })
    const found = this.read(ONE)
    if (found === null) return null
    const one = new RegExp(`^${found[0]}$`)
    return (pattern, next) => pattern.add({ kind: 'take', one, next })
  }

  private takes(sign: string): boolean {
    const isNext = this.source[this.at] === sign
    if (isNext) this.at += 1
    return isNext
  }

  private read(form: RegExp): RegExpExecArray | null {
    form.lastIndex = this.at
    const found = form.exec(this.source)
    this.at += found?.[0].length ?? 0
    return found
  }
}

/** A part so many times; `most` is null for any number. Each time has states of its own, so that their number has a limit. */
function repeat(part: Build, least: number, most: number | null): Build {
  return (pattern, after) => {
    let start = after
    if (most === null) {
      const next = [after]
      start = pattern.add({ kind: 'fork', next })
      next.push(part(pattern, start))
    }
    for (let i = least; i < (most ?? least); i += 1)
      start = pattern.add({ kind: 'fork', next: [part(pattern, start), after] })
    for (let i = 0; i < least; i += 1) start = pattern.add({ kind: 'fork', next: [part(pattern, start)] })
    return start
  }
}

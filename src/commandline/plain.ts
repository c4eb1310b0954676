import type { Act, Declaration, DeclaredOption, Read, Run } from '../command.ts'
import type { GlobalOptions } from '../world.ts'
import { CATALOGUE } from './catalogue.ts'
import { GLOBALS, type GlobalFlag } from './globals.ts'

/**
 * Reads a line that nothing is to be said against, of a command that declares itself plainly: those of every minute are
 * spared commander. Null for any other line, which is for commander to read; what both can read, they read alike.
 */
export async function readPlainly([name, ...words]: readonly string[]): Promise<Read | null> {
  const entry = CATALOGUE.find((entry) => entry.name === name)
  if (!entry?.isPlain) return null
  const line = new PlainLine(words)
  let run: Run | null = null
  const { define } = await entry.load()
  define(line, (start) => {
    run = start
  })
  const options = line.read()
  return options === null ? null : { run, options }
}

/** A flag, and what it says: the word that follows, or one of these, or by itself that something is so or not. */
interface Flag {
  readonly key: string
  readonly says: 'word' | readonly string[] | boolean
}

/** The words behind a command's name, and what the command declares to take. */
export class PlainLine implements Declaration {
  private readonly words: readonly string[]
  private readonly operands: { readonly isNeeded: boolean; readonly isMany: boolean }[] = []
  /** The flags of the command's own, as they are declared: most lines have none, and they are not taken apart before. */
  private readonly forms: string[] = []
  private act: Act = () => {}

  constructor(words: readonly string[]) {
    this.words = words
  }

  argument(form: string): this {
    this.operands.push({ isNeeded: form.startsWith('<'), isMany: form.endsWith('...>') || form.endsWith('...]') })
    return this
  }

  option(flags: string): this {
    this.forms.push(flags)
    return this
  }

  /** One that goes by others: a line that has it is not plain. */
  createOption(): DeclaredOption {
    const option = { conflicts: () => option }
    return option
  }

  addOption(): this {
    return this
  }

  action(act: Act): this {
    this.act = act
    return this
  }

  /** Takes the action, and returns what was said for every command; null, without it, where the line is not plain. */
  read(): GlobalOptions | null {
    const operands: string[] = []
    const own: Record<string, unknown> = {}
    const forAll: Record<string, unknown> = { input: true }
    let known: KnownFlags | null = null
    const words = this.words[Symbol.iterator]()
    for (const word of words) {
      if (!word.startsWith('-')) {
        operands.push(word)
        continue
      }
      known ??= { own: flagsIn(this.forms.map((flags) => ({ flags }))), forAll: flagsIn(GLOBALS) }
      const flag = known.own.get(word) ?? known.forAll.get(word)
      if (flag === undefined) return null
      const value = typeof flag.says === 'boolean' ? flag.says : spoken(flag.says, words.next().value)
      if (value === null) return null
      const into = known.own.has(word) ? own : forAll
      into[flag.key] = value
    }
    const given = this.given(operands)
    if (given === null) return null
    this.act.call(this as never, ...given, own)
    return forAll as unknown as GlobalOptions
  }

  /** By what they are declared to be; null where one is missing, or one too many. */
  private given(words: readonly string[]): (string | readonly string[] | undefined)[] | null {
    const needed = this.operands.filter(({ isNeeded }) => isNeeded).length
    const most = this.operands.at(-1)?.isMany ? Number.POSITIVE_INFINITY : this.operands.length
    if (words.length < needed || words.length > most) return null
    return this.operands.map(({ isMany }, i) => (isMany ? words.slice(i) : words[i]))
  }
}

function spoken(says: 'word' | readonly string[], word: string | undefined): string | null {
  if (word === undefined || word.startsWith('-')) return null
  return says === 'word' || says.includes(word) ? word : null
}

const FORM = /^(?:(-\w), )?(--(no-)?([\w-]+))( <[\w-]+>)?$/

type Flags = ReadonlyMap<string, Flag>

interface KnownFlags {
  readonly own: Flags
  readonly forAll: Flags
}

function flagsIn(declared: readonly Pick<GlobalFlag, 'flags' | 'choices'>[]): Flags {
  return new Map(declared.flatMap(({ flags, choices }) => flagsOf(flags, choices)))
}

/** By its names; none where it is of a kind that plain lines do not have. */
function flagsOf(flags: string, choices?: readonly string[]): [string, Flag][] {
  const [, short, long, not, name, word] = FORM.exec(flags) ?? []
  if (long === undefined || name === undefined) return []
  const key = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  const flag: Flag = { key, says: word === undefined ? not === undefined : (choices ?? 'word') }
  return [long, ...(short === undefined ? [] : [short])].map((name) => [name, flag])
}

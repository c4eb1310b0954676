import type { Language } from '../../domain/runbook/runbook.ts'
import { inert } from '../../view/inert.ts'
import type { GlobalOptions, Host, World } from '../../world.ts'
import { newWorld } from '../io/new-world.ts'
import { define, isGlobal, newProgram } from '../program.ts'
import { type Candidate, type Offer, offerAt } from './candidates.ts'
import { type Line, type Position, positionOf, readLine, written } from './cursor-position.ts'
import { LIVE } from './placeholder-values.ts'

/**
 * Answers a shell that asks what may follow: `SHELL` and the words up to the cursor, of bash the line as it is. Whatever is
 * wrong, it says nothing and ends well: nobody has asked for anything yet.
 */
export async function answer(host: Host, args: readonly string[]): Promise<void> {
  try {
    const asked = askedBy(args)
    const offer = await offerFor(host, asked.words)
    if (offer !== null) host.output.write(`${linesOf(offer, asked).join('\n')}\n`)
  } catch {
    // No workspace, a damaged log, words that are none: there is nothing to offer.
  }
}

interface Asked extends Line {
  readonly shell: string
}

const WHOLE = { quote: null, kept: 0 }

function askedBy([shell = '', ...rest]: readonly string[]): Asked {
  if (shell === 'bash') {
    const { words, ...place } = readLine(rest[1] ?? '', rest[0] ?? '')
    return { shell, words: words.slice(1), ...place }
  }
  const typed = rest.at(-1) ?? ''
  // What is being typed comes from fish with its quotes.
  const last = shell === 'fish' ? (readLine(typed, '').words.at(-1) ?? '') : typed
  return { shell, words: [...rest.slice(0, -1), last], ...WHOLE }
}

async function offerFor(host: Host, words: readonly string[]): Promise<Offer | null> {
  const found = await positionIn('en', host, words)
  if (found === null) return null
  const world = silent(await newWorld(host, optionsOf(found, host.env), true))
  // Descriptions are in the operator's language, which may stand in the line itself.
  const position =
    world.text.language === 'en' ? found : ((await positionIn(world.text.language, host, words)) ?? found)
  return offerAt(position, async (name, typed) => (await LIVE[name]?.(world, typed, position)) ?? [])
}

function positionIn(language: Language, host: Host, words: readonly string[]): Promise<Position | null> {
  return positionOf(newProgram({ ...host, language }), words, (command) => define(command, language, () => {}))
}

/** The options of every command, as they were given so far. */
function optionsOf({ given }: Position, { HOME = '~' }: NodeJS.ProcessEnv): GlobalOptions {
  const found: Record<string, string> = {}
  for (const [option, value] of given) if (isGlobal(option) && value !== null) found[option.attributeName()] = value
  const { dir, lang, incident, as } = found
  return {
    input: false,
    ...(dir !== undefined && { dir: dir.replace(/^~(?=\/|$)/, HOME) }),
    ...((lang === 'ja' || lang === 'en') && { lang }),
    ...(incident !== undefined && { incident }),
    ...(as !== undefined && { as }),
  }
}

function silent(world: World): World {
  const nothing = () => {}
  return { ...world, print: nothing, say: nothing, raw: { print: nothing, say: nothing, ring: nothing } }
}

/** The kind; what stands before each file's name; what of that name was typed; then words, each with what it is. */
function linesOf(offer: Offer, { shell, words, quote, kept }: Asked): string[] {
  const typed = words.at(-1) ?? ''
  if (offer.kind === 'command') {
    const isFirst = offer.from === words.length - 1
    return [isFirst ? 'commands' : 'files', '', typed]
  }
  if (offer.kind !== 'words')
    return [offer.kind, offer.stem.slice(kept), typed.slice(Math.max(kept, offer.stem.length))]
  const plain = offer.candidates.filter(({ value }) => inert(value) === value && !value.includes('\n'))
  const shown =
    shell === 'bash'
      ? plain.filter(({ value }) => value.startsWith(typed)).map(({ value }) => written(value, { quote, kept }))
      : plain.map(described)
  return ['words', offer.stem, typed, ...shown]
}

function described({ value, description }: Candidate): string {
  return `${value}\t${inert(description).replaceAll('\t', ' ')}`
}

import type { Plugin } from 'rolldown'

/** How the bundler loads a module of Node's own into a chunk. */
const LOADED = /^let (node_[\w$]+) = require\("(node:[\w/]+)"\);$/gm

/** How commander loads what only commands need that are programs of their own: it has none here. */
const IN_COMMANDER = "const childProcess = require('node:child_process');"

/**
 * Modules of Node's own are loaded when a chunk first uses one, and not with the chunk: most take longer to load than the
 * chunk itself, and a command that only reads a log needs no sockets.
 */
export function lazyModules(): Plugin {
  return {
    name: 'lazy-modules',
    transform: {
      filter: { id: /\/node_modules\/commander\/lib\/command\.js$/ },
      handler: (code) => ({ code: withoutPrograms(code) }),
    },
    renderChunk: (code) => ({ code: lazily(code) }),
  }
}

/** Throws where commander came to load them otherwise. */
export function withoutPrograms(commander: string): string {
  if (!commander.includes(IN_COMMANDER))
    throw new Error('commander loads node:child_process in another way than it did')
  return commander.replace(
    IN_COMMANDER,
    "const childProcess = { get spawn() { return require('node:child_process').spawn } };",
  )
}

/** What string-width makes when it is loaded, and uses for texts only that are not plain (`src/render/columns.ts`). */
const IN_STRING_WIDTH = [
  [
    'const segmenter = new Intl.Segmenter();',
    'const segmenter = { segment: (text) => (segmenter.made ??= new Intl.Segmenter()).segment(text) };',
  ],
  [
    'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
    "const rgiEmojiRegex = { test: (text) => (rgiEmojiRegex.made ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(text) };",
  ],
] as const

/** To make these takes longer than Node takes to start. */
export function lazyWidths(): Plugin {
  return {
    name: 'lazy-widths',
    transform: {
      filter: { id: /\/node_modules\/string-width\/index\.js$/ },
      handler: (code) => ({ code: withoutTables(code) }),
    },
  }
}

/** Throws where string-width came to make them otherwise. */
export function withoutTables(stringWidth: string): string {
  return IN_STRING_WIDTH.reduce((code, [made, instead]) => {
    if (!code.includes(made)) throw new Error('string-width makes its tables in another way than it did')
    return code.replace(made, () => instead)
  }, stringWidth)
}

/** Takes a chunk that is not minified yet. Throws where it uses a module in a way that would be missed. */
export function lazily(chunk: string): string {
  // What is made an ES module in the next line is read there already.
  const found = [...chunk.matchAll(LOADED)].filter(([, name]) => !chunk.includes(`\n${name} = `))
  return found.reduce((code, [line, name = '', module]) => {
    const rest = code.replace(line, '').replaceAll(uses(name), `(${name}()).`)
    if (others(name).test(rest)) throw new Error(`${name} is used in a way that is not known`)
    const lazy = `let ${name}$loaded;\nconst ${name} = () => ${name}$loaded ??= require("${module}");`
    return code.replaceAll(uses(name), `(${name}()).`).replace(line, () => lazy)
  }, chunk)
}

/** Not where it is a key of something else; three dots spread it. */
const BEFORE = '(?<![\\w$])(?<!(?<!\\.\\.)\\.)'

function uses(name: string): RegExp {
  return new RegExp(`${BEFORE}${name.replaceAll('$', '\\$')}\\.`, 'g')
}

function others(name: string): RegExp {
  return new RegExp(`${BEFORE}${name.replaceAll('$', '\\$')}(?![\\w$]|\\(\\))`)
}

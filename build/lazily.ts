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

/** Takes a chunk that is not minified yet. */
export function lazily(chunk: string): string {
  // What is made an ES module in the next line is read there already.
  const found = [...chunk.matchAll(LOADED)].filter(([, name]) => !chunk.includes(`\n${name} = `))
  return found.reduce((code, [line, name = '', module]) => {
    const lazy = `let ${name}$loaded;\nconst ${name} = () => ${name}$loaded ??= require("${module}");`
    return code.replaceAll(uses(name), `(${name}()).`).replace(line, () => lazy)
  }, chunk)
}

function uses(name: string): RegExp {
  return new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}\\.`, 'g')
}

import { resolve } from 'node:path'
import type { Plugin } from 'rolldown'

/** What a library makes or loads when it is loaded, and what puts that off until it is needed. */
interface PutOff {
  readonly file: RegExp
  readonly changes: readonly (readonly [eager: string, lazy: string])[]
}

/**
 * Without these `status` takes a third longer, and its gate fails (docs/dev/performance.md): the tables of string-width, which
 * only texts need that are not plain (`src/view/columns.ts`), take as long as all else that it does; Node's module for
 * processes, which commander has for commands that are programs of their own, loads the network as well.
 */
const PUT_OFF: Readonly<Record<string, PutOff>> = {
  'string-width': {
    file: /\/node_modules\/string-width\/index\.js$/,
    changes: [
      [
        'const segmenter = new Intl.Segmenter();',
        'const segmenter = { segment: (text) => (segmenter.made ??= new Intl.Segmenter()).segment(text) };',
      ],
      [
        'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
        "const rgiEmojiRegex = { test: (text) => (rgiEmojiRegex.made ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(text) };",
      ],
    ],
  },
  commander: {
    file: /\/node_modules\/commander\/lib\/command\.js$/,
    changes: [
      [
        "const childProcess = require('node:child_process');",
        "const childProcess = { get spawn() { return require('node:child_process').spawn } };",
      ],
    ],
  },
}

export function lazyLibraries(): Plugin[] {
  return Object.entries(PUT_OFF).map(([name, { file }]) => ({
    name: `lazy-${name}`,
    transform: { filter: { id: file }, handler: (code: string) => ({ code: lazily(name, code) }) },
  }))
}

/** Gives the program `build/lazy/crypto.ts` in the place of Node's cryptography; libraries have Node's. */
export function lazyCrypto(): Plugin {
  const [src, lazy] = [resolve('src'), resolve('build/lazy/crypto.ts')]
  return {
    name: 'lazy-crypto',
    resolveId: { filter: { id: /^node:crypto$/ }, handler: (_, importer) => (importer?.startsWith(src) ? lazy : null) },
  }
}

/** The source of one of these libraries, changed. Throws where it is written in another way than expected. */
export function lazily(library: string, source: string): string {
  return (PUT_OFF[library]?.changes ?? []).reduce((code, [eager, lazy]) => {
    if (!code.includes(eager)) throw new Error(`${library} is written in another way than expected: no ${eager}`)
    return code.replace(eager, () => lazy)
  }, source)
}

import type { Plugin } from 'rolldown'

/** Replacements in the source of a library that defer work from load time until it is needed. */
interface LazyPatch {
  readonly file: RegExp
  readonly changes: readonly (readonly [eager: string, lazy: string])[]
}

/**
 * Without these, `status` takes a third longer and its gate fails (docs/dev/performance.md). The tables of
 * string-width, which are only needed for texts that are not plain (`src/view/columns.ts`), take as long as everything
 * else in `status`. `node:child_process`, which commander needs for subcommands that are separate programs, loads the
 * network modules as well.
 */
const LAZY_PATCHES: Readonly<Record<string, LazyPatch>> = {
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
  // Its native client is another package, which is not built in and never asked for.
  pg: {
    file: /\/node_modules\/pg\/lib\/native\/client\.js$/,
    changes: [["  Native = require('pg-native')", "  throw new Error('pg-native is not built in')"]],
  },
  // Its copy of ajv checks what people answer to a server's questions. This server asks none, so half the chunk is not built in.
  '@modelcontextprotocol/server': {
    file: /\/node_modules\/@modelcontextprotocol\/server\/dist\/shimsNode\.mjs$/,
    changes: [
      [
        'import { n as AjvJsonSchemaValidator } from "./ajvProvider-DyjnscPj.mjs";',
        "class AjvJsonSchemaValidator { getValidator() { throw new Error('ajv is not built in') } }",
      ],
    ],
  },
  // The server contains this package, for HTTP, without its licence.
  'content-type': {
    file: /\/node_modules\/@modelcontextprotocol\/server\/dist\/src-[\w-]+\.mjs$/,
    changes: [
      [
        'var import_content_type = /* @__PURE__ */ __toESM(require_content_type(), 1);',
        "var import_content_type = { parse() { throw new Error('content-type is not built in') } };",
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
  return Object.entries(LAZY_PATCHES).map(([name, { file }]) => ({
    name: `lazy-${name}`,
    transform: { filter: { id: file }, handler: (code: string) => ({ code: lazily(name, code) }) },
  }))
}

/** The patched source of one of these libraries. Throws if the expected code is not in it. */
export function lazily(library: string, source: string): string {
  return (LAZY_PATCHES[library]?.changes ?? []).reduce((code, [eager, lazy]) => {
    if (!code.includes(eager)) throw new Error(`${library} does not contain the expected code: ${eager}`)
    return code.replace(eager, () => lazy)
  }, source)
}

import type { Plugin } from 'rolldown'

/** How the bundler exports what another chunk may see change: through a function for each name, made as the chunk starts. */
const SEEN =
  /^Object\.defineProperty\(exports, "([\w$]+)", \{\n {2}enumerable: true,\n {2}get: function \(\) \{\n {4}return ([\w$]+);\n {2}\}\n\}\);$/gm

/** What is never anything else once it is there. */
const LASTING = /^(?:async )?(?:function\*?|class|const) ([\w$]+)/gm

/** Chunks export what never changes as it is: a command loads hundreds of such names. */
export function plainExports(): Plugin {
  return { name: 'plain-exports', renderChunk: (code) => ({ code: plainly(code) }) }
}

/** Takes a chunk that is not minified yet. */
export function plainly(chunk: string): string {
  const lasting = new Set([...chunk.matchAll(LASTING)].map(([, name]) => name))
  return chunk.replace(SEEN, (all, name, value) => (lasting.has(value) ? `exports.${name} = ${value};` : all))
}

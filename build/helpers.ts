import { basename } from 'node:path'
import type { Plugin } from 'rolldown'

/** How the bundler calls the chunk of its own helpers. */
const HELPERS = 'rolldown-runtime'

/** Chunks of these names have the bundler's helpers in themselves: a file of their own takes longer to find than to run. */
export function helpersWithin(names: readonly string[]): Plugin {
  return {
    name: 'helpers-within',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const helpers = chunks.find(({ name }) => name === HELPERS)
      if (helpers === undefined) throw new Error(`the bundler's helpers are no longer in ${HELPERS}`)
      for (const chunk of chunks)
        if (names.includes(chunk.name)) chunk.code = within(chunk.code, basename(helpers.fileName), helpers.code)
    },
  }
}

/** A chunk that carries a file instead of loading it. */
export function within(chunk: string, file: string, code: string): string {
  return chunk.replace(`require("./${file}")`, () => `((exports)=>{${code};return exports})({})`)
}

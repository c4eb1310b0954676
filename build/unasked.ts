import type { Plugin } from 'rolldown'

const EDITOR = '@inquirer/editor'

/**
 * Inquirer brings all its kinds of questions along. The one that opens an editor is never asked, and carries the tables of
 * a hundred character sets with it: most of what a question would load.
 */
export function withoutEditorQuestion(): Plugin {
  return {
    name: 'without-editor-question',
    resolveId: { filter: { id: /^@inquirer\/editor$/ }, handler: () => `\0${EDITOR}` },
    load: { filter: { id: /^\0@inquirer\/editor$/ }, handler: () => UNASKED },
  }
}

const UNASKED = `export default async () => {
  throw new Error('questions of the kind "editor" are not built in')
}`

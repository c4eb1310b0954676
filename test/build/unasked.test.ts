import { rolldown } from 'rolldown'
import { describe, expect, it } from 'vitest'
import { withoutEditorQuestion } from '../../build/unasked.ts'

async function bundled(code: string): Promise<string> {
  const entry = { name: 'entry', resolveId: (id: string) => (id === 'entry' ? id : null), load: () => null }
  const load = { ...entry, load: (id: string) => (id === 'entry' ? code : null) }
  const bundle = await rolldown({ input: 'entry', platform: 'node', plugins: [load, withoutEditorQuestion()] })
  const { output } = await bundle.generate({ format: 'cjs' })
  await bundle.close()
  return output[0].code
}

describe('the question that opens an editor', () => {
  it('is not in what is built of Inquirer, and says so where it is asked', async () => {
    const code = await bundled("export { default as editor } from '@inquirer/editor'")
    const exports: { editor?: () => Promise<never> } = {}
    new Function('exports', 'module', code)(exports, { exports })
    const asked = exports.editor ?? (() => Promise.reject(new Error('nothing was built')))
    await expect(asked()).rejects.toThrow('not built in')
    expect(await bundled("export { select, editor } from '@inquirer/prompts'")).not.toContain('iconv')
  })
})

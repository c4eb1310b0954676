import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ProblemError } from '../../src/domain/problem.ts'
import { editorCommand, editText } from '../../src/platform/editor.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'halt-editor-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function editor(script: string): string {
  const path = join(folder, 'editor')
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return path
}

describe('the editor', () => {
  it('is VISUAL, else EDITOR, else vi, with its flags', () => {
    expect(editorCommand({ VISUAL: 'code --wait', EDITOR: 'nano' })).toEqual(['code', '--wait'])
    expect(editorCommand({ VISUAL: '', EDITOR: 'nano' })).toEqual(['nano'])
    expect(editorCommand({})).toEqual(['vi'])
  })

  it('gets the text in an owner-only file that is deleted afterwards', async () => {
    const seen = join(folder, 'seen')
    const script = editor(`printf '%s' "$1" > '${seen}'; cp -p "$1" '${seen}.copy'; printf 'edited' > "$1"`)
    expect(await editText('as it was', 'website.ja.txt', { ...process.env, EDITOR: script, VISUAL: '' })).toBe('edited')
    const path = readFileSync(seen, 'utf8')
    expect(path).toMatch(/website\.ja\.txt$/)
    expect(readFileSync(`${seen}.copy`, 'utf8')).toBe('as it was')
    expect(statSync(`${seen}.copy`).mode & 0o777).toBe(0o600)
    expect(existsSync(join(path, '..'))).toBe(false)
  })

  it.each([
    ['exits with an error', () => editor('exit 3'), '3'],
    ['is killed', () => editor('kill -TERM $$'), 'SIGTERM'],
    ['is missing', () => join(folder, 'nowhere'), 'ENOENT'],
  ])('is reported as failed if it %s', async (_, make, why) => {
    const program = make()
    const edited = editText('as it was', 'x.txt', { ...process.env, EDITOR: program, VISUAL: '' })
    await expect(edited).rejects.toThrow(ProblemError)
    await edited.catch((error: ProblemError) => {
      expect(error.problem).toEqual({ code: 'editor-failed', params: { program, why } })
    })
  })
})

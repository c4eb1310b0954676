import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../bench.ts'
import { read } from '../markdown.ts'
import { ShellSession } from './shell-session.ts'

/** To draw the pictures anew, run HALT_DOCS=write npx vitest run test/system/tutorial.test.ts. */
const WRITES = process.env.HALT_DOCS === 'write'

/** A line to type, or a picture of what is then on the screen, with what it shows in words. */
type Step = { readonly type: string } | { readonly picture: string; readonly title: string }

/** What a tutorial says to do, in its order: lines in its consoles after `$` and `>`, and its pictures. */
function stepsOf(page: string): Step[] {
  const found = page.matchAll(/^```console\n([\s\S]*?)^```$|^!\[([^\]]+)\]\(([^)]+)\)$/gm)
  return [...found].flatMap(([, lines, title = '', picture = '']): Step[] =>
    lines === undefined ? [{ picture, title }] : lines.trimEnd().split('\n').map(typed),
  )
}

function typed(line: string): Step {
  const [, type] = /^[$>](?: (.+))?$/.exec(line) ?? []
  if (!/^[$>]/.test(line)) throw new Error(`nothing to type: ${line}`)
  return { type: type ?? '' }
}

describe.concurrent('the tutorial', () => {
  for (const [page, language] of [
    ['docs/tutorial.md', 'en'],
    ['docs/ja/tutorial.md', 'ja'],
  ] as const)
    test(`${page} leads through a halt as its pictures show it`, async () => {
      const steps = stepsOf(read(page))
      expect(steps.filter((step) => 'picture' in step).length).toBeGreaterThan(4)
      const session = new ShellSession(language)
      for (const step of steps) {
        if ('type' in step) await session.enter(step.type)
        else expectPicture(join(dirname(page), step.picture), session.picture(step.title))
      }
      // Leaving a walk ends it as Ctrl-C does.
      expect(session.exitCodes.filter((code) => code !== 0)).toEqual([130])
      expect(session.exitCodes.length).toBeGreaterThan(10)
    })
})

function expectPicture(path: string, drawn: string): void {
  const file = join(ROOT, path)
  if (WRITES) writeFileSync(file, drawn)
  expect(drawn, path).toBe(readFileSync(file, 'utf8'))
}

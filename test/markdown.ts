import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './bench.ts'

/** A file of the project. */
export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** Blocks of one language in a Markdown page. */
export function blocks(page: string, language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    (match) => match[1] as string,
  )
}

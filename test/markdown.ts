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

/** The links of a Markdown page to files, and to headings by their anchors. */
export function linksIn(page: string): { readonly path: string; readonly anchor: string }[] {
  const targets = [...page.matchAll(/\]\((?!\w+:)([^)\s]*)\)/g)].map(([, target]) => target as string)
  return targets.map((target) => {
    const [path = '', anchor = ''] = target.split('#')
    return { path, anchor }
  })
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsIn(page: string): string[] {
  const headings = [...page.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.*)$/gm)]
  return headings.map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** The texts in the cells of a page's tables. */
export function cellsIn(page: string): string[] {
  const rows = page.replaceAll(/^```[\s\S]*?^```/gm, '').match(/^\|.*\|$/gm) ?? []
  const cells = rows.flatMap((row) => row.slice(1, -1).split(/(?<!\\)\|/))
  return cells.map((cell) => cell.trim()).filter((cell) => !/^:?-+:?$/.test(cell))
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../../domain/runbook/runbook.ts'

/**
 * The path of a page of the documentation with its anchor, as installed in the folder `root`: in the operator's language if
 * it is there. A translated page has the same headings in the same order.
 */
export function docsPage(root: string, page: string, language: Language): string {
  const [name = '', anchor] = page.split('#')
  const [english, translated] = [join(root, 'docs', name), join(root, 'docs', language, name)]
  if (language === 'en' || !existsSync(translated)) return join(root, 'docs', page)
  if (anchor === undefined) return translated
  const heading = anchorsOf(english).indexOf(anchor)
  const same = anchorsOf(translated)[heading]
  return same === undefined ? translated : `${translated}#${same}`
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '')
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

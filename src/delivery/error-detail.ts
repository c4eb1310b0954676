import { inert } from '../view/inert.ts'

const MOST = 300

/** What another side said, as it may stand in the log: one line, no address of a customer, none of these secrets. */
export function detailOf(text: string, secrets: readonly string[] = [], most = MOST): string {
  let told = text.replace(/\s+/g, ' ').trim()
  for (const secret of secrets) if (secret !== '') told = told.replaceAll(secret, '***')
  return cut(inert(told.replace(/[^\s<>()[\]",;:=]+@[^\s<>()[\]",;]+/g, '***@***')), most)
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 3).replace(/[\ud800-\udbff]$/, '')}...`
}

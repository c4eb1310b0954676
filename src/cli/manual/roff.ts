/** Text in a page of man(7): nothing in it is a request, and what is typed can be copied as it stands. */
export function roffText(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replaceAll('"', '\\(dq')
    // Where a list without blanks may be broken.
    .replaceAll('、', '、\\:')
  return escaped.replaceAll(/^(?=\.)/gm, '\\&')
}

const bold = (text: string) => `\\fB${roffText(text)}\\fR`

export const section = (title: string) => `.SH ${roffText(title.toUpperCase())}`
export const subsection = (title: string) => `.SS ${roffText(title)}`
export const paragraph = (text: string) => `.P\n${roffText(text)}`
/** A term, and below it, indented, what it means. */
export const item = (term: string, meaning: string) => `.TP\n${bold(term)}\n${roffText(meaning)}`

/** Lines to type, which are never filled; a long one is cut by nothing but the terminal. */
export const typed = (...lines: readonly string[]) => ['.P', '.nf', ...lines.map(bold), '.fi'].join('\n')

/** A reference to another page, such as haltctl-times(7). */
export const pageNamed = (name: string, number: number) => `${bold(name)}(${number})`

/** The name section, from which apropos(1) reads what the page is about. */
export const nameLine = (name: string, summary: string) => `${roffText(name)} \\- ${roffText(summary)}`

/**
 * A whole page. The first line names the encoding, whatever the folder that the page is in. Lines are neither spread nor
 * hyphenated: Japanese has no blanks to spread, and what is typed has to stay whole.
 */
export function roffPage(
  {
    name,
    number,
    source,
    manual,
  }: Readonly<Record<'name' | 'source' | 'manual', string>> & { readonly number: number },
  ...parts: readonly string[]
): string {
  const title = [name.toUpperCase(), String(number), '', source, manual].map((part) => `"${roffText(part)}"`).join(' ')
  const body = parts.join('\n').replaceAll(/^(\.S[HS] .*\n)\.P\n/gm, '$1')
  return [`'\\" -*- coding: UTF-8 -*-`, `.TH ${title}`, '.ds AD l', '.ad l', '.nh', body, ''].join('\n')
}

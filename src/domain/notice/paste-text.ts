/** A notice ready to paste: its subject and an empty line, if it has one, then the text. */
export function pasteText({ subject, text }: { readonly subject: string | null; readonly text: string }): string {
  return subject === null ? text : `${subject}\n\n${text}`
}

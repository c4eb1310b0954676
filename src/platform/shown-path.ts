import { relative } from 'node:path'

/** A path as the operator would type it: relative if it is in the working directory, else unchanged. */
export function shownPath(path: string): string {
  const relativePath = fromWorkingDirectory(path)
  return relativePath.startsWith('..') ? path : relativePath
}

/** The path relative to the working directory; unchanged if that has been deleted. */
function fromWorkingDirectory(path: string): string {
  try {
    return relative(process.cwd(), path)
  } catch {
    return path
  }
}

import { relative } from 'node:path'

/** A path as the operator would type it. */
export function shown(path: string): string {
  const near = nearTo(path)
  return near.startsWith('..') ? path : near
}

/** The path from the working directory; as it is where that has been deleted. */
function nearTo(path: string): string {
  try {
    return relative(process.cwd(), path)
  } catch {
    return path
  }
}

import { rolldown } from 'rolldown'
import config from '../../rolldown.config.ts'

/** By file below `dist/`, the packages that the bundler put into it. */
export async function packagesIn(): Promise<Map<string, readonly string[]>> {
  const [program] = config
  if (program === undefined || Array.isArray(program.output)) throw new Error('the program is built otherwise')
  const bundle = await rolldown(program)
  const { output } = await bundle.generate(program.output)
  await bundle.close()
  return new Map(
    output.flatMap((part) => (part.type === 'chunk' ? [[`dist/${part.fileName}`, packagesOf(part.moduleIds)]] : [])),
  )
}

function packagesOf(moduleIds: readonly string[]): string[] {
  const names = moduleIds.flatMap((id) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? [])
  return [...new Set(names)].sort()
}

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findProgram } from './process.ts'

/**
 * Shows a page on the terminal by man(1), which finds its pager in `MANPAGER` and `PAGER`; here an empty one is none, as
 * elsewhere. Resolves to false, with nothing shown, where there is no such program or page, or it fails.
 */
export async function showPage(path: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const man = findProgram('man', process.cwd(), env.PATH)
  if (man === null || !existsSync(path)) return false
  const pager = env.MANPAGER ?? (env.PAGER === '' ? 'cat' : undefined)
  const child = spawn(man, [path], { stdio: 'inherit', env: { ...env, ...(pager && { MANPAGER: pager }) } })
  // Ctrl-C goes to the pager alone, which goes on.
  const ignore = () => {}
  process.on('SIGINT', ignore)
  return new Promise<boolean>((resolve) => {
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  }).finally(() => process.off('SIGINT', ignore))
}

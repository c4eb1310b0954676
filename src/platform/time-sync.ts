import { execFile } from 'node:child_process'

const TIMEOUT_MS = 2000

/** Whether the machine's clock is synchronised, as systemd says it (`timedatectl(1)`); null where nothing does. */
export function isSynchronised(env: NodeJS.ProcessEnv): Promise<boolean | null> {
  return new Promise((resolve) => {
    const options = { env, timeout: TIMEOUT_MS, windowsHide: true }
    execFile('timedatectl', ['show', '--property=NTPSynchronized', '--value'], options, (error, stdout) => {
      const said = stdout.trim()
      resolve(error !== null || !/^(?:yes|no)$/.test(said) ? null : said === 'yes')
    })
  })
}

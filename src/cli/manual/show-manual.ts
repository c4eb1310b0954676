import { join } from 'node:path'
import type { Language } from '../../domain/runbook/runbook.ts'
import { localeOf } from '../../i18n/locale.ts'
import type { Host } from '../../world.ts'
import { pagePath } from './manual.ts'

/** Shows the page of a command or topic on the terminal. Resolves to whether it could; if not, nothing was shown. */
export async function showManual(host: Host, language: Language, name: string): Promise<boolean> {
  if (language === 'ja' && !localeOf(host.env).isUtf8) return false
  return host.showPage(join(host.root, 'man', pagePath(language, name)))
}

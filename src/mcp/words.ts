import type { Language } from '../domain/runbook/runbook.ts'
import type { McpWords } from './words.en.ts'

export async function mcpWords(language: Language): Promise<McpWords> {
  return (await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))).mcp
}

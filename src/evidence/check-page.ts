import type { Journal } from '../store/journal.ts'
import { evidenceNamedIn, type VerifiedLog } from './verify-log.ts'
import { verifyLabels } from './words.ts'

/** `CHECK.md` of a bundle, in both languages: what the archive holds, and the lines of shell (`script`) that check it. */
export async function checkPage(
  journal: Journal,
  { events, head }: VerifiedLog,
  hasSigners: boolean,
  script: string,
): Promise<string> {
  const facts = { incident: journal.id, events, head, evidence: evidenceNamedIn(journal), hasSigners }
  const labels = await Promise.all([verifyLabels('en'), verifyLabels('ja')])
  const pages = labels.map(({ bundle }) => bundle.page(facts))
  return `${pages.join('\n\n')}\n\n\`\`\`sh\n${script}\`\`\`\n`
}

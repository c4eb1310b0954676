import { createHash } from 'node:crypto'
import type { Timing } from '../../src/delivery/io/timing.ts'
import { MailJournal, type MailJournalFiles } from '../../src/delivery/mail-journal.ts'
import type { OutgoingMessage, TransportContext } from '../../src/delivery/transport.ts'
import { OWNER_ONLY } from '../../src/platform/access.ts'
import { EvidenceStore } from '../../src/store/evidence-files.ts'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const JA =
  '【重要】取引停止のお知らせ（第1報）\n\n平素よりご利用いただき、誠にありがとうございます。\n現在、全銘柄の取引を停止しております。\n'
const EN = 'Trading is halted (no. 1)\n\nWe have stopped trading in all assets.\n'

export const NOW = Date.parse('2026-11-24T13:17:05.120Z')

export const NOTICE: OutgoingMessage = {
  key: 'k3v9x2ab-12-email',
  incident: '20261124-221705-system-failure',
  channel: 'email',
  person: null,
  stage: 'first',
  number: 1,
  at: '2026-11-24T22:17:05.120+09:00',
  head: digest('head'),
  organisation: '例示取引所',
  texts: [
    { language: 'ja', subject: '【重要】取引停止のお知らせ（第1報）', text: JA, digest: digest(JA) },
    { language: 'en', subject: 'Trading is halted (no. 1)', text: EN, digest: digest(EN) },
  ],
  next: '2026-11-24T22:47:00.000+09:00',
}

/** A clock whose sleeps return at once; their lengths are added to `waited`. */
export function fakeTiming(waited: number[] = []): Timing {
  let now = NOW
  return {
    now: () => now,
    sleep: async (ms) => {
      waited.push(ms)
      now += ms
    },
    random: () => 0,
  }
}

export const storeIn = (workspace: string) => new EvidenceStore(workspace, OWNER_ONLY)

export function contextIn(
  workspace: string,
  env: NodeJS.ProcessEnv = {},
  files: MailJournalFiles = { file: 'journal', isResumed: false },
  stop = new AbortController().signal,
): TransportContext {
  return { workspace, env, journal: new MailJournal(storeIn(workspace), files, () => NOW), stop }
}

export const noProgress = () => {}

import type { Language } from '../domain/runbook/runbook.ts'
import type { DoctorText } from './doctor-words.en.ts'

/** Loaded by `doctor` only. */
export async function doctorText(language: Language): Promise<DoctorText> {
  const { doctor } = await (language === 'ja' ? import('./doctor-words.ja.ts') : import('./doctor-words.en.ts'))
  return doctor
}

import type { Language } from '../domain/runbook/runbook.ts'
import type { DoctorText } from './en/doctor.ts'

/** Loaded by `doctor` only. */
export async function doctorText(language: Language): Promise<DoctorText> {
  const { doctor } = await (language === 'ja' ? import('./ja/doctor.ts') : import('./en/doctor.ts'))
  return doctor
}

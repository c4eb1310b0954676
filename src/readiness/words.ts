import type { Language } from '../domain/runbook/runbook.ts'
import type { DoctorText, InitText, NewManualText, OutlineText, TemplateText } from './words.en.ts'

export async function doctorText(language: Language): Promise<DoctorText> {
  const { doctor } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return doctor
}

export async function initText(language: Language): Promise<InitText> {
  const { init } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return init
}

export async function newManualText(language: Language): Promise<NewManualText> {
  const { newManual } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return newManual
}

export async function outlineText(language: Language): Promise<OutlineText> {
  const { outline } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return outline
}

export async function templateText(language: Language): Promise<TemplateText> {
  const { template } = await (language === 'ja' ? import('./words.ja.ts') : import('./words.en.ts'))
  return template
}

import type { GivenTexts } from '../domain/incident/own-texts.ts'
import { otherLanguages } from '../report/missing-languages.ts'
import { reportLabels } from '../report/words.ts'
import { Back } from './reply-reader.ts'
import type { Session } from './session.ts'

/** What words of the report are. */
type Kind = 'hypothesis' | 'judgement'

/** Asks for words of the report in each of its languages in which they are not; Enter and Esc leave that for later. */
export async function askInOtherLanguages(session: Session, kind: Kind, words: string): Promise<GivenTexts> {
  const { language } = session.context.text
  const { inLanguage, wordsOf, later } = await reportLabels(language, 'internal')
  const texts: { ja?: string; en?: string } = {}
  try {
    for (const other of otherLanguages(session.incident, language, words)) {
      const given = await session.ask.line(`${inLanguage[other](wordsOf[kind], words)} ${later}`)
      if (given !== '') texts[other] = given
    }
  } catch (error) {
    // What was said so far is recorded.
    if (!(error instanceof Back)) throw error
  }
  return texts
}

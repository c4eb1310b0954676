import { isMap, isScalar, parseDocument, visit } from 'yaml'
import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'

/** What the files of a new manual are in: comments in the operator's language, texts in one language or both. */
export interface StarterLanguages {
  readonly comments: Language
  readonly texts: readonly Language[]
}

/** A comment, or a line of one, for the readers of one language: `# ja: …`. */
const MARKED_COMMENT = /^([ \t]*# )(ja|en): (.*\n)/gm
/** As in the files of the program: longer lists and texts go on in a new line. */
const LINE_WIDTH = 120

/** A file of the starter manual in the given languages, with `today` (YYYY-MM-DD) as the day of its review. */
export function starterText(source: string, { comments, texts }: StarterLanguages, today: string): string {
  const commented = source
    .replace(MARKED_COMMENT, (_, start: string, language: string, rest: string) =>
      language === comments ? `${start}${rest}` : '',
    )
    .replace(/^reviewed: .*$/m, `reviewed: ${today}`)
  const others = LANGUAGES.filter((language) => !texts.includes(language))
  return others.length === 0 ? commented : withoutLanguages(commented, others)
}

/** A text in Japanese that is commented out, with the one in English that follows it. */
const JAPANESE_EXAMPLE = /\bja: [^,{}\n]+, (?=en: )/g
const ENGLISH_EXAMPLE = /(?<=\bja: [^,{}\n]+), en: [^,{}\n]+(?= \})/g

function withoutLanguages(text: string, languages: readonly string[]): string {
  const ofOthers = languages.includes('ja') ? JAPANESE_EXAMPLE : ENGLISH_EXAMPLE
  const doc = parseDocument(text.replaceAll(/^ *# .*$/gm, (comment) => comment.replaceAll(ofOthers, '')))
  visit(doc, {
    Pair: (_, { key, value }) => {
      const isText = isScalar(key) && languages.includes(String(key.value))
      return isText && !isMap(value) ? visit.REMOVE : undefined
    },
  })
  // The writer puts spaces into either both kinds of brackets or neither.
  return doc.toString({ lineWidth: LINE_WIDTH }).replaceAll(/\[ ([^[\]]*) \]/g, '[$1]')
}

import { writeFileSync } from 'node:fs'
import { it } from 'vitest'
import { draftIn, reportIn } from './pages.ts'
import { WHOLE } from './stories/index.ts'

it('writes', async () => {
  for (const story of WHOLE)
    for (const language of ['en', 'ja'] as const) {
      const out = (name: string, text: string) =>
        writeFileSync(`/work/tmp/report24/${story.name}.${language}.${name}`, text)
      for (const audience of ['internal', 'customer', 'executive', 'regulator'] as const) {
        out(`${audience}.html`, await reportIn(story, language, 'html', audience))
        out(`${audience}.md`, await reportIn(story, language, 'markdown', audience))
        out(`${audience}.brief.md`, await reportIn(story, language, 'brief', audience))
      }
      for (const authority of ['jp-ppc', 'jvcea', 'jp-fsa'])
        out(`${authority}.html`, await draftIn(story, authority, language))
    }
}, 600000)

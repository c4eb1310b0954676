import { fail } from '../domain/outcome.ts'
import { edit } from '../platform/editor.ts'
import type { World } from '../world.ts'
import { editable, readEdited } from './edited.ts'
import type { NoticeText } from './notice.ts'

/** Texts as the operator leaves them in their editor, one after the other. Throws `editor-failed`, also for an empty one. */
export async function editTexts(world: World, texts: readonly NoticeText[]): Promise<NoticeText[]> {
  const edited: NoticeText[] = []
  for (const notice of texts) {
    const content = await edit(editable(notice), `${notice.channel}.${notice.language}.txt`, world.env)
    edited.push(readEdited(notice, content) ?? fail('editor-failed', { program: notice.channel, why: 'empty' }))
  }
  return edited
}

import type { ChannelForm } from '../domain/runbook/runbook.ts'
import { columnsOf } from '../view/columns.ts'
import type { NoticeText, Weigh } from './notice.ts'

/** The largest weighted length of a post on X. */
export const MAX_POST_WEIGHT = 280

/** Columns of a push notice's body that a lock screen shows. */
export const MAX_PUSH_BODY_COLUMNS = 180

/** The links in a text. */
export const LINK_PATTERN = /(?:https?:\/\/|www\.)[^\s<>「」（）、。]+/gi

/** Whether a channel of this form shows all of a text; a push notice has no room for a link, which phishing would imitate. */
export function isShownWhole(
  form: ChannelForm,
  { subject, text }: Pick<NoticeText, 'subject' | 'text'>,
  weigh: Weigh,
): boolean {
  if (form === 'post') return weigh(text) <= MAX_POST_WEIGHT
  const columns = columnsOf(subject ?? '') + columnsOf(text)
  return form !== 'push' || (columns <= MAX_PUSH_BODY_COLUMNS && text.search(LINK_PATTERN) === -1)
}

/**
 * Loads the function that weighs a post on X: a full-width character counts 2, a link 23. `twitter-text` takes long to load, so without
 * a post among the forms it is not loaded, and the function returned throws.
 */
export async function loadWeigh(forms: readonly ChannelForm[]): Promise<Weigh> {
  if (!forms.includes('post'))
    return () => {
      throw new Error('the weight of a post was not loaded')
    }
  const { default: parseTweet } = await import('twitter-text/dist/parseTweet.js')
  return (text) => parseTweet(text).weightedLength
}

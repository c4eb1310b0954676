import type { ChannelForm, Runbook } from './runbook.ts'

/** Columns (two for a full-width character) that a phone shows of the title of a push notice. */
export const PUSH_TITLE_COLUMNS = 30

/** Columns that a mail program on a desk shows of a subject. */
export const MAIL_SUBJECT_COLUMNS = 72

/** Forms that channels of these names had in runbooks that give none: those of logs from before there were forms. */
const FORMS_WITHOUT_KEY: Readonly<Record<string, ChannelForm>> = {
  website: 'page',
  email: 'mail',
  'app-push': 'push',
  social: 'post',
}

/** The form of a channel: what a text on it looks like, and what is checked. One that the runbook lacks counts as a page. */
export function formOf({ channels }: Pick<Runbook, 'channels'>, id: string): ChannelForm {
  const channel = channels[id]
  if (channel?.form !== undefined) return channel.form
  return FORMS_WITHOUT_KEY[id] ?? (channel?.audience === 'departments' ? 'chat' : 'page')
}

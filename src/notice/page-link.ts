import { publishedUrl, statusPageName } from '../delivery/published-url.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { formOf } from '../domain/runbook/channel-forms.ts'
import { languagesOf } from '../domain/settings.ts'
import type { NoticeRequest } from './notice.ts'

type LinkRequest = Pick<NoticeRequest, 'incident' | 'settings' | 'language' | 'linked'>

/**
 * Returns the URL at which customers can read more, or null: once the program has written a page on the halt, the status page
 * of its folder, which also shows what is told after it; else the page itself, which is about what was told then.
 */
export function pageLink(request: LinkRequest): string | null {
  const { incident, language, linked = incident.notices } = request
  const page = linked.findLast((notice) => notice.link !== null && isPublicPage(incident, notice.channel))
  if (page === undefined) return null
  const statusPage = page.state === 'sent' ? statusPageUrl(request, page.channel) : null
  return statusPage ?? page.links?.[language] ?? page.link
}

/**
 * Returns the channel of pages for customers where a text can lead to none: none is out on the halt, and none will have a known
 * URL. Null if there is one, or the manual has no such channel.
 */
export function unknownPage(request: LinkRequest): string | null {
  const { incident, settings } = request
  const pages = Object.keys(incident.runbook.channels).filter((id) => isPublicPage(incident, id))
  const isToCome = pages.some((id) => {
    const how = settings.channels[id]
    return how?.via === 'file' && how.baseUrl !== undefined
  })
  return isToCome || pageLink(request) !== null ? null : (pages[0] ?? null)
}

/** Whether a channel shows customers pages. */
export function isPublicPage({ runbook }: Incident, channel: string): boolean {
  return runbook.channels[channel]?.audience === 'customers' && formOf(runbook, channel) === 'page'
}

function statusPageUrl(
  { incident, settings, language }: Pick<NoticeRequest, 'incident' | 'settings' | 'language'>,
  channel: string,
): string | null {
  const how = settings.channels[channel]
  const hasStatusPage =
    how?.via === 'file' &&
    how.format !== 'markdown' &&
    languagesOf(settings, incident.runbook, channel).includes(language)
  return hasStatusPage ? publishedUrl(how, statusPageName(language)) : null
}

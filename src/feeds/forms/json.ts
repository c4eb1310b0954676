import type { FeedMessage } from '../message.ts'

/** What other programs are told (schemas/feed.schema.json): the body of `json`, and the standard input of a command. */
export function jsonForm(message: FeedMessage): object {
  const { key, feed, what, isTakenBack, isDrill, isConfidential, at, incident, clock, alert, texts } = message
  return {
    schemaVersion: 1,
    key,
    feed,
    what,
    takenBack: isTakenBack,
    drill: isDrill,
    confidential: isConfidential,
    at,
    incident:
      incident === null
        ? null
        : {
            id: incident.id,
            event: incident.event,
            by: incident.by,
            type: incident.type,
            severity: incident.severity,
            titles: incident.titles,
            phase: incident.phase,
            lead: incident.lead,
            restricted: incident.restricted,
          },
    clock,
    alert: alert === null ? null : { key: alert.key, action: alert.action },
    texts: texts.map(({ language, title, lines }) => ({ language, title, text: lines.join('\n') })),
  }
}

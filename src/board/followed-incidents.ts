import { LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import { loadText } from '../i18n/text.ts'
import type { World } from '../world.ts'
import type { BoardView } from './board-view.ts'
import { FollowedIncident } from './followed-incident.ts'
import type { BoardWords } from './words.en.ts'
import { boardWords } from './words.ts'

/** Milliseconds after which an incident that nobody looks at is let go. */
const IDLE_MS = 60_000

/** A language of a board: its words, and the world with all other texts in it. */
export interface BoardLanguage {
  readonly world: World
  readonly words: BoardWords
}

interface Used {
  readonly incident: FollowedIncident
  usedAt: number
}

/** The incidents that somebody looks at, or has looked at a moment ago, in each language. */
export class FollowedIncidents {
  private readonly languages: ReadonlyMap<Language, BoardLanguage>
  private readonly now: () => number
  private readonly followed = new Map<string, Used>()

  static async open(world: World): Promise<FollowedIncidents> {
    const languages = LANGUAGES.map(async (language) => {
      const text = await loadText(language)
      const inLanguage = Object.create(world, { text: { value: text } }) as World
      return [language, { world: inLanguage, words: await boardWords(language) }] as const
    })
    return new FollowedIncidents(new Map(await Promise.all(languages)), world.now)
  }

  private constructor(languages: FollowedIncidents['languages'], now: () => number) {
    this.languages = languages
    this.now = now
  }

  in(language: Language): BoardLanguage {
    return this.languages.get(language) as BoardLanguage
  }

  /** The incident, whose log is followed from now on. Throws `unknown-incident` if there is none with this id. */
  incident(id: string, language: Language): FollowedIncident {
    const key = keyOf({ incident: id, language })
    const { world, words } = this.in(language)
    const incident = this.followed.get(key)?.incident ?? new FollowedIncident(world, words, id)
    this.followed.set(key, { incident, usedAt: this.now() })
    return incident
  }

  /** How many events are known of the incident of a view; undefined if it is not followed. */
  eventsOf(view: BoardView): number | undefined {
    return this.followed.get(keyOf(view))?.incident.events
  }

  /** Reads what was added to the logs, and lets go what nobody looks at; `views` are those that somebody does. */
  readNew(views: readonly BoardView[], onFailure: (error: unknown) => void): void {
    const now = this.now()
    const lookedAt = new Set(views.map(keyOf))
    for (const [key, used] of this.followed) {
      if (lookedAt.has(key) || used.incident.hasReaders) used.usedAt = now
      if (now - used.usedAt > IDLE_MS) this.followed.delete(key)
      try {
        used.incident.readNew()
      } catch (error) {
        onFailure(error)
      }
    }
  }
}

function keyOf({ incident, language }: Pick<BoardView, 'incident' | 'language'>): string {
  return `${language} ${incident}`
}

import type { FileSettings } from '../domain/settings.ts'

/** The name of the status page of a folder in one language. */
export function statusPageName(language: string): string {
  return `index.${language}.html`
}

/** URL of a file in a folder that is published; null if `baseUrl` is not set. */
export function publishedUrl({ baseUrl }: Pick<FileSettings, 'baseUrl'>, name: string): string | null {
  return baseUrl === undefined ? null : new URL(name, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`).href
}

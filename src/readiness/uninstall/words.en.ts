import { pluralize } from '../../i18n/words.en.ts'
import type { InstallationKind, UninstallStepKind } from './uninstall-step.ts'

const kinds: Readonly<Record<UninstallStepKind, string>> = {
  process: 'Processes that are running',
  completion: 'Completion',
  program: 'The program',
  cache: 'Cache',
  state: 'Keys and heads of this machine',
  logs: 'Logs and evidence',
}

const installedAs: Readonly<Record<Exclude<InstallationKind, 'folder'>, string>> = {
  'npm-global': 'installed with npm under',
  'npm-project': 'installed with npm in the project',
  npx: 'kept by npx in',
  debian: 'installed as the Debian package haltctl in',
  link: 'a link on the PATH:',
}

export const uninstall = {
  intro: 'Nothing was changed. To take away what is here, type these lines, in this order.',
  nothing: 'There is nothing to take away.',
  kinds,
  program: (how: keyof typeof installedAs, path: string) => `${installedAs[how]} ${path}`,
  remade: 'everything in it can be made again',
  startFile: (path: string) => `${path} (sed keeps the old file beside it, as .bak)`,
  warnings: {
    folder: (path: string) => `WARNING: runs from ${path}; whatever you changed in that folder goes as well`,
    state:
      'WARNING: without the heads, this machine cannot tell that a log was cut short or replaced, only that what is in it fits together; without the keys, it records as somebody new. Copy the folder first if logs stay',
    logs: (incidents: number) =>
      `WARNING: the records of ${pluralize(incidents, 'incident')}; nothing brings them back. Copy the folder to where you keep records first`,
  },
  commented:
    'What the lines that begin with # delete is gone for good: type them without it, once you have a copy or need none.',
  elsewhere:
    'Not listed: other workspaces, what others have on this machine, what was sent to a relay or to rooms, and lines in start files that were written in another way.',
}

export type UninstallText = typeof uninstall

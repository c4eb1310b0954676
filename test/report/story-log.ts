import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readAuthorities } from '../../src/authority/io/authority-files.ts'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { loadText } from '../../src/i18n/text.ts'
import type { ChosenIncident } from '../../src/incident/choose.ts'
import { clockOf } from '../../src/platform/clock.ts'
import { Journal } from '../../src/store/journal.ts'
import { logPaths } from '../../src/store/log-paths.ts'
import { openWorkspace } from '../../src/store/workspace.ts'
import type { World } from '../../src/world.ts'
import { ROOT } from '../notice/halts.ts'
import { silentWorld } from '../world.ts'
import { memoryState } from './memory-state.ts'
import type { Story } from './stories/story.ts'
import { StoryRecorder } from './story-recorder.ts'

export interface StoryLog extends ChosenIncident {
  /** The world of an operator who asks for a report in a language. */
  readonly worldIn: (language: Language) => Promise<World>
}

const told = new Map<string, StoryLog>()

/** The log of a story; cached. */
export function logOfStory(story: Story): StoryLog {
  const known = told.get(story.name) ?? tell(story)
  told.set(story.name, known)
  return known
}

function tell({ beginning, tell }: Story): StoryLog {
  const workspace = newWorkspace()
  const telling = new StoryRecorder(workspace, readAuthorities(join(ROOT, 'runbooks'), workspace).known, beginning)
  tell(telling)
  const ended = telling.clock.now()
  const { journal } = telling
  journal.refresh()
  const worldIn = async (language: Language) => worldOf(workspace, await loadText(language))
  return { journal, clock: clockOf('Asia/Tokyo', () => ended), worldIn }
}

/** The log of a story after somebody altered a word in the middle of it. */
export function damagedOf(story: Story): StoryLog {
  const { journal: whole, clock, worldIn } = logOfStory(story)
  const workspace = newWorkspace()
  cpSync(whole.directory, join(workspace, 'incidents', whole.id), { recursive: true })
  const journal = new Journal(workspace, whole.id, memoryState('reader'), () => 'reader')
  const path =
    logPaths(journal.directory, journal.id).find((path) => readFileSync(path, 'utf8').includes('"seq":9,')) ?? ''
  writeFileSync(path, readFileSync(path, 'utf8').replace('step.done', 'step.gone'))
  journal.refresh()
  return { journal, clock, worldIn }
}

function newWorkspace(): string {
  return mkdtempSync(join(tmpdir(), 'halt-story-'))
}

function worldOf(directory: string, text: World['text']): World {
  return silentWorld({ root: ROOT, env: process.env, text, workspace: openWorkspace(directory, {}, () => 'sato') })
}

import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Workspace } from './workspace.ts'

/** A command that is attacked, and the workspace that it finds. */
export interface Scene {
  readonly name: string
  prepare(workspace: Workspace): Promise<void>
  readonly args: readonly string[]
}

export const START = ['start', '--type', 'system-failure', '--title', 'x', '--scope', 'trading=stopped'] as const
export const ADOPT = ['runbook', 'adopt', '--reason', 'ours'] as const

const OWN_RUNBOOK = `reviewed: 2026-11-24
title: { ja: 当社の手順, en: Our own steps }
chapter: "2"
phase: during-halt
steps:
  - id: 3.9-queue
    section: "3.9"
    clauses: []
    source: extension
    department: system
    title: { ja: 待ち行列を確認する, en: Check the queue }
    instructions: { ja: 待ち行列の長さを見る。, en: Look how long the queue is. }
    modality: effort
    kind: once
    applies: { all: normal }
`

/** A runbook of the workspace's own, beside the shipped ones. */
export function writeOwnRunbook({ path }: Workspace): void {
  mkdirSync(join(path, 'runbooks'))
  writeFileSync(join(path, 'runbooks', '8-ours.yaml'), OWN_RUNBOOK)
}

export function writeOwnSettings({ path }: Workspace): void {
  writeFileSync(join(path, 'halt.yaml'), 'cadence: { first: 5m, update: 20m }\n')
}

async function begun(workspace: Workspace): Promise<void> {
  await workspace.ok(...START)
  await workspace.ok('note', 'before')
}

export const SCENES: readonly Scene[] = [
  { name: 'note', prepare: begun, args: ['note', 'killed'] },
  { name: 'done, three steps', prepare: begun, args: ['done', '2.1-logs', '2.1-cause', '3.3-vigilance'] },
  { name: 'start', prepare: async () => {}, args: START },
  { name: 'start of a second', prepare: begun, args: START },
  {
    name: 'adopted runbook',
    async prepare(workspace) {
      await begun(workspace)
      writeOwnRunbook(workspace)
    },
    args: ADOPT,
  },
  {
    name: 'adopted settings',
    async prepare(workspace) {
      await begun(workspace)
      writeOwnSettings(workspace)
    },
    args: ADOPT,
  },
  { name: 'scope', prepare: begun, args: ['scope', 'deposits=stopped', 'withdrawals=stopped'] },
  {
    name: 'undo',
    async prepare(workspace) {
      await begun(workspace)
      await workspace.ok('set', 'impact=all orders')
    },
    args: ['undo', '--reason', 'wrong'],
  },
  { name: 'close', prepare: begun, args: ['close', '--resolution', 'false-alarm', '--reason', 'none'] },
  {
    name: 'first event of another writer',
    async prepare(workspace) {
      await begun(workspace)
      rmSync(workspace.state, { recursive: true })
    },
    args: ['note', 'killed'],
  },
  {
    name: 'torn tail',
    async prepare(workspace) {
      await begun(workspace)
      appendFileSync(workspace.file, '{"v":1,"inc')
    },
    args: ['note', 'killed'],
  },
  {
    name: 'restored log',
    async prepare(workspace) {
      await begun(workspace)
      const older = readFileSync(workspace.file)
      await workspace.ok('note', 'lost by restoring')
      writeFileSync(workspace.file, older)
    },
    args: ['note', 'killed'],
  },
  {
    name: 'long file of claims',
    async prepare(workspace) {
      await begun(workspace)
      const claims = readFileSync(join(workspace.incident, 'lock'), 'utf8')
      writeFileSync(join(workspace.incident, 'lock'), claims.repeat(Math.ceil((33 * 1024) / claims.length)))
    },
    args: ['note', 'killed'],
  },
]

/** Everything that a command of this workspace reads or writes and whose name is known beforehand. */
export function pathsOf(workspace: Workspace): string[] {
  if (workspace.files().length === 0) return []
  const { path, incident } = workspace
  const inside = [path, join(path, 'incidents'), incident, join(incident, 'lock'), ...workspace.files()]
  if (!existsSync(workspace.state)) return [...inside, workspace.state]
  const head = `${workspace.ids().at(-1)}.head`
  return [...inside, workspace.kept, join(workspace.kept, 'writer'), join(workspace.kept, head)]
}

import { spawnSync } from 'node:child_process'

export interface Inserts {
  /** Which SQLite it was, and who called it. */
  readonly name: string
  /** Microseconds, one for each line. */
  readonly times: readonly number[]
}

const SET_UP = ['PRAGMA journal_mode=WAL', 'PRAGMA synchronous=FULL', 'CREATE TABLE log (line TEXT NOT NULL)']
const INSERT = 'INSERT INTO log VALUES (?)'
const VERSION = 'SELECT sqlite_version() AS version'

/** Inserts lines one by one, each a transaction, by Node's own SQLite, or by Python's; null where neither is there. */
export async function insertTimes(path: string, lines: readonly string[]): Promise<Inserts | null> {
  return (await byNode(path, lines)) ?? byPython(path, lines)
}

/** As much as is used of `node:sqlite`, which Node 20 does not have. */
interface Sqlite {
  readonly DatabaseSync: new (path: string) => Database
}

interface Database {
  exec(sql: string): void
  prepare(sql: string): { run(line: string): unknown; get(): unknown }
  close(): void
}

const MODULE: string = 'node:sqlite'

async function byNode(path: string, lines: readonly string[]): Promise<Inserts | null> {
  const sqlite = await import(MODULE).then(
    (module) => module as Sqlite,
    () => null,
  )
  if (sqlite === null) return null
  const database = new sqlite.DatabaseSync(path)
  for (const sql of SET_UP) database.exec(sql)
  const { version } = database.prepare(VERSION).get() as { readonly version: string }
  const insert = database.prepare(INSERT)
  const times = lines.map((line) => {
    const began = performance.now()
    insert.run(line)
    return (performance.now() - began) * 1000
  })
  database.close()
  return { name: `SQLite ${version} in Node`, times }
}

const PYTHON = `
import json, sqlite3, sys, time
path, set_up, sql = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
database = sqlite3.connect(path, isolation_level=None)
for line in set_up: database.execute(line)
times = []
for line in json.load(sys.stdin):
    began = time.perf_counter_ns()
    database.execute(sql, (line,))
    times.append((time.perf_counter_ns() - began) / 1000)
print(json.dumps({"name": "SQLite " + sqlite3.sqlite_version + " in Python", "times": times}))`

function byPython(path: string, lines: readonly string[]): Inserts | null {
  const run = spawnSync('python3', ['-c', PYTHON, path, JSON.stringify(SET_UP), INSERT], {
    input: JSON.stringify(lines),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return run.status === 0 ? (JSON.parse(run.stdout) as Inserts) : null
}

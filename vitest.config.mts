import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Whoever waits for a process waits as long as a busy machine takes; what hangs for good ends here. */
const PATIENCE = 600_000
const TEMPORARY = 'test/temporary.ts'
const SETUP = ['test/equality.ts', 'test/seed.ts']
const MOCKED = 'test/**/*.mocked.test.ts'
const LONG = 'test/**/*.long.test.ts'
const SYSTEM = 'test/system/**'
/** On a machine that is busy otherwise, four get on where two wait; on a quiet one they cost nothing. */
const maxWorkers = Math.max(4, availableParallelism())

export default defineConfig({
  test: {
    projects: [
      {
        // All that runs in this process: a world in memory, answers from a script, a clock that is set.
        extends: true,
        test: {
          name: 'unit',
          globalSetup: [TEMPORARY],
          include: ['test/**/*.test.ts'],
          exclude: [SYSTEM, MOCKED, LONG],
          setupFiles: SETUP,
          // Loading the program takes longer than most files of tests: those of one worker share it.
          isolate: false,
        },
      },
      {
        // The same, of files that take more than about two seconds each: whole halts, properties, all texts of a manual.
        extends: true,
        test: {
          name: 'long',
          globalSetup: [TEMPORARY],
          include: [LONG],
          exclude: [SYSTEM],
          setupFiles: SETUP,
          isolate: false,
        },
      },
      {
        // What puts something else in the place of a module has one of its own.
        extends: true,
        test: { name: 'mocked', globalSetup: [TEMPORARY], include: [MOCKED], setupFiles: SETUP },
      },
      {
        // The program as it is built: processes, terminals, browsers, servers; files and locks that wait.
        extends: true,
        test: {
          name: 'system',
          // Each starts processes, browsers and servers of its own.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          // Concurrent tests mostly wait for the terminal.
          maxConcurrency: 10,
          include: ['test/system/**/*.test.ts'],
          globalSetup: [TEMPORARY, 'test/system/build.ts'],
        },
      },
    ],
    maxWorkers,
    testTimeout: PATIENCE,
    hookTimeout: PATIENCE,
    coverage: {
      provider: 'v8',
      include: ['src/domain/**'],
      reporter: ['text', 'json-summary'],
      thresholds: { lines: 100, branches: 100, functions: 100, statements: 100 },
    },
  },
})

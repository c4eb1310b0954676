import { defineConfig } from 'vitest/config'

/** Whoever waits for a process waits as long as a busy machine takes; what hangs for good ends here. */
const PATIENCE = 600_000
const TEMPORARY = 'test/temporary.ts'
const SETUP = ['test/equality.ts', 'test/seed.ts']
const MOCKED = 'test/**/*.mocked.test.ts'

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
          exclude: ['test/system/**', MOCKED],
          setupFiles: SETUP,
          // Loading the program takes longer than most files of tests: those of one worker share it.
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
          // Concurrent tests mostly wait for the terminal.
          maxConcurrency: 10,
          include: ['test/system/**/*.test.ts'],
          globalSetup: [TEMPORARY, 'test/system/build.ts'],
        },
      },
    ],
    maxWorkers: 2,
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

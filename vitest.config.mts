import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Most of what they do is wait for terminals and processes.
    maxWorkers: 4,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/program/**', 'test/report/seen/**'],
          setupFiles: ['test/equality.ts'],
          environment: 'node',
          testTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'seen',
          include: ['test/report/seen/**/*.test.ts'],
          environment: 'node',
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'program',
          include: ['test/program/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['test/program/build.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/domain/**'],
      reporter: ['text', 'json-summary'],
      thresholds: { lines: 100, branches: 100, functions: 100, statements: 100 },
    },
  },
})

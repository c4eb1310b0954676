import { defineConfig } from 'rolldown'

export default defineConfig({
  input: {
    main: 'bench/main.ts',
    reading: 'bench/fold/reading.ts',
    usage: 'bench/usage.ts',
    weigh: 'bench/weigh/main.ts',
  },
  platform: 'node',
  external: ['@lydell/node-pty', 'rolldown', 'rollup-license-plugin'],
  logLevel: 'warn',
  output: {
    dir: 'bench/.out',
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    cleanDir: true,
  },
})

import { defineConfig } from 'rolldown'

export default defineConfig({
  input: { main: 'proof/main.ts', host: 'proof/host.ts', forward: 'proof/forward.ts' },
  platform: 'node',
  external: ['@lydell/node-pty', 'pg', 'rolldown'],
  logLevel: 'warn',
  output: {
    dir: 'proof/.out',
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    cleanDir: true,
  },
})

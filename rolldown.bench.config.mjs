import { defineConfig } from 'rolldown'

export default defineConfig({
  input: { main: 'bench/main.ts', usage: 'bench/usage.ts' },
  platform: 'node',
  logLevel: 'warn',
  output: { dir: 'bench/.out', format: 'esm', entryFileNames: '[name].mjs', cleanDir: true },
})

import { defineConfig } from 'rolldown'

// CommonJS chunks start fastest in Node; whatever is behind `import()` in the source becomes a chunk of its own.
export default defineConfig({
  input: { main: 'src/main.ts', generate: 'src/generate.ts' },
  platform: 'node',
  output: {
    dir: 'dist',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunks/[name]-[hash].cjs',
    cleanDir: true,
    minify: true,
  },
})

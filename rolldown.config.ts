import { defineConfig } from 'rolldown'
import { createRollupLicensePlugin } from 'rollup-license-plugin'
import { lazyCrypto, lazyLibraries } from './build/lazily.ts'
import { isPermissive, noticesOf } from './build/notices.ts'

/** To find, read and compile a file takes longer than its code does: what the daily commands need is in few. The first one counts. */
const GROUPS = [
  // What keeps compiled code comes first.
  { name: 'entry', test: /[\\/]src[\\/](entry|platform[\\/](code-cache|xdg|private-files|file-bytes))\.ts$/ },
  { name: 'program', test: /[\\/]src[\\/]cli[\\/](io[\\/]main|run)\.ts$/ },
  {
    name: 'daily',
    test: /[\\/]src[\\/](cli[\\/]io[\\/]new-world|i18n[\\/]load|incident[\\/]commands[\\/](next|status|note|done))\.ts$/,
  },
  { name: 'en', test: /[\\/]src[\\/](i18n[\\/](en|(words|events)\.en)|incident[\\/]words\.en)\.ts$/ },
  { name: 'ja', test: /[\\/]src[\\/](i18n[\\/](ja|(words|events)\.ja)|incident[\\/]words\.ja)\.ts$/ },
]

export default defineConfig([
  // CommonJS chunks start fastest in Node; whatever is behind `import()` in the source becomes a chunk of its own.
  {
    input: { main: 'src/entry.ts' },
    preserveEntrySignatures: 'allow-extension',
    platform: 'node',
    logLevel: 'warn',
    // Node's own of that name is deprecated, and says so in the middle of a notice.
    resolve: { alias: { punycode: 'punycode/' } },
    plugins: [
      lazyLibraries(),
      lazyCrypto(),
      createRollupLicensePlugin({
        outputFilename: false,
        // Its package.json names none; its LICENSE is this one's.
        licenseOverrides: { 'twitter-text': 'Apache-2.0' },
        unacceptableLicenseTest: (license) => !isPermissive(license),
        additionalFiles: { 'THIRD-PARTY-NOTICES.txt': noticesOf },
      }),
    ],
    output: {
      dir: 'dist',
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: 'chunks/[name]-[hash].cjs',
      cleanDir: true,
      minify: !process.env.NOMIN,
      // A file with one other character in it takes twice the room, and longer to read, than one of these alone.
      charset: 'ascii',
      codeSplitting: { groups: GROUPS },
    },
  },
  // What the build itself runs, and nobody else.
  {
    input: { generate: 'src/cli/io/generate.ts' },
    platform: 'node',
    logLevel: 'warn',
    output: { dir: 'build/.out', format: 'cjs', entryFileNames: '[name].cjs', cleanDir: true },
  },
])

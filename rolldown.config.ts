import { defineConfig } from 'rolldown'
import { createRollupLicensePlugin } from 'rollup-license-plugin'
import { helpersWithin } from './build/helpers.ts'
import { lazyModules, lazyWidths } from './build/lazily.ts'
import { isPermissive, noticesOf } from './build/notices.ts'
import { plainExports } from './build/plainly.ts'
import { withoutEditorQuestion } from './build/unasked.ts'

/**
 * To find, read and compile a file takes longer than its code does: what the commands of every minute need is in few,
 * each with all that it imports. The first one counts.
 */
const TOGETHER = [
  { name: 'entry', test: /[\\/]src[\\/](entry|edges[\\/](xdg|folders|inplace|filebytes|keptcode|ownfiles))\.ts$/ },
  { name: 'boot', test: /[\\/]src[\\/]main\.ts$/ },
  { name: 'commander', test: /[\\/]src[\\/]commandline[\\/](reading|program)\.ts$/ },
  {
    name: 'minute',
    test: /[\\/]src[\\/](edges[\\/](real|ahead)|text[\\/]load|commands[\\/](next|status|note|done))\.ts$/,
  },
  { name: 'en', test: /[\\/]src[\\/]text[\\/]en([\\/](status|words|events))?\.ts$/ },
  { name: 'ja', test: /[\\/]src[\\/]text[\\/]ja([\\/](status|words|events))?\.ts$/ },
]

export default defineConfig([
  // CommonJS chunks start fastest in Node; whatever is behind `import()` in the source becomes a chunk of its own.
  {
    input: { main: 'src/entry.ts' },
    // Others take from it what they need as well: one file less to find, which would only hand it on.
    preserveEntrySignatures: 'allow-extension',
    platform: 'node',
    logLevel: 'warn',
    // Node's own of that name is deprecated, and says so in the middle of a notice.
    resolve: { alias: { punycode: 'punycode/' } },
    plugins: [
      lazyModules(),
      lazyWidths(),
      plainExports(),
      helpersWithin(TOGETHER.map(({ name }) => name)),
      withoutEditorQuestion(),
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
      minify: true,
      // A file with one other character in it takes twice the room, and longer to read, than one of these alone.
      charset: 'ascii',
      codeSplitting: { groups: TOGETHER },
    },
  },
  // What the build itself runs, and nobody else.
  {
    input: { generate: 'src/generate.ts' },
    platform: 'node',
    logLevel: 'warn',
    output: { dir: 'build/.out', format: 'cjs', entryFileNames: '[name].cjs', cleanDir: true },
  },
])

import { defineConfig } from 'rolldown'
import { createRollupLicensePlugin } from 'rollup-license-plugin'
import { lazyLibraries } from './build/lazily.ts'
import { isPermissive, noticesOf } from './build/notices.ts'

/** What one command loads only when it needs it, another may always need. */
const CHECKS = { ineffectiveDynamicImport: false }

/**
 * Finding, reading and compiling a file takes longer than running its code, so the daily commands need few files. If
 * several groups match a module, the first one wins.
 */
const GROUPS = [
  // Loaded first, so that the code cache covers everything else.
  { name: 'entry', test: /[\\/]src[\\/](entry|platform[\\/](code-cache|private-files|file-bytes))\.ts$/ },
  { name: 'program', test: /[\\/]src[\\/]cli[\\/](io[\\/]main|run)\.ts$/ },
  {
    name: 'daily',
    test: /[\\/]src[\\/](cli[\\/]io[\\/]new-world|i18n[\\/]text|incident[\\/]commands[\\/](next|status|note|steps)|(relay|feeds)[\\/]\w+-in-background)\.ts$/,
  },
  { name: 'en', test: /[\\/]src[\\/](i18n[\\/](words|events)\.en|incident[\\/]words\.en)\.ts$/ },
  { name: 'ja', test: /[\\/]src[\\/](i18n[\\/](words|events)\.ja|incident[\\/]words\.ja)\.ts$/ },
]

export default defineConfig([
  // CommonJS chunks start fastest in Node; each `import()` in the source gets a chunk of its own.
  {
    input: { main: 'src/entry.ts' },
    preserveEntrySignatures: 'allow-extension',
    platform: 'node',
    logLevel: 'warn',
    checks: CHECKS,
    // Node's built-in `punycode` is deprecated and prints a warning in the middle of a notice.
    resolve: { alias: { punycode: 'punycode/' } },
    plugins: [
      lazyLibraries(),
      createRollupLicensePlugin({
        outputFilename: false,
        // Its package.json names no licence, but its LICENSE file is this one.
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
      // A file with a single non-ASCII character takes twice the space, and longer to read, than one in pure ASCII.
      charset: 'ascii',
      codeSplitting: { groups: GROUPS },
    },
  },
  // The script of the board's pages.
  {
    input: { board: 'src/board/io/browser/main.ts' },
    platform: 'browser',
    logLevel: 'warn',
    checks: CHECKS,
    output: { dir: 'dist', format: 'iife', entryFileNames: '[name].js', minify: !process.env.NOMIN, charset: 'ascii' },
  },
  // Run only by the build itself.
  {
    input: { generate: 'src/cli/io/generate.ts' },
    platform: 'node',
    logLevel: 'warn',
    checks: CHECKS,
    output: { dir: 'build/.out', format: 'cjs', entryFileNames: '[name].cjs', cleanDir: true },
  },
])

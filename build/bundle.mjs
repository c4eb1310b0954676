import { build } from 'rolldown'
import { loadConfig } from 'rolldown/config'

// The bundler's own command lists every file that it makes, whatever it is told: what the build is run before is to be seen.
for (const config of await loadConfig('rolldown.config.ts')) await build(config)

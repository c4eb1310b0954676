import { build } from 'rolldown'
import { loadConfig } from 'rolldown/config'

// The bundler's own command always lists every file that it writes, which would bury the output of what runs after it.
for (const config of await loadConfig('rolldown.config.ts')) await build(config)

// Loaded before the program: its clock stands still at the time at which the file CLOCK_FILE was changed last.
const { statSync } = require('node:fs')

Date.now = () => statSync(process.env.CLOCK_FILE).mtimeMs

/** Writes down which file of `dist/` a process asks for, and which file asks, one pair a line. */
const { appendFileSync } = require('node:fs')
const Module = require('node:module')

const load = Module._load
Module._load = function (request, parent, ...rest) {
  const exports = load.call(this, request, parent, ...rest)
  if (request.endsWith('.cjs'))
    appendFileSync(process.env.TRACE_TO, `${parent.filename}\t${Module._resolveFilename(request, parent)}\n`)
  return exports
}

// Receives what Alertmanager posts, and hands each call to `haltctl start --from -`: see README.md beside this file.
import { spawn } from 'node:child_process'
import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

const { HALT_RECEIVER_TOKEN: token, HALT_RECEIVER_PORT: port = '9095', HALT_TYPE: type } = process.env
if (!token) throw new Error('set HALT_RECEIVER_TOKEN to what Alertmanager sends as credentials')

const MAX_BYTES = 16 * 1024 * 1024
const [program = 'haltctl', ...words] = process.argv.slice(2)
const line = [...words, 'start', '--from', '-', '--no-input', ...(type ? ['--type', type] : [])]

const digest = (text) => createHash('sha256').update(text).digest()
const isAuthorized = ({ authorization = '' }) => timingSafeEqual(digest(authorization), digest(`Bearer ${token}`))

/** Resolves to the exit code of `haltctl start`, which gets the bytes of a request. */
function start(request) {
  return new Promise((resolve) => {
    const child = spawn(program, line, { stdio: ['pipe', 'inherit', 'inherit'] })
    child.on('error', () => resolve(127)).on('close', (code) => resolve(code ?? 128))
    // What ends early says so by its exit code.
    child.stdin.on('error', () => {})
    let bytes = 0
    request.on('data', (chunk) => {
      bytes += chunk.length
      if (bytes > MAX_BYTES) request.destroy()
      else child.stdin.write(chunk)
    })
    request.on('end', () => child.stdin.end())
    request.on('close', () => request.complete || child.kill())
  })
}

const server = createServer(async (request, response) => {
  if (!isAuthorized(request.headers)) return response.writeHead(401).end()
  if (request.method !== 'POST') return response.writeHead(405).end()
  const code = await start(request)
  // After 5xx Alertmanager tries again, and counts what failed (alertmanager_notifications_failed_total).
  response.writeHead(code === 0 ? 204 : 500).end()
})
server.listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`))

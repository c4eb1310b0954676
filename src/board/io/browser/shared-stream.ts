/** What the tabs of one board tell each other. */
type Message =
  /** The tab that has the stream asks what the others show. */
  | { readonly kind: 'who' }
  | { readonly kind: 'wanted' | 'gone'; readonly view: string }
  | { readonly kind: 'change'; readonly view: string; readonly data: string }
  | { readonly kind: 'ended' }

/** Milliseconds in which tabs answer. */
const ANSWER_MS = 300
const RETRY_MS = 3_000
const NAME = 'halt-board'

/**
 * Calls `onChange` with each change of a view, and `onEnded` once the board no longer lets this browser in. All tabs share
 * one stream, which the tab has that holds the lock: a browser opens six connections to a server and lets all others wait.
 */
export function followView(view: string, onChange: (data: string) => void, onEnded: () => void): void {
  const channel = new BroadcastChannel(NAME)
  const post = (message: Message) => channel.postMessage(message)
  const wanted = new Set([view])
  let stream: EventSource | null = null
  let isLeading = false
  let timer = 0

  channel.addEventListener('message', ({ data: message }: MessageEvent<Message>) => {
    if (message.kind === 'change' && message.view === view) onChange(message.data)
    if (message.kind === 'ended') onEnded()
    if (message.kind === 'who') post({ kind: 'wanted', view })
    if (!isLeading) return
    if (message.kind === 'wanted' && !wanted.has(message.view)) {
      wanted.add(message.view)
      openSoon()
    }
    if (message.kind === 'gone') ask()
  })
  addEventListener('pagehide', () => post({ kind: 'gone', view }))
  // A page that comes back from the browser's cache shows an old time.
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
  post({ kind: 'wanted', view })
  navigator.locks.request(NAME, () => {
    isLeading = true
    ask()
    // Held as long as the tab is open.
    return new Promise(() => {})
  })

  /** Asks anew which views are wanted: a tab is gone, or this one has just got the lock. */
  function ask(): void {
    wanted.clear()
    wanted.add(view)
    post({ kind: 'who' })
    openSoon()
  }

  function openSoon(after = ANSWER_MS): void {
    clearTimeout(timer)
    timer = setTimeout(open, after)
  }

  function open(): void {
    stream?.close()
    const query = new URLSearchParams([...wanted].map((one) => ['view', one]))
    const opened = new EventSource(`/changes?${query}`)
    stream = opened
    opened.addEventListener('change', ({ data }: MessageEvent<string>) => {
      const changed = (JSON.parse(data) as { view: string }).view
      if (changed === view) onChange(data)
      post({ kind: 'change', view: changed, data })
    })
    // The browser tries again by itself, but not after a refusal.
    opened.addEventListener('error', () => {
      if (opened.readyState === EventSource.CLOSED) retry()
    })
  }

  async function retry(): Promise<void> {
    const status = await fetch('/session').then(
      (response) => response.status,
      () => 0,
    )
    if (status !== 401) return openSoon(RETRY_MS)
    post({ kind: 'ended' })
    onEnded()
  }
}

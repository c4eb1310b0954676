/** The few colours that carry meaning here; without colour every one is the text itself. */
export interface Paint {
  readonly alarm: (text: string) => string
  readonly good: (text: string) => string
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
  readonly drill: (text: string) => string
}

const same = (text: string) => text

export const PLAIN_PAINT: Paint = { alarm: same, good: same, strong: same, faint: same, drill: same }

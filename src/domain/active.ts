/** C0 and C1 controls, bidirectional controls, line and paragraph separators, and the byte order mark: they act. */
export const ACTIVE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/
/** The same, without the line feed. */
export const ACTIVE_IN_LINES =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/

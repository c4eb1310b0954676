/** What could act on a terminal, besides the ends of lines: controls, bidirectional controls, separators, the mark. */
export const ACTIVE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/

/** The figure that so much of all are at most: 0.5 is the median. */
export function quantile(figures: readonly number[], share: number): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length * share)] ?? Number.NaN
}

export function middle(figures: readonly number[]): number {
  return quantile(figures, 0.5)
}

/** Lets `strike` happen at the nth of the points that it is told of. */
export class Points {
  struck: string | null = null
  private readonly nth: number
  private count = 0
  strike: () => void = () => {}

  constructor(nth: number) {
    this.nth = nth
  }

  at(point: string): void {
    this.count += 1
    if (this.count !== this.nth) return
    this.struck = point
    this.strike()
  }
}

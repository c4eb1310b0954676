/** Does so many at a time; what each gave, in no order. */
export async function inTurns<T>(trials: readonly (() => Promise<T>)[], at = 4): Promise<T[]> {
  const left = [...trials]
  const found: T[] = []
  const worker = async () => {
    for (let trial = left.shift(); trial !== undefined; trial = left.shift()) found.push(await trial())
  }
  await Promise.all(Array.from({ length: at }, worker))
  return found
}

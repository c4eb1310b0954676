/** In English: `1 event`, `2 events`. Japanese has one form for both. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

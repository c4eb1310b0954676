/** A thing that is made when it is first looked at. */
export function late<T extends object>(make: () => T): T {
  let made: T | null = null
  const thing = () => (made ??= make())
  return new Proxy({} as T, {
    get: (_, key) => Reflect.get(thing(), key),
    has: (_, key) => Reflect.has(thing(), key),
    ownKeys: () => Reflect.ownKeys(thing()),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(thing(), key),
  })
}

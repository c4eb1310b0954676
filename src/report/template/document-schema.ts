/** As much of JSON Schema (2020-12) as our documents use. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema
  readonly propertyNames?: { readonly enum?: readonly string[] }
  readonly items?: Schema
}

/** A value in the vendor's own form, by property name. */
export type Row = Record<string, unknown>;

/** An own mark of a client on an item, as MAPI named property. The id is spelled as the client wrote it. */
export interface ExtendedProperty {
  readonly id: string;
  readonly value: string;
}

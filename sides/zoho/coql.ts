/** A text as COQL wants it. */
export const quoted = (text: string): string => `'${text.replace(/'/g, "''")}'`;

/** `a in ('x','y')`; Zoho takes at most 100 values. */
export const within = (column: string, values: readonly string[]): string =>
  `${column} in (${values.map(quoted).join(',')})`;

/** Most values of one in-list (v8 docs: "COQL limitations"). */
export const MOST_VALUES = 100;

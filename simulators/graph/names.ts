type Fields = Readonly<Record<string, unknown>>;

const join = (fields: Fields, names: readonly string[], between: string): string =>
  names
    .map((name) => fields[name])
    .filter((part) => typeof part === 'string' && part !== '')
    .join(between);

/** The displayName Exchange makes from the parts of a name; null when there are none. */
export const computedName = (fields: Fields): string | null =>
  join(fields, ['givenName', 'middleName', 'surname', 'generation'], ' ') || join(fields, ['companyName'], '') || null;

/** The default fileAs: "Surname, Given Middle", else the company or the display name. */
export const fileAsOf = (fields: Fields): string | null => {
  const given = join(fields, ['givenName', 'middleName'], ' ');
  return (
    join({ surname: fields.surname, given }, ['surname', 'given'], ', ') ||
    computedName(fields) ||
    (fields.displayName as string | null)
  );
};

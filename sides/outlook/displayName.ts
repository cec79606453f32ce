/** The parts of a person's name as Graph calls them. */
export interface Names {
  readonly givenName: string;
  readonly middleName: string;
  readonly surname: string;
}

type Compose = (names: Names) => string;

const join = (...parts: readonly string[]): string => parts.filter(Boolean).join(' ');

const eastAsian = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

/** The name a new contact is shown by: family name first where the name is written so. */
export function composeNew(names: Names): string {
  const familyFirst = eastAsian.test(names.surname + names.givenName);
  return familyFirst ? join(names.surname, names.givenName) : join(names.givenName, names.middleName, names.surname);
}

/** How Outlook, phones and people put a display name together; a new contact's way goes first. */
const compositions: readonly Compose[] = [
  composeNew,
  ({ givenName, middleName, surname }) => join(givenName, middleName, surname),
  ({ givenName, surname }) => join(givenName, surname),
  ({ givenName, surname }) => join(surname, givenName),
  ({ givenName, surname }) => [surname, givenName].filter(Boolean).join(', '),
  ({ givenName, middleName, surname }) => [surname, join(givenName, middleName)].filter(Boolean).join(', '),
  ({ givenName, surname }) => `${surname}${givenName}`,
  ({ givenName, surname }) => [surname, givenName].filter(Boolean).join('　'),
];

/**
 * The display name to send with a patch. Graph may make up a new one whenever it is left out, so it always goes along:
 * put together anew in the same manner if it was made of the old names, kept as it is if a person chose it.
 */
export function recompose(shown: string, before: Names, after: Names): string {
  if (!shown.trim()) return composeNew(after);
  const manner = compositions.find((compose) => compose(before) === shown);
  return manner ? manner(after) || shown : shown;
}

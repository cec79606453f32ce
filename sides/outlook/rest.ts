import { omit } from 'lodash';
import { graphPath, type GraphClient } from '../../clients/graph';
import { graphQuery } from '../../clients/urls';
import type { Reason } from '../../reasons';
import { restOf } from '../rest';
import { readArray, readObject, readString } from '../row';
import { hasJoinBlock } from './event/body';
import type { Refs, Value } from '../../sync/model';
import { EXPAND } from './contact/record';
import { readWholes, type GraphItem } from './record';

export const contactPath = ({ ref }: { readonly ref: string }): string => graphPath`/me/contacts/${ref}`;

/** Contacts by id with all that Graph tells of them; who is gone is missing. */
export const readWholeContacts = (graph: GraphClient, refs: Refs) =>
  readWholes(graph, refs, (ref) => graphQuery(contactPath({ ref }), { $expand: EXPAND }));

/** What of a contact may be written, but for what is in no reply (learn: "Update contact"). */
const ofContact = [
  ...['assistantName', 'birthday', 'businessAddress', 'businessHomePage', 'businessPhones', 'categories', 'children'],
  ...['companyName', 'department', 'displayName', 'emailAddresses', 'fileAs', 'generation', 'givenName', 'homeAddress'],
  ...['homePhones', 'imAddresses', 'initials', 'jobTitle', 'manager', 'middleName', 'mobilePhone', 'nickName'],
  ...['officeLocation', 'otherAddress', 'personalNotes', 'profession', 'spouseName', 'surname', 'title'],
  ...['yomiCompanyName', 'yomiGivenName', 'yomiSurname'],
];

export const restOfContact = (was: GraphItem, now: GraphItem) => {
  const rest = restOf(ofContact, was, now);
  // Graph may make up a new display name whenever a patch lacks it.
  const isPatched = Object.keys(rest).length > 0 && typeof was.displayName === 'string';
  return isPatched ? { displayName: was.displayName, ...rest } : rest;
};

/** What stands in a text, with its formats; what Exchange puts around it is nobody's. */
const formatted = (body: unknown): string =>
  readString(readObject(body).content).replace(/<head>[^]*?<\/head>|<\/?(?:html|body)[^>]*>|\s+/gi, '');

/** By a link in it people would join a meeting that may be gone. */
const textBack = (was: GraphItem, now: GraphItem) =>
  'body' in now && formatted(was.body) !== formatted(now.body) && !hasJoinBlock(was.body) ? { body: was.body } : {};

/** A place without what Exchange gives it. */
const places = ({ locations }: GraphItem) => ({
  locations: readArray(locations).map((one) => omit(readObject(one), ['locationType', 'uniqueId', 'uniqueIdType'])),
});

export const restOfTask = (was: GraphItem, now: GraphItem) => ({
  ...restOf(['categories', 'startDateTime'], was, now),
  ...textBack(was, now),
});

/** Of a meeting that others take part in nothing is sent: they would be mailed. */
export const restOfEvent = (was: GraphItem, now: GraphItem) =>
  readArray(now.attendees).length > 0 || now.isOrganizer === false
    ? {}
    : {
        ...restOf(['categories', 'importance', 'showAs'], was, now),
        ...restOf(['locations'], places(was), places(now)),
        ...textBack(was, now),
      };

/** One item, and what of it is to be changed. */
interface Patch {
  readonly ref: string;
  readonly extra: Value;
  readonly body: object;
}

/** Changes items, each at its path; answers why those that were refused were. Throws what concerns more than one. */
export async function patchItems(
  graph: GraphClient,
  patches: readonly Patch[],
  path: (patch: Patch) => string,
): Promise<ReadonlyMap<string, Reason>> {
  if (patches.length === 0) return new Map();
  const answers = await graph.batch(patches.map((one) => ({ method: 'PATCH', path: path(one), body: one.body })));
  const refused = new Map<string, Reason>();
  for (const [at, { error }] of answers.entries()) {
    if (error && error.radius !== 'record') throw error;
    if (error) refused.set(patches[at]?.ref ?? '', error.reason);
  }
  return refused;
}

import type { Call, Handler } from './call';
import { maxPageSize, ok, wantsImmutableIds } from './call';
import { folderOf } from './contactRoutes';
import { CONTACT_PROPERTIES, NAVIGATION } from './contactFields';
import type { DeltaSwitches, IdOf } from './delta';
import { beginRound, firstLink, nextPage, openLink, roundRows } from './delta';
import { graphError } from './errors';
import type { Change, LinkState } from './model';
import { FOLDERS } from './model';
import { checkNames } from './odata';
import { contactRow, folderRow } from './render';

type Row = Record<string, unknown>;
export type Render = (call: Call, change: Change, link: LinkState) => Row | null;

const switchesOf = ({ limits }: Call): DeltaSwitches => ({
  duplicates: limits.deltaDuplicates,
  replay: limits.deltaReplay,
  reversed: limits.deltaReversed,
  lostReturns: limits.deltaLostReturns,
  silentShortLives: limits.deltaSilentShortLives,
});

const idOf =
  (call: Call): IdOf =>
  (change) =>
    wantsImmutableIds(call) ? change.immutableId : change.restId;

export const removedRow = (type: string, id: string, change: Change): Row => ({
  ...{ '@odata.type': `#microsoft.graph.${type}`, id },
  '@removed': { reason: change.removed },
});

const renderContact: Render = (call, change, link) => {
  const id = idOf(call)(change);
  if (change.removed) return removedRow('contact', id, change);
  const contact = call.state.contacts.get(change.immutableId);
  if (!contact || contact.folder !== link.scope || (!wantsImmutableIds(call) && contact.restId !== change.restId))
    return null;
  const partial = call.limits.deltaPartialRows && link.from !== null ? change.names : undefined;
  const select = partial ? partial.filter((name) => !link.select || link.select.includes(name)) : link.select;
  return { '@odata.type': '#microsoft.graph.contact', ...contactRow(call, contact, { select, listed: true }) };
};

const renderFolder: Render = (call, change, link) => {
  if (change.removed) return removedRow('contactFolder', change.restId, change);
  const folder = call.state.folders.get(change.immutableId);
  return folder ? { '@odata.type': '#microsoft.graph.contactFolder', ...folderRow(folder, link.select) } : null;
};

function checkOptions({ query, limits }: Call, known: readonly string[], type: string): void {
  const wrong = query.unsupportedInDelta;
  if (wrong.length > 0)
    throw graphError(
      400,
      'ErrorInvalidUrlQuery',
      `The following parameters are not supported with change tracking over the '${type}' resource: '${wrong.join(', ')}'.`,
    );
  if (query.hasExpand && limits.deltaExpandFails)
    throw graphError(500, 'InternalServerError', 'Value cannot be null. Parameter name: type');
  checkNames(query.select ?? [], known, type);
}

/** What a kind of item adds to the common way: more for its links to keep, and which rows of a round come in which order. */
export interface RoundShape {
  readonly start?: Partial<LinkState>;
  arrange(call: Call, rows: readonly Change[], link: LinkState): readonly Change[];
}

const AS_THEY_ARE: RoundShape = { arrange: (_call, rows) => rows };

/** The state the request begins from: what its token stands for, or a first round. */
const linkOf = (call: Call, scope: string, start: Partial<LinkState> = {}): LinkState =>
  call.query.token === null
    ? { ...firstLink(call.state, scope, call.query.select, call.now), ...start }
    : beginRound(call.state, openLink(call.state, call.query.token, scope, call.now, call.limits.deltaLinkLife));

/** Rows of the page: as the caller prefers, or none where an empty page is due. */
export function pageSize(call: Call, link: LinkState): number {
  const { deltaPageSize, deltaPageMax, deltaEmptyPages } = call.limits;
  if (call.take('emptyPage') || (deltaEmptyPages && !link.position)) return 0;
  return Math.min(maxPageSize(call) ?? link.mail?.size ?? deltaPageSize, deltaPageMax);
}

/** One page of a round over a scope's log of changes, each entry shown by `render`. */
export function deltaPage(call: Call, scope: string, render: Render, shape = AS_THEY_ARE): Row {
  const link = linkOf(call, scope, shape.start);
  const made = () => shape.arrange(call, roundRows(call.state, link, idOf(call), switchesOf(call)), link);
  const rows = link.position?.rows ?? made();
  const wish = { size: pageSize(call, link), repeat: call.take('duplicatePage') !== null, now: call.now };
  const page = nextPage(call.state, link, rows, wish);
  const { kind, token } = page.link;
  const url = `${call.base}/${call.path}?${kind === 'next' ? '$skiptoken' : '$deltatoken'}=${token}`;
  const value = page.rows.map((change) => render(call, change, link)).filter((row) => row !== null);
  return { value, [kind === 'next' ? '@odata.nextLink' : '@odata.deltaLink']: url };
}

/** `…/contacts/delta`, one chain for each folder [docs: contact delta]. */
export const contactDelta: Handler = (call) => {
  checkOptions(call, [...CONTACT_PROPERTIES, ...NAVIGATION], 'contact');
  const scope = call.query.token === null ? folderOf(call) : (call.params.folder ?? call.state.defaultFolderId);
  const { value, ...links } = deltaPage(call, scope, renderContact);
  return ok(call, { '@odata.context': `${call.base}/$metadata#Collection(contact)`, ...links, value });
};

/** `/me/contactFolders/delta`; the default folder is left out, as in the list. */
export const folderDelta: Handler = (call) => {
  checkOptions(call, ['id', 'displayName', 'parentFolderId'], 'contactFolder');
  const { value, ...links } = deltaPage(call, FOLDERS, renderFolder);
  return ok(call, { '@odata.context': `${call.base}/$metadata#Collection(contactFolder)`, ...links, value });
};

import type { Call, Handler } from '../call';
import { ok } from '../call';
import { applied } from '../calendar/preferences';
import type { Render } from '../deltaRoutes';
import { deltaPage, removedRow } from '../deltaRoutes';
import { badRequest, graphError } from '../errors';
import type { Change, LinkState } from '../model';
import { findMailFolder } from './folders';
import { checkMailSelect } from './mailRoutes';
import type { MailQuery, StoredMail } from './model';
import { mailId, mailRow } from './render';

const SINCE = /^\s*receivedDateTime\s+(ge|gt)\s+(\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?)\s*$/i;
const NEWEST_FIRST = /^\s*receivedDateTime\s+desc\s*$/i;
const CHANGE_TYPES = ['created', 'updated', 'deleted'];

const unsupported = (what: string): Error =>
  badRequest(
    `The following parameters are not supported with change tracking over the 'Message' resource: '${what}'.`,
    'ErrorInvalidUrlQuery',
  );

/** Change tracking of mail knows two forms of $filter, one of $orderby, and no $search [docs: message delta]. */
function readMailQuery({ query, limits }: Call): MailQuery {
  const [orderBy, changeType] = [query.option('orderby'), query.option('changeType')];
  if (query.search !== null) throw unsupported('$search');
  if (query.hasExpand && limits.deltaExpandFails)
    throw graphError(500, 'InternalServerError', 'Value cannot be null. Parameter name: type');
  if (orderBy !== null && !NEWEST_FIRST.test(orderBy)) throw unsupported('$orderby');
  const since = query.filter === null ? null : SINCE.exec(query.filter);
  if (query.filter !== null && !since) throw unsupported('$filter');
  if (changeType !== null && !CHANGE_TYPES.includes(changeType.toLowerCase()))
    throw badRequest(`The value '${changeType}' of changeType is not supported.`, 'ErrorInvalidUrlQuery');
  return {
    from: since ? Date.parse(since[2]?.includes('T') ? since[2] : `${since[2] ?? ''}T00:00:00Z`) : null,
    after: since?.[1]?.toLowerCase() === 'gt',
    newestFirst: orderBy !== null,
    changeType: changeType?.toLowerCase() ?? null,
    size: query.top,
  };
}

const typeOf = ({ removed, names }: Change): string => (removed ? 'deleted' : names ? 'updated' : 'created');

const received = (mail: StoredMail | undefined): number => Date.parse(String(mail?.fields.receivedDateTime ?? ''));

/**
 * The rows of a round that the first request's query lets through. The first round tells all that is there, whatever
 * change type was asked for; a removed row comes through any filter. With a filter there are 5,000 rows at most.
 */
function arrange({ state, limits }: Call, rows: readonly Change[], link: LinkState): Change[] {
  const { from = null, after = false, newestFirst = false, changeType = null } = link.mail ?? {};
  const at = (change: Change): number => received(state.mail.mails.get(change.immutableId));
  const isLate = (time: number): boolean => from === null || (after ? time > from : time >= from);
  const ofType = rows.filter((change) => changeType === null || link.from === null || typeOf(change) === changeType);
  const kept = ofType.filter((change) => change.removed !== undefined || isLate(at(change)));
  const sorted = newestFirst ? [...kept].sort((one, other) => at(other) - at(one)) : kept;
  return from === null ? sorted : sorted.slice(0, limits.mailDeltaFilterMax);
}

/** A changed flag shows the whole mail [seen live: allodia]. */
const READ_STATE = ['isRead'];

/** A row of a later round: only what changed where that is switched on, or where it was but read state [GH docs#7776]. */
function shownNames({ limits }: Call, { names }: Change, link: LinkState): readonly string[] | null {
  if (!names || link.from === null) return link.select;
  const readState = limits.mailReadStateRows && names.every((name) => READ_STATE.includes(name));
  if (readState) return [...names, 'parentFolderId'];
  return limits.deltaPartialRows ? names.filter((name) => !link.select || link.select.includes(name)) : link.select;
}

const renderMail: Render = (call, change, link) => {
  if (change.removed) {
    const removed = call.limits.mailAwaySaysDeleted ? 'deleted' : change.removed;
    return removedRow('message', mailId(call, change), { ...change, removed });
  }
  const mail = call.state.mail.mails.get(change.immutableId);
  if (!mail || mail.folder !== link.scope || mailId(call, mail) !== mailId(call, change)) return null;
  const names = shownNames(call, change, link);
  const { '@odata.etag': etag, ...row } = mailRow(call, mail, names);
  // A row of the read state alone has no version [seen live: allodia].
  const version = names === link.select ? { '@odata.etag': etag } : {};
  return { '@odata.type': `#microsoft.graph.${mail.type}`, ...version, ...row };
};

/** `/me/mailFolders/{id}/messages/delta`, one chain for each folder [docs: message delta]. */
export const mailDelta: Handler = (call) => {
  const first = call.query.token === null;
  if (first) checkMailSelect(call);
  const asked = first ? readMailQuery(call) : undefined;
  const scope = findMailFolder(call.state, call.params.folder ?? '').id;
  const shape = { ...(asked ? { start: { mail: asked } } : {}), arrange };
  const { value, ...links } = deltaPage(call, scope, renderMail, shape);
  const context = { '@odata.context': `${call.base}/$metadata#Collection(message)` };
  return applied(call, ok(call, { ...context, ...links, value }));
};

/** Over all folders at once there is none [GH msgraph-metadata#607]. */
export const noMailDelta: Handler = () => {
  throw graphError(400, 'ErrorInvalidRequest', "Change tracking is not supported against 'microsoft.graph.message'.");
};

import type { Call, Handler } from '../call';
import { ok, wantsImmutableIds } from '../call';
import { beginRound, firstLink, nextPage, openLink } from '../delta';
import { pageSize } from '../deltaRoutes';
import { badRequest } from '../errors';
import type { Change, LinkState, Window } from '../model';
import type { Row } from '../shapes';
import { calendarOf } from './calendarRoutes';
import { applied } from './preferences';
import { eventRow, stubRow } from './render';
import { isThere, viewRound } from './round';
import { findInstance } from './store';
import { windowOf } from './viewRoutes';

const TYPE = '#microsoft.graph.event';
const UNSUPPORTED = ['orderby', 'filter', 'select', 'expand', 'search'];

function checkOptions({ query }: Call): void {
  const wrong = UNSUPPORTED.filter((name) => query.option(name) !== null).map((name) => `$${name}`);
  if (wrong.length > 0)
    throw badRequest(
      `The following parameters are not supported with change tracking over the 'CalendarView' resource: '${wrong.join(', ')}'.`,
      'ErrorInvalidUrlQuery',
    );
}

/** What the request begins from: its token, or a first round with a window that stays as it is. */
function linkOf(call: Call): LinkState & { readonly window: Window } {
  const scope = calendarOf(call).id;
  const { token } = call.query;
  const none: Window = { start: 0, end: 0, shown: new Map() };
  if (token === null)
    return { ...firstLink(call.state, scope, null, call.now), window: { ...windowOf(call), shown: new Map() } };
  const link = beginRound(call.state, openLink(call.state, token, scope, call.now, call.limits.deltaLinkLife));
  return { ...link, window: link.window ?? none };
}

/** A round's rows with the misbehaviour that is switched on. */
function ordered(rows: readonly Change[], { deltaReversed, deltaDuplicates }: Call['limits']): Change[] {
  const order = deltaReversed ? [...rows].reverse() : [...rows];
  return [...order, ...(deltaDuplicates ? order.slice(0, 1) : [])];
}

function shownRow(call: Call, change: Change): Row | null {
  const id = wantsImmutableIds(call) ? change.immutableId : change.restId;
  if (change.removed) return { '@odata.type': TYPE, id, '@removed': { reason: change.removed } };
  if (!isThere(call.state, change.immutableId)) return null;
  const one = findInstance(call.state, change.immutableId);
  const row = one.type === 'occurrence' ? stubRow(call, one) : eventRow(call, one, { select: null, isSingle: false });
  return { '@odata.type': TYPE, ...row };
}

/** The link with its round's rows: those fixed already, or made now. */
function begun(call: Call): { link: LinkState; rows: readonly Change[] } {
  const link = linkOf(call);
  if (link.position) return { link, rows: link.position.rows };
  const { deltaRemovedOutside: removedOutside, deltaTellsCancelled: tellsCancelled } = call.limits;
  const { rows, shown } = viewRound(call.state, link, link.window, { removedOutside, tellsCancelled });
  return { link: { ...link, window: { ...link.window, shown } }, rows: ordered(rows, call.limits) };
}

/**
 * `…/calendarView/delta`: single events, masters and exceptions in full, occurrences as stubs. Both bounds are wanted
 * on the first call; the window then stays in the link [docs: event-delta].
 */
export const viewDelta: Handler = (call) => {
  checkOptions(call);
  const { link, rows } = begun(call);
  // The first page may be empty and yet not the last [seen live: microsoft-graph-docs#2839].
  const isEmpty = call.limits.viewBeginsEmpty && call.query.token === null;
  const wish = { size: isEmpty ? 0 : pageSize(call, link), repeat: call.take('duplicatePage') !== null, now: call.now };
  const page = nextPage(call.state, link, rows, wish);
  const { kind, token } = page.link;
  const url = `${call.base}/${call.path}?${kind === 'next' ? '$skiptoken' : '$deltatoken'}=${token}`;
  const value = page.rows.map((change) => shownRow(call, change)).filter((row) => row !== null);
  const links = { [kind === 'next' ? '@odata.nextLink' : '@odata.deltaLink']: url };
  const reply = ok(call, { '@odata.context': `${call.base}/$metadata#Collection(event)`, ...links, value });
  return applied(call, reply, 'odata.track-changes');
};

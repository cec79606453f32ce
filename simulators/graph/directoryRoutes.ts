import type { Call, Handler } from './call';
import { ok } from './call';
import { badRequest, noResource } from './errors';
import { shownUser } from './mailboxRoutes';
import type { GraphState, Group } from './model';
import { readRowFilter } from './rowFilter';
import type { Row } from './shapes';
import { mailboxes, membersOf } from './tenant';

const MOST = 999;

/** A page of the directory: 100 rows, 999 at most, behind an opaque token [docs: list users]. */
function page(call: Call, rows: readonly Row[]): Row {
  const { base, path, query } = call;
  if ((query.top ?? 1) < 1 || (query.top ?? 1) > MOST)
    throw badRequest(
      `Invalid page size specified: '${query.top}'. Must be between 1 and 999 inclusive.`,
      'Request_BadRequest',
    );
  const from = Number(/^page-(\d+)$/.exec(query.token ?? '')?.[1] ?? 0);
  const until = from + (query.top ?? 100);
  const params = new URLSearchParams([...query.all].filter(([name]) => !/^\$?skiptoken$/i.test(name)));
  params.set('$skiptoken', `page-${until}`);
  const more = until < rows.length ? { '@odata.nextLink': `${base}/${path}?${params.toString()}` } : {};
  return { ...more, value: rows.slice(from, until) };
}

/** All that may be asked of a user in a filter. */
const whole = (call: Call, { mailbox }: GraphState): Row => ({
  ...shownUser({ ...call, query: { ...call.query, select: null } }, mailbox),
  ...{ accountEnabled: mailbox.accountEnabled ?? true, userType: 'Member' },
  proxyAddresses: [mailbox.mail, ...(mailbox.aliases ?? [])].map((address) => `smtp:${address}`),
});

const chosen = (call: Call, states: readonly GraphState[]): GraphState[] => {
  const test = readRowFilter(call.query.filter);
  return states.filter((state) => test(whole(call, state)));
};

const context = ({ base, query }: Call, of: string): Row => ({
  '@odata.context': `${base}/$metadata#${of}${query.select ? `(${query.select.join(',')})` : ''}`,
});

export const listUsers: Handler = (call) => {
  const rows = chosen(call, mailboxes(call.home)).map(({ mailbox }) => shownUser(call, mailbox));
  return ok(call, { ...context(call, 'users'), ...page(call, rows) });
};

const groupRow = ({ id, displayName }: Group): Row => ({ id, displayName, mailEnabled: true, securityEnabled: true });

export const listGroups: Handler = (call) => {
  const rows = call.home.tenant.groups.map(groupRow).filter(readRowFilter(call.query.filter));
  return ok(call, { ...context(call, 'groups'), ...page(call, rows) });
};

function groupOf({ home, params }: Call): Group {
  const group = home.tenant.groups.find(({ id }) => id === params.group);
  if (group) return group;
  throw noResource(params.group ?? '');
}

export const getGroup: Handler = (call) => ok(call, { ...context(call, 'groups/$entity'), ...groupRow(groupOf(call)) });

export const listMembers: Handler = (call) => {
  const rows = chosen(call, membersOf(call.home, groupOf(call))).map(({ mailbox }) => ({
    '@odata.type': '#microsoft.graph.user',
    ...shownUser(call, mailbox),
  }));
  return ok(call, { ...context(call, 'directoryObjects'), ...page(call, rows) });
};

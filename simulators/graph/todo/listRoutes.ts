import type { Call, Handler, Reply } from '../call';
import { noContent, ok } from '../call';
import { cutPage } from '../listPage';
import type { StoredList } from '../model';
import { checkNames } from '../odata';
import { checkIfMatch } from '../store';
import type { Row } from '../shapes';
import { readBody, text } from '../values';
import { listRow } from './render';
import { createList, deleteList, findList, renameList } from './store';

const FIELDS = { displayName: text };
export const LIST_PROPERTIES = ['id', 'displayName', 'isOwner', 'isShared', 'wellknownListName'];

export const listOf = (call: Call): StoredList => findList(call.state, call.params.list ?? '');

const nameIn = ({ body }: Call): unknown =>
  readBody(
    'todoTaskList',
    body,
    FIELDS,
    LIST_PROPERTIES.filter((name) => name !== 'displayName'),
  ).displayName;

export const todoContext = ({ base, state }: Call, tail: string) => ({
  '@odata.context': `${base}/$metadata#users('${state.mailbox.id}')/todo/${tail}`,
});

/** What a GET without `$select` says to programmers [seen live: MS365-ToDo]. */
export const tips = ({ path, query }: Call): Row =>
  query.select
    ? {}
    : { '@microsoft.graph.tips': `Use $select to choose only the properties your app needs: GET ${path}` };

const single = (call: Call, list: StoredList, status: number): Reply =>
  ok(call, { ...todoContext(call, 'lists/$entity'), ...listRow(list, call.query.select) }, status);

/** Without $top only the first sixteen come, and no next link says that there are more [GH contrib#595]. */
export const listLists: Handler = (call) => {
  checkNames(call.query.select ?? [], LIST_PROPERTIES, 'todoTaskList');
  const lists = [...call.state.lists.values()];
  const cut = call.limits.todoListsCut;
  const silent = call.query.top === null && cut > 0;
  const { items, links } = silent ? { items: lists.slice(0, cut), links: {} } : cutPage(call, lists);
  const value = items.map((list) => listRow(list, call.query.select));
  return ok(call, { ...todoContext(call, 'lists'), ...links, value });
};

export const addList: Handler = (call) => single(call, createList(call.state, nameIn(call)), 201);

export const getList: Handler = (call) => {
  const reply = single(call, listOf(call), 200);
  return { ...reply, body: { ...tips(call), ...(reply.body as Row) } };
};

export const checkVersion = ({ headers, limits }: Call, item: { changeKey: string }): void =>
  limits.ifMatch ? checkIfMatch(item, headers['if-match']) : undefined;

export const patchList: Handler = (call) => {
  const list = listOf(call);
  checkVersion(call, list);
  renameList(call.state, list, nameIn(call));
  return single(call, list, 200);
};

export const removeList: Handler = (call) => {
  checkVersion(call, listOf(call));
  deleteList(call.state, listOf(call));
  return noContent;
};

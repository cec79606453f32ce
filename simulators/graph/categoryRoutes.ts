import type { Call, Handler } from './call';
import { noContent, ok } from './call';
import { badRequest, graphError, notFound } from './errors';
import { makeGuid, next } from './ids';
import type { Category, GraphState } from './model';
import { categoryRow, contextOf } from './render';

const COLORS = ['none', ...Array.from({ length: 25 }, (_, n) => `preset${n}`)];

function checkColor(color: unknown): string {
  const known = COLORS.find((candidate) => candidate === String(color).toLowerCase());
  if (known) return known;
  throw badRequest(`Requested value '${String(color)}' was not found.`, 'RequestBodyRead');
}

const single = (call: Call, category: Category, status: number) =>
  ok(call, { ...contextOf(call, 'outlook/masterCategories/$entity'), ...categoryRow(category) }, status);

const categoryOf = ({ state, params }: Call): Category => {
  const category = state.categories.get(params.id ?? '');
  if (category) return category;
  throw notFound();
};

/** Adds to the master list; a name may be there once, whatever its case [docs: outlookCategory]. */
export function createCategory(state: GraphState, name: unknown, color: unknown): Category {
  if (typeof name !== 'string' || name === '')
    throw badRequest("The property 'displayName' is required.", 'ErrorInvalidProperty');
  if ([...state.categories.values()].some(({ displayName }) => displayName.toLowerCase() === name.toLowerCase()))
    throw graphError(409, 'CategoryAlreadyExists', 'A category with the specified name already exists.');
  const category = { id: makeGuid(next(state), 'category'), displayName: name, color: checkColor(color ?? 'none') };
  state.categories.set(category.id, category);
  return category;
}

/** All categories at once; query options are ignored without a word [GH docs#12803]. */
export const listCategories: Handler = (call) =>
  ok(call, {
    ...contextOf(call, 'outlook/masterCategories'),
    value: [...call.state.categories.values()].map(categoryRow),
  });

export const addCategory: Handler = (call) => {
  const { displayName, color } = (call.body ?? {}) as Record<string, unknown>;
  return single(call, createCategory(call.state, displayName, color), 201);
};

export const getCategory: Handler = (call) => single(call, categoryOf(call), 200);

export const patchCategory: Handler = (call) => {
  const category = categoryOf(call);
  const { displayName, color } = (call.body ?? {}) as Record<string, unknown>;
  if (displayName !== undefined && displayName !== category.displayName)
    throw badRequest('The displayName of a category cannot be changed.', 'ErrorInvalidProperty');
  if (color !== undefined) category.color = checkColor(color);
  return single(call, category, 200);
};

export const removeCategory: Handler = (call) => {
  call.state.categories.delete(categoryOf(call).id);
  return noContent;
};

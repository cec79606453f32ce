import type { Call } from './call';
import { badRequest } from './errors';

type Row = Record<string, unknown>;

const text = (value: unknown): string => String(value ?? '').toLowerCase();

/** Sorts by the first $orderby that tells two rows apart; null sorts first. */
export function sortBy<T>(
  items: readonly T[],
  order: Call['query']['orderBy'],
  value: (item: T, name: string) => unknown,
): T[] {
  const compare = (a: T, b: T): number => {
    for (const { name, down } of order) {
      const [left, right] = [text(value(a, name)), text(value(b, name))];
      if (left !== right) return (left < right ? -1 : 1) * (down ? -1 : 1);
    }
    return 0;
  };
  return [...items].sort(compare);
}

function nextLink({ base, path, query }: Call, skip: number): string {
  const params = new URLSearchParams([...query.all].filter(([key]) => key.toLowerCase() !== '$skip'));
  params.set('$skip', String(skip));
  return `${base}/${path}?${params.toString().replace(/\+/g, '%20')}`;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly links: Row;
}

/** One page by $top and $skip, with an absolute next link while more is left [docs: list contacts]. */
export function cutPage<T>(call: Call, items: readonly T[]): Page<T> {
  const { listPageSize, listPageMax } = call.limits;
  const { top, skip, count } = call.query;
  if (top !== null && top > listPageMax)
    throw badRequest(
      `The value '${top}' of $top is larger than the maximum of ${listPageMax}.`,
      'ErrorInvalidUrlQuery',
    );
  if (top === 0) throw badRequest("Invalid value '0' for $top query option found.", 'ErrorInvalidUrlQuery');
  const end = skip + (top ?? listPageSize);
  const more = end < items.length ? { '@odata.nextLink': nextLink(call, end) } : {};
  return { items: items.slice(skip, end), links: { ...(count ? { '@odata.count': items.length } : {}), ...more } };
}

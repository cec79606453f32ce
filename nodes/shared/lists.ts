import type { INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';
import type { Choice, Choices } from '../../sides/types';

const asOption = ({ name, value, description }: Choice): INodePropertyOptions => ({
  name,
  value,
  ...(description && { description }),
});

export const searchResult = ({ results, next }: Choices): INodeListSearchResult => ({
  results: results.map(asOption),
  ...(next !== null && { paginationToken: next }),
});

/** For lists that n8n cannot page. */
export async function everyChoice(page: (token?: string) => Promise<Choices>): Promise<INodePropertyOptions[]> {
  const all: INodePropertyOptions[] = [];
  let token: string | null | undefined;
  do {
    const { results, next }: Choices = await page(token ?? undefined);
    all.push(...results.map(asOption));
    token = next;
  } while (token !== null);
  return all;
}

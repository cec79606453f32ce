import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';
import type { Choice, Choices } from '../../sides/types';
import { asNodeError } from './errors';

const asOption = ({ name, value, description }: Choice): INodePropertyOptions => ({
  name,
  value,
  ...(description && { description }),
});

/** One page of what the account has to choose from; `token`: where the next one begins. */
type Choose<Client> = (client: Client, search?: string, token?: string) => Promise<Choices>;
type ClientOf<Client> = (context: ILoadOptionsFunctions) => Promise<Client>;

/** A method of n8n's editor that fills a list which can be searched and paged. */
export const searching = <Client>(clientOf: ClientOf<Client>, choose: Choose<Client>) =>
  async function (this: ILoadOptionsFunctions, search?: string, token?: string): Promise<INodeListSearchResult> {
    return await asNodeError(this, async () => {
      const { results, next } = await choose(await clientOf(this), search, token);
      return { results: results.map(asOption), ...(next !== null && { paginationToken: next }) };
    });
  };

/** A method of n8n's editor that fills a list which n8n cannot page. */
export const listing = <Client>(clientOf: ClientOf<Client>, choose: Choose<Client>) =>
  async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
    return await asNodeError(this, async () => {
      const client = await clientOf(this);
      const all: INodePropertyOptions[] = [];
      for (let token: string | null | undefined; token !== null;) {
        const { results, next }: Choices = await choose(client, '', token);
        all.push(...results.map(asOption));
        token = next;
      }
      return all;
    });
  };

import type { IExecuteFunctions } from 'n8n-workflow';
import { ApiError } from '../../../clients/errors';
import { calDavClient } from '../../shared/clients';
import { zohoClient } from '../../shared/clients';
import { wordsOf } from '../../../engine/errors';
import { toItem } from '../../shared/items';
import { allItems } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

interface Way {
  readonly permission: string;
  readonly neededFor: string;
  readonly proof: (context: IExecuteFunctions) => Promise<unknown>;
}

/** The two things an app-specific password may open. */
const ways: readonly Way[] = [
  {
    permission: 'CalDAV',
    neededFor: 'calendar events',
    proof: async (context) => (await calDavClient(context)).dav.discover(),
  },
  {
    permission: 'Session token',
    neededFor: 'contacts, tasks, sent mail and records',
    proof: async (context) => (await zohoClient(context)).get('/users', { query: { type: 'CurrentUser' } }),
  },
];

const silences = ['hostNotFound', 'notReachable', 'timeout', 'noAnswer', 'REMOTE_SERVER_ERROR'];
/** A server that is busy or silent says nothing about the password. */
const isPassing = (error: unknown): boolean =>
  error instanceof ApiError && (silences.includes(error.code) || (error.status ?? 0) >= 500 || error.status === 429);

async function tried(context: IExecuteFunctions, { permission, neededFor, proof }: Way) {
  const failed = await proof(context).then(
    () => null,
    (error: unknown) => ({ verdict: isPassing(error) ? 'unproved' : 'missing', ...wordsOf(error) }),
  );
  return { permission, neededFor, ...(failed ?? { verdict: 'granted', message: '', nextStep: '' }) };
}

/** One item each: what works with this password, and why the other does not. */
export const checkAppPassword: Operation = async (context) => {
  const found = [];
  for (const way of ways) found.push(await tried(context, way));
  return [found.map((one) => toItem(one, allItems(context)))];
};

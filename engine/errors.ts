import { mapValues, truncate } from 'lodash';
import { ApiError } from '../clients/errors';
import { reason, type Reason } from '../reasons';

/** A mistake in what the user set or wired. `itemIndex`: the input item it is about. */
export class UsageError extends Error {
  constructor(
    message: string,
    readonly nextStep: string,
    readonly itemIndex?: number,
  ) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Message and next step of any error, for results that report a failure as data. */
export function wordsOf(error: unknown): { readonly message: string; readonly nextStep: string } {
  const { message, nextStep } = error as { message?: string; nextStep?: string };
  return { message: message ?? String(error), nextStep: nextStep ?? '' };
}

/** A stranger's message may be a book. */
const shown = (text: string): string => truncate(text, { length: 300 });

/** What was thrown, as a reason: for what is kept, or said in more than one language. */
export const reasonOf = (thrown: unknown): Reason =>
  thrown instanceof ApiError ? thrown.reason : reason('nodeSays', mapValues(wordsOf(thrown), shown));

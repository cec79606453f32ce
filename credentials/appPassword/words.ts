import { ApiError } from '../../clients/errors';
import type { Visit } from './session';

/** An error for n8n, which keeps only its message: what happened and the next step in one. A node of ours gets it whole. */
export function inWords(error: unknown, visit?: Visit): Error {
  if (!(error instanceof ApiError)) return new Error('The sign-in to Zoho failed.');
  if (visit) visit.refusal = error;
  return new Error(`${error.message} ${error.nextStep}`);
}

import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { ArchiveError } from '../../archive';
import { ApiError } from '../../clients/errors';

/** A mistake in what the user set or wired. */
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

const dead = (error: ApiError): boolean => error.status === 401 && error.radius === 'side';

function apiError(node: INode, error: ApiError): NodeApiError {
  const body: JsonObject = { message: error.message, code: error.code };
  return new NodeApiError(node, body, {
    message: error.message,
    description: error.nextStep,
    httpCode: error.status === null ? undefined : String(error.status),
    ...(dead(error) && { failure: { cause: 'credential-invalid' } }),
  });
}

/** Any error as n8n shows it: what happened as its message, what to do as its description. */
export function toNodeError(node: INode, error: unknown): NodeApiError | NodeOperationError {
  if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
  if (error instanceof ApiError) return apiError(node, error);
  if (error instanceof ArchiveError || error instanceof UsageError) {
    const itemIndex = error instanceof UsageError ? error.itemIndex : undefined;
    return new NodeOperationError(node, error.message, { description: error.nextStep, itemIndex });
  }
  return new NodeOperationError(node, error instanceof Error ? error : new Error(String(error)));
}

/** Message and next step of any error, for results that report a failure as data. */
export function wordsOf(error: unknown): { readonly message: string; readonly nextStep: string } {
  const { message, nextStep } = error as { message?: string; nextStep?: string };
  return { message: message ?? String(error), nextStep: nextStep ?? '' };
}

/** Does something for the editor or a node, and says in n8n's way what went wrong. */
export async function told<T>(context: { getNode(): INode }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toNodeError(context.getNode(), error);
  }
}

import {
  NodeApiError,
  NodeOperationError,
  type INode,
  type INodeCredentialTestResult,
  type JsonObject,
} from 'n8n-workflow';
import { ArchiveError } from '../../archive';
import { ApiError } from '../../clients/errors';
import { UsageError, wordsOf } from '../../engine/errors';

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

/** What n8n's Test button says of a credential: `work` answers in words what it found, or throws. */
export async function testResult(work: () => string | Promise<string>): Promise<INodeCredentialTestResult> {
  try {
    return { status: 'OK', message: await work() };
  } catch (error) {
    const { message, nextStep } = wordsOf(error);
    return { status: 'Error', message: `${message} ${nextStep}`.trim() };
  }
}

/** Does something for the editor or a node, and says in n8n's way what went wrong. */
export async function asNodeError<T>(context: { getNode(): INode }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toNodeError(context.getNode(), error);
  }
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Fault, FaultRequest, Faults } from './faults';

/** A request inside a batch: sent by `app.inject` with this header set, it passes the same hooks as any other. */
export const INNER_HEADER = 'x-simulator-inner';
const LONGEST_WAIT = 10 * 60_000;
const BROKEN_JSON = '{"data":[{"id":"1",';

export interface FaultHooks {
  readonly faults: Faults;
  /** The service's own way to word an error, for faults that give no body. */
  errorBody(status: number): unknown;
  /** Told when a request ends without any answer. */
  unanswered(request: FastifyRequest): void;
}

export const isAdmin = (request: FastifyRequest): boolean => request.url.startsWith('/_simulator');
export const isInner = (request: FastifyRequest): boolean => request.headers[INNER_HEADER] !== undefined;
export const faultRequest = (request: FastifyRequest): FaultRequest => ({
  method: request.method,
  path: request.url,
  body: request.rawBody,
});

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

function answerOf(fault: Fault, hooks: FaultHooks): Answer {
  const broken = fault.kind.startsWith('badJson');
  const status = fault.status ?? (broken ? 200 : 500);
  const body = fault.body ?? (broken ? BROKEN_JSON : hooks.errorBody(status));
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json', ...fault.headers }, body: text };
}

function put(reply: FastifyReply, answer: Answer): string {
  reply.code(answer.status).headers(answer.headers).removeHeader('content-length');
  return answer.body;
}

/** Leaves the caller without an answer: cut off at once, or holding on until it gives up. */
function abandon(request: FastifyRequest, reply: FastifyReply, hooks: FaultHooks, cut: boolean): void {
  hooks.unanswered(request);
  reply.hijack();
  if (cut) return void reply.raw.destroy();
  setTimeout(() => reply.raw.destroy(), LONGEST_WAIT).unref();
}

const pause = (ms: number | undefined): Promise<void> | undefined =>
  ms ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined;

/** What a fault turns an answer into; null means no answer at all. Inside a batch, silence shows as a 504 of that item. */
function outcome(request: FastifyRequest, fault: Fault, hooks: FaultHooks): Answer | null {
  if (!/^(timeout|drop)/.test(fault.kind)) return answerOf(fault, hooks);
  return isInner(request) ? answerOf({ ...fault, status: fault.status ?? 504 }, hooks) : null;
}

/** Puts the faults before and after every handler of the app, admin routes excepted. */
export function addFaultHooks(app: FastifyInstance, hooks: FaultHooks): void {
  app.addHook('preHandler', async (request, reply) => {
    const fault = isAdmin(request) ? null : hooks.faults.take('before', faultRequest(request));
    if (!fault) return;
    request.faultKind = fault.kind;
    await pause(fault.delayMs);
    if (fault.kind === 'delay') return;
    const answer = outcome(request, fault, hooks);
    if (!answer) return abandon(request, reply, hooks, fault.kind === 'drop');
    await reply.send(put(reply, answer));
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const struck = isAdmin(request) || (request.faultKind && request.faultKind !== 'delay');
    const fault = struck ? null : hooks.faults.take('after', faultRequest(request));
    if (!fault) return payload;
    request.faultKind = fault.kind;
    await pause(fault.delayMs);
    const answer = outcome(request, fault, hooks);
    if (answer) return put(reply, answer);
    abandon(request, reply, hooks, fault.kind === 'dropAfter');
    return new Promise(() => undefined);
  });
}

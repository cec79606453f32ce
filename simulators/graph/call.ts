import type { Fault } from '../common/faults';
import type { GraphLimits } from './limits';
import type { GraphState } from './model';
import type { Query } from './odata';
import { loginOf } from './tenant';

/** What the service mails to one attendee of a meeting. */
export interface Letter {
  readonly kind: 'invitation' | 'update' | 'cancellation' | 'response';
  readonly to: string;
  readonly eventId: string;
  readonly subject: string | null;
  /** Instant by the simulator's clock. */
  readonly at: string;
  /** Start of the one occurrence the letter is about. */
  readonly occurrence?: string;
  readonly comment?: string;
}

/** One request, ready for a handler: handlers are plain functions of it. */
export interface Call {
  /** The mailbox it is about. */
  readonly state: GraphState;
  /** That of the signed-in account, which knows the others. */
  readonly home: GraphState;
  readonly limits: GraphLimits;
  /** Milliseconds by the simulator's clock. */
  readonly now: number;
  /** `http://host:port/v1.0`, for links and contexts. */
  readonly base: string;
  /** The path after the version as asked, with its ids, for links. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  /** Puts a letter to a person into the outbox. */
  mail(letter: Letter): void;
  /** Takes a fault of this kind if a test has switched one on. */
  take(kind: string): Fault | null;
  /** Sends a request of a batch to the same server. */
  sendInner(request: InnerRequest): Promise<InnerReply>;
}

export interface InnerRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

export interface InnerReply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

export interface Reply {
  readonly status: number;
  /** A Buffer goes out as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (call: Call) => Reply | Promise<Reply>;

type WithHeaders = Pick<Call, 'headers'>;
const prefer = ({ headers }: WithHeaders): string => headers.prefer ?? '';

/** `Prefer: IdType="ImmutableId"`; wanted on each request anew. */
export const wantsImmutableIds = (call: WithHeaders): boolean => /idtype\s*=\s*"?immutableid"?/i.test(prefer(call));

export function maxPageSize(call: WithHeaders): number | null {
  const match = /(?:odata\.)?maxpagesize\s*=\s*"?(\d+)/i.exec(prefer(call));
  return match ? Number(match[1]) : null;
}

/** `Preference-Applied`, naming those preferences that took effect; a refusal has it, too [seen live: sdk-javascript#297]. */
export function preferenceApplied(call: WithHeaders): Record<string, string> {
  const size = maxPageSize(call);
  const applied = [
    ...(wantsImmutableIds(call) ? ['IdType=ImmutableId'] : []),
    ...(size ? [`odata.maxpagesize=${size}`] : []),
  ];
  return applied.length > 0 ? { 'preference-applied': applied.join(', ') } : {};
}

/** `users('address')/events('id')`: a path of names and ids in key form [seen live: nango, zammad]. */
function keyForm({ state }: Call, path: string): string {
  const [, ...segments] = path.replace(/^users\/[^/]+/i, 'me').split('/');
  const parts = segments.map((segment, at) => (at % 2 === 0 ? `/${segment}` : `('${decodeURIComponent(segment)}')`));
  return `users('${loginOf(state.mailbox)}')${parts.join('')}`;
}

/** Where a new item is found: its own place below the path it was sent to. */
function locationOf(call: Call, body: unknown): Record<string, string> {
  const { id } = (body ?? {}) as { id?: string };
  return { location: `${call.base}/${keyForm(call, `${call.path}/${encodeURIComponent(id ?? '')}`)}` };
}

export const ok = (call: Call, body: unknown, status = 200): Reply => ({
  status,
  body,
  headers: { ...preferenceApplied(call), ...(status === 201 ? locationOf(call, body) : {}) },
});

export const noContent: Reply = { status: 204 };

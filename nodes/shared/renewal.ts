import { isObject } from '../../clients/errors';
import type { HttpResponse } from '../../clients/http';
import { brakeMs } from '../../clients/zoho';
import { withoutPermissionCheck } from '../../credentials/permissions/check';
import type { Context } from './context';

/** A token as n8n keeps it; `n8n_expires_at` (ms) is written with every renewal. */
interface Token {
  readonly access_token?: string;
  readonly expires_in?: number | string;
  readonly n8n_expires_at?: string;
  readonly error?: unknown;
}

/** The accounts server's word for why it gave no other token than this one, and until when (ms) it is not asked again. */
interface Refusal {
  readonly token: string | undefined;
  readonly error: unknown;
  readonly until: number;
}
interface Memory {
  /** Renewals of a credential go one after another. */
  turn: Promise<unknown>;
  refused: Refusal | null;
}

/** On the process, for all runs of a credential; n8n loads this module a second time when the package is updated. */
const name = Symbol.for('n8n-nodes-zoho-outlook.renewals');
const memories = ((globalThis as { [name]?: Map<string, Memory> })[name] ??= new Map());

/** Zoho gives ten tokens in ten minutes; one renewed so lately is refused for another reason than its age. */
const youngMs = 300_000;

function memoryOf(context: Context, type: string): Memory {
  const id = `${type} ${context.getNode().credentials?.[type]?.id}`;
  const memory = memories.get(id) ?? { turn: Promise.resolve(), refused: null };
  memories.set(id, memory);
  return memory;
}

const keptToken = async (context: Context, type: string): Promise<Token> =>
  ((await context.getCredentials(type)).oauthTokenData ?? {}) as Token;

export const tokenInUse = async (context: Context, type: string): Promise<string | undefined> =>
  (await keptToken(context, type)).access_token;

const isYoung = ({ n8n_expires_at: end, expires_in: seconds }: Token): boolean =>
  Date.now() - (Number(end) - Number(seconds) * 1000) < youngMs;

/** As the accounts server would answer now. */
const answerOf = ({ error, until }: Refusal): HttpResponse => ({
  ...{ status: 200, headers: { 'retry-after': String((until - Date.now()) / 1000) }, body: { error } },
});

/** The answer 400 to too many renewals: its words may be in the account's language, `status` is not. */
const isBrake = (thrown: unknown) => isObject(thrown) && isObject(thrown.body) && thrown.body.status === 'failure';

/** Zoho refuses with a 200 that says `{error}`; n8n takes that for a token and keeps the old one beside it. */
async function askForToken(context: Context, type: string, token: string | undefined): Promise<Refusal | null> {
  const asked = withoutPermissionCheck(() => context.helpers.refreshOAuth2Token.call(context as never, type));
  const isBraked = await asked.then(
    () => false,
    (thrown: unknown) => isBrake(thrown) || Promise.reject(thrown),
  );
  if (isBraked) return { token, error: 'Access Denied', until: Date.now() + brakeMs };
  const { access_token: now, error } = await keptToken(context, type);
  return now === token ? { token, error, until: Date.now() + youngMs } : null;
}

async function renewOnce(context: Context, type: string, token: string | undefined, answer: HttpResponse) {
  const memory = memoryOf(context, type);
  const kept = await keptToken(context, type);
  // Both are n8n's own: nobody outside learns anything from how long this takes.
  const { access_token: current } = kept;
  if (current !== token) return null;
  const isKnown = memory.refused?.token === token && Date.now() < Number(memory.refused?.until);
  if (!isKnown && isYoung(kept)) return answer;
  if (!isKnown) memory.refused = await askForToken(context, type, token);
  return memory.refused && answerOf(memory.refused);
}

/**
 * Sees to it that the credential has another token than the one that a service refused with `answer` (401). @returns null where it
 * has, else what to answer. Whoever comes while a renewal is under way waits for it; one that does not help is not repeated.
 */
export function renew(context: Context, type: string, token: string | undefined, answer: HttpResponse) {
  const memory = memoryOf(context, type);
  const work = () => renewOnce(context, type, token, answer);
  const turn = memory.turn.then(work, work);
  memory.turn = turn;
  return turn;
}

import { isObject } from '../../clients/errors';
import type { HttpResponse } from '../../clients/http';
import { brakeMs } from '../../clients/zoho';
import { withoutPermissionCheck } from '../../credentials/permissions/check';
import type { Context } from './context';

/** A token as n8n keeps it. */
interface Token {
  readonly access_token?: string;
  readonly error?: unknown;
}

/** What asking for another token came to, and until when (ms) it is not asked again. */
interface Renewal {
  /** The token that was renewed, or is the new one. */
  readonly token: string | undefined;
  readonly until: number;
  /** Another run asks anew, be it that the user has connected again; but not while Zoho's brake is on. */
  readonly run: string | null;
  /** The accounts server's word for why it gave no other one; undefined where it did. */
  readonly error?: unknown;
}
interface Memory {
  /** Renewals of a credential go one after another. */
  turn: Promise<unknown>;
  last: Renewal | null;
}

/** On the process, for all runs of a credential; n8n loads this module a second time when the package is updated. */
const name = Symbol.for('n8n-nodes-zoho-outlook.renewals');
const memories = ((globalThis as { [name]?: Map<string, Memory> })[name] ??= new Map());

/** Zoho gives ten tokens in ten minutes; one renewed so lately is refused for another reason than its age. */
const youngMs = 300_000;

const runOf = (context: Context): string => (context.getExecutionId?.() as string | undefined) ?? '';

function memoryOf(context: Context, type: string): Memory {
  const id = `${type} ${context.getNode().credentials?.[type]?.id}`;
  const memory = memories.get(id) ?? { turn: Promise.resolve(), last: null };
  memories.set(id, memory);
  return memory;
}

const keptToken = async (context: Context, type: string): Promise<Token> =>
  ((await context.getCredentials(type)).oauthTokenData ?? {}) as Token;

export const tokenInUse = async (context: Context, type: string): Promise<string | undefined> =>
  (await keptToken(context, type)).access_token;

/** As the accounts server would answer now. */
const answerOf = ({ error, until }: Renewal): HttpResponse => ({
  ...{ status: 200, headers: { 'retry-after': String((until - Date.now()) / 1000) }, body: { error } },
});

/** The answer 400 to too many renewals: its words may be in the account's language, `status` is not. */
const isBrake = (thrown: unknown) => isObject(thrown) && isObject(thrown.body) && thrown.body.status === 'failure';

/** Zoho refuses with a 200 that says `{error}`; n8n takes that for a token and keeps the old one beside it. */
async function askForToken(context: Context, type: string, token: string | undefined): Promise<Renewal> {
  const asked = withoutPermissionCheck(() => context.helpers.refreshOAuth2Token.call(context as never, type));
  const isBraked = await asked.then(
    () => false,
    (thrown: unknown) => isBrake(thrown) || Promise.reject(thrown),
  );
  if (isBraked) return { token, error: 'Access Denied', until: Date.now() + brakeMs, run: null };
  const { access_token: now, error = null } = await keptToken(context, type);
  const renewal = { token: now, until: Date.now() + youngMs, run: runOf(context) };
  return now === token ? { ...renewal, error } : renewal;
}

/** Would asking come to the same again? */
const isKnown = (last: Renewal | null, token: string | undefined, run: string): last is Renewal =>
  last !== null && last.token === token && Date.now() < last.until && [null, run].includes(last.run);

async function renewOnce(context: Context, type: string, token: string | undefined, answer: HttpResponse) {
  const memory = memoryOf(context, type);
  // Both are n8n's own: nobody outside learns anything from how long this takes.
  const { access_token: current } = await keptToken(context, type);
  if (current !== token) return null;
  if (!isKnown(memory.last, token, runOf(context))) {
    memory.last = await askForToken(context, type, token);
    return 'error' in memory.last ? answerOf(memory.last) : null;
  }
  return 'error' in memory.last ? answerOf(memory.last) : answer;
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

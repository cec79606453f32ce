import { isRead, type HttpRequest, type HttpResponse, type Send } from '../http';

/**
 * A round: many people's syncs, one after the other, by one sign-in that sees the whole org. What one of them has read of a module
 * the others need not ask for again.
 */
export interface Round {
  readonly credential: string;
  /** In ms. What was read before that is of no use. */
  readonly began: number;
}

interface Answers {
  readonly began: number;
  readonly byRequest: Map<string, Promise<HttpResponse>>;
  rows: number;
}

/** A first load is read in thousands; those who come later read it themselves. */
const MOST_ROWS = 20_000;
const MOST_ROUNDS = 8;
const rounds = new Map<string, Answers>();

function answersOf({ credential, began }: Round): Answers {
  const name = JSON.stringify([credential, began]);
  const found = rounds.get(name) ?? { began, byRequest: new Map(), rows: 0 };
  rounds.set(name, found);
  for (const old of [...rounds.keys()].slice(0, -MOST_ROUNDS)) rounds.delete(old);
  return found;
}

/** Somebody was made: whoever looks for them from now on has to find them, or would make them again. */
export function forgetRounds(credential: string): void {
  for (const name of rounds.keys()) if ((JSON.parse(name) as readonly [string])[0] === credential) rounds.delete(name);
}

const nameOf = ({ method, url, body, headers }: HttpRequest): string =>
  JSON.stringify([method, url, body ?? null, headers ?? null]);

const rowsIn = ({ body }: HttpResponse): number => {
  const data = (body as { readonly data?: unknown } | undefined)?.data;
  return Array.isArray(data) ? data.length : 1;
};

/** Asks each question once in a round; an answer that is none, or that there is no room for, is not kept. */
export const onceARound =
  (round: Round) =>
  (send: Send): Send =>
  async (request) => {
    if (!isRead(request)) return send(request);
    const answers = answersOf(round);
    const name = nameOf(request);
    const known = answers.byRequest.get(name);
    if (known) return known;
    const asked = send(request);
    answers.byRequest.set(name, asked);
    const forget = (): void => void answers.byRequest.delete(name);
    const answer = await asked.catch((error: unknown) => {
      forget();
      throw error;
    });
    answers.rows += rowsIn(answer);
    if (answer.status >= 300 || answers.rows > MOST_ROWS) forget();
    return answer;
  };

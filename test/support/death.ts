import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { Client } from 'pg';

/** A process that runs, and may die at one of its moments: from then on nothing more gets through. */
export interface Life {
  /** A moment has come; true when the process is dead now. */
  tick(): boolean;
  /** A request is about to leave; never returns to a dead process. `reading`: it changes nothing. */
  step(reading?: boolean): Promise<void>;
  /** Its answer came; never returns to a dead process. */
  hear(): Promise<void>;
  /** Runs `work` until it ends or the process dies. */
  live<T>(work: () => Promise<T>): Promise<'died' | { readonly value: T }>;
  readonly taken: number;
}

const forever = new Promise<never>(() => undefined);

/**
 * `fatal`: the number of the moment to die at; 0 lives on. `requests`: which requests are moments, before they leave and when their
 * answer is heard; `lasting`: only those that write, before they leave. What lies between two moments of these changes nothing, so
 * that dying anywhere there leaves the same behind as dying at the later one.
 */
export function makeLife(fatal = 0, requests: 'all' | 'lasting' = 'all'): Life {
  let taken = 0;
  let die: (() => void) | null = null;
  const death = new Promise<'died'>((resolve) => (die = () => resolve('died')));
  const isDead = (): boolean => fatal > 0 && taken >= fatal;
  const tick = (): boolean => {
    taken += 1;
    if (isDead()) die?.();
    return isDead();
  };
  const pass = async (counts: boolean): Promise<void> => ((counts ? tick() : isDead()) ? await forever : undefined);
  return {
    tick,
    step: (reading = false) => pass(requests === 'all' || !reading),
    hear: () => pass(requests === 'all'),
    live: async (work) => await Promise.race([work().then((value) => ({ value })), death]),
    get taken() {
      return taken;
    },
  };
}

let life: Life = makeLife();
let isDead = false;

/** Whose life the archive's moments count in from now on. */
export function liveBy(one: Life): void {
  life = one;
  isDead = false;
}

const writes = /^\s*(insert|update|delete)/i;
const ends = /^\s*rollback/i;

/** Just before something becomes lasting: a commit, or a write outside of a transaction. A dead process gets nothing through. */
function moment(sql: string, isTransaction: boolean): void {
  const lasts = /^\s*commit/i.test(sql) || (writes.test(sql) && !isTransaction);
  if (lasts && !isDead) isDead = life.tick();
  if (isDead && !ends.test(sql)) throw new Error('the process was killed');
}

/** Puts the moments into Node's SQLite; answers how to take them out again. */
function makeFileMortal(): () => void {
  const { prepare } = DatabaseSync.prototype;
  DatabaseSync.prototype.prepare = function mortal(this: DatabaseSync, sql: string): StatementSync {
    const statement = prepare.call(this, sql);
    const all = statement.all.bind(statement);
    const run = statement.run.bind(statement);
    statement.all = ((...bound: []) => (moment(sql, this.isTransaction), all(...bound))) as typeof statement.all;
    statement.run = ((...bound: []) => (moment(sql, this.isTransaction), run(...bound))) as typeof statement.run;
    return statement;
  };
  return () => void (DatabaseSync.prototype.prepare = prepare);
}

/** Statements on their way to a server, and connections within a transaction. */
let underWay = 0;
const begun = new WeakSet<Client>();

async function underLife(client: Client, sql: string, send: () => Promise<unknown>): Promise<unknown> {
  moment(sql, begun.has(client));
  if (/^begin/i.test(sql)) begun.add(client);
  if (/^(commit|rollback)/i.test(sql)) begun.delete(client);
  underWay += 1;
  return send().finally(() => (underWay -= 1));
}

/** The same for PostgreSQL. */
function makeServerMortal(): () => void {
  const { query } = Client.prototype;
  Client.prototype.query = function mortal(this: Client, sql: string, values: unknown[]): Promise<unknown> {
    const send = query as unknown as (this: Client, sql: string, values: unknown[]) => Promise<unknown>;
    return underLife(this, sql, () => send.call(this, sql, values));
  } as unknown as typeof query;
  return () => void (Client.prototype.query = query);
}

/** Puts the moments into the archive's drivers; answers how to take them out again. */
export function makeArchiveMortal(): () => void {
  const undo = [makeFileMortal(), makeServerMortal()];
  return () => undo.forEach((one) => one());
}

/** A zombie's last words: what is on its way arrives, what fails is thrown, before anybody else goes on. */
export async function settleDown(isQuiet: () => boolean = () => true): Promise<void> {
  for (let quiet = 0; quiet < 20; quiet = isQuiet() && underWay === 0 ? quiet + 1 : 0)
    await new Promise((resolve) => setImmediate(resolve));
}

import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import type { Stepper } from '../support/stepper';

/** A process that runs, and may die at one of its moments. */
export interface Life extends Stepper {
  /** A moment has come; true when the process is dead now. */
  tick(): boolean;
}

const forever = new Promise<never>(() => undefined);

/** `fatal`: the number of the moment to die at; 0 lives on. */
export function makeLife(fatal = 0): Life {
  let taken = 0;
  let die: (() => void) | null = null;
  const death = new Promise<'died'>((resolve) => (die = () => resolve('died')));
  const tick = (): boolean => {
    taken += 1;
    if (fatal === 0 || taken < fatal) return false;
    die?.();
    return true;
  };
  return {
    tick,
    step: async () => (tick() ? await forever : undefined),
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
function moment(sql: string, database: DatabaseSync): void {
  const lasts = /^\s*commit/i.test(sql) || (writes.test(sql) && !database.isTransaction);
  if (lasts && !isDead) isDead = life.tick();
  if (isDead && !ends.test(sql)) throw new Error('the process was killed');
}

/** Puts the moments into Node's SQLite; answers how to take them out again. */
export function makeArchiveMortal(): () => void {
  const { prepare } = DatabaseSync.prototype;
  DatabaseSync.prototype.prepare = function mortal(this: DatabaseSync, sql: string): StatementSync {
    const statement = prepare.call(this, sql);
    const all = statement.all.bind(statement);
    const run = statement.run.bind(statement);
    statement.all = ((...bound: []) => (moment(sql, this), all(...bound))) as typeof statement.all;
    statement.run = ((...bound: []) => (moment(sql, this), run(...bound))) as typeof statement.run;
    return statement;
  };
  return () => void (DatabaseSync.prototype.prepare = prepare);
}

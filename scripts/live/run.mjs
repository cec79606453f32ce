// Runs a service's facts one after another, prints a line for each, and cleans up whatever happens.
import { randomBytes } from 'node:crypto';
import { makeCaller } from './caller.mjs';
import { makeCleaner } from './cleaner.mjs';
import { askToken } from './token.mjs';
import { NotTried } from './verdict.mjs';

async function outcomeOf(fact, box) {
  try {
    return await fact.check(box);
  } catch (error) {
    const why = error instanceof NotTried ? error.message : `could not be tried: ${error.message}`;
    return { word: 'not tried', saw: why };
  }
}

const lineOf = ({ word, saw }, { row }) => `${word.padEnd(9)}  ${row}\n           ${saw}`;

async function checkAll({ facts, cleaner, box, say }) {
  const counts = { agrees: 0, differs: 0, 'not tried': 0 };
  for (const fact of facts) {
    if (cleaner.isStopped()) break;
    const outcome = await outcomeOf(fact, box);
    counts[outcome.word] += 1;
    say(lineOf(outcome, fact));
    await cleaner.cleanUp();
  }
  const told = Object.entries(counts).map(([word, count]) => `${count} ${word}`);
  say(told.join(', '));
}

function boxOf(service, { token, env, cleaner }) {
  const address = env[service.addressName] ?? service.address;
  const send = makeCaller({ address, authorization: service.authorization(token) });
  return {
    marker: `live-check-${randomBytes(4).toString('hex')}`,
    env,
    keep: cleaner.keep,
    async call(...request) {
      if (cleaner.isStopped() && !cleaner.isCleaning()) throw new NotTried('stopped');
      return send(...request);
    },
  };
}

/**
 * Runs all facts of a service.
 * @param service `{ name, tokenName, tokenHelp, addressName, address, authorization(token), facts, open?(box) }`; a fact is
 *   `{ row, check(box) }`: the row of docs/live-facts.md it confirms, and what answers a `verdict`
 * @returns {Promise<number>} exit code: 0 all is tried and cleaned up (a fact that differs is an answer, no failure), 1 the account
 *   could not be read, something is left behind, or it was stopped, 2 there is no token
 */
export async function runService(service, { env = process.env, say = console.log } = {}) {
  const token = await askToken(service, env);
  if (!token) return 2;
  const cleaner = makeCleaner(say);
  const box = boxOf(service, { token, env, cleaner });
  say(`${service.name}: everything made here is called ${box.marker} and deleted again.`);
  try {
    await service.open?.(box);
    await checkAll({ facts: service.facts, cleaner, box, say });
  } catch (error) {
    say(error.message);
    return 1;
  } finally {
    await cleaner.cleanUp();
  }
  return cleaner.isClean() && !cleaner.isStopped() ? 0 : 1;
}

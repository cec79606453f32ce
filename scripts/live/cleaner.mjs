// What a fact made is deleted when it ends, fails, or is stopped by Ctrl-C.

const TRIES = 3;

async function isRemoved(remove) {
  for (let tried = 0; tried < TRIES; tried += 1) if (await remove().catch(() => false)) return true;
  return false;
}

/**
 * Keeps what must be removed; the last goes first. `keep(name, remove)`: `remove` deletes one thing by the id it was made with, and
 * answers whether it is gone. On SIGINT and SIGTERM (npm may hand on one twice) no further request of a fact is sent, and what was
 * made is removed.
 */
export function makeCleaner(say) {
  const [kept, left] = [[], []];
  let [stopped, cleaning] = [false, false];

  async function cleanUp() {
    cleaning = true;
    while (kept.length > 0) {
      const { name, remove } = kept.pop();
      if (!(await isRemoved(remove))) left.push(name);
    }
    cleaning = false;
  }

  function stop() {
    if (!stopped) say('Stopping: what was made is being deleted.');
    stopped = true;
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);

  return {
    keep: (name, remove) => void kept.push({ name, remove }),
    cleanUp,
    isStopped: () => stopped,
    isCleaning: () => cleaning,
    isClean() {
      left.forEach((name) => say(`LEFT BEHIND, please look for it and delete it by hand: ${name}`));
      return left.length === 0;
    },
  };
}

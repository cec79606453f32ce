import * as archives from '../../archive';
import { asString } from '../../sync/model';
import { loadFirstRuns } from './firstRuns';
import type { Reader } from './page/layout';
import type { Standings } from './page/status';
import type { Shown } from './submitAnswers';

/** How each sync stands that is shown, and what was found of those that were only checked so far. */
export async function loadStandings(
  shown: Shown,
  query: Readonly<Record<string, unknown>>,
  { now }: Reader,
): Promise<Standings> {
  const { archive, syncs, mayShow, person } = shown;
  const checks = await archives.lastChecks(archive);
  const people = (await archives.peopleOf(archive)).filter(({ address }) => person === undefined || person === address);
  const asked = { person: asString(query.person), text: asString(query.text).slice(0, 200) };
  const named = new Set(people.map(({ address }) => address));
  const all = [];
  for (const sync of syncs) {
    const { name } = sync;
    // of a company only the syncs of whoever was chosen are unfolded
    const isShown = !named.has(sync.person ?? '') || sync.person === asked.person;
    const days = isShown ? await archives.lastDays(archive, name, now) : [];
    const status = await archives.status(archive, name);
    const { failure } = await archives.lastRun(archive, name);
    const checked = checks.find((one) => one.sync === name) ?? null;
    all.push({ sync, status, failure, checked, days });
  }
  const known = new Set((await archives.syncNames(archive)).map(({ name }) => name));
  const unrun = checks.filter(({ sync }) => mayShow(sync) && !known.has(sync));
  const firstRuns = person === undefined ? await loadFirstRuns(shown) : null;
  return { all, unrun, unfolded: asString(query.sync), people, firstRuns, only: person, ...asked };
}

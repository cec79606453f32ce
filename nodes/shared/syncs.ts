import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { cyclesOf, listReviews, rulesOf, syncNames, type Archive, type CycleSummary } from '../../archive';
import { sentence } from '../../reasons';
import { pageOf } from '../../sides/choices';
import type { Choice } from '../../sides/types';
import { openSyncArchive } from './archive';
import { fieldOptions } from './descriptions';
import { listing, searching } from './lists';

const short = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

const asChoice = (id: string, name: string): Choice => ({ name: short(name), value: id });

const chosenSync = async (context: ILoadOptionsFunctions) => {
  const sync = String(context.getCurrentNodeParameter('sync', { extractValue: true }) ?? '').trim();
  return { archive: await openSyncArchive(context), sync };
};

/** Fills a list with what the archive has of the sync that is chosen in the node. */
const ofChosenSync = (read: (archive: Archive, sync: string) => Promise<readonly Choice[]>) =>
  searching(chosenSync, async ({ archive, sync }, ...asked) => pageOf(await read(archive, sync), ...asked));

const syncChoices = async (archive: Archive): Promise<readonly Choice[]> =>
  (await syncNames(archive)).map(({ name }) => ({ name, value: name }));

/** The syncs of the node's archive, to choose one of, or several. */
export const searchSyncs = searching(openSyncArchive, async (archive, ...asked) =>
  pageOf(await syncChoices(archive), ...asked),
);
export const getSyncs = listing(openSyncArchive, async (archive, ...asked) =>
  pageOf(await syncChoices(archive), ...asked),
);

/** The fields of the chosen sync; of all kinds where the archive does not know it. */
export const getFieldsOfSync = listing(chosenSync, async ({ archive, sync }, ...asked) => {
  const kind = (await syncNames(archive)).find(({ name }) => name === sync)?.kind;
  const fields = fieldOptions(kind).map(({ name, value }) => ({ name, value: String(value) }));
  return pageOf(fields, ...asked);
});

/** What waits for a person in the chosen sync. */
export const searchReviews = ofChosenSync(async (archive, sync) =>
  (await listReviews(archive, sync)).map(({ id, label, reason }) => asChoice(id, `${label}: ${sentence(reason)}`)),
);

/** What holds from now on in the chosen sync. */
export const searchRules = ofChosenSync(async (archive, sync) =>
  (await rulesOf(archive, sync)).map(({ id, words }) => asChoice(id, sentence(words))),
);

const mostCycles = 500;

/** "2026-11-28 22:01 UTC: 12 written (workflow …)" */
function cycleWords({ startedAt, report, state, holder, undoes }: CycleSummary): string {
  const when = `${new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const did = report ? `${report.written} written` : state === 'running' ? 'at work' : 'did not come to its end';
  return `${when}: ${undoes ? 'undoing, ' : ''}${did} (${holder})`;
}

/** The newest cycles of the chosen sync. */
export const searchCycles = ofChosenSync(async (archive, sync) =>
  (await cyclesOf(archive, sync, mostCycles)).map((cycle) => asChoice(cycle.id, cycleWords(cycle))),
);

import type { Value } from '../../../sync/model';
import { list, object, text } from '../contact';
import type { GraphTask, LinkedResource, Related } from './fields';
import { CRM } from './fields';

const TASKS = 'Tasks';

/** `…/crm/tab/Contacts/123`, `…/crm/org45/tab/Potentials/123` and the like: which module, which record. */
function placeIn(url: string): Related | null {
  const found = /\/tab\/(\w+)\/(\d+)/.exec(url);
  return found ? { module: tabs[found[1] ?? ''] ?? found[1] ?? '', id: found[2] ?? '' } : null;
}

/** Modules whose pages still bear their old name. */
const tabs: Readonly<Record<string, string>> = { Potentials: 'Deals', Activities: TASKS };

const isOurs = ({ applicationName, webUrl }: LinkedResource): boolean =>
  text(applicationName).trim().toLowerCase() === CRM.toLowerCase() || /\/crm\/(org\d+\/)?tab\//.test(text(webUrl));

/** What a task's linked resources say of the CRM: tasks it is the same as, and records it is about. */
export function linksOf(task: GraphTask): { readonly crm: readonly string[]; readonly related: readonly Related[] } {
  const ours = list<LinkedResource>(task.linkedResources).filter(isOurs);
  const places = ours.map((one) => placeIn(text(one.webUrl)) ?? { module: TASKS, id: text(one.externalId) });
  const named = places.filter(({ id }) => id !== '');
  return {
    crm: named.filter(({ module }) => module === TASKS).map(({ id }) => id),
    related: named.filter(({ module }) => module !== TASKS),
  };
}

/** The link to a CRM task that people can click in To Do. `web`: origin of the CRM's pages; null where it is not known. */
export const linkTo = (ref: string, title: string, web: string | null): LinkedResource => ({
  applicationName: CRM,
  externalId: ref,
  displayName: title,
  ...(web && { webUrl: `${web}/crm/tab/${TASKS}/${ref}` }),
});

/** The ids of CRM tasks in a task's `extra`. */
export const crmIdsIn = (extra: Value): readonly string[] => list<string>(object(extra).crm);

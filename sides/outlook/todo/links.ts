import type { Value } from '../../../sync/model';
import { list, object, text } from '../contact';
import type { GraphTask, LinkedResource, Related, TaskExtra } from './fields';
import { CRM } from './fields';

const TASKS = 'Tasks';

/** `…/crm/tab/Contacts/123`, `…/crm/org45/tab/Potentials/123`, `…/crm/EntityInfo.do?module=Leads&id=123`: which module, which record. */
function placeIn(url: string): Related | null {
  const tab = /\/tab\/(\w+)\/(\d+)/.exec(url);
  const query = new URLSearchParams(/\.do\?(.*)$/.exec(url)?.[1] ?? '');
  const [module, id] = [tab?.[1] ?? query.get('module'), tab?.[2] ?? query.get('id')];
  return module && id ? { module: tabs[module] ?? module, id } : null;
}

/** Modules whose pages still bear their old name. */
const tabs: Readonly<Record<string, string>> = { Potentials: 'Deals', Activities: TASKS };

const isOurs = ({ applicationName, webUrl }: LinkedResource): boolean =>
  text(applicationName).trim().toLowerCase() === CRM.toLowerCase() ||
  /\/crm\/(org\d+\/)?(tab\/|\w+\.do\?)/.test(text(webUrl));

export type Links = Pick<TaskExtra, 'crm' | 'related' | 'loose'>;

/** What a task's linked resources say of the CRM: tasks it is the same as, and records it is about. */
export function linksOf(task: GraphTask): Links {
  const ours = list<LinkedResource>(task.linkedResources).filter(isOurs);
  const places = ours.map((one) => placeIn(text(one.webUrl)) ?? { module: '', id: text(one.externalId) });
  const named = places.filter(({ id }) => id !== '');
  return {
    crm: named.filter(({ module }) => module === TASKS || module === '').map(({ id }) => id),
    related: named.filter(({ module }) => module !== TASKS && module !== ''),
    loose: named.filter(({ module }) => module === '').map(({ id }) => id),
  };
}

/** Is it a line that leads to a task of the CRM, as its address says? */
export const leadsToTask = ({ webUrl }: LinkedResource): boolean => placeIn(text(webUrl))?.module === TASKS;

/** The link to a CRM task that people can click in To Do. `web`: origin of the CRM's pages; null where it is not known. */
export const linkTo = (ref: string, title: string, web: string | null): LinkedResource => ({
  applicationName: CRM,
  externalId: ref,
  displayName: title,
  ...(web && { webUrl: `${web}/crm/tab/${TASKS}/${ref}` }),
});

/** The ids of CRM tasks in a task's `extra`. */
export const crmIdsIn = (extra: Value): readonly string[] => list<string>(object(extra).crm);

import type { Value } from '../../../sync/model';
import { readArray, readObject, readString } from '../../row';

/** What a task's linked resources show as the app they come from. */
const CRM = 'Zoho CRM';

/** A linked resource: a line under the task, with a link that people can click. */
export interface LinkedResource {
  readonly id?: string;
  readonly applicationName?: string | null;
  readonly externalId?: string | null;
  readonly webUrl?: string | null;
  readonly displayName?: string | null;
}

/** A record of the CRM that a task is about: a contact, a deal. */
export type Related = {
  /** API name of its module. */
  readonly module: string;
  readonly id: string;
};

const TASKS = 'Tasks';

/** `…/crm/tab/Contacts/123`, `…/crm/org45/tab/Potentials/123`, `…/crm/EntityInfo.do?module=Leads&id=123`: which module, which record. */
function recordInUrl(url: string): Related | null {
  const tab = /\/tab\/(\w+)\/(\d+)/.exec(url);
  const query = new URLSearchParams(url.includes('.do?') ? url.slice(url.indexOf('.do?') + 4) : '');
  const [module, id] = [tab?.[1] ?? query.get('module'), tab?.[2] ?? query.get('id')];
  return module && id ? { module: tabs[module] ?? module, id } : null;
}

/** Modules whose pages still bear their old name. */
const tabs: Readonly<Record<string, string>> = { Potentials: 'Deals', Activities: TASKS };

const isCrmLink = ({ applicationName, webUrl }: LinkedResource): boolean =>
  readString(applicationName).trim().toLowerCase() === CRM.toLowerCase() ||
  /\/crm\/(org\d+\/)?(tab\/|\w+\.do\?)/.test(readString(webUrl));

/** What of a task's linked resources leads into the CRM. */
export type Links = {
  /** Ids of CRM tasks that its linked resources name. */
  readonly crm: readonly string[];
  /** CRM records of other modules that its linked resources name, in their order. */
  readonly related: readonly Related[];
  /** Ids among `crm` of which no address tells the module: they may be anything in the CRM. */
  readonly loose: readonly string[];
};

/** What a task's linked resources say of the CRM: tasks it is the same as, and records it is about. */
export function linksOf(task: Readonly<Record<string, unknown>>): Links {
  const ours = readArray<LinkedResource>(task.linkedResources).filter(isCrmLink);
  const places = ours.map(
    (one) => recordInUrl(readString(one.webUrl)) ?? { module: '', id: readString(one.externalId) },
  );
  const named = places.filter(({ id }) => id !== '');
  return {
    crm: named.filter(({ module }) => module === TASKS || module === '').map(({ id }) => id),
    related: named.filter(({ module }) => module !== TASKS && module !== ''),
    loose: named.filter(({ module }) => module === '').map(({ id }) => id),
  };
}

/** Is it a line that leads to a task of the CRM, as its address says? */
export const leadsToTask = ({ webUrl }: LinkedResource): boolean => recordInUrl(readString(webUrl))?.module === TASKS;

/** The link to a CRM task that people can click in To Do. `web`: origin of the CRM's pages; null where it is not known. */
export const linkToCrmTask = (ref: string, title: string, web: string | null): LinkedResource => ({
  applicationName: CRM,
  externalId: ref,
  displayName: title,
  ...(web && { webUrl: `${web}/crm/tab/${TASKS}/${ref}` }),
});

/** Is it the link to this CRM task? */
export const linksTo = (link: LinkedResource, crm: string): boolean =>
  isCrmLink(link) && linksOf({ linkedResources: [link] }).crm.includes(crm);

/** The ids of CRM tasks in a task's `extra`. */
export const crmIdsIn = (extra: Value): readonly string[] => readArray<string>(readObject(extra).crm);

import { GRAPH_LIMITS } from '../limits';
import type { GraphState, StoredList } from '../model';
import { readCheck, readLink } from './partFields';
import { createList, createTask, moveTask } from './store';
import { readTask } from './taskFields';

type Vendor = Readonly<Record<string, unknown>>;

/** A list by its name or id: made if it is not there. Tasks in vendor form, linked resources and checklist inline. */
export interface SeedList {
  readonly displayName: string;
  readonly isShared?: boolean;
  readonly isOwner?: boolean;
  readonly tasks?: readonly Vendor[];
}

const listNamed = (state: GraphState, name: string): StoredList | undefined =>
  [...state.lists.values()].find(({ displayName, id }) => displayName === name || id === name);

const parts = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const timeIn = (value: unknown, otherwise: number): number => {
  const at = Date.parse(String(value ?? ''));
  return Number.isNaN(at) ? otherwise : at;
};

function seedTask(state: GraphState, list: StoredList, vendor: Vendor, now: number): void {
  const created = timeIn(vendor.createdDateTime ?? vendor.lastModifiedDateTime, now);
  const own = {
    linkedResources: parts(vendor.linkedResources).map((part) => readLink(part)),
    checklistItems: parts(vendor.checklistItems).map((part) => readCheck(part, created)),
  };
  const task = createTask(state, list, readTask(vendor, {}, GRAPH_LIMITS, created), own, created);
  task.modified = timeIn(vendor.lastModifiedDateTime, created);
}

export function seedLists(state: GraphState, lists: readonly SeedList[], now: number): void {
  for (const { displayName, isShared, isOwner, tasks } of lists) {
    const list = listNamed(state, displayName) ?? createList(state, displayName);
    list.isShared = isShared ?? list.isShared;
    list.isOwner = isOwner ?? list.isOwner;
    for (const task of tasks ?? []) seedTask(state, list, task, now);
  }
}

export function seedTaskMove(state: GraphState, name: string, to: string, now: number): void {
  const task = [...state.tasks.values()].find(({ id, fields }) => id === name || fields.title === name);
  const list = listNamed(state, to);
  if (!task || !list) throw new Error(`The seed moves a task that is not there, or to no list: ${name}, ${to}.`);
  moveTask(state, task, list, now);
}

import type { Choice, Choices } from './types';

const PAGE = 100;

const matches = (choice: Choice, wanted: string): boolean =>
  [choice.name, choice.value, choice.description ?? ''].some((text) => text.toLowerCase().includes(wanted));

/** Cuts a complete list down to what the user typed, 100 entries a page; the token is the index to go on from. */
export function pageOf(all: readonly Choice[], search?: string, token?: string): Choices {
  const wanted = (search ?? '').trim().toLowerCase();
  const found = wanted ? all.filter((choice) => matches(choice, wanted)) : all;
  const from = Number(token ?? 0) || 0;
  const end = from + PAGE;
  return { results: found.slice(from, end), next: end < found.length ? String(end) : null };
}

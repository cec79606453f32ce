import type { EventWorld } from './eventWorld';

export const deleting = {
  'Conflict Resolver': { deletes: 'delete', guards: { maxDeletes: 100, maxDeletePercent: 100 } },
};

export const placed = (title: unknown, place: unknown): string =>
  place ? `${String(title)} at ${String(place)}` : String(title);

/** Times, rules and texts in Outlook, without ids and without what the service notes of itself. */
export const shownInOutlook = (world: Pick<EventWorld, 'inOutlook'>): readonly string[] =>
  world
    .inOutlook()
    .map(({ subject, start, end, isAllDay, recurrence, body }) =>
      JSON.stringify([subject, start, end, isAllDay, recurrence, body]),
    )
    .sort();

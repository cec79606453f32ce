import { defaultWindow } from '../../../sides/outlook/event';
import type { Span } from '../../../sides/zoho/event';
import type { At } from '../../shared/getChanges';
import { remembered } from '../../shared/learn';

/** The days that Outlook Sync, Get Changes was told to read; both sides look at the same ones. */
export async function spanOf({ archive, cycle }: At): Promise<Span> {
  const outlook = await remembered<unknown, Partial<Span>>(archive, cycle.sync, 'outlook');
  const { daysBack, daysAhead } = { ...defaultWindow, ...outlook?.settings };
  return { daysBack, daysAhead };
}

import { own } from '../../sync/kinds';
import type { Value } from '../../sync/model';
import { isoOf, zohoTime } from './times';

/** A task's reminder (v8 docs: "Remind_At"): an instant; in a series, days before each of its records instead. */
const ONCE = /^FREQ=NONE;ACTION=([A-Z]+);TRIGGER=DATE-TIME:(\S+)$/i;

const textOf = (value: unknown): string => {
  const alarm = typeof value === 'object' && value !== null ? (value as { ALARM?: unknown }).ALARM : value;
  return typeof alarm === 'string' ? alarm : '';
};

/** The reminder as ISO instant; what is no single instant stays Zoho's own. */
export function readAlarm(value: unknown): Value {
  const alarm = textOf(value);
  if (!alarm) return null;
  return isoOf(ONCE.exec(alarm)?.[2]) ?? own(alarm);
}

/** How Zoho reminds: kept, whatever becomes of the time. */
export const alarmAction = (value: unknown): string | null => /ACTION=([A-Z]+)/i.exec(textOf(value))?.[1] ?? null;

/** The reminder for Zoho. A new one pops up; nobody is mailed who did not ask for it. */
export function alarmOf(value: Value, extra: Value): { readonly ALARM: string } | null {
  if (typeof value !== 'string' || !value) return null;
  const kept = (extra as { alarm?: unknown } | null)?.alarm;
  const action = typeof kept === 'string' ? kept : 'POPUP';
  return { ALARM: `FREQ=NONE;ACTION=${action};TRIGGER=DATE-TIME:${zohoTime(value)}` };
}

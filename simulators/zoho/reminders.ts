import type { ZohoFailure } from './errors';
import { failure } from './errors';
import { spot } from './pairs';
import type { Values } from './record';
import { instant, zohoTime } from './times';

const ACTION = 'ACTION=(?:EMAIL|POPUP|EMAILANDPOPUP)';
const ONCE = new RegExp(`^FREQ=NONE;${ACTION};TRIGGER=DATE-TIME:(\\S+)$`);
const REPEATED = new RegExp(`^(?:FREQ=\\w+;)?${ACTION};TRIGGER=-P(?:[0-6]D|[1-3]W);TRIGGER_TIME=\\d\\d:\\d\\d$`);

const alarmOf = (value: unknown): string => String((value as { ALARM?: unknown } | null)?.ALARM ?? '');

/** Tasks: `{"ALARM": "FREQ=NONE;ACTION=POPUP;TRIGGER=DATE-TIME:<ISO>"}`, or days before each of a series. */
export function alarmRefusal(value: unknown, index: number): ZohoFailure | null {
  if (!value) return null;
  const alarm = alarmOf(value);
  const at = ONCE.exec(alarm)?.[1];
  const fine = at !== undefined ? instant(at) !== null : REPEATED.test(alarm);
  return fine ? null : failure('INVALID_DATA', { expected_data_type: 'ALARM', ...spot('Remind_At', index) });
}

/** An alarm tells its instant in the zone of the user who asks, as all times. */
export function shownAlarm(value: unknown, zone: string): unknown {
  const alarm = alarmOf(value);
  const at = instant(ONCE.exec(alarm)?.[1]);
  if (at === null) return value;
  return { ALARM: alarm.replace(/DATE-TIME:\S+$/, `DATE-TIME:${zohoTime(at, zone)}`) };
}

const PERIODS: Record<string, string> = {
  ...{ minutes: 'minutes', mins: 'minutes', hours: 'hours', hrs: 'hours', days: 'days', weeks: 'weeks' },
};

const periodOf = ({ period }: Values): string | undefined => PERIODS[String(period)];

/** Events: `[{"unit": 15, "period": "minutes", "time"?: "09.00"}]`; abbreviations are written out. */
export function keptReminders(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return (value as Values[]).map((one) => ({ ...one, period: periodOf(one ?? {}) ?? one?.period }));
}

export function reminderRefusal(name: string, value: unknown, index: number): ZohoFailure | null {
  for (const [at, one] of ((Array.isArray(value) ? value : []) as Values[]).entries()) {
    const path = (key: string) => ({ api_name: key, json_path: `$.data[${index}].${name}[${at}].${key}` });
    const { unit } = one ?? {};
    if (!Number.isInteger(unit) || Number(unit) < 0 || Number(unit) > 60) {
      return failure('INVALID_DATA', { expected_data_type: 'integer', ...path('unit') });
    }
    if (!periodOf(one)) {
      return failure('INVALID_DATA', { supported_values: ['minutes', 'hours', 'days', 'weeks'], ...path('period') });
    }
  }
  return null;
}

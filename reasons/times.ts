import type { Label } from './label';
import { listed, sideName, words, type SideName } from './wording';

/** Times and zones that cannot be used. */
export const times = {
  namelessZone: words({
    en: 'The time zone is a custom one without a name. Choose a named time zone for it in Outlook.',
    ja: '名前のないカスタムのタイムゾーンです。Outlook で名前のあるタイムゾーンを選んでください。',
  }),
  unknownZone: words<{ zone: string }>({
    en: ({ zone }) => `The time zone "${zone}" is not one we know. Choose another one where the record was made.`,
    ja: ({ zone }) => `タイムゾーン「${zone}」は不明です。作成元で別のタイムゾーンを選んでください。`,
  }),
  oddZone: words<{ zone: string }>({
    en: ({ zone }) =>
      `The time zone "${zone}" has rules of its own that no real zone has, so they are not followed. Choose a named time zone where the record was made.`,
    ja: ({ zone }) =>
      `タイムゾーン「${zone}」の規則は実在のタイムゾーンにはないもので、適用されません。作成元で名前のあるタイムゾーンを選んでください。`,
  }),
  unreadableTime: words<{ time: string }>({
    en: ({ time }) => `"${time}" is not a time we can read. Set the time of the record again.`,
    ja: ({ time }) => `時刻「${time}」を読み取れません。時刻を設定し直してください。`,
  }),
  endsBeforeStart: words<{ side: SideName }>({
    en: ({ side }) => `It ends before it starts. Set its end again in ${sideName[side]}`,
    ja: ({ side }) => `開始より前に終了しています。${sideName[side]} で終了を設定し直してください`,
  }),
  noStart: words({
    en: 'It has no start. Set its start again in Zoho CRM',
    ja: '開始がありません。Zoho CRM で開始を設定し直してください',
  }),
  timesUnreadable: words({
    en: 'Its start or end cannot be read. Set them again in Zoho CRM',
    ja: '開始または終了を読み取れません。Zoho CRM で設定し直してください',
  }),
};

/** A changed meeting of a series; `now`: when it takes place instead, '' where it does at its own time. */
export type ChangedMeeting = {
  readonly date: string;
  readonly now: string;
  readonly fields: readonly Label[];
};
type WordedMeeting = { readonly date: string; readonly now: string; readonly fields: readonly string[] };

const meetingEn = ({ date, now, fields }: WordedMeeting): string => {
  const what = [...(now ? [`now ${now}`] : []), ...fields.map((name) => `${name.toLowerCase()} changed`)];
  return what.length > 0 ? `${date} (${what.join(', ')})` : date;
};
const meetingJa = ({ date, now, fields }: WordedMeeting): string => {
  const what = [...(now ? [`${now} に移動`] : []), ...fields.map((name) => `${name}を変更`)];
  return what.length > 0 ? `${date} (${what.join('、')})` : date;
};

const dateJa = (date: string): string => date.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日');

/** Values of a series, as people read them. */
export const seriesValues = {
  dates: words<{ dates: readonly string[] }>({
    en: ({ dates }) => listed(dates, 'en'),
    ja: ({ dates }) => listed(dates.map(dateJa), 'ja'),
  }),
  changedMeetings: words<{ meetings: readonly ChangedMeeting[] }>({
    en: ({ meetings }) => meetings.map(meetingEn).join('; '),
    ja: ({ meetings }) => meetings.map(meetingJa).join('。'),
  }),
  noWordForIt: words<{ value: string }>({
    en: ({ value }) => `the other side has no word for "${value}"`,
    ja: ({ value }) => `「${value}」は、もう一方では表せません`,
  }),
};

import { counted, listed, words } from './wording';

type Dates = { readonly dates: readonly string[] };

/** Why a series cannot be said in Outlook, by the parts of its rule. */
export const series = {
  ruleUnreadable: words<{ rule: string }>({
    en: ({ rule }) => `The rule of the series, "${rule}", is not one we can read. Set its repetition again.`,
    ja: ({ rule }) => `繰り返しの規則「${rule}」を読み取れません。繰り返しを設定し直してください。`,
  }),
  ruleSeveralTimesADay: words({
    en: 'It repeats several times a day; Outlook repeats an event once a day at most.',
    ja: '一日に何度も繰り返されますが、Outlook の繰り返しは一日に一回までです。',
  }),
  ruleOwnTimes: words({
    en: 'It sets its own times of day; Outlook takes the time of the first event.',
    ja: '規則に時刻が含まれていますが、Outlook は最初の予定の時刻を使います。',
  }),
  ruleWeeksOfYear: words({
    en: 'It counts the weeks of the year; Outlook cannot.',
    ja: '一年の第何週かで指定されていますが、Outlook では指定できません。',
  }),
  ruleDaysOfYear: words({
    en: 'It counts the days of the year; Outlook cannot.',
    ja: '一年の何日目かで指定されていますが、Outlook では指定できません。',
  }),
  ruleOtherCalendar: words({
    en: 'It follows another calendar than the Gregorian one.',
    ja: '西暦 (グレゴリオ暦) 以外の暦によっています。',
  }),
  ruleExtraDates: words({
    en: 'It has extra dates beside its rule; Outlook cannot add dates to a series.',
    ja: '規則のほかに追加の日付がありますが、Outlook では定期的な予定に日付を追加できません。',
  }),
  ruleSecondExclusion: words({
    en: 'It leaves dates out by a second rule; Outlook knows one rule per series.',
    ja: '別の規則で日付が除かれていますが、Outlook では一つの定期的な予定に規則は一つだけです。',
  }),
  ruleSomeMonths: words({
    en: 'It repeats in some months only; Outlook repeats in every month, or in one month of the year.',
    ja: '一部の月だけに繰り返されますが、Outlook の繰り返しは毎月か、一年のうち一つの月です。',
  }),
  ruleSeveralDaysOfMonth: words({
    en: 'It falls on several days of a month; Outlook knows one day of the month per series.',
    ja: '一か月に複数の日がありますが、Outlook では一つの定期的な予定に月の一日だけです。',
  }),
  ruleSkipsMonths: words<{ day: number }>({
    en: ({ day }) => `It skips the months that have no day ${day}; Outlook would hold it on their last day instead.`,
    ja: ({ day }) => `${day} 日のない月を飛ばしますが、Outlook ではその月の最終日になります。`,
  }),
  ruleDayUnknown: words({
    en: 'The rule of the series leaves its day to the first event, whose date is not known.',
    ja: '繰り返しの日は最初の予定で決まりますが、その日付が分かりません。',
  }),
  ruleDaysByNumber: words({
    en: 'It picks single days out of its weeks by number; Outlook repeats on the same days of every week.',
    ja: '週の中の日が番号で選ばれていますが、Outlook の繰り返しは毎週同じ曜日です。',
  }),
  ruleEveryFewDays: words({
    en: 'It repeats every few days, but only on some days; Outlook cannot leave days out.',
    ja: '数日おきに特定の曜日だけ繰り返されますが、Outlook では日を除くことができません。',
  }),
  ruleWeekdayAndDay: words({
    en: 'It wants a weekday and a day of the month at once, such as a Friday the 13th; Outlook knows either.',
    ja: '「13 日の金曜日」のように曜日と日付が同時に指定されていますが、Outlook ではどちらか一方です。',
  }),
  ruleEveryWeekdayOfMonth: words({
    en: 'It falls on every such weekday of the month; Outlook knows one day of the month per series.',
    ja: '月の中のその曜日すべてになりますが、Outlook では一つの定期的な予定に月の一日だけです。',
  }),
  ruleBeyondFourth: words({
    en: 'It counts weekdays beyond the fourth, or from the month’s end; Outlook knows the first to fourth and the last.',
    ja: '第 5 以降または月末から数えた曜日が指定されていますが、Outlook では第 1 から第 4 と最終だけです。',
  }),
  ruleFromMonthEnd: words({
    en: 'It counts days from the month’s end; Outlook knows only the last one.',
    ja: '月末から数えた日が指定されていますが、Outlook では最終日だけです。',
  }),
  ruleNoSuchDate: words({ en: 'It falls on a date that no year has.', ja: 'どの年にもない日付が指定されています。' }),
  ruleSkipsYears: words({
    en: 'It skips the years without a 29 February; Outlook would hold it on the 28th instead.',
    ja: '2 月 29 日のない年を飛ばしますが、Outlook では 28 日になります。',
  }),
  ruleWeekdaysOfYear: words({
    en: 'It counts weekdays over the whole year; Outlook counts them within a month.',
    ja: '一年を通した第何曜日かで指定されていますが、Outlook では月ごとに数えます。',
  }),
  ruleSeveralDatesOfYear: words({
    en: 'It falls on several dates of the year; Outlook knows one per series.',
    ja: '一年に複数の日付がありますが、Outlook では一つの定期的な予定に一つだけです。',
  }),
  endsBeforeItBegins: words({
    en: 'The series ends before it begins. Set its end again.',
    ja: '定期的な予定が、開始より前に終了しています。終了を設定し直してください。',
  }),
  firstOutsideRule: words<{ date: string }>({
    en: ({ date }) =>
      `The first event, on ${date}, is not on a day of its own series. Move it to one of the days it repeats on.`,
    ja: ({ date }) => `最初の予定 (${date}) が繰り返しの日に当たりません。繰り返しの日のいずれかに移動してください。`,
  }),
};

/** Series as one side has them, which the other one cannot read or hold. */
export const seriesOfSides = {
  outlookNoRule: words({
    en: 'It is a series without a rule (a poll of a meeting, for one). Choose a time for it, or make it anew, in Outlook.',
    ja: '規則のない定期的な予定です (会議の日程調整など)。Outlook で時間を決めるか、作り直してください。',
  }),
  outlookRuleUnreadable: words<{ type: string }>({
    en: ({ type }) => `Outlook's repetition "${type}" is not one we can read. Set it again in Outlook.`,
    ja: ({ type }) => `Outlook の繰り返し「${type}」を読み取れません。Outlook で設定し直してください。`,
  }),
  outlookChangesUnreadable: words({
    en: 'It cannot be read which of its meetings were changed or cancelled one by one. Make the series anew in Outlook',
    ja: '一回ごとに変更または取り消された予定を読み取れません。Outlook で定期的な予定を作り直してください',
  }),
  zohoRuleUnreadable: words({
    en: 'The repetition in Zoho CRM is not one we can read. Set it again in Zoho CRM.',
    ja: 'Zoho CRM の繰り返しを読み取れません。Zoho CRM で設定し直してください。',
  }),
  zohoDatesUnreadable: words({
    en: 'The dates left out of the series in Zoho CRM are not ones we can read.',
    ja: 'Zoho CRM の定期的な予定から除かれた日付を読み取れません。',
  }),
  zohoNoSuchMonthDay: words<{ day: number }>({
    en: ({ day }) =>
      `It falls on day ${day}, or the last of shorter months; Zoho CRM cannot say that. Choose a day up to the 28th.`,
    ja: ({ day }) =>
      `毎月 ${day} 日 (短い月は最終日) の予定ですが、Zoho CRM では指定できません。28 日までの日を選んでください。`,
  }),
  /** Told once a series: `series`: the day on which it begins, and its title. */
  zohoOneOfMany: words<{ series: string }>({
    en: ({ series }) =>
      `Its records after the first belong to a series that Zoho CRM keeps as many (${series}): Outlook would make a series of each`,
    ja: ({ series }) =>
      `Zoho CRM が複数のレコードに分けて持つ定期的な予定 (${series}) の 2 件目以降です。Outlook ではそれぞれが定期的な予定になってしまいます`,
  }),
  zohoFirstOfSeries: words({
    en: 'Zoho CRM may keep a series as one record for each meeting; only the first of them was written or deleted. See to the others there, where that matters',
    ja: 'Zoho CRM では定期的な予定が回ごとのレコードになっている場合があり、書き込みまたは削除したのは最初のレコードだけです。必要に応じて残りは Zoho CRM で対応してください',
  }),
  calendarSeveralRules: words({
    en: 'It repeats by several rules at once; Outlook knows one rule per series. Make a series of each',
    ja: '複数の規則で繰り返されますが、Outlook では一つの定期的な予定に規則は一つだけです。規則ごとに別の定期的な予定にしてください',
  }),
  tooManyDates: words<{ max: number }>({
    en: ({ max }) =>
      `More than ${max.toLocaleString('en')} of its dates are left out or changed. End the series, and begin a new one`,
    ja: ({ max }) =>
      `除かれた日付または変更された日付が ${max.toLocaleString('en')} を超えています。定期的な予定を終了し、新しく始めてください`,
  }),
  calendarExtraDates: words({
    en: 'It has extra dates beside its rule; Outlook cannot add dates to a series. Make events of their own of them',
    ja: '規則のほかに追加の日付がありますが、Outlook では定期的な予定に日付を追加できません。追加の日付は別の予定にしてください',
  }),
  calendarSecondExclusion: words({
    en: 'It leaves dates out by a second rule; Outlook knows one rule per series. Take single dates out instead',
    ja: '別の規則で日付が除かれていますが、Outlook では一つの定期的な予定に規則は一つだけです。日付を一つずつ除いてください',
  }),
  calendarSplit: words({
    en: 'From one of its meetings on it was changed for good, in a way that Outlook has no word for. Make a new series from there on',
    ja: '途中の回以降がまとめて変更されていますが、Outlook ではこの変更を表せません。その回から新しい定期的な予定を作ってください',
  }),
  calendarPieces: words({
    en: 'It is several single meetings of a series that is not in this calendar, and they cannot be told apart',
    ja: 'このカレンダーにない定期的な予定の、一部の回だけが複数あり、区別できません',
  }),
  calendarChangesUnreadable: words({
    en: 'It cannot be read which of its meetings were changed one by one. Make the series anew in Zoho CRM',
    ja: '一回ごとに変更された予定を読み取れません。Zoho CRM で定期的な予定を作り直してください',
  }),
};

const list = {
  en: ({ dates }: Dates): string => listed(dates, 'en'),
  ja: ({ dates }: Dates): string => listed(dates, 'ja'),
};

/** What of a series stays as it is when the other side changed it. */
export const seriesLeft = {
  lostChanges: words<Dates>({
    en: (it) =>
      `The series no longer falls on ${list.en(it)}, so the changes made to its meetings of these days are gone.`,
    ja: (it) => `定期的な予定が ${list.ja(it)} に当たらなくなったため、これらの日の予定への変更は失われました。`,
  }),
  zohoKeepsRule: words({
    en:
      'Zoho CRM lets nobody change the repetition of a series from outside, so its rule, its days and its times stay as they are there. ' +
      'Change them in Zoho CRM by hand, or make the series anew.',
    ja:
      'Zoho CRM では定期的な予定の繰り返しを外部から変更できないため、規則・日・時刻は Zoho CRM ではそのままです。' +
      'Zoho CRM で変更するか、定期的な予定を作り直してください。',
  }),
  zohoKeepsDay: words({
    en: 'Zoho CRM lets nobody change the days of a series from outside, so its times stay as they are there. Move the series in Zoho CRM by hand.',
    ja: 'Zoho CRM では定期的な予定の日を外部から変更できないため、日時は Zoho CRM ではそのままです。Zoho CRM で移動してください。',
  }),
  zohoStillShows: words<Dates>({
    en: (it) =>
      `The series is still shown on ${list.en(it)} in Zoho CRM. Zoho CRM lets nobody change the dates of a series from outside. ` +
      'Take these days out of the series there.',
    ja: (it) =>
      `Zoho CRM では ${list.ja(it)} にも定期的な予定が表示されます。定期的な予定の日付は外部から変更できません。` +
      'Zoho CRM でこれらの日を除いてください。',
  }),
  zohoDoesNotShow: words<Dates>({
    en: (it) =>
      `The series is not shown on ${list.en(it)} in Zoho CRM. Zoho CRM lets nobody change the dates of a series from outside. ` +
      'Add a meeting for these days there.',
    ja: (it) =>
      `Zoho CRM では ${list.ja(it)} に定期的な予定が表示されません。定期的な予定の日付は外部から変更できません。` +
      'Zoho CRM でこれらの日に予定を追加してください。',
  }),
  zohoHasNoRepetition: words({
    en: 'this org has no field for the repetition of a meeting.',
    ja: 'この組織には予定の繰り返しの項目がありません。',
  }),
  zonesMoveApart: words<{ own: string; zone: string }>({
    en: ({ own, zone }) =>
      `the series keeps to the time zone ${own}, Zoho CRM would keep it to ${zone}, and they move apart.`,
    ja: ({ own, zone }) =>
      `定期的な予定のタイムゾーンは ${own} ですが、Zoho CRM では ${zone} になり、時刻がずれていきます。`,
  }),
  outlookCannotRestore: words<{ date: string }>({
    en: ({ date }) =>
      `The meeting of ${date} stays cancelled in Outlook: a meeting taken out of a series cannot be brought back there. ` +
      'Make a single one for that day, or take it out in Zoho CRM again.',
    ja: ({ date }) =>
      `${date} の予定は Outlook では取り消されたままです。定期的な予定から除いた回は Outlook では元に戻せません。` +
      'その日の予定を別に作るか、Zoho CRM でもう一度除いてください。',
  }),
  outlookHasNoMeeting: words<{ date: string }>({
    en: ({ date }) => `In Outlook the series has no meeting on ${date}, so none was changed or cancelled there.`,
    ja: ({ date }) => `Outlook では ${date} に予定がないため、変更も取り消しもしていません。`,
  }),
  outlookWouldForget: words<{ count: number }>({
    en: ({ count }) => [
      `Outlook would forget ${counted(count, 'cancelled or changed meeting')} of the series if its times or its rule changed, so these were left as they are.`,
      'Change the series in Outlook, or undo the change in Zoho CRM.',
    ],
    ja: ({ count }) => [
      `日時または規則を変えると、Outlook では取り消しまたは変更した ${count} 回分が失われるため、日時と規則はそのままにしました。`,
      'Outlook で定期的な予定を変更するか、Zoho CRM の変更を元に戻してください。',
    ],
  }),
};

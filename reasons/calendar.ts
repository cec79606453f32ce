import { counted, sideName, words, type SideName, type SomeReason } from './wording';

type Mailing = {
  readonly count: number;
  /** What people would be told of: that it is deleted, or that it changed. */
  readonly deleted: boolean;
};
const newsEn = ({ deleted }: Mailing): string => (deleted ? 'a cancellation' : 'an update');
const newsJa = ({ deleted }: Mailing): string => (deleted ? '取り消し' : '変更');

type Cannot = { readonly why: SomeReason };
/** Some reasons end as a sentence, some as a part of one. */
const ended = (text: string, stop: string): string => (text.endsWith(stop) ? text : `${text}${stop}`);

/** Mails that Outlook sends about meetings by itself. */
export type MailSort = 'invitations' | 'updates' | 'cancellations';
const sortJa: Readonly<Record<MailSort, string>> = {
  invitations: '招待',
  updates: '変更のお知らせ',
  cancellations: '取り消しのお知らせ',
};

/** What stands against writing a meeting, or some of it. */
export const meetings = {
  organisedElsewhere: words<{ undoIn: SideName }>({
    en: ({ undoIn }) => [
      'The meeting is organised by somebody else: only their change reaches everybody, so it was left as it is.',
      `Ask its organiser for the change, or undo it in ${sideName[undoIn]}.`,
    ],
    ja: ({ undoIn }) => [
      '開催者が別の人の予定です。全員に届くのは開催者による変更だけなので、そのままにしました。',
      `開催者に変更を依頼するか、${sideName[undoIn]} の変更を元に戻してください。`,
    ],
  }),
  outlookCalendarReadOnly: words({
    en: [
      'The chosen Outlook calendar may only be read.',
      'Choose a calendar of your own, ask its owner for the right to edit, or sync only towards Zoho CRM.',
    ],
    ja: [
      '選ばれた Outlook の予定表は読み取り専用です。',
      '自分の予定表を選ぶか、所有者に編集の権限を依頼するか、Zoho CRM への一方向の同期にしてください。',
    ],
  }),
  outlookWouldMail: words<Mailing>({
    en: (it) => [
      `The meeting has ${counted(it.count, 'participant')}, to whom Outlook would mail ${newsEn(it)}, so it was left as it is.`,
      'Change it in Outlook, or switch on Mail Participants in the node that writes to Outlook.',
    ],
    ja: (it) => [
      `この会議には参加者が ${it.count} 人いて、Outlook から${newsJa(it)}のメールが送られるため、そのままにしました。`,
      'Outlook で変更するか、Outlook に書き込むノードで Mail Participants をオンにしてください。',
    ],
  }),
  nobodyInvited: words<{ count: number }>({
    en: ({ count }) =>
      `Nobody was invited in Outlook (${counted(count, 'participant')} in Zoho CRM). Change it in Outlook, or switch on Mail Participants in the node that writes to Outlook.`,
    ja: ({ count }) =>
      `Outlook では誰も招待していません (Zoho CRM の参加者は ${count} 人)。Outlook で変更するか、Outlook に書き込むノードで Mail Participants をオンにしてください。`,
  }),
  onlyTitleAndTime: words({
    en: 'The event is private in Outlook: only its title and time are written.',
    ja: 'Outlook で非公開の予定なので、件名と日時だけを書き込みます。',
  }),
  outlookMailed: words<{ count: number; sort: MailSort }>({
    en: ({ count, sort }) => `Outlook was told to mail ${counted(count, sort.slice(0, -1), sort)}.`,
    ja: ({ count, sort }) => `Outlook から${sortJa[sort]}のメールが ${count} 通送られます。`,
  }),
  outlookCannotSay: words<Cannot>({
    en: ({ why }) => [
      `Outlook cannot say it: ${why}`,
      'Change it in Zoho CRM to something both can say, or leave it there alone.',
    ],
    ja: ({ why }) => [
      `Outlook では表せません。${ended(`${why}`, '。')}`,
      'Zoho CRM で両方が表せるものに変更するか、そのままにしてください。',
    ],
  }),
  zohoCannotSay: words<Cannot>({
    en: ({ why }) => [
      `Zoho CRM cannot say it: ${why}`,
      'Change it in Outlook to something both can say, or leave it there alone.',
    ],
    ja: ({ why }) => [
      `Zoho CRM では表せません。${ended(`${why}`, '。')}`,
      'Outlook で両方が表せるものに変更するか、そのままにしてください。',
    ],
  }),
  calendarCannotSay: words<Cannot>({
    en: ({ why }) => [
      `The calendar cannot say it: ${ended(`${why}`, '.')}`,
      'Change it in Outlook to something both can say, or leave it there alone.',
    ],
    ja: ({ why }) => [
      `カレンダーでは表せません。${ended(`${why}`, '。')}`,
      'Outlook で両方が表せるものに変更するか、そのままにしてください。',
    ],
  }),
};

/** Calendars by CalDAV, and the iCalendar texts in them. */
export const calendars = {
  calendarReadOnly: words({
    en: [
      'The chosen calendar may only be read.',
      'Choose a calendar of your own, ask its owner for the right to edit, or sync only towards Outlook.',
    ],
    ja: [
      '選ばれたカレンダーは読み取り専用です。',
      '自分のカレンダーを選ぶか、所有者に編集の権限を依頼するか、Outlook への一方向の同期にしてください。',
    ],
  }),
  calendarWouldMail: words<Mailing>({
    en: (it) => [
      `The meeting has ${counted(it.count, 'participant')}, to whom the calendar server would mail ${newsEn(it)}, so it was left as it is.`,
      'Change it in Zoho CRM itself, or undo the change in Outlook.',
    ],
    ja: (it) => [
      `この会議には参加者が ${it.count} 人いて、カレンダーのサーバーから${newsJa(it)}のメールが送られるため、そのままにしました。`,
      'Zoho CRM で変更するか、Outlook の変更を元に戻してください。',
    ],
  }),
  calendarOtherInPlace: words({
    en: 'The calendar has something else in its place.',
    ja: 'カレンダーの同じ場所に別のものがあります。',
  }),
  calendarWithoutVersions: words({
    en: [
      'The calendar server gives no version marks (ETag), so a change of somebody else could be overwritten.',
      'Sync only towards Outlook, or use a calendar server that tells them.',
    ],
    ja: [
      'カレンダーのサーバーが版の印 (ETag) を返さないため、他の人の変更を上書きするおそれがあります。',
      'Outlook への一方向の同期にするか、ETag を返すカレンダーのサーバーを使ってください。',
    ],
  }),
  calendarPiece: words({
    en: 'It is one meeting of a series that is not in this calendar, so it cannot become a series of its own. Undo the change in Outlook.',
    ja: 'このカレンダーにない定期的な予定の一回なので、単独で定期的な予定にはできません。Outlook の変更を元に戻してください。',
  }),
  newEventWithoutId: words({ en: 'The new event has no id.', ja: '新しい予定に ID がありません。' }),
  iCalendarUnreadable: words({
    en: 'Its iCalendar text cannot be read. Open the event in Zoho CRM and save it again, or make it anew',
    ja: 'iCalendar のテキストを読み取れません。Zoho CRM で予定を開いて保存し直すか、作り直してください',
  }),
  iCalendarTooLong: words<{ max: number }>({
    en: ({ max }) => [
      `Its iCalendar text has more than ${max.toLocaleString('en')} lines or meetings, and is not read. It stays in Zoho CRM.`,
      'Make the event anew, with fewer people, dates or changed meetings.',
    ],
    ja: ({ max }) => [
      `iCalendar のテキストの行または予定が ${max.toLocaleString('en')} を超えているため、読み取りません。Zoho CRM にはそのまま残ります。`,
      '参加者、日付、変更された予定を減らして、予定を作り直してください。',
    ],
  }),
  tooManyPeople: words<{ max: number }>({
    en: ({ max }) =>
      `More than ${max.toLocaleString('en')} people take part, which Outlook cannot hold. They stay in Zoho CRM`,
    ja: ({ max }) =>
      `参加者が ${max.toLocaleString('en')} 人を超えており、Outlook では保持できません。Zoho CRM にはそのまま残ります`,
  }),
  iCalendarOther: words({ en: 'It is a task or a note, no event', ja: '予定ではなく、タスクまたはメモです' }),
  iCalendarSeveral: words({
    en: 'Its iCalendar text holds several events at once. Make them anew in Zoho CRM, each as an event of its own',
    ja: '一つの iCalendar テキストに複数の予定が含まれています。Zoho CRM でそれぞれ別の予定として作り直してください',
  }),
};

import { counted, words, type SomeReason } from './wording';

/** A record of the CRM that a mail belongs to. */
export type MailPlace = {
  readonly module: string;
  readonly name: string;
  /** Of the recipient whose record it is; not said. */
  readonly address?: string;
};

const places = {
  en: { Contacts: 'the contact', Leads: 'the lead', Deals: 'the deal', Accounts: 'the account', Cases: 'the case' },
  ja: { Contacts: '連絡先', Leads: '見込み客', Deals: '商談', Accounts: '取引先', Cases: 'サポート案件' },
} as const;
type Known = keyof (typeof places)['en'];
const inEnglish = ({ module, name }: MailPlace): string =>
  `${places.en[module as Known] ?? `the record of ${module}`} ${name}`;
const inJapanese = ({ module, name }: MailPlace): string => `${places.ja[module as Known] ?? module}「${name}」`;

const modules = { Contacts: '連絡先', Leads: '見込み客' } as const;

const atMost = (most: number, names: readonly string[], between: string, more: (count: number) => string): string =>
  names.length > most ? `${names.slice(0, most).join(between)}${more(names.length - most)}` : names.join(between);

/** Where mails went, and why some went nowhere. */
export const mails = {
  attachedTo: words<MailPlace>({
    en: (place) => `attached to ${inEnglish(place)}`,
    ja: (place) => `${inJapanese(place)}に添付しました`,
  }),
  wasAttachedTo: words<MailPlace>({
    en: (place) => `was attached to ${inEnglish(place)} already`,
    ja: (place) => `すでに${inJapanese(place)}に添付されています`,
  }),
  madeOfMail: words<MailPlace>({
    en: (place) => `${inEnglish(place)} was made of the mail`,
    ja: (place) => `このメールから${inJapanese(place)}を作成しました`,
  }),
  newcomerCreated: words<MailPlace & { address: string }>({
    en: ({ address, ...place }) => `nobody had the address ${address}, so ${inEnglish(place)} was created`,
    ja: ({ address, ...place }) =>
      `メールアドレス ${address} のレコードがなかったため、${inJapanese(place)}を作成しました`,
  }),
  notAttached: words<MailPlace & { why: SomeReason }>({
    en: ({ why, ...place }) => [`It could not be attached to ${inEnglish(place)}. ${why.message}`, why.nextStep],
    ja: ({ why, ...place }) => [`${inJapanese(place)}に添付できませんでした。${why.message}`, why.nextStep],
  }),
  severalDeals: words<{ name: string; count: number }>({
    en: ({ name, count }) => `${name} has ${counted(count, 'open deal')}, so it was attached to none of them`,
    ja: ({ name, count }) => `${name} には進行中の商談が ${count} 件あるため、どれにも添付していません`,
  }),
  unclearAddress: words<{ count: number; module: string; address: string; names: readonly string[] }>({
    en: ({ count, module, address, names }) => [
      `${counted(count, 'record')} in ${module} ${count === 1 ? 'has' : 'have'} the address ${address}: ${atMost(3, names, ', ', (n) => ` and ${n} more`)}.`,
      'Merge them in Zoho CRM, or change the address of one; the mail is tried again by itself.',
    ],
    ja: ({ count, module, address, names }) => [
      `メールアドレス ${address} のレコードが ${modules[module as keyof typeof modules] ?? module} に ${count} 件あります: ${atMost(3, names, '、', (n) => ` 他 ${n} 件`)}。`,
      'Zoho CRM でまとめるか、どれかのアドレスを変更してください。メールは自動的に再試行されます。',
    ],
  }),
  nobodyInCrm: words<{ modules: readonly string[]; addresses: readonly string[] }>({
    en: (it) =>
      `Nobody it went to is among the ${it.modules.map((one) => one.toLowerCase()).join(' and ')} of the CRM: ${atMost(5, it.addresses, '; ', (n) => `; and ${n} more`)}`,
    ja: (it) =>
      `宛先の誰も CRM の${it.modules.map((one) => modules[one as keyof typeof modules] ?? one).join('・')}にいません: ${atMost(5, it.addresses, '、', (n) => ` 他 ${n} 件`)}`,
  }),
  nobodyCounts: words<{ recipients: readonly { readonly who: string; readonly reason: SomeReason }[] }>({
    en: ({ recipients }) =>
      `Nobody it went to counts: ${atMost(
        5,
        recipients.map(({ who, reason }) => `${who} ${reason}`),
        '; ',
        (n) => `; and ${n} more`,
      )}`,
    ja: ({ recipients }) =>
      `対象となる宛先がありません: ${atMost(
        5,
        recipients.map(({ who, reason }) => `${who} (${reason})`),
        '、',
        (n) => ` 他 ${n} 件`,
      )}`,
  }),
  noRecipientsCount: words({
    en: 'It has no recipients in the lines that count',
    ja: '対象とする宛先欄に宛先がありません',
  }),
  noRecipients: words({ en: 'It has no recipients', ja: '宛先がありません' }),
};

/** Why a recipient does not count; in English what follows the address. */
export const recipients = {
  noAddress: words({
    en: 'has no e-mail address (a group or a private list)',
    ja: 'メールアドレスがない (グループまたは個人の配布リスト)',
  }),
  groupAddress: words({ en: 'is a group, not a person', ja: '個人ではなくグループ' }),
  internalName: words({
    en: 'has only an internal name of Exchange, no e-mail address',
    ja: 'Exchange の内部名だけで、メールアドレスがない',
  }),
  noEmailAddress: words({ en: 'is no e-mail address', ja: 'メールアドレスではない' }),
  mailboxItself: words({ en: 'is the mailbox itself', ja: 'このメールボックス自身' }),
  internalAddress: words<{ domain: string }>({
    en: ({ domain }) => `is internal (${domain})`,
    ja: ({ domain }) => `社内 (${domain})`,
  }),
  ignoredAddress: words<{ rule: string }>({
    en: ({ rule }) => `is left out by "${rule}"`,
    ja: ({ rule }) => `「${rule}」により除外`,
  }),
  automaticAddress: words({
    en: 'is an automatic address that nobody reads',
    ja: '誰も読まない自動送信用のアドレス',
  }),
};

/** Reasons one after the other, each next step once. */
export const several = {
  severalTroubles: words<{ troubles: readonly SomeReason[] }>({
    en: ({ troubles }) => [
      troubles.map(({ message }) => message).join(' '),
      [...new Set(troubles.map(({ nextStep }) => nextStep))].join(' '),
    ],
    ja: ({ troubles }) => [
      troubles.map(({ message }) => message).join(''),
      [...new Set(troubles.map(({ nextStep }) => nextStep))].join(''),
    ],
  }),
};

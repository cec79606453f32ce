import { chunk } from 'lodash';
import { type ZohoClient, explainResult } from '../../../clients/zoho';
import { reason, type Reason } from '../../../reasons';
import { fold } from '../../../sync/compare';
import { NO_SUBJECT } from '../../../sync/kinds/mail';
import { toPlainText } from '../../mail';
import type { Making } from '../names';
import { MAX_IN_LIST, inList, toZohoTime } from '../values';
import type { MailToAttach, AttachTarget } from './attach';

type Row = Readonly<Record<string, unknown>>;
/** Made now, there already, or refused with the reason. */
export type MadeCase =
  { readonly is: 'made' | 'there'; readonly ref: string } | { readonly is: 'refused'; readonly reason: Reason };

const MOST_SUBJECT = 255;
const MOST_TEXT = 32_000;

const subjectOf = ({ subject }: Pick<MailToAttach, 'subject'>): string =>
  (subject?.trim() || NO_SUBJECT).slice(0, MOST_SUBJECT).trim();
/** A case has no key of its own; the Message-ID at the end of its description tells that it is this mail's. */
const messageIdLine = ({ messageId }: MailToAttach): string => `\n\nMessage-ID: ${messageId}`;
const descriptionOf = (mail: MailToAttach): string =>
  toPlainText(mail.body).content.slice(0, MOST_TEXT - messageIdLine(mail).length) + messageIdLine(mail);

/** A case cannot be older than its mail; clocks may differ. */
const DAY = 86_400_000;
const oldestSentAt = (mails: readonly MailToAttach[]): string =>
  toZohoTime(Math.min(...mails.map(({ sentAt }) => Date.parse(sentAt))) - DAY);

/** By what a mail's case is known: several mails may have one Message-ID. */
export const caseKey = (mail: Pick<MailToAttach, 'messageId' | 'subject'>): string =>
  `${mail.messageId}\n${fold(subjectOf(mail))}`;

/** Cases that were made of these mails before, by `caseKey`. */
export async function findCases(
  zoho: ZohoClient,
  mails: readonly MailToAttach[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const part of chunk([...new Set(mails.map(subjectOf))], MAX_IN_LIST)) {
    const select = `select Subject, Description from Cases where (${inList('Subject', part)} and Created_Time >= '${oldestSentAt(mails)}') order by id asc`;
    for await (const page of zoho.coql({ select, limit: 200 }))
      for (const row of page.data as readonly Row[]) {
        const messageId = /Message-ID: (\S+)\s*$/.exec(String(row.Description ?? ''))?.[1];
        const key = messageId && caseKey({ messageId, subject: String(row.Subject ?? '') });
        if (key && !found.has(key)) found.set(key, String(row.id));
      }
  }
  return found;
}

const relatedTo = ({ module, id, contact }: AttachTarget): Row => {
  const who = module === 'Contacts' ? id : contact;
  return { ...(who && { Related_To: { id: who } }), ...(module === 'Deals' && { Deal_Name: { id } }) };
};

type Choice = { readonly actual_value?: unknown; readonly reference_value?: unknown; readonly type?: unknown };
type CaseField = {
  readonly api_name: string;
  readonly default_value?: unknown;
  readonly pick_list_values?: readonly Choice[];
};

/** Words of a list that may be used: renamed ones as they are called now, "-None-" is none. */
const usable = ({ pick_list_values: all = [] }: CaseField): readonly Choice[] =>
  all.filter(({ actual_value: word, type }) => type !== 'unused' && !/^-.*-$/.test(String(word ?? '')));

const wordOf = (choice: Choice | undefined): string | null =>
  typeof choice?.actual_value === 'string' ? choice.actual_value : null;

const defaultWord = (field: CaseField): string | null => {
  const words = usable(field);
  return wordOf(words.find((one) => one.actual_value === field.default_value) ?? words[0]);
};

const isMailWord = ({ actual_value: word, reference_value: was }: Choice): boolean =>
  [word, was].some((one) => /^e-?mail$|メール/i.test(String(one ?? '').trim()));

/** Both are mandatory (v7 docs: "Insert records", system-defined mandatory fields), in the org's own words. */
async function readCaseWords(zoho: ZohoClient): Promise<Row> {
  const reply = await zoho.get('/settings/fields', { query: { module: 'Cases' } });
  const fields = new Map(((reply?.fields ?? []) as readonly CaseField[]).map((one) => [one.api_name, one]));
  const [status, origin] = [fields.get('Status'), fields.get('Case_Origin')];
  const mail = origin && (wordOf(usable(origin).find(isMailWord)) ?? defaultWord(origin));
  return { Status: (status && defaultWord(status)) ?? 'New', Case_Origin: mail ?? 'Email' };
}

/** Asked for once a run. */
const caseWords = new WeakMap<ZohoClient, Promise<Row>>();
function caseWordsOf(zoho: ZohoClient): Promise<Row> {
  const known = caseWords.get(zoho) ?? readCaseWords(zoho);
  caseWords.set(zoho, known);
  return known;
}

/** Makes a case of a mail. Look with `findCases` first: Zoho itself would make a second one. Throws ApiError. */
export async function createCase(
  zoho: ZohoClient,
  mail: MailToAttach,
  place: AttachTarget,
  { trigger, owned }: Making,
): Promise<MadeCase> {
  const record = {
    Subject: subjectOf(mail),
    Description: descriptionOf(mail),
    ...(await caseWordsOf(zoho)),
    ...(place.address && { Email: place.address }),
    ...relatedTo(place),
    ...owned,
  };
  const [item] = await zoho.records.insert('Cases', [record], { trigger });
  if (item?.ok && item.id) return { is: 'made', ref: item.id };
  const { reason: why } = explainResult(item ?? ({ ok: false, code: 'noResult', details: {} } as never));
  return { is: 'refused', reason: reason('caseNotCreated', { why }) };
}

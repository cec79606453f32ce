import { plainReason, reason, type Reason } from '../../../reasons';
import { chunk } from 'lodash';
import type { ZohoClient } from '../../../clients/zoho';
import { explainResult } from '../../../clients/zoho';
import { NO_SUBJECT } from '../../../sync/kinds/mail';
import { toPlainText } from '../../mail';
import { MAX_IN_LIST, inList, toZohoTime } from '../values';
import type { MailToAttach, AttachTarget } from './attach';

type Row = Readonly<Record<string, unknown>>;
/** Made now, there already, or refused with the reason. */
export type MadeCase =
  { readonly is: 'made' | 'there'; readonly ref: string } | { readonly is: 'refused'; readonly reason: Reason };

const MOST_SUBJECT = 255;
const MOST_TEXT = 32_000;

const subjectOf = ({ subject }: MailToAttach): string => (subject?.trim() || NO_SUBJECT).slice(0, MOST_SUBJECT).trim();
/** A case has no key of its own; the Message-ID at the end of its description tells that it is this mail's. */
const messageIdLine = ({ messageId }: MailToAttach): string => `\n\nMessage-ID: ${messageId}`;
const descriptionOf = (mail: MailToAttach): string =>
  toPlainText(mail.body).content.slice(0, MOST_TEXT - messageIdLine(mail).length) + messageIdLine(mail);

/** A case cannot be older than its mail; clocks may differ. */
const DAY = 86_400_000;
const oldestSentAt = (mails: readonly MailToAttach[]): string =>
  toZohoTime(Math.min(...mails.map(({ sentAt }) => Date.parse(sentAt))) - DAY);

/** Cases that were made of these mails before, by Message-ID. */
export async function findCases(
  zoho: ZohoClient,
  mails: readonly MailToAttach[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const part of chunk([...new Set(mails.map(subjectOf))], MAX_IN_LIST)) {
    const select = `select Subject, Description from Cases where (${inList('Subject', part)} and Created_Time >= '${oldestSentAt(mails)}') order by id asc`;
    for await (const page of zoho.coql({ select, limit: 200 }))
      for (const row of page.data as readonly Row[]) {
        const id = /Message-ID: (\S+)\s*$/.exec(String(row.Description ?? ''))?.[1];
        if (id && !found.has(id)) found.set(id, String(row.id));
      }
  }
  return found;
}

const relatedTo = ({ module, id, contact }: AttachTarget): Row => {
  const who = module === 'Contacts' ? id : contact;
  return { ...(who && { Related_To: { id: who } }), ...(module === 'Deals' && { Deal_Name: { id } }) };
};

/** Makes a case of a mail. Look with `findCases` first: Zoho itself would make a second one. Throws ApiError. */
export async function createCase(
  zoho: ZohoClient,
  mail: MailToAttach,
  place: AttachTarget,
  trigger: readonly string[],
): Promise<MadeCase> {
  const record = {
    Subject: subjectOf(mail),
    Description: descriptionOf(mail),
    Case_Origin: 'Email',
    ...(place.address && { Email: place.address }),
    ...relatedTo(place),
  };
  const [item] = await zoho.records.insert('Cases', [record], { trigger });
  if (item?.ok && item.id) return { is: 'made', ref: item.id };
  const { message, nextStep } = explainResult(item ?? ({ ok: false, code: 'noResult', details: {} } as never));
  return { is: 'refused', reason: reason('caseNotCreated', { why: plainReason(message, nextStep) }) };
}

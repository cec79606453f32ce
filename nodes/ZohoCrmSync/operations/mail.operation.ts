import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { attachMail, listMails, type MailToAttach, type Place } from '../../../sides/zoho/mail';
import { foldAddress } from '../../../sync/addresses';
import type { Person } from '../../../sync/recipients';
import { writtenPeople } from '../../../sync/writtenPeople';
import { zohoClient } from '../../shared/clients';
import { UsageError } from '../../../engine/errors';
import { located } from '../../shared/parameters';
import { perItem } from '../../shared/perItem';
import type { Operation } from '../../shared/run';
import { attachMatched } from './attachMails.operation';
import { reading } from './read.operation';

const text = (context: IExecuteFunctions, name: string, item: number): string =>
  String(context.getNodeParameter(name, item, '') ?? '').trim();

function needed(context: IExecuteFunctions, name: string, label: string, item: number): string {
  const value = text(context, name, item);
  if (value) return value;
  throw new UsageError(`${label} is empty.`, `Fill in ${label}; Zoho CRM demands it of every mail.`, item);
}

const labels: Readonly<Record<string, string>> = { from: 'From', to: 'To', cc: 'Cc' };

/** An error names the place of a bad address, not the address. */
function addresses(context: IExecuteFunctions, name: string, item: number): readonly Person[] {
  const people = writtenPeople(text(context, name, item));
  const bad = people.findIndex(({ address }) => foldAddress(address) === null);
  if (bad < 0) return people;
  throw new UsageError(
    `Entry ${bad + 1} of ${labels[name]} is no e-mail address.`,
    'Write addresses like taro@example.jp or "Taro Yamada" <taro@example.jp>, with commas in between.',
    item,
  );
}

function sentAt(context: IExecuteFunctions, item: number): string {
  const time = DateTime.fromISO(needed(context, 'sentAt', 'Sent', item), { zone: context.getTimezone() });
  if (time.isValid) return time.toUTC().toISO();
  throw new UsageError('Sent is no time.', 'Write it like 2026-01-31T09:30:00Z.', item);
}

function mailOf(context: IExecuteFunctions, item: number): MailToAttach {
  const [from] = addresses(context, 'from', item);
  const to = addresses(context, 'to', item);
  if (!from || to.length === 0)
    throw new UsageError(
      'From and To need an address each.',
      'Fill in both; Zoho CRM demands them of every mail.',
      item,
    );
  return {
    subject: text(context, 'subject', item) || null,
    ...{ from, to, cc: addresses(context, 'cc', item), bcc: [] },
    body: {
      format: text(context, 'bodyFormat', item) === 'text' ? 'text' : 'html',
      content: String(context.getNodeParameter('body', item, '') ?? ''),
    },
    sentAt: sentAt(context, item),
    messageId: needed(context, 'messageId', 'Message ID', item),
  };
}

function placeOf(context: IExecuteFunctions, item: number): Place {
  const contact = text(context, 'dealContact', item);
  return {
    module: located(context, 'module', item),
    id: needed(context, 'recordId', 'Record ID', item),
    ...(contact && { contact }),
  };
}

/** Without the archive: each input item is one mail and one record. */
const attachFields: Operation = async (context) => {
  const zoho = await zohoClient(context);
  return await perItem(context, async (item): Promise<IDataObject> => {
    const place = placeOf(context, item);
    const mail = mailOf(context, item);
    const result = await attachMail(zoho, mail, place);
    if (result.is === 'refused') throw new UsageError(result.message, result.nextStep, item);
    const outcome = result.is === 'there' ? 'was there already' : 'attached';
    return { module: place.module, id: place.id, messageId: mail.messageId, outcome };
  });
};

export const attach: Operation = (context) =>
  context.getNodeParameter('mailsFrom', 0, 'matcher') === 'fields' ? attachFields(context) : attachMatched(context);

export const getManyMails = reading(async (context, zoho, item) =>
  listMails(zoho, located(context, 'module', item), needed(context, 'recordId', 'Record ID', item)),
);

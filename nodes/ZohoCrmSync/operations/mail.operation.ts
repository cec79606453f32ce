import { DateTime } from 'luxon';
import type { INodeProperties, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { UsageError } from '../../../engine/errors';
import { messageAndStep, type Reason } from '../../../reasons';
import { attachMail, listMails, type MailToAttach, type AttachTarget } from '../../../sides/zoho';
import { foldAddress } from '../../../sync/compare';
import { type Person, parseAddressList } from '../../../sync/mail/recipients';
import { zohoClient } from '../../shared/clients';
import { operations, shownFor } from '../../shared/descriptions';
import { mailboxProperty, outlookSignIn } from '../../shared/personDescriptions';
import { perItem } from '../../shared/items';
import { located, textParameter } from '../../shared/parameters';
import type { Operation } from '../../shared/run';
import { attachMatched } from './attachMails.operation';
import { reading } from './read.operation';

const whenFrom = (mailsFrom: string, more: object = {}): INodeProperties['displayOptions'] => ({
  show: { resource: ['mail'], operation: ['attach'], mailsFrom: [mailsFrom], ...more },
});
const byHand = whenFrom('fields');

const typedField = (displayName: string, name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
  ...{ displayName, name, type: 'string', default: '', displayOptions: byHand },
  ...more,
});

/** How mails of a sync are attached. */
const matchedProperties: INodeProperties[] = [
  {
    displayName: 'Body',
    name: 'bodyAs',
    type: 'options',
    options: [
      { name: 'As It Is', value: 'asItIs', description: 'HTML stays HTML' },
      { name: 'Plain Text', value: 'text', description: 'Without formatting' },
    ],
    default: 'asItIs',
    description: 'Zoho CRM takes 32,000 characters; what is longer is cut, and says so at its end',
    displayOptions: whenFrom('matcher'),
  },
  {
    displayName: 'Attachments',
    name: 'attachments',
    type: 'boolean',
    default: false,
    description: 'Whether attached files go along. They are fetched from Outlook at that moment and kept nowhere.',
    displayOptions: whenFrom('matcher'),
  },
  outlookSignIn('outlookAuthentication', { displayOptions: whenFrom('matcher', { attachments: [true] }) }),
  mailboxProperty(whenFrom('matcher', { attachments: [true] })),
  {
    displayName: 'Largest Attachments (MB)',
    name: 'mostMegabytes',
    type: 'number',
    typeOptions: { minValue: 0, maxValue: 10 },
    default: 10,
    description:
      'Of all attachments of one mail together, 10 at most. What does not fit is left out, and Finish says so.',
    displayOptions: whenFrom('matcher', { attachments: [true] }),
  },
  {
    displayName: 'Also Create a Case',
    name: 'asCase',
    type: 'boolean',
    default: false,
    description: 'Whether each mail also becomes a case of the first record it belongs to, once',
    displayOptions: whenFrom('matcher'),
  },
];

/** One mail, field by field. */
const typedProperties: INodeProperties[] = [
  typedField('From', 'from', { required: true, placeholder: 'e.g. Taro Yamada <taro@example.jp>' }),
  typedField('To', 'to', { required: true, placeholder: 'e.g. hanako@example.jp, Ken Sato <ken@example.jp>' }),
  typedField('Cc', 'cc', { placeholder: 'e.g. ken@example.jp' }),
  typedField('Subject', 'subject', {
    placeholder: 'e.g. Our offer',
    description: 'Zoho CRM takes 250 characters; what is longer is cut',
  }),
  typedField('Body Format', 'bodyFormat', {
    type: 'options',
    options: [
      { name: 'HTML', value: 'html' },
      { name: 'Text', value: 'text' },
    ],
    default: 'html',
  }),
  typedField('Body', 'body', {
    placeholder: 'e.g. <p>Dear Ms. Sato,</p>',
    typeOptions: { rows: 4 },
    description: 'It goes to Zoho CRM as it is; take out scripts that you do not trust yourself',
  }),
  typedField('Sent', 'sentAt', { type: 'dateTime', required: true }),
  typedField('Message ID', 'messageId', {
    required: true,
    placeholder: 'e.g. <abc@mail.example.jp>',
    description: 'Of the Message-ID header. A mail that is on the record already is not attached again.',
  }),
  typedField('Contact ID of the Deal', 'dealContact', {
    placeholder: 'e.g. 4150868000000376008',
    description: 'For a mail on a deal: the contact concerned',
  }),
];

/** Sent mail on records. */
export const mailProperties: INodeProperties[] = [
  operations(
    'mail',
    [
      {
        name: 'Attach to Record',
        value: 'attach',
        action: 'Attach a mail to a record',
        description: 'Show a mail that was sent elsewhere on a CRM record. Nothing is sent to anybody.',
      },
      {
        name: 'Get Many',
        value: 'getAll',
        action: 'Get many mails',
        description: 'Mails that show on a record, without their text',
      },
    ],
    'attach',
  ),
  {
    displayName: 'Mails From',
    name: 'mailsFrom',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'CRM Matcher',
        value: 'matcher',
        description: 'Behind its output Pairs, as in the template for sent mail',
      },
      { name: 'Fields Below', value: 'fields', description: 'One mail and one record an input item' },
    ],
    default: 'matcher',
    displayOptions: shownFor('mail', 'attach'),
  },
  ...matchedProperties,
  {
    displayName: 'Module',
    name: 'module',
    type: 'resourceLocator',
    default: { mode: 'list', value: 'Contacts', cachedResultName: 'Contacts' },
    required: true,
    description: 'Leads, Contacts, Accounts, Deals or another module that shows mails',
    displayOptions: byHand,
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        typeOptions: { searchListMethod: 'searchModules', searchable: true },
      },
      { displayName: 'By API Name', name: 'id', type: 'string', placeholder: 'e.g. Contacts' },
    ],
  },
  typedField('Record ID', 'recordId', { required: true, placeholder: 'e.g. 4150868000000376008' }),
  ...typedProperties,
];

/** The same two, for reading. */
export const mailReadProperties: INodeProperties[] = mailProperties
  .filter(({ name }) => name === 'module' || name === 'recordId')
  .map((property) => ({ ...property, displayOptions: shownFor('mail', 'getAll') }));

function requiredParameter(context: IExecuteFunctions, name: string, label: string, item: number): string {
  const value = textParameter(context, name, item);
  if (value) return value;
  throw new UsageError(`${label} is empty.`, `Fill in ${label}; Zoho CRM demands it of every mail.`, item);
}

const labels: Readonly<Record<string, string>> = { from: 'From', to: 'To', cc: 'Cc' };

/** An error names the place of a bad address, not the address. */
function peopleParameter(context: IExecuteFunctions, name: string, item: number): readonly Person[] {
  const people = parseAddressList(textParameter(context, name, item));
  const bad = people.findIndex(({ address }) => foldAddress(address) === null);
  if (bad < 0) return people;
  throw new UsageError(
    `Entry ${bad + 1} of ${labels[name]} is no e-mail address.`,
    'Write addresses like taro@example.jp or "Taro Yamada" <taro@example.jp>, with commas in between.',
    item,
  );
}

function sentAt(context: IExecuteFunctions, item: number): string {
  const time = DateTime.fromISO(requiredParameter(context, 'sentAt', 'Sent', item), { zone: context.getTimezone() });
  if (time.isValid) return time.toUTC().toISO();
  throw new UsageError('Sent is no time.', 'Write it like 2026-01-31T09:30:00Z.', item);
}

function mailOf(context: IExecuteFunctions, item: number): MailToAttach {
  const [from] = peopleParameter(context, 'from', item);
  const to = peopleParameter(context, 'to', item);
  if (!from || to.length === 0)
    throw new UsageError(
      'From and To need an address each.',
      'Fill in both; Zoho CRM demands them of every mail.',
      item,
    );
  return {
    subject: textParameter(context, 'subject', item) || null,
    ...{ from, to, cc: peopleParameter(context, 'cc', item), bcc: [] },
    body: {
      format: textParameter(context, 'bodyFormat', item) === 'text' ? 'text' : 'html',
      content: String(context.getNodeParameter('body', item, '') ?? ''),
    },
    sentAt: sentAt(context, item),
    messageId: requiredParameter(context, 'messageId', 'Message ID', item),
  };
}

function placeOf(context: IExecuteFunctions, item: number): AttachTarget {
  const contact = textParameter(context, 'dealContact', item);
  return {
    module: located(context, 'module', item),
    id: requiredParameter(context, 'recordId', 'Record ID', item),
    ...(contact && { contact }),
  };
}

/** Without the archive: each input item is one mail and one record. */
const refusedUsage = (why: Reason, item: number): UsageError => {
  const { message, nextStep } = messageAndStep(why);
  return new UsageError(message, nextStep, item);
};

const attachFields: Operation = async (context) => {
  const zoho = await zohoClient(context);
  return await perItem(context, async (item): Promise<IDataObject> => {
    const place = placeOf(context, item);
    const mail = mailOf(context, item);
    const result = await attachMail(zoho, mail, place);
    if (result.is === 'refused') throw refusedUsage(result.reason, item);
    const outcome = result.is === 'there' ? 'was there already' : 'attached';
    return { module: place.module, id: place.id, messageId: mail.messageId, outcome };
  });
};

export const attach: Operation = (context) =>
  context.getNodeParameter('mailsFrom', 0, 'matcher') === 'fields' ? attachFields(context) : attachMatched(context);

export const getManyMails = reading(async (context, zoho, item) =>
  listMails(zoho, located(context, 'module', item), requiredParameter(context, 'recordId', 'Record ID', item)),
);

import { DateTime } from 'luxon';

type Vendor = Record<string, unknown>;

/** Somebody a mail goes to: an address alone, or with the name the sender's Outlook shows. */
type Addressee = string | readonly [name: string, address: string];

const recipients = (all: readonly Addressee[]): Vendor[] =>
  all.map((one) => {
    const [name, address] = typeof one === 'string' ? [one, one] : one;
    return { emailAddress: { name, address } };
  });

export interface Parts {
  readonly to?: readonly Addressee[];
  readonly cc?: readonly Addressee[];
  readonly bcc?: readonly Addressee[];
}

/** Sent on one of the last days at nine and later, the higher the index the longer ago; always before today. */
function timeOf(index: number): string {
  const at = DateTime.utc()
    .startOf('day')
    .minus({ days: 1 + (index % 28) })
    .set({ hour: 9, minute: index % 60 });
  return at.toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
}

const page = (inner: string): Vendor => ({
  contentType: 'html',
  content: `<html><head></head><body>${inner}</body></html>`,
});

/** A mail in Sent Items in Graph's form. */
export function sentMail(
  index: number,
  subject: string | null,
  { to = [], cc = [], bcc = [] }: Parts,
  more: Vendor = {},
) {
  return {
    ...{ subject, toRecipients: recipients(to), ccRecipients: recipients(cc), bccRecipients: recipients(bcc) },
    ...{ sentDateTime: timeOf(index), body: page(`<p>Dear reader,</p><p>${subject ?? ''}</p><p>Kind regards</p>`) },
    internetMessageId: `<sent-${index}@contoso.example>`,
    ...more,
  };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const offer = { name: 'Offer.pdf', contentType: 'application/pdf', contentBytes: base64('%PDF-1.4 offer') };
const logo = { name: 'logo.png', contentType: 'image/png', size: 900, isInline: true, contentId: 'logo@contoso' };
const forwarded = {
  ...{ '@odata.type': '#microsoft.graph.itemAttachment', name: 'Your question', size: 1200 },
  item: { '@odata.type': '#microsoft.graph.message', subject: 'Your question' },
};
const shared = { '@odata.type': '#microsoft.graph.referenceAttachment', name: 'Plan.docx', size: 300 };

/** As Outlook keeps an encrypted mail: no body, one file, and a message class that says so. */
const ENCRYPTED: Vendor = {
  ...{ body: { contentType: 'html', content: '' } },
  attachments: [{ name: 'smime.p7m', contentType: 'application/pkcs7-mime', contentBytes: base64('encrypted') }],
  singleValueExtendedProperties: [{ id: 'String 0x001A', value: 'IPM.Note.SMIME' }],
};

const INSIDE = 'ken.sato@contoso.example';
const STRANGER = 'rita.stone@stranger.example';

/** People of the world the mails are written in. */
interface Known {
  readonly contact: string;
  readonly other: string;
  readonly lead: string;
}

/** One mail of each kind that matters, to people of a world and to strangers. */
export function oddMails({ contact, other, lead }: Known, from = 0): Vendor[] {
  const plus = contact.replace('@', '+offers@');
  const mails: readonly (readonly [string | null, Parts, Vendor?])[] = [
    ['Our offer', { to: [contact] }, { attachments: [offer, logo] }],
    ['Minutes of our meeting', { to: [contact], cc: [other, INSIDE], bcc: [lead] }],
    ['Welcome', { to: [lead] }],
    ['Nice to meet you', { to: [['Rita Stone', STRANGER]] }],
    ['お見積りの件', { to: [['田村 健二', 'kenji.tamura@stranger.example'], contact] }],
    ['Lunch?', { to: [INSIDE] }],
    ['To your other address', { to: [plus] }],
    ['In capitals', { to: [contact.toUpperCase()], cc: [['', contact]] }],
    ['Newsletter', { to: [['All customers', 'customers-list@contoso.example']], bcc: [contact, lead, STRANGER] }],
    ['To a group', { to: [['Project team', '']], cc: ['team:;'] }],
    ['Malformed', { to: ['not an address', 'two@@signs.example'] }],
    ['Grüße', { to: ['anna@müller.example', 'anna@xn--mller-kva.example'] }],
    ['From a private address', { to: [['tanaka', 'tanaka1980@gmail.com']] }],
    [null, { to: [contact] }],
    ['', { to: [other] }],
    ['Nobody', {}],
    ['🎉 تهانينا 👩‍💻', { to: [other] }, { body: page('<p dir="rtl">مرحبا بكم 🎉</p>') }],
    ['Plain text', { to: [lead] }, { body: { contentType: 'text', content: 'One line\r\n<not a tag>\r\n' } }],
    ['Confidential', { to: [contact] }, ENCRYPTED],
    ['Forwarded', { to: [contact] }, { attachments: [forwarded, shared] }],
  ];
  return mails.map(([subject, parts, more], index) => sentMail(from + index, subject, parts, more));
}

/** A body of some two megabytes of HTML, as pasted tables make. */
const hugeMail = (index: number, to: string): Vendor =>
  sentMail(
    index,
    'Price list',
    { to: [to] },
    { body: page(`<table>${'<tr><td>Item</td><td>100</td></tr>'.repeat(64_000)}</table>`) },
  );

/** An everyday mail to each of these, with a second one to every third. */
const everydayMails = (people: readonly string[], from: number): Vendor[] =>
  people.flatMap((address, index) => {
    const first = sentMail(from + 2 * index, `Follow-up ${index + 1}`, { to: [address] });
    const second = sentMail(
      from + 2 * index + 1,
      `Re: Follow-up ${index + 1}`,
      { to: [address] },
      { attachments: [offer] },
    );
    return index % 3 ? [first] : [first, second];
  });

/** A draft, a mail that came in, and one that was thrown away: none of them counts as sent. */
export const notSent = (contact: string, from: number): Vendor[] => [
  sentMail(from, 'Unfinished', { to: [contact] }, { folder: 'drafts', isDraft: true }),
  sentMail(
    from + 1,
    'Question',
    { to: ['megan.bowen@contoso.example'] },
    { folder: 'inbox', from: recipients([contact])[0] },
  ),
  sentMail(from + 2, 'Thrown away', { to: [contact] }, { folder: 'deleteditems' }),
];

const addressesIn = (records: readonly Vendor[], every: number): string[] =>
  records.flatMap(({ Email }, index) => (Email && index % every === 0 ? [String(Email)] : []));

/** Mails of the demo: to some of the people whom Zoho knows, and to others. */
export function demoMails(contacts: readonly Vendor[], leads: readonly Vendor[]): Vendor[] {
  const [customers, prospects] = [addressesIn(contacts, 12), addressesIn(leads, 2)];
  const [contact = '', other = ''] = customers;
  return [
    ...oddMails({ contact, other, lead: prospects[0] ?? '' }),
    ...[hugeMail(50, other), ...notSent(contact, 60)],
    ...everydayMails([...customers, ...prospects], 100),
  ];
}

import { deal } from './deals';
import { notSent, oddMails } from './mails';
import { meetings } from './meetings';
import type { World } from './world';
import { extendedPhones, outlookContact, zohoContact } from './world';

const address = (street: string, city: string, postalCode: string, countryOrRegion: string) => ({
  businessAddress: { street, city, state: null, postalCode, countryOrRegion },
});

const OUTLOOK = [
  outlookContact('Alice', 'Baker', ['alice@north.example'], { jobTitle: 'Buyer', companyName: 'North Ltd' }),
  outlookContact('Bob', 'Carter', ['bob@north.example'], { jobTitle: 'Head of Sales', mobilePhone: '+44 7700 900111' }),
  outlookContact('Carol', 'Dunn', ['Carol.Dunn@South.example'], { companyName: 'South Inc' }),
  outlookContact('太郎', '山田', ['taro.yamada@higashi.example'], { companyName: '東商事', jobTitle: '部長' }),
  outlookContact('Eve', 'Foster', ['eve@private.example', 'eve.foster@west.example'], {
    birthday: '1980-02-29T11:59:00Z',
  }),
  outlookContact('Frank', 'Green', [], { businessPhones: ['+1 212 555 0101', '+1 212 555 0102'] }),
  outlookContact('Grace', 'Hill', ['grace@only-outlook.example'], address('1 Quay', 'Bristol', 'BS1 1AA', 'UK')),
  outlookContact('Henry', 'Irwin', ['henry@only-outlook.example'], {
    personalNotes: 'Met at the fair.',
    ...extendedPhones({ businessFax: '+44 20 7946 0001', otherPhone: '+44 20 7946 0002' }),
  }),
  outlookContact('花子', '鈴木', ['hanako.suzuki@only-outlook.example'], { department: '営業部' }),
  outlookContact('Ian', 'Jones', ['ian@twice.example']),
  outlookContact('Ian B.', 'Jones', ['ian@twice.example']),
  outlookContact('Julia', 'Private', ['julia@home.example'], { categories: ['Family'] }),
];

const CONTACTS = [
  zohoContact('Alice', 'Baker', 'alice@north.example', { Title: 'Buyer', Account_Name: { name: 'North Ltd' } }),
  zohoContact('Bob', 'Carter', 'bob@north.example', { Title: 'Sales Director', Phone: '+44 20 7946 0100' }),
  zohoContact('Carol', 'Dunn', 'carol.dunn@south.example', { Department: 'Purchasing' }),
  zohoContact('太郎', '山田', 'taro.yamada@higashi.example', { Mobile: '+81 90 0000 1111' }),
  zohoContact('Eve', 'Foster', 'eve.foster@west.example', { Secondary_Email: 'eve@private.example' }),
  zohoContact('Frank', 'Green', null, { Title: 'Foreman', Phone: '+1 212 555 0101' }),
  zohoContact('Karl', 'Lang', 'karl@only-zoho.example', { Account_Name: { name: 'South Inc' } }),
  zohoContact('Lena', 'Moor', 'lena@only-zoho.example', { Mailing_City: 'Wien', Mailing_Country: 'Austria' }),
  zohoContact('一郎', '佐藤', 'ichiro.sato@only-zoho.example', { Date_of_Birth: '1975-05-05' }),
  zohoContact(null, 'Norton', 'norton@only-zoho.example', { Description: 'Prefers e-mail.' }),
  zohoContact('Olga', 'Petrova', 'olga@only-zoho.example', { Assistant: 'Ivan', Asst_Phone: '+7 495 000 0000' }),
  zohoContact('Ian', 'Jones', 'ian@twice.example'),
];

const LEADS = [
  { First_Name: 'Quinn', Last_Name: 'Reed', Company: 'Reed & Co', Email: 'quinn@reed.example', Designation: 'Owner' },
  { First_Name: '次郎', Last_Name: '高橋', Company: '高橋工業', Email: 'jiro@takahashi.example' },
];

const DEALS = [
  deal('Spare parts', 'Alice Baker', 'Proposal/Price Quote'),
  deal('First order', 'Bob Carter', 'Closed Won'),
];

const KNOWN = { contact: 'alice@north.example', other: 'norton@only-zoho.example', lead: 'quinn@reed.example' };

/** About a dozen readable contacts on each side and twice as many mails, one of each kind that matters. */
export const small = (): World => ({
  zoho: {
    records: {
      Accounts: [{ Account_Name: 'North Ltd' }, { Account_Name: 'South Inc' }],
      Contacts: CONTACTS,
      Leads: LEADS,
      Events: meetings(6).zoho,
      Deals: DEALS,
    },
  },
  graph: {
    mailbox: { timeZone: 'Tokyo Standard Time' },
    categories: [{ displayName: 'Zoho' }],
    contacts: OUTLOOK,
    calendars: [{ name: 'Calendar', events: meetings(6).outlook }],
    mails: [...oddMails(KNOWN), ...notSent(KNOWN.contact, 100)],
  },
});

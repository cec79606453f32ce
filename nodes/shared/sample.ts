import type { Side } from '../../sync/model';
import { toItem } from './items';
import { allItems, chosenKind } from './parameters';
import type { Operation } from './run';

type Rows = readonly object[];
type SampleKind = 'contact' | 'task';

const changed = (day: string) => ({ lastModifiedDateTime: `2026-03-${day}T09:00:00Z` });
const modified = (day: string) => ({ Modified_Time: `2026-03-${day}T18:00:00+09:00` });
const mailOf = (name: string, address: string) => ({ emailAddresses: [{ name, address }] });

const outlookContacts: Rows = [
  // the same man in the CRM: another title there, and a phone that Outlook lacks
  {
    ...{ id: 'sample-outlook-1', givenName: 'Taro', surname: 'Yamada', companyName: 'Higashi Shoji' },
    ...{ jobTitle: 'General Manager', mobilePhone: '090-1234-5678', ...changed('02') },
    ...mailOf('Taro Yamada', 'taro.yamada@higashi.example'),
  },
  {
    ...{ id: 'sample-outlook-2', givenName: 'Hanako', surname: 'Sato', jobTitle: 'Buyer', ...changed('03') },
    ...mailOf('Hanako Sato', 'hanako.sato@kita.example'),
  },
  // two in the CRM could be meant
  {
    ...{ id: 'sample-outlook-3', givenName: 'Anna', surname: 'Berg', ...changed('04') },
    ...mailOf('Anna Berg', 'anna.berg@nord.example'),
  },
];

const crmContacts: Rows = [
  {
    ...{ id: '4150868000000376001', First_Name: 'Taro', Last_Name: 'Yamada', Email: 'taro.yamada@higashi.example' },
    ...{ Title: 'Director', Phone: '03-1234-5678', Mobile: null, ...modified('05') },
  },
  {
    ...{ id: '4150868000000376002', First_Name: 'Ken', Last_Name: 'Mori', Email: 'ken.mori@minami.example' },
    ...{ Title: 'Engineer', ...modified('06') },
  },
  ...['4150868000000376003', '4150868000000376004'].map((id) => ({
    ...{ id, First_Name: 'Anna', Last_Name: 'Berg', Email: 'anna.berg@nord.example', ...modified('07') },
  })),
];

const due = (day: string) => ({ dueDateTime: { dateTime: `2026-03-${day}T00:00:00.0000000`, timeZone: 'UTC' } });

const outlookTasks: Rows = [
  {
    id: 'sample-task-1',
    title: 'Send the offer',
    status: 'inProgress',
    importance: 'high',
    ...due('20'),
    ...changed('02'),
  },
  { id: 'sample-task-2', title: 'Call Ms. Sato', status: 'notStarted', importance: 'normal', ...changed('03') },
];

const crmTasks: Rows = [
  {
    ...{ id: '4150868000000377001', Subject: 'Send the offer', Due_Date: '2026-03-20', Status: 'Not Started' },
    ...{ Priority: 'Normal', ...modified('05') },
  },
  {
    id: '4150868000000377002',
    Subject: 'Renew the contract',
    Due_Date: '2026-03-31',
    Status: 'Not Started',
    ...modified('06'),
  },
];

/** Made-up records as Microsoft Graph and Zoho CRM show theirs: one of each case that the Matcher knows. */
const samples: Readonly<Record<Side, Readonly<Record<SampleKind, Rows>>>> = {
  outlook: { contact: outlookContacts, task: outlookTasks },
  zoho: { contact: crmContacts, task: crmTasks },
};

/** Get Sample: for whoever builds before an account is connected. No credential, no request, no archive. */
export const sampleOf =
  (side: Side): Operation =>
  async (context) => {
    const kind = chosenKind(context) === 'task' ? 'task' : 'contact';
    return [samples[side][kind].map((json) => toItem(json, allItems(context)))];
  };

/** Mails of records, channels of notifications, tokens. */
import type { Answer, Json } from '../../zohoHarness';
import type { Capture } from '../suite';
import { below } from '../shape';
import { GONE, INVENTED, LEAD, NO_MODULE, examples, one, only, seeded, type Asks } from './examples';
import type { Zoho } from './replay';

const USER = { user_name: 'A', email: 'hanako.yamada@example.com' };
const MAIL = {
  ...{ from: USER, to: [{ user_name: 'B', email: 'b@x.example' }], subject: 'S', content: 'C', mail_format: 'html' },
  ...{ date_time: '2026-01-05T09:00:00+09:00', sent: true, original_message_id: '<a@b>' },
};
const attach = ({ call }: Zoho, id: string, mail: Json = MAIL, version = 'v8', module = 'Leads'): Promise<Answer> =>
  call(`/crm/${version}/${module}/${id}/actions/associate_email`, { body: { Emails: [mail] } });

const ALSO_400 = 'the other requests answer it with 400 (amp-v6-invalid-module.json)';
const FRAMED = [
  ...['code: life = INVALID_DATA', 'message: life string', 'status: life = error', 'details: life object'].map(
    (line) => `400 InvalidValue.${line}, simulator missing`,
  ),
  '400 InvalidValue.Emails: life missing, simulator list',
];
const LISTED_MAIL = {
  '400 InvalidModule: life missing, simulator object': ALSO_400,
  ...only(FRAMED, 'Zoho’s page of the request frames it (v8 docs: "Associate email")'),
};

const ATTACHING: Asks = {
  '201': (zoho) => attach(zoho, seeded(zoho, 'Leads', LEAD)),
  '400 MaximumLength': (zoho) => {
    const path = `/Leads/${seeded(zoho, 'Leads', LEAD)}/actions/associate_email`;
    return zoho.crm(path, { body: { Emails: [MAIL, MAIL] } });
  },
  '400 RelatedId': (zoho) => attach(zoho, GONE),
  '400 MandatoryNotFound': (zoho) => attach(zoho, seeded(zoho, 'Leads', LEAD), { ...MAIL, from: undefined }),
  '400 InvalidValue': (zoho) => attach(zoho, seeded(zoho, 'Leads', LEAD), { ...MAIL, from: 'A' }),
  '404 InvalidModule': (zoho) => attach(zoho, GONE, MAIL, 'v8', NO_MODULE),
};

const EMAILS_LISTED = only(
  [
    ...['bounced_time: life missing|time+hh:mm', 'sub_category: life missing|string'],
    ...['bounced_reason: life missing|string', 'category: life missing|string'],
  ].map((line) => `Emails[].status[].${line}, simulator missing`),
  'what was filed cannot bounce',
);
const MORE = {
  'info.next_index: life string, simulator null': INVENTED,
  'info.prev_index: life string, simulator null': INVENTED,
};

export const MAILS: readonly Capture<Zoho>[] = [
  one('v7-associate-email.json', (zoho) => attach(zoho, seeded(zoho, 'Leads', LEAD), MAIL, 'v7')),
  {
    // what was sent is in the documentation: it must be taken as it stands there, but for the file, which is nobody's
    file: 'v7-associate-email-request.json',
    own: async (zoho, { Emails: [mail] }: { readonly Emails: readonly [Json] }) => {
      const { attachments: _, linked_record: link, ...rest } = mail;
      const contact = seeded(zoho, 'Contacts', { id: (link as Json).id, Last_Name: 'C' });
      const from = { ...(rest.from as Json), email: USER.email };
      return (await attach(zoho, contact, { ...rest, from }, 'v7', 'Contacts')).status;
    },
    life: () => 201,
  },
  {
    ...examples('oas8-associate-email.json', ATTACHING, { '404 InvalidModule': ALSO_400 }, LISTED_MAIL),
    life: ({ 'request (sample, key data)': _, ...answers }: Json) => answers,
  },
  one(
    'v7-emails-of-record.json',
    async (zoho) => {
      const id = seeded(zoho, 'Leads', LEAD);
      await attach(zoho, id);
      return zoho.call(`/crm/v7/Leads/${id}/Emails`);
    },
    { ...EMAILS_LISTED, ...MORE },
  ),
];

const URL_OF_OURS = 'https://hook.example/x';
const watch = ({ call }: Zoho, more: Json = {}, version = 'v8'): Promise<Answer> =>
  call(`/crm/${version}/actions/watch`, {
    body: { watch: [{ channel_id: '10000', events: ['Deals.all'], notify_url: URL_OF_OURS, token: 't', ...more }] },
  });
const moduleRef = (zoho: Zoho, name: string) => ({
  api_name: name,
  id: zoho.service.state.modules.find((one) => one.api_name === name)?.id,
});
const condition = (zoho: Zoho, name: string, field: string) => ({
  type: 'field_selection',
  module: moduleRef(zoho, name),
  field_selection: {
    group_operator: 'and',
    group: [field, 'Full_Name'].map((api_name) => ({ field: { api_name } })),
  },
});

const ITEMS = 'Zoho’s page tells it as an item of the list, with 202 (zohoWatch.test.ts)';

const GROUP = 'notification_condition[].field_selection.group[]';
const CONDITION = 'the simulator tells a condition as it was sent; nobody reads it';
const conditions = (lines: readonly string[]) =>
  only(
    lines.map((line) => `watch[].${GROUP}.${line}`),
    CONDITION,
  );

export const CHANNELS: readonly Capture<Zoho>[] = [
  one('v7-watch-answer.json', (zoho) => watch(zoho, {}, 'v7')),
  one(
    'v7-watch-details.json',
    async (zoho) => {
      await watch(
        zoho,
        { events: ['Leads.edit'], notification_condition: [condition(zoho, 'Leads', 'Last_Name')] },
        'v7',
      );
      await watch(zoho, { channel_id: '10001', events: ['Contacts.create'] }, 'v7');
      return zoho.call('/crm/v7/actions/watch');
    },
    conditions([
      'field: life missing|object, simulator object',
      'field.id: life string, simulator missing',
      'group_operator: life null|string, simulator missing',
      'group: life list|null, simulator missing',
    ]),
  ),
  one('v7-watch-deleted.json', async (zoho) => {
    await watch(zoho, {}, 'v7');
    return zoho.call('/crm/v7/actions/watch?channel_ids=10000', { method: 'DELETE' });
  }),
  examples(
    'oas8-watch-list.json',
    {
      '200': async (zoho) => {
        await watch(zoho, { events: ['Leads.edit'], notification_condition: [condition(zoho, 'Leads', 'Last_Name')] });
        await watch(zoho, { channel_id: '10001', events: ['Contacts.create'] });
        return zoho.crm('/actions/watch');
      },
    },
    {},
    below(
      '200',
      conditions([
        'field.id: life string, simulator missing',
        'group_operator: life null, simulator missing',
        'group: life null, simulator missing',
      ]),
    ),
  ),
  {
    file: 'live-v7-watch-create.json',
    own: async (zoho) => {
      const { body } = await watch(zoho, { events: ['Contacts.all', 'Leads.all'] }, 'v7');
      const { code, details } = (body as { watch: readonly Json[] }).watch[0] ?? {};
      return { code, details };
    },
    life: ({ 'body (one element of watch[])': element }: Json) => element,
  },
  examples(
    'oas8-watch-create.json',
    {
      '201': (zoho) => watch(zoho),
      '207': (zoho) =>
        zoho.crm('/actions/watch', {
          body: {
            watch: [{ channel_id: '1', events: ['Leads.all'], notify_url: URL_OF_OURS }, { events: ['Leads.all'] }],
          },
        }),
    },
    {
      '400 MandatoryNotFound': ITEMS,
      '400 ModuleNotSupported': ITEMS,
      '400 InvalidDelete': ITEMS,
      '400 CriteriaLimit': ITEMS,
      '429': 'a fault that tests ask for: `status`',
    },
    { '207.watch[].details.events[].channel_expiry: life time, simulator time+hh:mm': INVENTED },
  ),
];

const token = ({ call, service }: Zoho, given: Readonly<Record<string, string>>): Promise<Answer> => {
  const [[id = '', secret = ''] = []] = [...service.state.clients];
  const form = { client_id: id, client_secret: secret, grant_type: 'refresh_token', ...given };
  return call(`/oauth/v2/token?${new URLSearchParams(form).toString()}`, { method: 'POST', token: '' });
};
const refreshToken = ({ service }: Zoho): string => service.state.grants[0]?.refreshToken ?? '';

export const TOKENS: readonly Capture<Zoho>[] = [
  {
    file: 'live-token-rate-limit-400.json',
    own: async (zoho) => {
      const given = { refresh_token: refreshToken(zoho) };
      const asked = [
        await token(zoho, { ...given, client_secret: 'wrong' }),
        await token(zoho, { grant_type: 'authorization_code', code: 'wrong' }),
        await token(zoho, { ...given, client_id: 'wrong' }),
        await token(zoho, given),
      ];
      return asked.map(({ status, body }) => ({ status, body }));
    },
    // the first two are the throttle, which the next file holds; the sixth is the sign-in, asked by a person
    life: (all: readonly Json[]) => [2, 3, 4, 6].map((at) => ({ status: all[at]?.status, body: all[at]?.body })),
  },
  {
    file: 'pasted-token-throttled.json',
    own: async (zoho) => {
      zoho.service.limits.mintsPerTenMinutes = 1 as never;
      await token(zoho, { refresh_token: refreshToken(zoho) });
      return (await token(zoho, { refresh_token: refreshToken(zoho) })).body;
    },
  },
];

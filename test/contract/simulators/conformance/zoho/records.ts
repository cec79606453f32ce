/** Answers that one project recorded in 2026, headers and all: the whole exchange is played again. */
import { pick } from 'lodash';
import type { Capture } from '../suite';
import type { Listed } from '../shape';
import { below } from '../shape';
import { replay, shownRecording, type Recorded, type Zoho } from './replay';

const NEWER_ORG = 'the org that was recorded is older (v8 docs: "Meeting_Venue__s")';
const EVENT = below('body.data[]', {
  'Meeting_Venue__s: life missing, simulator null': NEWER_ORG,
  'Remind_Participants: life missing, simulator null': NEWER_ORG,
});
const DEAL = below('body.data[]', {
  'Pipeline: life missing, simulator null': 'the org that was recorded has no pipelines',
});

const SUGGESTED = {
  '$zia_owner_assignment: life null|string, simulator string': 'null where the owner was suggested; nobody reads it',
};

const exchange = (name: string, listed?: Listed): Capture<Zoho> => ({
  file: `nango-v2-${name}.json`,
  own: (zoho, recorded: Recorded) => replay(zoho, recorded),
  life: shownRecording,
  ...(listed && { listed }),
});

export const RECORDS: readonly Capture<Zoho>[] = [
  ...['get-account', 'accounts', 'create-account', 'delete-account'].map((name) => exchange(name)),
  ...['get-contact', 'contacts', 'create-contact', 'update-contact', 'delete-contact'].map((name) => exchange(name)),
  ...['get-lead', 'leads', 'create-lead-2-get', 'update-lead', 'delete-lead', 'upsert-records'].map((name) =>
    exchange(name),
  ),
  ...['get-task', 'tasks', 'list-tasks', 'create-task', 'update-task'].map((name) => exchange(name)),
  ...['get-note', 'list-notes', 'create-note', 'update-note', 'delete-note'].map((name) => exchange(name)),
  ...['get-event', 'events', 'list-events', 'create-event-2-get'].map((name) => exchange(name, EVENT)),
  ...['create-event-1-post', 'update-event', 'delete-event'].map((name) => exchange(name)),
  exchange('list-accounts', below('body.data[]', SUGGESTED)),
  exchange('deals', DEAL),
  exchange('list-deals', { ...DEAL, ...below('body.data[]', SUGGESTED) }),
  ...['create-deal', 'update-deal', 'delete-deal'].map((name) => exchange(name)),
  {
    // the project kept no headers of it
    file: 'nango-v2-search-records.json',
    own: async (zoho, recorded: Recorded) => pick(await replay(zoho, recorded), ['status', 'body']),
    life: (recorded: Recorded) => pick(recorded, ['status', 'body']),
  },
  ...['get-user', 'users', 'list-users'].map((name) => exchange(name)),
];

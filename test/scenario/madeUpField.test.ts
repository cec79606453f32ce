import type * as Contact from '../../sync/kinds/contact';
import { settingsOf, startScenarioWorld } from '../support/scenarioWorld';
import type { Scenario } from './tables';

/** A field of contacts that the product does not have, added as CONTRIBUTING.md says: two rows in one file, and a scenario. */
jest.mock('../../sync/kinds/contact', () => {
  const { contact, vendorNames, ...rest } = jest.requireActual<typeof Contact>('../../sync/kinds/contact');
  const nickname = { name: 'nickname', label: { en: 'Nickname', ja: 'あだ名' }, type: 'text', zohoMaxLength: 50 };
  return {
    ...rest,
    contact: { ...contact, fields: [...contact.fields, nickname] },
    vendorNames: { ...vendorNames, nickname: { outlook: 'nickName', zoho: 'Skype_ID' } },
  };
});

const hanako = { lastName: '田中', firstName: '花子' };
const named = { ...hanako, nickname: 'ハナ' };
const scenarios: readonly Scenario[] = [
  {
    title: 'written in Outlook → Zoho gets it',
    before: { outlook: named, base: hanako, zoho: hanako },
    after: { outlook: named, zoho: named },
  },
  {
    title: 'cleared in Zoho → cleared in Outlook',
    before: { outlook: named, base: named, zoho: hanako },
    after: { outlook: { ...hanako, nickname: null }, zoho: { ...hanako, nickname: null } },
  },
  {
    title: 'new in Zoho → created with it',
    before: { outlook: null, zoho: named },
    after: { outlook: named, zoho: named },
  },
];

test.each(scenarios)('a made-up field, $title', async (scenario) => {
  const world = await startScenarioWorld();
  try {
    await world.prepare([scenario], settingsOf({}));
    await world.untilQuiet(settingsOf({}));
    await world.expectAfter([scenario]);
  } finally {
    await world.stop();
  }
});

/** Recorded answers about the mailbox: settings, categories. */
import type { GraphCapture } from './ask';
import { ask, read } from './ask';

export const SETTINGS: readonly GraphCapture[] = [
  {
    file: 'doc-mailboxsettings-get.json',
    listed: {
      'archiveFolder: life missing, simulator null': 'the sample leaves out what the document declares',
      'automaticRepliesSetting.status: life = Scheduled, simulator = disabled':
        'the sample writes a capital, life does not',
    },
    own: (world) => read(world, '/me/mailboxSettings'),
  },
  {
    file: 'doc-mastercategories-list.json',
    own: async (world) => {
      await ask(world, 'POST', '/me/outlook/masterCategories', { body: { displayName: 'A', color: 'preset9' } });
      return read(world, '/me/outlook/masterCategories');
    },
  },
  {
    file: 'doc-mastercategory-create-201.json',
    own: async (world) =>
      (await ask(world, 'POST', '/me/outlook/masterCategories', { body: { displayName: 'A', color: 'preset9' } })).body,
  },
];

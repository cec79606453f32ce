/** All that holds of `/me` holds of a mailbox that was chosen, read and written with an application's token. */
process.env.SUITES_IN_MAILBOX = 'yes';

const suites = [
  ...[
    'outlookContactsRead',
    'outlookContactsWrite',
    'outlookDeleted',
    'outlookEvents',
    'outlookSeries',
    'outlookAhead',
  ],
  ...['outlookHabits', 'outlookLive', 'tasks', 'todoLive', 'mail', 'mailLive', 'damagedItems', 'graphTrouble'],
];
for (const suite of suites)
  describe(suite, () => {
    jest.isolateModules(() => void jest.requireActual(`./${suite}.test`));
  });

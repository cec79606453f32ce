const base = require('./jest.config.js');

/** What touches the file itself, counts the statements of its driver, or takes the time: that is the other driver's matter. */
const ofTheFile = [
  'archive/store/open',
  'archive/store/erase',
  'archive/speed',
  'archive/cycle/lookUp',
  'archive/link/statements',
];
const suites = ['postgres/*', 'archive/**/*', 'histories/**/*'];

/** The suites that say what an archive does, once more, with the archive in PostgreSQL. */
module.exports = {
  ...base,
  globalSetup: '<rootDir>/test/support/postgres/start.ts',
  globalTeardown: '<rootDir>/test/support/postgres/stop.ts',
  setupFilesAfterEnv: [...base.setupFilesAfterEnv, '<rootDir>/test/support/postgres/setup.ts'],
  testMatch: suites.map((suite) => `<rootDir>/test/${suite}.test.ts`),
  testPathIgnorePatterns: ['/node_modules/', ...ofTheFile.map((file) => `/test/${file}\\.test\\.ts$`)],
};

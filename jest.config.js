const { existsSync } = require('node:fs');
const { join } = require('node:path');

/** Recorded answers of the live services; no part of this repository. */
const captures = process.env.CAPTURES ?? join(__dirname, '..', 'shared', 'captures');
const withoutCaptures = existsSync(captures) ? [] : ['Conformance\\.test\\.ts$'];

/** Zoho's OpenAPI files: where they and the recordings are at hand, every body that is sent to Zoho is held against them. */
const specs = process.env.ZOHO_OUTLOOK_SPECS ?? join(__dirname, '..', 'shared', 'specs');
const canCheckBodies = existsSync(join(specs, 'zoho-crm-v8')) && existsSync(join(captures, 'zoho'));
const withoutBodies = canCheckBodies ? [] : ['sentBodies\\.test\\.ts$'];

/** Tests run on Node 24 (n8n's own floor, for node:sqlite); `npm test` brings it. Swc only strips types: `npm run typecheck` checks them. */
module.exports = {
  testEnvironment: 'node',
  // a machine with other work on it must not fail a test that only took its time
  testTimeout: 60_000,
  // a process of its own for each core, renewed when it has grown: hundreds of files and histories are too much for one
  maxWorkers: '100%',
  workerIdleMemoryLimit: '1GB',
  // not among the temporary files, which go after each run
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  testSequencer: '<rootDir>/test/longFirst.js',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  setupFilesAfterEnv: canCheckBodies ? ['<rootDir>/test/support/sentBodies/setup.ts'] : [],
  // those of test/postgres need a server: jest.postgres.js
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(e2e|postgres)/', ...withoutCaptures, ...withoutBodies],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
    // the simulators answer without a network by a package that needs this one, which is an ES module
    'node_modules/cookie/.+\\.js$': ['@swc/jest', { module: { type: 'commonjs' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!cookie/)'],
};

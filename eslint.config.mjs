import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const ours = [
  '{reasons,sync,sides,clients,archive,engine,nodes,credentials,simulators,test,bench,demo,scripts}/**/*.ts',
];
const n8nFiles = ['{nodes,credentials}/**/*.ts'];
const rulesOf = (set) => n8nNodesBase.configs[set].rules;

/** n8n's rules for packages that run on people's own servers; the cloud's set forbids timers, node:* and packages as well. */
const selfHosted = n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport;

const plugins = { ...selfHosted.plugins, 'n8n-nodes-base': n8nNodesBase };

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'test/e2e/n8n/', '**/*.js', '!gulpfile.js'] },
  {
    files: ours,
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { project: './tsconfig.dev.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'suite', 'describe', 'it'], package: 'node:test' },
          ],
        },
      ],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // A name with a leading underscore says that it is there for its place only.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
    },
  },
  // What a person started in a terminal talks to that person.
  { files: ['{bench,demo}/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: n8nFiles, plugins, rules: selfHosted.rules },
  {
    files: ['nodes/**/*.ts'],
    plugins,
    rules: {
      ...rulesOf('nodes'),
      // These two ask for the text 'main'; n8n's newer rule node-connection-type-literal asks for NodeConnectionTypes.Main.
      'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
      'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
    },
  },
  {
    // Its page is asked for by people, so nothing is registered with any service; they sign in with n8n's own credentials.
    files: ['nodes/ConflictReview/*.node.ts'],
    plugins,
    rules: {
      '@n8n/community-nodes/webhook-lifecycle-complete': 'off',
      '@n8n/community-nodes/no-credential-reuse': 'off',
      '@n8n/community-nodes/valid-credential-references': 'off',
      'n8n-nodes-base/node-class-description-credentials-name-unsuffixed': 'off',
    },
  },
  {
    files: ['credentials/*.ts'],
    plugins,
    rules: {
      ...rulesOf('credentials'),
      // It asks for a page name of n8n's own documentation; credential-documentation-url asks for a URL, as ours is.
      'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
    },
  },
  {
    files: ['package.json'],
    languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
    plugins,
    rules: {
      ...selfHosted.rules,
      ...rulesOf('community'),
      // We use a few plain JavaScript packages; n8n installs them with ours, and only verification for n8n's cloud forbids them.
      '@n8n/community-nodes/no-runtime-dependencies': 'off',
    },
  },
);

// The arrows between the rooms: what may import what. `npm run check:arrows` fails on anything else.
// Only what is named here is allowed, so that a room added later starts with no rights.
/* global module */

/** @param {string} room @param {string[]} targets - regular expressions of paths the room may import besides itself */
const may = (room, ...targets) => ({
  name: `${room}-imports-only-its-neighbours`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: `^(${OURS.join('|')})/`, pathNot: [`^${room}/`, ...targets] },
});

const OURS = [
  'activities',
  'api',
  'bench',
  'brokers',
  'cli',
  'db',
  'dev',
  'domain',
  'engine',
  'examples',
  'platform',
  'test',
  'vault',
  'workers',
  'workflows',
];

const BROKER_PORT = '^brokers/(port|errors|session-codec)\\.ts$';
const MESSAGES = '^workflows/messages/';
/** The composition roots wire things up and so see what their rooms may not. */
const API_ROOT = '^api/server\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'product-needs-no-development-package',
      comment: 'The production image has no devDependencies.',
      severity: 'error',
      from: { path: `^(${OURS.join('|')})/`, pathNot: '^(dev|bench|test)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-knows-no-test-bench-or-dev',
      severity: 'error',
      from: { path: `^(${OURS.join('|')})/`, pathNot: '^(dev|bench|test)/' },
      to: { path: '^(test|bench|dev)/' },
    },
    {
      name: 'workflows-take-types-of-activities-only',
      comment: 'The workflow bundle must not hold what an activity imports.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workflows-stay-small-and-deterministic',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        dependencyTypes: ['core', 'npm'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/@temporalio/(workflow|common)/',
      },
    },
    {
      name: 'domain-does-no-io',
      comment: 'node:crypto computes digests; nothing else of Node is pure.',
      severity: 'error',
      from: { path: '^domain/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'no-broker-imports-another',
      severity: 'error',
      from: { path: '^brokers/([^/]+)/' },
      to: { path: '^brokers/([^/]+)/', pathNot: '^brokers/$1/' },
    },
    {
      name: 'the-wire-has-two-independent-ends',
      comment: 'A simulator that shared code with its adapter would share its misunderstandings.',
      severity: 'error',
      from: { path: '^brokers/', pathNot: '^brokers/simulator/' },
      to: { path: '^brokers/simulator/' },
    },
    {
      name: 'the-port-knows-no-broker',
      severity: 'error',
      from: { path: '^brokers/(port|errors|session-codec)\\.ts$' },
      to: { path: '^brokers/[^/]+/' },
    },
    {
      name: 'only-repositories-and-seeds-speak-to-the-driver',
      severity: 'error',
      from: { path: `^(${OURS.join('|')})/`, pathNot: '^(db|dev|bench|test)/|^engine/gate\\.ts$' },
      to: { path: '^node_modules/(pg|typeorm)/' },
    },
    {
      name: 'api-opens-no-vault-but-in-its-root',
      severity: 'error',
      from: { path: '^api/', pathNot: API_ROOT },
      to: { path: '^vault/', pathNot: '^vault/vault\\.ts$' },
    },
    {
      name: 'db-takes-the-paper-book-as-a-type',
      severity: 'error',
      from: { path: '^db/' },
      to: { path: '^brokers/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'vault-takes-repositories-as-types',
      severity: 'error',
      from: { path: '^vault/' },
      to: { path: '^db/repositories/', dependencyTypesNot: ['type-only'] },
    },
    may('domain'),
    may('platform', '^domain/'),
    may('workflows', '^domain/', '^activities/'),
    may('activities', BROKER_PORT, '^db/', '^domain/', '^engine/', '^platform/', '^vault/vault\\.ts$', MESSAGES),
    may('engine', BROKER_PORT, '^db/', '^domain/', '^platform/', '^vault/vault\\.ts$'),
    may('brokers', '^domain/', '^platform/'),
    may('db', '^domain/', '^platform/', '^brokers/paper/book\\.ts$'),
    // An example shows what a partner builds: it knows the SDK and nothing else of ours.
    may('examples'),
    may('cli', '^db/', '^domain/', '^platform/'),
    may('vault', '^db/(sql\\.ts$|repositories/)', '^domain/', '^platform/'),
    may('api', '^brokers/login-urls\\.ts$', '^db/', '^domain/', '^platform/', '^vault/', MESSAGES),
    may(
      'workers',
      '^activities/',
      '^brokers/(port|registry)\\.ts$',
      '^db/',
      '^domain/',
      '^engine/',
      '^platform/',
      '^vault/',
      MESSAGES,
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Type-only imports are arrows too; where only they are allowed, the rule says so.
    tsPreCompilationDeps: 'specify',
    combinedDependencies: false,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};

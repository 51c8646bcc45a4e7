// The check of docker-compose.yml finds what it is there to find: each mistake is made in the real file and must be named.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { composeProblems } from '../../../dev/compose-check.js';
import { PROJECT_ROOT } from '../../../platform/paths.js';

describe('the check of docker-compose.yml', () => {
  const sound = readFileSync(join(PROJECT_ROOT, 'docker-compose.yml'), 'utf8');

  it('passes the file as it is', () => {
    expect(composeProblems(sound)).to.deep.equal([]);
  });

  const mistakes: [what: string, from: string | RegExp, to: string, named: RegExp][] = [
    ['a key Compose does not know', 'stop_grace_period: 15s', 'stop_grace: 15s', /additional properties|unevaluated/],
    [
      'a dependency that does not exist',
      'temporal: { condition: service_healthy }',
      'temporl: { condition: service_healthy }',
      /temporl, which does not exist/,
    ],
    [
      'a dependency on a health check that is not there',
      / {4}healthcheck:\n {6}test: \[CMD, nc[^\n]*\n(?: {6}[^\n]*\n)*/,
      '',
      /temporal, which has no health check/,
    ],
    ['a port published twice', "['127.0.0.1:8090:8090']", "['127.0.0.1:8233:8090']", /both publish port 8233/],
    ['a volume nobody declared', '[postgres-data:', '[pg-data:', /volume pg-data is not declared/],
    ['a configuration that does not load', 'KEY_PROVIDER: aws', 'KEY_PROVIDER: local', /KEY_PROVIDER: must be aws/],
    ['a variable nothing reads', 'ARM_LEAD_S:', 'ARM_LEAD:', /nothing reads the variable ARM_LEAD/],
    [
      'an entry point that does not exist',
      'dist/db/migrate.js',
      'dist/db/migration.js',
      /db\/migration\.ts, which does not exist/,
    ],
    ['an image without a version', '${POSTGRES_VERSION:-17}', 'latest', /names no version/],
    [
      'a required variable without a word',
      '${API_KEY_PEPPER:?32 characters or more}',
      '${API_KEY_PEPPER}',
      /API_KEY_PEPPER.* neither a default nor a message/,
    ],
    [
      'a search attribute that is missing',
      'for name in Partner ',
      'for name in ',
      /temporal-namespace adds the search attributes/,
    ],
  ];
  for (const [what, from, to, named] of mistakes)
    it(`names ${what}`, () => {
      const broken = sound.replace(from, to);
      expect(broken).to.not.equal(sound);
      expect(composeProblems(broken).join('\n')).to.match(named);
    });
});

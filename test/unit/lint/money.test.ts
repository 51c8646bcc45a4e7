// The lint rule that keeps fractions out of money: it catches what it says in every file of money, and is what catches it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ESLint, type Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { repositoryRoot } from '../../../dev/repository-root.js';

const BAD: Record<string, string> = {
  'a division': 'export const half = (paise: number) => paise / 2;',
  'a dividing assignment': 'export let paise = 5;\npaise /= 2;',
  'a power': 'export const root = (paise: number) => paise ** 2;',
  'a decimal': 'export const fee = (paise: number) => paise * 0.3;',
  'a decimal without a zero': 'export const fee = (paise: number) => paise * .3;',
  'a negative exponent': 'export const fee = (paise: number) => paise * 3e-1;',
  'a parsed float': "export const fee = parseFloat('9.99');",
  'a float parsed by Number': "export const fee = Number.parseFloat('9.99');",
  'a rounding': 'export const fee = (paise: number) => Math.round(paise);',
  'a rounded text': 'export const fee = (rupees: number) => rupees.toFixed(2);',
  'a float in SQL': 'export const sql = `SELECT paise::double precision * 3 FROM fee`;',
};
const GOOD =
  'export const sum = (paise: number, more: number) => paise * 3 + more - (paise % 7);\nexport const sql = `SELECT sum(paise)::bigint`;';

/** Where money is computed, stored or written; each is a file that exists. */
const OF_MONEY = [
  ...['domain/money.ts', 'domain/billing.ts', 'domain/billing-date.ts', 'domain/ledger.ts', 'domain/settlement.ts'],
  ...['activities/billing.ts', 'activities/settlement.ts', 'activities/settlement-credits.ts'],
  ...['workflows/settlement.ts', 'workflows/settle-partner.ts', 'cli/billing.ts'],
  ...['ledger', 'billing', 'billing-credits', 'billing-differences', 'contracts', 'reports', 'sandbox-clock'].map(
    (name) => `db/repositories/${name}.ts`,
  ),
  ...['db/repositories/settlements.ts', 'db/repositories/settlement-lines.ts'],
  ...['api/pages/settlement-files.ts', 'api/presenters/settlements.ts'],
  ...['settlements', 'operator-settlements', 'operator-ledger', 'operator-billing'].map(
    (name) => `api/routes/${name}.ts`,
  ),
];

describe('the lint rule of money', function () {
  this.timeout(60_000);
  const untyped = tseslint.configs.disableTypeChecked as unknown as Linter.Config;
  const linter = (more: Linter.Config[] = []) =>
    new ESLint({ cwd: repositoryRoot, overrideConfig: [untyped, ...more] });
  async function refusals(eslint: ESLint, code: string, file: string): Promise<string[]> {
    const [result] = await eslint.lintText(code, { filePath: join(repositoryRoot, file) });
    expect(result?.fatalErrorCount, JSON.stringify(result?.messages)).to.equal(0);
    return (result?.messages ?? [])
      .filter(({ ruleId }) => ruleId === 'no-restricted-syntax')
      .map(({ message }) => message);
  }

  for (const [what, code] of Object.entries(BAD))
    it(`refuses ${what}`, async () => {
      const messages = await refusals(linter(), code, 'domain/settlement.ts');
      expect(messages).to.have.length(1);
      expect(messages[0]).to.match(/paisa|paise|fraction|bigint|powers/);
    });

  it('lets whole numbers pass', async () => {
    expect(await refusals(linter(), GOOD, 'domain/settlement.ts')).to.deep.equal([]);
  });

  it('holds in every file of money', async () => {
    const eslint = linter();
    for (const file of OF_MONEY) expect(await refusals(eslint, BAD['a division'] ?? '', file), file).to.have.length(1);
  });

  it('is kept by every one of them, but where a line says why not', async () => {
    const eslint = linter();
    for (const file of OF_MONEY)
      expect(await refusals(eslint, readFileSync(join(repositoryRoot, file), 'utf8'), file), file).to.deep.equal([]);
  });

  it('is what refuses: nothing else does when it is gone', async () => {
    const without = linter([{ rules: { 'no-restricted-syntax': 'off' } }]);
    for (const code of Object.values(BAD))
      expect(await refusals(without, code, 'domain/settlement.ts')).to.deep.equal([]);
  });
});

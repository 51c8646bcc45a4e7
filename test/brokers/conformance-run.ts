// `npm run conformance`: runs the conformance cases of every subject and writes their table into docs/brokers.md.
import { fileURLToPath } from 'node:url';
import Mocha from 'mocha';
import { conformanceResults, TABLE_TEST } from './conformance-results.js';
import { formattedTable, writeTable } from './conformance-table.js';

const mocha = new Mocha({ timeout: 60_000, reporter: 'dot' });
mocha.addFile(fileURLToPath(new URL('conformance.test.js', import.meta.url)));
await mocha.loadFilesAsync();
// The comparison with the table that is about to be written.
mocha.grep(TABLE_TEST).invert();
const failures = await new Promise<number>((resolve) => mocha.run(resolve));
const changed = writeTable(await formattedTable(conformanceResults));
process.stdout.write(
  `The conformance table in docs/brokers.md ${changed ? 'is written' : 'was true already'}; ${failures} failed.\n`,
);
if (failures > 0) process.exitCode = 1;

// Files of dated facts: both formats give the same rows, and every mistake is named with its line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseMarketFile, type MarketFileFormat } from '../../../db/market-file/parse-market-file.js';
import { PROJECT_ROOT } from '../../../platform/paths.js';

const CSV = `# NSE holidays of 2027
kind,day,from,until,year,underlying,cadence,weekday,units,opens,closes,name,source
holiday,2027-01-26,,,,,,,,,,Republic Day,
special_session,2027-10-29,,,,,,,,18:00,19:15,"Muhurat, ""Diwali""",
year,,,,2027,,,,,,,,NSE circular

lot,,2027-01-01,2027-06-30,,NIFTY,,,75,,,,NSE circular
expiry_weekday,,2027-01-01,,,NIFTY,weekly,none,,,,,NSE circular
`;
const ROWS = [
  { kind: 'holiday', day: '2027-01-26', name: 'Republic Day' },
  { kind: 'special_session', day: '2027-10-29', opens: '18:00', closes: '19:15', name: 'Muhurat, "Diwali"' },
  { kind: 'year', year: 2027, source: 'NSE circular' },
  { kind: 'lot', from: '2027-01-01', until: '2027-06-30', underlying: 'NIFTY', units: 75, source: 'NSE circular' },
  {
    kind: 'expiry_weekday',
    from: '2027-01-01',
    underlying: 'NIFTY',
    cadence: 'weekly',
    weekday: 'none',
    source: 'NSE circular',
  },
];

describe('a file of market data', () => {
  const problems = (text: string, format: MarketFileFormat) => {
    const file = parseMarketFile(text, format);
    return 'problems' in file ? file.problems.map(({ line, message }) => `${line}: ${message}`) : [];
  };
  const json = (...rows: object[]) => `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;

  it('is read from CSV, remarks and blank lines left out', () => {
    const file = parseMarketFile(CSV, 'csv');
    expect(file).to.deep.equal({ rows: [3, 4, 5, 7, 8].map((line, i) => ({ line, row: ROWS[i] })) });
  });

  it('is as docs/market-data.md shows it', () => {
    const paper = readFileSync(join(PROJECT_ROOT, 'docs', 'market-data.md'), 'utf8');
    for (const format of ['csv', 'json'] as const) {
      const [, example = ''] = new RegExp(`\`\`\`${format}\\n(.*?)\`\`\``, 's').exec(paper) ?? [];
      expect(parseMarketFile(example, format), format).to.have.property('rows').that.is.not.empty;
    }
  });

  it('is read from JSON, with a byte order mark, Windows line ends and objects over several lines', () => {
    const text = `\uFEFF[\r\n${ROWS.map((row) => JSON.stringify(row, null, 1).replaceAll('\n', '\r\n')).join(',\r\n')}]`;
    const file = parseMarketFile(text, 'json');
    expect('rows' in file && file.rows.map(({ row }) => row)).to.deep.equal(ROWS);
    expect('rows' in file && file.rows.map(({ line }) => line)).to.deep.equal([2, 7, 14, 19, 27]);
  });

  for (const [what, text, expected] of [
    ['no rows', 'kind,day\n', '1: the file has no rows'],
    ['an unknown column', 'kind,dya\nholiday,2027-01-26', /^1: unknown column dya; known: kind, year/],
    ['a column named twice', 'kind,day,day\n', '1: a column is named twice'],
    ['no kind', 'day,name\n2027-01-26,x', '1: the header has no column kind'],
    ['a short line', 'kind,day,name\n\nholiday,2027-01-26', '3: has 2 cells, the header has 3'],
    ['an open quote', 'kind,day,name\nholiday,2027-01-26,"Holi', '2: has a quote that does not enclose its cell'],
    ['an unknown kind', 'kind,day,name\nholidey,2027-01-26,x', /^2: kind must be one of year, holiday/],
    ['a day that is none', 'kind,day,name\nholiday,2027-02-29,x', '2: day must be a day as YYYY-MM-DD'],
    ['a field of another kind', 'kind,day,name,units\nholiday,2027-01-26,x,5', '2: units is not a field of this kind'],
    [
      'a quantity in words',
      'kind,underlying,from,units,source\nlot,NIFTY,2027-01-01,many,s',
      '2: units must be a whole number',
    ],
    ['no lot at all', 'kind,underlying,from,units,source\nlot,NIFTY,2027-01-01,0,s', '2: units must be at least 1'],
    [
      'hours backwards',
      'kind,day,name,opens,closes\nspecial_session,2027-10-29,x,19:00,18:00',
      '2: closes must be after 19:00',
    ],
    [
      'hours of no day',
      'kind,day,name,opens,closes\nspecial_session,2027-10-29,x,18:00,24:00',
      '2: closes must be a time as HH:MM',
    ],
  ] as const)
    it(`names the line of ${what}`, () => {
      const [problem, ...more] = problems(text, 'csv');
      expect(more).to.deep.equal([]);
      if (typeof expected === 'string') expect(problem).to.equal(expected);
      else expect(problem).to.match(expected);
    });

  it('refuses unknown fields, and what is no object, in JSON', () => {
    const holiday = { kind: 'holiday', day: '2027-01-26', name: 'x' };
    expect(problems(json(holiday, { ...holiday, day: '2027-03-01', hours: 5 }), 'json')).to.deep.equal([
      '3: hours is not a field of this kind',
    ]);
    expect(problems('[\n\n 7,\n null]', 'json')).to.deep.equal(['3: must be an object', '4: must be an object']);
    expect(problems('{"kind":"holiday"}', 'json')).to.deep.equal(['1: must be an array of objects']);
    expect(problems('[\n{"kind": }\n]', 'json')).to.deep.equal(['2: is not valid JSON']);
  });

  it('refuses the same fact twice and periods that overlap, naming both lines', () => {
    const lot = { kind: 'lot', underlying: 'NIFTY', units: 65, source: 's' };
    const text = json(
      { ...lot, from: '2027-01-01', until: '2027-06-30' },
      { ...lot, from: '2027-06-30' },
      { ...lot, from: '2027-01-01', units: 70 },
      { ...lot, underlying: 'BANKNIFTY', from: '2027-03-01' },
      { ...lot, kind: 'freeze', from: '2027-03-01' },
      { ...lot, from: '2026-12-01' },
    );
    expect(problems(text, 'json')).to.deep.equal([
      '3: lot of NIFTY from 2027-06-30: overlaps the one on line 2',
      '4: lot of NIFTY from 2027-01-01: is on line 2 too',
    ]);
    expect(problems(json({ ...lot, from: '2027-02-01', until: '2027-01-31' }), 'json')).to.deep.equal([
      '2: until must not be before 2027-02-01',
    ]);
  });
});

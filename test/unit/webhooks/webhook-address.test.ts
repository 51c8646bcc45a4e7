// A partner's URL never leads into our own network, however it is written.
import { expect } from 'chai';
import { checkedAddress, isInternal, webhookUrlProblem } from '../../../platform/webhook-address.js';

const INTERNAL = [
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '100.100.100.200',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:a00:1',
  '::127.0.0.1',
  '::ffff:169.254.169.254',
  '::ffff:0:10.0.0.1',
  'fd12:3456:789a::1',
  '64:ff9b::a00:1',
  '2002:7f00:1::',
  'not an address',
];
const PUBLIC = ['1.1.1.1', '172.15.0.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '::ffff:1.1.1.1'];

describe('webhook addresses', () => {
  for (const address of INTERNAL) it(`${address} is internal`, () => expect(isInternal(address)).to.equal(true));
  for (const address of PUBLIC) it(`${address} is public`, () => expect(isInternal(address)).to.equal(false));

  it('refuses names and numbers that lead inside, in every spelling', async () => {
    for (const host of [
      'localhost',
      '127.0.0.1',
      '127.1',
      '0x7f000001',
      '2130706433',
      '0177.0.0.1',
      '[::1]',
      '[::ffff:7f00:1]',
      '[::ffff:0:7f00:1]',
      '2852039166',
      '0xa9fea9fe',
      '0251.0376.0251.0376',
      '169.254.43518',
      '[::ffff:169.254.169.254]',
      '①②⑦.0.0.1',
      '127.0.0.1.',
    ])
      expect(await checkedAddress(new URL(`https://${host}/hook`), false), host).to.deep.equal({
        problem: 'the host name leads to an internal address',
      });
  });

  it('lets them pass in development', async () => {
    expect(await checkedAddress(new URL('http://127.0.0.1:8000/'), true)).to.deep.equal({
      address: '127.0.0.1',
      family: 4,
    });
    expect(await checkedAddress(new URL('http://[::1]:8000/'), true)).to.deep.equal({ address: '::1', family: 6 });
  });

  it('refuses a name that cannot be resolved', async () => {
    const answer = await checkedAddress(new URL('https://no-such-host.invalid/'), false);
    expect(answer)
      .to.have.property('problem')
      .that.matches(/^the host name cannot be resolved/);
  });

  const urls: [string, string | undefined, string | undefined][] = [
    ['https://partner.example/hook?a=1', undefined, undefined],
    ['http://partner.example/hook', 'must begin with https://', undefined],
    ['http://localhost:9000/hook', 'must begin with https://', undefined],
    ['https://10.0.0.1/hook', 'must not be an internal address', undefined],
    ...[
      'https://2130706433/',
      'https://0x7f.1/',
      'https://0177.0.0.1/',
      'https://169.254.169.254/latest/meta-data/',
      'https://[fd00:ec2::254]/',
      'https://[::ffff:10.0.0.1]/',
      'https://①②⑦.0.0.1/',
    ].map((url): [string, string, undefined] => [url, 'must not be an internal address', undefined]),
    ['https://u:p@partner.example/', 'must not hold a user name or password', 'must not hold a user name or password'],
    ['https://partner.example/#x', 'must not have a fragment', 'must not have a fragment'],
    ['ftp://partner.example/', 'must begin with https://', 'must begin with https:// or http://'],
    ['file:///etc/passwd', 'must begin with https://', 'must begin with https:// or http://'],
    ['/hook', 'must be an absolute URL', 'must be an absolute URL'],
    ['', 'must be an absolute URL', 'must be an absolute URL'],
    [
      `https://partner.example/${'x'.repeat(2048)}`,
      'must be at most 2048 characters',
      'must be at most 2048 characters',
    ],
  ];
  for (const [url, inProduction, inDevelopment] of urls)
    it(`${url.slice(0, 40) || 'nothing'}: ${inProduction ?? 'fine'} in production`, () => {
      expect(webhookUrlProblem(url, true)).to.equal(inProduction);
      expect(webhookUrlProblem(url, false)).to.equal(inDevelopment);
    });
});

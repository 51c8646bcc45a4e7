// What is kept of an endpoint's answer: bounded, printable, and nothing of what an endpoint might throw back at us.
import { expect } from 'chai';
import fc from 'fast-check';
import { answerExcerpt, excerpt, EXCERPT_CHARACTERS } from '../../../platform/webhook-excerpt.js';

describe('webhook excerpts', () => {
  it('keep what an endpoint says', () => {
    expect(answerExcerpt('{"ok":false,\n\t"why":"₹ unknown subscription sub_1"}')).to.equal(
      '{"ok":false,\n\t"why":"₹ unknown subscription sub_1"}',
    );
  });

  const hidden: [string, string][] = [
    ['no user a.b+c@mail.example.com here', 'no user [e-mail] here'],
    ['/users/a.b%40mail.example.com', '/users/[e-mail]'],
    ['partner-user-a-b-at-mail-example-com', '[user id]'],
    ['secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw==', 'secret [secret]'],
    [`signature v1,${'Ab+/'.repeat(11)} bad`, 'signature [signature] bad'],
    ['{"key":"sk_zebu_live_YYYYYYYY"}', '{"key":"[key]"}'],
    ['Authorization: Bearer abc.def.ghi', 'Authorization: [key]'],
  ];
  for (const [said, shown] of hidden) it(`show ${shown}`, () => expect(answerExcerpt(said)).to.equal(shown));

  it('hide before they cut', () => {
    const padded = `${'x'.repeat(EXCERPT_CHARACTERS - 6)} user@example.com`;
    expect(answerExcerpt(padded)).not.to.include('user@');
  });

  it('are bounded, printable and whole in every character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 3000 }), (text) => {
        const kept = answerExcerpt(text);
        expect([...kept].length).to.be.at.most(EXCERPT_CHARACTERS);
        // eslint-disable-next-line no-control-regex -- what Postgres or a terminal would choke on
        expect(kept).not.to.match(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/);
        expect(kept, 'no half character').not.to.match(/\p{Cs}/u);
      }),
    );
    expect(excerpt('𝄞'.repeat(5000)) === `${'𝄞'.repeat(EXCERPT_CHARACTERS - 1)}…`).to.equal(true);
    expect(excerpt('𝄞'.repeat(EXCERPT_CHARACTERS)).length).to.equal(2 * EXCERPT_CHARACTERS);
  });
});

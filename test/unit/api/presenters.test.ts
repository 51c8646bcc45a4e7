// Times, pages and error bodies in exactly the guide's form.
import { expect } from 'chai';
import { errorBody } from '../../../api/error-body.js';
import { refuse, refuseFields } from '../../../api/errors.js';
import { escapeHtml, markup } from '../../../api/pages/html.js';
import { dateAsInstant, utc, utcOrNull, utcPrecise } from '../../../api/presenters/times.js';

const facts = { requestId: 'req_1', publicBaseUrl: 'https://api.example' };

describe('what the API writes', () => {
  it('writes instants as the guide does', () => {
    expect(utc(Date.UTC(2025, 9, 10, 10, 0, 0, 999))).to.equal('2025-10-10T10:00:00Z');
    expect(utcOrNull(null)).to.equal(null);
    expect(utcPrecise('2025-10-10T09:20:00.004123+05:30')).to.equal('2025-10-10T03:50:00.004Z');
    expect(dateAsInstant('2025-11-10')).to.equal('2025-11-10T00:00:00Z');
  });

  it("makes the guide's error bodies, plus code, request_id and docs_url", () => {
    expect(
      errorBody(refuse('duplicate_subscription', { extra: { existing_subscription_id: 'sub_xyz456' } }), facts),
    ).to.deep.equal({
      statusCode: 409,
      error: 'Duplicate subscription',
      message: 'User already subscribed to this strategy',
      existing_subscription_id: 'sub_xyz456',
      code: 'duplicate_subscription',
      request_id: 'req_1',
      docs_url: 'https://api.example/docs/errors#duplicate_subscription',
    });
    expect(
      errorBody(refuse('oauth_token_expired', { extra: { token_expired_at: '2025-10-10T10:00:00Z' } }), facts),
    ).to.deep.include({
      statusCode: 401,
      error: 'OAuth token expired',
      message: 'User must complete daily OAuth login',
      token_expired_at: '2025-10-10T10:00:00Z',
    });
    expect(
      errorBody(
        refuse('invalid_broker_credentials', { extra: { details: { broker_response: 'Invalid api_key' } } }),
        facts,
      ),
    ).to.deep.include({
      statusCode: 400,
      error: 'Invalid broker credentials',
      message: 'API key validation failed with broker',
    });
  });

  it('says in the message what is wrong with each field, up to ten', () => {
    const problems = ['a', 'b'].map((field) => ({ field, message: 'is required' }));
    expect(refuseFields(problems).message).to.equal('a is required; b is required');
    const many = Array.from({ length: 12 }, (_, n) => ({ field: `f${n}`, message: 'is not a known field' }));
    expect(refuseFields(many).message).to.match(/; f9 is not a known field; and 2 more problems$/);
  });

  it('escapes every value of a page', () => {
    expect(escapeHtml(`<a href="x" id='y'>&`)).to.equal('&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;');
    expect(markup`<p>${'<script>'}</p>${['<b>done</b>']}`).to.equal('<p>&lt;script&gt;</p><b>done</b>');
  });
});

// What production refuses of the settings that drills need.
import { expect } from 'chai';
import { ConfigError, loadConfig } from '../../../platform/config.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  KEY_PROVIDER: 'aws',
  KMS_KEY_ID: 'alias/quantleap',
  DATABASE_URL: 'postgres://db.example/quantleap',
  TEMPORAL_ADDRESS: 'temporal.example:7233',
  API_KEY_PEPPER: 'p'.repeat(32),
};

describe('settings of drills', () => {
  it('default to the product’s own: no failpoints, 120 s, one trading worker', () => {
    const { failpoints, ambiguousWindowS, tradingWorkers } = loadConfig({});
    expect({ failpoints, ambiguousWindowS, tradingWorkers }).to.deep.equal({
      failpoints: [],
      ambiguousWindowS: 120,
      tradingWorkers: 1,
    });
  });

  it('are read in development', () => {
    const { failpoints, ambiguousWindowS } = loadConfig({
      FAILPOINTS: 'after_intent,before_send',
      AMBIGUOUS_WINDOW_S: '20',
    });
    expect(failpoints).to.deep.equal(['after_intent', 'before_send']);
    expect(ambiguousWindowS).to.equal(20);
  });

  for (const [variable, value] of [
    ['FAILPOINTS', 'after_intent'],
    ['AMBIGUOUS_WINDOW_S', '119'],
  ] as const)
    it(`${variable}=${value} is refused in production`, () => {
      expect(() => loadConfig(PRODUCTION)).to.not.throw();
      expect(() => loadConfig({ ...PRODUCTION, [variable]: value })).to.throw(ConfigError, variable);
    });
});

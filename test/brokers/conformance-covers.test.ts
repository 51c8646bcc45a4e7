// Every wire that a partner can use is under conformance.
import { expect } from 'chai';
import { loginUrlFor } from '../../brokers/login-urls.js';
import { BROKERS, wireOf, WIRES } from '../../domain/broker-wires.js';
import { SUBJECTS } from './subjects/index.js';

describe('brokers: conformance covers', () => {
  it('every wire with a live adapter', () => {
    const live = WIRES.filter((wire) => BROKERS.some((b) => wireOf(b, wire) && loginUrlFor(b, wire)));
    const covered = SUBJECTS.filter((s) => !s.name.startsWith('paper')).map((s) => s.wire);
    expect(covered).to.have.members(live);
  });
});

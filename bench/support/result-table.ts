// The bench's one table: a row per wire, size and way.
import Table from 'cli-table3';
import type { EngineRun } from './engine-run.js';
import type { WireName } from '../../domain/broker-wires.js';
import type { CompetitorRun } from './raw-run.js';

const HEAD = [
  'wire',
  'subscribers',
  'way',
  'first wave p50',
  'p99',
  'max',
  'SELL after hedge filled p50',
  'p99',
  'armed/s',
  'CPU ms per subscriber',
  'MB per armed subscriber',
  'largest history',
];

export class ResultTable {
  private readonly table = new Table({ head: HEAD });

  engine(wire: WireName, run: EngineRun): void {
    const { subscribers, firstWave, secondWaveDelay, armingRate, cpuMsPerSubscriber, mbPerSubscriber } = run;
    this.table.push([
      wire,
      subscribers,
      'engine',
      firstWave.p50,
      firstWave.p99,
      firstWave.max,
      secondWaveDelay.p50,
      secondWaveDelay.p99,
      armingRate.toFixed(1),
      cpuMsPerSubscriber.toFixed(1),
      mbPerSubscriber.toFixed(2),
      run.largestHistory.events,
    ]);
  }

  competitor(wire: WireName, subscribers: number, way: string, { firstWave, cpuMsPerSubscriber }: CompetitorRun): void {
    const { p50, p99, max } = firstWave;
    this.table.push([wire, subscribers, way, p50, p99, max, '', '', '', cpuMsPerSubscriber.toFixed(1), '', '']);
  }

  text(): string {
    return this.table.toString();
  }
}

// What Prometheus scrapes: request counts and durations by route, and the process' own figures.
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export class ApiMetrics {
  readonly registry = new Registry();
  private readonly duration: Histogram<'method' | 'route' | 'status'>;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.duration = new Histogram({
      name: 'quantleap_http_request_duration_seconds',
      help: 'Duration of HTTP requests in seconds, by route pattern and status',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [this.registry],
    });
  }

  observe(method: string, route: string, status: number, durationMs: number): void {
    this.duration.observe({ method, route, status }, durationMs / 1000);
  }
}

// The ways to tell that a process is ready: an address that answers, or a line that it logs.
import { get } from 'node:http';
import { readLog } from './log-file.js';
import type { Launch } from './process-spec.js';

/** @returns whether GET answers 200 within a second */
export function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { timeout: 1000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false));
    request.on('timeout', () => {
      request.destroy();
      resolve(false);
    });
  });
}

/** @returns whether this start of the process has logged a JSON line whose `msg` contains the text */
export function logged(text: string): (launch: Launch) => Promise<boolean> {
  return ({ logFile, logOffset }) =>
    Promise.resolve(
      readLog(logFile, logOffset)
        .split('\n')
        .some((line) => line.includes(text) && messageOf(line).includes(text)),
    );
}

function messageOf(line: string): string {
  try {
    const record = JSON.parse(line) as { msg?: unknown };
    return typeof record.msg === 'string' ? record.msg : '';
  } catch {
    return '';
  }
}

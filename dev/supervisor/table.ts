// The live list as text: one aligned row per process.
import { styleText } from 'node:util';
import type { ProcessState, ProcessStatus } from './process-spec.js';

const colours: Record<ProcessState, 'gray' | 'yellow' | 'green' | 'red'> = {
  waiting: 'gray',
  starting: 'yellow',
  ready: 'green',
  restarting: 'red',
  done: 'green',
  stopping: 'yellow',
  stopped: 'gray',
  failed: 'red',
};

/**
 * @param statuses - in the order to show
 * @param columns - width of the screen; longer rows are cut
 * @param coloured - whether the states get their colours
 */
export function table(statuses: readonly ProcessStatus[], columns: number, coloured: boolean): string[] {
  const nameWidth = Math.max(4, ...statuses.map(({ name }) => name.length));
  const row = (name: string, state: string, pid: string, since: string, note: string) =>
    `  ${name.padEnd(nameWidth)}  ${state.padEnd(10)}  ${pid.padStart(7)}  ${since.padEnd(8)}  ${note}`
      .slice(0, columns - 1)
      .trimEnd();
  const rows = statuses.map(({ name, state, pid, since, note }) => {
    const text = row(name, state, pid === undefined ? '' : String(pid), timeOfDay(since), note);
    return coloured ? text.replace(state, styleText(colours[state], state)) : text;
  });
  const head = row('name', 'state', 'pid', 'since', 'note');
  return [coloured ? styleText('bold', head) : head, ...rows];
}

/** One change, for screens that cannot be redrawn. */
export function changeLine({ name, state, pid, note }: ProcessStatus): string {
  const details = [pid === undefined ? '' : `pid ${pid}`, note].filter(Boolean).join(', ');
  return `  ${name.padEnd(15)}  ${state}${details ? `  (${details})` : ''}`;
}

function timeOfDay(date: Date): string {
  return date.toTimeString().slice(0, 8);
}

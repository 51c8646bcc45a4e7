// What the user sees while the stack comes up, with and without a terminal.
import { expect } from 'chai';
import { LiveList } from '../../../dev/supervisor/live-list.js';
import type { ProcessStatus } from '../../../dev/supervisor/process-spec.js';

const api: ProcessStatus = { name: 'api', state: 'ready', pid: 4711, since: new Date(0), note: '' };

function screen(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, columns: 100, rows: 40, write: (text: string) => written.push(text) };
}

describe('live list', () => {
  it('prints one line per change when there is no terminal', () => {
    const output = screen(false);
    const list = new LiveList(output, false);
    list.update(api, [api]);
    list.update(api, [api]);
    list.progress(['nobody sees this']);
    list.out('hello');
    expect(output.written).to.deep.equal(['  api              ready  (pid 4711)\n', 'hello\n']);
  });

  it('redraws in place on a terminal, and keeps what is said above the list', () => {
    const output = screen(true);
    const list = new LiveList(output, false);
    list.update(api, [api]);
    list.out('hello');
    const [drawn, erased, said, redrawn] = output.written;
    expect(drawn).to.match(/^\n {2}name .*\n {2}api +ready +4711 .*\n$/);
    expect(erased).to.equal('\u001b[3F\u001b[0J');
    expect(said).to.equal('hello\n');
    expect(redrawn).to.equal(drawn);
  });

  it('never writes a line wider than the screen', () => {
    const output = { ...screen(true), columns: 60 };
    new LiveList(output, false).update({ ...api, note: 'x'.repeat(200) }, [{ ...api, note: 'x'.repeat(200) }]);
    expect(
      Math.max(
        ...output.written
          .join('')
          .split('\n')
          .map((line) => line.length),
      ),
    ).to.be.lessThan(60);
  });
});

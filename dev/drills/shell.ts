// One bash for all drills, so that what one sets the next one has.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';

export type Ran = { output: string; exitCode: number };

/** Longer than the papers' own longest wait. */
const LONGEST_MS = 150_000;

export class Shell {
  private readonly bash: ChildProcessByStdio<Writable, Readable, Readable>;
  private printed = '';
  private over = false;
  private wake: () => void = () => undefined;

  /** @param folder - to work in */
  constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.bash = spawn('bash', ['--noprofile', '--norc'], {
      ...{ cwd: folder, env, detached: true },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    for (const stream of [this.bash.stdout, this.bash.stderr])
      stream.on('data', (data: Buffer) => {
        this.printed += data.toString();
        this.wake();
      });
    const ended = () => {
      this.over = true;
      this.wake();
    };
    this.bash.on('error', ended).on('close', ended);
    this.bash.stdin.on('error', ended);
  }

  /** @returns what the commands printed, errors included. @throws Error when they do not end, or end the shell */
  async run(commands: string): Promise<Ran> {
    const mark = `done-${randomUUID()}`;
    this.printed = '';
    this.bash.stdin.write(`${commands}\nprintf '\\n%s %s\\n' ${mark} "$?"\n`);
    const end = new RegExp(`\\n${mark} (\\d+)\\n`);
    const deadlineMs = Date.now() + LONGEST_MS;
    for (;;) {
      const [, exitCode] = end.exec(this.printed) ?? [];
      if (exitCode !== undefined) return { output: this.printed.replace(end, ''), exitCode: Number(exitCode) };
      if (this.over) throw new Error(`bash has ended:\n${this.printed}`);
      if (Date.now() > deadlineMs) throw new Error(`no end after ${LONGEST_MS / 1_000} s:\n${this.printed}`);
      await this.something(deadlineMs - Date.now());
    }
  }

  /** Ends it and what it has left in the background. */
  close(): void {
    const { pid } = this.bash;
    if (pid !== undefined && !this.over) process.kill(-pid, 'SIGKILL');
  }

  private something(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(1, withinMs));
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

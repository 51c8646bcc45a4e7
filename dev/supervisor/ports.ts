// Ports: those the stack is told to use are checked before anything starts; free ones are found for tests.
import { createServer, connect } from 'node:net';
import { StackError } from './stack-error.js';

export type PortUse = Readonly<{ port: number; variable: string; use: string }>;

/** @throws StackError that names every port in use, what it is for and the variable that changes it */
export async function requireFree(uses: readonly PortUse[]): Promise<void> {
  const problems: string[] = [];
  for (const [index, { port, variable, use }] of uses.entries()) {
    const twin = uses.slice(0, index).find((other) => other.port === port);
    if (twin) problems.push(`Port ${port} is asked for twice, by ${twin.variable} and ${variable}.`);
    else if (!(await isFree(port)))
      problems.push(`Port ${port} (${use}) is already in use: set ${variable} to another.`);
  }
  if (problems.length > 0) throw new StackError(problems.join('\n'));
}

/** Below the range from which systems take the local ports of outgoing connections, so that none of those collides. */
const testPorts = { from: 20_000, to: 30_000 };
const handedOut = new Set<number>();

/** @returns a port of 127.0.0.1 that is free now and is not handed out again by this process */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = testPorts.from + Math.floor(Math.random() * (testPorts.to - testPorts.from));
    if (handedOut.has(port) || !(await isFree(port))) continue;
    handedOut.add(port);
    return port;
  }
}

/** Free means: can be listened on, and nobody answers (macOS lets one listen beside a wildcard listener). */
async function isFree(port: number): Promise<boolean> {
  return (await canListen(port)) && !(await answers(port));
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 500 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });
}

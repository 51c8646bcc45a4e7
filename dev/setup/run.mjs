// Runs a helper program; when it fails, its last line of output is the reason.
import { spawn } from 'node:child_process';

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, timeoutMs?: number }} [options]
 * @returns {Promise<void>}
 */
export function runQuietly(command, args, { env = process.env, timeoutMs = 60_000 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    const collect = (chunk) => (output = (output + chunk).slice(-4_000));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) =>
      reject(new Error(error.code === 'ENOENT' ? `no ${command} on this machine` : error.message)),
    );
    child.on('close', (code, signal) => {
      if (code === 0) return resolve();
      const lastLine = output.trim().split('\n').at(-1)?.trim();
      reject(new Error(`${command} failed: ${lastLine || (signal ? `ended by ${signal}` : `exit code ${code}`)}`));
    });
  });
}

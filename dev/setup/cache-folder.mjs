// Where downloads are kept: per user and outside every clone, so that a second clone downloads nothing.
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * @param {Record<string, string | undefined>} env
 * @param {string} [platform]
 * @returns {string} an absolute path that may not exist yet
 */
export function cacheFolder(env, platform = process.platform) {
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'quantleap');
  const home = env.HOME || homedir();
  return platform === 'darwin' ? join(home, 'Library', 'Caches', 'quantleap') : join(home, '.cache', 'quantleap');
}

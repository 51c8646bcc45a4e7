// Which Temporal binaries a command needs: nobody waits for the test server in order to start the stack.

/**
 * @param {string | undefined} event - npm's lifecycle event; undefined means `node dev/setup.mjs` by hand or in CI
 * @param {Record<string, string | undefined>} env
 * @returns {string[]} keys of `pinnedBinaries`
 */
export function binariesNeeded(event, env) {
  const server = ['temporal'];
  switch (event) {
    case 'prestart':
      return env.TEMPORAL_ADDRESS ? [] : server;
    case 'openapi':
      return [];
    case 'pretest':
    case 'precheck':
    case undefined:
      return [...server, 'temporal-test-server'];
    default:
      return server;
  }
}

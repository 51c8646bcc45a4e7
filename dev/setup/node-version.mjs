// Decides whether this machine can run QuantLeap at all; old syntax on purpose (see ../setup.mjs).

/**
 * @param {string} current - version without the `v`, e.g. `20.19.0`
 * @param {string} required - the `engines.node` range of package.json, `>=MAJOR.MINOR`
 * @returns {string | null} one sentence for the user, or null when the version is new enough
 */
export function versionProblem(current, required) {
  var have = current.split('.').map(Number);
  var need = required
    .replace(/[^0-9.]/g, '')
    .split('.')
    .map(Number);
  for (var i = 0; i < need.length; i++) {
    var part = have[i] || 0;
    if (part > need[i]) return null;
    if (part < need[i])
      return (
        'QuantLeap needs Node ' +
        need.join('.') +
        ' or newer, and this is Node ' +
        current +
        ': install a newer one from https://nodejs.org and try again.'
      );
  }
  return null;
}

/**
 * @param {string} platform - `process.platform`
 * @returns {string | null} one sentence for the user, or null when the platform is supported
 */
export function platformProblem(platform) {
  if (platform !== 'win32') return null;
  return 'QuantLeap does not run on Windows itself: use WSL2 (https://learn.microsoft.com/windows/wsl/install) and clone the repository inside it.';
}

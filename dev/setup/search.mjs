// Looks for a binary one way after the other until one yields it; every way that failed leaves one line.

/**
 * @typedef {{ path: string } | { reason: string }} Found - the executable, or why this way has none
 * @typedef {{ name: string, find: () => Found | Promise<Found> }} Way
 */

/**
 * @param {Way[]} ways - in order of preference
 * @param {(line: string) => void} say - gets the line of each failed way
 * @returns {Promise<{ path: string, via: string } | undefined>} undefined when every way failed
 */
export async function search(ways, say) {
  for (const way of ways) {
    const found = await attempt(way);
    if ('path' in found) return { path: found.path, via: way.name };
    say(`  ${way.name}: ${found.reason}`);
  }
  return undefined;
}

async function attempt(way) {
  try {
    return await way.find();
  } catch (error) {
    return { reason: oneLine(error) };
  }
}

function oneLine(error) {
  const cause = error?.cause?.message;
  return `${error?.message ?? error}${cause ? ` (${cause})` : ''}`.replace(/\s+/g, ' ').trim();
}

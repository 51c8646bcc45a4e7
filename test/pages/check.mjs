// `npm run check:pages`: opens every public page and the sample portal in a browser, light and dark, wide and narrow, and judges what it sees.
// With `-- portal` or `-- api` only a part. Needs a running `npm start`; starts the portal itself where none answers. Screenshots go to .cache/pages.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { runningPortal } from './portal.mjs';
import { Eye } from './eye.mjs';
import { apiPages, emptyPortal, portalJourney, portalPages } from './tour.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.cache', 'pages');
const LOOKS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'light', width: 390 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'dark', width: 390 },
];

async function main() {
  const part = process.argv[2];
  const api = `http://127.0.0.1:${process.env.PORT || 8080}`;
  const browser = await launch();
  const portal = await runningPortal(root).catch(async (error) => {
    await browser.close();
    throw error;
  });
  mkdirSync(folder, { recursive: true });
  const findings = [];
  const find = (finding) => {
    findings.push(finding);
    console.log(finding);
  };
  let seen = 0;
  let paths = [];
  try {
    const email = `pages${Date.now()}@sample.example`;
    for (const [i, look] of LOOKS.entries()) {
      const context = await browser.newContext({
        colorScheme: look.colorScheme,
        viewport: { width: look.width, height: isPhone(look) ? 844 : 900 },
        isMobile: isPhone(look),
      });
      const eye = new Eye(await context.newPage(), { folder, look, find });
      if (part !== 'portal') await apiPages(eye, api);
      if (part !== 'api') {
        await emptyPortal(eye, portal.url, `empty-${email}`);
        if (i === 0) paths = await portalJourney(eye, portal.url, email);
        await portalPages(eye, portal.url, email, paths);
      }
      seen += eye.seen;
      await context.close();
    }
  } finally {
    await browser.close();
    portal.stop();
  }
  console.log(`${seen} pages looked at, ${findings.length} findings. Screenshots: ${folder}`);
  if (findings.length > 0) process.exitCode = 1;
}

const isPhone = ({ width }) => width < 600;

async function launch() {
  const executablePath =
    process.env.CHROMIUM_PATH || ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  try {
    return await chromium.launch({ args, ...(executablePath && { executablePath }) });
  } catch (error) {
    throw new Error(
      `No browser: set CHROMIUM_PATH to one, or install it (\`apt-get install chromium\`, or \`npx playwright install chromium\`).\n${error.message}`,
      { cause: error },
    );
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});

// Looks at pages: a screenshot of each, and a finding for whatever is wrong with it.
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';

const SEVERE = new Set(['serious', 'critical']);

export class Eye {
  seen = 0;
  #name = 'start';
  #expectedStatus = 200;

  constructor(page, { folder, look, find }) {
    Object.assign(this, { page, folder, look, find });
    page.on('console', (message) => {
      if (message.type() === 'error' && !this.#isExpected(message)) this.#find(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.#find(`script: ${error.message}`));
    page.on('requestfailed', (request) =>
      this.#find(`request: ${request.url()} ${request.failure()?.errorText ?? ''}`),
    );
    page.on('response', (response) => {
      const isPage = response.request().isNavigationRequest();
      if (response.status() >= 400 && !(isPage && response.status() === this.#expectedStatus))
        this.#find(`answer: ${response.url()} ${response.status()}`);
    });
  }

  /** @param status - what is expected of it */
  async open(name, url, { status = 200, fullPage = true, ready } = {}) {
    this.#name = name;
    this.#expectedStatus = status;
    await this.page.goto(url);
    if (ready) await this.page.locator(ready).first().waitFor();
    await this.judge(name, fullPage);
  }

  /** Presses a button, and looks at the page that it leads to. */
  async press(name, button, { status = 200, look = true } = {}) {
    this.#name = name;
    this.#expectedStatus = status;
    await Promise.all([this.page.waitForEvent('load'), this.page.locator(button).first().click()]);
    if (look) await this.judge(name);
  }

  async judge(name, fullPage = true) {
    const { page, folder, look } = this;
    this.seen += 1;
    await page.screenshot({ path: join(folder, `${name}-${look.width}-${look.colorScheme}.png`), fullPage });
    const { scrollWidth, clientWidth } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = globalThis.document.scrollingElement;
      return { scrollWidth, clientWidth };
    });
    if (scrollWidth > clientWidth) this.#find(`it is ${scrollWidth} px wide in a window of ${clientWidth}`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, impact, help, nodes } of violations.filter((violation) => SEVERE.has(violation.impact)))
      this.#find(
        `axe ${impact} ${id}: ${help} (${nodes.length}; ${nodes
          .slice(0, 3)
          .map(({ html }) => html.slice(0, 140))
          .join(' | ')})`,
      );
  }

  #isExpected(message) {
    return this.#expectedStatus >= 400 && message.text().includes(`status of ${this.#expectedStatus}`);
  }

  #find(what) {
    this.find(`${this.#name} (${this.look.width} px, ${this.look.colorScheme}): ${what}`);
  }
}

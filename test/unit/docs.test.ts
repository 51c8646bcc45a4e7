// The papers keep up with the code: every variable, error code, route and event is named, and every relative link leads somewhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect } from 'chai';
import { ERROR_CODES, isPassing, statusOf } from '../../api/errors.js';
import { ROUTES } from '../../api/routes/index.js';
import { loginUrlFor } from '../../brokers/login-urls.js';
import { FAULT_KINDS } from '../../brokers/simulator/faults.js';
import { MAGIC_API_KEYS, MAGIC_CLIENT_IDS, MAGIC_REQUEST_TOKENS } from '../../brokers/paper/magic.js';
import { BROKERS, WIRES } from '../../domain/broker-wires.js';
import { GO_LIVE_CHECKS } from '../../domain/go-live-check.js';
import { ORDER_STATES } from '../../domain/order-state.js';
import { PARTNER_EVENT_TYPES } from '../../domain/partner-event.js';
import { CONFIG_VARIABLES } from '../../platform/config.js';
import { PROJECT_ROOT } from '../../platform/paths.js';
import * as workflows from '../../workflows/index.js';

const read = (path: string): string => readFileSync(join(PROJECT_ROOT, path), 'utf8');
const docs = (name: string): string => read(join('docs', name));

/** The words in backquotes of a text. */
const named = (text: string): Set<string> => new Set([...text.matchAll(/`([^`\n]+)`/g)].map(([, word = '']) => word));

describe('the papers', () => {
  it('operations.md names every variable of the configuration', () => {
    const missing = CONFIG_VARIABLES.filter((variable) => !named(docs('operations.md')).has(variable));
    expect(missing).to.deep.equal([]);
  });

  it('errors.md lists exactly the codes, under their status, marked where a repeat helps', () => {
    const sections = docs('errors.md').split(/^## /m).slice(1);
    const listed = sections.flatMap((section) =>
      [...section.matchAll(/^\| `([a-z_]+)`( ↻)? *\|/gm)].map(([, code = '', mark]) => ({
        code,
        repeats: mark !== undefined,
        heading: section.slice(0, section.indexOf('\n')),
      })),
    );
    expect(listed.map(({ code }) => code).toSorted()).to.deep.equal([...ERROR_CODES].toSorted());
    for (const code of ERROR_CODES) {
      const entry = listed.find((row) => row.code === code);
      expect(entry?.heading, code).to.include(String(statusOf(code)));
      expect(entry?.repeats, code).to.equal(isPassing(code));
    }
  });

  it('quick-reference.md lists exactly the endpoints', () => {
    const listed = [...docs('quick-reference.md').matchAll(/^\| (GET|POST|PUT|PATCH|DELETE) *\| ([^|]+) \|/gm)].flatMap(
      ([, method = '', paths = '']) => [...named(paths)].map((path) => `${method} ${path}`),
    );
    const served = ROUTES.filter((route) => !route.hidden).map(
      (route) => `${route.method.toUpperCase()} ${route.path}`,
    );
    expect(listed.toSorted()).to.deep.equal(served.toSorted());
  });

  it('webhooks.md describes every event', () => {
    const rows = [...docs('webhooks.md').matchAll(/^\| `(\w+)` *\|/gm)].map(([, type]) => type);
    expect(rows).to.deep.equal([...PARTNER_EVENT_TYPES]);
  });

  it('go-live.md explains every check', () => {
    const rows = [...docs('go-live.md').matchAll(/^\| `(\w+)` *\|/gm)].map(([, check]) => check);
    expect(rows.toSorted()).to.deep.equal([...GO_LIVE_CHECKS].toSorted());
  });

  it('sandbox.md names every magic value and fault', () => {
    const magic = [MAGIC_API_KEYS, MAGIC_CLIENT_IDS, MAGIC_REQUEST_TOKENS].flatMap((values) => Object.values(values));
    const words = named(docs('sandbox.md'));
    expect([...magic, ...FAULT_KINDS].filter((word) => !words.has(word))).to.deep.equal([]);
  });

  it('architecture.md names every workflow, the glossary every order state', () => {
    const architecture = named(docs('architecture.md'));
    const glossary = named(docs('glossary.md'));
    expect(Object.keys(workflows).filter((name) => !architecture.has(name))).to.deep.equal([]);
    expect(ORDER_STATES.filter((state) => !glossary.has(state))).to.deep.equal([]);
  });

  it('brokers.md has a row for every wire and a column for every live one', () => {
    const text = docs('brokers.md');
    const rows = [...text.matchAll(/^\| `([a-z-]+)` +\| \w+ +\| `https:/gm)].map(([, wire]) => wire);
    expect(rows).to.have.members(WIRES);
    const [, header = ''] = /^## What each wire can do\n\n\|([^\n]*)/m.exec(text) ?? [];
    const live = WIRES.filter((wire) => BROKERS.some((broker) => loginUrlFor(broker, wire)));
    expect([...named(header)]).to.have.members(live);
  });

  it('has no relative link that leads nowhere', () => {
    const broken = papers().flatMap((paper) => brokenLinks(paper).map((link) => `${paper}: ${link}`));
    expect(broken).to.deep.equal([]);
  });
});

/** Every Markdown file of ours, relative to the root. */
function papers(): string[] {
  const ours = (name: string) => !/^(node_modules|dist|coverage|\.)/.test(name);
  return readdirSync(PROJECT_ROOT, { withFileTypes: true })
    .filter(({ name }) => ours(name))
    .flatMap((entry) => {
      if (!entry.isDirectory()) return [entry.name];
      return readdirSync(join(PROJECT_ROOT, entry.name), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(entry.name, file),
      );
    })
    .filter((file) => file.endsWith('.md') && !file.includes('node_modules'));
}

/** Links and anchors of a paper that resolve to nothing. */
function brokenLinks(paper: string): string[] {
  const text = read(paper).replaceAll(/^```.*?^```/gms, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? paper : relative(PROJECT_ROOT, join(PROJECT_ROOT, dirname(paper), path));
      if (!existsSync(join(PROJECT_ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
}

/** Anchors as GitHub makes them from headings. */
function anchorsOf(paper: string): string[] {
  const headings = [...read(paper).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
}

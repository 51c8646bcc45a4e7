// The papers that are served under /docs, in the order in which a partner's engineer reads them.

export const PAPERS = [
  'quick-start',
  'partner-guide',
  'quick-reference',
  'subscriptions',
  'webhooks',
  'errors',
  'sandbox',
  'integration-drills',
  'go-live',
  'versioning',
  'money',
  'reports',
  'changelog',
] as const;
export type Paper = (typeof PAPERS)[number];

/** As the navigation calls them. */
export const PAPER_TITLES: Record<Paper, string> = {
  'quick-start': 'Quick start',
  'partner-guide': 'Guide',
  'quick-reference': 'Quick reference',
  subscriptions: 'Subscriptions',
  webhooks: 'Webhooks',
  errors: 'Errors',
  sandbox: 'Sandbox',
  'integration-drills': 'Integration drills',
  'go-live': 'Go-live checklist',
  versioning: 'Versioning',
  money: 'Money',
  reports: 'Reports',
  changelog: 'Changelog',
};

/** Where a paper's Markdown is, from the root. */
export function sourceOf(paper: Paper): string {
  return paper === 'changelog' ? 'CHANGELOG.md' : `docs/${paper}.md`;
}

export type Neighbours = { before?: Paper; next?: Paper };

export function neighboursOf(paper: Paper): Neighbours {
  const at = PAPERS.indexOf(paper);
  const before = PAPERS[at - 1];
  const next = PAPERS[at + 1];
  return { ...(before && { before }), ...(next && { next }) };
}

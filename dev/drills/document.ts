// Takes the drills out of docs/integration-drills.md: the commands of its bash blocks, and what the jsonc block below each one expects.

export type Expectation = {
  /** HTTP status; absent: the answer is no HTTP answer */
  status?: number;
  /** A header as `Name: value`. */
  header?: string;
  /** Fields that the answer must have; `"…"` is anything but null. */
  body: unknown;
};
export type Step = { commands: string; expected: Expectation | undefined };
export type Drill = { title: string; steps: Step[] };

const FENCE = /^```(\w+)\n(.*?)^```$/gms;

/**
 * @param markdown - sections `## 1. …` are drills, what comes before them is the set-up
 * @throws Error for an expectation without a command, or one that is not JSON
 */
export function drillsOf(markdown: string): { setUp: Step[]; drills: Drill[] } {
  const [before = '', ...sections] = markdown.split(/^(?=## \d+\. )/m);
  const drills = sections.map((section) => ({
    title: section.slice('## '.length, section.indexOf('\n')),
    steps: stepsOf(section.split(/^## (?!\d)/m)[0] ?? ''),
  }));
  return { setUp: stepsOf(before), drills };
}

function stepsOf(section: string): Step[] {
  const steps: Step[] = [];
  for (const [, language, text = ''] of section.matchAll(FENCE)) {
    if (language === 'bash') steps.push({ commands: text, expected: undefined });
    if (language !== 'jsonc') continue;
    const step = steps.at(-1);
    if (!step || step.expected) throw new Error(`there is no command above the answer ${text}`);
    step.expected = expectationOf(text);
  }
  return steps;
}

/** The first line may be a comment: status, then a header. Commas may trail. */
function expectationOf(text: string): Expectation {
  const [, status, header] = /^\/\/ (\d{3})(?:, (.+))?\n/.exec(text) ?? [];
  const body: unknown = JSON.parse(text.replace(/^\/\/.*\n/, '').replaceAll(/,(?=\s*[\]}])/g, ''));
  return { ...(status !== undefined && { status: Number(status) }), ...(header !== undefined && { header }), body };
}

// A browser without scripts: keeps the cookie, reads forms out of pages and sends them as they are.
export type Page = { status: number; text: string; path: string; location: string };
export type Form = { action: string; fields: Readonly<Record<string, string>> };

export class Browser {
  cookie = '';

  /** @param pages - every page that comes is added */
  constructor(
    private readonly baseUrl: string,
    private readonly pages: string[],
  ) {}

  get(path: string): Promise<Page> {
    return this.request(path, {});
  }

  /** The form with this action on a page: its hidden fields, and what is typed. @throws Error when there is none */
  async form(path: string, action: string, typed: Readonly<Record<string, string>> = {}): Promise<Form> {
    const { text } = await this.get(path);
    const forms = [...text.matchAll(/<form\b[\s\S]*?<\/form>/g)].map(([form]) => form);
    const found = forms.find((form) => form.includes(`action="${action}"`));
    if (!found) throw new Error(`${path} has no form for ${action}:\n${text}`);
    const inputs = [...found.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    return {
      action,
      fields: {
        ...Object.fromEntries(inputs.map(([, name = '', value = '']): [string, string] => [name, value])),
        ...typed,
      },
    };
  }

  send({ action, fields }: Form): Promise<Page> {
    return this.request(action, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** Opens the page, sends its form, and goes where that leads. */
  async submit(path: string, action: string, typed: Readonly<Record<string, string>> = {}): Promise<Page> {
    return this.follow(await this.send(await this.form(path, action, typed)));
  }

  async follow(page: Page): Promise<Page> {
    return page.location.startsWith('/') ? this.get(page.location) : page;
  }

  private async request(path: string, init: RequestInit): Promise<Page> {
    const headers = { cookie: this.cookie };
    const response = await fetch(this.baseUrl + path, { ...init, headers, redirect: 'manual' });
    const [set] = response.headers.getSetCookie();
    if (set) this.cookie = set.split(';')[0] ?? '';
    const text = await response.text();
    this.pages.push(text);
    return { status: response.status, text, path, location: response.headers.get('location') ?? '' };
  }
}

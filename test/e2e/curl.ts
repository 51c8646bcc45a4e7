// Reads the curl commands of a paper as a shell would, for sending them with fetch.

export type CurlCommand = { method: string; url: string; headers: Record<string, string>; body: string | undefined };

/** The curl commands in the bash blocks of a Markdown text, in order. @throws Error on an option this does not know */
export function curlCommands(markdown: string): CurlCommand[] {
  const blocks = [...markdown.matchAll(/^```bash\n(.*?)^```/gms)].map(([, block]) => block ?? '');
  return blocks.flatMap((block) =>
    commandsOf(block)
      .filter(([program]) => program === 'curl')
      .map(parse),
  );
}

function parse([, ...words]: string[]): CurlCommand {
  const command: CurlCommand = { method: 'GET', url: '', headers: {}, body: undefined };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) {
      command.url = word;
      continue;
    }
    const value = words[(at += 1)] ?? '';
    if (word === '-X') command.method = value;
    else if (word === '-d') command.body = value;
    else if (word === '-H')
      command.headers[value.slice(0, value.indexOf(':'))] = value.slice(value.indexOf(':') + 1).trim();
    else throw new Error(`curl option ${word} is not known here`);
  }
  return command;
}

/** Splits a script into commands of words: quotes, comments and continued lines as in sh. */
function commandsOf(script: string): string[][] {
  const commands: string[][] = [];
  let words: string[] = [];
  // A quoted text, a continued line, a comment, an end of line, or a run of plain characters.
  for (const [token] of script.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"\\#])+|\\\n|#[^\n]*|\n/g)) {
    if (token === '\\\n' || token.startsWith('#')) continue;
    if (token === '\n') {
      commands.push(words);
      words = [];
    } else
      words.push(
        token.replace(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ''),
      );
  }
  return [...commands, words].filter((command) => command.length > 0);
}

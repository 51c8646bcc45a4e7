// Shows how far a download is: one line redrawn on a terminal, a line per quarter elsewhere.

/**
 * @param {string} label
 * @param {number} totalBytes - 0 or NaN when unknown
 * @param {(line: string) => void} say
 * @returns {{ advance(bytes: number): void, end(): void }}
 */
export function progress(label, totalBytes, say) {
  const terminal = process.stdout.isTTY === true;
  let receivedBytes = 0;
  let shown = -1;
  say(label);
  return {
    advance(bytes) {
      receivedBytes += bytes;
      const percent = totalBytes > 0 ? Math.floor((receivedBytes * 100) / totalBytes) : 0;
      const step = terminal ? percent : Math.floor(percent / 25) * 25;
      if (step === shown) return;
      shown = step;
      const text = `    ${step} % of ${(totalBytes / 1e6).toFixed(0)} MB`;
      if (terminal) process.stdout.write(`\r${text}`);
      else say(text);
    },
    end() {
      if (terminal) process.stdout.write('\n');
    },
  };
}

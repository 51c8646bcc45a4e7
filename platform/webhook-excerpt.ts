// What of an endpoint's answer is kept for the delivery log: its beginning, without what looks like a secret or a person.

/** Characters of an answer, and of the event sent, that the log shows. */
export const EXCERPT_CHARACTERS = 1000;

// An endpoint may throw back at us what we sent it, or print its own configuration into an error page.
const HIDDEN: [RegExp, string][] = [
  [/[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+/g, '[e-mail]'],
  [/partner-user-[\w-]+/g, '[user id]'],
  [/wh(?:sec|sk)_[A-Za-z0-9+/=_-]+/g, '[secret]'],
  [/\bv1a?,[A-Za-z0-9+/]{20,}={0,2}/g, '[signature]'],
  [/\b(?:pk|sk|op)_[A-Za-z0-9_]+/g, '[key]'],
  [/\bBearer\s+[^\s"',]+/gi, '[key]'],
];

/** @param text - the answer as read; @returns printable text, at most `EXCERPT_CHARACTERS` long */
export function answerExcerpt(text: string): string {
  // Hidden before it is cut: half of a secret is not recognised.
  const safe = HIDDEN.reduce((shown, [pattern, name]) => shown.replace(pattern, name), text);
  // eslint-disable-next-line no-control-regex -- tabs and line ends stay
  return excerpt(safe.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, ' '));
}

/** The beginning of a text, never half a character. */
export function excerpt(text: string): string {
  const points = [...text.slice(0, 2 * EXCERPT_CHARACTERS + 2)];
  return points.length > EXCERPT_CHARACTERS ? `${points.slice(0, EXCERPT_CHARACTERS - 1).join('')}…` : text;
}

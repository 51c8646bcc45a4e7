// A user's broker credentials as they are sealed; the onboarding's and the rotation's activities read them.

/** The text to seal for the purpose `credentials`. */
export function credentialsText(body: { api_key: string; api_secret: string }): string {
  return JSON.stringify({ apiKey: body.api_key, apiSecret: body.api_secret });
}

// The two lives of a partner key: real orders and bills, or the sandbox. Their data never meet.

export const MODES = ['live', 'test'] as const;
export type Mode = (typeof MODES)[number];

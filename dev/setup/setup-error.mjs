// A failure of the set-up that the user can act on: its message is printed without a stack.

export class SetupError extends Error {
  name = 'SetupError';
}

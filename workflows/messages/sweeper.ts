// sweeper: every minute finishes what a crash left half done and deletes what has expired. Counts of what it did.

export type SweeperResult = {
  subscriptionsStarted: number;
  exitsStarted: number;
  watchesStarted: number;
  accountsSettled: number;
  sessionsEnded: number;
  rowsDeleted: number;
};

// The bundle: every workflow of the product, by the name operators read in the Temporal UI.
export { brokerSession } from './broker-session.js';
export { deliverEvent } from './deliver-event.js';
export { endOfDayReconciliation } from './end-of-day-reconciliation.js';
export { lateOrderWatch } from './late-order-watch.js';
export { instrumentMaster } from './instrument-master.js';
export { loginReminder } from './login-reminder.js';
export { onboardBrokerAccount } from './onboard-broker-account.js';
export { positionExit } from './position-exit.js';
export { readiness } from './readiness.js';
export { runShard } from './run-shard.js';
export { settlePartner } from './settle-partner.js';
export { settlement } from './settlement.js';
export { subscriberRun } from './subscriber-run.js';
export { subscription } from './subscription.js';
export { sweeper } from './sweeper.js';
export { templateRun } from './template-run.js';
export { weeklyReport } from './weekly-report.js';

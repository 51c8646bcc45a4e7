// The partner API, generated from its OpenAPI description: `npm run openapi`.
export interface paths {
    "/partner/broker-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List broker accounts
         * @description The linked accounts, oldest first, with the state of the day’s login and, in `readiness`, why entries still to come today could not trade.
         */
        get: operations["getPartnerBrokerAccounts"];
        put?: never;
        /**
         * Create broker account
         * @description Stores a user's broker credentials (encrypted) after the broker has accepted them. Once per user. A client_id that is linked already, to this user or to another of yours, gives 409, whose message says which; after a refusal it can be tried again.
         */
        post: operations["postPartnerBrokerAccounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/broker-accounts/{client_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get broker account
         * @description One linked account with the state of the day’s login and why entries still to come today could not trade. With `user_email` only if it is that user’s.
         */
        get: operations["getPartnerBrokerAccountsClientId"];
        put?: never;
        post?: never;
        /**
         * Unlink broker account
         * @description Ends the link and erases the user's credentials and tokens for good, with the key material without which no backup of them can be opened. The history of executions stays. Refused while a subscription that is not cancelled (409 `account_in_use`, with `subscriptions`), an open position or an order in doubt needs the account. Repeating it is safe. The `client_id` can be linked again afterwards, also for another user.
         */
        delete: operations["deletePartnerBrokerAccountsClientId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/broker-accounts/{client_id}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replace credentials
         * @description Puts a user's other api_key and api_secret in the place of the linked ones, after the broker has accepted them as at linking. Until then the linked ones stay. The day's login ends with it, since its token belongs to the former key: the user must log in again. While a position is open it is refused with 409 `position_open` as a logout is, unless you send `force`. Repeating it is safe: with the linked credentials it changes nothing and the login goes on. After a 503 it can still succeed within 60 s.
         */
        put: operations["putPartnerBrokerAccountsClientIdCredentials"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/broker-accounts/{client_id}/oauth/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete OAuth
         * @description Exchanges the one-time token that your callback URL received for the day’s access token. A state works once. The session serves new entries until the earlier of the broker’s own expiry and 3:30 PM IST.
         */
        post: operations["postPartnerBrokerAccountsClientIdOauthCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/broker-accounts/{client_id}/oauth/initiate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start OAuth flow
         * @description Opens a login window of 300 s and gives the address to redirect the user to. The broker sends the user back to your registered callback URL. Needed every trading day.
         */
        post: operations["postPartnerBrokerAccountsClientIdOauthInitiate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/broker-accounts/{client_id}/oauth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log out
         * @description Forgets the day’s access token now: nothing is traded for this account until the next login. Answered once every dispatcher has taken note. Without a session it changes nothing. While a position is open it is refused with 409 `position_open`, since the position could not be closed without the token: let it be closed first (pause its subscription with `flatten=true`), or send `force`.
         */
        post: operations["postPartnerBrokerAccountsClientIdOauthLogout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events
         * @description All events in order, each with the very body its webhook has. Keep `next_cursor` and pass it as `after` next time: no event is skipped and none comes twice. A cursor that was not given out here for this partner and mode (data was reset or restored meanwhile) is refused with 400 `validation_failed`: read from the beginning then, and drop what you know by `event_id`.
         */
        get: operations["getPartnerEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/events/{event_id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver an event again
         * @description Starts a delivery of the same event, with the same `event_id`, to each enabled webhook endpoint that takes its type (a test: to the one it was for), whether or not it was delivered before.
         */
        post: operations["postPartnerEventsEventIdRedeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List executions
         * @description Newest first, each with its orders. An execution is one subscription’s part in one run of its strategy. `from` and `to` are trading days, both included.
         */
        get: operations["getPartnerExecutions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/executions/{execution_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get execution
         * @description One execution with its orders and its timeline: what happened when, to the millisecond, in sentences.
         */
        get: operations["getPartnerExecutionsExecutionId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/marketplace/subscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Subscribe user
         * @description Subscribes a user to a strategy: from the next entry time on, its orders are placed in the user's broker account. The user must have completed the day's login. One live subscription per user and strategy; after a cancellation it can be made again.
         */
        post: operations["postPartnerMarketplaceSubscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/marketplace/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List strategies
         * @description The strategies users can subscribe to, by id.
         */
        get: operations["getPartnerMarketplaceTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/marketplace/templates/{template_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get strategy
         * @description One strategy that users can subscribe to. What it trades (`legs`, `combined_exits`) is shown where your contract discloses it, and null otherwise.
         */
        get: operations["getPartnerMarketplaceTemplatesTemplateId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/readiness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readiness report of today
         * @description What was found between 8:45 and 9:10 AM IST on a trading day of every ACTIVE live subscription: login alive at the broker, contracts in the day’s list, funds, set-up at the broker. It is what was found then: `readiness` of a broker account says what is known now. What could not be read is not ready. The event `readiness_report` tells when it is complete. Test mode has none.
         */
        get: operations["getPartnerReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/reports/executions/{week_start}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Weekly execution report
         * @description Executions and orders of a week, by strategy.
         */
        get: operations["getPartnerReportsExecutionsWeekStart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/reports/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Success metrics
         * @description The integration guide's success metrics over some days, with the counts behind them.
         */
        get: operations["getPartnerReportsMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/reports/portal-visitors/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Post portal visitors
         * @description How many visitors your portal had on a day, for the conversion. Replaces what you posted of the day before.
         */
        put: operations["putPartnerReportsPortalVisitorsDay"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/reports/revenue/{month}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Monthly revenue report
         * @description Subscriptions, charges, credits and both shares of a month, by strategy. Test mode never bills.
         */
        get: operations["getPartnerReportsRevenueMonth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/sandbox/billing-clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let days pass
         * @description Moves your sandbox's billing clock ahead, 1 to 366 days, and answers what live mode would have charged meanwhile. Nothing is billed; entries, logins and live mode are not touched. It cannot be moved back.
         */
        post: operations["postPartnerSandboxBillingClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/sandbox/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Trigger a run now
         * @description Enters a strategy in a few seconds for your test users with an ACTIVE subscription to it, at any hour and on any day; nobody else takes part. What it opens is closed `exit_after_s` seconds later, or when you ask for it. One run of a strategy at a time.
         */
        post: operations["postPartnerSandboxRuns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/sandbox/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get test run
         * @description What a run that you have triggered has done so far.
         */
        get: operations["getPartnerSandboxRunsRunId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/sandbox/runs/{run_id}/flatten": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close what a test run has opened
         * @description Closes the open positions of the run now, before its `exit_at`. While `entries_under_way` is not 0, ask again: what they still open is closed at `exit_at` otherwise. Repeating it is harmless.
         */
        post: operations["postPartnerSandboxRunsRunIdFlatten"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/settlements/{month}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get settlement
         * @description The statement of a month: opening balance, every charge and credit, what is to be paid and by whom, closing balance. While the month runs it is an interim `DRAFT`, once it was asked for.
         */
        get: operations["getPartnerSettlementsMonth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/settlements/{month}/statement.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get settlement as CSV
         * @description Every line of the statement, amounts in rupees with two decimals.
         */
        get: operations["getPartnerSettlementsMonthStatementCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/settlements/{month}/statement.html": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get settlement to print
         * @description The statement as a page to print, with the disclosure of the revenue share.
         */
        get: operations["getPartnerSettlementsMonthStatementHtml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List subscriptions
         * @description Oldest first; cancelled ones included. `from` and `to` are days in India on which they were made, both included.
         */
        get: operations["getPartnerSubscriptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/subscriptions/{subscription_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get subscription
         * @description One subscription.
         */
        get: operations["getPartnerSubscriptionsSubscriptionId"];
        put?: never;
        post?: never;
        /**
         * Cancel subscription
         * @description Final: nothing is entered or billed any more. Answered once every dispatcher has taken note. The user can subscribe again. An open position is closed as planned, or now with `flatten=true`.
         */
        delete: operations["deletePartnerSubscriptionsSubscriptionId"];
        options?: never;
        head?: never;
        /**
         * Change lot multiplier or day loss limit
         * @description A lot multiplier holds from the next execution on; a day loss limit at once, also for what is open. At least one of the two.
         */
        patch: operations["patchPartnerSubscriptionsSubscriptionId"];
        trace?: never;
    };
    "/partner/subscriptions/{subscription_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Pause subscription
         * @description Nothing is entered until it is resumed. Answered once every dispatcher has taken note. An open position is closed as planned, or now with `flatten=true`.
         */
        put: operations["putPartnerSubscriptionsSubscriptionIdPause"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/subscriptions/{subscription_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Resume subscription
         * @description Ends a pause, from the next entry time on.
         */
        put: operations["putPartnerSubscriptionsSubscriptionIdResume"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhook endpoints
         * @description Oldest first. Secrets are not shown again.
         */
        get: operations["getPartnerWebhookEndpoints"];
        put?: never;
        /**
         * Create webhook endpoint
         * @description Events of this mode are posted to the URL from now on, signed by the Standard Webhooks scheme. The secret is shown only in this answer. Answer 2xx within 15 s; otherwise the delivery is repeated for about three days. At most 20 endpoints per mode.
         */
        post: operations["postPartnerWebhookEndpoints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/webhook-endpoints/{webhook_endpoint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get webhook endpoint
         * @description One endpoint: whether it is enabled, and since when it fails.
         */
        get: operations["getPartnerWebhookEndpointsWebhookEndpointId"];
        put?: never;
        post?: never;
        /**
         * Delete webhook endpoint
         * @description Nothing is delivered to it any more; its secret is erased.
         */
        delete: operations["deletePartnerWebhookEndpointsWebhookEndpointId"];
        options?: never;
        head?: never;
        /**
         * Change webhook endpoint
         * @description Changes the URL, the events it takes, or whether it is enabled; what is left out stays. The secret stays. Deliveries under way follow at their next attempt. Events that happened while it was disabled are not sent by themselves: ask for them with POST …/redeliver.
         */
        patch: operations["patchPartnerWebhookEndpointsWebhookEndpointId"];
        trace?: never;
    };
    "/partner/webhook-endpoints/{webhook_endpoint_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhook deliveries
         * @description Every attempt at this endpoint of the last 30 days, latest first: what was sent, what it answered, how long it took.
         */
        get: operations["getPartnerWebhookEndpointsWebhookEndpointIdDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/webhook-endpoints/{webhook_endpoint_id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver a range of events again
         * @description Delivers to this endpoint what it has missed: the events of its `event_types`, from a time or after a cursor, that it has not answered with 2xx (with `all`, those too). Oldest first, at most 1000 per request and 30 days back. Sent twice, an event that still waits is not booked again. Deliveries wait while an entry is under way.
         */
        post: operations["postPartnerWebhookEndpointsWebhookEndpointIdRedeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/webhook-endpoints/{webhook_endpoint_id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate webhook secret
         * @description Makes another signing secret, shown only in this answer. Until the overlap is over every delivery carries two signatures, by the fresh secret and by the former one: put the fresh one in place meanwhile. If a secret has leaked, rotate with `overlap_hours` 0.
         */
        post: operations["postPartnerWebhookEndpointsWebhookEndpointIdRotateSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partner/webhook-endpoints/{webhook_endpoint_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test webhook endpoint
         * @description Sends a `webhook_test` event to this endpoint and to no other, signed and repeated like every event, whatever `event_types` it takes. See how it went in GET …/deliveries.
         */
        post: operations["postPartnerWebhookEndpointsWebhookEndpointIdTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccountReadiness: {
            /**
             * Format: date-time
             * @description Until when the login serves entries; null: it serves none
             * @example 2025-10-10T10:00:00Z
             */
            login_alive_until: string | null;
            /**
             * Format: date-time
             * @description The next entry today; null: none is to come
             * @example 2025-10-10T10:00:00Z
             */
            next_entry_at: string | null;
            /** @description Why entries still to come today could not trade */
            problems: components["schemas"]["ReadinessProblem"][];
            /** @description Nothing that we know of stands in the way of the entries still to come today. The broker is not asked for this */
            ready: boolean;
        };
        AdvanceClock: {
            /** @example 31 */
            days: number;
        };
        BrokerAccount: {
            /** @enum {string} */
            account_status: "enabled";
            broker_name: string;
            client_id: string;
            has_credentials: boolean;
            has_oauth_token: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             * @example 2025-10-10T10:00:00Z
             */
            last_oauth_login: string | null;
            readiness: components["schemas"]["AccountReadiness"];
            /** @description Whether the day's login serves new entries now */
            ready_for_trading: boolean;
            /**
             * Format: date-time
             * @description Until when the login serves (or served) entries; null if there never was one
             * @example 2025-10-10T10:00:00Z
             */
            token_expires_at: string | null;
            user_email: string;
            user_id: string;
        };
        BrokerAccountCreated: {
            broker_account: {
                /** @enum {string} */
                account_status: "enabled";
                broker_name: string;
                client_id: string;
                has_credentials: boolean;
                has_oauth_token: boolean;
                user_id: string;
            };
            message: string;
            /** @enum {boolean} */
            success: true;
        };
        BrokerAccountList: {
            broker_accounts: components["schemas"]["BrokerAccount"][];
            /**
             * @description Pass as `cursor` for what follows; null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        BrokerAccountUnlinked: {
            client_id: string;
            message: string;
            /** @enum {boolean} */
            success: true;
        };
        CarriedLine: {
            /**
             * @description Fee, in rupees
             * @example 999
             */
            amount: number;
            cause: string;
            /**
             * @description Day in India
             * @example 2026-11-05
             */
            date: string;
            kind: string;
            subscription_id: string | null;
            /**
             * @description `disputed`: an execution of the subscription is; `unreconciled`: billing and ledger differ
             * @enum {string}
             */
            why: "disputed" | "unreconciled";
        };
        ChangeSubscription: {
            /**
             * @description Loss of a day in rupees, realised and open, over all executions of the subscription. When it is reached, what is open is closed and nothing is entered until the next day. null: none.
             * @example 5000
             */
            day_loss_limit?: number | null;
            /**
             * @description Whole lots per leg: a whole number from 1 to 100
             * @example 2
             */
            lot_multiplier?: number;
        };
        ChangeWebhookEndpoint: {
            /** @description false: nothing is delivered until it is true again */
            enabled?: boolean;
            /** @description Only these events; null means all */
            event_types?: ("execution_failed" | "execution_completed" | "execution_exposed" | "position_closed" | "order_disputed" | "execution_resolved" | "oauth_login_required" | "broker_credentials_rotated" | "broker_account_unlinked" | "readiness_report" | "weekly_report" | "subscription_created" | "subscription_paused" | "subscription_resumed" | "subscription_cancelled" | "settlement_ready" | "settlement_paid" | "webhook_endpoint_disabled" | "webhook_test")[] | null;
            /**
             * Format: uri
             * @description https:// (http:// only outside production)
             * @example https://yourportal.com/webhooks/quantleap
             */
            url?: string;
        };
        ClockAdvanced: {
            /** @description What live mode would have charged, by day; the first 200 */
            charges: {
                /**
                 * @description Fee, in rupees
                 * @example 999
                 */
                amount: number;
                /**
                 * @description Your share, in rupees
                 * @example 299.7
                 */
                commission: number;
                /**
                 * Format: date
                 * @description Day in India, `YYYY-MM-DD`
                 * @example 2025-10-10
                 */
                period_end: string;
                /**
                 * Format: date
                 * @description Day in India, `YYYY-MM-DD`
                 * @example 2025-10-10
                 */
                period_start: string;
                /**
                 * @description QuantLeap's share, in rupees
                 * @example 699.3
                 */
                platform_fee: number;
                subscription_id: string;
            }[];
            charges_count: number;
            days_ahead: number;
            /**
             * Format: date
             * @description The day in your sandbox now
             * @example 2025-10-10
             */
            today: string;
        };
        CompleteLogin: {
            /** @description The same under the name of brokers that send `auth_token` */
            auth_token?: string;
            /** @description The same under the name of brokers that send `code` */
            code?: string;
            /**
             * @description The one-time token your callback URL received. Sandbox: it begins with `mock_`; `mock_invalid…` is refused, `mock_expired…` gives a session that is over already.
             * @example mock_token_12345
             */
            request_token?: string;
            /**
             * @description The state your callback URL received
             * @example yyy
             */
            state: string;
            /**
             * Format: email
             * @description The user's e-mail at the partner. Upper and lower case are the same.
             * @example user@example.com
             */
            user_email: string;
        };
        CreateBrokerAccount: {
            /**
             * @description The user's API key at the broker. Sandbox: a key that begins with `invalid` is refused, one with `unreachable` gives 503.
             * @example user_zebu_api_key
             */
            api_key: string;
            /**
             * @description The user's API secret at the broker; sealed at once, never shown
             * @example user_zebu_api_secret
             */
            api_secret: string;
            /**
             * @description The partner's own broker
             * @example zebu
             */
            broker_name: string;
            /**
             * @description The user's client id at the broker. Sandbox: one that begins with `NOFUNDS`, `REJECT`, `PARTIAL`, `NOFILL`, `REVOKED`, `LOSTLOGIN`, `DOWN` or `SLOW` has that happen to its orders (/docs/sandbox).
             * @example ZEBU123
             */
            client_id: string;
            /**
             * Format: email
             * @description The user's e-mail at the partner. Upper and lower case are the same.
             * @example user@example.com
             */
            user_email: string;
        };
        CreateWebhookEndpoint: {
            /** @description Only these events; absent means all */
            event_types?: ("execution_failed" | "execution_completed" | "execution_exposed" | "position_closed" | "order_disputed" | "execution_resolved" | "oauth_login_required" | "broker_credentials_rotated" | "broker_account_unlinked" | "readiness_report" | "weekly_report" | "subscription_created" | "subscription_paused" | "subscription_resumed" | "subscription_cancelled" | "settlement_ready" | "settlement_paid" | "webhook_endpoint_disabled" | "webhook_test")[];
            /**
             * Format: uri
             * @description https:// (http:// only outside production)
             * @example https://yourportal.com/webhooks/quantleap
             */
            url: string;
        };
        CredentialsReplaced: {
            /** @description false: they were the linked ones already, and the login goes on */
            changed: boolean;
            client_id: string;
            message: string;
            /** @enum {boolean} */
            success: true;
        };
        Error: {
            /**
             * @description Stable: decide by this
             * @example duplicate_subscription
             */
            code: string;
            current_status?: string;
            /** @description Each bad field, or the broker's own words */
            details?: {
                field: string;
                message: string;
            }[] | {
                broker_response: string;
            };
            /**
             * @description Where the code is explained
             * @example http://127.0.0.1:8080/docs/errors#duplicate_subscription
             */
            docs_url: string;
            /** @description What it is, for people */
            error: string;
            existing_subscription_id?: string;
            /** @description What it means and what to do */
            message: string;
            /** @description What the user still holds */
            open_positions?: {
                execution_id: string;
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC
                 * @example 2025-10-10T10:00:00Z
                 */
                exit_at: string | null;
                /**
                 * @description `open`: held; `closing`: exit orders are on their way; `closed`: flat; `exposed`: part of it could not be closed yet; `unknown`: the broker could not say what became of an order, or the broker squares it off
                 * @enum {string}
                 */
                status: "open" | "closing" | "closed" | "exposed" | "unknown";
                subscription_id: string;
                template_id: string;
            }[];
            /**
             * @description The same as the X-Request-Id header: quote it to support
             * @example req_abc123
             */
            request_id: string;
            /** @description The test run that is under way */
            run_id?: string;
            statusCode: number;
            /** @description Those that still trade in the account */
            subscriptions?: {
                status: string;
                subscription_id: string;
                template_id: string;
            }[];
            token_expired_at?: string | null;
        };
        EventList: {
            events: components["schemas"]["PartnerEvent"][];
            has_more: boolean;
            /** @description Pass as `after` next time, also when `has_more` is false; null only when there never was an event */
            next_cursor: string | null;
        };
        EventRedelivered: {
            event_id: string;
            message: string;
            /** @description Where it goes: the enabled endpoints that take this type of event */
            webhook_endpoint_ids: string[];
        };
        Execution: {
            broker_name: string;
            broker_response: {
                code: string | null;
                message: string;
            } | null;
            client_id: string;
            /**
             * Format: date-time
             * @description When it was closed, or left
             * @example 2025-10-10T10:00:00Z
             */
            closed_at: string | null;
            /** @description The broker's book and ours disagree about an order of it, or nobody can say what became of one. It is not settled while this is true. */
            disputed: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             * @example 2025-10-10T10:00:00Z
             */
            ended_at: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             * @example 2025-10-10T10:00:00Z
             */
            entry_at: string;
            execution_id: string;
            /**
             * Format: date-time
             * @description When the position is closed as planned; null: no exit is planned
             * @example 2025-10-10T10:00:00Z
             */
            exit_at: string | null;
            /**
             * @description Why it was, or is being, closed; `left_to_broker`: held to the end of its day, for the broker to square off
             * @enum {string|null}
             */
            exit_reason: "flatten" | "kill_switch" | "entry_incomplete" | "exit_time" | "day_loss_limit" | "combined_stop_loss" | "combined_target" | "leg_stop_loss" | "leg_target" | "left_to_broker" | null;
            lot_multiplier: number;
            orders: components["schemas"]["Order"][];
            /**
             * @description null while the entry is under way
             * @enum {string|null}
             */
            outcome: "completed" | "failed" | "skipped" | "missed" | "unwound" | "unknown" | null;
            /**
             * @description null: it never had a position
             * @enum {string|null}
             */
            position_status: "open" | "closing" | "closed" | "exposed" | "unknown" | null;
            /**
             * @description What its sales brought less what its purchases cost, before charges; null until it is closed, in rupees
             * @example 1250.5
             */
            realised_pnl: number | null;
            reason: string | null;
            run_id: string;
            subscription_id: string;
            template_id: string;
            /**
             * @description Day in India
             * @example 2025-10-10
             */
            trading_day: string;
            user_email: string;
            user_id: string;
        };
        ExecutionList: {
            executions: components["schemas"]["Execution"][];
            /**
             * @description Pass as `cursor` for what follows; null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        ExecutionReport: {
            /**
             * Format: date
             * @description Day in India, `YYYY-MM-DD`
             * @example 2025-10-10
             */
            from: string;
            templates: {
                executions: number;
                /** @description Of entries */
                orders: number;
                orders_filled: number;
                outcomes: {
                    completed: number;
                    failed: number;
                    missed: number;
                    skipped: number;
                    unknown: number;
                    unwound: number;
                };
                /**
                 * @description Realised, before the broker's charges, in rupees
                 * @example 1250.5
                 */
                realised_pnl: number;
                template_id: string;
            }[];
            /**
             * Format: date
             * @description The last day, a Sunday
             * @example 2025-10-10
             */
            to: string;
        };
        ExecutionWithTimeline: components["schemas"]["Execution"] & {
            /** @description Oldest first. Orders are timed by the process that sent them, the rest by the database. */
            timeline: components["schemas"]["TimelineEntry"][];
        };
        InitiateLogin: {
            /**
             * Format: email
             * @description The user's e-mail at the partner. Upper and lower case are the same.
             * @example user@example.com
             */
            user_email: string;
        };
        LoggedOut: {
            client_id: string;
            message: string;
            /** @enum {boolean} */
            success: true;
        };
        LoginCompleted: {
            message: string;
            /** @enum {boolean} */
            success: true;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             * @example 2025-10-10T10:00:00Z
             */
            token_expires_at: string;
            /**
             * @description The same in India, for people
             * @example 3:30 PM IST
             */
            valid_until: string;
        };
        LoginInitiated: {
            /**
             * @description Seconds until the login must be complete
             * @example 300
             */
            expires_in: number;
            /** @description Redirect the user here: the broker's login page (sandbox: a mock page of ours) */
            oauth_url: string;
            /** @description 256 random bits, good for one callback; compare it with the state your callback URL receives */
            state: string;
        };
        Logout: {
            /**
             * @description Log out although a position is open; it cannot be closed until the user has logged in again
             * @default false
             */
            force?: boolean;
            /**
             * Format: email
             * @description The user's e-mail at the partner. Upper and lower case are the same.
             * @example user@example.com
             */
            user_email?: string;
        };
        Metrics: {
            counts: {
                active_user_days: number;
                cohort: number;
                cohort_retained: number;
                logins: number;
                orders: number;
                orders_filled: number;
                portal_visitors: number | null;
                subscriptions_made: number;
                users_charged: number;
            };
            /** @description Filled orders / orders of entries; 0 to 1, null where there is nothing to divide by */
            execution_success_rate: number | null;
            /**
             * Format: date
             * @description Day in India, `YYYY-MM-DD`
             * @example 2025-10-10
             */
            from: string;
            /** @description Days with a login / days of active users; 0 to 1, null where there is nothing to divide by */
            oauth_completion_rate: number | null;
            /** @description Of the subscriptions made 30 days before the period, those not cancelled within 30 days; 0 to 1, null where there is nothing to divide by */
            retention_30_days: number | null;
            /**
             * @description Charges less credits per charged user, in rupees
             * @example 999
             */
            revenue_per_user: number | null;
            /** @description Subscriptions made / portal visitors that you posted; 0 to 1, null where there is nothing to divide by */
            subscription_conversion: number | null;
            /**
             * Format: date
             * @description Day in India, `YYYY-MM-DD`
             * @example 2025-10-10
             */
            to: string;
        };
        Order: {
            /**
             * @description Average price of what is filled; 0 while nothing is, in rupees
             * @example 150.45
             */
            average_price: number;
            broker_order_id: string | null;
            broker_response: {
                code: string | null;
                message: string;
            } | null;
            /** @description Units */
            filled_quantity: number;
            leg_index: number;
            order_id: string;
            /**
             * @description Limit price, in rupees
             * @example 150.5
             */
            price: number | null;
            /** @enum {string} */
            purpose: "entry" | "unwind" | "exit";
            /** @description Units */
            quantity: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds
             * @example 2025-10-10T03:50:00.004Z
             */
            sent_at: string | null;
            /** @enum {string} */
            status: "INTENDED" | "SENDING" | "AMBIGUOUS" | "OPEN" | "COMPLETE" | "REJECTED" | "CANCELLED" | "NOT_PLACED" | "DROPPED" | "UNKNOWN";
            /**
             * @description The tag under which the broker knows the order
             * @example Q1B2C3D4E5F6G7H8I9J
             */
            tag: string;
            /** @example NIFTY25OCT2424500CE */
            tradingsymbol: string | null;
            /** @enum {string} */
            transaction_type: "BUY" | "SELL";
        };
        PartnerEvent: {
            /** @enum {string} */
            event: "execution_failed" | "execution_completed" | "execution_exposed" | "position_closed" | "order_disputed" | "execution_resolved" | "oauth_login_required" | "broker_credentials_rotated" | "broker_account_unlinked" | "readiness_report" | "weekly_report" | "subscription_created" | "subscription_paused" | "subscription_resumed" | "subscription_cancelled" | "settlement_ready" | "settlement_paid" | "webhook_endpoint_disabled" | "webhook_test";
            /**
             * @description The same in every delivery: use it to drop repeats
             * @example evt_abc123
             */
            event_id: string;
            /**
             * @description Of two events about the same thing the later one has the greater number. Gaps mean nothing.
             * @example 4711
             */
            sequence?: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             * @example 2025-10-10T10:00:00Z
             */
            timestamp: string;
            /** @description null where the event is about no user */
            user_email: string | null;
        } & {
            [key: string]: unknown;
        };
        PortalVisitors: {
            /** @example 1250 */
            visitors: number;
        };
        PortalVisitorsNoted: {
            /**
             * Format: date
             * @description Day in India, `YYYY-MM-DD`
             * @example 2025-10-10
             */
            day: string;
            message: string;
            visitors: number;
        };
        RangeRedelivered: {
            /** @description How many will be delivered */
            events: number;
            message: string;
            /** @description Send it as `after`, with the same `until`, for what follows; null when the range is done */
            next_cursor: string | null;
            webhook_endpoint_id: string;
        };
        ReadinessProblem: {
            /**
             * @description Stable: see the partner guide
             * @example login_required
             */
            code: string;
            /** @description One sentence for people */
            message: string;
            /** @description null: it holds for the whole account */
            subscription_id: string | null;
        };
        ReadinessReport: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             * @example 2025-10-10T10:00:00Z
             */
            completed_at: string | null;
            /**
             * @description Pass as `cursor` for what follows; null on the last page
             * @example null
             */
            next_cursor: string | null;
            readiness: components["schemas"]["SubscriptionReadiness"][];
            /**
             * @description `not_begun` before 8:45 AM IST and on days without a market
             * @enum {string}
             */
            status: "not_begun" | "under_way" | "completed";
            /**
             * @description Today in India
             * @example 2025-10-10
             */
            trading_day: string;
        };
        RedeliverRange: {
            /** @description Or: events after this `next_cursor` of GET /partner/events or of a former answer */
            after?: string;
            /**
             * @description true: also events that this endpoint has answered with 2xx
             * @default false
             */
            all?: boolean;
            /**
             * Format: date-time
             * @description Events from this time on. At most 30 days ago
             * @example 2026-11-24T09:20:00+05:30
             */
            from?: string;
            /**
             * Format: date-time
             * @description Events before this time; absent: until now
             */
            until?: string;
        };
        ReplaceCredentials: {
            /**
             * @description The user's API key at the broker. Sandbox: as when linking.
             * @example user_zebu_api_key
             */
            api_key: string;
            /**
             * @description The user's API secret at the broker; sealed at once, never shown
             * @example user_zebu_api_secret
             */
            api_secret: string;
            /**
             * @description Although a position is open that could not be closed before the user has logged in again
             * @default false
             */
            force?: boolean;
            /**
             * Format: email
             * @description The user's e-mail at the partner. Upper and lower case are the same.
             * @example user@example.com
             */
            user_email: string;
        };
        RevenueReport: {
            currency: string;
            /**
             * @description Month in India, `YYYY-MM`
             * @example 2026-11
             */
            month: string;
            templates: {
                /** @description Not cancelled at the end of the month, or now while it runs; paused ones included */
                active_at_end: number;
                /**
                 * @description Charges, in rupees
                 * @example 999
                 */
                charges: number;
                /**
                 * @description The partner's share, in rupees
                 * @example 299.7
                 */
                commission: number;
                /**
                 * @description Credits and reversals, in rupees
                 * @example 0
                 */
                credits: number;
                /**
                 * @description QuantLeap's share, in rupees
                 * @example 699.3
                 */
                platform_fee: number;
                subscriptions_cancelled: number;
                subscriptions_made: number;
                template_id: string;
                users_charged: number;
            }[];
        };
        RotateSecret: {
            /**
             * @description How long the former secret signs as well; 0 ends all former secrets at once
             * @default 24
             * @example 24
             */
            overlap_hours?: number;
        };
        SecretRotated: {
            message: string;
            /**
             * Format: date-time
             * @description null: it signs no more
             * @example 2025-10-10T10:00:00Z
             */
            old_secret_expires_at: string | null;
            /**
             * @description Verifies signatures (Standard Webhooks). Shown only now.
             * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
             */
            secret: string;
            webhook_endpoint_id: string;
        };
        SettlementSummary: {
            /**
             * @description By operators; positive raises what the partner owes, in rupees
             * @example 0
             */
            adjustments: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             * @example 2025-10-10T10:00:00Z
             */
            approved_at: string | null;
            approved_by: string | null;
            /**
             * @description Fees that fell due, in rupees
             * @example 999
             */
            charges: number;
            /**
             * @description Opening balance, plus net payable, less payments, in rupees
             * @example 699.3
             */
            closing_balance: number;
            /**
             * @description The partner's share of charges and credits, in rupees
             * @example 299.7
             */
            commission: number;
            /**
             * @description Given back, and reversals; negative, in rupees
             * @example 0
             */
            credits: number;
            /** @example INR */
            currency: string;
            /** @enum {string} */
            direction: "partner_pays" | "platform_pays" | "none";
            lines_count: number;
            /**
             * @description Month in India, `YYYY-MM`
             * @example 2026-11
             */
            month: string;
            /**
             * @description What is due of the month: platform fee and adjustments; negative: QuantLeap owes it, in rupees
             * @example 699.3
             */
            net_payable: number;
            /**
             * @description What the partner owed before, in rupees
             * @example 0
             */
            opening_balance: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             * @example 2025-10-10T10:00:00Z
             */
            paid_at: string | null;
            /**
             * @description Partner id
             * @example zebu
             */
            partner_id: string;
            /**
             * @description Received from the partner in the month; negative: paid to it, in rupees
             * @example 0
             */
            payments: number;
            payout_reference: string | null;
            /**
             * @description QuantLeap's share, in rupees
             * @example 699.3
             */
            platform_fee: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             * @example 2025-10-10T10:00:00Z
             */
            reconciled_at: string | null;
            /**
             * @description `DRAFT`: the sums of the moment, nothing is closed. `RECONCILED`: closed. Then `APPROVED`, then `PAID`
             * @enum {string}
             */
            status: "DRAFT" | "RECONCILED" | "APPROVED" | "PAID";
        };
        StartTestRun: {
            /**
             * @description Seconds after the entry at which what it has opened is closed again
             * @default 60
             */
            exit_after_s?: number;
            /**
             * @description Strategy template id
             * @example basket_admin_iron_condor
             */
            template_id: string;
        };
        Statement: components["schemas"]["SettlementSummary"] & {
            /** @description Left for a later month: the first 200 */
            carried: components["schemas"]["CarriedLine"][];
            /** @description By day */
            lines: components["schemas"]["StatementLine"][];
            /**
             * @description Pass as `cursor` for what follows; null on the last page
             * @example null
             */
            next_cursor: string | null;
            /** @description The disclosure that belongs on every statement */
            revenue_share: string;
        };
        StatementLine: {
            /**
             * @description Adjustment, in rupees
             * @example 0
             */
            adjustment: number;
            /**
             * @description Fee; negative: given back, in rupees
             * @example 999
             */
            amount: number;
            /**
             * @description What made it; unique
             * @example charge/sub_abc123/2026-11-05
             */
            cause: string;
            /**
             * @description The partner's share of charges and credits, in rupees
             * @example 299.7
             */
            commission: number;
            /**
             * @description Day in India
             * @example 2026-11-05
             */
            date: string;
            /** @enum {string} */
            kind: "charge" | "credit" | "adjustment" | "payment" | "reversal";
            line: number;
            /**
             * @description Payment, in rupees
             * @example 0
             */
            payment: number;
            /**
             * @description The first day that is not in the period
             * @example 2026-11-05
             */
            period_end: string | null;
            /**
             * @description Day in India
             * @example 2026-11-05
             */
            period_start: string | null;
            /**
             * @description QuantLeap's share, in rupees
             * @example 699.3
             */
            platform_fee: number;
            reason: string | null;
            subscription_id: string | null;
            template_id: string | null;
            user_email: string | null;
            user_id: string | null;
        };
        Subscribe: {
            /** @description Links the broker account to the subscription; only true is possible */
            auto_link_broker?: boolean;
            /**
             * @description The user's client id at the broker. Sandbox: one that begins with `NOFUNDS`, `REJECT`, `PARTIAL`, `NOFILL`, `REVOKED`, `LOSTLOGIN`, `DOWN` or `SLOW` has that happen to its orders (/docs/sandbox).
             * @example ZEBU123
             */
            broker_client_id: string;
            /**
             * @description Whole lots per leg: a whole number from 1 to 100
             * @default 1
             * @example 2
             */
            lot_multiplier?: number;
            /**
             * @description Strategy template id
             * @example basket_admin_iron_condor
             */
            template_id: string;
            /**
             * Format: email
             * @description The user's e-mail at the partner. Upper and lower case are the same.
             * @example user@example.com
             */
            user_email: string;
        };
        Subscribed: {
            broker_allocation: {
                allocation_id: string;
                broker_id: string;
                client_id: string;
                lot_multiplier: number;
                /** @enum {string} */
                status: "ACTIVE" | "PAUSED" | "CANCELLED";
            };
            message: string;
            /**
             * Format: date-time
             * @description Names a date in India: the fee is charged at 00:00 IST of it
             * @example 2025-10-10T10:00:00Z
             */
            next_billing_date: string;
            revenue_share: {
                currency: string;
                /**
                 * @description The partner's share of each month's fee, in rupees
                 * @example 299.7
                 */
                partner_commission: number;
                /**
                 * @description QuantLeap's share, in rupees
                 * @example 699.3
                 */
                platform_fee: number;
            };
            /** @enum {string} */
            status: "ACTIVE" | "PAUSED" | "CANCELLED";
            subscription_id: string;
            template_id: string;
            user_id: string;
        };
        Subscription: {
            broker_allocation: {
                allocation_id: string;
                broker_id: string;
                client_id: string;
                lot_multiplier: number;
                priority: number;
                /** @enum {string} */
                status: "ACTIVE" | "PAUSED" | "CANCELLED";
            };
            /**
             * @description Loss of a day in rupees, realised and open, over all executions of the subscription. When it is reached, what is open is closed and nothing is entered until the next day. null: none.
             * @example 5000
             */
            day_loss_limit: number | null;
            /**
             * Format: date-time
             * @description Names a date in India; null once cancelled
             * @example 2025-10-10T10:00:00Z
             */
            next_billing_date: string | null;
            partner_id: string;
            pricing: {
                currency: string;
                /**
                 * @description Monthly fee, in rupees
                 * @example 999
                 */
                monthly_fee: number;
                /**
                 * @description The partner's share, in rupees
                 * @example 299.7
                 */
                partner_commission: number;
            };
            revenue_share: {
                currency: string;
                /**
                 * @description The partner's share of each month's fee, in rupees
                 * @example 299.7
                 */
                partner_commission: number;
                /**
                 * @description QuantLeap's share, in rupees
                 * @example 699.3
                 */
                platform_fee: number;
            };
            /** @enum {string} */
            status: "ACTIVE" | "PAUSED" | "CANCELLED";
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             * @example 2025-10-10T10:00:00Z
             */
            subscription_date: string;
            subscription_id: string;
            /** @description The same as `template_id` */
            template_basket_id: string;
            template_id: string;
            user_email: string;
            user_id: string;
        };
        SubscriptionChanged: {
            message: string;
            /** @enum {string} */
            status: "ACTIVE" | "PAUSED" | "CANCELLED";
            subscription_id: string;
            template_id: string;
            user_id: string;
        };
        SubscriptionList: {
            /**
             * @description Pass as `cursor` for what follows; null on the last page
             * @example null
             */
            next_cursor: string | null;
            subscriptions: components["schemas"]["Subscription"][];
        };
        SubscriptionReadiness: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             * @example 2025-10-10T10:00:00Z
             */
            checked_at: string | null;
            client_id: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             * @example 2025-10-10T10:00:00Z
             */
            entry_at: string;
            margin: {
                /**
                 * @description The account's funds when it was checked; null: not read, in rupees
                 * @example 250000
                 */
                available: number | null;
                /**
                 * @description What this entry needs, about; null: not on record, in rupees
                 * @example 120000
                 */
                needed: number | null;
            };
            problems: components["schemas"]["ReadinessProblem"][];
            readiness_id: string;
            /**
             * @description `not_checked`: nothing is known; treat it as not ready
             * @enum {string}
             */
            status: "ready" | "not_ready" | "not_checked";
            subscription_id: string;
            template_id: string;
            user_email: string;
        };
        SubscriptionStopped: components["schemas"]["SubscriptionChanged"] & {
            /** @description What happens to the open position; null when there is none */
            position: {
                /**
                 * Format: date-time
                 * @description When it is closed as planned; null: no exit is planned
                 * @example 2025-10-10T10:00:00Z
                 */
                exit_at: string | null;
                /** @description Whether it is being closed now */
                flatten: boolean;
                /**
                 * @description `open`: held; `closing`: exit orders are on their way; `closed`: flat; `exposed`: part of it could not be closed yet; `unknown`: the broker could not say what became of an order, or the broker squares it off
                 * @enum {string}
                 */
                status: "open" | "closing" | "closed" | "exposed" | "unknown";
            } | null;
        };
        SubscriptionTermsChanged: components["schemas"]["SubscriptionChanged"] & {
            /**
             * @description Loss of a day in rupees, realised and open, over all executions of the subscription. When it is reached, what is open is closed and nothing is entered until the next day. null: none.
             * @example 5000
             */
            day_loss_limit: number | null;
            /**
             * @description `next_execution` for a lot multiplier: an execution that has begun keeps its size. A day loss limit alone holds from `now` on
             * @enum {string}
             */
            effective_from: "next_execution" | "now";
            lot_multiplier: number;
        };
        Template: {
            description: string;
            /**
             * @description IST, HH:MM
             * @example 09:20
             */
            entry_time: string;
            /**
             * @description The underlying
             * @example NIFTY
             */
            index: string;
            name: string;
            /** @description Past performance in per cent. Absent where unknown, or where the partner has it switched off. */
            performance_metrics?: {
                avg_monthly_return: number;
                max_drawdown: number;
                win_rate: number;
            };
            pricing: {
                currency: string;
                /**
                 * @description Monthly fee, in rupees
                 * @example 999
                 */
                monthly_fee: number;
                type: string;
            };
            template_id: string;
        };
        TemplateDetails: components["schemas"]["Template"] & {
            /** @description null: your contract does not disclose them */
            combined_exits: {
                /**
                 * @description Loss of the whole position at lot_multiplier 1, in rupees
                 * @example 3000
                 */
                stop_loss: number | null;
                /**
                 * @description Profit of the whole position at lot_multiplier 1, in rupees
                 * @example 4500
                 */
                target: number | null;
            } | null;
            /**
             * @description IST, HH:MM; null: none
             * @example 15:15
             */
            exit_time: string | null;
            /** @description What it trades; null: your contract does not disclose it */
            legs: components["schemas"]["TemplateLeg"][] | null;
        };
        TemplateLeg: {
            /** @enum {string} */
            expiry: "nearest" | "next_weekly" | "monthly";
            /** @description Whole lots at lot_multiplier 1 */
            lots: number;
            /** @enum {string} */
            option_type: "CE" | "PE";
            /** @description Of its average entry price; null: none */
            stop_loss_percent: number | null;
            /** @description How the strike is chosen shortly before the entry */
            strike: {
                /** @enum {string} */
                by: "atm_offset" | "distance" | "premium";
                /** @description Index points away from the spot; negative: below it */
                points?: number;
                /**
                 * @description The strike whose premium is nearest to this, in rupees
                 * @example 120
                 */
                premium?: number;
                /** @description Strikes away from at-the-money; negative: below the spot */
                steps?: number;
            };
            /** @description Of its average entry price; null: none */
            target_percent: number | null;
            /** @enum {string} */
            transaction_type: "BUY" | "SELL";
        };
        TemplateList: {
            /**
             * @description Pass as `cursor` for what follows; null on the last page
             * @example null
             */
            next_cursor: string | null;
            templates: components["schemas"]["Template"][];
        };
        TestRun: {
            entries_under_way: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             * @example 2025-10-10T10:00:00Z
             */
            entry_at: string;
            /**
             * @description What to GET for its executions
             * @example /partner/executions?run_id=run_abc123
             */
            executions: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             * @example 2025-10-10T10:00:00Z
             */
            exit_at: string | null;
            open_positions: number;
            outcomes: {
                completed: number;
                failed: number;
                missed: number;
                skipped: number;
                unknown: number;
                unwound: number;
            };
            /** @description Why it was skipped or missed */
            reason: string | null;
            run_id: string;
            /**
             * @description `completed` once every entry has ended
             * @enum {string}
             */
            status: "arming" | "running" | "completed" | "skipped" | "missed";
            /** @description Your test users that take part; 0 until it begins to arm */
            subscribers: number;
            template_id: string;
        };
        TestSent: {
            /**
             * @description Of the `webhook_test` event
             * @example evt_abc123
             */
            event_id: string;
            message: string;
            webhook_endpoint_id: string;
        };
        TimelineEntry: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds
             * @example 2025-10-10T03:50:00.004Z
             */
            at: string;
            /**
             * @description Milliseconds from the entry instant, negative before it; three decimals at most
             * @example 4.1
             */
            offset_ms: number;
            /** @description The order it is about; null: the execution as a whole */
            order: {
                leg_index: number;
                order_id: string;
                /**
                 * @description The limit or the average fill price that the line is about, in rupees
                 * @example 150.5
                 */
                price: number | null;
                /** @enum {string} */
                purpose: "entry" | "unwind" | "exit";
                /** @description Units */
                quantity: number;
                tradingsymbol: string | null;
                /** @enum {string} */
                transaction_type: "BUY" | "SELL";
            } | null;
            /** @example Sent: BUY 150 NIFTY25OCT2424500CE (leg 1) at ₹150.50. */
            sentence: string;
            /** @enum {string} */
            step: "armed" | "intended" | "sent" | "not_sent" | "acked" | "refused" | "ambiguous" | "taken_over" | "found" | "repriced" | "not_repriced" | "filled" | "cancelled" | "rejected" | "dropped" | "not_placed" | "unknown" | "completed" | "unwound" | "failed" | "missed" | "skipped" | "position_opened" | "flatten_requested" | "position_closed" | "position_left" | "notified" | "disputed" | "dispute_resolved";
        };
        WebhookDelivery: {
            /** @description From 1, of its delivery; a redelivery counts from 1 again */
            attempt: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC, milliseconds
             * @example 2025-10-10T03:50:00.004Z
             */
            attempted_at: string;
            duration_ms: number;
            /**
             * @description Why there was no answer
             * @example timeout
             */
            error: string | null;
            /** @enum {string} */
            event: "execution_failed" | "execution_completed" | "execution_exposed" | "position_closed" | "order_disputed" | "execution_resolved" | "oauth_login_required" | "broker_credentials_rotated" | "broker_account_unlinked" | "readiness_report" | "weekly_report" | "subscription_created" | "subscription_paused" | "subscription_resumed" | "subscription_cancelled" | "settlement_ready" | "settlement_paid" | "webhook_endpoint_disabled" | "webhook_test";
            event_id: string;
            /** @enum {string} */
            outcome: "delivered" | "failed";
            request: {
                /** @description The first 1,000 characters */
                body_excerpt: string;
                /** @description Without what follows a `?` */
                url: string | null;
            };
            response: {
                /** @description The first 1,000 characters, if it was text; e-mails, keys and signatures are blotted out */
                body_excerpt: string | null;
            };
            /** @description null when there was no answer */
            status_code: number | null;
        };
        WebhookDeliveryList: {
            deliveries: components["schemas"]["WebhookDelivery"][];
            /**
             * @description Pass as `cursor` for what follows; null on the last page
             * @example null
             */
            next_cursor: string | null;
        };
        WebhookEndpoint: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             * @example 2025-10-10T10:00:00Z
             */
            created_at: string;
            /** @description null: all */
            event_types: string[] | null;
            /**
             * Format: date-time
             * @description Since when every attempt has failed; null when the last one succeeded
             * @example 2025-10-10T10:00:00Z
             */
            failing_since: string | null;
            /**
             * Format: date-time
             * @description Until when deliveries are signed with former secrets too; null: with the current one only
             * @example 2025-10-10T10:00:00Z
             */
            old_secrets_expire_at: string | null;
            /** @enum {string} */
            status: "enabled" | "disabled";
            /** @description Why it is disabled */
            status_reason: string | null;
            url: string;
            webhook_endpoint_id: string;
        };
        WebhookEndpointChanged: {
            message: string;
            webhook_endpoint: components["schemas"]["WebhookEndpoint"];
        };
        WebhookEndpointCreated: {
            message: string;
            /**
             * @description Verifies signatures (Standard Webhooks). Shown only now.
             * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
             */
            secret: string;
            webhook_endpoint: components["schemas"]["WebhookEndpoint"];
        };
        WebhookEndpointDeleted: {
            message: string;
            webhook_endpoint_id: string;
        };
        WebhookEndpointList: {
            webhook_endpoints: components["schemas"]["WebhookEndpoint"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description r = requests left, t = seconds until the window ends (draft-ietf-httpapi-ratelimit-headers) */
        RateLimit: string;
        /** @description q = requests per window, w = seconds of the window */
        "RateLimit-Policy": string;
        /** @description Seconds to wait */
        "Retry-After": string;
        /** @description Your own, if you sent a plain one; otherwise made here */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getPartnerBrokerAccounts: {
        parameters: {
            query?: {
                /** @description A former answer's `next_cursor` */
                cursor?: string;
                /** @description Most items in one answer */
                limit?: number;
                /** @description The user's e-mail at the partner. Upper and lower case are the same. */
                user_email?: string;
            };
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "broker_accounts": [
                     *         {
                     *           "user_id": "partner-user-user-at-example-com",
                     *           "user_email": "user@example.com",
                     *           "client_id": "ZEBU123",
                     *           "broker_name": "zebu",
                     *           "account_status": "enabled",
                     *           "has_credentials": true,
                     *           "has_oauth_token": true,
                     *           "ready_for_trading": true,
                     *           "token_expires_at": "2025-10-10T10:00:00Z",
                     *           "last_oauth_login": "2025-10-10T03:00:00Z",
                     *           "readiness": {
                     *             "ready": false,
                     *             "login_alive_until": "2025-10-10T10:00:00Z",
                     *             "next_entry_at": "2025-10-10T03:50:00Z",
                     *             "problems": [
                     *               {
                     *                 "code": "position_held",
                     *                 "message": "A position of basket_admin_iron_condor is still open: its entry will be skipped.",
                     *                 "subscription_id": "sub_abc123"
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["BrokerAccountList"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postPartnerBrokerAccounts: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any unique text, such as a random UUID. A repeat with the same key is not done again but gets the first final answer, marked `Idempotency-Replayed: true`, for 24 hours. */
                "Idempotency-Key"?: string;
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "invalid_broker_credentials" | "broker_not_available" | "broker_account_exists" | "broker_unreachable" | "validation_failed" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "invalid_partner_keys" | "rate_limited" | "idempotency_in_flight" | "idempotency_key_reused" | "internal_error" | "service_unavailable";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_email": "user@example.com",
                 *       "broker_name": "zebu",
                 *       "client_id": "ZEBU123",
                 *       "api_key": "user_zebu_api_key",
                 *       "api_secret": "user_zebu_api_secret"
                 *     }
                 */
                "application/json": components["schemas"]["CreateBrokerAccount"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "Broker account created successfully",
                     *       "broker_account": {
                     *         "user_id": "partner-user-user-at-example-com",
                     *         "client_id": "ZEBU123",
                     *         "broker_name": "zebu",
                     *         "account_status": "enabled",
                     *         "has_credentials": true,
                     *         "has_oauth_token": false
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["BrokerAccountCreated"];
                };
            };
            /** @description `invalid_broker_credentials`, `broker_not_available`, `validation_failed`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `broker_account_exists`, `idempotency_in_flight` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `broker_unreachable`, `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerBrokerAccountsClientId: {
        parameters: {
            query?: {
                /** @description The user's e-mail at the partner. Upper and lower case are the same. */
                user_email?: string;
            };
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "broker_account_not_found" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description The user's client id at the broker. Sandbox: one that begins with `NOFUNDS`, `REJECT`, `PARTIAL`, `NOFILL`, `REVOKED`, `LOSTLOGIN`, `DOWN` or `SLOW` has that happen to its orders (/docs/sandbox). */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user_id": "partner-user-user-at-example-com",
                     *       "user_email": "user@example.com",
                     *       "client_id": "ZEBU123",
                     *       "broker_name": "zebu",
                     *       "account_status": "enabled",
                     *       "has_credentials": true,
                     *       "has_oauth_token": true,
                     *       "ready_for_trading": true,
                     *       "token_expires_at": "2025-10-10T10:00:00Z",
                     *       "last_oauth_login": "2025-10-10T03:00:00Z",
                     *       "readiness": {
                     *         "ready": false,
                     *         "login_alive_until": "2025-10-10T10:00:00Z",
                     *         "next_entry_at": "2025-10-10T03:50:00Z",
                     *         "problems": [
                     *           {
                     *             "code": "position_held",
                     *             "message": "A position of basket_admin_iron_condor is still open: its entry will be skipped.",
                     *             "subscription_id": "sub_abc123"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["BrokerAccount"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `broker_account_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deletePartnerBrokerAccountsClientId: {
        parameters: {
            query: {
                /** @description The user's e-mail at the partner. Upper and lower case are the same. */
                user_email: string;
            };
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "broker_account_not_found" | "account_in_use" | "entry_in_progress" | "position_open" | "order_unknown" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description The user's client id at the broker. Sandbox: one that begins with `NOFUNDS`, `REJECT`, `PARTIAL`, `NOFILL`, `REVOKED`, `LOSTLOGIN`, `DOWN` or `SLOW` has that happen to its orders (/docs/sandbox). */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "Broker account unlinked, its secrets are erased",
                     *       "client_id": "ZEBU123"
                     *     }
                     */
                    "application/json": components["schemas"]["BrokerAccountUnlinked"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `broker_account_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `account_in_use`, `entry_in_progress`, `position_open`, `order_unknown` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    putPartnerBrokerAccountsClientIdCredentials: {
        parameters: {
            query?: never;
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "invalid_broker_credentials" | "broker_not_available" | "broker_account_not_found" | "entry_in_progress" | "position_open" | "broker_unreachable" | "validation_failed" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description The user's client id at the broker. Sandbox: one that begins with `NOFUNDS`, `REJECT`, `PARTIAL`, `NOFILL`, `REVOKED`, `LOSTLOGIN`, `DOWN` or `SLOW` has that happen to its orders (/docs/sandbox). */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_email": "user@example.com",
                 *       "api_key": "user_zebu_api_key",
                 *       "api_secret": "user_zebu_api_secret"
                 *     }
                 */
                "application/json": components["schemas"]["ReplaceCredentials"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "Credentials replaced: the user must log in again",
                     *       "client_id": "ZEBU123",
                     *       "changed": true
                     *     }
                     */
                    "application/json": components["schemas"]["CredentialsReplaced"];
                };
            };
            /** @description `invalid_broker_credentials`, `broker_not_available`, `validation_failed`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `broker_account_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `entry_in_progress`, `position_open` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `broker_unreachable`, `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postPartnerBrokerAccountsClientIdOauthCallback: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any unique text, such as a random UUID. A repeat with the same key is not done again but gets the first final answer, marked `Idempotency-Replayed: true`, for 24 hours. */
                "Idempotency-Key"?: string;
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "oauth_state_invalid" | "login_refused" | "login_window_closed" | "broker_account_not_found" | "broker_unreachable" | "validation_failed" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "invalid_partner_keys" | "rate_limited" | "idempotency_in_flight" | "idempotency_key_reused" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description The user's client id at the broker. Sandbox: one that begins with `NOFUNDS`, `REJECT`, `PARTIAL`, `NOFILL`, `REVOKED`, `LOSTLOGIN`, `DOWN` or `SLOW` has that happen to its orders (/docs/sandbox). */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_email": "user@example.com",
                 *       "request_token": "xxx",
                 *       "state": "yyy"
                 *     }
                 */
                "application/json": components["schemas"]["CompleteLogin"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "OAuth login successful",
                     *       "token_expires_at": "2025-10-10T10:00:00Z",
                     *       "valid_until": "3:30 PM IST"
                     *     }
                     */
                    "application/json": components["schemas"]["LoginCompleted"];
                };
            };
            /** @description `oauth_state_invalid`, `login_refused`, `login_window_closed`, `validation_failed`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `broker_account_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_in_flight` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `broker_unreachable`, `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postPartnerBrokerAccountsClientIdOauthInitiate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any unique text, such as a random UUID. A repeat with the same key is not done again but gets the first final answer, marked `Idempotency-Replayed: true`, for 24 hours. */
                "Idempotency-Key"?: string;
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "broker_account_not_found" | "broker_not_available" | "validation_failed" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "invalid_partner_keys" | "rate_limited" | "idempotency_in_flight" | "idempotency_key_reused" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description The user's client id at the broker. Sandbox: one that begins with `NOFUNDS`, `REJECT`, `PARTIAL`, `NOFILL`, `REVOKED`, `LOSTLOGIN`, `DOWN` or `SLOW` has that happen to its orders (/docs/sandbox). */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_email": "user@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["InitiateLogin"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "oauth_url": "https://kambala.zebu.in/connect/login?api_key=xxx&state=yyy",
                     *       "state": "yyy",
                     *       "expires_in": 300
                     *     }
                     */
                    "application/json": components["schemas"]["LoginInitiated"];
                };
            };
            /** @description `broker_not_available`, `validation_failed`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `broker_account_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_in_flight` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postPartnerBrokerAccountsClientIdOauthLogout: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any unique text, such as a random UUID. A repeat with the same key is not done again but gets the first final answer, marked `Idempotency-Replayed: true`, for 24 hours. */
                "Idempotency-Key"?: string;
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "broker_account_not_found" | "entry_in_progress" | "position_open" | "validation_failed" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "invalid_partner_keys" | "rate_limited" | "idempotency_in_flight" | "idempotency_key_reused" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description The user's client id at the broker. Sandbox: one that begins with `NOFUNDS`, `REJECT`, `PARTIAL`, `NOFILL`, `REVOKED`, `LOSTLOGIN`, `DOWN` or `SLOW` has that happen to its orders (/docs/sandbox). */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "user_email": "user@example.com",
                 *       "force": false
                 *     }
                 */
                "application/json": components["schemas"]["Logout"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "Logged out",
                     *       "client_id": "ZEBU123"
                     *     }
                     */
                    "application/json": components["schemas"]["LoggedOut"];
                };
            };
            /** @description `validation_failed`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `broker_account_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `entry_in_progress`, `position_open`, `idempotency_in_flight` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerEvents: {
        parameters: {
            query?: {
                /** @description A former answer's `next_cursor`; absent: from the beginning */
                after?: string;
                /** @description Most items in one answer */
                limit?: number;
            };
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "events": [
                     *         {
                     *           "event": "execution_failed",
                     *           "subscription_id": "sub_abc123",
                     *           "user_email": "user@example.com",
                     *           "error": "Insufficient funds",
                     *           "broker_response": {
                     *             "code": "AB-1003",
                     *             "message": "Available margin: ₹5000, Required: ₹15000"
                     *           },
                     *           "timestamp": "2025-10-10T03:50:05Z",
                     *           "event_id": "evt_abc123",
                     *           "sequence": 4711
                     *         }
                     *       ],
                     *       "next_cursor": "MTIzLjQ1",
                     *       "has_more": false
                     *     }
                     */
                    "application/json": components["schemas"]["EventList"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postPartnerEventsEventIdRedeliver: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any unique text, such as a random UUID. A repeat with the same key is not done again but gets the first final answer, marked `Idempotency-Replayed: true`, for 24 hours. */
                "Idempotency-Key"?: string;
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "event_not_found" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "idempotency_in_flight" | "idempotency_key_reused" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Event id */
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Delivery started",
                     *       "event_id": "evt_abc123",
                     *       "webhook_endpoint_ids": [
                     *         "whe_abc123"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["EventRedelivered"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `event_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_in_flight` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerExecutions: {
        parameters: {
            query?: {
                /** @description A former answer's `next_cursor` */
                cursor?: string;
                /** @description First day in India, `YYYY-MM-DD` */
                from?: string;
                /** @description Most items in one answer */
                limit?: number;
                /** @description Run id */
                run_id?: string;
                /** @description Only executions of this `outcome`; `in_progress`: those without one yet */
                status?: "completed" | "failed" | "skipped" | "missed" | "unwound" | "unknown" | "in_progress";
                /** @description Subscription id */
                subscription_id?: string;
                /** @description Last day in India, `YYYY-MM-DD` */
                to?: string;
                /** @description The user's e-mail at the partner. Upper and lower case are the same. */
                user_email?: string;
            };
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "executions": [
                     *         {
                     *           "execution_id": "exe_abc123",
                     *           "run_id": "run_abc123",
                     *           "subscription_id": "sub_abc123",
                     *           "user_id": "partner-user-user-at-example-com",
                     *           "template_id": "basket_admin_test_strategy",
                     *           "client_id": "ZEBU123",
                     *           "broker_name": "zebu",
                     *           "trading_day": "2025-10-10",
                     *           "entry_at": "2025-10-10T03:50:00Z",
                     *           "lot_multiplier": 2,
                     *           "outcome": "completed",
                     *           "reason": null,
                     *           "broker_response": null,
                     *           "ended_at": "2025-10-10T03:50:01Z",
                     *           "position_status": "open",
                     *           "exit_at": "2025-10-10T09:45:00Z",
                     *           "exit_reason": null,
                     *           "realised_pnl": null,
                     *           "closed_at": null,
                     *           "disputed": false,
                     *           "orders": [
                     *             {
                     *               "order_id": "ord_abc123",
                     *               "tag": "Q1B2C3D4E5F6G7H8I9J",
                     *               "broker_order_id": "25101000000001",
                     *               "purpose": "entry",
                     *               "leg_index": 0,
                     *               "tradingsymbol": "NIFTY25OCT2424500CE",
                     *               "transaction_type": "BUY",
                     *               "quantity": 150,
                     *               "filled_quantity": 150,
                     *               "price": 150.5,
                     *               "average_price": 150.45,
                     *               "status": "COMPLETE",
                     *               "sent_at": "2025-10-10T03:50:00.004Z",
                     *               "broker_response": null
                     *             }
                     *           ],
                     *           "user_email": "user@example.com"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ExecutionList"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerExecutionsExecutionId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "execution_not_found" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Execution id */
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "execution_id": "exe_abc123",
                     *       "run_id": "run_abc123",
                     *       "subscription_id": "sub_abc123",
                     *       "user_id": "partner-user-user-at-example-com",
                     *       "template_id": "basket_admin_test_strategy",
                     *       "client_id": "ZEBU123",
                     *       "broker_name": "zebu",
                     *       "trading_day": "2025-10-10",
                     *       "entry_at": "2025-10-10T03:50:00Z",
                     *       "lot_multiplier": 2,
                     *       "outcome": "completed",
                     *       "reason": null,
                     *       "broker_response": null,
                     *       "ended_at": "2025-10-10T03:50:01Z",
                     *       "position_status": "open",
                     *       "exit_at": "2025-10-10T09:45:00Z",
                     *       "exit_reason": null,
                     *       "realised_pnl": null,
                     *       "closed_at": null,
                     *       "disputed": false,
                     *       "orders": [
                     *         {
                     *           "order_id": "ord_abc123",
                     *           "tag": "Q1B2C3D4E5F6G7H8I9J",
                     *           "broker_order_id": "25101000000001",
                     *           "purpose": "entry",
                     *           "leg_index": 0,
                     *           "tradingsymbol": "NIFTY25OCT2424500CE",
                     *           "transaction_type": "BUY",
                     *           "quantity": 150,
                     *           "filled_quantity": 150,
                     *           "price": 150.5,
                     *           "average_price": 150.45,
                     *           "status": "COMPLETE",
                     *           "sent_at": "2025-10-10T03:50:00.004Z",
                     *           "broker_response": null
                     *         }
                     *       ],
                     *       "user_email": "user@example.com",
                     *       "timeline": [
                     *         {
                     *           "at": "2025-10-10T03:49:02.118Z",
                     *           "offset_ms": -57881.6,
                     *           "step": "armed",
                     *           "sentence": "Armed: 1 order written, nothing sent.",
                     *           "order": null
                     *         },
                     *         {
                     *           "at": "2025-10-10T03:50:00.004Z",
                     *           "offset_ms": 4.1,
                     *           "step": "sent",
                     *           "sentence": "Sent: BUY 150 NIFTY25OCT2424500CE (leg 1) at ₹150.50.",
                     *           "order": {
                     *             "order_id": "ord_abc123",
                     *             "purpose": "entry",
                     *             "leg_index": 0,
                     *             "transaction_type": "BUY",
                     *             "tradingsymbol": "NIFTY25OCT2424500CE",
                     *             "quantity": 150,
                     *             "price": 150.5
                     *           }
                     *         },
                     *         {
                     *           "at": "2025-10-10T03:50:01.002Z",
                     *           "offset_ms": 1002,
                     *           "step": "completed",
                     *           "sentence": "Every leg is filled.",
                     *           "order": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ExecutionWithTimeline"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `execution_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postPartnerMarketplaceSubscribe: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any unique text, such as a random UUID. A repeat with the same key is not done again but gets the first final answer, marked `Idempotency-Replayed: true`, for 24 hours. */
                "Idempotency-Key"?: string;
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "template_not_found" | "broker_account_not_found" | "duplicate_subscription" | "oauth_token_expired" | "validation_failed" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "invalid_partner_keys" | "rate_limited" | "idempotency_in_flight" | "idempotency_key_reused" | "internal_error" | "service_unavailable";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_email": "user@example.com",
                 *       "template_id": "basket_admin_iron_condor",
                 *       "broker_client_id": "ZEBU123",
                 *       "lot_multiplier": 2,
                 *       "auto_link_broker": true
                 *     }
                 */
                "application/json": components["schemas"]["Subscribe"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Subscription created successfully",
                     *       "subscription_id": "sub_abc123",
                     *       "user_id": "partner-user-user-at-example-com",
                     *       "template_id": "basket_admin_iron_condor",
                     *       "status": "ACTIVE",
                     *       "broker_allocation": {
                     *         "allocation_id": "alloc_xyz789",
                     *         "client_id": "ZEBU123",
                     *         "broker_id": "zebu",
                     *         "lot_multiplier": 2,
                     *         "status": "ACTIVE"
                     *       },
                     *       "next_billing_date": "2025-11-10T00:00:00Z",
                     *       "revenue_share": {
                     *         "partner_commission": 299.7,
                     *         "platform_fee": 699.3,
                     *         "currency": "INR"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Subscribed"];
                };
            };
            /** @description `validation_failed`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `oauth_token_expired`, `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `template_not_found`, `broker_account_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `duplicate_subscription`, `idempotency_in_flight` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerMarketplaceTemplates: {
        parameters: {
            query?: {
                /** @description A former answer's `next_cursor` */
                cursor?: string;
                /** @description Most items in one answer */
                limit?: number;
            };
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "templates": [
                     *         {
                     *           "template_id": "basket_admin_iron_condor",
                     *           "name": "Iron Condor Weekly",
                     *           "description": "Weekly iron condor on NIFTY",
                     *           "index": "NIFTY",
                     *           "entry_time": "09:20",
                     *           "pricing": {
                     *             "type": "PAID",
                     *             "monthly_fee": 999,
                     *             "currency": "INR"
                     *           },
                     *           "performance_metrics": {
                     *             "win_rate": 75.5,
                     *             "avg_monthly_return": 12.3,
                     *             "max_drawdown": 8.2
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["TemplateList"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerMarketplaceTemplatesTemplateId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "template_not_found" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Strategy template id */
                template_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "template_id": "basket_admin_iron_condor",
                     *       "name": "Iron Condor Weekly",
                     *       "description": "Weekly iron condor on NIFTY",
                     *       "index": "NIFTY",
                     *       "entry_time": "09:20",
                     *       "pricing": {
                     *         "type": "PAID",
                     *         "monthly_fee": 999,
                     *         "currency": "INR"
                     *       },
                     *       "exit_time": "15:15",
                     *       "legs": [
                     *         {
                     *           "transaction_type": "SELL",
                     *           "option_type": "CE",
                     *           "lots": 1,
                     *           "expiry": "nearest",
                     *           "strike": {
                     *             "by": "atm_offset",
                     *             "steps": 2
                     *           },
                     *           "stop_loss_percent": 50,
                     *           "target_percent": null
                     *         }
                     *       ],
                     *       "combined_exits": {
                     *         "stop_loss": 3000,
                     *         "target": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["TemplateDetails"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `template_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerReadiness: {
        parameters: {
            query?: {
                /** @description A former answer's `next_cursor` */
                cursor?: string;
                /** @description Most items in one answer */
                limit?: number;
                /** @description Only those that are not known to be ready */
                not_ready?: boolean;
                /** @description The user's e-mail at the partner. Upper and lower case are the same. */
                user_email?: string;
            };
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "trading_day": "2025-10-10",
                     *       "status": "completed",
                     *       "completed_at": "2025-10-10T03:17:00Z",
                     *       "readiness": [
                     *         {
                     *           "readiness_id": "rdy_abc123",
                     *           "subscription_id": "sub_abc123",
                     *           "user_email": "user@example.com",
                     *           "client_id": "ZEBU123",
                     *           "template_id": "basket_admin_iron_condor",
                     *           "entry_at": "2025-10-10T03:50:00Z",
                     *           "status": "not_ready",
                     *           "problems": [
                     *             {
                     *               "code": "margin_short",
                     *               "message": "₹50000 is available; the day's entries in this account need about ₹120000.",
                     *               "subscription_id": null
                     *             }
                     *           ],
                     *           "margin": {
                     *             "available": 50000,
                     *             "needed": 120000
                     *           },
                     *           "checked_at": "2025-10-10T03:16:00Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ReadinessReport"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerReportsExecutionsWeekStart: {
        parameters: {
            query?: never;
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description The week's Monday */
                week_start: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from": "2026-11-23",
                     *       "to": "2026-11-29",
                     *       "templates": [
                     *         {
                     *           "template_id": "basket_admin_iron_condor",
                     *           "executions": 120,
                     *           "outcomes": {
                     *             "completed": 114,
                     *             "failed": 2,
                     *             "unwound": 1,
                     *             "missed": 0,
                     *             "skipped": 3,
                     *             "unknown": 0
                     *           },
                     *           "orders": 468,
                     *           "orders_filled": 459,
                     *           "realised_pnl": 1250.5
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ExecutionReport"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerReportsMetrics: {
        parameters: {
            query: {
                /** @description Day in India, `YYYY-MM-DD` */
                from: string;
                /** @description Day in India, `YYYY-MM-DD` */
                to: string;
            };
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from": "2026-11-01",
                     *       "to": "2026-11-30",
                     *       "oauth_completion_rate": 0.86,
                     *       "subscription_conversion": 0.16,
                     *       "execution_success_rate": 0.98,
                     *       "retention_30_days": 0.75,
                     *       "revenue_per_user": 1248.75,
                     *       "counts": {
                     *         "logins": 344,
                     *         "active_user_days": 400,
                     *         "subscriptions_made": 200,
                     *         "portal_visitors": 1250,
                     *         "orders_filled": 784,
                     *         "orders": 800,
                     *         "cohort": 20,
                     *         "cohort_retained": 15,
                     *         "users_charged": 160
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Metrics"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    putPartnerReportsPortalVisitorsDay: {
        parameters: {
            query?: never;
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "validation_failed" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Day in India, `YYYY-MM-DD` */
                day: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "visitors": 1250
                 *     }
                 */
                "application/json": components["schemas"]["PortalVisitors"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Portal visitors noted",
                     *       "day": "2026-11-24",
                     *       "visitors": 1250
                     *     }
                     */
                    "application/json": components["schemas"]["PortalVisitorsNoted"];
                };
            };
            /** @description `validation_failed`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerReportsRevenueMonth: {
        parameters: {
            query?: never;
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Month in India, `YYYY-MM` */
                month: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "month": "2026-11",
                     *       "currency": "INR",
                     *       "templates": [
                     *         {
                     *           "template_id": "basket_admin_iron_condor",
                     *           "subscriptions_made": 1,
                     *           "subscriptions_cancelled": 0,
                     *           "active_at_end": 1,
                     *           "users_charged": 1,
                     *           "charges": 999,
                     *           "credits": 0,
                     *           "commission": 299.7,
                     *           "platform_fee": 699.3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RevenueReport"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postPartnerSandboxBillingClock: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any unique text, such as a random UUID. A repeat with the same key is not done again but gets the first final answer, marked `Idempotency-Replayed: true`, for 24 hours. */
                "Idempotency-Key"?: string;
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "test_mode_only" | "validation_failed" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "invalid_partner_keys" | "rate_limited" | "idempotency_in_flight" | "idempotency_key_reused" | "internal_error" | "service_unavailable";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "days": 31
                 *     }
                 */
                "application/json": components["schemas"]["AdvanceClock"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "today": "2026-12-25",
                     *       "days_ahead": 31,
                     *       "charges_count": 1,
                     *       "charges": [
                     *         {
                     *           "subscription_id": "sub_abc123",
                     *           "period_start": "2026-12-24",
                     *           "period_end": "2027-01-24",
                     *           "amount": 999,
                     *           "commission": 299.7,
                     *           "platform_fee": 699.3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ClockAdvanced"];
                };
            };
            /** @description `test_mode_only`, `validation_failed`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_in_flight` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postPartnerSandboxRuns: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any unique text, such as a random UUID. A repeat with the same key is not done again but gets the first final answer, marked `Idempotency-Replayed: true`, for 24 hours. */
                "Idempotency-Key"?: string;
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "test_mode_only" | "template_not_found" | "nothing_to_enter" | "test_run_under_way" | "validation_failed" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "invalid_partner_keys" | "rate_limited" | "idempotency_in_flight" | "idempotency_key_reused" | "internal_error" | "service_unavailable";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "template_id": "basket_admin_test_strategy",
                 *       "exit_after_s": 60
                 *     }
                 */
                "application/json": components["schemas"]["StartTestRun"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run_id": "run_abc123",
                     *       "template_id": "basket_admin_test_strategy",
                     *       "status": "arming",
                     *       "reason": null,
                     *       "entry_at": "2025-10-10T18:30:05Z",
                     *       "exit_at": "2025-10-10T18:31:05Z",
                     *       "subscribers": 0,
                     *       "outcomes": {
                     *         "completed": 0,
                     *         "failed": 0,
                     *         "skipped": 0,
                     *         "missed": 0,
                     *         "unwound": 0,
                     *         "unknown": 0
                     *       },
                     *       "entries_under_way": 0,
                     *       "open_positions": 0,
                     *       "executions": "/partner/executions?run_id=run_abc123"
                     *     }
                     */
                    "application/json": components["schemas"]["TestRun"];
                };
            };
            /** @description `test_mode_only`, `validation_failed`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `template_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `nothing_to_enter`, `test_run_under_way`, `idempotency_in_flight` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerSandboxRunsRunId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "test_mode_only" | "run_not_found" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Run id */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run_id": "run_abc123",
                     *       "template_id": "basket_admin_test_strategy",
                     *       "status": "completed",
                     *       "reason": null,
                     *       "entry_at": "2025-10-10T18:30:05Z",
                     *       "exit_at": "2025-10-10T18:31:05Z",
                     *       "subscribers": 1,
                     *       "outcomes": {
                     *         "completed": 1,
                     *         "failed": 0,
                     *         "skipped": 0,
                     *         "missed": 0,
                     *         "unwound": 0,
                     *         "unknown": 0
                     *       },
                     *       "entries_under_way": 0,
                     *       "open_positions": 0,
                     *       "executions": "/partner/executions?run_id=run_abc123"
                     *     }
                     */
                    "application/json": components["schemas"]["TestRun"];
                };
            };
            /** @description `test_mode_only`, `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `run_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postPartnerSandboxRunsRunIdFlatten: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any unique text, such as a random UUID. A repeat with the same key is not done again but gets the first final answer, marked `Idempotency-Replayed: true`, for 24 hours. */
                "Idempotency-Key"?: string;
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "test_mode_only" | "run_not_found" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "idempotency_in_flight" | "idempotency_key_reused" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Run id */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run_id": "run_abc123",
                     *       "template_id": "basket_admin_test_strategy",
                     *       "status": "completed",
                     *       "reason": null,
                     *       "entry_at": "2025-10-10T18:30:05Z",
                     *       "exit_at": "2025-10-10T18:31:05Z",
                     *       "subscribers": 1,
                     *       "outcomes": {
                     *         "completed": 0,
                     *         "failed": 0,
                     *         "skipped": 0,
                     *         "missed": 0,
                     *         "unwound": 0,
                     *         "unknown": 0
                     *       },
                     *       "entries_under_way": 0,
                     *       "open_positions": 1,
                     *       "executions": "/partner/executions?run_id=run_abc123"
                     *     }
                     */
                    "application/json": components["schemas"]["TestRun"];
                };
            };
            /** @description `test_mode_only`, `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `run_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_in_flight` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerSettlementsMonth: {
        parameters: {
            query?: {
                /** @description A former answer's `next_cursor` */
                cursor?: string;
                /** @description Most items in one answer */
                limit?: number;
            };
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "settlement_not_found" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Month in India, `YYYY-MM` */
                month: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "month": "2026-11",
                     *       "partner_id": "zebu",
                     *       "status": "RECONCILED",
                     *       "currency": "INR",
                     *       "opening_balance": 0,
                     *       "charges": 999,
                     *       "credits": 0,
                     *       "commission": 299.7,
                     *       "platform_fee": 699.3,
                     *       "adjustments": 0,
                     *       "payments": 0,
                     *       "net_payable": 699.3,
                     *       "direction": "partner_pays",
                     *       "closing_balance": 699.3,
                     *       "lines_count": 1,
                     *       "reconciled_at": "2026-11-30T20:30:04Z",
                     *       "approved_at": null,
                     *       "approved_by": null,
                     *       "paid_at": null,
                     *       "payout_reference": null,
                     *       "revenue_share": "Each monthly fee is collected by the partner from its user and shared between the partner (commission) and QuantLeap (platform fee) as stated on each line; by the standard contract 30 % and 70 %. The commission is kept by the partner out of what it collects. Amounts are rupees; this statement moves no money by itself.",
                     *       "lines": [
                     *         {
                     *           "line": 1,
                     *           "date": "2026-11-05",
                     *           "kind": "charge",
                     *           "cause": "charge/sub_abc123/2026-11-05",
                     *           "reason": null,
                     *           "subscription_id": "sub_abc123",
                     *           "user_id": "partner-user-user-at-example-com",
                     *           "user_email": "user@example.com",
                     *           "template_id": "basket_admin_iron_condor",
                     *           "period_start": "2026-11-05",
                     *           "period_end": "2026-12-05",
                     *           "amount": 999,
                     *           "commission": 299.7,
                     *           "platform_fee": 699.3,
                     *           "adjustment": 0,
                     *           "payment": 0
                     *         }
                     *       ],
                     *       "carried": [],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["Statement"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `settlement_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerSettlementsMonthStatementCsv: {
        parameters: {
            query?: never;
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "settlement_not_found" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Month in India, `YYYY-MM` */
                month: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `settlement_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerSettlementsMonthStatementHtml: {
        parameters: {
            query?: never;
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "settlement_not_found" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Month in India, `YYYY-MM` */
                month: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `settlement_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerSubscriptions: {
        parameters: {
            query?: {
                /** @description A former answer's `next_cursor` */
                cursor?: string;
                /** @description First day in India, `YYYY-MM-DD` */
                from?: string;
                /** @description Most items in one answer */
                limit?: number;
                /** @description Only subscriptions of this status */
                status?: "ACTIVE" | "PAUSED" | "CANCELLED";
                /** @description Last day in India, `YYYY-MM-DD` */
                to?: string;
                /** @description The user's e-mail at the partner. Upper and lower case are the same. */
                user_email?: string;
            };
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "subscriptions": [
                     *         {
                     *           "subscription_id": "sub_abc123",
                     *           "user_id": "partner-user-user-at-example-com",
                     *           "user_email": "user@example.com",
                     *           "partner_id": "partner_zebu_live",
                     *           "template_id": "basket_admin_iron_condor",
                     *           "template_basket_id": "basket_admin_iron_condor",
                     *           "status": "ACTIVE",
                     *           "subscription_date": "2025-10-10T10:00:00Z",
                     *           "next_billing_date": "2025-11-10T00:00:00Z",
                     *           "pricing": {
                     *             "monthly_fee": 999,
                     *             "partner_commission": 299.7,
                     *             "currency": "INR"
                     *           },
                     *           "broker_allocation": {
                     *             "allocation_id": "alloc_xyz789",
                     *             "client_id": "ZEBU123",
                     *             "broker_id": "zebu",
                     *             "lot_multiplier": 2,
                     *             "status": "ACTIVE",
                     *             "priority": 1
                     *           },
                     *           "revenue_share": {
                     *             "partner_commission": 299.7,
                     *             "platform_fee": 699.3,
                     *             "currency": "INR"
                     *           },
                     *           "day_loss_limit": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["SubscriptionList"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerSubscriptionsSubscriptionId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "subscription_not_found" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Subscription id */
                subscription_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "subscription_id": "sub_abc123",
                     *       "user_id": "partner-user-user-at-example-com",
                     *       "user_email": "user@example.com",
                     *       "partner_id": "partner_zebu_live",
                     *       "template_id": "basket_admin_iron_condor",
                     *       "template_basket_id": "basket_admin_iron_condor",
                     *       "status": "ACTIVE",
                     *       "subscription_date": "2025-10-10T10:00:00Z",
                     *       "next_billing_date": "2025-11-10T00:00:00Z",
                     *       "pricing": {
                     *         "monthly_fee": 999,
                     *         "partner_commission": 299.7,
                     *         "currency": "INR"
                     *       },
                     *       "broker_allocation": {
                     *         "allocation_id": "alloc_xyz789",
                     *         "client_id": "ZEBU123",
                     *         "broker_id": "zebu",
                     *         "lot_multiplier": 2,
                     *         "status": "ACTIVE",
                     *         "priority": 1
                     *       },
                     *       "revenue_share": {
                     *         "partner_commission": 299.7,
                     *         "platform_fee": 699.3,
                     *         "currency": "INR"
                     *       },
                     *       "day_loss_limit": null
                     *     }
                     */
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `subscription_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deletePartnerSubscriptionsSubscriptionId: {
        parameters: {
            query?: {
                /** @description Close an open position now instead of at its planned exit */
                flatten?: boolean;
            };
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "subscription_not_found" | "invalid_transition" | "entry_in_progress" | "order_unknown" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Subscription id */
                subscription_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Subscription cancelled successfully",
                     *       "subscription_id": "sub_abc123",
                     *       "user_id": "partner-user-user-at-example-com",
                     *       "template_id": "basket_admin_iron_condor",
                     *       "status": "CANCELLED",
                     *       "position": {
                     *         "status": "open",
                     *         "exit_at": "2025-10-10T09:45:00Z",
                     *         "flatten": true
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SubscriptionStopped"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `subscription_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_transition`, `entry_in_progress`, `order_unknown` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patchPartnerSubscriptionsSubscriptionId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "subscription_not_found" | "invalid_transition" | "validation_failed" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Subscription id */
                subscription_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "lot_multiplier": 3
                 *     }
                 */
                "application/json": components["schemas"]["ChangeSubscription"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Lot multiplier changed successfully",
                     *       "subscription_id": "sub_abc123",
                     *       "user_id": "partner-user-user-at-example-com",
                     *       "template_id": "basket_admin_iron_condor",
                     *       "status": "ACTIVE",
                     *       "lot_multiplier": 3,
                     *       "day_loss_limit": null,
                     *       "effective_from": "next_execution"
                     *     }
                     */
                    "application/json": components["schemas"]["SubscriptionTermsChanged"];
                };
            };
            /** @description `validation_failed`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `subscription_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_transition` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    putPartnerSubscriptionsSubscriptionIdPause: {
        parameters: {
            query?: {
                /** @description Close an open position now instead of at its planned exit */
                flatten?: boolean;
            };
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "subscription_not_found" | "invalid_transition" | "entry_in_progress" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Subscription id */
                subscription_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Subscription paused successfully",
                     *       "subscription_id": "sub_abc123",
                     *       "user_id": "partner-user-user-at-example-com",
                     *       "template_id": "basket_admin_iron_condor",
                     *       "status": "PAUSED",
                     *       "position": {
                     *         "status": "open",
                     *         "exit_at": "2025-10-10T09:45:00Z",
                     *         "flatten": false
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SubscriptionStopped"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `subscription_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_transition`, `entry_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    putPartnerSubscriptionsSubscriptionIdResume: {
        parameters: {
            query?: never;
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "subscription_not_found" | "invalid_transition" | "entry_in_progress" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Subscription id */
                subscription_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Subscription resumed successfully",
                     *       "subscription_id": "sub_abc123",
                     *       "user_id": "partner-user-user-at-example-com",
                     *       "template_id": "basket_admin_iron_condor",
                     *       "status": "ACTIVE"
                     *     }
                     */
                    "application/json": components["schemas"]["SubscriptionChanged"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `subscription_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_transition`, `entry_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerWebhookEndpoints: {
        parameters: {
            query?: never;
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhook_endpoints": [
                     *         {
                     *           "webhook_endpoint_id": "whe_abc123",
                     *           "url": "https://yourportal.com/webhooks/quantleap",
                     *           "event_types": null,
                     *           "status": "enabled",
                     *           "status_reason": null,
                     *           "failing_since": null,
                     *           "old_secrets_expire_at": null,
                     *           "created_at": "2025-10-10T10:00:00Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookEndpointList"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postPartnerWebhookEndpoints: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any unique text, such as a random UUID. A repeat with the same key is not done again but gets the first final answer, marked `Idempotency-Replayed: true`, for 24 hours. */
                "Idempotency-Key"?: string;
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "too_many_webhook_endpoints" | "validation_failed" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "invalid_partner_keys" | "rate_limited" | "idempotency_in_flight" | "idempotency_key_reused" | "internal_error" | "service_unavailable";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://yourportal.com/webhooks/quantleap"
                 *     }
                 */
                "application/json": components["schemas"]["CreateWebhookEndpoint"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Webhook endpoint created successfully",
                     *       "webhook_endpoint": {
                     *         "webhook_endpoint_id": "whe_abc123",
                     *         "url": "https://yourportal.com/webhooks/quantleap",
                     *         "event_types": null,
                     *         "status": "enabled",
                     *         "status_reason": null,
                     *         "failing_since": null,
                     *         "old_secrets_expire_at": null,
                     *         "created_at": "2025-10-10T10:00:00Z"
                     *       },
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookEndpointCreated"];
                };
            };
            /** @description `validation_failed`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `too_many_webhook_endpoints`, `idempotency_in_flight` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerWebhookEndpointsWebhookEndpointId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "webhook_endpoint_not_found" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Webhook endpoint id */
                webhook_endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhook_endpoint_id": "whe_abc123",
                     *       "url": "https://yourportal.com/webhooks/quantleap",
                     *       "event_types": null,
                     *       "status": "enabled",
                     *       "status_reason": null,
                     *       "failing_since": null,
                     *       "old_secrets_expire_at": null,
                     *       "created_at": "2025-10-10T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_endpoint_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deletePartnerWebhookEndpointsWebhookEndpointId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "webhook_endpoint_not_found" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Webhook endpoint id */
                webhook_endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Webhook endpoint deleted successfully",
                     *       "webhook_endpoint_id": "whe_abc123"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookEndpointDeleted"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_endpoint_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patchPartnerWebhookEndpointsWebhookEndpointId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "webhook_endpoint_not_found" | "validation_failed" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Webhook endpoint id */
                webhook_endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": true
                 *     }
                 */
                "application/json": components["schemas"]["ChangeWebhookEndpoint"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Webhook endpoint changed successfully",
                     *       "webhook_endpoint": {
                     *         "webhook_endpoint_id": "whe_abc123",
                     *         "url": "https://yourportal.com/webhooks/quantleap",
                     *         "event_types": null,
                     *         "status": "enabled",
                     *         "status_reason": null,
                     *         "failing_since": null,
                     *         "old_secrets_expire_at": null,
                     *         "created_at": "2025-10-10T10:00:00Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookEndpointChanged"];
                };
            };
            /** @description `validation_failed`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_endpoint_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPartnerWebhookEndpointsWebhookEndpointIdDeliveries: {
        parameters: {
            query?: {
                /** @description A former answer's `next_cursor` */
                cursor?: string;
                /** @description Event id */
                event_id?: string;
                /** @description Most items in one answer */
                limit?: number;
                outcome?: "delivered" | "failed";
            };
            header?: {
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "webhook_endpoint_not_found" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Webhook endpoint id */
                webhook_endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "deliveries": [
                     *         {
                     *           "attempted_at": "2025-10-10T03:50:06.120Z",
                     *           "event_id": "evt_abc123",
                     *           "event": "execution_failed",
                     *           "attempt": 1,
                     *           "outcome": "failed",
                     *           "status_code": 500,
                     *           "error": null,
                     *           "duration_ms": 84,
                     *           "request": {
                     *             "url": "https://yourportal.com/webhooks/quantleap",
                     *             "body_excerpt": "{\"event\":\"execution_failed\",\"subscription_id\":\"sub_abc123\"}"
                     *           },
                     *           "response": {
                     *             "body_excerpt": "Internal Server Error"
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookDeliveryList"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_endpoint_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postPartnerWebhookEndpointsWebhookEndpointIdRedeliver: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any unique text, such as a random UUID. A repeat with the same key is not done again but gets the first final answer, marked `Idempotency-Replayed: true`, for 24 hours. */
                "Idempotency-Key"?: string;
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "webhook_endpoint_not_found" | "webhook_endpoint_disabled" | "validation_failed" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "invalid_partner_keys" | "rate_limited" | "idempotency_in_flight" | "idempotency_key_reused" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Webhook endpoint id */
                webhook_endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from": "2026-11-24T09:20:00+05:30"
                 *     }
                 */
                "application/json": components["schemas"]["RedeliverRange"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Redelivery booked",
                     *       "webhook_endpoint_id": "whe_abc123",
                     *       "events": 17,
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RangeRedelivered"];
                };
            };
            /** @description `validation_failed`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_endpoint_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_endpoint_disabled`, `idempotency_in_flight` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postPartnerWebhookEndpointsWebhookEndpointIdRotateSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any unique text, such as a random UUID. A repeat with the same key is not done again but gets the first final answer, marked `Idempotency-Replayed: true`, for 24 hours. */
                "Idempotency-Key"?: string;
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "webhook_endpoint_not_found" | "too_many_webhook_secrets" | "validation_failed" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "invalid_partner_keys" | "rate_limited" | "idempotency_in_flight" | "idempotency_key_reused" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Webhook endpoint id */
                webhook_endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "overlap_hours": 24
                 *     }
                 */
                "application/json": components["schemas"]["RotateSecret"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Webhook secret rotated successfully",
                     *       "webhook_endpoint_id": "whe_abc123",
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                     *       "old_secret_expires_at": "2025-10-11T10:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["SecretRotated"];
                };
            };
            /** @description `validation_failed`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_endpoint_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `too_many_webhook_secrets`, `idempotency_in_flight` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postPartnerWebhookEndpointsWebhookEndpointIdTest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any unique text, such as a random UUID. A repeat with the same key is not done again but gets the first final answer, marked `Idempotency-Replayed: true`, for 24 hours. */
                "Idempotency-Key"?: string;
                /** @description Test keys only: answer this error, and do nothing. */
                "X-Sandbox-Error"?: "webhook_endpoint_not_found" | "webhook_endpoint_disabled" | "validation_failed" | "invalid_partner_keys" | "rate_limited" | "idempotency_in_flight" | "idempotency_key_reused" | "internal_error" | "service_unavailable";
            };
            path: {
                /** @description Webhook endpoint id */
                webhook_endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Test event on its way",
                     *       "webhook_endpoint_id": "whe_abc123",
                     *       "event_id": "evt_abc123"
                     *     }
                     */
                    "application/json": components["schemas"]["TestSent"];
                };
            };
            /** @description `validation_failed` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `invalid_partner_keys` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_endpoint_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `webhook_endpoint_disabled`, `idempotency_in_flight` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `rate_limited` */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description `service_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}

-- Alerts: what accounts crossed, who wants to hear of it, and what was said.
-- As with accounts, no foreign key: Record holds the workspace's row, and the
-- checks would cost more than the rows.
CREATE TABLE standings (
    workspace_id integer NOT NULL,
    account_id integer NOT NULL,
    icp_id integer NOT NULL,
    verdict integer NOT NULL,
    score integer NOT NULL,
    could_reach integer NOT NULL,
    tier text NOT NULL DEFAULT '',
    revision integer NOT NULL,
    version integer NOT NULL,
    PRIMARY KEY (workspace_id, account_id, icp_id)
);

-- The ledger. It outlives accounts and ICPs, so that neither a re-import nor
-- another version tells a channel again what it has heard.
CREATE TABLE crossings (
    workspace_id integer NOT NULL,
    account_key text NOT NULL,
    icp_id integer NOT NULL,
    tier text NOT NULL,
    fired_at datetime NOT NULL,
    armed numeric NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace_id, account_key, icp_id, tier)
);

CREATE TABLE subscriptions (
    workspace_id integer NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id integer NOT NULL,
    channel text NOT NULL,
    creator text NOT NULL DEFAULT '',
    created_at datetime NOT NULL,
    icp_id integer NOT NULL DEFAULT 0,
    tier text NOT NULL DEFAULT '',
    filter text,
    customers numeric NOT NULL DEFAULT 0,
    mode text NOT NULL DEFAULT 'at_once',
    hour text NOT NULL DEFAULT '',
    weekdays text,
    zone text NOT NULL DEFAULT '',
    quiet_from text NOT NULL DEFAULT '',
    quiet_to text NOT NULL DEFAULT '',
    paused_until datetime,
    stopped text NOT NULL DEFAULT '',
    stopped_at datetime,
    sent integer NOT NULL DEFAULT 0,
    claimed integer NOT NULL DEFAULT 0,
    snoozed integer NOT NULL DEFAULT 0,
    refused integer NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace_id, id)
);

CREATE TABLE alerts (
    workspace_id integer NOT NULL,
    id integer NOT NULL,
    subscription_id integer NOT NULL,
    channel text NOT NULL,
    kind text NOT NULL,
    created_at datetime NOT NULL,
    account_id integer NOT NULL DEFAULT 0,
    account_key text NOT NULL DEFAULT '',
    icp_id integer NOT NULL DEFAULT 0,
    tier text NOT NULL DEFAULT '',
    score integer NOT NULL DEFAULT 0,
    changed text,
    gathered text,
    digest_id integer NOT NULL DEFAULT 0,
    state text NOT NULL,
    due_at datetime NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    tried_at datetime,
    last_error text NOT NULL DEFAULT '',
    doubt numeric NOT NULL DEFAULT 0,
    sending_by text NOT NULL DEFAULT '',
    sending_at datetime,
    message_ts text NOT NULL DEFAULT '',
    sent_at datetime,
    claimed_by text NOT NULL DEFAULT '',
    claimed_at datetime,
    snoozed_until datetime,
    refused_reason text NOT NULL DEFAULT '',
    refused_by text NOT NULL DEFAULT '',
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX alerts_channel ON alerts (workspace_id, channel, id) WHERE state IN ('waiting', 'sending');
CREATE INDEX alerts_due ON alerts (due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX alerts_failed ON alerts (workspace_id, id) WHERE state = 'failed';
CREATE INDEX alerts_gathering ON alerts (workspace_id, id) WHERE kind <> 'account';
CREATE INDEX alerts_subscription ON alerts (workspace_id, subscription_id, id);
CREATE INDEX alerts_account ON alerts (workspace_id, account_id, id);
CREATE INDEX alerts_digest ON alerts (workspace_id, digest_id, id) WHERE digest_id <> 0;

-- Who posts in a channel at the moment, and from when on it may be posted to.
CREATE TABLE holds (
    workspace_id integer NOT NULL,
    channel text NOT NULL,
    held_by text NOT NULL DEFAULT '',
    held_until datetime NOT NULL,
    next_at datetime NOT NULL,
    PRIMARY KEY (workspace_id, channel)
);

CREATE TABLE rescorings (
    workspace_id integer NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    targeting_version integer NOT NULL,
    silent numeric NOT NULL DEFAULT 0,
    last_id integer NOT NULL DEFAULT 0,
    done integer NOT NULL DEFAULT 0,
    total integer NOT NULL DEFAULT 0,
    crossed integer NOT NULL DEFAULT 0,
    started_at datetime NOT NULL,
    finished_at datetime,
    PRIMARY KEY (workspace_id)
);

-- What was a fit before there were alerts is remembered and not announced.
INSERT INTO rescorings (workspace_id, targeting_version, silent, total, started_at)
SELECT id, targeting_version, 1, (SELECT count(*) FROM accounts a WHERE a.workspace_id = w.id), created_at
FROM workspaces w WHERE targeting_version > 0;

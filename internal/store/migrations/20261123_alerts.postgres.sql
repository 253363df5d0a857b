-- Alerts: what accounts crossed, who wants to hear of it, and what was said.
-- As with accounts, no foreign key: Record holds the workspace's row, and the
-- checks would cost more than the rows.
CREATE TABLE standings (
    workspace_id bigint NOT NULL,
    account_id bigint NOT NULL,
    icp_id bigint NOT NULL,
    verdict smallint NOT NULL,
    score smallint NOT NULL,
    could_reach smallint NOT NULL,
    tier text NOT NULL DEFAULT '',
    revision integer NOT NULL,
    version integer NOT NULL,
    PRIMARY KEY (workspace_id, account_id, icp_id)
);

-- The ledger. It outlives accounts and ICPs, so that neither a re-import nor
-- another version tells a channel again what it has heard.
CREATE TABLE crossings (
    workspace_id bigint NOT NULL,
    account_key text COLLATE "C" NOT NULL,
    icp_id bigint NOT NULL,
    tier text NOT NULL,
    fired_at timestamptz NOT NULL,
    armed boolean NOT NULL DEFAULT false,
    PRIMARY KEY (workspace_id, account_key, icp_id, tier)
);

CREATE TABLE subscriptions (
    workspace_id bigint NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id bigint NOT NULL,
    channel text NOT NULL,
    creator text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    icp_id bigint NOT NULL DEFAULT 0,
    tier text NOT NULL DEFAULT '',
    filter jsonb,
    customers boolean NOT NULL DEFAULT false,
    mode text NOT NULL DEFAULT 'at_once',
    hour text NOT NULL DEFAULT '',
    weekdays jsonb,
    zone text NOT NULL DEFAULT '',
    quiet_from text NOT NULL DEFAULT '',
    quiet_to text NOT NULL DEFAULT '',
    paused_until timestamptz,
    stopped text NOT NULL DEFAULT '',
    stopped_at timestamptz,
    sent integer NOT NULL DEFAULT 0,
    claimed integer NOT NULL DEFAULT 0,
    snoozed integer NOT NULL DEFAULT 0,
    refused integer NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace_id, id)
);

CREATE TABLE alerts (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    subscription_id bigint NOT NULL,
    channel text NOT NULL,
    kind text NOT NULL,
    created_at timestamptz NOT NULL,
    account_id bigint NOT NULL DEFAULT 0,
    account_key text NOT NULL DEFAULT '',
    icp_id bigint NOT NULL DEFAULT 0,
    tier text NOT NULL DEFAULT '',
    score smallint NOT NULL DEFAULT 0,
    changed jsonb,
    gathered jsonb,
    digest_id bigint NOT NULL DEFAULT 0,
    state text NOT NULL,
    due_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    tried_at timestamptz,
    last_error text NOT NULL DEFAULT '',
    doubt boolean NOT NULL DEFAULT false,
    sending_by text NOT NULL DEFAULT '',
    sending_at timestamptz,
    message_ts text NOT NULL DEFAULT '',
    sent_at timestamptz,
    claimed_by text NOT NULL DEFAULT '',
    claimed_at timestamptz,
    snoozed_until timestamptz,
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
    workspace_id bigint NOT NULL,
    channel text NOT NULL,
    held_by text NOT NULL DEFAULT '',
    held_until timestamptz NOT NULL,
    next_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, channel)
);

CREATE TABLE rescorings (
    workspace_id bigint NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    targeting_version bigint NOT NULL,
    silent boolean NOT NULL DEFAULT false,
    last_id bigint NOT NULL DEFAULT 0,
    done integer NOT NULL DEFAULT 0,
    total integer NOT NULL DEFAULT 0,
    crossed integer NOT NULL DEFAULT 0,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (workspace_id)
);

-- What was a fit before there were alerts is remembered and not announced.
INSERT INTO rescorings (workspace_id, targeting_version, silent, total, started_at)
SELECT id, targeting_version, true, (SELECT count(*) FROM accounts a WHERE a.workspace_id = w.id), created_at
FROM workspaces w WHERE targeting_version > 0;

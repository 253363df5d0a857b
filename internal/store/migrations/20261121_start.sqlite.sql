-- The first schema. workspace_id leads every key, so that the tables could be
-- distributed by it. Facts are text in the written form of scoring.Value.
CREATE TABLE workspaces (
    id integer PRIMARY KEY AUTOINCREMENT,
    name text NOT NULL UNIQUE,
    slack_team text NOT NULL DEFAULT '',
    sequence integer NOT NULL DEFAULT 0,
    targeting_version integer NOT NULL DEFAULT 0,
    created_at datetime NOT NULL
);
CREATE UNIQUE INDEX workspaces_slack_team ON workspaces (slack_team) WHERE slack_team <> '';

CREATE TABLE managers (
    workspace_id integer NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    user_id text NOT NULL,
    added_at datetime NOT NULL,
    added_by text NOT NULL DEFAULT '',
    PRIMARY KEY (workspace_id, user_id)
);

CREATE TABLE settings (
    workspace_id integer NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    since datetime NOT NULL,
    settings text NOT NULL,
    PRIMARY KEY (workspace_id, since)
);

-- Without a foreign key to workspaces: Record holds the workspace's row, and
-- the check would cost a third of an import.
CREATE TABLE accounts (
    workspace_id integer NOT NULL,
    id integer NOT NULL,
    revision integer NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    domain text NOT NULL DEFAULT '',
    industry text NOT NULL DEFAULT '',
    business_model text NOT NULL DEFAULT '',
    employees text NOT NULL DEFAULT '',
    revenue text NOT NULL DEFAULT '',
    arr text NOT NULL DEFAULT '',
    growth text NOT NULL DEFAULT '',
    growth_stage text NOT NULL DEFAULT '',
    funding_stage text NOT NULL DEFAULT '',
    founded text NOT NULL DEFAULT '',
    country text NOT NULL DEFAULT '',
    subdivision text NOT NULL DEFAULT '',
    region text NOT NULL DEFAULT '',
    city text NOT NULL DEFAULT '',
    technologies text NOT NULL DEFAULT '',
    ownership text NOT NULL DEFAULT '',
    lifecycle text NOT NULL DEFAULT '',
    owner text NOT NULL DEFAULT '',
    culture_notes text NOT NULL DEFAULT '',
    custom text,
    origins text,
    disputed numeric NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX accounts_domain ON accounts (workspace_id, domain) WHERE domain <> '';
CREATE INDEX accounts_name_key ON accounts (workspace_id, name_key);

CREATE TABLE aliases (
    workspace_id integer NOT NULL,
    key text NOT NULL,
    account_id integer NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (workspace_id, key),
    FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX aliases_account ON aliases (workspace_id, account_id);

CREATE TABLE past_facts (
    workspace_id integer NOT NULL,
    id integer NOT NULL,
    account_id integer NOT NULL,
    attribute text NOT NULL,
    value text NOT NULL,
    source text NOT NULL,
    person numeric NOT NULL DEFAULT 0,
    observed datetime NOT NULL,
    from_revision integer NOT NULL,
    to_revision integer NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX past_facts_account ON past_facts (workspace_id, account_id, id);

CREATE TABLE signals (
    workspace_id integer NOT NULL,
    account_id integer NOT NULL,
    kind text NOT NULL,
    happened_on datetime NOT NULL,
    note text NOT NULL DEFAULT '',
    source text NOT NULL DEFAULT '',
    recorded_at datetime NOT NULL,
    PRIMARY KEY (workspace_id, account_id, kind, happened_on, note),
    FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id) ON DELETE CASCADE
);

CREATE TABLE contacts (
    workspace_id integer NOT NULL,
    id integer NOT NULL,
    account_id integer NOT NULL,
    key text NOT NULL,
    name text NOT NULL DEFAULT '',
    email text NOT NULL DEFAULT '',
    profile text NOT NULL DEFAULT '',
    title text NOT NULL DEFAULT '',
    roles text,
    crm_role text NOT NULL DEFAULT '',
    place text NOT NULL DEFAULT '',
    status text NOT NULL DEFAULT '',
    last_activity datetime NOT NULL,
    source text NOT NULL DEFAULT '',
    observed datetime NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX contacts_key ON contacts (workspace_id, key);
CREATE INDEX contacts_email ON contacts (workspace_id, email) WHERE email <> '';
CREATE INDEX contacts_profile ON contacts (workspace_id, profile) WHERE profile <> '';
CREATE INDEX contacts_account ON contacts (workspace_id, account_id, id);

CREATE TABLE icps (
    workspace_id integer NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id integer NOT NULL,
    name text NOT NULL,
    position integer NOT NULL,
    published integer NOT NULL DEFAULT 0,
    archived numeric NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX icps_name ON icps (workspace_id, name);

CREATE TABLE icp_versions (
    workspace_id integer NOT NULL,
    icp_id integer NOT NULL,
    version integer NOT NULL,
    published_at datetime,
    created_at datetime NOT NULL,
    created_by text NOT NULL DEFAULT '',
    owner text NOT NULL DEFAULT '',
    review text NOT NULL DEFAULT '',
    cut_off integer NOT NULL,
    tiers text,
    deal_size text NOT NULL DEFAULT '',
    situation text NOT NULL DEFAULT '',
    pains text,
    see_first text,
    criteria text,
    triggers text,
    PRIMARY KEY (workspace_id, icp_id, version),
    FOREIGN KEY (workspace_id, icp_id) REFERENCES icps (workspace_id, id) ON DELETE CASCADE
);

CREATE TABLE personas (
    workspace_id integer NOT NULL,
    icp_id integer NOT NULL,
    version integer NOT NULL,
    position integer NOT NULL,
    name text NOT NULL,
    role text NOT NULL DEFAULT '',
    required numeric NOT NULL DEFAULT 0,
    titles text,
    seniorities text,
    functions text,
    responsibilities text,
    goals text,
    pains text,
    daily_work text,
    objections text,
    fears text,
    buying_criteria text,
    success_metrics text,
    channel text NOT NULL DEFAULT '',
    content text,
    opener text NOT NULL DEFAULT '',
    evidence text NOT NULL DEFAULT '',
    owner text NOT NULL DEFAULT '',
    review text NOT NULL DEFAULT '',
    adapted_from text NOT NULL DEFAULT '',
    PRIMARY KEY (workspace_id, icp_id, version, position),
    FOREIGN KEY (workspace_id, icp_id, version) REFERENCES icp_versions (workspace_id, icp_id, version) ON DELETE CASCADE
);

-- What people decided of an account beside its facts. A decision that no longer
-- holds stays, with who ended it and when: earlier answers were made by it.
CREATE TABLE decisions (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    account_id bigint NOT NULL,
    kind text NOT NULL,
    attribute text NOT NULL DEFAULT '',
    verdict text NOT NULL DEFAULT '',
    reason text NOT NULL DEFAULT '',
    decided_by text NOT NULL DEFAULT '',
    decided_at timestamptz NOT NULL,
    until timestamptz,
    ended_by text NOT NULL DEFAULT '',
    ended_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, account_id) REFERENCES accounts (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX decisions_account ON decisions (workspace_id, account_id, id);

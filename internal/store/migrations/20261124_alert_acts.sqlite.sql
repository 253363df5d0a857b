-- What the posted message of an alert shows, once that is no longer what the
-- alert came with.
CREATE TABLE shown (
    workspace_id integer NOT NULL,
    alert_id integer NOT NULL,
    verdict integer NOT NULL,
    score integer NOT NULL,
    PRIMARY KEY (workspace_id, alert_id)
);

-- Things to be done once, or at most so often, by whichever process comes
-- first: reminders of a review, notices that alerts have stopped.
CREATE TABLE errands (
    workspace_id integer NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name text NOT NULL,
    held_until datetime NOT NULL,
    done_at datetime,
    PRIMARY KEY (workspace_id, name)
);

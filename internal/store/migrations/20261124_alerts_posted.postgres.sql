-- What was posted lately is looked at every few seconds: whether it still holds.
CREATE INDEX alerts_posted ON alerts (workspace_id, sent_at, id) WHERE message_ts <> '';

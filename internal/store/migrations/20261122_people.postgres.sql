-- People are asked for by name, whatever its case; a name can be longer than a
-- key of an index.
CREATE INDEX contacts_name ON contacts (workspace_id, lower(substr(name, 1, 100)), id) WHERE name <> '';

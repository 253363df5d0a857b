-- Snoozes that are over are looked for every few seconds, and refusals whenever
-- a profile is shown: both read all alerts of a workspace.
CREATE INDEX alerts_snoozed ON alerts (workspace_id, snoozed_until) WHERE state = 'snoozed';
CREATE INDEX alerts_refused ON alerts (workspace_id, icp_id, id) WHERE refused_by <> '';

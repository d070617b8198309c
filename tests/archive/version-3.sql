-- What a console of schema 3 left: a job in the middle, one that was paused, and what a job that is gone put into the trash.
BEGIN;
CREATE TABLE drafts (
  account_id TEXT NOT NULL,
  id TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (account_id, id));
CREATE TABLE sends (
  id TEXT NOT NULL PRIMARY KEY,
  account_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  draft_json TEXT NOT NULL,
  draft_id TEXT);
CREATE INDEX sends_by_account ON sends (account_id, created_at);
CREATE INDEX sends_by_draft ON sends (account_id, draft_id);
CREATE TABLE requests (
  send_id TEXT NOT NULL REFERENCES sends (id),
  number INTEGER NOT NULL,
  state TEXT NOT NULL CHECK
    (state IN ('planned', 'posting', 'accepted', 'rejected', 'unknown', 'abandoned')),
  n_recipients INTEGER NOT NULL,
  operation_id TEXT CHECK (operation_id IS NOT NULL OR state <> 'accepted'),
  detail TEXT,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (send_id, number)) WITHOUT ROWID;
CREATE INDEX requests_unsettled ON requests (send_id, number)
  WHERE state IN ('planned', 'posting', 'unknown');
INSERT INTO drafts VALUES ('account', 'a', 1700000000000000, '{"id":"a","title":"Zoë"}');
INSERT INTO sends VALUES ('s', 'account', 1700000000000001, '{"id":"b"}', 'b');
INSERT INTO requests VALUES ('s', 0, 'accepted', 10000, 'comms_operation_1', NULL, 1700000000000002);
INSERT INTO requests VALUES ('s', 1, 'planned', 17, NULL, NULL, 1700000000000003);
CREATE TABLE trash (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('registration', 'user')),
  resource_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  app TEXT,
  job INTEGER NOT NULL,
  row INTEGER NOT NULL,
  deleted_at INTEGER NOT NULL,
  is_certain INTEGER NOT NULL DEFAULT 0,
  obstacle TEXT NOT NULL,
  restored_at INTEGER,
  restored_id TEXT,
  difference TEXT,
  UNIQUE (job, row));
CREATE INDEX trash_by_account ON trash (account_id);
CREATE TABLE trash_devices (
  item INTEGER NOT NULL REFERENCES trash ON DELETE CASCADE,
  number INTEGER NOT NULL,
  app TEXT NOT NULL,
  provider TEXT NOT NULL,
  token TEXT NOT NULL,
  PRIMARY KEY (item, number)) WITHOUT ROWID;
CREATE TABLE jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('delete-registrations', 'delete-users', 'restore')),
  state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'stopped', 'done')),
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL);
CREATE INDEX jobs_by_account ON jobs (account_id);
CREATE TABLE job_rows (
  job INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
  number INTEGER NOT NULL,
  resource_id TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting'
    CHECK (state IN ('waiting', 'running', 'done', 'gone', 'failed')),
  reason TEXT,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (job, number),
  UNIQUE (job, resource_id)) WITHOUT ROWID;
CREATE INDEX job_rows_by_state ON job_rows (job, state, number);
CREATE TABLE choices (
  account_id TEXT NOT NULL,
  page TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account_id, page, name)) WITHOUT ROWID;
INSERT INTO jobs VALUES (1, 'account', 'delete-registrations', 'running', 1700000000000004, 1700000000000005);
INSERT INTO jobs VALUES (2, 'another', 'restore', 'paused', 1700000000000006, 1700000000000007);
INSERT INTO jobs VALUES (3, 'account', 'delete-users', 'done', 1700000000000008, 1700000000000009);
INSERT INTO job_rows VALUES (1, 0, 'a', 'done', NULL, 1700000000000010);
INSERT INTO job_rows VALUES (1, 1, 'b', 'running', NULL, 1700000000000011);
INSERT INTO job_rows VALUES (1, 2, 'c', 'failed', 'no', 1700000000000012);
INSERT INTO job_rows VALUES (1, 3, 'd', 'waiting', NULL, 1700000000000013);
INSERT INTO job_rows VALUES (2, 0, '1', 'waiting', NULL, 1700000000000014);
INSERT INTO trash VALUES (1, 'account', 'user', 'u', 'u', NULL, 3, 0, 1700000000000015, 1, 'user', NULL, NULL, NULL);
DELETE FROM jobs WHERE id = 3;
PRAGMA user_version = 3;
COMMIT;

-- What a console of schema 2 left: a draft, and a send whose second request was never sent.
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
PRAGMA user_version = 2;
COMMIT;

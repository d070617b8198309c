#pragma once

#include <archive-drafts.h>

G_BEGIN_DECLS

/* A folder of the test's own, with a store in it. */
typedef struct {
  char *folder;
  char *path;
  ArchiveStore *store;
} ArchiveFixture;

void archive_fixture_set_up (ArchiveFixture *fixture, gconstpointer data);
void archive_fixture_tear_down (ArchiveFixture *fixture, gconstpointer data);
void archive_fixture_close (ArchiveFixture *fixture);
void archive_fixture_reopen (ArchiveFixture *fixture);

ArchiveStore *archive_fixture_open (const char *path, GError **error);
void archive_fixture_save (ArchiveStore *store, const char *id, const char *json);
GPtrArray *archive_fixture_list (ArchiveStore *store, const char *account_id);
ArchiveDraft *archive_fixture_read (ArchiveStore *store, const char *id);
void archive_fixture_assert_json (ArchiveStore *store, const char *id, const char *json);
void archive_fixture_remove_folder (const char *folder);

#define archive_fixture_add(path, func) \
  g_test_add (path, ArchiveFixture, NULL, archive_fixture_set_up, func, archive_fixture_tear_down)

G_END_DECLS

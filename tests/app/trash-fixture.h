#pragma once

#include "page-fixture.h"

#include <archive-jobs.h>

G_BEGIN_DECLS

/* Deleting and looking at what is left, for tests of the trash. */
void trash_fixture_set_up (PageFixture *fixture); /* with the apps "shop" and "news" */
void trash_fixture_delete_app (PageFixture *fixture, const char *app_name);
CarillonListPage *trash_fixture_list (PageFixture *fixture); /* the one that is shown */
GListModel *trash_fixture_rows (PageFixture *fixture);
void trash_fixture_wait_loaded (PageFixture *fixture);
void trash_fixture_wait_n_rows (PageFixture *fixture, guint n_rows);
gpointer trash_fixture_row (PageFixture *fixture, guint position); /* (transfer none) */
guint trash_fixture_find (PageFixture *fixture, const char *member, const char *value);
void trash_fixture_open_row (PageFixture *fixture, guint position);
void trash_fixture_select (PageFixture *fixture, guint position, gboolean only);
void trash_fixture_choose (PageFixture *fixture, const char *filter, const char *value);

/* What the emulator has: "app/provider/token …" of all registrations of a user. */
char *trash_fixture_devices (PageFixture *fixture, const char *user_id);
char *trash_fixture_find_registration (PageFixture *fixture, const char *user_id);

/* Deletes through a job of the session, and waits for its end. Returns the job. */
gint64 trash_fixture_delete (PageFixture *fixture, ArchiveJobKind kind, const char *const *ids);
gint64 trash_fixture_delete_registration_of (PageFixture *fixture, const char *user_id);
void trash_fixture_delete_at_api (PageFixture *fixture, const char *user_id);
void trash_fixture_wait_jobs (PageFixture *fixture); /* none runs or waits in line */

G_END_DECLS

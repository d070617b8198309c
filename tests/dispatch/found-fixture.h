#pragma once

#include <archive-jobs.h>
#include <comms-client.h>
#include <dispatch-crawl.h>
#include <test-emulator.h>

G_BEGIN_DECLS

#define FOUND_ACCOUNT "account"
#define FOUND_VISIT "GET /PushNotifications/DeviceRegistrations"

/* An archive on disk beside the real emulator, which is told what to do wrong. */
typedef struct {
  TestEmulator *emulator;
  CommsClient *client;
  char *folder;
  ArchiveStore *store;
  GPtrArray *users; /* of char *, in the order in which they were made */
} FoundFixture;

void found_fixture_set_up (FoundFixture *fixture, gconstpointer data);
void found_fixture_tear_down (FoundFixture *fixture, gconstpointer data);
ArchiveStore *found_fixture_open (const char *folder);
void found_fixture_reopen (FoundFixture *fixture);
CommsClient *found_fixture_make_client (const char *url, const char *sid, const char *secret);

char *found_fixture_register (FoundFixture *fixture,
                              const char *app_name,
                              const char *provider,
                              const char *token,
                              const char *user_id); /* answers the user */
char *
found_fixture_find_registration (FoundFixture *fixture, const char *user_id, const char *app_name);
void found_fixture_add_users (FoundFixture *fixture, guint n);
void found_fixture_delete_user (FoundFixture *fixture, const char *user_id);
gboolean found_fixture_crawl (FoundFixture *fixture,
                              guint page_size,
                              GCancellable *cancellable,
                              GError **error);
ArchiveIndexState *found_fixture_read_index (FoundFixture *fixture);
char *found_fixture_list_api (FoundFixture *fixture);
char *found_fixture_list_index (FoundFixture *fixture);
guint found_fixture_count_visits (FoundFixture *fixture);
void found_fixture_assert_equal (FoundFixture *fixture);

#define found_fixture_add(path, func) \
  g_test_add (path, FoundFixture, NULL, found_fixture_set_up, func, found_fixture_tear_down)

G_END_DECLS

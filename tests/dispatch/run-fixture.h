#pragma once

#include <archive-store.h>
#include <comms-client.h>
#include <dispatch-run.h>
#include <test-emulator.h>
#include <test-proxy.h>

G_BEGIN_DECLS

/* A run between a journal on disk and the real emulator, with a proxy that breaks connections. */
typedef struct {
  TestEmulator *emulator;
  TestProxy *proxy;
  CommsClient *client; /* through the proxy */
  CommsClient *direct; /* not through it */
  char *folder;
  ArchiveStore *store;
  DispatchDraft *draft;
  DispatchRun *run; /* (nullable) */
} RunFixture;

void run_fixture_set_up (RunFixture *fixture, gconstpointer data);
void run_fixture_set_up_with (RunFixture *fixture, char *folder, TestEmulator *emulator);
void run_fixture_tear_down (RunFixture *fixture, gconstpointer data);

CommsClient *run_fixture_make_client (TestEmulator *emulator, const char *url);
ArchiveStore *run_fixture_open (const char *folder);
void run_fixture_add_devices (RunFixture *fixture, guint n);
DispatchRun *run_fixture_make_run (RunFixture *fixture);
gboolean run_fixture_start (RunFixture *fixture, GCancellable *cancellable, GError **error);
GPtrArray *run_fixture_reconcile (RunFixture *fixture, CommsClient *client, GError **error);
char *run_fixture_describe_journal (RunFixture *fixture, const char *send_id);
guint run_fixture_count_operations (RunFixture *fixture);

#define run_fixture_add(path, func) \
  g_test_add (path, RunFixture, NULL, run_fixture_set_up, func, run_fixture_tear_down)

G_END_DECLS

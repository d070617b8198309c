#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The real emulator in a process of its own, on a free port, over real HTTP. It is the program that
 * the environment variable CARILLON_EMULATOR names, and ends with the test. */
typedef struct _TestEmulator TestEmulator;

/* Ended by NULL, which may be the first; the compiler's check for that does not allow it. */
TestEmulator *test_emulator_start (const char *first_argument, ...);
void test_emulator_stop (TestEmulator *self);
void test_emulator_kill (TestEmulator *self);
int test_emulator_get_process_id (TestEmulator *self);
const char *
test_emulator_get_url (TestEmulator *self); /* with the version, "http://127.0.0.1:4711/v1" */
const char *test_emulator_get_sid (TestEmulator *self);
const char *test_emulator_get_secret (TestEmulator *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestEmulator, test_emulator_stop)

/* What an emulator that was started with "--control" can be told and asked under /__emulator; JSON
 * is written with ' for ". Each fails the test where the answer is not what it should be. */
JsonNode *test_emulator_control (TestEmulator *self,
                                 guint status,
                                 const char *method,
                                 const char *path,
                                 const char *body); /* (transfer full) (nullable) */
char *test_emulator_add_fault (TestEmulator *self, const char *description); /* answers its ID */
void test_emulator_remove_faults (TestEmulator *self);
gint64 test_emulator_get_fault_hits (TestEmulator *self, const char *id);
gint64 test_emulator_count_sends (TestEmulator *self, const char *name); /* "accepted" */
gint64 test_emulator_count_requests (TestEmulator *self, const char *route);

/* Runs the default main context until *@done, with a limit that a hung test does not outlive. */
void test_wait_until (const gboolean *done);

/* Stores the result in *@user_data, a GAsyncResult *, for test_await below. */
void test_store_result (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *test_await (GAsyncResult **result); /* (transfer full) */

G_END_DECLS

#pragma once

#include <base-json.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* Talks plain HTTP to an emulator, and knows nothing of the client. Bodies are written with ' for
 * ". */
typedef struct _Api Api;

#define API_USER "comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8" /* of a new emulator */

Api *api_new (const char *url, const char *sid, const char *secret);
void api_free (Api *self);
void api_set_pair (Api *self, const char *sid, const char *secret);

/* Each makes a request, asserts its status, and answers the object of the body, which lives until
 * the next request. */
JsonObject *api_get (Api *self, guint status, const char *format, ...) G_GNUC_PRINTF (3, 4);
JsonObject *api_delete (Api *self, guint status, const char *path);
JsonObject *api_post (Api *self, guint status, const char *path, const char *body);
JsonObject *api_patch (Api *self, guint status, const char *path, const char *body);
JsonObject *api_post_bytes (Api *self, guint status, const char *path, GBytes *body);
JsonObject *api_request (Api *self, const char *method, guint status, const char *url);
void api_request_empty (Api *self, const char *method, guint status, const char *url);

/* The same for an answer of any shape: the object of its body, NULL where it has none. */
JsonObject *api_request_loosely (
  Api *self, const char *method, guint status, const char *path, const char *body);
const char *api_get_header (Api *self, const char *name);
const char *api_get_base (Api *self);

/* Asserts what the issues of the last answer point at, in this order. */
void api_assert_contexts (Api *self, const char *const *contexts);

char *api_send (Api *self, const char *body);
JsonObject *api_await_operation (Api *self, const char *id);
void api_assert_stat (JsonObject *operation, const char *name, gint64 value);
char *api_register (Api *self, const char *app, const char *token, const char *user);

/* Answers the ID of a new credential; an app that is not there yet comes with it. */
char *api_add_credential (Api *self, const char *type, const char *app, gboolean is_default);
char *api_encode (const char *text); /* base 64 */

JsonObject *api_element (JsonObject *answer, const char *collection, guint index);
guint api_count (JsonObject *answer, const char *collection);
const char *api_next_page (JsonObject *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Api, api_free)

G_END_DECLS

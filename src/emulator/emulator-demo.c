/* A world as an operator would find it after some months: users, their devices, and the sends of
 * the last days. It is lived through rather than written down: the clock is set back, devices are
 * registered and sends accepted and delivered by the code that does so for requests. The same each
 * time, but for the dates. */

#include "emulator-demo.h"

#include "emulator-apps.h"
#include "emulator-credentials.h"
#include "emulator-demo-data.h"
#include "emulator-id.h"
#include "emulator-registrations.h"
#include "emulator-send.h"
#include "emulator-users.h"

#define SEED 20231122

#define N_USERS 2000
#define N_UNREGISTERED 40 /* users whose registrations were deleted */
#define N_IN_TWO_APPS 1240
#define N_IN_THREE_APPS 150 /* makes 3,500 registrations in all */

#define N_OPERATIONS 40
#define MIN_RECIPIENTS 12
#define MAX_RECIPIENTS 140
#define N_LARGE_RECIPIENTS 1200
#define LARGE_EVERY 19 /* two of the operations */

/* When the first user came, when the last, and when the first and the last send went out. */
#define FIRST_USER_AGO (200 * G_TIME_SPAN_DAY)
#define LAST_USER_AGO (7 * G_TIME_SPAN_DAY)
#define FIRST_SEND_AGO (6 * G_TIME_SPAN_DAY)
#define LAST_SEND_AGO (20 * G_TIME_SPAN_MINUTE)

typedef struct {
  EmulatorWorld *world; /* (unowned) */
  GRand *random;
  gint64 now;
  gint64 apps[EMULATOR_DEMO_N_APPS];
  GPtrArray *users;                         /* IDs */
  GPtrArray *members[EMULATOR_DEMO_N_APPS]; /* (unowned): of users, by app */
} Demo;

static void
demo_clear (Demo *self)
{
  g_clear_pointer (&self->random, g_rand_free);
  g_clear_pointer (&self->users, g_ptr_array_unref);
  for (guint i = 0; i < EMULATOR_DEMO_N_APPS; i++) {
    g_clear_pointer (&self->members[i], g_ptr_array_unref);
  }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Demo, demo_clear)

/* One in @n. */
static gboolean
happens (Demo *self, int n)
{
  return g_rand_int_range (self->random, 0, n) == 0;
}

static gint64
between (gint64 first, gint64 last, guint index, guint count)
{
  return first + (gint64) ((double) (last - first) * index / (count - 1));
}

static gboolean
add_apps (Demo *self, GError **error)
{
  emulator_clock_set (self->world->clock, self->now - FIRST_USER_AGO - G_TIME_SPAN_DAY);
  for (guint i = 0; i < EMULATOR_DEMO_N_APPS; i++) {
    if (!emulator_apps_add (self->world, emulator_demo_apps[i], &self->apps[i], error) ||
        !emulator_credentials_add (self->world, self->apps[i], EMULATOR_CREDENTIAL_FCM, NULL,
                                   error) ||
        !emulator_credentials_add (self->world, self->apps[i], EMULATOR_CREDENTIAL_APN, NULL,
                                   error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
add_device (Demo *self, gint64 user, guint app, GError **error)
{
  guint provider = g_rand_int_range (self->random, 0, 5) < 3 ? 0 : 1;
  g_autofree char *token = emulator_demo_make_token (provider, !happens (self, 30), self->random);
  const EmulatorDevice device = {
    .app = self->apps[app],
    .user = user,
    .provider = provider,
    .token = token,
  };
  gint64 registration = 0;
  gboolean is_full = FALSE;

  return emulator_registrations_add (self->world, &device, &registration, &is_full, error);
}

static guint
count_apps (guint index)
{
  if (index < N_UNREGISTERED) {
    return 0;
  }
  index -= N_UNREGISTERED;
  return index < N_IN_THREE_APPS ? 3 : index < N_IN_THREE_APPS + N_IN_TWO_APPS ? 2 : 1;
}

static gboolean
add_user (Demo *self, guint n_apps, GError **error)
{
  g_autofree char *bare =
    emulator_id_new (emulator_clock_now (self->world->clock), self->world->random);
  /* Most begin with the airline. */
  guint app = happens (self, 3) ? 2 : happens (self, 6) ? 1 : 0;
  gint64 user = 0;
  char *id = emulator_id_format (EMULATOR_ID_USER, bare);

  g_ptr_array_add (self->users, id);
  if (!emulator_users_add (self->world, bare, &user, error)) {
    return FALSE;
  }
  for (guint i = 0; i < n_apps; i++, app = (app + 1) % EMULATOR_DEMO_N_APPS) {
    g_ptr_array_add (self->members[app], id);
    if (!add_device (self, user, app, error) ||
        (happens (self, 6) && !add_device (self, user, app, error))) {
      return FALSE;
    }
  }
  return TRUE;
}

/* In an order that mixes those with few and many devices. */
static gboolean
add_users (Demo *self, GError **error)
{
  guint n_apps[N_USERS];

  for (guint i = 0; i < N_USERS; i++) {
    guint other = (guint) g_rand_int_range (self->random, 0, (gint32) i + 1);
    n_apps[i] = n_apps[other];
    n_apps[other] = count_apps (i);
  }
  for (guint i = 0; i < N_USERS; i++) {
    emulator_clock_set (self->world->clock, between (self->now - FIRST_USER_AGO,
                                                     self->now - LAST_USER_AGO, i, N_USERS));
    if (!add_user (self, n_apps[i], error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static void
write_variables (Demo *self, JsonBuilder *json, const char *variables)
{
  g_auto (GStrv) names = g_strsplit (variables, " ", -1);

  json_builder_set_member_name (json, "variables");
  json_builder_begin_object (json);
  for (gsize i = 0; names[i] != NULL; i++) {
    g_autofree char *value = emulator_demo_make_value (names[i], self->random);
    if (value != NULL) {
      json_builder_set_member_name (json, names[i]);
      json_builder_add_string_value (json, value);
    }
  }
  json_builder_end_object (json);
}

static void
write_string (JsonBuilder *json, const char *name, const char *value)
{
  if (value != NULL) {
    json_builder_set_member_name (json, name);
    json_builder_add_string_value (json, value);
  }
}

/* Mostly users who have the app, some who have not, and some devices of guests. */
static void
write_recipient (Demo *self, JsonBuilder *json, const EmulatorDemoMessage *message)
{
  GPtrArray *users = happens (self, 25) ? self->users : self->members[message->app];

  json_builder_begin_object (json);
  if (happens (self, 20)) {
    guint provider = happens (self, 2) ? 0 : 1;
    g_autofree char *token = emulator_demo_make_token (provider, !happens (self, 8), self->random);
    write_string (json, "token", token);
    write_string (json, "provider", emulator_providers[provider]);
  } else {
    write_string (json, "userId",
                  users->pdata[g_rand_int_range (self->random, 0, (gint32) users->len)]);
  }
  write_variables (self, json, message->variables);
  json_builder_end_object (json);
}

static JsonNode *
make_send (Demo *self, const EmulatorDemoMessage *message, guint n_recipients)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "to");
  json_builder_begin_array (json);
  for (guint i = 0; i < n_recipients; i++) {
    write_recipient (self, json, message);
  }
  json_builder_end_array (json);
  json_builder_set_member_name (json, "content");
  json_builder_begin_object (json);
  write_string (json, "title", message->title);
  write_string (json, "body", message->body);
  json_builder_end_object (json);
  json_builder_set_member_name (json, "from");
  json_builder_begin_object (json);
  write_string (json, "appName", emulator_demo_apps[message->app]);
  json_builder_end_object (json);
  write_string (json, "priority", message->priority);
  write_string (json, "sound", message->sound);
  json_builder_set_member_name (json, "tags");
  json_builder_begin_object (json);
  write_string (json, "campaign", message->campaign);
  json_builder_end_object (json);
  json_builder_end_object (json);
  return json_builder_get_root (json);
}

static gboolean
send (Demo *self, const EmulatorDemoMessage *message, guint n_recipients, GError **error)
{
  g_autoptr (JsonNode) body = make_send (self, message, n_recipients);
  g_autoptr (EmulatorIssues) issues = emulator_issues_new ();
  g_autofree char *id = NULL;
  gint64 ends = emulator_clock_now (self->world->clock) + G_TIME_SPAN_SECOND +
                emulator_delivery_get_delay (self->world->delivery, n_recipients - 1, n_recipients);

  if (!emulator_send_accept (self->world, json_node_get_object (body), issues, &id, error)) {
    return FALSE;
  }
  g_assert (emulator_issues_get_count (issues) == 0);
  emulator_clock_set (self->world->clock, ends);
  return emulator_delivery_run (self->world->delivery, error);
}

static gboolean
add_operations (Demo *self, GError **error)
{
  for (guint i = 0; i < N_OPERATIONS; i++) {
    gboolean is_large = i % LARGE_EVERY == LARGE_EVERY - 1;
    guint n_recipients =
      is_large ? N_LARGE_RECIPIENTS
               : (guint) g_rand_int_range (self->random, MIN_RECIPIENTS, MAX_RECIPIENTS);
    const EmulatorDemoMessage *message =
      &emulator_demo_messages[is_large ? emulator_demo_n_messages - 1
                                       : i % emulator_demo_n_messages];
    emulator_clock_set (self->world->clock, between (self->now - FIRST_SEND_AGO,
                                                     self->now - LAST_SEND_AGO, i, N_OPERATIONS));
    if (!send (self, message, n_recipients, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * emulator_demo_fill:
 * @world: a new one, with a transaction open
 * @error: return location for a [error@Emulator.StoreError]
 *
 * Adds three apps with credentials, 2,000 users with 3,500 registrations, and 40 operations of the
 * last six days with their notifications.
 */
gboolean
emulator_demo_fill (EmulatorWorld *world, GError **error)
{
  g_return_val_if_fail (world != NULL, FALSE);

  g_auto (Demo) self = {
    .world = world,
    .random = g_rand_new_with_seed (SEED),
    .now = emulator_clock_now (world->clock),
    .users = g_ptr_array_new_with_free_func (g_free),
  };
  for (guint i = 0; i < EMULATOR_DEMO_N_APPS; i++) {
    self.members[i] = g_ptr_array_new ();
  }
  gboolean filled =
    add_apps (&self, error) && add_users (&self, error) && add_operations (&self, error);
  emulator_clock_reset (world->clock);
  return filled;
}

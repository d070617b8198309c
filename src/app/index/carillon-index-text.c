#include "carillon-index-text.h"

#include <glib/gi18n.h>

#include "carillon-error-text.h"
#include "carillon-format.h"

gboolean
carillon_index_is_shown (gpointer object, CarillonIndexState state)
{
  return state != CARILLON_INDEX_UNKNOWN && state != CARILLON_INDEX_NEVER_BUILT;
}

gboolean
carillon_index_is_running (gpointer object, CarillonIndexState state)
{
  return state == CARILLON_INDEX_RUNNING;
}

gboolean
carillon_index_is_under_way (gpointer object, CarillonIndexState state)
{
  return state == CARILLON_INDEX_RUNNING || state == CARILLON_INDEX_PAUSED;
}

gboolean
carillon_index_can_start (gpointer object, CarillonIndexState state)
{
  return carillon_index_is_shown (object, state) && !carillon_index_is_under_way (object, state);
}

gboolean
carillon_index_is_old (gpointer object, CarillonIndexState state, gint64 since, gint64 now)
{
  return state == CARILLON_INDEX_DONE && now - since > CARILLON_INDEX_OLD_AFTER;
}

/* "1,000,004 devices of 812,340 users" */
static char *
describe_contents (guint64 n_devices, guint64 n_users)
{
  g_autofree char *devices = carillon_format_count ((gint64) n_devices);
  g_autofree char *users = carillon_format_count ((gint64) n_users);
  g_autofree char *of_users =
    /* Translators: goes into "12 devices of 3 users" */
    g_strdup_printf (ngettext ("%s user", "%s users", (gulong) n_users), users);

  /* Translators: %2$s is "3 users" */
  return g_strdup_printf (
    ngettext ("%1$s device of %2$s", "%1$s devices of %2$s", (gulong) n_devices), devices,
    of_users);
}

static const char *
name_work (guint phase, guint wait, gint64 since)
{
  if (wait > 0) {
    return _ ("Waiting for the Server");
  }
  if (phase == ARCHIVE_CRAWL_RETRYING) {
    return _ ("Reading Again What Failed");
  }
  if (phase == ARCHIVE_CRAWL_SWEEPING) {
    return _ ("Removing What Is No Longer There");
  }
  return since >= 0 ? _ ("Updating the Index") : _ ("Building the Index");
}

char *
carillon_index_title (gpointer object,
                      CarillonIndexState state,
                      guint phase,
                      guint wait,
                      gint64 since,
                      guint64 n_devices,
                      guint64 n_users,
                      GError *error)
{
  switch (state) {
  case CARILLON_INDEX_RUNNING:
    return g_strdup (name_work (phase, wait, since));
  case CARILLON_INDEX_PAUSED:
    return g_strdup (since >= 0 ? _ ("Update Paused") : _ ("Building Paused"));
  case CARILLON_INDEX_INTERRUPTED:
    return g_strdup (since >= 0 ? _ ("Update Not Finished") : _ ("Index Not Finished"));
  case CARILLON_INDEX_FAILED:
    return error != NULL ? carillon_error_title (error) : g_strdup ("");
  case CARILLON_INDEX_DONE:
    return describe_contents (n_devices, n_users);
  case CARILLON_INDEX_UNKNOWN:
  case CARILLON_INDEX_NEVER_BUILT:
  default:
    return g_strdup ("");
  }
}

G_GNUC_PRINTF (2, 3)
static void
append (GString *text, const char *format, ...)
{
  va_list arguments;

  if (text->len > 0) {
    g_string_append (text, " · ");
  }
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
}

static void
append_seen (GString *text, guint64 n_seen)
{
  g_autofree char *seen = carillon_format_count ((gint64) n_seen);

  append (text, ngettext ("%s user read", "%s users read", (gulong) n_seen), seen);
}

static void
append_failures (GString *text, guint64 n_failures)
{
  g_autofree char *failures = carillon_format_count ((gint64) n_failures);

  if (n_failures > 0) {
    append (text,
            /* Translators: of users */
            ngettext ("%s could not be read", "%s could not be read", (gulong) n_failures),
            failures);
  }
}

static void
append_pace (GString *text, guint wait, double rate)
{
  if (wait > 0) {
    append (text, ngettext ("going on in %u second", "going on in %u seconds", wait), wait);
  } else if (rate >= 1) {
    g_autofree char *users = carillon_format_count ((gint64) rate);
    /* Translators: %s is a number of users */
    append (text, _ ("%s a second"), users);
  }
}

/* When nothing is under way: what there is can be used all the same. */
static void
append_usable (GString *text, gint64 since, gint64 now, guint64 n_devices, guint64 n_users)
{
  g_autofree char *contents = describe_contents (n_devices, n_users);

  if (n_users == 0) {
    return;
  }
  if (since >= 0) {
    g_autofree char *ago = carillon_format_ago (since, now);
    /* Translators: %1$s is "12 devices of 3 users", %2$s is "2 hours ago" */
    append (text, _ ("%1$s can be searched, complete as of %2$s"), contents, ago);
  } else {
    /* Translators: %s is "12 devices of 3 users" */
    append (text, _ ("%s can be searched so far"), contents);
  }
}

char *
carillon_index_detail (gpointer object,
                       CarillonIndexState state,
                       guint wait,
                       guint64 n_seen,
                       double rate,
                       guint64 n_failures,
                       gint64 since,
                       gint64 now,
                       guint64 n_devices,
                       guint64 n_users,
                       GError *error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *ago = carillon_format_ago (since, now);
  g_autofree char *advice = error != NULL ? carillon_error_advice (error) : NULL;

  switch (state) {
  case CARILLON_INDEX_RUNNING:
    append_seen (text, n_seen);
    append_pace (text, wait, rate);
    append_failures (text, n_failures);
    break;
  case CARILLON_INDEX_PAUSED:
    append_seen (text, n_seen);
    append_failures (text, n_failures);
    break;
  case CARILLON_INDEX_INTERRUPTED:
    append_seen (text, n_seen);
    append_usable (text, since, now, n_devices, n_users);
    break;
  case CARILLON_INDEX_FAILED:
    append (text, "%s", advice != NULL ? advice : "");
    if (g_str_has_suffix (text->str, ".")) {
      g_string_truncate (text, text->len - 1);
    }
    append_usable (text, since, now, n_devices, n_users);
    break;
  case CARILLON_INDEX_DONE:
    /* Translators: of the index; %s is "2 hours ago" */
    append (text, _ ("complete as of %s"), ago);
    append_failures (text, n_failures);
    if (carillon_index_is_old (object, state, since, now)) {
      append (text, "%s", _ ("update it before you rely on it"));
    }
    break;
  case CARILLON_INDEX_UNKNOWN:
  case CARILLON_INDEX_NEVER_BUILT:
  default:
    break;
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
carillon_index_exact_time (gpointer object, gint64 since)
{
  return since >= 0 ? carillon_format_utc (since) : NULL;
}

char *
carillon_index_icon (gpointer object, CarillonIndexState state, gint64 since, gint64 now)
{
  if (state == CARILLON_INDEX_DONE && !carillon_index_is_old (object, state, since, now)) {
    return g_strdup ("object-select-symbolic");
  }
  return g_strdup (state == CARILLON_INDEX_PAUSED ? "media-playback-pause-symbolic"
                                                  : "dialog-warning-symbolic");
}

char *
carillon_index_start_label (gpointer object, CarillonIndexState state)
{
  switch (state) {
  case CARILLON_INDEX_INTERRUPTED:
    return g_strdup (_ ("_Continue"));
  case CARILLON_INDEX_FAILED:
    return g_strdup (_ ("_Try Again"));
  case CARILLON_INDEX_UNKNOWN:
  case CARILLON_INDEX_NEVER_BUILT:
  case CARILLON_INDEX_RUNNING:
  case CARILLON_INDEX_PAUSED:
  case CARILLON_INDEX_DONE:
  default:
    return g_strdup (_ ("_Update Index"));
  }
}

char *
carillon_index_hold_label (gpointer object, CarillonIndexState state)
{
  return g_strdup (state == CARILLON_INDEX_PAUSED ? _ ("_Resume") : _ ("_Pause"));
}

double
carillon_index_fraction (
  gpointer object, CarillonIndexState state, guint64 n_seen, guint64 n_users, gint64 since)
{
  if (since < 0 || n_users == 0 || !carillon_index_is_under_way (object, state)) {
    return 0;
  }
  return MIN ((double) n_seen / (double) n_users, 1);
}

gboolean
carillon_index_has_fraction (gpointer object, double fraction)
{
  return fraction > 0;
}

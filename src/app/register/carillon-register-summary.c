#include "carillon-register-summary.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "carillon-register-text.h"

/* What is shown of the first row, where the file has no names. */
#define SAMPLE_LENGTH 24

char *
carillon_register_good_text (const DispatchDevices *devices)
{
  guint n = dispatch_devices_get_n_good (devices);

  return n == 0
           ? g_strdup (_ ("No row can be registered as it is"))
           : g_strdup_printf (
               ngettext ("%'u device can be registered", "%'u devices can be registered", n), n);
}

char *
carillon_register_bad_text (const DispatchDevices *devices)
{
  guint n = dispatch_devices_get_n_bad (devices);

  return n == 0 ? NULL
                : g_strdup_printf (ngettext ("%'u row is skipped, and stays in the report",
                                             "%'u rows are skipped, and stay in the report", n),
                                   n);
}

char *
carillon_register_warning_text (const DispatchDevices *devices)
{
  guint n = dispatch_devices_get_n_warned (devices);

  return n == 0 ? NULL
                : g_strdup_printf (
                    ngettext ("%'u token looks unusual, and is registered all the same",
                              "%'u tokens look unusual, and are registered all the same", n),
                    n);
}

char *
carillon_register_user_text (const DispatchDevices *devices)
{
  guint n = dispatch_devices_get_n_new_users (devices);

  return n == 0
           ? NULL
           : g_strdup_printf (
               ngettext ("%'u device makes a new user", "%'u devices make a new user each", n), n);
}

/**
 * carillon_register_app_text:
 * @devices: what was found in a file
 * @apps: the Apps of the account
 *
 * Returns: (transfer full) (nullable): which of the good rows nothing would reach
 */
char *
carillon_register_app_text (const DispatchDevices *devices, CarillonAppList *apps)
{
  GString *text = g_string_new (NULL);

  for (guint app = 0; carillon_app_list_get_name (apps, app) != NULL; app++) {
    for (guint i = 0; carillon_register_providers[i] != NULL; i++) {
      const char *provider = carillon_register_providers[i];
      const char *name = carillon_app_list_get_name (apps, app);
      if (dispatch_devices_uses (devices, name, provider) &&
          !carillon_app_list_reaches (apps, app, provider)) {
        /* Translators: the name of an app, and FCM or APN */
        g_string_append_printf (text,
                                _ ("%s has no credential for %s: nothing will reach those "
                                   "devices until it has one. "),
                                name, provider);
      }
    }
  }
  return g_string_free (text, text->len == 0);
}

/**
 * carillon_register_consequences:
 * @devices: what was found in a file
 *
 * Returns: (transfer full): what will happen besides
 */
char *
carillon_register_consequences (const DispatchDevices *devices)
{
  guint n_users = dispatch_devices_get_n_new_users (devices);
  guint n_bad = dispatch_devices_get_n_bad (devices);
  g_autofree char *users = g_strdup_printf (
    ngettext ("%'u of them makes a new user.", "%'u of them make a new user each.", n_users),
    n_users);
  g_autofree char *bad =
    g_strdup_printf (ngettext ("%'u row is skipped.", "%'u rows are skipped.", n_bad), n_bad);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();

  g_strv_builder_add (parts, _ ("A device that another user has goes to the one of its row."));
  if (n_users > 0) {
    g_strv_builder_add (parts, users);
  }
  if (n_bad > 0) {
    g_strv_builder_add (parts, bad);
  }
  g_auto (GStrv) all = g_strv_builder_end (parts);
  return g_strjoinv (" ", all);
}

/* The name of a column, or what it begins with. */
static char *
describe_column (DispatchCsv *csv, guint column, gboolean has_header)
{
  const char *cell = dispatch_csv_get_cell (csv, column);

  if (has_header && *cell != '\0') {
    return g_strdup (cell);
  }
  if (has_header || *cell == '\0') {
    /* Translators: the number of a column of a file */
    return g_strdup_printf (_ ("Column %u"), column + 1);
  }
  g_autofree char *sample =
    g_utf8_substring (cell, 0, MIN (g_utf8_strlen (cell, -1), SAMPLE_LENGTH));
  /* Translators: the number of a column of a file, and the beginning of what is in it */
  return g_strdup_printf (_ ("Column %u (%s…)"), column + 1, sample);
}

/**
 * carillon_register_name_columns:
 * @file: a file
 * @has_header: whether its first row has names
 *
 * Returns: (transfer full): what to choose a column from
 */
GListModel *
carillon_register_name_columns (const DispatchSheet *file, gboolean has_header)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  g_auto (DispatchCsv) csv = { 0 };

  dispatch_sheet_begin (file, &csv);
  dispatch_sheet_read (file, 0, &csv);
  gtk_string_list_append (names, _ ("Not in the File"));
  for (guint i = 0; i < dispatch_sheet_get_n_columns (file); i++) {
    gtk_string_list_take (names, describe_column (&csv, i, has_header));
  }
  return G_LIST_MODEL (names);
}

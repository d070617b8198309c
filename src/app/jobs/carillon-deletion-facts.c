/* Numbers come from the index. Where it does not know all of the rows, those that were chosen in a
 * list of registrations say themselves what they hold. */

#include "carillon-deletion-facts.h"

#include <comms-registration.h>
#include <glib/gi18n.h>

#include "carillon-format.h"

static void
append_count (GString *text, const char *provider, guint64 n_devices)
{
  g_autofree char *count = carillon_format_count ((gint64) n_devices);

  g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", count, provider);
}

static void
take_summary (CarillonDeletionFacts *self, const ArchiveJobSummary *summary)
{
  GString *providers = g_string_new (NULL);

  self->n_rows = summary->n_rows;
  self->n_unknown = summary->n_unknown;
  self->n_users = summary->n_users;
  self->n_registrations = summary->n_registrations;
  self->n_devices = summary->n_devices;
  for (guint i = 0; i < summary->providers->len; i++) {
    const ArchiveProviderCount *count = summary->providers->pdata[i];
    append_count (providers, count->provider, count->n_devices);
  }
  self->providers = g_string_free (providers, FALSE);
}

static void
count_devices (CommsRegistration *registration, GHashTable *counts)
{
  CommsDevice device;

  for (guint i = 0; comms_registration_get_device (registration, i, &device); i++) {
    const char *provider = device.provider != NULL ? device.provider : _ ("unknown");
    guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, provider));
    g_hash_table_insert (counts, (gpointer) provider, GUINT_TO_POINTER (count + 1));
  }
}

static char *
describe_counts (GHashTable *counts)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (counts), (GCompareFunc) g_strcmp0);

  for (GList *link = names; link != NULL; link = link->next) {
    append_count (text, link->data, GPOINTER_TO_UINT (g_hash_table_lookup (counts, link->data)));
  }
  return g_string_free (text, FALSE);
}

static void
take_registrations (CarillonDeletionFacts *self, GPtrArray *registrations)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) users = g_hash_table_new (g_str_hash, g_str_equal);

  self->n_devices = 0;
  for (guint i = 0; i < registrations->len; i++) {
    const char *user_id = comms_registration_get_user_id (registrations->pdata[i]);
    self->n_devices += comms_registration_get_n_devices (registrations->pdata[i]);
    count_devices (registrations->pdata[i], counts);
    if (user_id != NULL) {
      g_hash_table_add (users, (gpointer) user_id);
    }
  }
  self->n_unknown = 0;
  self->n_registrations = registrations->len;
  self->n_users = g_hash_table_size (users);
  g_free (self->providers);
  self->providers = describe_counts (counts);
}

static gboolean
are_registrations (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++) {
    if (!COMMS_IS_REGISTRATION (items->pdata[i])) {
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * carillon_deletion_facts_new:
 * @kind: what the job does
 * @summary: what the index knows
 * @items: (nullable): the rows that were chosen
 *
 * Returns: (transfer full): the facts
 */
CarillonDeletionFacts *
carillon_deletion_facts_new (ArchiveJobKind kind,
                             const ArchiveJobSummary *summary,
                             GPtrArray *items)
{
  CarillonDeletionFacts *self = g_new0 (CarillonDeletionFacts, 1);

  self->kind = kind;
  take_summary (self, summary);
  if (kind == ARCHIVE_JOB_DELETE_REGISTRATIONS && self->n_unknown > 0 && items != NULL &&
      are_registrations (items)) {
    take_registrations (self, items);
  }
  return self;
}

void
carillon_deletion_facts_free (CarillonDeletionFacts *self)
{
  g_free (self->providers);
  g_free (self);
}

char *
carillon_deletion_facts_heading (const CarillonDeletionFacts *self)
{
  if (self->n_rows == 0) {
    return g_strdup (_ ("Nothing to Delete"));
  }
  g_autofree char *count = carillon_format_count (self->n_rows);

  return g_strdup_printf (
    self->kind == ARCHIVE_JOB_DELETE_USERS
      ? ngettext ("Delete %s User?", "Delete %s Users?", self->n_rows)
      : ngettext ("Delete %s Registration?", "Delete %s Registrations?", self->n_rows),
    count);
}

char *
carillon_deletion_facts_button (const CarillonDeletionFacts *self)
{
  g_autofree char *count = carillon_format_count (self->n_rows);

  return g_strdup_printf (ngettext ("_Delete %s", "_Delete %s", self->n_rows), count);
}

/**
 * carillon_deletion_facts_unknown:
 *
 * Returns: (transfer full) (nullable): what cannot be said yet
 */
char *
carillon_deletion_facts_unknown (const CarillonDeletionFacts *self)
{
  if (self->n_unknown == 0) {
    return NULL;
  }
  if (self->n_unknown == self->n_rows) {
    return g_strdup (_ ("What they hold is not in the index. It is read, and kept, before they are "
                        "deleted."));
  }
  g_autofree char *count = carillon_format_count (self->n_unknown);
  return g_strdup_printf (
    ngettext ("What %s of them holds is not in the index. It is read, and kept, before it is "
              "deleted.",
              "What %s of them hold is not in the index. It is read, and kept, before they are "
              "deleted.",
              self->n_unknown),
    count);
}

const char *
carillon_deletion_facts_way_back (const CarillonDeletionFacts *self)
{
  return self->kind == ARCHIVE_JOB_DELETE_USERS
           ? _ ("Users cannot be restored: the API makes no user of a given ID, and notifications "
                "to these IDs will reach nobody. What their registrations hold is kept in the "
                "trash, but only to be read.")
           : _ ("Registrations can be restored: a copy of each is put into the trash first. What "
                "comes back has the same app, user and tokens, but another registration ID.");
}

char *
carillon_deletion_facts_count (const CarillonDeletionFacts *self, guint64 count)
{
  g_autofree char *number = carillon_format_count ((gint64) count);

  if (self->n_unknown == 0) {
    return g_steal_pointer (&number);
  }
  if (self->n_unknown == self->n_rows) {
    return g_strdup (_ ("Unknown until read"));
  }
  /* Translators: %s is a number */
  return g_strdup_printf (_ ("At least %s"), number);
}

#include "comms-filter.h"

/* Where the texts of a filter are, so that no member can be forgotten in a copy. */
static const gsize members[] = {
  G_STRUCT_OFFSET (CommsFilter, operation_id), G_STRUCT_OFFSET (CommsFilter, user_id),
  G_STRUCT_OFFSET (CommsFilter, app_name),     G_STRUCT_OFFSET (CommsFilter, status),
  G_STRUCT_OFFSET (CommsFilter, provider),     G_STRUCT_OFFSET (CommsFilter, tags),
  G_STRUCT_OFFSET (CommsFilter, start_date),   G_STRUCT_OFFSET (CommsFilter, end_date),
  G_STRUCT_OFFSET (CommsFilter, is_default),   G_STRUCT_OFFSET (CommsFilter, credential_type),
};

G_STATIC_ASSERT (G_N_ELEMENTS (members) * sizeof (char *) == sizeof (CommsFilter));

/**
 * comms_filter_copy:
 * @filter: (nullable): a filter
 *
 * Returns: (transfer full) (nullable): a filter that owns its texts
 */
CommsFilter *
comms_filter_copy (const CommsFilter *filter)
{
  if (filter == NULL) {
    return NULL;
  }

  CommsFilter *copy = g_new0 (CommsFilter, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    G_STRUCT_MEMBER (char *, copy, members[i]) =
      g_strdup (G_STRUCT_MEMBER (const char *, filter, members[i]));
  }
  return copy;
}

/**
 * comms_filter_free:
 * @filter: (transfer full): what comms_filter_copy() returned
 */
void
comms_filter_free (CommsFilter *filter)
{
  g_return_if_fail (filter != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    g_free (G_STRUCT_MEMBER (char *, filter, members[i]));
  }
  g_free (filter);
}

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a list can be narrowed by; a list ignores what its call does not have. NULL is "any". */
typedef struct {
  const char *operation_id;
  const char *user_id;
  const char *app_name;
  const char *status;
  const char *provider;
  const char *tags;       /* "key:value;" for each */
  const char *start_date; /* RFC 3339, as all times of the API */
  const char *end_date;
  const char *is_default;      /* "true" or "false" */
  const char *credential_type; /* FCM, APN, APN_SANDBOX */
} CommsFilter;

CommsFilter *comms_filter_copy (const CommsFilter *filter); /* (nullable) */
void comms_filter_free (CommsFilter *filter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CommsFilter, comms_filter_free)

G_END_DECLS

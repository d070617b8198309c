#pragma once

#include "carillon-list-kind.h"

G_BEGIN_DECLS

/* Lists of what the index of the session has. Filters of the first: "app", "provider", "user" and
 * "shared" ("true"); of the second: "user" and "devices" ("none" or "many"). */
extern const CarillonListKind carillon_devices_kind;
extern const CarillonListKind carillon_indexed_users_kind;

/* The API allows 50 devices in a registration and refuses the next one. An app that registers each
 * new token beside the old ones gets there; with five to go there is time to see to it. */
#define CARILLON_MANY_DEVICES 45

/* "2025-11-22T10:00:00Z" for a member of a row; left out where the time is not known. */
void carillon_index_add_time (JsonObject *object, const char *member, gint64 unix_usec);
/* Of a row: when the crawl saw it. */
char *carillon_index_seen (gpointer item);
char *carillon_index_seen_utc (gpointer item);
gint64 carillon_index_seen_number (gpointer item);
gint64 carillon_index_number (gpointer item, const char *member);

G_END_DECLS

#pragma once

#include "emulator-call.h"
#include "emulator-keys.h"
#include "emulator-validate.h"

G_BEGIN_DECLS

/* A list of the API: one page of a table, newest first, narrowed by filters. A filter is SQL where
 * one index answers it together with all other filters of the list, in the order of the keys; where
 * filters come in combinations that no index has, they are conditions on keys. */
typedef struct {
  const char *collection;      /* the member of the answer */
  const char *select;          /* "SELECT … FROM …", the key first */
  const char *key;             /* the column that orders and dates, "n.created" */
  const EmulatorField *fields; /* the parameters beside pageToken and pageSize */
  gsize n_fields;
  void (*write) (JsonBuilder *json, EmulatorStatement *row);
} EmulatorListing;

typedef struct _EmulatorPage EmulatorPage;

EmulatorPage *emulator_page_new (EmulatorCall *call, const EmulatorListing *listing);
void emulator_page_free (EmulatorPage *self);
void emulator_page_filter (EmulatorPage *self, const char *condition);
void emulator_page_filter_int (EmulatorPage *self, const char *condition, gint64 value);
void emulator_page_filter_text (EmulatorPage *self, const char *condition, const char *value);
void emulator_page_filter_dates (EmulatorPage *self);
void emulator_page_filter_range (EmulatorPage *self, gint64 at_least, gint64 before);
EmulatorKeys *emulator_page_get_keys (EmulatorPage *self);
guint emulator_page_reply (EmulatorPage *self, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorPage, emulator_page_free)

G_END_DECLS

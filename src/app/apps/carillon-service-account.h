#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A JSON file of Google's, read without leaving its secrets in memory: json-glib's parser copies
 * each text several times and overwrites none. So the texts that are secret are cut out first, and
 * json-glib sees a document with other letters in their place. */
typedef struct {
  JsonObject *object;  /* (owned): without secrets */
  GBytes *private_key; /* (owned) (nullable): the text of "private_key", unescaped */
} CarillonServiceAccount;

CarillonServiceAccount *carillon_service_account_parse (GBytes *json); /* (nullable): no object */
void carillon_service_account_free (CarillonServiceAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarillonServiceAccount, carillon_service_account_free)

G_END_DECLS

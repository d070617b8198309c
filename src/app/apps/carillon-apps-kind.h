#pragma once

#include "carillon-list-kind.h"

G_BEGIN_DECLS

extern const CarillonListKind carillon_apps_kind;
extern const CarillonListKind carillon_credentials_kind;

/* Of a credential: "Apple, sandbox" for APN_SANDBOX; an unknown one stays as it is. */
char *carillon_credential_type_label (const char *type);
/* "true" and "false", as filters have them. */
extern const char *const carillon_booleans[];
char *carillon_boolean_label (const char *value);

G_END_DECLS

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  CARILLON_ACCOUNT_PRODUCTION,
  CARILLON_ACCOUNT_TEST,
  CARILLON_ACCOUNT_EMULATOR, /* the one that the console starts itself */
} CarillonAccountKind;

#define CARILLON_TYPE_ACCOUNT_KIND (carillon_account_kind_get_type ())
GType carillon_account_kind_get_type (void);

/* Properties, read-write and notified: "name", "kind", "base-uri", "sid" (account SID or API key
 * SID), "colour" (a name of carillon_account_colours); "id" is construct-only. Never a secret. */
#define CARILLON_TYPE_ACCOUNT (carillon_account_get_type ())
G_DECLARE_FINAL_TYPE (CarillonAccount, carillon_account, CARILLON, ACCOUNT, GObject)

#define CARILLON_DEFAULT_BASE_URI "https://comms.twilio.com/v1"

extern const char *const carillon_account_colours[]; /* names, NULL-terminated */

CarillonAccount *carillon_account_new (CarillonAccountKind kind, const char *name);
const char *carillon_account_get_id (CarillonAccount *self);
const char *carillon_account_get_name (CarillonAccount *self);
CarillonAccountKind carillon_account_get_kind (CarillonAccount *self);
const char *carillon_account_get_base_uri (CarillonAccount *self);
const char *carillon_account_get_sid (CarillonAccount *self);
const char *carillon_account_get_colour (CarillonAccount *self);
const char *
carillon_account_kind_get_label (CarillonAccountKind kind); /* translated: "Production" */
const char *carillon_account_kind_get_icon_name (CarillonAccountKind kind);

G_END_DECLS

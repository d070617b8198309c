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

/* What may be written with an account's credentials. */
typedef enum {
  CARILLON_MODE_OPEN,      /* what is started is done */
  CARILLON_MODE_ASK,       /* quick actions that write ask first */
  CARILLON_MODE_READ_ONLY, /* nothing is written */
} CarillonMode;

#define CARILLON_TYPE_MODE (carillon_mode_get_type ())
GType carillon_mode_get_type (void);

/* Properties, read-write and notified: "name", "kind", "base-uri", "sid" (account SID or API key
 * SID), "colour" (a name of carillon_account_colours), "mode" and "confirm-above" (what writes to
 * more things than this has to be confirmed by typing how many they are), both those of the kind
 * where nothing else is said; "id" is construct-only. Never a secret. */
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
CarillonMode carillon_account_get_mode (CarillonAccount *self);
guint carillon_account_get_confirm_above (CarillonAccount *self);
const char *
carillon_account_kind_get_label (CarillonAccountKind kind); /* translated: "Production" */
const char *carillon_account_kind_get_icon_name (CarillonAccountKind kind);
CarillonMode carillon_account_kind_get_mode (CarillonAccountKind kind);
guint carillon_account_kind_get_confirm_above (CarillonAccountKind kind);
const char *carillon_mode_get_label (CarillonMode mode); /* translated: "Read Only" */

G_END_DECLS

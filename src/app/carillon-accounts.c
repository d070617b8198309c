#include "carillon-accounts.h"

#define KEY_ACCOUNTS "accounts"

struct _CarillonAccounts {
  GObject parent_instance;

  GSettings *settings;
  GListStore *accounts;
};

static void carillon_accounts_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarillonAccounts,
                               carillon_accounts,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      carillon_accounts_list_model_init))

/* The names under which an account's properties are stored; enumerations are stored by nick. */
static const char *const stored[] = { "id", "name", "base-uri", "sid", "colour" };

static CarillonAccount *
get_account (CarillonAccounts *self, guint position)
{
  g_autoptr (CarillonAccount) account =
    g_list_model_get_item (G_LIST_MODEL (self->accounts), position);

  return account; /* the list keeps it */
}

static guint
count (CarillonAccounts *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->accounts));
}

static const char *
enum_to_nick (GType type, int value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);

  return g_enum_get_value (klass, value)->value_nick; /* of a static table */
}

static int
enum_from_nick (GType type, const char *nick, int otherwise)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  const GEnumValue *value = g_enum_get_value_by_nick (klass, nick);

  return value != NULL ? value->value : otherwise;
}

static GVariant *
account_to_variant (CarillonAccount *account)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (stored); i++) {
    g_autofree char *text = NULL;
    g_object_get (account, stored[i], &text, NULL);
    g_variant_dict_insert (&dict, stored[i], "s", text);
  }
  g_variant_dict_insert (
    &dict, "kind", "s",
    enum_to_nick (CARILLON_TYPE_ACCOUNT_KIND, (int) carillon_account_get_kind (account)));
  g_variant_dict_insert (
    &dict, "mode", "s",
    enum_to_nick (CARILLON_TYPE_MODE, (int) carillon_account_get_mode (account)));
  g_variant_dict_insert (&dict, "confirm-above", "u", carillon_account_get_confirm_above (account));
  return g_variant_dict_end (&dict);
}

static CarillonAccountKind
stored_kind (GVariantDict *dict)
{
  const char *nick;

  if (!g_variant_dict_lookup (dict, "kind", "&s", &nick)) {
    return CARILLON_ACCOUNT_PRODUCTION;
  }
  return (CarillonAccountKind) enum_from_nick (CARILLON_TYPE_ACCOUNT_KIND, nick,
                                               CARILLON_ACCOUNT_PRODUCTION);
}

/* Accounts that were stored before there were modes keep those of their kind. A mode that is not
 * known may be a stricter one, and the strictest does no harm. */
static void
restore_mode (CarillonAccount *account, GVariantDict *dict)
{
  const char *nick;
  guint confirm_above;

  if (g_variant_dict_lookup (dict, "mode", "&s", &nick)) {
    g_object_set (account, "mode",
                  enum_from_nick (CARILLON_TYPE_MODE, nick, CARILLON_MODE_READ_ONLY), NULL);
  }
  if (g_variant_dict_lookup (dict, "confirm-above", "u", &confirm_above)) {
    g_object_set (account, "confirm-above", confirm_above, NULL);
  }
}

/* Anybody can write into the settings: what has no ID is no account, and whatever else is missing,
 * unknown or of another type is left at its default. */
static CarillonAccount *
account_from_variant (GVariant *variant)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (variant);
  const char *id;

  if (!g_variant_dict_lookup (&dict, "id", "&s", &id) || *id == '\0') {
    return NULL;
  }
  CarillonAccount *account =
    g_object_new (CARILLON_TYPE_ACCOUNT, "id", id, "kind", stored_kind (&dict), NULL);
  for (gsize i = 1; i < G_N_ELEMENTS (stored); i++) {
    const char *text;
    if (g_variant_dict_lookup (&dict, stored[i], "&s", &text)) {
      g_object_set (account, stored[i], text, NULL);
    }
  }
  restore_mode (account, &dict);
  return account;
}

static void
save (CarillonAccounts *self)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < count (self); i++) {
    g_variant_builder_add_value (&builder, account_to_variant (get_account (self, i)));
  }
  g_settings_set_value (self->settings, KEY_ACCOUNTS, g_variant_builder_end (&builder));
}

static void
append (CarillonAccounts *self, CarillonAccount *account)
{
  g_list_store_append (self->accounts, account);
  g_signal_connect_object (account, "notify", G_CALLBACK (save), self, G_CONNECT_SWAPPED);
}

static void
load (CarillonAccounts *self)
{
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, KEY_ACCOUNTS);
  GVariantIter iter;
  GVariant *entry;

  g_variant_iter_init (&iter, all);
  while ((entry = g_variant_iter_next_value (&iter)) != NULL) {
    g_autoptr (GVariant) owned = entry;
    g_autoptr (CarillonAccount) account = account_from_variant (owned);
    if (account != NULL &&
        carillon_accounts_find (self, carillon_account_get_id (account)) == NULL) {
      append (self, account);
    }
  }
}

static void
carillon_accounts_dispose (GObject *object)
{
  CarillonAccounts *self = CARILLON_ACCOUNTS (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (carillon_accounts_parent_class)->dispose (object);
}

static void
carillon_accounts_class_init (CarillonAccountsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = carillon_accounts_dispose;
}

static void
carillon_accounts_init (CarillonAccounts *self)
{
  self->accounts = g_list_store_new (CARILLON_TYPE_ACCOUNT);
  g_signal_connect_swapped (self->accounts, "items-changed",
                            G_CALLBACK (g_list_model_items_changed), self);
}

static GType
carillon_accounts_get_item_type (GListModel *model)
{
  return CARILLON_TYPE_ACCOUNT;
}

static guint
carillon_accounts_get_n_items (GListModel *model)
{
  return count (CARILLON_ACCOUNTS (model));
}

static gpointer
carillon_accounts_get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (CARILLON_ACCOUNTS (model)->accounts), position);
}

static void
carillon_accounts_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = carillon_accounts_get_item_type;
  iface->get_n_items = carillon_accounts_get_n_items;
  iface->get_item = carillon_accounts_get_item;
}

/**
 * carillon_accounts_new:
 * @settings: of the application's schema
 *
 * Returns: (transfer full): the accounts that @settings hold
 */
CarillonAccounts *
carillon_accounts_new (GSettings *settings)
{
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  CarillonAccounts *self = g_object_new (CARILLON_TYPE_ACCOUNTS, NULL);
  self->settings = g_object_ref (settings);
  load (self);
  return self;
}

void
carillon_accounts_add (CarillonAccounts *self, CarillonAccount *account)
{
  g_return_if_fail (CARILLON_IS_ACCOUNTS (self));
  g_return_if_fail (CARILLON_IS_ACCOUNT (account));

  append (self, account);
  save (self);
}

/**
 * carillon_accounts_remove:
 *
 * Forgets @account, which may not be one of the list. Its secret stays in the keyring: see
 * carillon_secrets_clear_async().
 */
void
carillon_accounts_remove (CarillonAccounts *self, CarillonAccount *account)
{
  guint position;

  g_return_if_fail (CARILLON_IS_ACCOUNTS (self));
  g_return_if_fail (CARILLON_IS_ACCOUNT (account));

  if (g_list_store_find (self->accounts, account, &position)) {
    g_signal_handlers_disconnect_by_data (account, self);
    g_list_store_remove (self->accounts, position);
    save (self);
  }
}

CarillonAccount *
carillon_accounts_find (CarillonAccounts *self, const char *id)
{
  g_return_val_if_fail (CARILLON_IS_ACCOUNTS (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < count (self); i++) {
    if (g_str_equal (carillon_account_get_id (get_account (self, i)), id)) {
      return get_account (self, i);
    }
  }
  return NULL;
}

CarillonAccount *
carillon_accounts_find_kind (CarillonAccounts *self, CarillonAccountKind kind)
{
  g_return_val_if_fail (CARILLON_IS_ACCOUNTS (self), NULL);

  for (guint i = 0; i < count (self); i++) {
    if (carillon_account_get_kind (get_account (self, i)) == kind) {
      return get_account (self, i);
    }
  }
  return NULL;
}

#include "carillon-list-choices.h"

#include <gio/gio.h>

#include "carillon-config.h"

#define KEY "lists"

/**
 * carillon_list_choices_load:
 * @list: a list's name
 *
 * Returns: (transfer full): what was saved for it, a dictionary; an empty one where nothing was
 */
GVariant *
carillon_list_choices_load (const char *list)
{
  g_return_val_if_fail (list != NULL, NULL);

  g_autoptr (GSettings) settings = g_settings_new (CARILLON_APP_ID);
  g_autoptr (GVariant) lists = g_settings_get_value (settings, KEY);
  GVariant *choices = g_variant_lookup_value (lists, list, G_VARIANT_TYPE_VARDICT);
  return choices != NULL ? choices : g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
}

/**
 * carillon_list_choices_save:
 * @list: a list's name
 * @choices: a dictionary, in place of what was saved for it; a floating one is consumed
 */
void
carillon_list_choices_save (const char *list, GVariant *choices)
{
  g_return_if_fail (list != NULL);
  g_return_if_fail (g_variant_is_of_type (choices, G_VARIANT_TYPE_VARDICT));

  g_autoptr (GSettings) settings = g_settings_new (CARILLON_APP_ID);
  g_autoptr (GVariant) lists = g_settings_get_value (settings, KEY);
  g_autoptr (GVariantDict) dictionary = g_variant_dict_new (lists);

  g_variant_dict_insert_value (dictionary, list, choices);
  g_settings_set_value (settings, KEY, g_variant_dict_end (dictionary));
}

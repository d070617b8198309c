#include "carillon-import-mistakes.h"

#include <dispatch-rules.h>
#include <glib/gi18n.h>

#include "carillon-import-text.h"

/**
 * carillon_import_mistakes_column_label:
 * @preview: how a file begins
 * @column: one of its columns
 *
 * Returns: (transfer full): its name, or its number
 */
char *
carillon_import_mistakes_column_label (const DispatchImportPreview *preview, guint column)
{
  const char *name = dispatch_import_preview_get_name (preview, column);

  /* Translators: the number of a column of a file */
  return *name != '\0' ? g_strdup (name) : g_strdup_printf (_ ("Column %u"), column + 1);
}

static const char *
get_meaning (const DispatchImportColumn *column)
{
  return column->role == DISPATCH_IMPORT_VARIABLE ? column->name
                                                  : carillon_import_role_label (column->role);
}

static char *
describe (const DispatchImportMapping *mapping, const DispatchImportPreview *preview, guint column)
{
  guint other;
  DispatchImportMistake mistake = dispatch_import_mapping_check (mapping, column, &other);
  g_autofree char *label = carillon_import_mistakes_column_label (preview, column);

  if (mistake == DISPATCH_IMPORT_REPEATED) {
    g_autofree char *before = carillon_import_mistakes_column_label (preview, other);
    return g_strdup_printf (
      /* Translators: two columns of a file, and what both of them are said to be */
      _ ("The columns “%s” and “%s” are both “%s”. Choose something else for one of them."), before,
      label, get_meaning (&mapping->columns[column]));
  }
  if (mistake == DISPATCH_IMPORT_NO_NAME) {
    /* Translators: %s is a column of a file */
    return g_strdup_printf (_ ("The variable of the column “%s” needs a name."), label);
  }
  if (mistake == DISPATCH_IMPORT_LONG_NAME) {
    /* Translators: %s is a column of a file */
    return g_strdup_printf (
      _ ("The name of the variable of the column “%s” has more than %d characters."), label,
      DISPATCH_MAX_VARIABLE_NAME);
  }
  return NULL;
}

/**
 * carillon_import_mistakes_find:
 * @mapping: what the columns are
 * @preview: how the file begins
 *
 * Returns: (transfer full) (nullable): the first thing that has to be put right
 */
char *
carillon_import_mistakes_find (const DispatchImportMapping *mapping,
                               const DispatchImportPreview *preview)
{
  for (guint i = 0; i < mapping->n_columns; i++) {
    char *text = describe (mapping, preview, i);
    if (text != NULL) {
      return text;
    }
  }
  return NULL;
}

/**
 * carillon_import_mistakes_find_odd_name:
 * @mapping: what the columns are
 *
 * Returns: (transfer full) (nullable): what to say of the first variable that no template can use
 */
char *
carillon_import_mistakes_find_odd_name (const DispatchImportMapping *mapping)
{
  guint other;

  for (guint i = 0; i < mapping->n_columns; i++) {
    if (dispatch_import_mapping_check (mapping, i, &other) == DISPATCH_IMPORT_ODD_NAME) {
      return g_strdup_printf (
        /* Translators: %s is a name of a variable that has other characters, such as spaces */
        _ ("No template can use the name “%s”: letters without accents, digits, “_” and “-” only, "
           "and a letter first."),
        mapping->columns[i].name);
    }
  }
  return NULL;
}

/**
 * carillon_import_mistakes_label:
 * @mapping: what the columns are
 * @preview: how the file begins
 * @column: one of them
 * @is_odd: (out): whether it may stay as it is
 *
 * Returns: (transfer full) (nullable): what is wrong with it, in few words
 */
char *
carillon_import_mistakes_label (const DispatchImportMapping *mapping,
                                const DispatchImportPreview *preview,
                                guint column,
                                gboolean *is_odd)
{
  guint other;
  DispatchImportMistake mistake = dispatch_import_mapping_check (mapping, column, &other);

  *is_odd = mistake == DISPATCH_IMPORT_ODD_NAME;
  if (mistake == DISPATCH_IMPORT_REPEATED) {
    g_autofree char *before = carillon_import_mistakes_column_label (preview, other);
    /* Translators: of a column of a file; %s is another one */
    return g_strdup_printf (_ ("The same as “%s”"), before);
  }
  return mistake == DISPATCH_IMPORT_NO_NAME     ? g_strdup (_ ("It needs a name"))
         : mistake == DISPATCH_IMPORT_LONG_NAME ? g_strdup (_ ("This name is too long"))
         : mistake == DISPATCH_IMPORT_ODD_NAME  ? g_strdup (_ ("No template can use this name"))
                                                : NULL;
}

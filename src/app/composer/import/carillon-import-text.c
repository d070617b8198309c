#include "carillon-import-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "carillon-import-mistakes.h"

static const char *const delimiters[] = {
  N_ ("Comma"),
  N_ ("Semicolon"),
  N_ ("Tab"),
  N_ ("Vertical Bar"),
};

static const char *const quotes[] = {
  N_ ("Double Quotes"),
  N_ ("Single Quotes"),
  N_ ("None"),
};

static const char *const encodings[DISPATCH_N_ENCODINGS] = {
  [DISPATCH_ENCODING_UTF_8] = N_ ("Unicode (UTF-8)"),
  [DISPATCH_ENCODING_UTF_16LE] = N_ ("Unicode (UTF-16)"),
  [DISPATCH_ENCODING_UTF_16BE] = N_ ("Unicode (UTF-16, big-endian)"),
  [DISPATCH_ENCODING_WINDOWS_1252] = N_ ("Western (Windows-1252)"),
};

static const char *const roles[DISPATCH_N_IMPORT_ROLES] = {
  [DISPATCH_IMPORT_NOTHING] = N_ ("Not Used"),
  [DISPATCH_IMPORT_USER] = N_ ("User ID"),
  [DISPATCH_IMPORT_TOKEN] = N_ ("Device Token"),
  [DISPATCH_IMPORT_ADDRESS] = N_ ("User ID or Token"),
  [DISPATCH_IMPORT_PROVIDER] = N_ ("Provider"),
};

static const char *const reasons[DISPATCH_N_IMPORT_REASONS] = {
  [DISPATCH_IMPORT_MORE_CELLS] = N_ ("It has more cells than there are columns"),
  [DISPATCH_IMPORT_ZERO] = N_ ("It has a zero byte, which no text has"),
  [DISPATCH_IMPORT_ENCODING] = N_ ("It has bytes that are not of the encoding"),
  [DISPATCH_IMPORT_OPEN_QUOTE] = N_ ("A quotation mark is never closed"),
  [DISPATCH_IMPORT_LONG_CELL] = N_ ("A cell has more than a megabyte"),
  [DISPATCH_IMPORT_BLANK] = N_ ("All of its cells are empty"),
  [DISPATCH_IMPORT_MANY_ROWS] = N_ ("There are a million recipients before it"),
};

const char *
carillon_import_delimiter_label (guint index)
{
  return index < G_N_ELEMENTS (delimiters) ? _ (delimiters[index]) : NULL;
}

const char *
carillon_import_quote_label (guint index)
{
  return index < G_N_ELEMENTS (quotes) ? _ (quotes[index]) : NULL;
}

const char *
carillon_import_encoding_label (guint index)
{
  return index < G_N_ELEMENTS (encodings) ? _ (encodings[index]) : NULL;
}

/**
 * carillon_import_role_label:
 * @role: what a column is, but for a variable
 *
 * Returns: (transfer none): its name
 */
const char *
carillon_import_role_label (DispatchImportRole role)
{
  return roles[role] != NULL ? _ (roles[role]) : "";
}

const char *
carillon_import_reason_label (DispatchImportReason reason)
{
  return _ (reasons[reason]);
}

char *
carillon_import_good_text (guint n_rows, guint n_replaced)
{
  if (n_rows == 0) {
    return g_strdup (_ ("No recipients to add"));
  }
  if (n_replaced == 0) {
    return g_strdup_printf (
      ngettext ("%'u recipient will be added", "%'u recipients will be added", n_rows), n_rows);
  }
  g_autofree char *added =
    g_strdup_printf (ngettext ("%'u recipient", "%'u recipients", n_rows), n_rows);
  /* Translators: %s is "3 recipients", %'u the number of those that they take the place of */
  return g_strdup_printf (ngettext ("%s in place of the %'u that is there",
                                    "%s in place of the %'u that are there", n_replaced),
                          added, n_replaced);
}

char *
carillon_import_bad_text (guint n_bad)
{
  return n_bad > 0
           ? g_strdup_printf (
               ngettext ("%'u row will be left out", "%'u rows will be left out", n_bad), n_bad)
           : NULL;
}

/* What was done, where it is known already that there are recipients. */
char *
carillon_import_done_text (guint n_rows, guint n_bad)
{
  g_autofree char *imported = g_strdup_printf (
    ngettext ("%'u recipient imported", "%'u recipients imported", n_rows), n_rows);

  return n_bad == 0
           ? g_steal_pointer (&imported)
           /* Translators: %s is "3 recipients imported", %'u the number of rows that were not */
           : g_strdup_printf (ngettext ("%s, %'u row left out", "%s, %'u rows left out", n_bad),
                              imported, n_bad);
}

char *
carillon_import_button_label (guint n_rows, gboolean is_replacing)
{
  if (n_rows == 0) {
    return g_strdup (is_replacing ? _ ("_Replace") : _ ("_Add"));
  }
  return g_strdup_printf (is_replacing
                            /* Translators: a button; %'u is how many recipients */
                            ? ngettext ("_Replace by %'u", "_Replace by %'u", n_rows)
                            /* Translators: a button; %'u is how many recipients */
                            : ngettext ("_Add %'u", "_Add %'u", n_rows),
                          n_rows);
}

static guint
find_index (const char *set, char c)
{
  return c != '\0' ? (guint) (strchr (set, c) - set) : (guint) strlen (set);
}

char *
carillon_import_format_text (const DispatchCsvOptions *options)
{
  /* Translators: how a file is written: delimiter, quotes and encoding */
  return g_strdup_printf (
    _ ("%s, %s, %s"),
    carillon_import_delimiter_label (find_index (dispatch_csv_delimiters, options->delimiter)),
    carillon_import_quote_label (find_index (dispatch_csv_quotes, options->quote)),
    carillon_import_encoding_label (options->encoding));
}

/**
 * carillon_import_warning_text:
 * @mapping: what the columns are
 *
 * Returns: (transfer full) (nullable): what to say when no column tells whom to reach, tokens have
 *   no provider, or a variable has a name that no template can use
 */
char *
carillon_import_warning_text (const DispatchImportMapping *mapping)
{
  gboolean has[DISPATCH_N_IMPORT_ROLES] = { FALSE };

  for (guint i = 0; i < mapping->n_columns; i++) {
    has[mapping->columns[i].role] = TRUE;
  }
  if (!has[DISPATCH_IMPORT_USER] && !has[DISPATCH_IMPORT_TOKEN] && !has[DISPATCH_IMPORT_ADDRESS]) {
    return g_strdup (_ ("No column has user IDs or device tokens. Choose which one does."));
  }
  if (has[DISPATCH_IMPORT_TOKEN] && !has[DISPATCH_IMPORT_PROVIDER]) {
    return g_strdup (_ ("No column has the providers of the tokens, FCM or APN."));
  }
  return carillon_import_mistakes_find_odd_name (mapping);
}

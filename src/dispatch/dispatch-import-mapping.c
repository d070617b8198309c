/* What the columns of a file are: by their names, and by what their values look like where a name
 * is missing or has other meanings too. */

#include <string.h>

#include "dispatch-export.h"
#include "dispatch-import-private.h"
#include "dispatch-rules.h"
#include "dispatch-token.h"

/* In lower case and without anything but letters and digits: "userId", "User ID" and "user_id" are
 * one. A name that others have for something else counts only where the values bear it out. */
static const struct {
  const char *name;
  DispatchImportRole role;
  gboolean is_vague;
} known_names[] = {
  { "userid", DISPATCH_IMPORT_USER, FALSE },
  { "userids", DISPATCH_IMPORT_USER, FALSE },
  { "token", DISPATCH_IMPORT_TOKEN, FALSE },
  { "devicetoken", DISPATCH_IMPORT_TOKEN, FALSE },
  { "pushtoken", DISPATCH_IMPORT_TOKEN, FALSE },
  { "fcmtoken", DISPATCH_IMPORT_TOKEN, FALSE },
  { "apntoken", DISPATCH_IMPORT_TOKEN, FALSE },
  { "apnstoken", DISPATCH_IMPORT_TOKEN, FALSE },
  { "registrationtoken", DISPATCH_IMPORT_TOKEN, FALSE },
  { "provider", DISPATCH_IMPORT_PROVIDER, FALSE },
  { "pushprovider", DISPATCH_IMPORT_PROVIDER, FALSE },
  { "user", DISPATCH_IMPORT_USER, TRUE },
  { "uid", DISPATCH_IMPORT_USER, TRUE },
  { "id", DISPATCH_IMPORT_USER, TRUE },
  { "identity", DISPATCH_IMPORT_USER, TRUE },
  { "device", DISPATCH_IMPORT_TOKEN, TRUE },
  { "recipient", DISPATCH_IMPORT_ADDRESS, TRUE },
  { "recipientid", DISPATCH_IMPORT_ADDRESS, TRUE },
  { "address", DISPATCH_IMPORT_ADDRESS, TRUE },
  { "to", DISPATCH_IMPORT_ADDRESS, TRUE },
  { "service", DISPATCH_IMPORT_PROVIDER, TRUE },
  { "platform", DISPATCH_IMPORT_PROVIDER, TRUE },
  { "os", DISPATCH_IMPORT_PROVIDER, TRUE },
  { "bindingtype", DISPATCH_IMPORT_PROVIDER, TRUE },
};

/* So many of ten values have to look like what a column is taken for. */
#define MOST 8

typedef struct {
  guint n_filled;
  guint n_users;
  guint n_tokens;
  guint n_providers;
} Look;

static char *
simplify (const char *name)
{
  GString *simple = g_string_new (NULL);

  for (const char *at = name; *at != '\0'; at++) {
    if (g_ascii_isalnum (*at)) {
      g_string_append_c (simple, g_ascii_tolower (*at));
    }
  }
  return g_string_free (simple, FALSE);
}

static gboolean
find_name (const char *name, gsize *found)
{
  g_autofree char *simple = simplify (name);

  for (*found = 0; *found < G_N_ELEMENTS (known_names); (*found)++) {
    if (g_str_equal (simple, known_names[*found].name)) {
      return TRUE;
    }
  }
  return FALSE;
}

/* Private: whether a column that is called so has an address or a provider, in all likelihood. */
gboolean
dispatch_import_name_is_known (const char *name)
{
  gsize found;

  return find_name (name, &found) && !known_names[found].is_vague;
}

static Look
look_at (const DispatchImportPreview *preview, guint column)
{
  Look look = { 0 };

  for (guint row = 0; row < dispatch_import_preview_get_n_rows (preview); row++) {
    g_autofree char *cell =
      g_strstrip (g_strdup (dispatch_import_preview_get_cell (preview, row, column)));
    if (*cell == '\0') {
      continue;
    }
    look.n_filled++;
    if (dispatch_user_id_is_valid (cell)) {
      look.n_users++;
    } else if (dispatch_provider_parse (cell) != NULL) {
      look.n_providers++;
    } else {
      look.n_tokens += dispatch_token_check ("FCM", cell) == DISPATCH_TOKEN_FITS ||
                       dispatch_token_check ("APN", cell) == DISPATCH_TOKEN_FITS;
    }
  }
  return look;
}

static gboolean
are_most (guint n, const Look *look)
{
  return n > 0 && n * 10 >= look->n_filled * MOST;
}

static DispatchImportRole
guess_by_look (const Look *look)
{
  if (are_most (look->n_providers, look)) {
    return DISPATCH_IMPORT_PROVIDER;
  }
  if (are_most (look->n_users, look)) {
    return DISPATCH_IMPORT_USER;
  }
  if (are_most (look->n_tokens, look)) {
    return DISPATCH_IMPORT_TOKEN;
  }
  return are_most (look->n_users + look->n_tokens, look) ? DISPATCH_IMPORT_ADDRESS
                                                         : DISPATCH_IMPORT_NOTHING;
}

/* By what a role is guessed, the surest first. */
typedef enum {
  BY_NAME,
  BY_VAGUE_NAME,
  BY_LOOK,
} Evidence;

/* A vague name says that it is an address, or a provider; which kind of address the values know
 * better. */
static DispatchImportRole
guess_by_name (const char *name, const Look *look, gboolean is_vague)
{
  gsize found;

  if (!find_name (name, &found) || known_names[found].is_vague != is_vague) {
    return DISPATCH_IMPORT_NOTHING;
  }
  DispatchImportRole role = known_names[found].role, seen = guess_by_look (look);
  if (!is_vague) {
    return role;
  }
  return (role == DISPATCH_IMPORT_PROVIDER) == (seen == DISPATCH_IMPORT_PROVIDER)
           ? seen
           : DISPATCH_IMPORT_NOTHING;
}

static DispatchImportRole
guess (const DispatchImportPreview *preview, guint column, Evidence evidence)
{
  const Look look = look_at (preview, column);

  return evidence == BY_LOOK ? guess_by_look (&look)
                             : guess_by_name (dispatch_import_preview_get_name (preview, column),
                                              &look, evidence == BY_VAGUE_NAME);
}

static gboolean
has_role (const DispatchImportMapping *self, DispatchImportRole role)
{
  for (guint i = 0; i < self->n_columns; i++) {
    if (self->columns[i].role == role) {
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
has_address (const DispatchImportMapping *self)
{
  return has_role (self, DISPATCH_IMPORT_USER) || has_role (self, DISPATCH_IMPORT_TOKEN) ||
         has_role (self, DISPATCH_IMPORT_ADDRESS);
}

/* Every role once: a second column of user IDs is a variable, such as who invited somebody. */
static void
map_addresses (DispatchImportMapping *self, const DispatchImportPreview *preview, Evidence evidence)
{
  for (guint i = 0; i < self->n_columns; i++) {
    DispatchImportRole role = guess (preview, i, evidence);
    if (role != DISPATCH_IMPORT_NOTHING && self->columns[i].role == DISPATCH_IMPORT_NOTHING &&
        !has_role (self, role)) {
      self->columns[i].role = role;
    }
  }
}

static void
map_provider (DispatchImportMapping *self, const DispatchImportPreview *preview)
{
  for (guint i = 0; i < self->n_columns; i++) {
    const Look look = look_at (preview, i);
    if (self->columns[i].role == DISPATCH_IMPORT_NOTHING &&
        guess_by_look (&look) == DISPATCH_IMPORT_PROVIDER) {
      self->columns[i].role = DISPATCH_IMPORT_PROVIDER;
      return;
    }
  }
}

/* Names that are clear leave nothing to be guessed but the provider of tokens. */
static void
guess_what_is_missing (DispatchImportMapping *self, const DispatchImportPreview *preview)
{
  if (!has_address (self)) {
    map_addresses (self, preview, BY_VAGUE_NAME);
  }
  if (!has_address (self)) {
    map_addresses (self, preview, BY_LOOK);
  }
  if (!has_role (self, DISPATCH_IMPORT_USER) && !has_role (self, DISPATCH_IMPORT_PROVIDER)) {
    map_provider (self, preview);
  }
}

static gboolean
has_variable (const DispatchImportMapping *self, const char *name)
{
  for (guint i = 0; i < self->n_columns; i++) {
    if (g_strcmp0 (self->columns[i].name, name) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}

/* "First Name" fills the variable first_name where there is one. */
static const char *
find_variable (const char *const *variables, const char *name)
{
  g_autofree char *simple = simplify (name);

  for (guint i = 0; variables != NULL && variables[i] != NULL; i++) {
    g_autofree char *other = simplify (variables[i]);
    if (g_str_equal (variables[i], name) || (*simple != '\0' && g_str_equal (other, simple))) {
      return variables[i];
    }
  }
  return NULL;
}

static void
map_named_variable (DispatchImportMapping *self,
                    guint column,
                    const char *heading,
                    const char *const *variables)
{
  gsize guard = dispatch_export_is_guarded (heading, strlen (heading)) ? 1 : 0;
  g_autofree char *name = g_strstrip (g_strdup (heading + guard));
  const char *known = find_variable (variables, name);

  if (known != NULL && !has_variable (self, known)) {
    dispatch_import_mapping_set (self, column, DISPATCH_IMPORT_VARIABLE, known);
  } else if (*name != '\0' && !has_variable (self, name)) {
    dispatch_import_mapping_set (self, column, DISPATCH_IMPORT_VARIABLE, name);
  }
}

/* Without names, the variables that are there take the columns in their order. */
static void
map_next_variable (DispatchImportMapping *self,
                   guint column,
                   const char *const *variables,
                   guint *n_used)
{
  g_autofree char *numbered = g_strdup_printf ("column_%u", column + 1);
  const char *name = numbered;

  if (variables != NULL && variables[*n_used] != NULL) {
    name = variables[(*n_used)++];
  }
  dispatch_import_mapping_set (self, column, DISPATCH_IMPORT_VARIABLE, name);
}

/* What is called just like a variable is not to lose it to what is only called similarly. */
static void
map_exact_names (DispatchImportMapping *self,
                 const DispatchImportPreview *preview,
                 const char *const *variables)
{
  for (guint i = 0; variables != NULL && self->options.has_header && i < self->n_columns; i++) {
    const char *heading = dispatch_import_preview_get_name (preview, i);
    if (self->columns[i].role == DISPATCH_IMPORT_NOTHING && g_strv_contains (variables, heading) &&
        !has_variable (self, heading)) {
      dispatch_import_mapping_set (self, i, DISPATCH_IMPORT_VARIABLE, heading);
    }
  }
}

static void
map_variables (DispatchImportMapping *self,
               const DispatchImportPreview *preview,
               const char *const *variables)
{
  guint n_variables = 0, n_used = 0;

  map_exact_names (self, preview, variables);
  for (guint i = 0; i < self->n_columns; i++) {
    n_variables += self->columns[i].role == DISPATCH_IMPORT_VARIABLE;
  }
  for (guint i = 0; i < self->n_columns; i++) {
    if (self->columns[i].role != DISPATCH_IMPORT_NOTHING) {
      continue;
    }
    if (n_variables == DISPATCH_MAX_COLUMNS - DISPATCH_N_FIXED_COLUMNS) {
      return;
    }
    if (self->options.has_header) {
      map_named_variable (self, i, dispatch_import_preview_get_name (preview, i), variables);
    } else {
      map_next_variable (self, i, variables, &n_used);
    }
    n_variables += self->columns[i].role == DISPATCH_IMPORT_VARIABLE;
  }
}

static DispatchImportMapping *
make_mapping (const DispatchImportFile *file,
              const DispatchCsvOptions *options,
              const char *const *variables,
              gboolean by_names_only)
{
  g_autoptr (DispatchImportPreview) preview = dispatch_import_preview_new (file, options);
  DispatchImportMapping *self = g_new0 (DispatchImportMapping, 1);

  self->options = *options;
  self->n_columns = dispatch_import_preview_get_n_columns (preview);
  self->columns = g_new0 (DispatchImportColumn, self->n_columns);
  map_addresses (self, preview, BY_NAME);
  if (!by_names_only) {
    guess_what_is_missing (self, preview);
  }
  /* A list of addresses and nothing else, whatever they look like. */
  if (self->n_columns == 1 && !options->has_header) {
    self->columns[0].role = DISPATCH_IMPORT_ADDRESS;
  }
  map_variables (self, preview, variables);
  return self;
}

/**
 * dispatch_import_mapping_guess:
 * @file: a file
 * @options: how to read it
 * @variables: (nullable) (array zero-terminated=1): that there are already, or that templates use
 *
 * For who shows it before anything is done: what the names in the header leave open is guessed by
 * what the values look like.
 *
 * Returns: (transfer full): what its columns are; all that have no address are variables
 */
DispatchImportMapping *
dispatch_import_mapping_guess (const DispatchImportFile *file,
                               const DispatchCsvOptions *options,
                               const char *const *variables)
{
  g_return_val_if_fail (file != NULL && options != NULL, NULL);

  return make_mapping (file, options, variables, FALSE);
}

/**
 * dispatch_import_mapping_read:
 * @file: a file
 * @options: how to read it
 *
 * For who cannot ask: with a header only its names count, and every column but those of user IDs,
 * tokens and providers is a variable.
 *
 * Returns: (transfer full): what its columns are
 */
DispatchImportMapping *
dispatch_import_mapping_read (const DispatchImportFile *file, const DispatchCsvOptions *options)
{
  g_return_val_if_fail (file != NULL && options != NULL, NULL);

  return make_mapping (file, options, NULL, options->has_header);
}

DispatchImportMapping *
dispatch_import_mapping_copy (const DispatchImportMapping *self)
{
  DispatchImportMapping *copy = g_memdup2 (self, sizeof *self);

  copy->columns = g_new0 (DispatchImportColumn, self->n_columns);
  for (guint i = 0; i < self->n_columns; i++) {
    copy->columns[i].role = self->columns[i].role;
    copy->columns[i].name = g_strdup (self->columns[i].name);
  }
  return copy;
}

/**
 * dispatch_import_mapping_set:
 * @self: a mapping
 * @column: a column of the file
 * @role: what it is
 * @name: (nullable): of a variable
 */
void
dispatch_import_mapping_set (DispatchImportMapping *self,
                             guint column,
                             DispatchImportRole role,
                             const char *name)
{
  g_return_if_fail (column < self->n_columns);
  g_return_if_fail ((role == DISPATCH_IMPORT_VARIABLE) == (name != NULL));

  char *copy = g_strdup (name);
  g_free (self->columns[column].name);
  self->columns[column] = (DispatchImportColumn){ role, copy };
}

static gboolean
is_same (const DispatchImportColumn *a, const DispatchImportColumn *b)
{
  return a->role == b->role && a->role != DISPATCH_IMPORT_NOTHING &&
         g_strcmp0 (a->name, b->name) == 0;
}

/**
 * dispatch_import_mapping_check:
 * @self: a mapping
 * @column: a column of the file
 * @other: (out): an earlier column that is the same thing
 *
 * Returns: what is wrong with what @column is said to be. A build takes a mapping nevertheless
 */
DispatchImportMistake
dispatch_import_mapping_check (const DispatchImportMapping *self, guint column, guint *other)
{
  g_return_val_if_fail (column < self->n_columns && other != NULL, DISPATCH_IMPORT_FITS);

  const DispatchImportColumn *checked = &self->columns[column];
  if (checked->role == DISPATCH_IMPORT_VARIABLE && *checked->name == '\0') {
    return DISPATCH_IMPORT_NO_NAME;
  }
  for (*other = 0; *other < column; (*other)++) {
    if (is_same (checked, &self->columns[*other])) {
      return DISPATCH_IMPORT_REPEATED;
    }
  }
  if (checked->role != DISPATCH_IMPORT_VARIABLE) {
    return DISPATCH_IMPORT_FITS;
  }
  if (strlen (checked->name) > DISPATCH_MAX_VARIABLE_NAME) {
    return DISPATCH_IMPORT_LONG_NAME;
  }
  return dispatch_variable_name_is_valid (checked->name) ? DISPATCH_IMPORT_FITS
                                                         : DISPATCH_IMPORT_ODD_NAME;
}

void
dispatch_import_mapping_free (DispatchImportMapping *self)
{
  for (guint i = 0; i < self->n_columns; i++) {
    g_free (self->columns[i].name);
  }
  g_free (self->columns);
  g_free (self);
}

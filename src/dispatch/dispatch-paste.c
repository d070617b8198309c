/* Rows from the clipboard. The text is read three times: to see what its cells are, to check every
 * row, and to append; so nothing is kept of it, and an error leaves the audience as it was. */

#include "dispatch-audience-private.h"
#include "dispatch-csv.h"

#include <string.h>

typedef struct {
  guint line;
  guint n_cells;
  guint n_columns;
} DispatchPasteErrorPrivate;

/* Not inlined, here and below: behind the precondition check of GLib's accessor gcc would see a
 * null pointer. */
static G_NO_INLINE void
dispatch_paste_error_private_init (DispatchPasteErrorPrivate *private)
{
}

static G_NO_INLINE void
dispatch_paste_error_private_copy (const DispatchPasteErrorPrivate *from,
                                   DispatchPasteErrorPrivate *to)
{
  *to = *from;
}

static G_NO_INLINE void
dispatch_paste_error_private_clear (DispatchPasteErrorPrivate *private)
{
}

G_DEFINE_EXTENDED_ERROR (DispatchPasteError, dispatch_paste_error)

/* A user or a token, as its looks tell. */
#define ADDRESS DISPATCH_COLUMN_USER

/* What the names of a header may be, apart from variables; compared without regard to case. */
static const struct {
  const char *name;
  guint column;
} known_names[] = {
  { "user", ADDRESS },  { "userId", ADDRESS },    { "user_id", ADDRESS },
  { "token", ADDRESS }, { "recipient", ADDRESS }, { "provider", DISPATCH_COLUMN_PROVIDER },
};

/* How people write the providers, and what the API calls them. */
static const struct {
  const char *written;
  const char *provider;
} known_providers[] = {
  { "FCM", "FCM" },
  { "APN", "APN" },
  { "APNS", "APN" },
};

typedef struct {
  const DispatchTable *table; /* (unowned) */
  const char *text;           /* without a byte order mark */
  gsize length;
  DispatchCsvOptions options;
  gboolean has_header;
  GArray *columns;      /* of guint: where each cell goes; DISPATCH_NONE is nowhere */
  GPtrArray *new_names; /* of the columns to add, behind those of the table */
  guint n_rows;
} Paste;

static void
paste_clear (Paste *paste)
{
  g_clear_pointer (&paste->columns, g_array_unref);
  g_clear_pointer (&paste->new_names, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Paste, paste_clear)

static const DispatchPasteErrorPrivate *
get_detail (const GError *error)
{
  static const DispatchPasteErrorPrivate nothing = { 0 };

  const DispatchPasteErrorPrivate *detail = error != NULL && error->domain == DISPATCH_PASTE_ERROR
                                              ? dispatch_paste_error_get_private (error)
                                              : NULL;
  return detail != NULL ? detail : &nothing;
}

guint
dispatch_paste_error_get_line (const GError *error)
{
  return get_detail (error)->line;
}

guint
dispatch_paste_error_get_n_cells (const GError *error)
{
  return get_detail (error)->n_cells;
}

guint
dispatch_paste_error_get_n_columns (const GError *error)
{
  return get_detail (error)->n_columns;
}

static gboolean
set_error (GError **error, DispatchPasteError code, const DispatchPasteErrorPrivate *detail)
{
  GError *made = g_error_new (DISPATCH_PASTE_ERROR, (int) code, "line %u: %u cells, %u columns",
                              detail->line, detail->n_cells, detail->n_columns);

  DispatchPasteErrorPrivate *private = dispatch_paste_error_get_private (made);
  if (private != NULL) {
    *private = *detail;
  }
  g_propagate_error (error, made);
  return FALSE;
}

static gboolean
set_line_error (GError **error, DispatchPasteError code, guint line)
{
  return set_error (error, code, &(DispatchPasteErrorPrivate){ .line = line });
}

static guint
find_known_name (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_names); i++) {
    if (g_ascii_strcasecmp (known_names[i].name, name) == 0) {
      return known_names[i].column;
    }
  }
  return DISPATCH_NONE;
}

static const char *
find_provider (const char *written)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_providers); i++) {
    if (g_ascii_strcasecmp (known_providers[i].written, written) == 0) {
      return known_providers[i].provider;
    }
  }
  return NULL;
}

static char *
dup_trimmed (const char *cell)
{
  return g_strstrip (g_strdup (cell));
}

static gboolean
row_is_header (DispatchCsv *row)
{
  for (guint i = 0; i < dispatch_csv_get_n_cells (row); i++) {
    g_autofree char *name = dup_trimmed (dispatch_csv_get_cell (row, i));
    if (find_known_name (name) == ADDRESS) {
      return TRUE;
    }
  }
  return FALSE;
}

/* Where the cells under @name go; a name that is new gets the next column. */
static guint
resolve_name (Paste *paste, const char *name)
{
  guint column = find_known_name (name);
  guint index = 0;

  if (*name == '\0' || column != DISPATCH_NONE ||
      dispatch_table_find_column (paste->table, name, strlen (name), &column)) {
    return column;
  }
  if (!g_ptr_array_find_with_equal_func (paste->new_names, name, g_str_equal, &index)) {
    index = paste->new_names->len;
    g_ptr_array_add (paste->new_names, g_strdup (name));
  }
  return dispatch_table_get_n_columns (paste->table) + index;
}

static gboolean
array_has (GArray *array, guint number)
{
  for (guint i = 0; i < array->len; i++) {
    if (g_array_index (array, guint, i) == number) {
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
read_header (Paste *paste, DispatchCsv *row, GError **error)
{
  guint n_cells = dispatch_csv_get_n_cells (row);

  for (guint i = 0; i < n_cells; i++) {
    g_autofree char *name = dup_trimmed (dispatch_csv_get_cell (row, i));
    guint column = resolve_name (paste, name);
    /* The address may come as a user in one column and a token in another. */
    if (column != DISPATCH_NONE && column != ADDRESS && array_has (paste->columns, column)) {
      return set_line_error (error, DISPATCH_PASTE_ERROR_REPEATED_NAME, row->row_line);
    }
    g_array_append_val (paste->columns, column);
    if (dispatch_table_get_n_columns (paste->table) + paste->new_names->len >
        DISPATCH_MAX_COLUMNS) {
      return set_error (
        error, DISPATCH_PASTE_ERROR_TOO_MANY_COLUMNS,
        &(DispatchPasteErrorPrivate){ row->row_line, n_cells, DISPATCH_MAX_COLUMNS });
    }
  }
  return TRUE;
}

/* Without a header: the address, maybe the provider, and the variables that are there. */
static void
assume_columns (Paste *paste, gboolean with_provider)
{
  for (guint column = 0; column < dispatch_table_get_n_columns (paste->table); column++) {
    gboolean is_there =
      column == DISPATCH_COLUMN_PROVIDER ? with_provider : column != DISPATCH_COLUMN_TOKEN;
    if (is_there) {
      g_array_append_val (paste->columns, column);
    }
  }
}

/* First reading: is there a header, how many rows, and what is in their second cells? */
static gboolean
survey (Paste *paste, GError **error)
{
  g_auto (DispatchCsv) csv = { 0 };
  gboolean only_providers = TRUE, any_provider = FALSE;
  DispatchCsvStep step;

  dispatch_csv_init (&csv, paste->text, paste->length, &paste->options);
  for (guint n = 0; (step = dispatch_csv_step (&csv)) == DISPATCH_CSV_ROW; n++) {
    if (n == 0 && row_is_header (&csv)) {
      paste->has_header = TRUE;
      if (!read_header (paste, &csv, error)) {
        return FALSE;
      }
      continue;
    }
    if (dispatch_csv_row_is_blank (&csv)) {
      continue;
    }
    g_autofree char *second = dup_trimmed (dispatch_csv_get_cell (&csv, 1));
    gboolean is_provider = find_provider (second) != NULL;
    any_provider = any_provider || is_provider;
    only_providers = only_providers && (is_provider || *second == '\0');
    paste->n_rows++;
  }
  if (step == DISPATCH_CSV_OPEN_QUOTE) {
    return set_line_error (error, DISPATCH_PASTE_ERROR_QUOTE, csv.row_line);
  }
  if (!paste->has_header) {
    assume_columns (paste, only_providers && any_provider);
  }
  return TRUE;
}

static gboolean
check_row (const Paste *paste, DispatchCsv *row, GError **error)
{
  guint n_addresses = 0, n_cells = dispatch_csv_get_n_cells (row);

  for (guint i = 0; i < n_cells; i++) {
    /* The last has a text, though the reader may not have kept it. */
    gboolean is_filled = *dispatch_csv_get_cell (row, i) != '\0' || i == n_cells - 1;
    guint column =
      i < paste->columns->len ? g_array_index (paste->columns, guint, i) : DISPATCH_NONE;
    if (is_filled && column == DISPATCH_NONE) {
      return set_error (
        error, DISPATCH_PASTE_ERROR_TOO_MANY_COLUMNS,
        &(DispatchPasteErrorPrivate){ row->row_line, n_cells, paste->columns->len });
    }
    n_addresses += is_filled && column == ADDRESS;
  }
  return n_addresses <= 1 ||
         set_line_error (error, DISPATCH_PASTE_ERROR_TWO_ADDRESSES, row->row_line);
}

/* Second reading. */
static gboolean
check_rows (const Paste *paste, GError **error)
{
  g_auto (DispatchCsv) csv = { 0 };
  guint n_left = DISPATCH_MAX_ROWS - dispatch_table_get_n_rows (paste->table);

  dispatch_csv_init (&csv, paste->text, paste->length, &paste->options);
  for (guint n = 0; dispatch_csv_step (&csv) == DISPATCH_CSV_ROW; n++) {
    if (n == 0 && paste->has_header) {
      continue;
    }
    if (dispatch_csv_row_is_blank (&csv)) {
      continue;
    }
    if (n_left-- == 0) {
      return set_line_error (error, DISPATCH_PASTE_ERROR_TOO_MANY_ROWS, csv.row_line);
    }
    if (!check_row (paste, &csv, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

static guint
choose_column (const char *address)
{
  return dispatch_address_is_user (address) ? DISPATCH_COLUMN_USER : DISPATCH_COLUMN_TOKEN;
}

static void
append_cell (DispatchBlockBuilder *builder, guint column, const char *cell)
{
  g_autofree char *trimmed = column < DISPATCH_N_FIXED_COLUMNS ? dup_trimmed (cell) : NULL;
  const char *provider = column == DISPATCH_COLUMN_PROVIDER ? find_provider (trimmed) : NULL;
  const char *text = provider != NULL ? provider : trimmed != NULL ? trimmed : cell;

  /* In rows of a table that is new, slots are the columns. */
  if (*text != '\0') {
    dispatch_block_builder_set (builder, column == ADDRESS ? choose_column (text) : column, text,
                                strlen (text));
  }
}

/* Third reading. */
static void
append_rows (const Paste *paste, DispatchTable *rows)
{
  g_auto (DispatchCsv) csv = { 0 };
  g_autoptr (DispatchBlockBuilder) builder =
    dispatch_block_builder_new (dispatch_table_get_n_slots (rows));

  dispatch_csv_init (&csv, paste->text, paste->length, &paste->options);
  for (guint n = 0; dispatch_csv_step (&csv) == DISPATCH_CSV_ROW; n++) {
    if (n == 0 && paste->has_header) {
      continue;
    }
    if (dispatch_csv_row_is_blank (&csv)) {
      continue;
    }
    for (guint i = 0; i < dispatch_csv_get_n_cells (&csv); i++) {
      append_cell (builder, g_array_index (paste->columns, guint, i),
                   dispatch_csv_get_cell (&csv, i));
    }
    dispatch_block_builder_end_row (builder);
    if (dispatch_block_builder_is_full (builder)) {
      dispatch_table_append_block (rows, dispatch_block_builder_finish (builder));
    }
  }
  dispatch_table_append_block (rows, dispatch_block_builder_finish (builder));
}

/* What a program copies as text but is none shows by control characters, or by the character that
 * took the place of what could not be converted, at its start. */
static gboolean
is_text (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++) {
    if (g_ascii_iscntrl (text[i]) && strchr ("\t\n\r", text[i]) == NULL) {
      return FALSE;
    }
  }
  return g_utf8_validate_len (text, length, NULL) && !g_str_has_prefix (text, "\357\277\275");
}

static gboolean
prepare (Paste *paste, GError **error)
{
  if (!is_text (paste->text, paste->length)) {
    return set_line_error (error, DISPATCH_PASTE_ERROR_NOT_TEXT, 0);
  }
  if (!survey (paste, error)) {
    return FALSE;
  }
  if (paste->n_rows == 0) {
    return set_line_error (error, DISPATCH_PASTE_ERROR_EMPTY, 0);
  }
  return check_rows (paste, error);
}

/* The columns of the audience, and those that the header adds. */
static DispatchTable *
make_table (const Paste *paste)
{
  DispatchTable *rows = dispatch_table_new ();

  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < dispatch_table_get_n_columns (paste->table); i++) {
    dispatch_table_add_column (rows, dispatch_table_get_column_name (paste->table, i));
  }
  for (guint i = 0; i < paste->new_names->len; i++) {
    dispatch_table_add_column (rows, paste->new_names->pdata[i]);
  }
  return rows;
}

/**
 * dispatch_paste_has_header:
 * @text: rows from a spreadsheet or a CSV file
 *
 * Returns: whether the first of them has names, one of which is that of an address
 */
gboolean
dispatch_paste_has_header (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  g_auto (DispatchCsv) csv = { 0 };
  const char *start =
    text + dispatch_encoding_get_mark (DISPATCH_ENCODING_UTF_8, text, strlen (text));
  gsize length = strlen (start);
  DispatchCsvOptions options = dispatch_csv_sniff (start, MIN (length, DISPATCH_CSV_SNIFF_BYTES));
  dispatch_csv_init (&csv, start, length, &options);
  return dispatch_csv_step (&csv) == DISPATCH_CSV_ROW && row_is_header (&csv);
}

/**
 * dispatch_table_paste:
 * @table: the recipients that are there
 * @text: rows from a spreadsheet or a CSV file
 * @n_added: (out) (optional): how many rows were added
 * @error: return location for a [error@Dispatch.PasteError]
 *
 * Appends rows, all or none. The first line tells the separator, and whether it is a header. A
 * header adds the variables that it names; otherwise there must be a column for each cell.
 * RFC 4180 says how cells are quoted.
 *
 * Returns: whether the rows were added
 */
gboolean
dispatch_table_paste (DispatchTable *table, const char *text, guint *n_added, GError **error)
{
  g_return_val_if_fail (table != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  g_auto (Paste) paste = {
    .table = table,
    .text = text,
    .length = strlen (text),
    .columns = g_array_new (FALSE, FALSE, sizeof (guint)),
    .new_names = g_ptr_array_new_with_free_func (g_free),
  };
  gsize mark = dispatch_encoding_get_mark (DISPATCH_ENCODING_UTF_8, text, paste.length);
  paste.text += mark;
  paste.length -= mark;
  paste.options = dispatch_csv_sniff (paste.text, paste.length);
  if (!prepare (&paste, error)) {
    return FALSE;
  }

  g_autoptr (DispatchTable) rows = make_table (&paste);
  append_rows (&paste, rows);
  if (n_added != NULL) {
    *n_added = paste.n_rows;
  }
  return dispatch_table_insert_table (table, dispatch_table_get_n_rows (table), rows);
}

typedef struct {
  const char *text;
  guint *n_added;
} Rows;

static gboolean
paste_rows (DispatchTable *table, gpointer data, GError **error)
{
  const Rows *rows = data;

  return dispatch_table_paste (table, rows->text, rows->n_added, error);
}

/**
 * dispatch_audience_paste:
 * @self: an audience
 * @text: rows from a spreadsheet or a CSV file
 * @n_added: (out) (optional): how many rows were added
 * @error: return location for a [error@Dispatch.PasteError]
 *
 * As [func@Dispatch.table_paste], in one step of undo.
 *
 * Returns: whether the rows were added
 */
gboolean
dispatch_audience_paste (DispatchAudience *self, const char *text, guint *n_added, GError **error)
{
  g_return_val_if_fail (DISPATCH_IS_AUDIENCE (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  Rows rows = { text, n_added };
  return dispatch_audience_edit (self, NULL, paste_rows, &rows, error);
}

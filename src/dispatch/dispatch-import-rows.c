/* Reading rows into blocks: a row is a few pieces of the text until it is copied. */

#include <string.h>

#include "dispatch-export.h"
#include "dispatch-import-private.h"
#include "dispatch-token.h"

/* How often a cancelled build notices it, and progress moves. */
#define ROWS_AT_A_TIME 1024

/* Longer than any way to write a provider. */
#define MAX_PROVIDER 16

/* A block has this much text at most, and so its numbers stay small. */
#define MAX_BLOCK_BYTES (64 * 1024 * 1024)

typedef struct {
  DispatchImportShared *shared;
  DispatchImportPiece *piece;
  guint max_rows;
  DispatchBlockBuilder *builder;
  DispatchCsv csv;
  gsize n_block_bytes; /* an upper bound */
} Reader;

static void
add_bad (Reader *reader, DispatchImportReason reason)
{
  const DispatchCsv *csv = &reader->csv;
  const DispatchImportBad bad = {
    .at = csv->row_at,
    .length = (gsize) (csv->row_end - csv->row_at),
    .line = csv->row_line,
    .reason = reason,
  };

  reader->piece->n_bad++;
  if (reader->piece->bad->len < DISPATCH_IMPORT_MAX_LISTED) {
    g_array_append_val (reader->piece->bad, bad);
  }
}

static inline gboolean
is_plain_word (const char *at)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  guint64 word;

  memcpy (&word, at, sizeof word);
  return ((word | (word - ones)) & (ones * 0x80)) == 0;
}

/* Whether the bytes are UTF-8 without NUL. Around a few characters there is a lot of ASCII. */
static gboolean
is_text (const char *at, const char *end)
{
  while (end - at >= 8 && is_plain_word (at)) {
    at += 8;
  }
  while (end - at >= 8 && is_plain_word (end - 8)) {
    end -= 8;
  }
  return g_utf8_validate_len (at, (gsize) (end - at), NULL);
}

static gboolean
check_text (const DispatchCsv *csv, DispatchImportReason *reason)
{
  gsize length = (gsize) (csv->row_end - csv->row_at);

  if (csv->is_plain || is_text (csv->row_at, csv->row_end)) {
    return TRUE;
  }
  *reason =
    memchr (csv->row_at, '\0', length) != NULL ? DISPATCH_IMPORT_ZERO : DISPATCH_IMPORT_ENCODING;
  return FALSE;
}

static gboolean
has_long_cell (const DispatchCsv *csv)
{
  for (guint i = 0; i < MIN (csv->n_cells, DISPATCH_CSV_MAX_CELLS); i++) {
    if (csv->cells[i].length > DISPATCH_MAX_CELL) {
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
check_row (const Reader *reader, DispatchImportReason *reason)
{
  const DispatchCsv *csv = &reader->csv;
  const DispatchImportMapping *mapping = reader->shared->mapping;

  if (!check_text (csv, reason)) {
    return FALSE;
  }
  if (csv->n_filled > mapping->n_columns) {
    *reason = DISPATCH_IMPORT_MORE_CELLS;
    return FALSE;
  }
  if (csv->row_end - csv->row_at > DISPATCH_MAX_CELL && has_long_cell (csv)) {
    *reason = DISPATCH_IMPORT_LONG_CELL;
    return FALSE;
  }
  if (csv->n_filled == 0 && !mapping->is_exact) {
    *reason = DISPATCH_IMPORT_BLANK;
    return FALSE;
  }
  if (reader->piece->n_rows == reader->max_rows) {
    *reason = DISPATCH_IMPORT_MANY_ROWS;
    return FALSE;
  }
  return TRUE;
}

static DispatchCsvCell
trim (DispatchCsvCell cell)
{
  while (cell.length > 0 && g_ascii_isspace (cell.text[0])) {
    cell.text++;
    cell.length--;
  }
  while (cell.length > 0 && g_ascii_isspace (cell.text[cell.length - 1])) {
    cell.length--;
  }
  return cell;
}

/* What is no known provider is kept as it stands, for the check to tell of. */
static DispatchCsvCell
normalise_provider (DispatchCsvCell cell)
{
  char word[MAX_PROVIDER + 1];

  if (cell.length == 0 || cell.length > MAX_PROVIDER) {
    return cell;
  }
  memcpy (word, cell.text, cell.length);
  word[cell.length] = '\0';
  const char *provider = dispatch_provider_parse (word);
  return provider != NULL ? (DispatchCsvCell){ provider, strlen (provider) } : cell;
}

static guint
choose_address (DispatchCsvCell cell)
{
  g_autofree char *address = g_strndup (cell.text, cell.length);

  return dispatch_address_is_user (address) ? DISPATCH_COLUMN_USER : DISPATCH_COLUMN_TOKEN;
}

static DispatchCsvCell
take_guard_off (const Reader *reader, DispatchCsvCell cell)
{
  gboolean is_guarded = cell.length > 1 && *cell.text == '\'' &&
                        !reader->shared->mapping->is_exact &&
                        dispatch_export_is_guarded (cell.text, cell.length);

  return is_guarded ? (DispatchCsvCell){ cell.text + 1, cell.length - 1 } : cell;
}

/* Answers which of the fixed columns has a value now, as a bit. */
static guint
set_fixed (Reader *reader, const DispatchImportTarget *target, DispatchCsvCell cell, guint filled)
{
  DispatchCsvCell value =
    reader->shared->mapping->is_exact ? cell : trim (take_guard_off (reader, cell));
  guint slot = target->slot;

  if (value.length == 0) {
    return 0;
  }
  if (target->role == DISPATCH_IMPORT_ADDRESS) {
    slot = reader->shared->slots[choose_address (value)];
  } else if (target->role == DISPATCH_IMPORT_PROVIDER) {
    value = normalise_provider (value);
  }
  if ((filled & (1u << slot)) != 0) {
    return 0;
  }
  dispatch_block_builder_set (reader->builder, slot, value.text, value.length);
  return 1u << slot;
}

static void
note_line (Reader *reader)
{
  GArray *runs = reader->piece->runs;
  const DispatchImportRun run = { reader->piece->n_rows, reader->csv.row_line };
  const DispatchImportRun *last =
    runs->len > 0 ? &g_array_index (runs, DispatchImportRun, runs->len - 1) : NULL;

  if (last == NULL || run.line - last->line != run.row - last->row) {
    g_array_append_val (runs, run);
  }
}

static void
finish_block (Reader *reader)
{
  if (dispatch_block_builder_get_n_rows (reader->builder) > 0) {
    g_ptr_array_add (reader->piece->blocks, dispatch_block_builder_finish (reader->builder));
  }
  reader->n_block_bytes = 0;
}

/* Of several columns that are the same variable the first counts that has a value. */
static gboolean
is_set (const Reader *reader, guint column)
{
  const DispatchImportTarget *targets = reader->shared->targets;

  for (guint i = 0; targets[column].is_repeated && i < column; i++) {
    if (targets[i].role == DISPATCH_IMPORT_VARIABLE && targets[i].slot == targets[column].slot &&
        reader->csv.cells[i].length > 0) {
      return TRUE;
    }
  }
  return FALSE;
}

static void
add_row (Reader *reader)
{
  const DispatchCsv *csv = &reader->csv;
  guint filled = 0;

  for (guint i = 0; i < csv->n_filled; i++) {
    const DispatchImportTarget *target = &reader->shared->targets[i];
    if (target->role == DISPATCH_IMPORT_VARIABLE && !is_set (reader, i)) {
      const DispatchCsvCell cell = take_guard_off (reader, csv->cells[i]);
      dispatch_block_builder_set (reader->builder, target->slot, cell.text, cell.length);
    } else if (target->role != DISPATCH_IMPORT_VARIABLE &&
               target->role != DISPATCH_IMPORT_NOTHING) {
      filled |= set_fixed (reader, target, csv->cells[i], filled);
    }
  }
  dispatch_block_builder_end_row (reader->builder);
  note_line (reader);
  reader->piece->n_rows++;
  reader->n_block_bytes += (gsize) (csv->row_end - csv->row_at);
  if (dispatch_block_builder_is_full (reader->builder) || reader->n_block_bytes > MAX_BLOCK_BYTES) {
    finish_block (reader);
  }
}

static void
read_row (Reader *reader, DispatchCsvStep step)
{
  DispatchImportReason reason;

  if (step == DISPATCH_CSV_OPEN_QUOTE) {
    add_bad (reader, DISPATCH_IMPORT_OPEN_QUOTE);
  } else if (check_row (reader, &reason)) {
    add_row (reader);
  } else {
    add_bad (reader, reason);
  }
}

static void
read_rows (Reader *reader)
{
  DispatchImportPiece *piece = reader->piece;
  const char *told = piece->start;
  guint n_told = 0;

  for (guint n = 1; dispatch_csv_has_row (&reader->csv, piece->stop); n++) {
    read_row (reader, dispatch_csv_step (&reader->csv));
    if (n % ROWS_AT_A_TIME == 0) {
      if (!dispatch_import_shared_go_on (reader->shared, (gsize) (reader->csv.at - told),
                                         piece->n_rows - n_told)) {
        return;
      }
      told = reader->csv.at;
      n_told = piece->n_rows;
    }
  }
  dispatch_import_shared_go_on (reader->shared, (gsize) (reader->csv.at - told),
                                piece->n_rows - n_told);
}

/* Private: reads the rows that begin in a piece; the last may end behind it. Those beyond @max_rows
 * are bad. */
void
dispatch_import_piece_read (DispatchImportPiece *self, guint max_rows)
{
  DispatchImportShared *shared = self->shared;
  Reader reader = {
    .shared = shared,
    .piece = self,
    .max_rows = max_rows,
    .builder = dispatch_block_builder_new (shared->n_slots),
  };

  dispatch_import_piece_init (self, shared, self->start, self->stop);
  dispatch_csv_init (&reader.csv, self->start, (gsize) (shared->end - self->start),
                     &shared->mapping->options);
  read_rows (&reader);
  finish_block (&reader);
  self->end = reader.csv.at;
  self->n_lines = reader.csv.line - 1;
  dispatch_csv_clear (&reader.csv);
  dispatch_block_builder_free (reader.builder);
}

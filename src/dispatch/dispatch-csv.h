#pragma once

#include "dispatch-encoding.h"

G_BEGIN_DECLS

/* How the rows of a text are told apart, and their cells. */
typedef struct {
  char delimiter; /* of dispatch_csv_delimiters */
  char quote;     /* of dispatch_csv_quotes; NUL: none, a cell is what stands between delimiters */
  DispatchEncoding encoding;
  gboolean has_header;
} DispatchCsvOptions;

extern const char dispatch_csv_delimiters[]; /* ",;\t|" */
extern const char dispatch_csv_quotes[];     /* "\"'", and the NUL at its end */

/* What the program writes itself, but for the header, of which it knows. */
#define DISPATCH_CSV_OPTIONS_INIT           \
  {                                         \
    ',', '"', DISPATCH_ENCODING_UTF_8, TRUE \
  }

/* Of a text, as much as one looks at to see how its rows are written. */
#define DISPATCH_CSV_SNIFF_BYTES (1024 * 1024)

DispatchCsvOptions dispatch_csv_sniff (const char *bytes, gsize length);
gsize dispatch_csv_get_preface (const char *text, gsize length, char *delimiter);
void dispatch_csv_sniff_cells (const char *text, gsize length, DispatchCsvOptions *options);

typedef struct {
  const char *text; /* not ended by NUL */
  gsize length;
} DispatchCsvCell;

/* More cells of a row are counted but not kept. More than a table that people look at has, and few
 * enough to choose from. */
#define DISPATCH_CSV_MAX_CELLS 1000

/* Reads rows of separated cells (RFC 4180), one after the other, from a text that outlives the
 * reader. Any bytes will do. Lines without a character are left out; all three kinds of line ends
 * are known. A cell in quotes may have delimiters, line ends and, doubled, quotes; text behind the
 * closing quote belongs to the cell, and a quote elsewhere is a character, as in Python's csv. */
typedef struct {
  const char *at;
  const char *end;
  guint line; /* of @at, from 1 */
  char delimiter;
  char quote; /* NUL: none */

  /* The row that was read last. */
  guint row_line;
  const char *row_at;
  const char *row_end;    /* without its line end */
  DispatchCsvCell *cells; /* of DISPATCH_CSV_MAX_CELLS */
  guint n_cells;
  guint n_filled;    /* up to the last that is not empty */
  guint n_quoted;    /* cells in quotes */
  guint n_odd;       /* with text behind the closing quote */
  gboolean is_plain; /* of ASCII without zero bytes for sure; otherwise it may be */

  /* Eight bytes of the text, some of which are not read yet. */
  const char *word_at; /* (nullable) */
  guint64 word;
  guint64 found; /* the highest bit of each byte of @word that may end a cell */
  guint64 seen;  /* has all bits of the bytes of the row */
  gboolean has_zero;

  GStringChunk *texts; /* of cells that are not as they stand in the text */
  GString *buffer;
  gboolean has_texts;
} DispatchCsv;

typedef enum {
  DISPATCH_CSV_ROW,
  DISPATCH_CSV_END,
  DISPATCH_CSV_OPEN_QUOTE, /* one that never ends, at row_line, from row_at to row_end; the next
                            * step goes on behind that line */
} DispatchCsvStep;

void dispatch_csv_init (DispatchCsv *self,
                        const char *text,
                        gsize length,
                        const DispatchCsvOptions *options);
void dispatch_csv_init_line (DispatchCsv *self, const char *line);
void dispatch_csv_seek (DispatchCsv *self, const char *at, guint line);
void dispatch_csv_clear (DispatchCsv *self);
gboolean dispatch_csv_has_row (DispatchCsv *self, const char *stop);
DispatchCsvStep dispatch_csv_step (DispatchCsv *self);
gboolean dispatch_csv_row_is_blank (const DispatchCsv *self);
guint dispatch_csv_get_n_cells (const DispatchCsv *self);
const char *dispatch_csv_get_cell (DispatchCsv *self, guint cell);
void dispatch_csv_append_cell (GString *line, const char *cell);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DispatchCsv, dispatch_csv_clear)

G_END_DECLS

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* A prepared statement with GError. A value that cannot be bound is remembered and reported by the
 * next step, so that binding needs no checks. */
typedef struct _ArchiveStatement ArchiveStatement;

typedef enum {
  ARCHIVE_STEP_FAILED,
  ARCHIVE_STEP_ROW,
  ARCHIVE_STEP_DONE,
} ArchiveStep;

ArchiveStatement *archive_statement_new (sqlite3 *db, const char *sql, GError **error);
void archive_statement_free (ArchiveStatement *self);
int archive_statement_get_n_parameters (ArchiveStatement *self); /* the highest number of them */
void archive_statement_bind_text (ArchiveStatement *self, int parameter, const char *text);
void archive_statement_bind_int (ArchiveStatement *self, int parameter, gint64 number);
void archive_statement_bind_bytes (ArchiveStatement *self, int parameter, GBytes *bytes);
void archive_statement_bind_time (ArchiveStatement *self, int parameter, gint64 time);
ArchiveStep archive_statement_step (ArchiveStatement *self, GError **error);
void archive_statement_reset (ArchiveStatement *self);
gboolean archive_statement_run (ArchiveStatement *self, GError **error);
const char *archive_statement_get_text (ArchiveStatement *self, int column);
GBytes *archive_statement_get_bytes (ArchiveStatement *self, int column);
gint64 archive_statement_get_int (ArchiveStatement *self, int column);
gint64 archive_statement_get_time (ArchiveStatement *self, int column);
gboolean archive_statement_query_int (ArchiveStatement *self, gint64 *number, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveStatement, archive_statement_free)

typedef gboolean (*ArchiveTransaction) (sqlite3 *db, gpointer data, GError **error);

void archive_sql_set_error (GError **error, sqlite3 *db, int code);
gboolean archive_sql_exec (sqlite3 *db, const char *sql, GError **error);
gboolean archive_sql_query_int (sqlite3 *db, const char *sql, gint64 *number, GError **error);
gboolean archive_sql_transact (sqlite3 *db, ArchiveTransaction func, gpointer data, GError **error);

G_END_DECLS

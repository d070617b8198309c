#pragma once

#include "dispatch-table.h"

G_BEGIN_DECLS

/* The recipients of a send, as columns: where each is reached, and a value for each variable. A
 * GListModel of DispatchRecipient, a light row that is made when a view asks for it. Main thread
 * only; a worker takes a frozen table.
 *
 * A row is reached by the ID of a user, or by a device token and its provider. Every edit can be
 * undone, as far as DISPATCH_MAX_UNDO and DISPATCH_MAX_UNDO_BYTES go.
 *
 * Properties, read-only and notified: "can-undo", "can-redo", "undo-label" and "redo-label"
 * (nullable: what would be undone).
 *
 * Signals: "items-changed" of GListModel for rows that come and go; "cell-changed" (guint row,
 * guint column) for a value; "columns-changed" when a column comes, goes or gets another name. */
#define DISPATCH_TYPE_AUDIENCE (dispatch_audience_get_type ())
G_DECLARE_FINAL_TYPE (DispatchAudience, dispatch_audience, DISPATCH, AUDIENCE, GObject)

#define DISPATCH_TYPE_RECIPIENT (dispatch_recipient_get_type ())
G_DECLARE_FINAL_TYPE (DispatchRecipient, dispatch_recipient, DISPATCH, RECIPIENT, GObject)
DispatchAudience *dispatch_recipient_get_audience (DispatchRecipient *self);
guint dispatch_recipient_get_row (
  DispatchRecipient *self); /* where it is now; DISPATCH_NONE once it was removed */

DispatchAudience *dispatch_audience_new (void);
const DispatchTable *dispatch_audience_get_table (DispatchAudience *self);
DispatchTable *dispatch_audience_freeze (DispatchAudience *self);
guint dispatch_audience_get_n_rows (DispatchAudience *self);
guint dispatch_audience_get_n_columns (DispatchAudience *self); /* fixed ones included */
const char *
dispatch_audience_get_column_name (DispatchAudience *self,
                                   guint column); /* of a variable; "" for a fixed column */
gboolean dispatch_audience_find_column (DispatchAudience *self, const char *name, guint *column);
const char *
dispatch_audience_get_value (DispatchAudience *self, guint row, guint column); /* "" where unset */
gboolean dispatch_audience_is_user (DispatchAudience *self, guint row);

guint dispatch_audience_add_column (
  DispatchAudience *self,
  const char *name); /* or the one that is there; DISPATCH_NONE when there are too many */
gboolean dispatch_audience_rename_column (DispatchAudience *self, guint column, const char *name);
void dispatch_audience_remove_column (DispatchAudience *self, guint column);

guint dispatch_audience_append (DispatchAudience *self,
                                const char *address,
                                const char *provider); /* DISPATCH_NONE when there are too many */
gboolean dispatch_audience_insert_blank (DispatchAudience *self, guint row, guint n_rows);
gboolean
dispatch_audience_insert_table (DispatchAudience *self, guint row, const DispatchTable *rows);
void dispatch_audience_remove (DispatchAudience *self, guint row, guint n_rows);
void dispatch_audience_remove_rows (DispatchAudience *self, const guint *rows, guint n_rows);
void
dispatch_audience_set_value (DispatchAudience *self, guint row, guint column, const char *value);
void dispatch_audience_rewrite (DispatchAudience *self,
                                guint column,
                                guint first,
                                guint n_rows,
                                DispatchCellFunc func,
                                gpointer data);
void dispatch_audience_reset (DispatchAudience *self, DispatchTable *table);

/* What is done between the two is one step of undo; with a label that says what it is. */
void dispatch_audience_begin_edit (DispatchAudience *self);
void dispatch_audience_begin_edit_named (DispatchAudience *self, const char *label);
void dispatch_audience_end_edit (DispatchAudience *self);
void dispatch_audience_cancel_edit (DispatchAudience *self);
gboolean dispatch_audience_can_undo (DispatchAudience *self);
gboolean dispatch_audience_can_redo (DispatchAudience *self);
const char *dispatch_audience_get_undo_label (DispatchAudience *self); /* (nullable) */
const char *dispatch_audience_get_redo_label (DispatchAudience *self); /* (nullable) */
void dispatch_audience_undo (DispatchAudience *self);
void dispatch_audience_redo (DispatchAudience *self);

/* Any change at all, in one step. Returns FALSE with an error, and the table is of no use then. */
typedef gboolean (*DispatchTableFunc) (DispatchTable *table, gpointer data, GError **error);

gboolean dispatch_audience_edit (
  DispatchAudience *self, const char *label, DispatchTableFunc func, gpointer data, GError **error);
void dispatch_audience_edit_async (DispatchAudience *self,
                                   const char *label,
                                   DispatchTableFunc func,
                                   gpointer data,
                                   GDestroyNotify destroy,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean
dispatch_audience_edit_finish (DispatchAudience *self, GAsyncResult *result, GError **error);

#define DISPATCH_PASTE_ERROR (dispatch_paste_error_quark ())
typedef enum {
  DISPATCH_PASTE_ERROR_EMPTY,
  DISPATCH_PASTE_ERROR_NOT_TEXT,         /* not UTF-8 */
  DISPATCH_PASTE_ERROR_TOO_MANY_COLUMNS, /* a row has more cells than there are columns for */
  DISPATCH_PASTE_ERROR_TOO_MANY_ROWS,
  DISPATCH_PASTE_ERROR_QUOTE,         /* a quote that never ends: line is where its row begins */
  DISPATCH_PASTE_ERROR_REPEATED_NAME, /* the header names a column twice */
  DISPATCH_PASTE_ERROR_TWO_ADDRESSES, /* a row has both a user and a token */
} DispatchPasteError;
GQuark dispatch_paste_error_quark (void);

/* These accept any GError and answer 0 where it is not of this domain or has no such number. */
guint dispatch_paste_error_get_line (const GError *error);      /* of the pasted text, from 1 */
guint dispatch_paste_error_get_n_cells (const GError *error);   /* that the line has */
guint dispatch_paste_error_get_n_columns (const GError *error); /* that there are for it */

/* Whether the first line of @text names an address, so that it is a header. */
gboolean dispatch_paste_has_header (const char *text);

gboolean
dispatch_table_paste (DispatchTable *table, const char *text, guint *n_added, GError **error);

/* Appends tab-, comma- or semicolon-separated rows (RFC 4180 quoting). A first line of names
 * ("user", "token", "provider" and variables, in any order) is a header, and adds the variables it
 * names; without one the cells are address, provider (only where the second cell of every row is
 * one, or empty) and the variables in the order of the columns. All rows or, on error, none. */
gboolean
dispatch_audience_paste (DispatchAudience *self, const char *text, guint *n_added, GError **error);

G_END_DECLS

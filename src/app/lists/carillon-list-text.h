#pragma once

#include "carillon-list-kind.h"

G_BEGIN_DECLS

/* Rows as text for other programs, on any thread. CSV (RFC 4180) has a column for each field of the
 * kind, with what the API wrote; a text that a spreadsheet would take for a formula begins with an
 * apostrophe. JSON has the whole objects as the API wrote them. */
void carillon_list_text_append_csv_text (GString *line, const char *text);
void carillon_list_text_append_csv_header (GString *text, const CarillonListKind *kind);
void carillon_list_text_append_csv_row (GString *text, const CarillonListKind *kind, gpointer item);
void carillon_list_text_append_json (GString *text, gpointer item); /* in one line */

/* An array of @items, made in a worker. */
void carillon_list_text_json_async (GPtrArray *items, /* (transfer full) */
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
char *carillon_list_text_json_finish (GAsyncResult *result);

/* A command that asks for @item; the secret is a variable. (transfer full) (nullable) */
char *carillon_list_text_curl (CommsClient *client, const char *sid, CommsResource *item);

G_END_DECLS

#pragma once

#include "dispatch-import.h"
#include "dispatch-snapshot.h"

G_BEGIN_DECLS

/* A draft in a file of its own, which people read, git compares and carillonctl takes: a JSON
 * object whose members each begin a line and are always in this order, and which ends at the first
 * line that is "}"; below it the recipients as separated cells, a line each.
 *
 *   {
 *     "carillon": 1,
 *     "name": "October offer",
 *     "title": "Hi {{ name }}!",
 *     "body": [
 *       "Your order ships",
 *       "{{ due }}"
 *     ],
 *     ...
 *     "tags": [
 *       ["campaign", "gates"]
 *     ],
 *     "sendAt": "2025-03-19T08:30:00Z",
 *     "zone": "Europe/Vienna"
 *   }
 *
 *   userId,token,provider,name,due
 *   comms_pushnotificationuser_01h9krwprkeee8fzqspvwy6nq8,,,Ann,today
 *
 * Members may be absent; unknown ones are kept when a draft is written over a file that has them.
 * A file that is one JSON document, as dispatch_snapshot_to_json() writes it, is read as well. */
#define DISPATCH_DRAFT_FILE_SUFFIX ".carillon"
#define DISPATCH_DRAFT_FILE_TYPE "application/x-carillon-draft"

/* The JSON of a draft: more than any request has room for, a hundred times. */
#define DISPATCH_DRAFT_FILE_MAX_HEAD (4 * 1024 * 1024)

#define DISPATCH_DRAFT_FILE_ERROR (dispatch_draft_file_error_quark ())
typedef enum {
  DISPATCH_DRAFT_FILE_ERROR_NOT_A_DRAFT, /* something else, or nothing */
  DISPATCH_DRAFT_FILE_ERROR_SYNTAX,      /* of its JSON, as of a file that breaks off */
  DISPATCH_DRAFT_FILE_ERROR_VALUE,       /* a member is of another type than it should be */
  DISPATCH_DRAFT_FILE_ERROR_NEWER,       /* written by a newer Carillon */
  DISPATCH_DRAFT_FILE_ERROR_TOO_LARGE,   /* its JSON, or too many columns */
} DispatchDraftFileError;
GQuark dispatch_draft_file_error_quark (void);
guint dispatch_draft_file_error_get_line (const GError *error);         /* from 1; 0: none */
const char *dispatch_draft_file_error_get_member (const GError *error); /* (nullable): of VALUE */

/* What was read. Immutable; for any thread. */
typedef struct {
  char *name;
  DispatchContent *content;
  char **ignored;
  DispatchTable *table;
  DispatchImport *import; /* (nullable): of the lines below the JSON: where each row was, and those
                           * that were left out; all lines are those of the file */
} DispatchDraftFile;

/* For workers, and for who has no main loop. */
DispatchDraftFile *dispatch_draft_file_parse (const char *name,
                                              GBytes *bytes,
                                              DispatchProgress *progress,
                                              GCancellable *cancellable,
                                              GError **error);
DispatchDraftFile *dispatch_draft_file_load (GFile *file,
                                             DispatchProgress *progress,
                                             GCancellable *cancellable,
                                             GError **error);
void dispatch_draft_file_load_async (GFile *file,
                                     DispatchProgress *progress, /* (nullable) */
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
DispatchDraftFile *dispatch_draft_file_load_finish (GAsyncResult *result, GError **error);
void dispatch_draft_file_free (DispatchDraftFile *self);
DispatchDraft *dispatch_draft_file_make_draft (const DispatchDraftFile *self); /* of a new ID */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DispatchDraftFile, dispatch_draft_file_free)

/* Writes a draft in a worker; the file appears whole or not at all. */
void dispatch_draft_file_write_async (const DispatchSnapshot *snapshot,
                                      GFile *file,
                                      DispatchProgress *progress, /* (nullable) */
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean dispatch_draft_file_write_finish (GAsyncResult *result, GError **error);
/* The same text, for a draft of few recipients. */
char *dispatch_draft_file_to_text (const DispatchSnapshot *snapshot);

G_END_DECLS

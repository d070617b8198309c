#pragma once

#include <gtk/gtk.h>

#include <archive-index.h>
#include <comms-list.h>
#include <glib/gi18n.h>

#include "carillon-filter.h"
#include "carillon-session.h"

G_BEGIN_DECLS

/* What a list shows and can do, as a table: a new list is one of these, not a copied page. Titles
 * and texts are marked with N_() and translated when shown. The items are CommsResource. Getters
 * answer (transfer full), NULL or "" where there is nothing to show. */
typedef char *(*CarillonTextFunc) (gpointer item);

typedef enum {
  CARILLON_CELL_TEXT,   /* cut at the end */
  CARILLON_CELL_ID,     /* monospace, cut in the middle: an ID's end tells it from its neighbours */
  CARILLON_CELL_NUMBER, /* digits of one width, at the end of the cell */
} CarillonCellStyle;

typedef struct {
  const char *id; /* what the operator's choices are remembered by: "created" */
  const char *title;
  CarillonTextFunc text;
  gint64 (*number) (gpointer item);         /* (nullable): what is sorted by in place of the text */
  CarillonTextFunc tooltip;                 /* (nullable) */
  const char *(*icon_name) (gpointer item); /* (nullable): beside the text; (nullable) result */
  const char *(*css_class) (gpointer item); /* (nullable): of icon and text, "error" */
  CarillonCellStyle style;
  gboolean expand;
  int width_chars; /* the narrowest that still can be read; 0 for as wide as the text */
  int from_width;  /* shown where the list is at least so wide, in pixels; 0 for always */

  /* A cell of another kind: @create in place of the label, @bind for each item. Nullable, both or
   * neither; @text is then what a screen reader says. */
  GtkWidget *(*create) (void);
  void (*bind) (GtkWidget *cell, gpointer item);
} CarillonColumn;

/* A line of the details. */
typedef struct {
  const char *title;
  CarillonTextFunc text;    /* the line is left out where it answers NULL or ""; NULL for what only
                               files have */
  CarillonTextFunc tooltip; /* (nullable) */
  const char *member;     /* (nullable): the JSON member that this shows, so that it does not appear
                             among those nobody knows */
  CarillonTextFunc value; /* (nullable): in files, where the member is no plain value */
  CarillonCellStyle style; /* CARILLON_CELL_ID has a button that copies the text */
  const char *action_name; /* (nullable): makes the line a link, with its text as the target */
} CarillonField;

/* A button of the details that leads elsewhere: an action with the item's string as its target. */
typedef struct {
  const char *label;       /* with a mnemonic: N_("Show _Registrations") */
  const char *action_name; /* "win.show-user-registrations" */
  CarillonTextFunc target;
} CarillonItemAction;

/* What can be done to all selected items: an action of the page around the list, without a target,
 * which knows what is selected and is enabled where it makes sense. */
typedef struct {
  const char *label; /* with a mnemonic: N_("_Restore…") */
  const char *action_name;
  const char *css_class; /* (nullable): of the button, "destructive-action" */
} CarillonSelectionAction;

/* How an item is deleted. */
typedef struct {
  void (*delete_async) (CommsClient *client,
                        const char *id,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data); /* ended by comms_client_delete_finish() */
  CarillonTextFunc heading;                  /* "Delete User?" */
  CarillonTextFunc body;                     /* (nullable): what is lost and cannot come back */
  const char *done;                          /* "User deleted" */

  /* (nullable): what has to be found out before that can be said, in place of @body; never fails.
   */
  void (*look_async) (CarillonSession *session,
                      gpointer item,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  char *(*look_finish) (GAsyncResult *result, char **phrase); /* (transfer full); the phrase is
                                                                 nullable: it has to be typed */
  const char *refresh_action; /* (nullable): of a widget around the list, when it is done */
} CarillonDeletion;

/* What can be made of an item by one call, after a question. */
typedef struct {
  const char *label;               /* of the button, with a mnemonic: N_("_Make Default…") */
  gboolean (*can) (gpointer item); /* whether that would change anything */
  void (*apply_async) (CommsClient *client,
                       const char *id,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data); /* ended by comms_client_update_finish() */
  CarillonTextFunc heading;
  CarillonTextFunc body;
  const char *confirm; /* a verb with a mnemonic: N_("_Make Default") */
  const char *done;    /* "Default app changed" */
} CarillonChange;

/* What a list is asked for. */
typedef struct {
  GHashTable *values; /* of the filters in force, by their IDs: "status" → "FAILED" */
  const char *search; /* (nullable): what the source itself looks for, see "searches" */
} CarillonListQuery;

/* Where the rows come from, if it is not one call of the API; (transfer full) result. @client tells
 * this list of its retries. */
typedef CommsSource *(*CarillonSourceFunc) (CarillonSession *session,
                                            CommsClient *client,
                                            const CarillonListQuery *query);

/* Counts the rows that @query finds; ended by archive_store_count_finish (). */
typedef void (*CarillonCountFunc) (CarillonSession *session,
                                   const CarillonListQuery *query,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* How rows are deleted, one or many: shown as a plan first, then done in a job, which can be
 * paused, goes on after a crash and keeps a copy. The strings live as long as the item or the
 * query. */
typedef struct {
  ArchiveJobKind kind;
  const char *(*target) (gpointer item); /* (nullable): the ID of what is deleted with the row, if
                                            it is not the row's own: rows may share one */
  const char *(*owner) (gpointer item);  /* (nullable): the ID of the user whose deletion takes the
                                            row along */
  const char *remark; /* (nullable): what else goes, N_("All devices of a registration go.") */

  /* What the rows of a list of the index are found by, for all that match; nullable, one at most.
   */
  void (*match_devices) (const CarillonListQuery *query, ArchiveDeviceQuery *devices);
  void (*match_users) (const CarillonListQuery *query, ArchiveUserQuery *users);
} CarillonRowDeletion;

/* A section of the details below the fields, made anew for each item; (nullable) result. */
typedef GtkWidget *(*CarillonExtraFunc) (CarillonSession *session, gpointer item);

typedef struct {
  const char *id;       /* what choices are remembered by, and files are called: "users" */
  const char *title;    /* what the list holds: N_("Users") */
  const char *singular; /* over the details: N_("User") */
  const CarillonColumn *columns;
  guint n_columns;
  const CarillonField *fields;
  guint n_fields;
  const CarillonItemAction *actions; /* (nullable) */
  guint n_actions;
  const CarillonSelectionAction *selection_actions; /* (nullable) */
  guint n_selection_actions;
  const CarillonDeletion *deletion; /* (nullable): one, directly: what no copy can be kept of */
  const CarillonRowDeletion *row_deletion; /* (nullable) */
  const CarillonChange *change;            /* (nullable) */
  CarillonExtraFunc extra;                 /* (nullable) */
  const CarillonFilterField *filters;      /* (nullable): what the call can be narrowed by */
  guint n_filters;

  CarillonTextFunc copied_id; /* (nullable): what is copied as the ID, where the list has one of its
                                 own */

  /* (nullable): adds whom a notification to @item would reach, as (ss): a user's ID and "", or a
   * token and its provider. */
  void (*add_recipients) (gpointer item, GVariantBuilder *recipients);

  CommsListFunc list;            /* a call of the API; NULL where there is a source */
  CarillonSourceFunc source;     /* (nullable) */
  CarillonCountFunc count_async; /* (nullable): nobody knows before the last row is there */
  gboolean searches; /* the source finds what is searched for, in all rows and not in those that are
                        loaded */
  const char *search_hint; /* (nullable): in the empty search entry, where it is not all fields */
  guint page_size;         /* 0 for CARILLON_LIST_PAGE_SIZE */

  const char *icon_name; /* of the placeholder */
  const char *empty_title;
  const char *empty_text;
  const char *begin_label;  /* (nullable): of the button there, with a mnemonic */
  const char *begin_action; /* (nullable): an action of a widget around the list */
} CarillonListKind;

/* A column that is shown only where it was chosen: its "from_width". */
#define CARILLON_ONLY_CHOSEN G_MAXINT

/* What nearly every kind has a column and a line of. */
#define CARILLON_ID_COLUMN(id_title, chars, from)                                                 \
  {                                                                                               \
    .id = "id", .title = id_title, .text = carillon_resource_id, .tooltip = carillon_resource_id, \
    .style = CARILLON_CELL_ID, .expand = TRUE, .width_chars = chars, .from_width = from,          \
  }
#define CARILLON_CREATED_COLUMN(from)                                                     \
  {                                                                                       \
    .id = "created", .title = N_ ("Created"), .text = carillon_resource_created,          \
    .number = carillon_resource_created_number, .tooltip = carillon_resource_created_utc, \
    .from_width = from,                                                                   \
  }
#define CARILLON_UPDATED_COLUMN(from)                                                     \
  {                                                                                       \
    .id = "updated", .title = N_ ("Updated"), .text = carillon_resource_updated,          \
    .number = carillon_resource_updated_number, .tooltip = carillon_resource_updated_utc, \
    .from_width = from,                                                                   \
  }
#define CARILLON_ID_FIELD(id_title, id_member)                            \
  {                                                                       \
    .title = id_title, .text = carillon_resource_id, .member = id_member, \
    .style = CARILLON_CELL_ID,                                            \
  }
#define CARILLON_CREATED_FIELD                                       \
  {                                                                  \
    .title = N_ ("Created"), .text = carillon_resource_created,      \
    .tooltip = carillon_resource_created_utc, .member = "createdAt", \
  }
#define CARILLON_UPDATED_FIELD                                       \
  {                                                                  \
    .title = N_ ("Updated"), .text = carillon_resource_updated,      \
    .tooltip = carillon_resource_updated_utc, .member = "updatedAt", \
  }

/* Getters that every kind can use. */
char *carillon_resource_id (gpointer item);
char *carillon_resource_created (gpointer item);
char *carillon_resource_created_utc (gpointer item);
char *carillon_resource_updated (gpointer item);
char *carillon_resource_updated_utc (gpointer item);
gint64 carillon_resource_created_number (gpointer item);
gint64 carillon_resource_updated_number (gpointer item);
/* Of a member that is a time; NULL where there is none. */
char *carillon_resource_time (gpointer item, const char *member);
char *carillon_resource_time_utc (gpointer item, const char *member);

G_END_DECLS

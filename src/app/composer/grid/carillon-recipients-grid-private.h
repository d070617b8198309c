#pragma once

#include <adwaita.h>
#include <dispatch-check.h>

#include "carillon-grid-cell.h"
#include "carillon-grid-change.h"
#include "carillon-grid-model.h"
#include "carillon-grid-selection.h"
#include "carillon-notice.h"
#include "carillon-recipients-grid.h"

G_BEGIN_DECLS

/* What the files of the grid share. */

/* In place of a DispatchColumnKind: the column of the rows' numbers. */
#define CARILLON_GRID_NUMBER (-1)

/* A column that is shown, or was: cells of it may still be about. */
struct _CarillonGridColumn {
  int kind;                     /* CARILLON_GRID_NUMBER or a DispatchColumnKind */
  char *name;                   /* (owned): of a variable, else "" */
  GtkColumnViewColumn *made;    /* (owned) */
  CarillonRecipientsGrid *grid; /* (unowned) */
};

struct _CarillonRecipientsGrid {
  GtkWidget parent_instance;

  DispatchDraft *draft;             /* (owned) (nullable) */
  DispatchReport *report;           /* (owned) (nullable): of what was checked last */
  CarillonGridModel *model;         /* (owned) (nullable): of the draft's audience */
  CarillonGridSelection *selection; /* (owned) */
  GPtrArray *variables; /* of CarillonVariable (owned) (nullable): that the templates name */

  GPtrArray *columns;     /* of CarillonGridColumn (owned): every one that was made */
  GPtrArray *shown;       /* of CarillonGridColumn (unowned): in order, without the numbers */
  GPtrArray *items;       /* of GtkListItem (unowned): those that are bound */
  gboolean users;         /* the IDs of users have a column */
  gboolean devices;       /* tokens and providers have columns */
  char *unused_name;      /* (owned) (nullable): the column that is offered for removal */
  gboolean report_is_old; /* rows came or went since */
  GHashTable *kept;       /* set of names (owned): unused columns that are to stay */

  CarillonGridCell *edited; /* (unowned) (nullable) */
  gboolean quick;           /* the arrows end what is edited */
  guint current_row;
  gboolean browsing;    /* the grid is shown, though it may have no rows */
  gboolean wants_focus; /* the cell with the cursor is to have it */
  guint n_frames;       /* until that is tried again */
  guint scan;           /* source ID */
  guint drag;           /* source ID: while the pointer is dragged beyond the grid */
  double drag_y;
  gconstpointer pressed; /* the cell that the last click was on; only compared */
  guint32 press_time;
  gboolean drags_rows;

  const CarillonGridColumn *sorted; /* (unowned) (nullable) */
  const CarillonGridColumn *asked;  /* see carillon-grid-sort.c */
  gboolean descending;
  GCancellable *sorting; /* (owned) (nullable): while a worker sorts */
  GCancellable *working; /* (owned) (nullable): while many cells are being changed */
  char *work_label;      /* (owned) (nullable): of that */
  guint busy;            /* source ID: until it is seen that it takes its time */

  GtkColumnView *view;
  GtkWidget *scroller;
  GtkWidget *progress;
  GtkStack *stack;
  GtkWidget *import_button;
  GtkWidget *paste_button;
  GtkLabel *heading;
  GtkWidget *toolbar;
  CarillonNotice *notice;
  CarillonNotice *unused;

  GtkSearchBar *find_bar;
  GtkSearchEntry *find_entry;
  GtkEntry *replace_entry;
  GtkWidget *replace_box;
  GtkWidget *find_scope;
  GtkCheckButton *find_case;
  GtkCheckButton *find_whole;
  GtkLabel *find_count;
  CarillonGridRange find_range; /* whose columns are looked at */
  GArray *find_rows;            /* of guint (owned) (nullable): the rows that are */
  GArray *matches;              /* of CarillonGridMatch (owned) (nullable) */
  GCancellable *searching;      /* (owned) (nullable): while a worker searches */
  guint recount;                /* source ID */

  GtkWidget *menu; /* (nullable): a popover, while it is open */
};

/* carillon-recipients-grid.c */
DispatchAudience *carillon_recipients_grid_get_audience (CarillonRecipientsGrid *self);
guint carillon_recipients_grid_get_n_rows (CarillonRecipientsGrid *self);
void carillon_recipients_grid_tell (CarillonRecipientsGrid *self, const char *message);
void carillon_recipients_grid_browse (CarillonRecipientsGrid *self);
void carillon_recipients_grid_cursor_moved (CarillonRecipientsGrid *self);

/* carillon-grid-columns.c */
void carillon_grid_columns_free_column (gpointer column);
void carillon_grid_columns_sync (CarillonRecipientsGrid *self);
CarillonGridColumn *carillon_grid_columns_at (CarillonRecipientsGrid *self, guint index);
int carillon_grid_columns_index (CarillonRecipientsGrid *self, const CarillonGridColumn *column);
int carillon_grid_columns_index_of_kind (CarillonRecipientsGrid *self, int kind);
guint carillon_grid_columns_resolve (CarillonRecipientsGrid *self,
                                     const CarillonGridColumn *column); /* DISPATCH_NONE */
guint carillon_grid_columns_settle (CarillonRecipientsGrid *self,
                                    const CarillonGridColumn *column); /* DISPATCH_NONE */
const char *carillon_grid_columns_title (const CarillonGridColumn *column);
const char *carillon_grid_columns_get_id (const CarillonGridColumn *column);
CarillonGridColumn *carillon_grid_columns_find_id (CarillonRecipientsGrid *self, const char *id);
CarillonGridColumn *
carillon_grid_columns_find_title (CarillonRecipientsGrid *self, const char *title);
void carillon_grid_columns_template_changed (CarillonRecipientsGrid *self);
void carillon_grid_columns_scan_now (CarillonRecipientsGrid *self);

/* carillon-grid-face.c */
const char *carillon_grid_face_get_value (CarillonRecipientsGrid *self,
                                          guint position,
                                          const CarillonGridColumn *column);
void carillon_grid_face_refresh (CarillonRecipientsGrid *self, GtkListItem *item);
void carillon_grid_face_refresh_all (CarillonRecipientsGrid *self);
void carillon_grid_face_refresh_rows (CarillonRecipientsGrid *self, guint first, guint n_rows);
guint carillon_grid_face_find_marked (CarillonRecipientsGrid *self, guint position);
gboolean carillon_grid_face_find_problem (CarillonRecipientsGrid *self,
                                          guint position,
                                          gboolean back,
                                          guint *found);

/* carillon-grid-cursor.c */
CarillonGridColumn *carillon_grid_cursor_column_of (GtkListItem *item);
CarillonGridCell *
carillon_grid_cursor_find_cell (CarillonRecipientsGrid *self, guint position, guint column);
void carillon_grid_cursor_on_changed (CarillonRecipientsGrid *self);
void carillon_grid_cursor_grab (CarillonRecipientsGrid *self);
void carillon_grid_cursor_show_page (CarillonRecipientsGrid *self, const char *name);
void carillon_grid_cursor_keep (CarillonRecipientsGrid *self);
void carillon_grid_cursor_go (CarillonRecipientsGrid *self, guint position, guint column);
void carillon_grid_cursor_scroll_to (CarillonRecipientsGrid *self, guint position, guint column);
void carillon_grid_cursor_update_item (CarillonRecipientsGrid *self, GtkListItem *item);
void carillon_grid_cursor_update_size (CarillonRecipientsGrid *self);
guint carillon_grid_cursor_count_page (CarillonRecipientsGrid *self);
void carillon_grid_cursor_install (CarillonRecipientsGrid *self);

/* carillon-grid-pointer.c */
void carillon_grid_pointer_install (CarillonRecipientsGrid *self);

/* carillon-grid-keys.c */
void carillon_grid_keys_install (CarillonRecipientsGrid *self);

/* carillon-grid-edit.c */
void carillon_grid_edit_begin (CarillonRecipientsGrid *self, gboolean quick);
void carillon_grid_edit_end (CarillonRecipientsGrid *self);
void carillon_grid_edit_cancel (CarillonRecipientsGrid *self);
void carillon_grid_edit_write (CarillonRecipientsGrid *self, GtkListItem *item, const char *text);

/* carillon-grid-commands.c */
void carillon_grid_commands_install (GtkWidgetClass *widget_class);
void carillon_grid_commands_update (CarillonRecipientsGrid *self);
int carillon_grid_commands_compare_rows (gconstpointer a, gconstpointer b); /* guint */
guint *carillon_grid_commands_dup_rows (CarillonRecipientsGrid *self, guint *n_rows);
void carillon_grid_commands_get_range (CarillonRecipientsGrid *self, CarillonGridRange *range);

/* carillon-grid-work.c */
typedef void (*CarillonGridWorkDone) (CarillonRecipientsGrid *self,
                                      gboolean changed,
                                      gpointer data);
GCancellable *carillon_grid_work_begin (CarillonRecipientsGrid *self, const char *label);
void carillon_grid_work_end (CarillonRecipientsGrid *self, GCancellable *work);
char *carillon_grid_work_stop (CarillonRecipientsGrid *self);
void carillon_grid_work_run (CarillonRecipientsGrid *self,
                             const char *label,
                             guint64 n_cells,
                             DispatchTableFunc func,
                             gpointer data,
                             GDestroyNotify destroy,
                             CarillonGridWorkDone done,
                             gpointer done_data);
void carillon_grid_work_change (CarillonRecipientsGrid *self,
                                const char *label,
                                CarillonGridChange *change,
                                guint64 n_cells,
                                CarillonGridWorkDone done,
                                gpointer data);

/* carillon-grid-clipboard.c */
void carillon_grid_clipboard_install (GtkWidgetClass *widget_class);

/* carillon-grid-sort.c */
void carillon_grid_sort_install (GtkWidgetClass *widget_class);
void carillon_grid_sort_make_sortable (CarillonGridColumn *column);
void carillon_grid_sort_apply (CarillonRecipientsGrid *self);
void carillon_grid_sort_watch (CarillonRecipientsGrid *self);
void carillon_grid_sort_reset (CarillonRecipientsGrid *self);

/* carillon-grid-find.c */
void carillon_grid_find_install (GtkWidgetClass *widget_class);
void carillon_grid_find_watch (CarillonRecipientsGrid *self);
void carillon_grid_find_changed (CarillonRecipientsGrid *self);
void carillon_grid_find_stop (CarillonRecipientsGrid *self);

/* carillon-grid-dialogs.c */
void carillon_grid_dialogs_install (GtkWidgetClass *widget_class);

/* carillon-grid-menu.c */
GMenuModel *carillon_grid_menu_new_for_header (const CarillonGridColumn *column);
void carillon_grid_menu_popup (CarillonRecipientsGrid *self, double x, double y);
void carillon_grid_menu_install (GtkWidgetClass *widget_class);

G_END_DECLS

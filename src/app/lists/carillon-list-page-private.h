#pragma once

#include "carillon-export-bar.h"
#include "carillon-filter-bar.h"
#include "carillon-list-columns.h"
#include "carillon-list-page.h"
#include "carillon-list-pager.h"
#include "carillon-list-total.h"
#include "carillon-list-wait.h"

G_BEGIN_DECLS

struct _CarillonListPage {
  GtkWidget parent_instance;

  CarillonSession *session; /* (owned) */
  const CarillonListKind *kind;
  CommsClient *client;          /* (owned): the session's, with its retries told here only */
  CommsFilter *filter;          /* (owned) (nullable): below those of the chips */
  GHashTable *given;            /* (owned): what a source is asked for besides, by ID */
  CommsList *list;              /* (owned): of the filters in force */
  CarillonListRows *rows;       /* (owned): of the list */
  CarillonListPager *pager;     /* (owned) */
  CarillonListWait *wait;       /* (owned) */
  CarillonListTotal *total;     /* (owned) */
  CarillonListColumns *columns; /* (owned) */
  GtkWidget *notice;            /* (owned) (nullable): in place of the rows */
  GtkWidget *parked;            /* (unowned) (nullable): has the focus until there are rows */
  char *empty_title;            /* (owned) (nullable): in place of the kind's */
  char *empty_text;             /* (owned) (nullable) */
  gboolean show_details;
  gboolean reached;      /* an answer came since the network went */
  gboolean returned;     /* the network did, and what failed was not tried again yet */
  gboolean reloading;    /* what failed, if something failed, was a reload */
  gboolean deleting;     /* a deletion is asked about or under way */
  gboolean selects_all;  /* all rows are selected when all are there */
  GHashTable *gone;      /* (nullable): IDs of rows that were deleted and may still be shown */
  GHashTable *gone_with; /* (nullable): IDs of what was deleted and took rows along */
  gboolean looking_up;   /* those rows */
  guint forgetting;      /* a source; 0 for none */

  GtkWidget *split;
  GtkWidget *controls;
  GtkWidget *filter_button;
  GtkWidget *filters; /* a CarillonFilterBar */
  GtkWidget *menu_button;
  GtkWidget *search_bar;
  GtkWidget *search_entry;
  GtkWidget *empty;
  GtkWidget *clear_button;
  GtkWidget *begin_button;
  GtkWidget *scroller;
  GtkWidget *view;
  GtkWidget *export_bar;
  GtkWidget *delete_revealer;
  GtkWidget *delete_problem;
  GtkWidget *details; /* (unowned): in the split */
};

/* Of carillon-list-page-load.c. */
CommsSource *
carillon_list_page_make_source (CarillonListPage *self, CommsClient *client); /* (transfer full) */
void carillon_list_page_tell_empty (CarillonListPage *self);
void carillon_list_page_search_changed (CarillonListPage *self);
void carillon_list_page_retry (CarillonListPage *self);
void carillon_list_page_load_if_shown (CarillonListPage *self);
void carillon_list_page_follow_network (CarillonListPage *self);
gboolean carillon_list_page_get_offline (CarillonListPage *self);
void carillon_list_page_list_anew (CarillonListPage *self);
void carillon_list_page_loads_all_changed (CarillonListPage *self);

/* Of carillon-list-page-focus.c. */
void carillon_list_page_unpark_focus (CarillonListPage *self);
gboolean carillon_list_page_grab_focus (GtkWidget *widget);
gboolean carillon_list_page_focus (GtkWidget *widget, GtkDirectionType direction);

/* Of carillon-list-page-actions.c. */
void carillon_list_page_install_actions (GtkWidgetClass *widget_class);
void carillon_list_page_add_keys (CarillonListPage *self);
void carillon_list_page_add_menus (CarillonListPage *self);
void carillon_list_page_enable_actions (CarillonListPage *self);

/* Of carillon-list-page-delete.c. */
void carillon_list_page_delete (GtkWidget *widget, const char *action, GVariant *parameter);
void
carillon_list_page_delete_matching (GtkWidget *widget, const char *action, GVariant *parameter);
gboolean carillon_list_page_deletes_matching (CarillonListPage *self);
void carillon_list_page_close_delete_problem (CarillonListPage *self);
void carillon_list_page_follow_deletions (CarillonListPage *self);
void carillon_list_page_unfollow_deletions (CarillonListPage *self);

/* Of carillon-list-page-change.c. */
void carillon_list_page_change (GtkWidget *widget, const char *action, GVariant *parameter);

/* Of carillon-list-page-export.c. */
void carillon_list_page_export (GtkWidget *widget, const char *action, GVariant *format);
void carillon_list_page_export_selected (GtkWidget *widget, const char *action, GVariant *format);

G_END_DECLS

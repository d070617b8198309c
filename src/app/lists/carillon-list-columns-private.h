#pragma once

#include "carillon-list-columns.h"

G_BEGIN_DECLS

typedef enum {
  CARILLON_COLUMN_BY_ROOM, /* as wide as the list must be for it */
  CARILLON_COLUMN_SHOWN,
  CARILLON_COLUMN_HIDDEN,
} CarillonColumnVisibility;

typedef struct {
  CarillonListColumns *owner; /* (unowned) */
  const CarillonColumn *column;
  GtkColumnViewColumn *made; /* (owned) */
  CarillonColumnVisibility visibility;
} CarillonMadeColumn;

struct _CarillonListColumns {
  GObject parent_instance;

  GtkColumnView *view; /* (unowned): this ends with it */
  const CarillonListKind *kind;
  CarillonListRows *rows;          /* (owned) */
  CarillonListChoices *choices;    /* (owned) */
  CarillonMadeColumn *columns;     /* (owned): as many as the kind has */
  GSimpleActionGroup *actions;     /* (owned) */
  GMenu *menu;                     /* (owned) */
  GMenu *sort_menu;                /* (owned) */
  const CarillonMadeColumn *asked; /* (nullable): see carillon-list-columns-sort.c */
  guint save;                      /* (nullable): source */
  guint tick;
};

CarillonMadeColumn *
carillon_list_columns_find (CarillonListColumns *self, const char *id); /* (nullable) */

/* Of carillon-list-columns-choices.c. */
void carillon_list_columns_restore (CarillonListColumns *self);
void carillon_list_columns_save (CarillonListColumns *self);
void carillon_list_columns_save_soon (CarillonListColumns *self);

/* Of carillon-list-columns-sort.c. */
void carillon_list_columns_make_sortable (CarillonMadeColumn *column);
void carillon_list_columns_add_sort_actions (CarillonListColumns *self);
const CarillonMadeColumn *
carillon_list_columns_get_sort (CarillonListColumns *self, gboolean *descending); /* (nullable) */
void carillon_list_columns_sort_by (CarillonListColumns *self,
                                    const char *id, /* (nullable) */
                                    gboolean descending);
void carillon_list_columns_take_sort (CarillonListColumns *self);

G_END_DECLS

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where an operator is in a draft: which pane is shown, which widget has the focus, and where in it
 * the cursor is. As JSON, which another version may have written. */
typedef struct {
  guint pane;
  char *widget; /* (nullable): the name of what has the focus */
  guint offset; /* of the cursor in it, in characters */
  guint row;    /* of the recipients */
} CarillonDraftPlace;

char *carillon_draft_place_to_json (const CarillonDraftPlace *self);
gboolean carillon_draft_place_from_json (CarillonDraftPlace *self, const char *json);
void carillon_draft_place_clear (CarillonDraftPlace *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CarillonDraftPlace, carillon_draft_place_clear)

/* Of what has the focus below a widget, and back. */
void carillon_draft_place_look (CarillonDraftPlace *self, GtkWidget *root);
gboolean carillon_draft_place_go (const CarillonDraftPlace *self, GtkWidget *root);

G_END_DECLS

/* Where the operator is in a draft, noted with it and gone back to. */

#include "carillon-composer-page-private.h"

char *
carillon_composer_place_get (gpointer data)
{
  CarillonComposerPage *self = data;
  g_auto (CarillonDraftPlace) place = {
    .row = carillon_recipients_grid_get_current_row (self->grid),
  };

  g_object_get (self->panes, "current", &place.pane, NULL);
  carillon_draft_place_look (&place, GTK_WIDGET (self->stack));
  return carillon_draft_place_to_json (&place);
}

gboolean
carillon_composer_place_go (CarillonComposerPage *self)
{
  gboolean done = carillon_draft_place_go (&self->place, GTK_WIDGET (self->stack));

  if (done) {
    carillon_draft_place_clear (&self->place);
  }
  return done;
}

void
carillon_composer_place_restore (CarillonComposerPage *self)
{
  const char *json = carillon_draft_keeper_get_place (self->keeper);
  guint n_rows = dispatch_audience_get_n_rows (
    dispatch_draft_get_audience (carillon_composer_page_get_draft (self)));

  carillon_draft_place_clear (&self->place);
  if (!carillon_draft_place_from_json (&self->place, json)) {
    return;
  }
  carillon_panes_set_current (self->panes, self->place.pane);
  if (self->place.row > 0 && self->place.row < n_rows) {
    carillon_recipients_grid_show_row (self->grid, self->place.row);
  }
  if (gtk_widget_get_mapped (GTK_WIDGET (self))) {
    carillon_composer_place_go (self);
  }
}

static void
note_place (CarillonComposerPage *self)
{
  carillon_draft_keeper_note_place (self->keeper);
}

static gboolean
on_key_released (CarillonComposerPage *self,
                 guint keyval,
                 guint keycode,
                 GdkModifierType state,
                 gpointer controller)
{
  note_place (self);
  return FALSE;
}

void
carillon_composer_place_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, note_place);
  gtk_widget_class_bind_template_callback (widget_class, on_key_released);
}

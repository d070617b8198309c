#include "carillon-grid-cell.h"

#include <string.h>

/* More characters of a value are not in sight in any cell, and cost time to lay out. */
#define MAX_SHOWN 250

struct _CarillonGridCell {
  GtkWidget parent_instance;

  CarillonGridColumn *column; /* (unowned) */
  GtkInscription *shown;
  GtkImage *mark;    /* (nullable): once there was something to mark */
  GtkText *entry;    /* (nullable): while edited */
  char *text;        /* (owned): all of it */
  char *tip;         /* (owned) (nullable): of the tooltip */
  char *label;       /* (owned) (nullable): for assistive technologies, as the next */
  char *description; /* (owned) (nullable) */
  gboolean cursor;
  gboolean selected;
  gboolean quiet; /* the entry is told what the cell holds */
};

enum {
  PROP_TEXT = 1,
  N_PROPS,
};

enum {
  EDITED,
  DONE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonGridCell, carillon_grid_cell, GTK_TYPE_WIDGET)

static void
set_class (CarillonGridCell *self, const char *name, gboolean has)
{
  if (has) {
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  } else {
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
  }
}

/* One line of what may be many. */
static char *
shorten (const char *text)
{
  g_autoptr (GString) line = g_string_new (NULL);
  guint n = 0;

  for (const char *p = text; *p != '\0' && n < MAX_SHOWN; p = g_utf8_next_char (p), n++) {
    if (*p == '\n') {
      g_string_append (line, "↵");
    } else if (*p == '\r' || *p == '\t') {
      g_string_append_c (line, ' ');
    } else {
      g_string_append_len (line, p, g_utf8_next_char (p) - p);
    }
  }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static gboolean
is_short (const char *text)
{
  gsize length = strcspn (text, "\n\r\t");

  return text[length] == '\0' && length <= MAX_SHOWN;
}

static void
show_text (CarillonGridCell *self, const char *text)
{
  if (is_short (text)) {
    gtk_inscription_set_text (self->shown, text);
    return;
  }
  g_autofree char *line = shorten (text);
  gtk_inscription_set_text (self->shown, line);
}

static void
show_mark (CarillonGridCell *self, const CarillonGridFace *face)
{
  if (face->mark == NULL && self->mark == NULL) {
    return;
  }
  if (self->mark == NULL) {
    self->mark = GTK_IMAGE (gtk_image_new ());
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->mark), GTK_ACCESSIBLE_PROPERTY_LABEL, "",
                                    -1);
    gtk_widget_insert_before (GTK_WIDGET (self->mark), GTK_WIDGET (self), NULL);
  }
  if (face->mark != NULL) {
    gtk_image_set_from_icon_name (self->mark, face->is_error ? "dialog-error-symbolic"
                                                             : "dialog-warning-symbolic");
  }
  gtk_widget_set_visible (GTK_WIDGET (self->mark), face->mark != NULL);
}

/* Returns: whether it is another one now */
static gboolean
replace_text (char **text, const char *other)
{
  if (g_strcmp0 (*text, other) == 0) {
    return FALSE;
  }
  g_free (*text);
  *text = g_strdup (other);
  return TRUE;
}

static void
describe (CarillonGridCell *self, const CarillonGridFace *face)
{
  const char *value = *face->text != '\0' ? face->text : face->hint != NULL ? face->hint : "";
  g_autofree char *text = shorten (value);
  g_autofree char *description = face->mark != NULL && *text != '\0'
                                   ? g_strdup_printf ("%s. %s", text, face->mark)
                                   : g_strdup (face->mark != NULL ? face->mark : text);

  if (replace_text (&self->label, face->label)) {
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    face->label, -1);
  }
  if (replace_text (&self->description, description)) {
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    description, -1);
    gtk_accessible_update_state (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID,
      face->mark != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  }
}

/**
 * carillon_grid_cell_set_face:
 * @self: the cell
 * @face: what it shows from now on
 */
void
carillon_grid_cell_set_face (CarillonGridCell *self, const CarillonGridFace *face)
{
  g_return_if_fail (CARILLON_IS_GRID_CELL (self));
  g_return_if_fail (face != NULL && face->text != NULL);

  gboolean unset = *face->text == '\0';
  replace_text (&self->text, face->text);
  show_text (self, unset && face->hint != NULL ? face->hint : face->text);
  set_class (self, "hint", unset && face->hint != NULL);
  set_class (self, "data", face->is_data);
  set_class (self, "missing", face->mark != NULL && !face->is_error);
  set_class (self, "wrong", face->mark != NULL && face->is_error);
  show_mark (self, face);
  replace_text (&self->tip, face->mark != NULL ? face->mark : face->remark);
  describe (self, face);
  if (self->entry != NULL && !self->quiet &&
      strcmp (gtk_editable_get_text (GTK_EDITABLE (self->entry)), self->text) != 0) {
    self->quiet = TRUE;
    gtk_editable_set_text (GTK_EDITABLE (self->entry), self->text);
    self->quiet = FALSE;
  }
}

/**
 * carillon_grid_cell_set_state:
 * @self: the cell
 * @cursor: whether the cursor is here; no other cell can have the focus
 * @selected: whether it is selected
 */
void
carillon_grid_cell_set_state (CarillonGridCell *self, gboolean cursor, gboolean selected)
{
  g_return_if_fail (CARILLON_IS_GRID_CELL (self));

  if (self->cursor != cursor) {
    self->cursor = cursor;
    gtk_widget_set_focusable (GTK_WIDGET (self), cursor);
    set_class (self, "cursor", cursor);
  }
  if (self->selected != selected) {
    self->selected = selected;
    set_class (self, "selected", selected);
    gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected,
                                 -1);
  }
}

/* To set another tooltip asks the server where the pointer is, and waits for the answer: too long
 * for a list of which all cells change. */
static gboolean
on_query_tooltip (CarillonGridCell *self, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip)
{
  gtk_tooltip_set_text (tooltip, self->tip);
  return self->tip != NULL;
}

/* Editing. */

static void
tell_edited (CarillonGridCell *self, const char *text)
{
  g_autofree char *copy = g_strdup (text);

  self->quiet = TRUE;
  g_signal_emit (self, signals[EDITED], 0, copy);
  self->quiet = FALSE;
}

static void
on_entry_changed (CarillonGridCell *self)
{
  if (!self->quiet) {
    tell_edited (self, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  }
}

static void
on_entry_left (CarillonGridCell *self)
{
  g_signal_emit (self, signals[DONE], 0);
}

/**
 * carillon_grid_cell_edit:
 * @self: the cell
 *
 * Puts an entry in place of the text, or goes on with the one that is there, and gives it the
 * focus.
 *
 * Returns: (transfer none): the entry
 */
GtkText *
carillon_grid_cell_edit (CarillonGridCell *self)
{
  g_return_val_if_fail (CARILLON_IS_GRID_CELL (self), NULL);

  if (self->entry == NULL) {
    GtkEventController *focus = gtk_event_controller_focus_new ();
    self->entry = GTK_TEXT (gtk_text_new ());
    gtk_editable_set_text (GTK_EDITABLE (self->entry), self->text != NULL ? self->text : "");
    gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 1);
    gtk_widget_set_hexpand (GTK_WIDGET (self->entry), TRUE);
    gtk_widget_set_name (GTK_WIDGET (self->entry), "cell-entry");
    gtk_widget_set_visible (GTK_WIDGET (self->shown), FALSE);
    gtk_widget_insert_after (GTK_WIDGET (self->entry), GTK_WIDGET (self), GTK_WIDGET (self->shown));
    g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_entry_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (focus, "leave", G_CALLBACK (on_entry_left), self, G_CONNECT_SWAPPED);
    gtk_widget_add_controller (GTK_WIDGET (self->entry), focus);
    set_class (self, "edited", TRUE);
  }
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  return self->entry;
}

/**
 * carillon_grid_cell_stop_editing:
 * @self: the cell
 *
 * Shows the text again; what was written stays.
 */
void
carillon_grid_cell_stop_editing (CarillonGridCell *self)
{
  g_return_if_fail (CARILLON_IS_GRID_CELL (self));

  if (self->entry != NULL) {
    GtkWidget *entry = GTK_WIDGET (g_steal_pointer (&self->entry));
    gtk_widget_set_visible (GTK_WIDGET (self->shown), TRUE);
    gtk_widget_unparent (entry);
    set_class (self, "edited", FALSE);
  }
}

GtkText *
carillon_grid_cell_get_entry (CarillonGridCell *self)
{
  g_return_val_if_fail (CARILLON_IS_GRID_CELL (self), NULL);
  return self->entry;
}

static void
carillon_grid_cell_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TEXT) {
    g_value_set_string (value, CARILLON_GRID_CELL (object)->text);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_grid_cell_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TEXT) {
    const char *text = g_value_get_string (value);
    tell_edited (CARILLON_GRID_CELL (object), text != NULL ? text : "");
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_grid_cell_dispose (GObject *object)
{
  CarillonGridCell *self = CARILLON_GRID_CELL (object);
  GtkWidget *child;

  self->entry = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL) {
    gtk_widget_unparent (child);
  }
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->tip, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->description, g_free);
  G_OBJECT_CLASS (carillon_grid_cell_parent_class)->dispose (object);
}

static void
carillon_grid_cell_class_init (CarillonGridCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = carillon_grid_cell_get_property;
  object_class->set_property = carillon_grid_cell_set_property;
  object_class->dispose = carillon_grid_cell_dispose;
  properties[PROP_TEXT] = g_param_spec_string (
    "text", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "gridcell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static void
carillon_grid_cell_init (CarillonGridCell *self)
{
  self->shown = GTK_INSCRIPTION (gtk_inscription_new (NULL));
  gtk_inscription_set_text_overflow (self->shown, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (self->shown, 2);
  gtk_widget_set_hexpand (GTK_WIDGET (self->shown), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->shown), GTK_ALIGN_CENTER); /* one line */
  gtk_widget_set_parent (GTK_WIDGET (self->shown), GTK_WIDGET (self));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
}

/**
 * carillon_grid_cell_new:
 * @column: where it stands; must outlive it
 * @kind: what it shows
 * @width_chars: how wide it likes to be
 *
 * Returns: a cell that shows nothing yet
 */
GtkWidget *
carillon_grid_cell_new (CarillonGridColumn *column, CarillonGridCellKind kind, guint width_chars)
{
  CarillonGridCell *self = g_object_new (CARILLON_TYPE_GRID_CELL, NULL);

  self->column = column;
  gtk_inscription_set_nat_chars (self->shown, width_chars);
  if (kind == CARILLON_GRID_CELL_NUMBER) {
    gtk_inscription_set_xalign (self->shown, 1.0f);
    gtk_inscription_set_min_chars (self->shown, width_chars);
    gtk_widget_add_css_class (GTK_WIDGET (self), "number");
  } else if (kind == CARILLON_GRID_CELL_ADDRESS) {
    gtk_inscription_set_text_overflow (self->shown, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_MIDDLE);
  }
  return GTK_WIDGET (self);
}

CarillonGridColumn *
carillon_grid_cell_get_column (CarillonGridCell *self)
{
  g_return_val_if_fail (CARILLON_IS_GRID_CELL (self), NULL);
  return self->column;
}

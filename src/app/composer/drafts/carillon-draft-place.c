#include "carillon-draft-place.h"

#include <base-json.h>

void
carillon_draft_place_clear (CarillonDraftPlace *self)
{
  g_clear_pointer (&self->widget, g_free);
}

/**
 * carillon_draft_place_to_json:
 * @self: a place
 *
 * Returns: (transfer full): what carillon_draft_place_from_json() reads
 */
char *
carillon_draft_place_to_json (const CarillonDraftPlace *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "pane");
  json_builder_add_int_value (builder, self->pane);
  if (self->widget != NULL) {
    json_builder_set_member_name (builder, "widget");
    json_builder_add_string_value (builder, self->widget);
  }
  json_builder_set_member_name (builder, "offset");
  json_builder_add_int_value (builder, self->offset);
  json_builder_set_member_name (builder, "row");
  json_builder_add_int_value (builder, self->row);
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static guint
read_number (JsonObject *object, const char *name)
{
  return (guint) CLAMP (base_json_int (object, name, 0), 0, G_MAXINT);
}

/**
 * carillon_draft_place_from_json:
 * @self: (out): a place
 * @json: (nullable): what was written of it
 *
 * Returns: whether there is one
 */
gboolean
carillon_draft_place_from_json (CarillonDraftPlace *self, const char *json)
{
  if (json == NULL) {
    return FALSE;
  }
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr (JsonNode) node = base_json_parse (bytes, NULL);
  JsonObject *object = base_json_node_object (node);
  *self = (CarillonDraftPlace){
    .pane = read_number (object, "pane"),
    .widget = g_strdup (base_json_string (object, "widget")),
    .offset = read_number (object, "offset"),
    .row = read_number (object, "row"),
  };
  return object != NULL;
}

/* A text view, or the entry that a text belongs to; names that were given, not those of types.
 * Returns: (nullable) (transfer none) */
static GtkWidget *
find_named (GtkWidget *widget, GtkWidget *root)
{
  for (; widget != NULL && widget != root; widget = gtk_widget_get_parent (widget)) {
    if (g_strcmp0 (gtk_widget_get_name (widget), G_OBJECT_TYPE_NAME (widget)) != 0) {
      return widget;
    }
  }
  return NULL;
}

/**
 * carillon_draft_place_look:
 * @self: a place
 * @root: what the focus may be in
 *
 * Sets the widget and the offset to where the focus is.
 */
void
carillon_draft_place_look (CarillonDraftPlace *self, GtkWidget *root)
{
  GtkRoot *window = gtk_widget_get_root (root);
  GtkWidget *focus = window != NULL ? gtk_root_get_focus (window) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, root)) {
    return;
  }
  GtkWidget *named = find_named (focus, root);
  if (named == NULL) {
    return;
  }
  g_free (self->widget);
  self->widget = g_strdup (gtk_widget_get_name (named));
  self->offset = 0;
  if (GTK_IS_TEXT_VIEW (named)) {
    int offset = 0;
    g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (named)), "cursor-position", &offset,
                  NULL);
    self->offset = (guint) offset;
  } else if (GTK_IS_EDITABLE (named)) {
    self->offset = (guint) gtk_editable_get_position (GTK_EDITABLE (named));
  }
}

static GtkWidget *
find_widget (GtkWidget *widget, const char *name)
{
  if (g_str_equal (gtk_widget_get_name (widget), name)) {
    return widget;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_widget (child, name);
    if (found != NULL) {
      return found;
    }
  }
  return NULL;
}

static void
set_offset (GtkWidget *widget, guint offset)
{
  if (GTK_IS_TEXT_VIEW (widget)) {
    GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));
    GtkTextIter at;
    gtk_text_buffer_get_iter_at_offset (buffer, &at, (int) offset);
    gtk_text_buffer_place_cursor (buffer, &at);
    gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (widget),
                                        gtk_text_buffer_get_insert (buffer));
  } else if (GTK_IS_EDITABLE (widget)) {
    gtk_editable_set_position (GTK_EDITABLE (widget), (int) offset);
  }
}

/**
 * carillon_draft_place_go:
 * @self: a place
 * @root: what the widget is in
 *
 * Focuses the widget, with the cursor where it was.
 *
 * Returns: whether it is there and takes the focus
 */
gboolean
carillon_draft_place_go (const CarillonDraftPlace *self, GtkWidget *root)
{
  GtkWidget *widget = self->widget != NULL ? find_widget (root, self->widget) : NULL;

  if (widget == NULL || !gtk_widget_get_mapped (widget) || !gtk_widget_grab_focus (widget)) {
    return FALSE;
  }
  set_offset (widget, self->offset);
  return TRUE;
}

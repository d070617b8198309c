/* The details of one item, made anew when another is selected. First what the kind knows, then what
 * only this item has; then objects related to it, tags, and last the members of the answer that
 * this program has no name for: nothing that the API said is hidden. */

#include "carillon-details.h"

#include "carillon-config.h"

#include <adwaita.h>
#include <base-json.h>
#include <glib/gi18n.h>

#include "carillon-format.h"
#include "carillon-own-device-adding.h"
#include "carillon-record.h"

/* A label lays out all of its text; what is longer is in the JSON that can be copied. */
#define MAX_VALUE_CHARS 2000

struct _CarillonDetails {
  GtkWidget parent_instance;

  CarillonSession *session; /* (owned) */
  const CarillonListKind *kind;
  CommsResource *item; /* (owned) (nullable) */
  guint n_selected;

  GtkWidget *box;
  GtkWidget *compose;
  GtkWidget *delete_several;
  GtkWidget *heading;
  GtkWidget *scroller;
  GtkWidget *selection_actions;
};

G_DEFINE_FINAL_TYPE (CarillonDetails, carillon_details, GTK_TYPE_WIDGET)

typedef enum {
  PROP_SESSION = 1,
  PROP_KIND,
  PROP_ITEM,
  PROP_N_SELECTED,
} CarillonDetailsProperty;

static GParamSpec *properties[PROP_N_SELECTED + 1];

/* What the API calls the related objects, what they are called here, and the page that shows them.
 */
static const struct {
  const char *name;
  const char *title;
  const char *action_name; /* (nullable): no page yet */
} relations[] = {
  { "operation", N_ ("Operation"), "win.show-operation" },
  { "user", N_ ("User"), "win.show-user-registrations" },
  { "push_notification_app", N_ ("App"), "win.show-app" },
};

/* Shown by sections of their own, or, where a row has an ID that means something, by a field. */
static const char *const members_with_section[] = { "id", "related", "tags" };

static char *
item_to_page (gpointer object, CommsResource *item, guint n_selected)
{
  return g_strdup (item != NULL ? "item" : n_selected > 1 ? "several" : "nothing");
}

static char *
count_selected (gpointer object, guint n_selected)
{
  g_autofree char *count = carillon_format_count (n_selected);

  return g_strdup_printf (ngettext ("%s Row Selected", "%s Rows Selected", n_selected), count);
}

static char *
node_to_text (JsonNode *node)
{
  const char *string = base_json_node_string (node);
  g_autofree char *text = string != NULL ? g_strdup (string) : json_to_string (node, TRUE);

  if (g_utf8_strlen (text, -1) <= MAX_VALUE_CHARS) {
    return g_steal_pointer (&text);
  }

  g_autofree char *start = g_utf8_substring (text, 0, MAX_VALUE_CHARS);
  return g_strconcat (start, "…", NULL);
}

static GtkWidget *
field_row_new (const CarillonField *field, gpointer item)
{
  g_autofree char *text = field->text != NULL ? field->text (item) : NULL;
  if (text == NULL || *text == '\0') {
    return NULL;
  }
  if (field->action_name != NULL) {
    return carillon_details_link_new (_ (field->title), text, field->action_name);
  }

  g_autofree char *tooltip = field->tooltip != NULL ? field->tooltip (item) : NULL;
  return carillon_details_row_new (_ (field->title), text, tooltip, field->style);
}

static GtkWidget *
fields_section_new (CarillonDetails *self)
{
  GtkWidget *group = carillon_details_group_new (NULL);

  for (guint i = 0; i < self->kind->n_fields; i++) {
    GtkWidget *row = field_row_new (&self->kind->fields[i], self->item);

    if (row != NULL) {
      carillon_details_group_add (group, row);
    }
  }
  return group;
}

static GtkWidget *
relation_row_new (JsonObject *related)
{
  const char *name = base_json_string (related, "name");
  const char *id = base_json_string (related, "id");
  if (name == NULL || id == NULL) {
    return NULL;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (relations); i++) {
    if (g_str_equal (relations[i].name, name)) {
      const char *title = _ (relations[i].title);

      return relations[i].action_name != NULL
               ? carillon_details_link_new (title, id, relations[i].action_name)
               : carillon_details_row_new (title, id, NULL, CARILLON_CELL_ID);
    }
  }
  return carillon_details_row_new (name, id, NULL, CARILLON_CELL_ID);
}

static GtkWidget *
related_section_new (JsonObject *object)
{
  JsonArray *array = base_json_array (object, "related");
  guint length = array != NULL ? json_array_get_length (array) : 0;
  GtkWidget *group = NULL;

  for (guint i = 0; i < length; i++) {
    JsonObject *related = base_json_node_object (json_array_get_element (array, i));
    GtkWidget *row = related != NULL ? relation_row_new (related) : NULL;

    if (row == NULL) {
      continue;
    }
    if (group == NULL) {
      group = carillon_details_group_new (_ ("Related"));
    }
    carillon_details_group_add (group, row);
  }
  return group;
}

static gboolean
is_shown (CarillonDetails *self, const char *member)
{
  for (gsize i = 0; i < G_N_ELEMENTS (members_with_section); i++) {
    if (g_str_equal (members_with_section[i], member)) {
      return TRUE;
    }
  }
  for (guint i = 0; i < self->kind->n_fields; i++) {
    if (g_strcmp0 (self->kind->fields[i].member, member) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}

/* A section with a line for each member of @object, or for those that nothing else shows where
 * @unless_shown_by is given. NULL where there is none. */
static GtkWidget *
members_section_new (const char *title, JsonObject *object, CarillonDetails *unless_shown_by)
{
  GtkWidget *group = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (object == NULL) {
    return NULL;
  }
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    if (unless_shown_by != NULL && is_shown (unless_shown_by, name)) {
      continue;
    }

    g_autofree char *text = node_to_text (node);
    if (group == NULL) {
      group = carillon_details_group_new (title);
    }
    carillon_details_group_add (group,
                                carillon_details_row_new (name, text, NULL, CARILLON_CELL_TEXT));
  }
  return group;
}

static GtkWidget *
action_button_new (const CarillonItemAction *action, gpointer item)
{
  g_autofree char *target = action->target (item);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ (action->label));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action->action_name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target != NULL ? target : "");
  return button;
}

static void
on_own_device_clicked (CarillonDetails *self)
{
  g_auto (GVariantBuilder) recipients = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ss)"));

  self->kind->add_recipients (self->item, &recipients);
  g_autoptr (GVariant) found = g_variant_ref_sink (g_variant_builder_end (&recipients));
  carillon_own_device_adding_ask (GTK_WIDGET (self), self->session, found);
}

static GtkWidget *
own_device_button_new (CarillonDetails *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Add to _My Devices…"));

  gtk_widget_set_name (button, "add-own-device");
  gtk_widget_set_tooltip_text (button, _ ("Choose It for Tests From the Composer"));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_own_device_clicked), self,
                           G_CONNECT_SWAPPED);
  return button;
}

static void
append_button (GtkWidget *box, const char *mnemonic, const char *action_name)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (mnemonic);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action_name);
  gtk_box_append (GTK_BOX (box), button);
}

static void
append_selection_actions (GtkWidget *box, const CarillonListKind *kind)
{
  for (guint i = 0; i < kind->n_selection_actions; i++) {
    const CarillonSelectionAction *action = &kind->selection_actions[i];

    append_button (box, _ (action->label), action->action_name);
    if (action->css_class != NULL) {
      gtk_widget_add_css_class (gtk_widget_get_last_child (box), action->css_class);
    }
  }
}

static GtkWidget *
buttons_section_new (CarillonDetails *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  for (guint i = 0; i < self->kind->n_actions; i++) {
    gtk_box_append (GTK_BOX (box), action_button_new (&self->kind->actions[i], self->item));
  }
  if (self->kind->add_recipients != NULL) {
    gtk_box_append (GTK_BOX (box), own_device_button_new (self));
  }

  GtkWidget *copies = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_set_homogeneous (GTK_BOX (copies), TRUE);
  append_button (copies, _ ("Copy as _JSON"), "rows.copy-json");
  if (!CARILLON_IS_RECORD (self->item)) {
    append_button (copies, _ ("Copy as c_url"), "rows.copy-curl");
  }
  gtk_box_append (GTK_BOX (box), copies);

  append_selection_actions (box, self->kind);
  if (self->kind->change != NULL) {
    append_button (box, _ (self->kind->change->label), "rows.change");
  }
  if (self->kind->deletion != NULL || self->kind->row_deletion != NULL) {
    GtkWidget *delete = gtk_button_new_with_mnemonic (_ ("_Delete…"));

    gtk_actionable_set_action_name (GTK_ACTIONABLE (delete), "rows.delete");
    gtk_widget_add_css_class (delete, "destructive-action");
    gtk_box_append (GTK_BOX (box), delete);
  }
  return box;
}

static void
append_section (GtkWidget *box, GtkWidget *section)
{
  if (section != NULL) {
    gtk_box_append (GTK_BOX (box), section);
  }
}

static GtkWidget *
content_new (CarillonDetails *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  JsonObject *object = base_json_node_object (comms_resource_get_node (self->item));

  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 18);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);

  append_section (box, fields_section_new (self));
  if (self->kind->extra != NULL) {
    append_section (box, self->kind->extra (self->session, self->item));
  }
  append_section (box, buttons_section_new (self));
  append_section (box, related_section_new (object));
  append_section (
    box, members_section_new (_ ("Tags"), object != NULL ? base_json_object (object, "tags") : NULL,
                              NULL));
  append_section (box, members_section_new (_ ("Other Fields"), object, self));
  return box;
}

static void
carillon_details_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonDetails *self = CARILLON_DETAILS (object);

  switch ((CarillonDetailsProperty) id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_KIND:
    g_value_set_pointer (value, (gpointer) self->kind);
    break;
  case PROP_ITEM:
    g_value_set_object (value, self->item);
    break;
  case PROP_N_SELECTED:
    g_value_set_uint (value, self->n_selected);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_details_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarillonDetails *self = CARILLON_DETAILS (object);

  switch ((CarillonDetailsProperty) id) {
  case PROP_SESSION:
    self->session = g_value_dup_object (value);
    break;
  case PROP_KIND:
    self->kind = g_value_get_pointer (value);
    break;
  case PROP_ITEM:
    carillon_details_set_item (self, g_value_get_object (value));
    break;
  case PROP_N_SELECTED:
    self->n_selected = g_value_get_uint (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_details_constructed (GObject *object)
{
  CarillonDetails *self = CARILLON_DETAILS (object);

  G_OBJECT_CLASS (carillon_details_parent_class)->constructed (object);
  gtk_label_set_text (GTK_LABEL (self->heading), _ (self->kind->singular));
  gtk_widget_set_visible (self->compose, self->kind->add_recipients != NULL);
  append_selection_actions (self->selection_actions, self->kind);
  gtk_widget_set_visible (self->delete_several, self->kind->row_deletion != NULL);
}

static void
carillon_details_dispose (GObject *object)
{
  CarillonDetails *self = CARILLON_DETAILS (object);

  g_clear_object (&self->item);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_DETAILS);
  G_OBJECT_CLASS (carillon_details_parent_class)->dispose (object);
}

static void
carillon_details_class_init (CarillonDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags construct_only = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = carillon_details_get_property;
  object_class->set_property = carillon_details_set_property;
  object_class->constructed = carillon_details_constructed;
  object_class->dispose = carillon_details_dispose;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, CARILLON_TYPE_SESSION, construct_only);
  properties[PROP_KIND] = g_param_spec_pointer ("kind", NULL, NULL, construct_only);
  properties[PROP_ITEM] =
    g_param_spec_object ("item", NULL, NULL, COMMS_TYPE_RESOURCE,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_N_SELECTED] = g_param_spec_uint ("n-selected", NULL, NULL, 0, G_MAXUINT, 0,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/lists/carillon-details.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonDetails, box);
  gtk_widget_class_bind_template_child (widget_class, CarillonDetails, compose);
  gtk_widget_class_bind_template_child (widget_class, CarillonDetails, selection_actions);
  gtk_widget_class_bind_template_child (widget_class, CarillonDetails, delete_several);
  gtk_widget_class_bind_template_child (widget_class, CarillonDetails, heading);
  gtk_widget_class_bind_template_child (widget_class, CarillonDetails, scroller);
  gtk_widget_class_bind_template_callback (widget_class, item_to_page);
  gtk_widget_class_bind_template_callback (widget_class, count_selected);
}

static void
carillon_details_init (CarillonDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * carillon_details_new:
 * @session: what the extra section of @kind is given
 * @kind: a table that outlives the widget
 *
 * Returns: (transfer floating): details of no item yet
 */
GtkWidget *
carillon_details_new (CarillonSession *session, const CarillonListKind *kind)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);
  g_return_val_if_fail (kind != NULL, NULL);

  return g_object_new (CARILLON_TYPE_DETAILS, "session", session, "kind", kind, NULL);
}

/**
 * carillon_details_set_item:
 * @item: (nullable): what to show
 */
void
carillon_details_set_item (CarillonDetails *self, CommsResource *item)
{
  g_return_if_fail (CARILLON_IS_DETAILS (self));
  g_return_if_fail (item == NULL || COMMS_IS_RESOURCE (item));

  if (!g_set_object (&self->item, item)) {
    return;
  }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller),
                                 item != NULL ? content_new (self) : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

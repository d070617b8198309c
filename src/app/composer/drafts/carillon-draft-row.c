#include "carillon-draft-row.h"

#include <glib/gi18n.h>

#include "carillon-config.h"

struct _CarillonDraftRow {
  GtkWidget parent_instance;

  CarillonDraftItem *item; /* (owned) (nullable) */

  GtkStack *stack;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkLabel *open_label;
  GtkEntry *entry;
  GtkMenuButton *menu_button;
};

enum {
  RENAMED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonDraftRow, carillon_draft_row, GTK_TYPE_WIDGET)

static void
show_item (CarillonDraftRow *self)
{
  gboolean is_renaming = FALSE;
  g_autofree char *title = carillon_draft_item_dup_title (self->item);
  g_autofree char *subtitle = carillon_draft_item_dup_subtitle (self->item);

  g_object_get (self->item, "is-renaming", &is_renaming, NULL);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->open_label),
                          carillon_draft_item_get_is_open (self->item));
  if (is_renaming && gtk_stack_get_visible_child (self->stack) != GTK_WIDGET (self->entry)) {
    gtk_editable_set_text (GTK_EDITABLE (self->entry), carillon_draft_item_get_name (self->item));
    gtk_entry_set_placeholder_text (self->entry, title);
    gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->entry));
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  } else if (!is_renaming) {
    gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->title));
  }
}

/* The menu acts on the draft that the row shows now. */
static void
set_menu (CarillonDraftRow *self)
{
  static const struct {
    const char *label;
    const char *action;
    gboolean needs_sound;
  } entries[] = {
    { N_ ("_Open"), "drafts.open", TRUE },
    { N_ ("_Rename"), "drafts.rename", FALSE },
    { N_ ("_Duplicate"), "drafts.duplicate", TRUE },
    { N_ ("_Export as It Is…"), "drafts.export", FALSE },
    { N_ ("D_elete"), "drafts.delete", FALSE },
  };
  g_autoptr (GMenu) menu = g_menu_new ();
  gboolean is_sound = carillon_draft_item_get_is_sound (self->item);

  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++) {
    gboolean is_export = g_str_equal (entries[i].action, "drafts.export");
    if (is_sound ? is_export : entries[i].needs_sound) {
      continue;
    }
    g_autoptr (GMenuItem) item = g_menu_item_new (_ (entries[i].label), NULL);
    g_menu_item_set_action_and_target (item, entries[i].action, "s",
                                       carillon_draft_item_get_id (self->item));
    g_menu_append_item (menu, item);
  }
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
}

/**
 * carillon_draft_row_set_item:
 * @self: a row
 * @item: (nullable): what it shows from now on
 */
void
carillon_draft_row_set_item (CarillonDraftRow *self, CarillonDraftItem *item)
{
  g_return_if_fail (CARILLON_IS_DRAFT_ROW (self));
  g_return_if_fail (item == NULL || CARILLON_IS_DRAFT_ITEM (item));

  if (self->item != NULL) {
    g_signal_handlers_disconnect_by_func (self->item, show_item, self);
  }
  g_set_object (&self->item, item);
  if (item != NULL) {
    g_signal_connect_object (item, "notify", G_CALLBACK (show_item), self, G_CONNECT_SWAPPED);
    set_menu (self);
    show_item (self);
  }
}

static void
end_renaming (CarillonDraftRow *self, gboolean keep)
{
  gboolean is_renaming = FALSE;

  if (self->item == NULL) {
    return;
  }
  g_autoptr (CarillonDraftItem) item = g_object_ref (self->item);
  g_object_get (item, "is-renaming", &is_renaming, NULL);
  if (!is_renaming) {
    return;
  }
  g_autofree char *name =
    g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  g_object_set (item, "is-renaming", FALSE, NULL);
  if (keep && !g_str_equal (name, carillon_draft_item_get_name (item))) {
    g_object_set (item, "name", name, NULL);
    g_signal_emit (self, signals[RENAMED], 0, item, name);
  }
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));
  if (cell != NULL && gtk_widget_get_mapped (cell)) {
    gtk_widget_grab_focus (cell);
  }
}

static void
on_activate (CarillonDraftRow *self)
{
  end_renaming (self, TRUE);
}

static void
on_leave (CarillonDraftRow *self)
{
  end_renaming (self, TRUE);
}

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  CarillonDraftRow *self = CARILLON_DRAFT_ROW (widget);

  if (gtk_stack_get_visible_child (self->stack) != GTK_WIDGET (self->entry)) {
    return FALSE;
  }
  end_renaming (self, FALSE);
  return TRUE;
}

static void
carillon_draft_row_dispose (GObject *object)
{
  CarillonDraftRow *self = CARILLON_DRAFT_ROW (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  carillon_draft_row_set_item (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_DRAFT_ROW);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_draft_row_parent_class)->dispose (object);
}

static void
carillon_draft_row_class_init (CarillonDraftRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_draft_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/drafts/carillon-draft-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonDraftRow, stack);
  gtk_widget_class_bind_template_child (widget_class, CarillonDraftRow, title);
  gtk_widget_class_bind_template_child (widget_class, CarillonDraftRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, CarillonDraftRow, open_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonDraftRow, entry);
  gtk_widget_class_bind_template_child (widget_class, CarillonDraftRow, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_leave);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "draftrow");

  /**
   * CarillonDraftRow::renamed:
   * @item: the draft
   * @name: its new name
   */
  signals[RENAMED] =
    g_signal_new ("renamed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, CARILLON_TYPE_DRAFT_ITEM, G_TYPE_STRING);
}

static void
carillon_draft_row_init (CarillonDraftRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
carillon_draft_row_new (void)
{
  return g_object_new (CARILLON_TYPE_DRAFT_ROW, NULL);
}

/* The list is read anew after every change, so that it is what the archive has; what is selected
 * stays selected. */

#include "carillon-drafts.h"

#include <adwaita.h>
#include <archive-drafts.h>
#include <glib/gi18n.h>

#include "carillon-choose-file.h"
#include "carillon-config.h"
#include "carillon-draft-row.h"
#include "carillon-error-text.h"
#include "carillon-toast.h"

struct _CarillonDrafts {
  GtkWidget parent_instance;

  CarillonSession *session;    /* (owned) */
  CarillonDraftKeeper *keeper; /* (owned) */
  GCancellable *cancellable;   /* (owned) (nullable): of the list that is being read */
  GListStore *items;           /* of CarillonDraftItem */
  GtkSingleSelection *selection;
  char *wanted;         /* (nullable): ID of the draft to select when the list is there */
  gboolean is_renaming; /* that draft's name is to be typed */
  char *discarded;      /* (nullable): ID of the last that was deleted */

  GtkStack *stack;
  GtkSearchEntry *search;
  GtkListView *list;
  AdwStatusPage *failed;
};

enum {
  OPEN,
  BEGIN,
  DISCARD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonDrafts, carillon_drafts, GTK_TYPE_WIDGET)

static ArchiveStore *
get_store (CarillonDrafts *self)
{
  return carillon_session_get_store (self->session);
}

static const char *
get_account_id (CarillonDrafts *self)
{
  return carillon_account_get_id (carillon_session_get_account (self->session));
}

static const char *
get_open_id (CarillonDrafts *self)
{
  DispatchDraft *draft = carillon_draft_keeper_get_draft (self->keeper);

  return draft != NULL ? dispatch_draft_get_id (draft) : "";
}

/* (nullable) (transfer none): it is in the list */
static CarillonDraftItem *
find_item (CarillonDrafts *self, const char *id, guint *position)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < n_items; i++) {
    g_autoptr (CarillonDraftItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
    if (g_str_equal (carillon_draft_item_get_id (item), id)) {
      *position = i;
      return item;
    }
  }
  return NULL;
}

static const char *
get_selected_id (CarillonDrafts *self)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);

  return item != NULL ? carillon_draft_item_get_id (item) : NULL;
}

/* The list. */

static void
begin_renaming (CarillonDrafts *self, const char *id)
{
  guint position;
  CarillonDraftItem *item = find_item (self, id, &position);

  if (item != NULL) {
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
    g_object_set (item, "is-renaming", TRUE, NULL);
  }
}

static void
select_item (CarillonDrafts *self, const char *id)
{
  guint position;

  if (id != NULL && find_item (self, id, &position) != NULL) {
    gtk_single_selection_set_selected (self->selection, position);
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
  }
}

static void
show_drafts (CarillonDrafts *self, GPtrArray *drafts)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *selected =
    g_strdup (self->wanted != NULL ? self->wanted : get_selected_id (self));
  gboolean is_search = *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';

  for (guint i = 0; i < drafts->len; i++) {
    const ArchiveDraft *draft = drafts->pdata[i];
    g_ptr_array_add (items,
                     carillon_draft_item_new (draft, g_str_equal (draft->id, get_open_id (self))));
  }
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata, items->len);
  gtk_stack_set_visible_child_name (self->stack, items->len > 0 ? "list"
                                                 : is_search    ? "none"
                                                                : "empty");
  select_item (self, selected);
  if (self->is_renaming && self->wanted != NULL) {
    begin_renaming (self, self->wanted);
  }
  self->is_renaming = FALSE;
  g_clear_pointer (&self->wanted, g_free);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonDrafts) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) drafts =
    archive_store_list_drafts_finish (ARCHIVE_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    return;
  }
  if (drafts != NULL) {
    show_drafts (self, drafts);
    return;
  }
  g_autofree char *title = carillon_error_title (error);
  g_autofree char *advice = carillon_error_advice (error);
  adw_status_page_set_title (self->failed, title);
  adw_status_page_set_description (self->failed, advice);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static void
reload (CarillonDrafts *self)
{
  const ArchiveDraftQuery query = {
    .needle = gtk_editable_get_text (GTK_EDITABLE (self->search)),
  };

  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  archive_store_list_drafts_async (get_store (self), get_account_id (self), &query,
                                   self->cancellable, on_listed, g_object_ref (self));
}

/* Changes. */

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonDrafts) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!archive_store_write_finish (ARCHIVE_STORE (source), result, &error)) {
    g_autofree char *title = carillon_error_title (error);
    carillon_toast (GTK_WIDGET (self->stack), title);
  }
  if (self->keeper != NULL) {
    reload (self);
  }
}

static void
on_renamed (CarillonDrafts *self, CarillonDraftItem *item, const char *name)
{
  DispatchDraft *draft = carillon_draft_keeper_get_draft (self->keeper);

  if (carillon_draft_item_get_is_open (item) && draft != NULL) {
    g_object_set (draft, "name", name, NULL);
    return;
  }
  archive_store_rename_draft_async (get_store (self), get_account_id (self),
                                    carillon_draft_item_get_id (item), name, NULL, on_written,
                                    g_object_ref (self));
}

static const char *
id_of (GVariant *parameter)
{
  return g_variant_get_string (parameter, NULL);
}

static void
open_draft (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[OPEN], 0, id_of (parameter));
}

static void
rename_draft (GtkWidget *widget, const char *action, GVariant *parameter)
{
  begin_renaming (CARILLON_DRAFTS (widget), id_of (parameter));
}

/* The copy has a name by which the two are told apart, and it may be typed at once. */
static void
duplicate_draft (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonDrafts *self = CARILLON_DRAFTS (widget);
  guint position;
  CarillonDraftItem *item = find_item (self, id_of (parameter), &position);

  if (item == NULL) {
    return;
  }
  g_autofree char *title = carillon_draft_item_dup_title (item);
  /* Translators: the name of a copy of the draft of that name */
  g_autofree char *name = g_strdup_printf (_ ("%s (copy)"), title);
  g_free (self->wanted);
  self->wanted = g_uuid_string_random ();
  self->is_renaming = TRUE;
  archive_store_duplicate_draft_async (get_store (self), get_account_id (self), id_of (parameter),
                                       self->wanted, name, NULL, on_written, g_object_ref (self));
}

static void
delete_draft (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonDrafts *self = CARILLON_DRAFTS (widget);
  guint position;
  CarillonDraftItem *item = find_item (self, id_of (parameter), &position);

  if (item == NULL) {
    return;
  }
  g_autofree char *title = carillon_draft_item_dup_title (item);
  g_autofree char *message = g_strdup_printf (_ ("“%s” deleted"), title);
  g_free (self->discarded);
  self->discarded = g_strdup (id_of (parameter));
  /* The one below is selected, so that the next key does not start at the top. */
  g_autoptr (CarillonDraftItem) next =
    g_list_model_get_item (G_LIST_MODEL (self->items), position + 1);
  g_free (self->wanted);
  self->wanted = next != NULL ? g_strdup (carillon_draft_item_get_id (next)) : NULL;
  if (carillon_draft_item_get_is_open (item)) {
    g_signal_emit (self, signals[DISCARD], 0);
    reload (self);
  } else {
    archive_store_discard_draft_async (get_store (self), get_account_id (self), id_of (parameter),
                                       NULL, on_written, g_object_ref (self));
  }
  carillon_toast_with_action (GTK_WIDGET (self->stack), message, _ ("_Undo"), "drafts.restore",
                              self->discarded);
}

static void
restore_draft (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonDrafts *self = CARILLON_DRAFTS (widget);

  g_free (self->wanted);
  self->wanted = g_strdup (id_of (parameter));
  archive_store_restore_draft_async (get_store (self), get_account_id (self), id_of (parameter),
                                     NULL, on_written, g_object_ref (self));
}

static void
undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autofree char *id = g_steal_pointer (&CARILLON_DRAFTS (widget)->discarded);

  if (id != NULL) {
    gtk_widget_activate_action (widget, "drafts.restore", "s", id);
  }
}

/* A draft that cannot be read, for who can. */

typedef struct {
  CarillonDrafts *self; /* (owned) */
  char *id;
  GFile *file; /* (owned) (nullable) */
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->self);
  g_clear_object (&export->file);
  g_free (export->id);
  g_free (export);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static void
tell_error (CarillonDrafts *self, const GError *error)
{
  carillon_toast (GTK_WIDGET (self->stack), error->message);
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonDrafts) self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error)) {
    carillon_toast (GTK_WIDGET (self->stack), _ ("Draft exported"));
  } else {
    tell_error (self, error);
  }
}

static void
on_read_raw (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ArchiveDraft) draft =
    archive_store_read_draft_finish (ARCHIVE_STORE (source), result, &error);

  if (draft == NULL) {
    if (error != NULL) {
      tell_error (export->self, error);
    }
    return;
  }
  g_autoptr (GBytes) bytes = g_bytes_new (draft->json, strlen (draft->json));
  g_file_replace_contents_bytes_async (export->file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE,
                                       NULL, on_exported, g_object_ref (export->self));
}

static void
on_export_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Export) export = user_data;

  export->file = carillon_choose_file_finish (result);
  if (export->file != NULL) {
    CarillonDrafts *self = export->self;
    const char *id = export->id;
    archive_store_read_draft_async (get_store (self), get_account_id (self), id, 0, NULL,
                                    on_read_raw, g_steal_pointer (&export));
  }
}

static void
export_draft (GtkWidget *widget, const char *action, GVariant *parameter)
{
  Export *export = g_new0 (Export, 1);

  export->self = g_object_ref (CARILLON_DRAFTS (widget));
  export->id = g_strdup (id_of (parameter));
  carillon_choose_file_async (widget, CARILLON_FILE_TO_WRITE, _ ("Export Draft"), "draft.json",
                              on_export_chosen, export);
}

static void
begin_draft (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[BEGIN], 0);
}

/* Keys. */

static gboolean
on_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  CarillonDrafts *self = CARILLON_DRAFTS (widget);
  const char *action = g_variant_get_string (arguments, NULL);
  const char *id = get_selected_id (self);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  /* In a text the keys are the text's. */
  if (id == NULL || focus == NULL || GTK_IS_EDITABLE (focus)) {
    return FALSE;
  }
  g_autofree char *target = g_strdup (id);
  gtk_widget_activate_action (widget, action, "s", target);
  return TRUE;
}

static gboolean
on_search_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CARILLON_DRAFTS (widget)->search));
}

static void
on_activate (CarillonDrafts *self, guint position)
{
  g_autoptr (CarillonDraftItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  if (item != NULL && carillon_draft_item_get_is_sound (item)) {
    g_signal_emit (self, signals[OPEN], 0, carillon_draft_item_get_id (item));
  }
}

/* From the search straight to what it has found first. */
static void
on_search_activate (CarillonDrafts *self)
{
  const char *id = get_selected_id (self);

  if (id != NULL) {
    on_activate (self, gtk_single_selection_get_selected (self->selection));
  }
}

static void
on_setup (CarillonDrafts *self, GtkListItem *cell)
{
  GtkWidget *row = carillon_draft_row_new ();

  g_signal_connect_object (row, "renamed", G_CALLBACK (on_renamed), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (cell, row);
}

static void
on_bind (CarillonDrafts *self, GtkListItem *cell)
{
  carillon_draft_row_set_item (CARILLON_DRAFT_ROW (gtk_list_item_get_child (cell)),
                               gtk_list_item_get_item (cell));
}

static void
on_unbind (CarillonDrafts *self, GtkListItem *cell)
{
  carillon_draft_row_set_item (CARILLON_DRAFT_ROW (gtk_list_item_get_child (cell)), NULL);
}

static gboolean
carillon_drafts_grab_focus (GtkWidget *widget)
{
  CarillonDrafts *self = CARILLON_DRAFTS (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
carillon_drafts_dispose (GObject *object)
{
  CarillonDrafts *self = CARILLON_DRAFTS (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->keeper != NULL) {
    g_signal_handlers_disconnect_by_data (self->keeper, self);
  }
  g_clear_object (&self->keeper);
  g_clear_object (&self->session);
  g_clear_object (&self->items);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->discarded, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_DRAFTS);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_drafts_parent_class)->dispose (object);
}

static void
install_keys (GtkWidgetClass *widget_class)
{
  static const struct {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_F2, 0, "drafts.rename" },
    { GDK_KEY_Delete, 0, "drafts.delete" },
    { GDK_KEY_KP_Delete, 0, "drafts.delete" },
    { GDK_KEY_d, GDK_CONTROL_MASK, "drafts.duplicate" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    gtk_widget_class_add_binding (widget_class, keys[i].key, keys[i].modifiers, on_key, "s",
                                  keys[i].action);
  }
  gtk_widget_class_add_binding (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, on_search_key, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "drafts.undo",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "drafts.begin",
                                       NULL);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "drafts.open", "s", open_draft);
  gtk_widget_class_install_action (widget_class, "drafts.rename", "s", rename_draft);
  gtk_widget_class_install_action (widget_class, "drafts.duplicate", "s", duplicate_draft);
  gtk_widget_class_install_action (widget_class, "drafts.delete", "s", delete_draft);
  gtk_widget_class_install_action (widget_class, "drafts.restore", "s", restore_draft);
  gtk_widget_class_install_action (widget_class, "drafts.export", "s", export_draft);
  gtk_widget_class_install_action (widget_class, "drafts.undo", NULL, undo);
  gtk_widget_class_install_action (widget_class, "drafts.begin", NULL, begin_draft);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/drafts/carillon-drafts.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonDrafts, stack);
  gtk_widget_class_bind_template_child (widget_class, CarillonDrafts, search);
  gtk_widget_class_bind_template_child (widget_class, CarillonDrafts, list);
  gtk_widget_class_bind_template_child (widget_class, CarillonDrafts, failed);
  gtk_widget_class_bind_template_callback (widget_class, reload);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
}

static void
carillon_drafts_class_init (CarillonDraftsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_drafts_dispose;
  widget_class->grab_focus = carillon_drafts_grab_focus;
  bind_template (widget_class);
  install_actions (widget_class);
  install_keys (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "drafts");

  signals[OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[BEGIN] = g_signal_new ("begin", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  signals[DISCARD] = g_signal_new ("discard", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
carillon_drafts_init (CarillonDrafts *self)
{
  self->items = g_list_store_new (CARILLON_TYPE_DRAFT_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (self->selection); /* the view has it */
}

/* What was typed last is saved by now, or an open draft has another name. */
static void
on_keeper_changed (CarillonDrafts *self)
{
  if (carillon_draft_keeper_get_state (self->keeper) == CARILLON_KEEPER_SAVED) {
    reload (self);
  }
}

/**
 * carillon_drafts_new:
 * @session: whose drafts
 * @keeper: of the draft that is being written
 *
 * Returns: (transfer floating): the drafts of the account
 */
GtkWidget *
carillon_drafts_new (CarillonSession *session, CarillonDraftKeeper *keeper)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);
  g_return_val_if_fail (CARILLON_IS_DRAFT_KEEPER (keeper), NULL);

  CarillonDrafts *self = g_object_new (CARILLON_TYPE_DRAFTS, NULL);
  self->session = g_object_ref (session);
  self->keeper = g_object_ref (keeper);
  self->wanted = g_strdup (get_open_id (self));
  g_signal_connect_object (keeper, "notify::state", G_CALLBACK (on_keeper_changed), self,
                           G_CONNECT_SWAPPED);
  carillon_draft_keeper_save (keeper);
  reload (self);
  return GTK_WIDGET (self);
}

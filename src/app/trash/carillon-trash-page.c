/* Two lists and, in place of the second, a job that was opened. They follow what jobs do: at once
 * when one ends, and while one runs as often as eyes follow, as long as that moves nothing away
 * that somebody has scrolled to. */

#include "carillon-trash-page.h"

#include <glib/gi18n.h>

#include "carillon-error-text.h"
#include "carillon-focus.h"
#include "carillon-format.h"
#include "carillon-job-control.h"
#include "carillon-job-page.h"
#include "carillon-jobs-kind.h"
#include "carillon-list-page.h"
#include "carillon-restore.h"
#include "carillon-toast.h"
#include "carillon-trash-discard.h"
#include "carillon-trash-kind.h"

/* Reading a list again costs a page of the archive and a redraw. */
#define MS_BETWEEN_REFRESHES 1000

/* Whether one of so many selected rows can be restored is looked up; of more it is likely. */
#define MAX_LOOKED_AT 1000

struct _CarillonTrashPage {
  GtkWidget parent_instance;

  CarillonSession *session; /* (owned) */
  guint refresh_id;         /* 0 for none */
  gboolean is_stale;        /* something has changed while it was not seen */

  GtkWidget *box;            /* (unowned): the only child */
  GtkStack *stack;           /* (unowned): in the box */
  GtkStack *jobs_stack;      /* (unowned): in the stack */
  CarillonListPage *deleted; /* (unowned): in the stack */
  CarillonListPage *jobs;    /* (unowned): in the stack of jobs */
};

G_DEFINE_FINAL_TYPE (CarillonTrashPage, carillon_trash_page, GTK_TYPE_WIDGET)

static void
tell_error (CarillonTrashPage *self, const GError *error, const char *nothing)
{
  g_autofree char *title = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
                             ? g_strdup (nothing)
                             : carillon_error_title (error);

  carillon_toast (GTK_WIDGET (self), title);
}

/* Following the jobs. */

static CarillonJobPage *
opened_job (CarillonTrashPage *self)
{
  return CARILLON_JOB_PAGE (gtk_stack_get_child_by_name (self->jobs_stack, "job"));
}

static gboolean
is_at_first_page (CarillonListPage *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (carillon_list_page_get_list (list))) <=
         CARILLON_LIST_PAGE_SIZE;
}

static void
refresh_list (CarillonListPage *list, gboolean only_first)
{
  gboolean begun = comms_list_get_state (carillon_list_page_get_list (list)) != COMMS_LIST_IDLE;

  if (begun && (!only_first || is_at_first_page (list))) {
    carillon_list_page_refresh (list);
  }
}

static void
refresh (CarillonTrashPage *self, gboolean only_first)
{
  CarillonJobPage *opened = opened_job (self);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  self->is_stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->is_stale) {
    return;
  }
  refresh_list (self->deleted, only_first);
  refresh_list (self->jobs, only_first);
  if (opened != NULL && (!only_first || is_at_first_page (carillon_job_page_get_rows (opened)))) {
    carillon_job_page_refresh (opened);
  }
}

static gboolean
on_refresh_time (gpointer user_data)
{
  CarillonTrashPage *self = user_data;

  self->refresh_id = 0;
  refresh (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
refresh_soon (CarillonTrashPage *self)
{
  if (self->refresh_id == 0) {
    self->refresh_id = g_timeout_add (MS_BETWEEN_REFRESHES, on_refresh_time, self);
  }
}

static void
refresh_now (CarillonTrashPage *self)
{
  refresh (self, FALSE);
}

/* What can be done with what is selected. */

static void
enable_trash_actions (CarillonTrashPage *self)
{
  CarillonListRows *rows = carillon_list_page_get_rows (self->deleted);
  guint n_selected = carillon_list_rows_get_n_selected (rows);
  gboolean can_restore = n_selected > MAX_LOOKED_AT;

  if (n_selected > 0 && !can_restore) {
    g_autoptr (GPtrArray) items = carillon_list_rows_get_selected (rows);

    for (guint i = 0; i < items->len && !can_restore; i++) {
      can_restore = carillon_trash_item_is_restorable (items->pdata[i]);
    }
  }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "trash.restore", can_restore);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "trash.discard", n_selected > 0);
}

static const char *const job_actions[CARILLON_N_JOB_COMMANDS] = {
  [CARILLON_JOB_CONTINUE] = "job.continue",
  [CARILLON_JOB_STOP] = "job.stop",
  [CARILLON_JOB_RETRY] = "job.retry",
  [CARILLON_JOB_REMOVE] = "job.remove",
};

static void
enable_job_actions (CarillonTrashPage *self)
{
  CommsResource *item = carillon_list_page_get_selected_item (self->jobs);

  for (guint i = 0; i < CARILLON_N_JOB_COMMANDS; i++) {
    gtk_widget_action_set_enabled (GTK_WIDGET (self), job_actions[i],
                                   item != NULL &&
                                     carillon_job_control_can (self->session, item, i));
  }
}

/* Restoring. */

static void
on_restored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonTrashPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!carillon_restore_finish (result, &error) && error != NULL && self->box != NULL) {
    tell_error (self, error, _ ("Nothing of this can be restored"));
  }
}

static void
restore_selected (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarillonTrashPage *self = CARILLON_TRASH_PAGE (widget);
  g_autoptr (GPtrArray) items =
    carillon_list_rows_get_selected (carillon_list_page_get_rows (self->deleted));
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < items->len; i++) {
    if (carillon_trash_item_is_restorable (items->pdata[i])) {
      g_ptr_array_add (ids, g_strdup (comms_resource_get_id (items->pdata[i])));
    }
  }
  guint n_left_out = items->len - ids->len;
  g_ptr_array_add (ids, NULL);
  const ArchiveJobChoice choice = {
    .kind = ARCHIVE_JOB_RESTORE,
    .resource_ids = (const char *const *) ids->pdata,
  };
  carillon_restore_async (widget, self->session, &choice, n_left_out, on_restored,
                          g_object_ref (self));
}

static ArchiveTrashQuery *
matching (CarillonTrashPage *self)
{
  g_autoptr (GHashTable) values = carillon_list_page_get_values (self->deleted);
  const CarillonListQuery query = { values, carillon_list_page_get_search (self->deleted) };

  return carillon_trash_query_new (&query);
}

static void
restore_matching (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarillonTrashPage *self = CARILLON_TRASH_PAGE (widget);
  g_autoptr (ArchiveTrashQuery) query = matching (self);
  const ArchiveJobChoice choice = { .kind = ARCHIVE_JOB_RESTORE, .trash = query };

  carillon_restore_async (widget, self->session, &choice, 0, on_restored, g_object_ref (self));
}

/* Discarding. */

static void
on_discarded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonTrashPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 n_gone = carillon_trash_discard_finish (result, &error);

  if (self->box == NULL) {
    return;
  }
  if (error != NULL) {
    tell_error (self, error, _ ("There is nothing to discard"));
  } else if (n_gone > 0) {
    g_autofree char *count = carillon_format_count (n_gone);
    g_autofree char *text = g_strdup_printf (
      ngettext ("%s item discarded", "%s items discarded", (gulong) n_gone), count);
    carillon_toast (GTK_WIDGET (self), text);
  }
  refresh_now (self);
}

static void
discard_selected (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarillonTrashPage *self = CARILLON_TRASH_PAGE (widget);
  g_autoptr (GPtrArray) items =
    carillon_list_rows_get_selected (carillon_list_page_get_rows (self->deleted));
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < items->len; i++) {
    gint64 number = carillon_trash_item_get_number (items->pdata[i]);
    g_array_append_val (numbers, number);
  }
  carillon_trash_discard_async (widget, self->session, numbers, NULL, on_discarded,
                                g_object_ref (self));
}

static void
discard_matching (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarillonTrashPage *self = CARILLON_TRASH_PAGE (widget);
  g_autoptr (ArchiveTrashQuery) query = matching (self);

  carillon_trash_discard_async (widget, self->session, NULL, query, on_discarded,
                                g_object_ref (self));
}

/* The parameter is in days. */
static void
discard_older (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarillonTrashPage *self = CARILLON_TRASH_PAGE (widget);
  gint64 days = g_variant_get_int32 (parameter);
  const ArchiveTrashQuery query = {
    .deleted_before = g_get_real_time () - days * G_TIME_SPAN_DAY,
  };

  carillon_trash_discard_async (widget, self->session, NULL, &query, on_discarded,
                                g_object_ref (self));
}

static void
empty (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarillonTrashPage *self = CARILLON_TRASH_PAGE (widget);

  carillon_trash_discard_async (widget, self->session, NULL, NULL, on_discarded,
                                g_object_ref (self));
}

/* Jobs. */

static void
on_commanded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonTrashPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = carillon_job_control_finish (result, &error);

  if (self->box == NULL) {
    return;
  }
  if (error != NULL) {
    tell_error (self, error, _ ("This job is not in the history any more"));
  }
  if (done || error != NULL) {
    refresh_now (self);
  }
}

static void
command_job (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarillonTrashPage *self = CARILLON_TRASH_PAGE (widget);
  CommsResource *item = carillon_list_page_get_selected_item (self->jobs);

  for (guint i = 0; item != NULL && i < CARILLON_N_JOB_COMMANDS; i++) {
    if (g_str_equal (job_actions[i], name)) {
      carillon_job_control_async (widget, self->session, item, i, on_commanded,
                                  g_object_ref (self));
    }
  }
}

static void
on_job_left (CarillonTrashPage *self)
{
  GtkWidget *opened = GTK_WIDGET (opened_job (self));

  if (opened != NULL) {
    carillon_focus_leave (opened);
  }
  gtk_stack_set_visible_child (self->jobs_stack, GTK_WIDGET (self->jobs));
  gtk_widget_grab_focus (GTK_WIDGET (self->jobs));
  if (opened != NULL) {
    gtk_stack_remove (self->jobs_stack, opened);
  }
  refresh_list (self->jobs, FALSE);
}

static gboolean
on_job_activated (CarillonTrashPage *self, CommsResource *item)
{
  carillon_trash_page_show_job (self, comms_resource_get_id (item));
  return TRUE;
}

/* The widget. */

static void
carillon_trash_page_map (GtkWidget *widget)
{
  CarillonTrashPage *self = CARILLON_TRASH_PAGE (widget);

  GTK_WIDGET_CLASS (carillon_trash_page_parent_class)->map (widget);
  if (self->is_stale) {
    refresh_now (self);
  }
}

static void
carillon_trash_page_dispose (GObject *object)
{
  CarillonTrashPage *self = CARILLON_TRASH_PAGE (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (carillon_trash_page_parent_class)->dispose (object);
}

static gboolean
carillon_trash_page_grab_focus (GtkWidget *widget)
{
  GtkWidget *shown = gtk_stack_get_visible_child (CARILLON_TRASH_PAGE (widget)->stack);

  if (GTK_IS_STACK (shown)) {
    shown = gtk_stack_get_visible_child (GTK_STACK (shown));
  }
  return shown != NULL && gtk_widget_grab_focus (shown);
}

static gboolean
carillon_trash_page_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (CARILLON_TRASH_PAGE (widget)->box, direction);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    const char *parameter_type; /* (nullable) */
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "trash.restore", NULL, restore_selected },
    { "trash.restore-matching", NULL, restore_matching },
    { "trash.discard", NULL, discard_selected },
    { "trash.discard-matching", NULL, discard_matching },
    { "trash.discard-older", "i", discard_older },
    { "trash.empty", NULL, empty },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++) {
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type,
                                     actions[i].activate);
  }
  for (guint i = 0; i < CARILLON_N_JOB_COMMANDS; i++) {
    gtk_widget_class_install_action (widget_class, job_actions[i], NULL, command_job);
  }
}

static void
carillon_trash_page_class_init (CarillonTrashPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_trash_page_dispose;
  widget_class->map = carillon_trash_page_map;
  widget_class->focus = carillon_trash_page_focus;
  widget_class->grab_focus = carillon_trash_page_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  install_actions (widget_class);
}

static GtkWidget *
stack_new (void)
{
  GtkWidget *stack = gtk_stack_new ();

  gtk_stack_set_hhomogeneous (GTK_STACK (stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (stack), FALSE);
  gtk_widget_set_vexpand (stack, TRUE);
  return stack;
}

static void
carillon_trash_page_init (CarillonTrashPage *self)
{
  GtkWidget *switcher = gtk_stack_switcher_new ();
  GtkWidget *stack = stack_new ();

  self->stack = GTK_STACK (stack);
  self->jobs_stack = GTK_STACK (stack_new ());
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), self->stack);
  gtk_widget_set_halign (switcher, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (switcher, 6);
  gtk_widget_set_margin_start (switcher, 6);
  gtk_widget_set_margin_end (switcher, 6);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), switcher);
  gtk_box_append (GTK_BOX (self->box), stack);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

static GMenuModel *
menu_new (void)
{
  static const struct {
    const char *label;
    const char *action_name;
  } ages[] = {
    { N_ ("_30 Days…"), "trash.discard-older(30)" },
    { N_ ("_90 Days…"), "trash.discard-older(90)" },
    { N_ ("_365 Days…"), "trash.discard-older(365)" },
  };
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) older = g_menu_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (ages); i++) {
    g_menu_append (older, _ (ages[i].label), ages[i].action_name);
  }
  g_menu_append (menu, _ ("_Restore All That Match…"), "trash.restore-matching");
  g_menu_append (menu, _ ("_Discard All That Match…"), "trash.discard-matching");
  g_menu_append_submenu (menu, _ ("Discard _Older Than"), G_MENU_MODEL (older));
  g_menu_append (menu, _ ("_Empty Trash…"), "trash.empty");
  return G_MENU_MODEL (menu);
}

static GtkWidget *
restore_button_new (void)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-undo-symbolic");

  gtk_widget_set_tooltip_text (button, _ ("Restore Selected…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Restore Selected…"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "trash.restore");
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static void
follow_selection (CarillonTrashPage *self, CarillonListPage *list, GCallback enable)
{
  CarillonListRows *rows = carillon_list_page_get_rows (list);

  g_signal_connect_object (rows, "notify::n-selected", enable, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rows, "notify::selected-item", enable, self, G_CONNECT_SWAPPED);
}

static void
follow_jobs (CarillonTrashPage *self)
{
  CarillonJobs *jobs = carillon_session_get_jobs (self->session);

  g_signal_connect_object (jobs, "row-ended", G_CALLBACK (refresh_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (refresh_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "notify::running", G_CALLBACK (refresh_now), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "ended", G_CALLBACK (refresh_now), self, G_CONNECT_SWAPPED);
}

/**
 * carillon_trash_page_new:
 * @session: whose trash and jobs
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
carillon_trash_page_new (CarillonSession *session)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  CarillonTrashPage *self = g_object_new (CARILLON_TYPE_TRASH_PAGE, NULL);
  GtkWidget *deleted = carillon_list_page_new (session, &carillon_trash_kind, NULL);
  GtkWidget *jobs = carillon_list_page_new (session, &carillon_jobs_kind, NULL);
  g_autoptr (GMenuModel) menu = menu_new ();

  self->session = g_object_ref (session);
  self->deleted = CARILLON_LIST_PAGE (deleted);
  self->jobs = CARILLON_LIST_PAGE (jobs);
  gtk_stack_add_titled (self->stack, deleted, "deleted", _ (carillon_trash_kind.title));
  gtk_stack_add_titled (self->stack, GTK_WIDGET (self->jobs_stack), "jobs",
                        _ (carillon_jobs_kind.title));
  gtk_stack_add_named (self->jobs_stack, jobs, "jobs");
  carillon_list_page_add_menu (self->deleted, menu);
  carillon_list_page_add_control (self->deleted, restore_button_new ());
  follow_selection (self, self->deleted, G_CALLBACK (enable_trash_actions));
  follow_selection (self, self->jobs, G_CALLBACK (enable_job_actions));
  g_signal_connect_object (jobs, "activated", G_CALLBACK (on_job_activated), self,
                           G_CONNECT_SWAPPED);
  follow_jobs (self);
  enable_trash_actions (self);
  enable_job_actions (self);
  return GTK_WIDGET (self);
}

/**
 * carillon_trash_page_show_deleted:
 *
 * Shows what was deleted.
 */
void
carillon_trash_page_show_deleted (CarillonTrashPage *self)
{
  g_return_if_fail (CARILLON_IS_TRASH_PAGE (self));

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->deleted));
}

/**
 * carillon_trash_page_show_deleted_by:
 * @job: the number of a job
 *
 * Lists what it deleted.
 */
void
carillon_trash_page_show_deleted_by (CarillonTrashPage *self, const char *job)
{
  g_return_if_fail (CARILLON_IS_TRASH_PAGE (self));
  g_return_if_fail (job != NULL);

  carillon_trash_page_show_deleted (self);
  carillon_list_page_clear_filters (self->deleted);
  carillon_list_page_search (self->deleted, "");
  carillon_list_page_set_filter_value (self->deleted, "job", job);
}

/**
 * carillon_trash_page_restore_job:
 * @job: the number of a job
 *
 * Asks whether all that it deleted shall be restored.
 */
void
carillon_trash_page_restore_job (CarillonTrashPage *self, const char *job)
{
  g_return_if_fail (CARILLON_IS_TRASH_PAGE (self));
  g_return_if_fail (job != NULL);

  carillon_trash_page_show_deleted_by (self, job);
  restore_matching (GTK_WIDGET (self), NULL, NULL);
}

/**
 * carillon_trash_page_show_job:
 * @job: the number of a job
 *
 * Opens it: what became of each of its rows.
 */
void
carillon_trash_page_show_job (CarillonTrashPage *self, const char *job)
{
  g_return_if_fail (CARILLON_IS_TRASH_PAGE (self));
  g_return_if_fail (job != NULL);

  GtkWidget *before = GTK_WIDGET (opened_job (self));
  GtkWidget *opened = carillon_job_page_new (self->session, g_ascii_strtoll (job, NULL, 10));

  if (before != NULL) {
    carillon_focus_leave (before);
    gtk_stack_remove (self->jobs_stack, before);
  }
  g_signal_connect_object (opened, "left", G_CALLBACK (on_job_left), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->jobs_stack, opened, "job");
  gtk_stack_set_visible_child (self->jobs_stack, opened);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->jobs_stack));
  gtk_widget_grab_focus (opened);
}

/* The job is written as a plan before anything is shown, so that the numbers and the list are of
 * exactly what a confirmation would delete. A plan that is not confirmed is discarded. */

#include "carillon-deletion-plan.h"

#include <adwaita.h>
#include <comms-registration.h>
#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-confirm-entry.h"
#include "carillon-deletion-facts.h"
#include "carillon-format.h"
#include "carillon-guard.h"
#include "carillon-problem.h"
#include "carillon-sheet.h"

/* In pixels: a phone's width, and the plan of a few things without scrolling. */
#define WIDTH 480
#define HEIGHT 620

struct _CarillonDeletionPlan {
  GtkWidget parent_instance;

  CarillonSession *session; /* (owned) */
  CarillonSheet *sheet;     /* (owned) (nullable): that it is in, until that is closed */
  ArchiveJobKind kind;
  GPtrArray *items; /* (nullable): of CommsResource */
  gint64 job;       /* 0 until it is written */
  guint n_rows;     /* of it */
  const char *state;
  gboolean is_confirmed; /* it is the session's now */

  GtkWidget *account_card;
  GtkImage *account_icon;
  GtkLabel *account_name;
  GtkLabel *account_kind;
  GtkWidget *delete;
  GtkLabel *heading;
  GtkListBox *numbers;
  GtkImage *way_back_icon;
  GtkLabel *way_back;
  GtkLabel *remark;
  GtkLabel *unknown;
  GtkListView *ids;
  GtkWidget *search;
  GtkLabel *more;
  GtkWidget *confirm;
  GtkLabel *reason;
  GtkWidget *problem;
  GtkStringFilter *filter; /* (owned): of the IDs */
  GtkStringList *all_ids;  /* (owned) */
};

typedef enum {
  PROP_STATE = 1,
  PROP_READY,
} CarillonDeletionPlanProperty;

static GParamSpec *properties[PROP_READY + 1];

G_DEFINE_FINAL_TYPE (CarillonDeletionPlan, carillon_deletion_plan, GTK_TYPE_WIDGET)

static ArchiveStore *
get_store (CarillonDeletionPlan *self)
{
  return carillon_session_get_store (self->session);
}

static CarillonAccount *
get_account (CarillonDeletionPlan *self)
{
  return carillon_session_get_account (self->session);
}

static gboolean
is_ready (CarillonDeletionPlan *self)
{
  return g_str_equal (self->state, "ready") && self->n_rows > 0 &&
         carillon_confirm_entry_get_confirmed (CARILLON_CONFIRM_ENTRY (self->confirm)) &&
         carillon_account_get_mode (get_account (self)) != CARILLON_MODE_READ_ONLY;
}

static void
notify_ready (CarillonDeletionPlan *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

static void
set_state (CarillonDeletionPlan *self, const char *state)
{
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  notify_ready (self);
}

static gboolean
is_closed (CarillonDeletionPlan *self)
{
  return self->sheet == NULL;
}

static void
discard (CarillonDeletionPlan *self)
{
  if (self->job != 0 && !self->is_confirmed) {
    archive_store_discard_job_async (get_store (self), carillon_account_get_id (get_account (self)),
                                     self->job, NULL, NULL, NULL);
    self->job = 0;
  }
}

static void
fail (CarillonDeletionPlan *self, const GError *error)
{
  carillon_problem_set_error (CARILLON_PROBLEM (self->problem), error);
  set_state (self, "failed");
}

/* What is shown. */

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
show_account (CarillonDeletionPlan *self)
{
  CarillonAccount *account = get_account (self);
  CarillonAccountKind kind = carillon_account_get_kind (account);

  gtk_label_set_label (self->account_name, carillon_account_get_name (account));
  gtk_label_set_label (self->account_kind, carillon_account_kind_get_label (kind));
  gtk_image_set_from_icon_name (self->account_icon, carillon_account_kind_get_icon_name (kind));
  if (kind == CARILLON_ACCOUNT_PRODUCTION) {
    gtk_widget_add_css_class (self->account_card, "production");
  }
}

static void
show_mode (CarillonDeletionPlan *self)
{
  g_autofree char *reason = carillon_guard_get_reason (get_account (self));

  set_text (self->reason, reason);
  gtk_widget_set_tooltip_text (self->delete, reason);
  notify_ready (self);
}

static void
add_number (CarillonDeletionPlan *self, const char *title, const char *subtitle, const char *number)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (number);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_list_box_append (self->numbers, row);
}

static void
show_numbers (CarillonDeletionPlan *self, const CarillonDeletionFacts *facts)
{
  g_autofree char *rows = carillon_format_count (facts->n_rows);
  g_autofree char *users = carillon_deletion_facts_count (facts, facts->n_users);
  g_autofree char *registrations = carillon_deletion_facts_count (facts, facts->n_registrations);
  g_autofree char *devices = carillon_deletion_facts_count (facts, facts->n_devices);

  if (self->kind == ARCHIVE_JOB_DELETE_USERS) {
    add_number (self, _ ("Users"), NULL, rows);
    add_number (self, _ ("Registrations"), NULL, registrations);
    add_number (self, _ ("Devices"), facts->providers, devices);
  } else {
    add_number (self, _ ("Registrations"), NULL, rows);
    add_number (self, _ ("Devices"), facts->providers, devices);
    add_number (self, _ ("Users"), _ ("Whose they are; the users themselves stay"), users);
  }
}

static void
show_facts (CarillonDeletionPlan *self, const CarillonDeletionFacts *facts)
{
  g_autofree char *heading = carillon_deletion_facts_heading (facts);
  g_autofree char *button = carillon_deletion_facts_button (facts);
  g_autofree char *unknown = carillon_deletion_facts_unknown (facts);

  gtk_label_set_label (self->heading, heading);
  gtk_button_set_label (GTK_BUTTON (self->delete), button);
  show_numbers (self, facts);
  gtk_image_set_from_icon_name (self->way_back_icon, facts->kind == ARCHIVE_JOB_DELETE_USERS
                                                       ? "dialog-warning-symbolic"
                                                       : "edit-undo-symbolic");
  gtk_label_set_label (self->way_back, carillon_deletion_facts_way_back (facts));
  set_text (self->unknown, unknown);
  g_object_set (self->confirm, "account", get_account (self), "count", facts->n_rows, NULL);
}

/* Which they are. */

static void
on_id_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, "monospace");
  gtk_list_item_set_child (item, label);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_id_bind (GtkListItemFactory *factory, GtkListItem *item)
{
  const char *id = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), id);
  gtk_widget_set_tooltip_text (gtk_list_item_get_child (item), id);
}

static void
make_ids (CarillonDeletionPlan *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->all_ids = gtk_string_list_new (NULL);
  self->filter =
    gtk_string_filter_new (gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  GtkFilterListModel *found = gtk_filter_list_model_new (
    g_object_ref (G_LIST_MODEL (self->all_ids)), g_object_ref (GTK_FILTER (self->filter)));
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (found));

  g_signal_connect (factory, "setup", G_CALLBACK (on_id_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_id_bind), NULL);
  gtk_list_view_set_factory (self->ids, factory);
  gtk_list_view_set_model (self->ids, GTK_SELECTION_MODEL (selection));
}

static void
on_search (CarillonDeletionPlan *self)
{
  gtk_string_filter_set_search (self->filter, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
on_ids (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonDeletionPlan) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ArchivePage) page = archive_store_list_finish (ARCHIVE_STORE (source), result, &error);

  if (is_closed (self)) {
    return;
  }
  if (page == NULL) {
    fail (self, error);
    return;
  }
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (guint i = 0; i < page->rows->len; i++) {
    g_strv_builder_add (builder, ((ArchiveJobRow *) page->rows->pdata[i])->resource_id);
  }
  g_auto (GStrv) ids = g_strv_builder_end (builder);
  gtk_string_list_splice (self->all_ids, 0, 0, (const char *const *) ids);
  g_autofree char *shown = carillon_format_count (page->rows->len);
  g_autofree char *more =
    page->next != NULL ? g_strdup_printf (_ ("The first %s of them."), shown) : NULL;
  set_text (self->more, more);
  set_state (self, "ready");
}

/* Making the plan. */

static void
on_summed_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonDeletionPlan) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ArchiveJobSummary) summary =
    archive_store_sum_up_job_finish (ARCHIVE_STORE (source), result, &error);

  if (is_closed (self)) {
    return;
  }
  if (summary == NULL) {
    fail (self, error);
    return;
  }
  g_autoptr (CarillonDeletionFacts) facts =
    carillon_deletion_facts_new (self->kind, summary, self->items);
  self->n_rows = facts->n_rows;
  show_facts (self, facts);
  archive_store_list_job_rows_async (get_store (self), carillon_account_get_id (get_account (self)),
                                     self->job, ARCHIVE_N_ROW_STATES, NULL, ARCHIVE_MAX_ROWS, NULL,
                                     on_ids, g_object_ref (self));
}

static void
on_planned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonDeletionPlan) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 job = archive_store_count_finish (ARCHIVE_STORE (source), result, &error);

  if (error != NULL) {
    if (!is_closed (self)) {
      fail (self, error);
    }
    return;
  }
  self->job = job;
  if (is_closed (self)) {
    discard (self);
    return;
  }
  archive_store_sum_up_job_async (get_store (self), carillon_account_get_id (get_account (self)),
                                  job, NULL, on_summed_up, g_object_ref (self));
}

static void
close_sheet (CarillonDeletionPlan *self)
{
  if (self->sheet != NULL) {
    g_autoptr (CarillonSheet) sheet = g_object_ref (self->sheet);
    carillon_sheet_close (sheet);
  }
}

static void
on_closed (CarillonDeletionPlan *self)
{
  discard (self);
  g_clear_object (&self->sheet);
}

static void
on_cancel (CarillonDeletionPlan *self)
{
  close_sheet (self);
}

static void
on_delete (CarillonDeletionPlan *self)
{
  if (!is_ready (self)) {
    return;
  }
  self->is_confirmed = TRUE;
  carillon_jobs_run (carillon_session_get_jobs (self->session), self->job);
  close_sheet (self);
}

static void
carillon_deletion_plan_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonDeletionPlan *self = CARILLON_DELETION_PLAN (object);

  switch ((CarillonDeletionPlanProperty) id) {
  case PROP_STATE:
    g_value_set_string (value, self->state);
    break;
  case PROP_READY:
    g_value_set_boolean (value, is_ready (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_deletion_plan_dispose (GObject *object)
{
  CarillonDeletionPlan *self = CARILLON_DELETION_PLAN (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (self->sheet != NULL) {
    g_signal_handlers_disconnect_by_data (self->sheet, self);
    on_closed (self);
  }
  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_DELETION_PLAN);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_deletion_plan_parent_class)->dispose (object);
}

/* Calls of the archive may come back after it was disposed. */
static void
carillon_deletion_plan_finalize (GObject *object)
{
  CarillonDeletionPlan *self = CARILLON_DELETION_PLAN (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_object (&self->filter);
  g_clear_object (&self->all_ids);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (carillon_deletion_plan_parent_class)->finalize (object);
}

#define BIND(child) gtk_widget_class_bind_template_child (widget_class, CarillonDeletionPlan, child)
#define CALL(function) gtk_widget_class_bind_template_callback (widget_class, function)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/jobs/carillon-deletion-plan.ui");
  BIND (account_card);
  BIND (account_icon);
  BIND (account_name);
  BIND (account_kind);
  BIND (delete);
  BIND (heading);
  BIND (numbers);
  BIND (way_back_icon);
  BIND (way_back);
  BIND (remark);
  BIND (unknown);
  BIND (ids);
  BIND (search);
  BIND (more);
  BIND (confirm);
  BIND (reason);
  BIND (problem);
  CALL (on_cancel);
  CALL (on_delete);
  CALL (on_search);
}

static void
carillon_deletion_plan_class_init (CarillonDeletionPlanClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_deletion_plan_get_property;
  object_class->dispose = carillon_deletion_plan_dispose;
  object_class->finalize = carillon_deletion_plan_finalize;
  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, NULL, flags);
  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  g_type_ensure (CARILLON_TYPE_CONFIRM_ENTRY);
  g_type_ensure (CARILLON_TYPE_PROBLEM);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
carillon_deletion_plan_init (CarillonDeletionPlan *self)
{
  self->state = "planning";
  gtk_widget_init_template (GTK_WIDGET (self));
  make_ids (self);
  g_signal_connect_object (self->confirm, "notify::confirmed", G_CALLBACK (notify_ready), self,
                           G_CONNECT_SWAPPED);
}

/**
 * carillon_deletion_plan_present:
 * @parent: any widget of the window that asks
 * @session: whose things
 * @choice: what to delete
 * @remark: (nullable): what else goes, translated
 * @items: (nullable) (element-type Comms.Resource): the rows that were chosen
 *
 * Shows what would be deleted, and deletes it if the operator wants that.
 */
void
carillon_deletion_plan_present (GtkWidget *parent,
                                CarillonSession *session,
                                const ArchiveJobChoice *choice,
                                const char *remark,
                                GPtrArray *items)
{
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (CARILLON_IS_SESSION (session));
  g_return_if_fail (choice != NULL);

  CarillonDeletionPlan *self = g_object_new (CARILLON_TYPE_DELETION_PLAN, NULL);
  self->session = g_object_ref (session);
  self->kind = choice->kind;
  self->items = items != NULL ? g_ptr_array_ref (items) : NULL;
  self->sheet = carillon_sheet_new (_ ("Delete"), GTK_WIDGET (self), WIDTH, HEIGHT);
  g_signal_connect_object (self->sheet, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_account (self), "notify::mode", G_CALLBACK (show_mode), self,
                           G_CONNECT_SWAPPED);
  show_account (self);
  show_mode (self);
  set_text (self->remark, remark);
  carillon_sheet_present (self->sheet, parent);
  archive_store_plan_job_async (get_store (self), carillon_account_get_id (get_account (self)),
                                choice, NULL, on_planned, g_object_ref (self));
}

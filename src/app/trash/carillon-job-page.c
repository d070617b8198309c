#include "carillon-job-page.h"

#include <glib/gi18n.h>

#include "carillon-error-text.h"
#include "carillon-job-control.h"
#include "carillon-jobs-kind.h"
#include "carillon-register-report.h"
#include "carillon-toast.h"
#include "carillon-wrap-layout.h"

struct _CarillonJobPage {
  GtkWidget parent_instance;

  CarillonSession *session; /* (owned) */
  gint64 job;
  CarillonRecord *item; /* (owned) (nullable): as it was read last */

  GtkWidget *box;         /* (unowned): the only child */
  GtkLabel *title;        /* (unowned): in the box, as those below */
  GtkLabel *counts;       /* (unowned) */
  GtkWidget *buttons;     /* (unowned): of the commands */
  GtkWidget *trash;       /* (unowned): leads to what it deleted */
  GtkWidget *restore;     /* (unowned): the way back */
  GtkWidget *report;      /* (unowned) */
  CarillonListPage *rows; /* (unowned) */
};

G_DEFINE_FINAL_TYPE (CarillonJobPage, carillon_job_page, GTK_TYPE_WIDGET)

static guint left_signal;

static const struct {
  const char *name;
  const char *label;
  const char *css_class; /* (nullable) */
} commands[CARILLON_N_JOB_COMMANDS] = {
  [CARILLON_JOB_CONTINUE] = { "job.continue", N_ ("_Continue"), "suggested-action" },
  [CARILLON_JOB_STOP] = { "job.stop", N_ ("_Stop"), NULL },
  [CARILLON_JOB_RETRY] = { "job.retry", N_ ("Run _Failed Again"), NULL },
  [CARILLON_JOB_REMOVE] = { "job.remove", N_ ("Remove from _History…"), NULL },
};

/* What makes no sense now is not shown. */
static void
tell_commands (CarillonJobPage *self)
{
  GtkWidget *button = gtk_widget_get_first_child (self->buttons);

  for (guint i = 0; i < CARILLON_N_JOB_COMMANDS; i++) {
    gboolean can = self->item != NULL && carillon_job_control_can (self->session, self->item, i);

    gtk_widget_action_set_enabled (GTK_WIDGET (self), commands[i].name, can);
    gtk_widget_set_visible (button, can);
    button = gtk_widget_get_next_sibling (button);
  }
}

static gboolean
has_trash (gpointer item)
{
  const char *kind = comms_resource_get_string (item, "kind");

  return kind != NULL && g_str_has_prefix (kind, "delete") &&
         carillon_job_item_count (item, ARCHIVE_ROW_DONE) > 0;
}

/* Users never can be restored. */
static gboolean
has_way_back (gpointer item)
{
  return has_trash (item) &&
         g_strcmp0 (comms_resource_get_string (item, "kind"), "delete-registrations") == 0;
}

static gboolean
is_registering (CarillonRecord *item)
{
  return g_strcmp0 (comms_resource_get_string (COMMS_RESOURCE (item), "kind"), "register") == 0;
}

/* The columns of the file with what became of each row. */
static void
save_report (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarillonJobPage *self = CARILLON_JOB_PAGE (widget);

  carillon_register_report_save (widget, self->session, self->job);
}

static void
tell_item (CarillonJobPage *self)
{
  g_autofree char *title = carillon_job_item_describe (self->item);
  g_autofree char *counts = carillon_job_item_counts (self->item);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->counts, counts);
  gtk_widget_set_visible (self->trash, has_trash (self->item));
  gtk_widget_set_visible (self->restore, has_way_back (self->item));
  gtk_widget_set_visible (self->report, is_registering (self->item));
  tell_commands (self);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonJobPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ArchiveJob) job =
    archive_store_read_job_finish (ARCHIVE_STORE (source), result, &error);

  if (self->box == NULL) {
    return;
  }
  if (job == NULL) {
    gtk_label_set_text (self->title, _ ("This job is not in the history any more"));
    return;
  }
  g_clear_object (&self->item);
  self->item = carillon_job_item_new (job);
  tell_item (self);
}

static const char *
account_id (CarillonJobPage *self)
{
  return carillon_account_get_id (carillon_session_get_account (self->session));
}

/**
 * carillon_job_page_refresh:
 *
 * Reads the job and its rows again.
 */
void
carillon_job_page_refresh (CarillonJobPage *self)
{
  g_return_if_fail (CARILLON_IS_JOB_PAGE (self));

  archive_store_read_job_async (carillon_session_get_store (self->session), account_id (self),
                                self->job, NULL, on_read, g_object_ref (self));
  if (comms_list_get_state (carillon_list_page_get_list (self->rows)) != COMMS_LIST_IDLE) {
    carillon_list_page_refresh (self->rows);
  }
}

typedef struct {
  CarillonJobPage *page; /* (owned) */
  CarillonJobCommand command;
} Command;

static void
command_free (Command *command)
{
  g_object_unref (command->page);
  g_free (command);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Command, command_free)

static void
on_commanded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Command) command = user_data;
  CarillonJobPage *self = command->page;
  g_autoptr (GError) error = NULL;
  gboolean done = carillon_job_control_finish (result, &error);

  if (self->box == NULL) {
    return;
  }
  if (error != NULL) {
    g_autofree char *title = carillon_error_title (error);
    carillon_toast (GTK_WIDGET (self), title);
  } else if (done && command->command == CARILLON_JOB_REMOVE) {
    g_signal_emit (self, left_signal, 0);
  } else if (done) {
    carillon_job_page_refresh (self);
  }
}

static void
on_command (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarillonJobPage *self = CARILLON_JOB_PAGE (widget);

  for (guint i = 0; i < CARILLON_N_JOB_COMMANDS; i++) {
    if (g_str_equal (commands[i].name, name)) {
      Command *command = g_new0 (Command, 1);
      command->page = g_object_ref (self);
      command->command = i;
      carillon_job_control_async (widget, self->session, self->item, i, on_commanded, command);
    }
  }
}

static void
on_back (CarillonJobPage *self)
{
  g_signal_emit (self, left_signal, 0);
}

static gboolean
on_back_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  on_back (CARILLON_JOB_PAGE (widget));
  return TRUE;
}

static void
carillon_job_page_dispose (GObject *object)
{
  CarillonJobPage *self = CARILLON_JOB_PAGE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->item);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (carillon_job_page_parent_class)->dispose (object);
}

static gboolean
carillon_job_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CARILLON_JOB_PAGE (widget)->rows));
}

static gboolean
carillon_job_page_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (CARILLON_JOB_PAGE (widget)->box, direction);
}

static void
carillon_job_page_class_init (CarillonJobPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_job_page_dispose;
  widget_class->focus = carillon_job_page_focus;
  widget_class->grab_focus = carillon_job_page_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  left_signal = g_signal_new ("left", CARILLON_TYPE_JOB_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "job.save-report", NULL, save_report);
  for (guint i = 0; i < CARILLON_N_JOB_COMMANDS; i++) {
    gtk_widget_class_install_action (widget_class, commands[i].name, NULL, on_command);
  }
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_back_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, GDK_ALT_MASK, on_back_key, NULL);
}

static GtkWidget *
buttons_new (void)
{
  GtkWidget *buttons = g_object_new (GTK_TYPE_BOX, "layout-manager",
                                     g_object_new (CARILLON_TYPE_WRAP_LAYOUT, NULL), NULL);

  for (guint i = 0; i < CARILLON_N_JOB_COMMANDS; i++) {
    GtkWidget *button = gtk_button_new_with_mnemonic (_ (commands[i].label));

    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), commands[i].name);
    if (commands[i].css_class != NULL) {
      gtk_widget_add_css_class (button, commands[i].css_class);
    }
    gtk_widget_set_visible (button, FALSE);
    gtk_box_append (GTK_BOX (buttons), button);
  }
  return buttons;
}

static GtkWidget *
label_new (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
back_button_new (CarillonJobPage *self)
{
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_widget_set_name (back, "job-back");
  gtk_widget_set_tooltip_text (back, _ ("All Jobs"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("All Jobs"), -1);
  gtk_widget_set_valign (back, GTK_ALIGN_START);
  gtk_widget_add_css_class (back, "flat");
  g_signal_connect_object (back, "clicked", G_CALLBACK (on_back), self, G_CONNECT_SWAPPED);
  return back;
}

/* To another place, with the job as its target; not visible before the job was read. */
static GtkWidget *
append_link (GtkWidget *buttons, const char *mnemonic, const char *action_name)
{
  GtkWidget *link = gtk_button_new_with_mnemonic (mnemonic);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (link), action_name);
  gtk_widget_set_visible (link, FALSE);
  gtk_box_append (GTK_BOX (buttons), link);
  return link;
}

static void
carillon_job_page_init (CarillonJobPage *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *title = label_new ("heading");
  GtkWidget *counts = label_new ("dim-label");

  self->title = GTK_LABEL (title);
  self->counts = GTK_LABEL (counts);
  self->buttons = buttons_new ();
  self->trash = append_link (self->buttons, _ ("Show in _Trash"), "win.show-job-trash");
  self->restore = append_link (self->buttons, _ ("_Restore…"), "win.restore-job");
  self->report = gtk_button_new_with_mnemonic (_ ("Save Re_port…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->report), "job.save-report");
  gtk_widget_set_visible (self->report, FALSE);
  gtk_box_append (GTK_BOX (self->buttons), self->report);
  gtk_box_append (GTK_BOX (texts), title);
  gtk_box_append (GTK_BOX (texts), counts);
  gtk_widget_set_margin_top (self->buttons, 6);
  gtk_box_append (GTK_BOX (texts), self->buttons);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_margin_top (texts, 6);
  gtk_box_append (GTK_BOX (header), back_button_new (self));
  gtk_box_append (GTK_BOX (header), texts);
  gtk_widget_set_margin_top (header, 6);
  gtk_widget_set_margin_start (header, 6);
  gtk_widget_set_margin_end (header, 6);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), header);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * carillon_job_page_new:
 * @session: whose job
 * @job: its number
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
carillon_job_page_new (CarillonSession *session, gint64 job)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  CarillonJobPage *self = g_object_new (CARILLON_TYPE_JOB_PAGE, NULL);
  GtkWidget *rows = carillon_list_page_new (session, &carillon_job_rows_kind, NULL);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, job);

  self->session = g_object_ref (session);
  self->job = job;
  self->rows = CARILLON_LIST_PAGE (rows);
  carillon_list_page_set_given (self->rows, "job", number);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->trash), "s", number);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->restore), "s", number);
  gtk_widget_set_vexpand (rows, TRUE);
  gtk_box_append (GTK_BOX (self->box), rows);
  tell_commands (self);
  carillon_job_page_refresh (self);
  return GTK_WIDGET (self);
}

/**
 * carillon_job_page_get_rows:
 *
 * Returns: (transfer none): the list of its rows
 */
CarillonListPage *
carillon_job_page_get_rows (CarillonJobPage *self)
{
  g_return_val_if_fail (CARILLON_IS_JOB_PAGE (self), NULL);

  return self->rows;
}

#include "carillon-problems-list.h"

#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-format.h"
#include "carillon-problem-text.h"

struct _CarillonProblemsList {
  GtkWidget parent_instance;

  CarillonChecker *checker; /* (owned) (nullable) */
  DispatchReport *shown;    /* (owned) (nullable) */

  GtkListBox *list_box;
  GtkLabel *summary;
  GtkImage *state_icon;
  GtkSpinner *spinner;
  GtkWidget *again_button;
};

enum {
  PROP_CHECKER = 1,
  N_PROPS,
};

enum {
  PROBLEM_ACTIVATED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonProblemsList, carillon_problems_list, GTK_TYPE_WIDGET)

static GtkWidget *
create_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_widget_set_hexpand (label, TRUE);
  if (css_class != NULL) {
    gtk_widget_add_css_class (label, css_class);
  }
  return label;
}

/* The place, and the engine's own words for those who look them up. */
static void
explain_row (GtkWidget *row, DispatchProblem *problem, const char *place)
{
  const GError *error = dispatch_problem_get_error (problem);
  g_autofree char *description = g_strdup (place);

  if (error != NULL) {
    /* Translators: behind it stand the words of the template engine, in English */
    g_autofree char *quoted = g_strdup_printf (_ ("Liquid says: %s"), error->message);
    gtk_widget_set_tooltip_text (row, quoted);
    g_free (description);
    description = g_strdup_printf ("%s. %s", place, quoted);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  DispatchProblem *problem = item;
  DispatchSeverity severity = dispatch_problem_get_severity (problem);
  g_autofree char *text = carillon_describe_problem (problem);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *icon = gtk_image_new_from_icon_name (carillon_severity_get_icon_name (severity));
  g_autofree char *place = carillon_describe_problem_place (problem);
  GtkWidget *word = create_label (place, "caption");

  gtk_widget_add_css_class (icon, carillon_severity_get_css_class (severity));
  gtk_widget_add_css_class (word, carillon_severity_get_css_class (severity));
  gtk_widget_set_valign (icon, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), word);
  gtk_box_append (GTK_BOX (texts), create_label (text, NULL));
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_widget_add_css_class (box, "finding");

  GtkWidget *row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  explain_row (row, problem, place);
  return row;
}

static void
on_row_activated (CarillonProblemsList *self, GtkListBoxRow *row)
{
  g_autoptr (DispatchProblem) problem =
    g_list_model_get_item (G_LIST_MODEL (self->shown), (guint) gtk_list_box_row_get_index (row));

  g_signal_emit (self, signals[PROBLEM_ACTIVATED], 0, problem);
}

static char *
describe_report (DispatchReport *report)
{
  guint n_errors = dispatch_report_count (report, DISPATCH_ERROR);
  guint n_warnings = dispatch_report_count (report, DISPATCH_WARNING);
  g_autofree char *errors =
    g_strdup_printf (ngettext ("%u error", "%u errors", n_errors), n_errors);
  g_autofree char *warnings =
    g_strdup_printf (ngettext ("%u warning", "%u warnings", n_warnings), n_warnings);

  if (n_errors > 0 && n_warnings > 0) {
    /* Translators: the two counts, as in "2 errors, 1 warning" */
    return g_strdup_printf (_ ("%s, %s"), errors, warnings);
  }
  if (n_errors > 0 || n_warnings > 0) {
    return g_strdup (n_errors > 0 ? errors : warnings);
  }
  return g_strdup (_ ("Ready to send"));
}

static void
show_state (CarillonProblemsList *self)
{
  CarillonCheckState state = carillon_checker_get_state (self->checker);
  DispatchReport *report = carillon_checker_get_report (self->checker);
  g_autofree char *text =
    state == CARILLON_CHECK_FAILED ? g_strdup (_ ("The check could not be run"))
    : state == CARILLON_CHECK_PENDING || report == NULL ? g_strdup (_ ("Checking…"))
                                                        : describe_report (report);
  gboolean ready = state == CARILLON_CHECK_DONE && report != NULL &&
                   g_list_model_get_n_items (G_LIST_MODEL (report)) == 0;

  gtk_label_set_label (self->summary, text);
  gtk_spinner_set_spinning (self->spinner, state == CARILLON_CHECK_PENDING);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), state == CARILLON_CHECK_PENDING);
  gtk_widget_set_visible (GTK_WIDGET (self->state_icon), ready);
  gtk_widget_set_visible (self->again_button, state == CARILLON_CHECK_FAILED);
}

static void
show_report (CarillonProblemsList *self)
{
  DispatchReport *report = carillon_checker_get_report (self->checker);

  if (g_set_object (&self->shown, report)) {
    gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (report), create_row, NULL, NULL);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->list_box),
                          report != NULL && g_list_model_get_n_items (G_LIST_MODEL (report)) > 0);
  show_state (self);
}

static void
on_again_clicked (CarillonProblemsList *self)
{
  carillon_checker_hurry (self->checker);
}

static void
set_checker (CarillonProblemsList *self, CarillonChecker *checker)
{
  if (self->checker != NULL) {
    g_signal_handlers_disconnect_by_data (self->checker, self);
  }
  g_set_object (&self->checker, checker);
  if (checker != NULL) {
    g_signal_connect_object (checker, "notify::state", G_CALLBACK (show_state), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (checker, "notify::report", G_CALLBACK (show_report), self,
                             G_CONNECT_SWAPPED);
    show_report (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECKER]);
}

static void
carillon_problems_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CHECKER) {
    g_value_set_object (value, CARILLON_PROBLEMS_LIST (object)->checker);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_problems_list_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  if (id == PROP_CHECKER) {
    set_checker (CARILLON_PROBLEMS_LIST (object), g_value_get_object (value));
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_problems_list_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonProblemsList *self = CARILLON_PROBLEMS_LIST (object);

  set_checker (self, NULL);
  g_clear_object (&self->shown);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_PROBLEMS_LIST);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_problems_list_parent_class)->dispose (object);
}

static void
carillon_problems_list_class_init (CarillonProblemsListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = carillon_problems_list_get_property;
  object_class->set_property = carillon_problems_list_set_property;
  object_class->dispose = carillon_problems_list_dispose;
  properties[PROP_CHECKER] =
    g_param_spec_object ("checker", NULL, NULL, CARILLON_TYPE_CHECKER,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[PROBLEM_ACTIVATED] =
    g_signal_new ("problem-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, DISPATCH_TYPE_PROBLEM);

  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/problems/carillon-problems-list.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemsList, list_box);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemsList, summary);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemsList, state_icon);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemsList, spinner);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemsList, again_button);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_problems_list_init (CarillonProblemsList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

#include "carillon-review-problems.h"

#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-problem-text.h"

struct _CarillonReviewProblems {
  GtkWidget parent_instance;

  GtkListBox *left;
  GtkListBox *ignored;
  GtkLabel *summary;
  GtkWidget *ignored_heading;
  guint n_warnings;
  char *shown; /* (owned) (nullable): keys of what is left, with their rows */
};

G_DEFINE_FINAL_TYPE (CarillonReviewProblems, carillon_review_problems, GTK_TYPE_WIDGET)

static GtkWidget *
create_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  if (css_class != NULL) {
    gtk_widget_add_css_class (label, css_class);
  }
  return label;
}

static GtkWidget *
create_row (DispatchProblem *problem)
{
  DispatchSeverity severity = dispatch_problem_get_severity (problem);
  const char *css_class = carillon_severity_get_css_class (severity);
  g_autofree char *text = carillon_describe_problem (problem);
  g_autofree char *place = carillon_describe_problem_place (problem);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *icon = gtk_image_new_from_icon_name (carillon_severity_get_icon_name (severity));
  GtkWidget *word = create_label (place, "caption");
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_widget_add_css_class (icon, css_class);
  gtk_widget_add_css_class (word, css_class);
  gtk_box_append (GTK_BOX (texts), word);
  gtk_box_append (GTK_BOX (texts), create_label (text, NULL));
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_widget_add_css_class (box, "finding");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  return row;
}

static void
clear (GtkListBox *list_box)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list_box, 0)) != NULL) {
    gtk_list_box_remove (list_box, GTK_WIDGET (row));
  }
}

static gboolean
has_rows (GtkListBox *list_box)
{
  return gtk_list_box_get_row_at_index (list_box, 0) != NULL;
}

static void
add_problem (CarillonReviewProblems *self, DispatchProblem *problem, GString *shown)
{
  DispatchSeverity severity = dispatch_problem_get_severity (problem);
  gboolean is_ignored = dispatch_problem_is_ignored (problem);
  g_autofree char *key = dispatch_problem_get_key (problem);
  guint n_rows = 0;

  dispatch_problem_get_rows (problem, &n_rows);
  if (!is_ignored) {
    g_string_append_printf (shown, "%s %u\n", key, n_rows);
  }

  gtk_list_box_append (is_ignored ? self->ignored : self->left, create_row (problem));
  self->n_warnings += !is_ignored && severity == DISPATCH_WARNING;
}

static void
show_summary (CarillonReviewProblems *self, guint n_errors)
{
  g_autofree char *errors =
    g_strdup_printf (ngettext ("%u Error to Solve", "%u Errors to Solve", n_errors), n_errors);
  g_autofree char *warnings =
    g_strdup_printf (ngettext ("%u Warning", "%u Warnings", self->n_warnings), self->n_warnings);

  gtk_label_set_label (self->summary, n_errors > 0           ? errors
                                      : self->n_warnings > 0 ? warnings
                                                             : _ ("No Problems"));
}

/**
 * carillon_review_problems_show:
 * @self: the list
 * @report: what was found
 *
 * Returns: whether something else is left than what was shown before
 */
gboolean
carillon_review_problems_show (CarillonReviewProblems *self, DispatchReport *report)
{
  g_return_val_if_fail (CARILLON_IS_REVIEW_PROBLEMS (self), FALSE);
  g_return_val_if_fail (DISPATCH_IS_REPORT (report), FALSE);

  g_autoptr (GString) shown = g_string_new (NULL);
  g_autofree char *before = g_steal_pointer (&self->shown);

  clear (self->left);
  clear (self->ignored);
  self->n_warnings = 0;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++) {
    g_autoptr (DispatchProblem) problem = g_list_model_get_item (G_LIST_MODEL (report), i);
    add_problem (self, problem, shown);
  }
  show_summary (self, dispatch_report_count (report, DISPATCH_ERROR));
  gtk_widget_set_visible (GTK_WIDGET (self->left), has_rows (self->left));
  gtk_widget_set_visible (GTK_WIDGET (self->ignored), has_rows (self->ignored));
  gtk_widget_set_visible (self->ignored_heading, has_rows (self->ignored));
  self->shown = g_string_free (g_steal_pointer (&shown), FALSE);
  return g_strcmp0 (before, self->shown) != 0;
}

/**
 * carillon_review_problems_get_n_warnings:
 * @self: the list
 *
 * Returns: how many warnings are not ignored
 */
guint
carillon_review_problems_get_n_warnings (CarillonReviewProblems *self)
{
  g_return_val_if_fail (CARILLON_IS_REVIEW_PROBLEMS (self), 0);

  return self->n_warnings;
}

static void
carillon_review_problems_dispose (GObject *object)
{
  CarillonReviewProblems *self = CARILLON_REVIEW_PROBLEMS (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_pointer (&self->shown, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_REVIEW_PROBLEMS);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_review_problems_parent_class)->dispose (object);
}

static void
carillon_review_problems_class_init (CarillonReviewProblemsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_review_problems_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/review/carillon-review-problems.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonReviewProblems, left);
  gtk_widget_class_bind_template_child (widget_class, CarillonReviewProblems, ignored);
  gtk_widget_class_bind_template_child (widget_class, CarillonReviewProblems, summary);
  gtk_widget_class_bind_template_child (widget_class, CarillonReviewProblems, ignored_heading);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_review_problems_init (CarillonReviewProblems *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

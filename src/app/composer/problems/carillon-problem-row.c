#include "carillon-problem-row.h"

#include <dispatch-preview.h>
#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-format.h"
#include "carillon-problem-fix.h"
#include "carillon-problem-text.h"

/* Recipients that are listed below a problem: enough to see what they have in common. */
#define LISTED_ROWS 5

/* Characters of what a recipient reads: a line. */
#define EXCERPT_LENGTH 60

struct _CarillonProblemRow {
  GtkListBoxRow parent_instance;

  DispatchDraft *draft;     /* (owned) (nullable) */
  DispatchProblem *problem; /* (owned) (nullable) */
  guint order;
  gboolean ignored;

  GtkImage *icon;
  GtkLabel *place_label;
  GtkLabel *text_label;
  GtkWidget *actions_box;
  GtkMenuButton *fix_button;
  GtkButton *ignore_button; /* where nothing but ignoring is left */
  GtkToggleButton *rows_button;
  GtkWidget *next_button;
  GtkBox *rows_box;
};

enum {
  NEXT,
  SHOW_ROW,
  FIX,
  IGNORE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonProblemRow, carillon_problem_row, GTK_TYPE_LIST_BOX_ROW)

static void
set_class (GtkWidget *widget, const char *css_class, gboolean wanted)
{
  if (wanted) {
    gtk_widget_add_css_class (widget, css_class);
  } else {
    gtk_widget_remove_css_class (widget, css_class);
  }
}

/* Its words. */

/* The place, and the engine's own words for those who look them up. */
static void
explain (CarillonProblemRow *self, const char *text, const char *place)
{
  const GError *error = dispatch_problem_get_error (self->problem);
  g_autofree char *quoted = NULL;
  g_autofree char *description = g_strdup (place);

  if (error != NULL) {
    /* Translators: behind it stand the words of the template engine, in English */
    quoted = g_strdup_printf (_ ("Liquid says: %s"), error->message);
    g_free (description);
    description = g_strdup_printf ("%s. %s", place, quoted);
  }
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), quoted);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static void
show_words (CarillonProblemRow *self)
{
  DispatchSeverity severity = dispatch_problem_get_severity (self->problem);
  const char *classes[] = { self->ignored ? "dim-label"
                                          : carillon_severity_get_css_class (severity),
                            NULL };
  const char *place_classes[] = { "caption", classes[0], NULL };
  g_autofree char *text = carillon_describe_problem (self->problem);
  g_autofree char *found = carillon_describe_problem_place (self->problem);
  g_autofree char *place =
    /* Translators: of a problem; behind it stand its severity and place */
    self->ignored ? g_strdup_printf (_ ("Ignored: %s"), found) : g_strdup (found);

  gtk_image_set_from_icon_name (self->icon, carillon_severity_get_icon_name (severity));
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), classes);
  gtk_widget_set_css_classes (GTK_WIDGET (self->place_label), place_classes);
  gtk_label_set_label (self->place_label, place);
  gtk_label_set_label (self->text_label, text);
  set_class (GTK_WIDGET (self->text_label), "dim-label", self->ignored);
  explain (self, text, place);
}

/* Its recipients. */

static char *
make_excerpt (DispatchDraft *draft, guint row)
{
  g_autoptr (DispatchPreview) preview = dispatch_preview_new (draft, row);
  const DispatchReading *reading = &preview->readings[LIQUID_SHOPIFY];
  const char *text =
    reading->title != NULL && *reading->title != '\0' ? reading->title : reading->body;
  if (text == NULL) {
    return g_strdup ("");
  }
  g_autofree char *start = g_utf8_strlen (text, -1) > EXCERPT_LENGTH
                             ? g_utf8_substring (text, 0, EXCERPT_LENGTH)
                             : g_strdup (text);
  return g_strdelimit (g_steal_pointer (&start), "\r\n\t", ' ');
}

static void
on_row_clicked (GtkButton *button, CarillonProblemRow *self)
{
  GVariant *target = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (button));

  g_signal_emit (self, signals[SHOW_ROW], 0, g_variant_get_uint32 (target));
}

static GtkWidget *
create_row_button (CarillonProblemRow *self, guint row)
{
  DispatchAudience *audience = dispatch_draft_get_audience (self->draft);
  const char *address = dispatch_table_get_address (dispatch_audience_get_table (audience), row);
  g_autofree char *short_address = carillon_format_token (address);
  g_autofree char *number = carillon_format_count ((gint64) row + 1);
  g_autofree char *excerpt = make_excerpt (self->draft, row);
  g_autofree char *name = *short_address != '\0'
                            ? g_strdup_printf (_ ("Row %s: %s"), number, short_address)
                            : g_strdup_printf (_ ("Row %s"), number);
  g_autofree char *text =
    *excerpt != '\0' ? g_strdup_printf ("%s\n%s", name, excerpt) : g_strdup (name);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button = gtk_button_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "caption");
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_set_name (button, "problem-row");
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", row);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_row_clicked), self, 0);
  return button;
}

static void
clear_rows (CarillonProblemRow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows_box))) != NULL) {
    gtk_box_remove (self->rows_box, child);
  }
}

static void
show_rows (CarillonProblemRow *self)
{
  guint n_rows;
  const guint *rows = dispatch_problem_get_rows (self->problem, &n_rows);
  guint n_there = dispatch_audience_get_n_rows (dispatch_draft_get_audience (self->draft));

  clear_rows (self);
  for (guint i = 0; i < MIN (n_rows, LISTED_ROWS) && rows[i] < n_there; i++) {
    gtk_box_append (self->rows_box, create_row_button (self, rows[i]));
  }
}

static void
on_rows_toggled (CarillonProblemRow *self)
{
  if (gtk_toggle_button_get_active (self->rows_button)) {
    show_rows (self);
  }
}

static void
on_next (CarillonProblemRow *self)
{
  g_signal_emit (self, signals[NEXT], 0);
}

/* What helps. */

static void
fix (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[FIX], 0, g_variant_get_int32 (parameter));
}

static void
ignore (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[IGNORE], 0, !CARILLON_PROBLEM_ROW (widget)->ignored);
}

static gboolean
can_ignore (CarillonProblemRow *self)
{
  return dispatch_problem_get_severity (self->problem) != DISPATCH_ERROR;
}

static void
append_ignore (CarillonProblemRow *self, GMenu *menu)
{
  g_autoptr (GMenu) section = g_menu_new ();

  if (can_ignore (self)) {
    g_menu_append (section, _ ("_Ignore for This Send"), "problem.ignore");
    g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  }
}

static void
show_ignore (CarillonProblemRow *self, gboolean alone)
{
  gtk_widget_set_visible (GTK_WIDGET (self->ignore_button), alone && can_ignore (self));
  gtk_button_set_label (self->ignore_button, self->ignored ? _ ("_Do Not Ignore") : _ ("_Ignore"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->ignore_button),
                               self->ignored ? NULL : _ ("Ignore for This Send"));
}

static void
show_fixes (CarillonProblemRow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();
  CarillonFix fixes[CARILLON_MAX_FIXES];
  guint n_fixes = self->ignored ? 0 : carillon_fixes_list (self->draft, self->problem, fixes);

  for (guint i = 0; i < n_fixes; i++) {
    g_autofree char *action = g_strdup_printf ("problem.fix(%d)", (int) fixes[i]);
    g_menu_append (section, carillon_fix_get_label (fixes[i]), action);
  }
  if (n_fixes > 0) {
    g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  }
  append_ignore (self, menu);
  gtk_menu_button_set_menu_model (self->fix_button, G_MENU_MODEL (menu));
  gtk_widget_set_visible (GTK_WIDGET (self->fix_button), n_fixes > 0);
  show_ignore (self, n_fixes == 0);
}

/**
 * carillon_problem_row_set:
 * @self: the row
 * @draft: what was checked
 * @problem: what was found
 * @ignored: whether the operator ignores it
 */
void
carillon_problem_row_set (CarillonProblemRow *self,
                          DispatchDraft *draft,
                          DispatchProblem *problem,
                          gboolean ignored)
{
  guint n_rows;

  g_return_if_fail (CARILLON_IS_PROBLEM_ROW (self));
  g_set_object (&self->draft, draft);
  g_set_object (&self->problem, problem);
  self->ignored = ignored;
  dispatch_problem_get_rows (problem, &n_rows);
  show_words (self);
  show_fixes (self);
  gtk_widget_set_visible (GTK_WIDGET (self->rows_button), n_rows > 0);
  gtk_widget_set_visible (self->next_button, n_rows > 1);
  gtk_widget_set_visible (self->actions_box,
                          n_rows > 0 || can_ignore (self) ||
                            gtk_widget_get_visible (GTK_WIDGET (self->fix_button)));
  on_rows_toggled (self);
}

DispatchProblem *
carillon_problem_row_get_problem (CarillonProblemRow *self)
{
  g_return_val_if_fail (CARILLON_IS_PROBLEM_ROW (self), NULL);
  return self->problem;
}

guint
carillon_problem_row_get_order (CarillonProblemRow *self)
{
  g_return_val_if_fail (CARILLON_IS_PROBLEM_ROW (self), 0);
  return self->order;
}

void
carillon_problem_row_set_order (CarillonProblemRow *self, guint order)
{
  g_return_if_fail (CARILLON_IS_PROBLEM_ROW (self));
  self->order = order;
}

static void
carillon_problem_row_dispose (GObject *object)
{
  CarillonProblemRow *self = CARILLON_PROBLEM_ROW (object);

  g_clear_object (&self->draft);
  g_clear_object (&self->problem);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_PROBLEM_ROW);
  G_OBJECT_CLASS (carillon_problem_row_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/problems/carillon-problem-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemRow, icon);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemRow, place_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemRow, text_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemRow, actions_box);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemRow, fix_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemRow, ignore_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemRow, rows_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemRow, next_button);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemRow, rows_box);
  gtk_widget_class_bind_template_callback (widget_class, on_rows_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
}

static void
install_signals (GType type)
{
  signals[NEXT] =
    g_signal_new ("next", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SHOW_ROW] = g_signal_new ("show-row", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[FIX] =
    g_signal_new ("fix", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[IGNORE] = g_signal_new ("ignore", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
carillon_problem_row_class_init (CarillonProblemRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_problem_row_dispose;
  install_signals (G_TYPE_FROM_CLASS (klass));
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "problem.fix", "i", fix);
  gtk_widget_class_install_action (widget_class, "problem.ignore", NULL, ignore);
}

static void
carillon_problem_row_init (CarillonProblemRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
carillon_problem_row_new (void)
{
  return g_object_new (CARILLON_TYPE_PROBLEM_ROW, NULL);
}

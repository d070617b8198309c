#include "carillon-problems-list.h"

#include <glib/gi18n.h>

#include "carillon-ask.h"
#include "carillon-config.h"
#include "carillon-fix-entry.h"
#include "carillon-fix-undo.h"
#include "carillon-focus.h"
#include "carillon-problem-row.h"
#include "carillon-problem-text.h"
#include "carillon-report-summary.h"
#include "carillon-toast.h"

/* What was answered to the question of a fix. The draft may be checked anew by then, so the problem
 * is known by its name. */
typedef struct {
  CarillonFix fix;
  char *key;  /* (owned): of the problem */
  char *text; /* (owned) */
} Answer;

static void
answer_free (Answer *answer)
{
  g_free (answer->key);
  g_free (answer->text);
  g_free (answer);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

struct _CarillonProblemsList {
  GtkWidget parent_instance;

  CarillonChecker *checker; /* (owned) (nullable) */
  DispatchReport *shown;    /* (owned) (nullable) */
  CarillonFixUndo *undo;    /* (owned) (nullable): of what was done last */
  Answer *answer;           /* (owned) (nullable): while the draft is being checked */
  GHashTable *rows;         /* CarillonProblemRow (unowned), by the keys of their problems */
  guint current_row;

  GtkListBox *list_box;
  GtkLabel *summary;
  GtkImage *state_icon;
  GtkSpinner *spinner;
  GtkWidget *again_button;
};

enum {
  PROP_CHECKER = 1,
  PROP_CURRENT_ROW,
  N_PROPS,
};

enum {
  PROBLEM_ACTIVATED,
  SHOW_ROW,
  EDIT_TEXT,
  UNDO_ROWS,
  UNDO_TEXT,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonProblemsList, carillon_problems_list, GTK_TYPE_WIDGET)

static void show_report (CarillonProblemsList *self);

static DispatchDraft *
get_draft (CarillonProblemsList *self)
{
  return carillon_checker_get_draft (self->checker);
}

/* Acting. */

/* The rows of a problem are those of the draft as it was checked. */
static gboolean
is_up_to_date (CarillonProblemsList *self)
{
  if (self->checker != NULL && carillon_checker_get_state (self->checker) == CARILLON_CHECK_DONE) {
    return TRUE;
  }
  carillon_toast (GTK_WIDGET (self), _ ("The check is not done yet. Try again in a moment."));
  return FALSE;
}

static void
edit_text (gpointer user_data, DispatchField field, const char *text)
{
  g_signal_emit (user_data, signals[EDIT_TEXT], 0, (int) field, text);
}

static void
on_undo_rows (CarillonProblemsList *self)
{
  g_signal_emit (self, signals[UNDO_ROWS], 0);
}

static void
on_undo_text (CarillonProblemsList *self, int field)
{
  g_signal_emit (self, signals[UNDO_TEXT], 0, field);
}

static void
forget_undo (CarillonProblemsList *self)
{
  if (self->undo != NULL) {
    carillon_fix_undo_withdraw (self->undo);
    g_signal_handlers_disconnect_by_data (self->undo, self);
    g_clear_object (&self->undo);
  }
}

static void
begin_undo (CarillonProblemsList *self)
{
  forget_undo (self);
  self->undo = carillon_fix_undo_new (get_draft (self));
  g_signal_connect_object (self->undo, "undo-rows", G_CALLBACK (on_undo_rows), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->undo, "undo-text", G_CALLBACK (on_undo_text), self,
                           G_CONNECT_SWAPPED);
}

static void
undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CarillonProblemsList *self = CARILLON_PROBLEMS_LIST (widget);

  if (self->undo != NULL) {
    carillon_fix_undo_take_back (self->undo);
  }
}

static void
apply (CarillonProblemsList *self, CarillonFix fix, DispatchProblem *problem, const char *text)
{
  const CarillonFixTarget target = { get_draft (self), problem, edit_text, self };

  if (is_up_to_date (self)) {
    begin_undo (self);
    g_autofree char *done = carillon_fix_apply (fix, &target, text);
    carillon_fix_undo_offer (self->undo, GTK_WIDGET (self), done);
  }
}

/* A fix that waits for its text. */
typedef struct {
  CarillonProblemsList *list; /* (owned) */
  DispatchDraft *draft;       /* (owned) */
  CarillonFix fix;
  DispatchProblem *problem; /* (owned) */
  CarillonFixEntry *entry;  /* (owned) */
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->list);
  g_object_unref (question->draft);
  g_object_unref (question->problem);
  g_object_unref (question->entry);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
tell_gone (CarillonProblemsList *self)
{
  carillon_toast (GTK_WIDGET (self), _ ("Nothing was written: this problem is not there any more"));
}

/* As soon as it is known which rows it is about now. */
static void
take_answer (CarillonProblemsList *self)
{
  if (self->answer == NULL ||
      carillon_checker_get_state (self->checker) == CARILLON_CHECK_PENDING) {
    return;
  }
  g_autoptr (Answer) answer = g_steal_pointer (&self->answer);
  CarillonProblemRow *row = g_hash_table_lookup (self->rows, answer->key);
  if (row != NULL) {
    apply (self, answer->fix, carillon_problem_row_get_problem (row), answer->text);
  } else {
    tell_gone (self);
  }
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  CarillonProblemsList *self = question->list;

  if (!carillon_ask_finish (result) || self->checker == NULL) {
    return;
  }
  if (question->draft != get_draft (self)) {
    tell_gone (self);
    return;
  }
  g_clear_pointer (&self->answer, answer_free);
  self->answer = g_new0 (Answer, 1);
  self->answer->fix = question->fix;
  self->answer->key = dispatch_problem_get_key (question->problem);
  self->answer->text = g_strdup (carillon_fix_entry_get_text (question->entry));
  take_answer (self);
}

static void
ask (CarillonProblemsList *self, CarillonFix fix, DispatchProblem *problem)
{
  Question *question = g_new0 (Question, 1);
  g_autofree char *body = carillon_describe_problem (problem);
  GtkWidget *entry = carillon_fix_entry_new (fix);

  question->list = g_object_ref (self);
  question->draft = g_object_ref (get_draft (self));
  question->fix = fix;
  question->problem = g_object_ref (problem);
  question->entry = g_object_ref_sink (CARILLON_FIX_ENTRY (entry));
  carillon_ask_question_async (GTK_WIDGET (self),
                               &(CarillonQuestion){
                                 .heading = carillon_fix_get_heading (fix),
                                 .body = body,
                                 .confirm = _ ("_Write"),
                                 .appearance = CARILLON_ASK_SUGGESTED,
                                 .extra = entry,
                                 .needs = "answered",
                               },
                               NULL, on_answered, question);
}

static void
on_fix (CarillonProblemsList *self, int fix, CarillonProblemRow *row)
{
  DispatchProblem *problem = carillon_problem_row_get_problem (row);

  if (carillon_fix_get_question (fix) != NULL) {
    ask (self, fix, problem);
  } else {
    apply (self, fix, problem, "");
  }
}

static void
on_ignore (CarillonProblemsList *self, gboolean ignored, CarillonProblemRow *row)
{
  begin_undo (self);
  carillon_problem_set_ignored (get_draft (self), carillon_problem_row_get_problem (row), ignored);
  carillon_fix_undo_offer (self->undo, GTK_WIDGET (self),
                           ignored ? _ ("Ignored for this send") : _ ("Not ignored any more"));
  show_report (self);
}

static void
on_show_row (CarillonProblemsList *self, guint row)
{
  if (row < dispatch_audience_get_n_rows (dispatch_draft_get_audience (get_draft (self)))) {
    g_signal_emit (self, signals[SHOW_ROW], 0, row);
  }
}

/* The first behind the recipient that is looked at, or the first of all. */
static void
on_next (CarillonProblemsList *self, CarillonProblemRow *row)
{
  guint n_rows;
  const guint *rows = dispatch_problem_get_rows (carillon_problem_row_get_problem (row), &n_rows);
  guint i = 0;

  while (i < n_rows && rows[i] <= self->current_row) {
    i++;
  }
  if (n_rows > 0) {
    on_show_row (self, rows[i < n_rows ? i : 0]);
  }
}

static void
on_row_activated (CarillonProblemsList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[PROBLEM_ACTIVATED], 0,
                 carillon_problem_row_get_problem (CARILLON_PROBLEM_ROW (row)));
}

/* Showing. A problem keeps its row from report to report, with what is unfolded there and the
 * focus. */

static int
compare_rows (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user_data)
{
  guint first = carillon_problem_row_get_order (CARILLON_PROBLEM_ROW (a));
  guint second = carillon_problem_row_get_order (CARILLON_PROBLEM_ROW (b));

  return first < second ? -1 : first > second;
}

static CarillonProblemRow *
add_row (CarillonProblemsList *self)
{
  GtkWidget *row = carillon_problem_row_new ();

  g_signal_connect_object (row, "fix", G_CALLBACK (on_fix), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "ignore", G_CALLBACK (on_ignore), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "next", G_CALLBACK (on_next), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "show-row", G_CALLBACK (on_show_row), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list_box, row);
  return CARILLON_PROBLEM_ROW (row);
}

/* Returns: (transfer full): a name that no other problem of the report has */
static char *
make_key (DispatchProblem *problem, GHashTable *taken)
{
  g_autofree char *key = dispatch_problem_get_key (problem);
  char *unique = g_strdup (key);

  for (guint n = 2; g_hash_table_contains (taken, unique); n++) {
    g_free (unique);
    unique = g_strdup_printf ("%s#%u", key, n);
  }
  return unique;
}

static gboolean
is_row (gpointer key, gpointer row, gpointer other)
{
  return row == other;
}

static gboolean
is_going (CarillonProblemsList *self, GtkWidget *row)
{
  return row != NULL && g_hash_table_find (self->rows, is_row, row) != NULL;
}

/* (nullable): the nearest of the rows that stay, rather below than above. */
static GtkWidget *
find_neighbour (CarillonProblemsList *self, GtkWidget *row)
{
  GtkWidget *below = row, *above = row;

  while (is_going (self, below)) {
    below = gtk_widget_get_next_sibling (below);
  }
  while (below == NULL && is_going (self, above)) {
    above = gtk_widget_get_prev_sibling (above);
  }
  return below != NULL ? below : above;
}

/* Otherwise it would go to the first place of the window that takes it, such as a toast. */
static void
keep_focus (gpointer key, gpointer row, gpointer user_data)
{
  CarillonProblemsList *self = user_data;
  GtkWidget *neighbour = carillon_focus_inside (row) != NULL ? find_neighbour (self, row) : NULL;

  if (neighbour != NULL) {
    gtk_widget_grab_focus (neighbour);
  }
}

static gboolean
remove_row (gpointer key, gpointer row, gpointer self)
{
  carillon_focus_leave (row);
  gtk_list_box_remove (CARILLON_PROBLEMS_LIST (self)->list_box, row);
  return TRUE;
}

/* What is ignored stands last. */
static void
show_problem (CarillonProblemsList *self, guint position, GHashTable *rows)
{
  guint n_problems = g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  g_autoptr (DispatchProblem) problem =
    g_list_model_get_item (G_LIST_MODEL (self->shown), position);
  gboolean ignored = carillon_problem_is_ignored (get_draft (self), problem);
  g_autofree char *key = make_key (problem, rows);
  CarillonProblemRow *row = g_hash_table_lookup (self->rows, key);

  if (row != NULL) {
    g_hash_table_remove (self->rows, key);
  } else {
    row = add_row (self);
  }
  carillon_problem_row_set (row, get_draft (self), problem, ignored);
  carillon_problem_row_set_order (row, position + (ignored ? n_problems : 0));
  g_hash_table_insert (rows, g_steal_pointer (&key), row);
}

static void
show_problems (CarillonProblemsList *self)
{
  GHashTable *rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_problems =
    self->shown != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->shown)) : 0;

  for (guint i = 0; i < n_problems; i++) {
    show_problem (self, i, rows);
  }
  g_hash_table_foreach (self->rows, keep_focus, self);
  g_hash_table_foreach_remove (self->rows, remove_row, self);
  g_hash_table_unref (self->rows);
  self->rows = rows;
  gtk_list_box_invalidate_sort (self->list_box);
  gtk_widget_set_visible (GTK_WIDGET (self->list_box), n_problems > 0);
}

static void
show_state (CarillonProblemsList *self)
{
  CarillonCheckState state = carillon_checker_get_state (self->checker);
  DispatchReport *report = carillon_checker_get_report (self->checker);
  g_autofree char *text = state == CARILLON_CHECK_FAILED
                            ? g_strdup (_ ("The check could not be run"))
                          : state == CARILLON_CHECK_PENDING || report == NULL
                            ? g_strdup (_ ("Checking…"))
                            : carillon_report_summarise (report, get_draft (self));
  gboolean ready = state == CARILLON_CHECK_DONE && report != NULL &&
                   g_list_model_get_n_items (G_LIST_MODEL (report)) == 0;

  gtk_label_set_label (self->summary, text);
  gtk_spinner_set_spinning (self->spinner, state == CARILLON_CHECK_PENDING);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), state == CARILLON_CHECK_PENDING);
  gtk_widget_set_visible (GTK_WIDGET (self->state_icon), ready);
  gtk_widget_set_visible (self->again_button, state == CARILLON_CHECK_FAILED);
}

static void
on_state_changed (CarillonProblemsList *self)
{
  show_state (self);
  take_answer (self);
}

static void
show_report (CarillonProblemsList *self)
{
  g_set_object (&self->shown, carillon_checker_get_report (self->checker));
  show_problems (self);
  show_state (self);
}

static void
on_again_clicked (CarillonProblemsList *self)
{
  carillon_checker_hurry (self->checker);
}

/* What was done or asked in one draft is nothing to another. */
static void
forget_draft (CarillonProblemsList *self)
{
  forget_undo (self);
  g_clear_pointer (&self->answer, answer_free);
}

static void
set_checker (CarillonProblemsList *self, CarillonChecker *checker)
{
  forget_draft (self);
  if (self->checker != NULL) {
    g_signal_handlers_disconnect_by_data (self->checker, self);
  }
  g_set_object (&self->checker, checker);
  if (checker != NULL) {
    g_signal_connect_object (checker, "notify::state", G_CALLBACK (on_state_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (checker, "notify::report", G_CALLBACK (show_report), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (checker, "notify::draft", G_CALLBACK (forget_draft), self,
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
  } else if (id == PROP_CURRENT_ROW) {
    g_value_set_uint (value, CARILLON_PROBLEMS_LIST (object)->current_row);
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
  } else if (id == PROP_CURRENT_ROW) {
    CARILLON_PROBLEMS_LIST (object)->current_row = g_value_get_uint (value);
    g_object_notify_by_pspec (object, pspec);
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
  g_clear_pointer (&self->rows, g_hash_table_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_PROBLEMS_LIST);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_problems_list_parent_class)->dispose (object);
}

static void
carillon_problems_list_class_init (CarillonProblemsListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = carillon_problems_list_get_property;
  object_class->set_property = carillon_problems_list_set_property;
  object_class->dispose = carillon_problems_list_dispose;
  properties[PROP_CHECKER] =
    g_param_spec_object ("checker", NULL, NULL, CARILLON_TYPE_CHECKER, flags);
  properties[PROP_CURRENT_ROW] =
    g_param_spec_uint ("current-row", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[PROBLEM_ACTIVATED] =
    g_signal_new ("problem-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, DISPATCH_TYPE_PROBLEM);
  signals[SHOW_ROW] = g_signal_new ("show-row", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[EDIT_TEXT] = g_signal_new ("edit-text", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);

  signals[UNDO_ROWS] = g_signal_new ("undo-rows", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[UNDO_TEXT] = g_signal_new ("undo-text", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/problems/carillon-problems-list.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemsList, list_box);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemsList, summary);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemsList, state_icon);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemsList, spinner);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblemsList, again_button);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked);
  gtk_widget_class_install_action (widget_class, "problems.undo", NULL, undo);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "problems.undo",
                                       NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
carillon_problems_list_init (CarillonProblemsList *self)
{
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_sort_func (self->list_box, compare_rows, NULL, NULL);
}

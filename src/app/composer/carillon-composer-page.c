#include "carillon-composer-page-private.h"

#include <glib/gi18n.h>

#include "carillon-config.h"
#include "carillon-error-text.h"
#include "carillon-format.h"

G_DEFINE_FINAL_TYPE (CarillonComposerPage, carillon_composer_page, GTK_TYPE_WIDGET)

DispatchDraft *
carillon_composer_page_get_draft (CarillonComposerPage *self)
{
  return carillon_draft_keeper_get_draft (self->keeper);
}

/* The draft. */

static void
on_rows_changed (CarillonComposerPage *self)
{
  guint n_rows = dispatch_audience_get_n_rows (
    dispatch_draft_get_audience (carillon_composer_page_get_draft (self)));
  g_autofree char *count = carillon_format_count (n_rows);
  /* Translators: the tab of the recipients, with their number */
  g_autofree char *label =
    n_rows > 0 ? g_strdup_printf (_ ("Recipients (%s)"), count) : g_strdup (_ ("Recipients"));

  gtk_label_set_label (self->recipients_tab, label);
}

static void
on_draft_replaced (CarillonComposerPage *self)
{
  DispatchDraft *draft = carillon_composer_page_get_draft (self);

  if (draft == NULL) {
    return;
  }
  g_object_set (self->message_pane, "draft", draft, NULL);
  g_object_set (self->grid, "draft", draft, NULL);
  g_object_set (self->preview_pane, "draft", draft, NULL);
  g_object_set (self->facts, "draft", draft, NULL);
  g_object_set (self->checker, "draft", draft, NULL);
  g_signal_connect_object (dispatch_draft_get_audience (draft), "items-changed",
                           G_CALLBACK (on_rows_changed), self, G_CONNECT_SWAPPED);
  carillon_composer_drafts_bind_name (self, draft);
  on_rows_changed (self);
  carillon_composer_recipients_append (self);
  gtk_stack_set_visible_child_name (self->stack, "content");
  carillon_composer_place_restore (self);
  if (self->wants_focus && gtk_widget_get_mapped (GTK_WIDGET (self))) {
    gtk_widget_grab_focus (GTK_WIDGET (self));
  }
  self->wants_focus = FALSE;
}

static void
on_keeper_changed (CarillonComposerPage *self)
{
  static const char *const labels[] = {
    [CARILLON_KEEPER_LOADING] = N_ ("Loading…"),
    [CARILLON_KEEPER_SAVED] = N_ ("Draft saved"),
    [CARILLON_KEEPER_UNSAVED] = N_ ("Saving…"),
    [CARILLON_KEEPER_FAILED] = N_ ("Draft not saved"),
  };
  CarillonKeeperState state = carillon_draft_keeper_get_state (self->keeper);
  const GError *error = carillon_draft_keeper_get_error (self->keeper);
  DispatchDraft *draft = carillon_composer_page_get_draft (self);
  gboolean untouched =
    state == CARILLON_KEEPER_SAVED && draft != NULL && dispatch_draft_is_empty (draft);

  gtk_label_set_label (self->save_label, untouched ? _ ("New draft") : _ (labels[state]));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.discard", !untouched);
  if (error == NULL) {
    carillon_notice_set_message (self->save_notice, NULL);
    return;
  }
  g_autofree char *advice = carillon_error_advice (error);
  g_autofree char *message =
    state == CARILLON_KEEPER_FAILED
      ? g_strdup_printf (_ ("Your draft is not saved: %s. %s"), error->message, advice)
      : g_strdup_printf (_ ("An earlier draft could not be read: %s"), error->message);
  carillon_notice_set_message (self->save_notice, message);
}

/* Problems lead to where they can be solved: those of a place in a text there, even if they are
 * only some recipients', the first of whom the preview shows. */

static void
on_report_changed (CarillonComposerPage *self)
{
  DispatchReport *report = carillon_checker_get_report (self->checker);

  g_object_set (self->message_pane, "report", report, NULL);
  g_object_set (self->preview_pane, "report", report, NULL);
  g_object_set (self->grid, "report", report, NULL);
}

static void
on_problem_activated (CarillonComposerPage *self, DispatchProblem *problem)
{
  guint n_rows;
  const guint *rows = dispatch_problem_get_rows (problem, &n_rows);

  LiquidSpan span;

  if (dispatch_problem_get_span (problem, &span)) {
    if (n_rows > 0) {
      carillon_recipients_grid_show_row (self->grid, rows[0]);
    }
    carillon_panes_set_current (self->panes, CARILLON_PANE_MESSAGE);
    carillon_message_pane_show_problem (self->message_pane, problem);
  } else if (n_rows > 0) {
    carillon_panes_set_current (self->panes, CARILLON_PANE_RECIPIENTS);
    carillon_recipients_grid_select_rows (self->grid, rows, n_rows);
  } else if (dispatch_problem_get_field (problem) == DISPATCH_FIELD_RECIPIENTS) {
    carillon_panes_set_current (self->panes, CARILLON_PANE_RECIPIENTS);
    carillon_recipients_grid_add (self->grid);
  } else {
    carillon_panes_set_current (self->panes, CARILLON_PANE_MESSAGE);
    carillon_message_pane_show_problem (self->message_pane, problem);
  }
}

static void
on_undo_rows (CarillonComposerPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->grid), "grid.undo", NULL);
}

/* To where one goes on: the recipient that was added, where one was, or the first thing to write.
 */
static gboolean
carillon_composer_page_grab_focus (GtkWidget *widget)
{
  CarillonComposerPage *self = CARILLON_COMPOSER_PAGE (widget);
  DispatchDraft *draft = carillon_composer_page_get_draft (self);

  if (draft == NULL) {
    self->wants_focus = TRUE;
    return TRUE;
  }
  guint n_rows = dispatch_audience_get_n_rows (dispatch_draft_get_audience (draft));
  if (self->user_added && n_rows > 0) {
    guint last = n_rows - 1;
    self->user_added = FALSE;
    carillon_recipients_grid_select_rows (self->grid, &last, 1);
    return TRUE;
  }
  return carillon_composer_place_go (self) ||
         (gtk_widget_get_child_visible (GTK_WIDGET (self->message_pane)) &&
          carillon_message_pane_focus_title (self->message_pane));
}

/* Tab goes through the children only: on the way back GTK would focus the page itself after them.
 */
static gboolean
carillon_composer_page_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (gtk_widget_get_first_child (widget), direction);
}

static void
stop_facts (CarillonFacts *facts)
{
  carillon_facts_stop (facts);
  g_object_unref (facts);
}

static void
carillon_composer_page_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));
  CarillonComposerPage *self = CARILLON_COMPOSER_PAGE (object);

  carillon_composer_sending_close_review (self);
  carillon_composer_drafts_close (self);
  carillon_draft_place_clear (&self->place);
  g_clear_weak_pointer (&self->name_binding);
  if (self->keeper != NULL) {
    carillon_draft_keeper_close (self->keeper);
  }
  g_clear_object (&self->keeper);
  g_clear_object (&self->checker);
  g_clear_pointer (&self->facts, stop_facts);
  g_clear_object (&self->send);
  g_clear_object (&self->session);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARILLON_TYPE_COMPOSER_PAGE);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (carillon_composer_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/composer/carillon-composer-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, panes);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, message_pane);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, grid);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, preview_pane);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, problems);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, save_notice);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, send_notice);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, name_entry);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, save_label);
  gtk_widget_class_bind_template_child (widget_class, CarillonComposerPage, recipients_tab);
  gtk_widget_class_bind_template_callback (widget_class, on_problem_activated);
}

static void
carillon_composer_page_class_init (CarillonComposerPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carillon_composer_page_dispose;
  widget_class->focus = carillon_composer_page_focus;
  widget_class->grab_focus = carillon_composer_page_grab_focus;
  g_type_ensure (CARILLON_TYPE_PANES);
  g_type_ensure (CARILLON_TYPE_MESSAGE_PANE);
  g_type_ensure (CARILLON_TYPE_RECIPIENTS_GRID);
  g_type_ensure (CARILLON_TYPE_PREVIEW_PANE);
  g_type_ensure (CARILLON_TYPE_PROBLEMS_LIST);
  g_type_ensure (CARILLON_TYPE_NOTICE);
  bind_template (widget_class);
  carillon_composer_drafts_install (widget_class);
  carillon_composer_place_install (widget_class);
  carillon_composer_recipients_install (widget_class);
  carillon_composer_sending_install (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "composer");
}

static void
carillon_composer_page_init (CarillonComposerPage *self)
{
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  self->checker = carillon_checker_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->problems, "checker", self->checker, NULL);
  carillon_composer_recipients_accept_files (self);
  g_object_bind_property (self->grid, "current-row", self->preview_pane, "row",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->preview_pane, "show-row",
                           G_CALLBACK (carillon_recipients_grid_show_row), self->grid,
                           G_CONNECT_SWAPPED);
  g_object_bind_property (self->grid, "current-row", self->problems, "current-row",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->problems, "show-row",
                           G_CALLBACK (carillon_recipients_grid_show_row), self->grid,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->problems, "edit-text", G_CALLBACK (carillon_message_pane_edit),
                           self->message_pane, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->problems, "undo-text", G_CALLBACK (carillon_message_pane_undo),
                           self->message_pane, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->problems, "undo-rows", G_CALLBACK (on_undo_rows), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->checker, "notify::report", G_CALLBACK (on_report_changed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * carillon_composer_page_new:
 * @session: the account that sends
 *
 * Returns: (transfer floating): a page with the newest draft of the account
 */
GtkWidget *
carillon_composer_page_new (CarillonSession *session)
{
  g_return_val_if_fail (CARILLON_IS_SESSION (session), NULL);

  CarillonComposerPage *self = g_object_new (CARILLON_TYPE_COMPOSER_PAGE, NULL);
  self->session = g_object_ref (session);
  self->facts = carillon_facts_new (session);
  g_object_bind_property (self->facts, "facts", self->checker, "facts", G_BINDING_SYNC_CREATE);
  g_object_set (self->message_pane, "session", session, NULL);
  self->keeper = carillon_draft_keeper_new (session);
  carillon_draft_keeper_set_place_func (self->keeper, carillon_composer_place_get, self);
  g_signal_connect_object (self->keeper, "notify::draft",
                           G_CALLBACK (carillon_composer_sending_leave), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeper, "notify::draft", G_CALLBACK (on_draft_replaced), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeper, "notify", G_CALLBACK (on_keeper_changed), self,
                           G_CONNECT_SWAPPED);
  carillon_draft_keeper_load (self->keeper);
  return GTK_WIDGET (self);
}

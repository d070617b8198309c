/* GtkSourceCompletion does this, too, but says nothing to a screen reader of what is chosen, and
 * has its help in a second popover beside the list, for which a phone has no room. */

#include "carillon-completion.h"

#include <glib/gi18n.h>
#include <string.h>

#include "carillon-announce.h"
#include "carillon-list-pointer.h"
#include "carillon-text-place.h"
#include "carillon-typing.h"

/* Characters in a line of help and pixels of the list, so that both fit a phone. */
#define HELP_WIDTH 34
#define LIST_HEIGHT 190
#define PAGE 6

struct _CarillonCompletion {
  GObject parent_instance;

  GtkTextView *view;             /* (unowned): lives as long as its parent */
  GtkTextBuffer *buffer;         /* (owned) */
  GtkWidget *popover;            /* (owned) (nullable): until it is disposed */
  GtkSingleSelection *selection; /* (owned) */
  GtkWidget *list;               /* (unowned): in the popover */
  CarillonListPointer *pointer;  /* (owned) */
  GtkLabel *help;                /* (unowned): in the popover */
  GtkLabel *example;             /* (unowned): in the popover */
  DispatchAudience *audience;    /* (owned) (nullable) */
  char **columns;                /* (nullable): its columns when they were last asked for */
  char *other_text;              /* (nullable) */
  CarillonProposalSources sources;
  CarillonPlace place; /* of what is shown */
  gboolean taking;
};

G_DEFINE_FINAL_TYPE (CarillonCompletion, carillon_completion, G_TYPE_OBJECT)

static gboolean
is_open (CarillonCompletion *self)
{
  return self->popover != NULL && gtk_widget_get_visible (self->popover);
}

static void
hide (CarillonCompletion *self)
{
  if (is_open (self)) {
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  }
}

static void
announce (CarillonCompletion *self, CarillonProposal *proposal)
{
  g_autofree char *words = g_strdup_printf ("%s: %s", carillon_proposal_get_name (proposal),
                                            carillon_proposal_get_help (proposal));

  carillon_announce (GTK_WIDGET (self->view), words);
}

static void
on_selected (CarillonCompletion *self)
{
  CarillonProposal *proposal = gtk_single_selection_get_selected_item (self->selection);

  if (proposal == NULL) {
    return;
  }
  const char *example = carillon_proposal_get_example (proposal);
  gtk_label_set_label (self->help, carillon_proposal_get_help (proposal));
  gtk_label_set_label (self->example, example != NULL ? example : "");
  gtk_widget_set_visible (GTK_WIDGET (self->example), example != NULL);
  if (is_open (self)) {
    announce (self, proposal);
  }
}

static void
point_at_word (CarillonCompletion *self, const char *text)
{
  GtkTextIter start;
  GdkRectangle area;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start,
                                      (int) g_utf8_strlen (text, (gssize) self->place.start));
  carillon_text_place_get_area (self->view, &start, gtk_widget_get_parent (self->popover), &area);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &area);
}

static void
read_columns (CarillonCompletion *self)
{
  g_autoptr (GStrvBuilder) columns = g_strv_builder_new ();
  guint n = self->audience != NULL ? dispatch_audience_get_n_columns (self->audience) : 0;

  for (guint i = DISPATCH_N_FIXED_COLUMNS; i < n; i++) {
    g_strv_builder_add (columns, dispatch_audience_get_column_name (self->audience, i));
  }
  g_strfreev (self->columns);
  self->columns = g_strv_builder_end (columns);
  self->sources.columns = (const char *const *) self->columns;
}

/* Finds what may stand at the cursor; says whether there is anything. */
static gboolean
find (CarillonCompletion *self)
{
  gsize cursor;
  g_autofree char *text = carillon_typing_get_text (self->buffer, &cursor);
  read_columns (self);
  g_autoptr (GListModel) proposals =
    carillon_proposals_find (text, cursor, &self->sources, &self->place);

  if (g_list_model_get_n_items (proposals) == 0) {
    return FALSE;
  }
  carillon_list_pointer_rest (self->pointer);
  gtk_single_selection_set_model (self->selection, proposals);
  point_at_word (self, text);
  return TRUE;
}

static void
show (CarillonCompletion *self)
{
  if (find (self)) {
    if (!is_open (self)) {
      gtk_popover_popup (GTK_POPOVER (self->popover));
      announce (self, gtk_single_selection_get_selected_item (self->selection));
    }
    gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", 0);
  } else {
    hide (self);
  }
}

/* Words are proposed once they are begun, and where nothing else than one of a few can follow. */
static gboolean
is_asked_for (CarillonCompletion *self)
{
  CarillonPlace place;
  gsize cursor;
  g_autofree char *text = carillon_typing_get_text (self->buffer, &cursor);

  carillon_liquid_place_find (text, cursor, &place);
  if (place.kind == CARILLON_PLACE_NOTHING || cursor < place.end) {
    return FALSE;
  }
  gsize before = place.start;
  while (before > 0 && text[before - 1] == ' ') {
    before--;
  }
  return cursor > place.start || (before > 0 && strchr ("{%|", text[before - 1]) != NULL);
}

/**
 * carillon_completion_typed:
 * @self: the completion
 *
 * Is to be called when something has been typed.
 */
void
carillon_completion_typed (CarillonCompletion *self)
{
  g_return_if_fail (CARILLON_IS_COMPLETION (self));

  if (!is_open (self) && !self->taking && is_asked_for (self)) {
    show (self);
  }
}

/* The list goes with the word that it is for. */
static void
on_cursor_moved (CarillonCompletion *self)
{
  CarillonPlace before = self->place;

  if (!is_open (self)) {
    return;
  }
  gboolean found = find (self);
  if (!found || self->place.kind != before.kind || self->place.start != before.start) {
    hide (self);
  }
}

static void
take (CarillonCompletion *self)
{
  g_autoptr (CarillonProposal) proposal =
    g_object_ref (gtk_single_selection_get_selected_item (self->selection));
  gsize cursor;
  g_autofree char *text = carillon_typing_get_text (self->buffer, &cursor);
  const char *insert = carillon_proposal_get_insert (proposal);
  int start_offset = (int) g_utf8_strlen (text, (gssize) self->place.start);
  glong caret = g_utf8_strlen (insert, carillon_proposal_get_caret (proposal));
  GtkTextIter start, end;

  self->taking = TRUE;
  hide (self);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, start_offset);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end,
                                      (int) g_utf8_strlen (text, (gssize) self->place.end));
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, insert, -1);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, start_offset + (int) caret);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (self->buffer));
  self->taking = FALSE;
}

static void
move (CarillonCompletion *self, int step)
{
  int n = (int) g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  int selected = (int) gtk_single_selection_get_selected (self->selection);
  int to = ABS (step) == 1 ? (selected + step + n) % n : CLAMP (selected + step, 0, n - 1);

  carillon_list_pointer_rest (self->pointer);
  gtk_single_selection_set_selected (self->selection, (guint) to);
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", (guint) to);
}

static gboolean
press_in_list (CarillonCompletion *self, guint keyval)
{
  switch (keyval) {
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    move (self, 1);
    return GDK_EVENT_STOP;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    move (self, -1);
    return GDK_EVENT_STOP;
  case GDK_KEY_Page_Down:
    move (self, PAGE);
    return GDK_EVENT_STOP;
  case GDK_KEY_Page_Up:
    move (self, -PAGE);
    return GDK_EVENT_STOP;
  case GDK_KEY_Tab:
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    take (self);
    return GDK_EVENT_STOP;
  case GDK_KEY_Escape:
    hide (self);
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

/**
 * carillon_completion_press:
 * @self: the completion
 * @keyval: a key that was pressed in the view
 * @modifiers: held meanwhile
 *
 * Ctrl+Space opens the list. While it is open the arrows choose, Tab and Enter take, and Escape
 * closes it.
 *
 * Returns: whether the key was for the completion
 */
gboolean
carillon_completion_press (CarillonCompletion *self, guint keyval, GdkModifierType modifiers)
{
  g_return_val_if_fail (CARILLON_IS_COMPLETION (self), GDK_EVENT_PROPAGATE);

  if (keyval == GDK_KEY_space && modifiers == GDK_CONTROL_MASK) {
    show (self);
    return GDK_EVENT_STOP;
  }
  return is_open (self) && modifiers == 0 ? press_in_list (self, keyval) : GDK_EVENT_PROPAGATE;
}

/**
 * carillon_completion_set_audience:
 * @self: the completion
 * @audience: (nullable): whose columns are variables
 */
void
carillon_completion_set_audience (CarillonCompletion *self, DispatchAudience *audience)
{
  g_return_if_fail (CARILLON_IS_COMPLETION (self));

  g_set_object (&self->audience, audience);
}

/**
 * carillon_completion_set_other_text:
 * @self: the completion
 * @text: (nullable): the other template of the draft
 */
void
carillon_completion_set_other_text (CarillonCompletion *self, const char *text)
{
  g_return_if_fail (CARILLON_IS_COMPLETION (self));

  g_free (self->other_text);
  self->other_text = g_strdup (text);
  self->sources.other_text = self->other_text;
}

/**
 * carillon_completion_get_sources:
 * @self: the completion
 *
 * Returns: what it knows of the draft now
 */
const CarillonProposalSources *
carillon_completion_get_sources (CarillonCompletion *self)
{
  g_return_val_if_fail (CARILLON_IS_COMPLETION (self), NULL);
  read_columns (self);
  return &self->sources;
}

static void
set_up_row (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (item, label);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  CarillonProposal *proposal = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       carillon_proposal_get_name (proposal));
}

static void
on_row_activated (CarillonCompletion *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  take (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static GtkWidget *
create_list (CarillonCompletion *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_row), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row), NULL);
  self->selection = gtk_single_selection_new (NULL);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  self->pointer = carillon_list_pointer_new (GTK_LIST_VIEW (self->list));
  gtk_widget_set_name (self->list, "proposals");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Proposals"), -1);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (on_row_activated), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  return scrolled;
}

/* @role: an alert is what a screen reader says by itself. */
static GtkLabel *
create_line (GtkAccessibleRole role, const char *name, const char *css_class)
{
  GtkLabel *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", role, "name", name, NULL);

  gtk_label_set_xalign (label, 0);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (label, HELP_WIDTH);
  gtk_label_set_max_width_chars (label, HELP_WIDTH);
  gtk_widget_add_css_class (GTK_WIDGET (label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (label), css_class);
  return label;
}

static void
carillon_completion_dispose (GObject *object)
{
  CarillonCompletion *self = CARILLON_COMPLETION (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->pointer);
  g_clear_object (&self->selection);
  g_clear_object (&self->audience);
  g_clear_object (&self->buffer);
  G_OBJECT_CLASS (carillon_completion_parent_class)->dispose (object);
}

static void
carillon_completion_finalize (GObject *object)
{
  CarillonCompletion *self = CARILLON_COMPLETION (object);

  g_strfreev (self->columns);
  g_free (self->other_text);
  G_OBJECT_CLASS (carillon_completion_parent_class)->finalize (object);
}

static void
carillon_completion_class_init (CarillonCompletionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = carillon_completion_dispose;
  G_OBJECT_CLASS (klass)->finalize = carillon_completion_finalize;
}

static void
carillon_completion_init (CarillonCompletion *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->popover = gtk_popover_new ();
  self->help = create_line (GTK_ACCESSIBLE_ROLE_ALERT, "proposal-help", "proposal-help");
  self->example = create_line (GTK_ACCESSIBLE_ROLE_LABEL, "proposal-example", "monospace");
  gtk_box_append (GTK_BOX (box), create_list (self));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->help));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->example));
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_add_css_class (self->popover, "proposals");
}

/**
 * carillon_completion_new:
 * @view: what is typed into, which keeps its buffer
 * @parent: around @view, with a layout manager
 *
 * Returns: (transfer full): the completion
 */
CarillonCompletion *
carillon_completion_new (GtkTextView *view, GtkWidget *parent)
{
  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);

  CarillonCompletion *self = g_object_new (CARILLON_TYPE_COMPLETION, NULL);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  self->view = view;
  self->buffer = g_object_ref (gtk_text_view_get_buffer (view));
  gtk_widget_set_parent (self->popover, parent);
  g_signal_connect_object (self->buffer, "notify::cursor-position", G_CALLBACK (on_cursor_moved),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (hide), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), focus);
  return self;
}

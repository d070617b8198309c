#include "carillon-fix-undo.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "carillon-toast.h"

struct _CarillonFixUndo {
  GObject parent_instance;

  DispatchDraft *draft; /* (owned) (nullable): until it is withdrawn */
  char *title;          /* as they were */
  char *body;
  char **ignored;
  gboolean rows_changed;

  GtkWidget *from; /* (unowned) (nullable): who offers it */
  AdwToast *toast; /* (unowned) (nullable): while it is offered */
};

enum {
  UNDO_ROWS,
  UNDO_TEXT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarillonFixUndo, carillon_fix_undo, G_TYPE_OBJECT)

static gboolean
text_is (const char *text, const char *old)
{
  return g_strcmp0 (text, old) == 0;
}

/* What to take back. */
typedef struct {
  gboolean title;
  gboolean body;
  gboolean rows;
  gboolean ignored;
} Changes;

static Changes
find_changes (CarillonFixUndo *self)
{
  return (Changes){
    .title = !text_is (dispatch_draft_get_title (self->draft), self->title),
    .body = !text_is (dispatch_draft_get_body (self->draft), self->body),
    .rows =
      self->rows_changed && dispatch_audience_can_undo (dispatch_draft_get_audience (self->draft)),
    .ignored =
      !g_strv_equal (dispatch_draft_get_ignored (self->draft), (const char *const *) self->ignored),
  };
}

void
carillon_fix_undo_withdraw (CarillonFixUndo *self)
{
  g_return_if_fail (CARILLON_IS_FIX_UNDO (self));

  AdwToast *toast = self->toast;
  if (self->draft != NULL) {
    g_signal_handlers_disconnect_by_data (dispatch_draft_get_audience (self->draft), self);
    g_signal_handlers_disconnect_by_data (self->draft, self);
    g_clear_object (&self->draft);
  }
  g_clear_weak_pointer (&self->toast);
  if (toast != NULL) {
    g_signal_handlers_disconnect_by_data (toast, self);
    adw_toast_dismiss (toast);
  }
}

/* The last step of a text that one writes into goes with its editor, so each takes back its own. */
static void
take_back (CarillonFixUndo *self)
{
  g_autoptr (CarillonFixUndo) kept = g_object_ref (self);
  g_autoptr (DispatchDraft) draft = g_object_ref (self->draft);
  Changes changes = find_changes (self);
  gboolean possible = self->from != NULL && gtk_widget_is_sensitive (self->from);

  carillon_fix_undo_withdraw (self);
  if (!possible) {
    return;
  }
  if (changes.rows) {
    g_signal_emit (self, signals[UNDO_ROWS], 0);
  }
  if (changes.title) {
    g_signal_emit (self, signals[UNDO_TEXT], 0, (int) DISPATCH_FIELD_TITLE);
  }
  if (changes.body) {
    g_signal_emit (self, signals[UNDO_TEXT], 0, (int) DISPATCH_FIELD_BODY);
  }
  if (changes.ignored) {
    g_object_set (draft, "ignored", self->ignored, NULL);
  }
}

static void
on_clicked (CarillonFixUndo *self)
{
  g_clear_weak_pointer (&self->toast); /* which goes by itself, and only once */
  take_back (self);
}

/**
 * carillon_fix_undo_take_back:
 * @self: what may be offered
 *
 * Does what the button of the offer does, while there is one.
 */
void
carillon_fix_undo_take_back (CarillonFixUndo *self)
{
  g_return_if_fail (CARILLON_IS_FIX_UNDO (self));

  if (self->toast != NULL) {
    take_back (self);
  }
}

static void
on_rows_changed (CarillonFixUndo *self)
{
  self->rows_changed = TRUE;
  if (self->toast != NULL) {
    carillon_fix_undo_withdraw (self);
  }
}

static void
on_changed (CarillonFixUndo *self)
{
  if (self->toast != NULL) {
    carillon_fix_undo_withdraw (self);
  }
}

/**
 * carillon_fix_undo_offer:
 * @self: what was made before something was done
 * @from: who did it
 * @text: what was done, translated
 *
 * Tells of it, with a button where it can be taken back.
 */
void
carillon_fix_undo_offer (CarillonFixUndo *self, GtkWidget *from, const char *text)
{
  g_return_if_fail (CARILLON_IS_FIX_UNDO (self));
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (self->draft != NULL && self->toast == NULL);

  Changes changes = find_changes (self);
  g_set_weak_pointer (&self->from, from);
  if (changes.title || changes.body || changes.rows || changes.ignored) {
    g_set_weak_pointer (&self->toast,
                        carillon_toast_with_button (from, text, _ ("_Undo"),
                                                    G_CALLBACK (on_clicked), G_OBJECT (self)));
  } else {
    carillon_toast (from, text);
  }
}

static void
carillon_fix_undo_dispose (GObject *object)
{
  CarillonFixUndo *self = CARILLON_FIX_UNDO (object);

  carillon_fix_undo_withdraw (self);
  g_clear_weak_pointer (&self->from);
  G_OBJECT_CLASS (carillon_fix_undo_parent_class)->dispose (object);
}

static void
carillon_fix_undo_finalize (GObject *object)
{
  CarillonFixUndo *self = CARILLON_FIX_UNDO (object);

  g_free (self->title);
  g_free (self->body);
  g_strfreev (self->ignored);
  G_OBJECT_CLASS (carillon_fix_undo_parent_class)->finalize (object);
}

static void
carillon_fix_undo_class_init (CarillonFixUndoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = carillon_fix_undo_dispose;
  object_class->finalize = carillon_fix_undo_finalize;
  signals[UNDO_ROWS] =
    g_signal_new ("undo-rows", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[UNDO_TEXT] = g_signal_new ("undo-text", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
carillon_fix_undo_init (CarillonFixUndo *self)
{
}

/**
 * carillon_fix_undo_new:
 * @draft: a draft to which something is about to be done
 *
 * Returns: (transfer full): what can take that back
 */
CarillonFixUndo *
carillon_fix_undo_new (DispatchDraft *draft)
{
  static const char *const of_rows[] = { "items-changed", "cell-changed", "columns-changed" };
  static const char *const of_draft[] = { "notify::title", "notify::body", "notify::ignored" };

  g_return_val_if_fail (DISPATCH_IS_DRAFT (draft), NULL);

  CarillonFixUndo *self = g_object_new (CARILLON_TYPE_FIX_UNDO, NULL);
  self->draft = g_object_ref (draft);
  self->title = g_strdup (dispatch_draft_get_title (draft));
  self->body = g_strdup (dispatch_draft_get_body (draft));
  self->ignored = g_strdupv ((char **) dispatch_draft_get_ignored (draft));
  for (gsize i = 0; i < G_N_ELEMENTS (of_rows); i++) {
    g_signal_connect_swapped (dispatch_draft_get_audience (draft), of_rows[i],
                              G_CALLBACK (on_rows_changed), self);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (of_draft); i++) {
    g_signal_connect_swapped (draft, of_draft[i], G_CALLBACK (on_changed), self);
  }
  return self;
}

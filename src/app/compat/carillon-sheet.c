/* The dialog owns the child, and a presented sheet a reference to itself, which closing gives up.
 * An AdwWindow belongs to the toolkit alone: a reference of ours would keep it from being
 * destroyed. */

#include "carillon-sheet.h"

#include "carillon-focus.h"

#if ADW_CHECK_VERSION(1, 5, 0)
#define HAVE_DIALOGS 1
#else
#define HAVE_DIALOGS 0
#endif

typedef struct {
  GtkWidget *dialog; /* (unowned), but see below; (nullable) once closed */
  gboolean presented;
} CarillonSheetPrivate;

enum {
  PROP_TITLE = 1,
  N_PROPERTIES,
};

enum {
  SIGNAL_CLOSED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_TYPE_WITH_PRIVATE (CarillonSheet, carillon_sheet, G_TYPE_OBJECT)

static CarillonSheetPrivate *
get_private (gpointer self)
{
  return carillon_sheet_get_instance_private (self);
}

static void close_dialog (GtkWidget *dialog);

static void
forget_dialog (CarillonSheet *self)
{
  CarillonSheetPrivate *priv = get_private (self);

  if (priv->dialog != NULL) {
    g_signal_handlers_disconnect_by_data (priv->dialog, self);
    priv->dialog = NULL;
  }
}

static void
on_gone (CarillonSheet *self)
{
  CarillonSheetPrivate *priv = get_private (self);
  gboolean presented = priv->presented;

  g_object_ref (self);
  forget_dialog (self);
  priv->presented = FALSE;
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
  if (presented) {
    g_object_unref (self);
  }
  g_object_unref (self);
}

static void
carillon_sheet_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarillonSheetPrivate *priv = get_private (object);

  switch (id) {
  case PROP_TITLE:
    if (priv->dialog != NULL) {
      g_object_set_property (G_OBJECT (priv->dialog), "title", value);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_sheet_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonSheetPrivate *priv = get_private (object);

  switch (id) {
  case PROP_TITLE:
    if (priv->dialog != NULL) {
      g_object_get_property (G_OBJECT (priv->dialog), "title", value);
    }
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_sheet_dispose (GObject *object)
{
  CarillonSheet *self = CARILLON_SHEET (object);
  CarillonSheetPrivate *priv = get_private (self);

  /* One that was never shown would stay for ever. */
  if (priv->dialog != NULL) {
    g_signal_handlers_disconnect_by_data (priv->dialog, self);
    close_dialog (g_steal_pointer (&priv->dialog));
  }
  G_OBJECT_CLASS (carillon_sheet_parent_class)->dispose (object);
}

static void
carillon_sheet_class_init (CarillonSheetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = carillon_sheet_set_property;
  object_class->get_property = carillon_sheet_get_property;
  object_class->dispose = carillon_sheet_dispose;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * CarillonSheet::closed:
   *
   * It is gone from the screen, however that came about.
   */
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

#if HAVE_DIALOGS

static void
carillon_sheet_init (CarillonSheet *self)
{
  CarillonSheetPrivate *priv = get_private (self);

  priv->dialog = GTK_WIDGET (g_object_ref_sink (adw_dialog_new ()));
  g_signal_connect_swapped (priv->dialog, "closed", G_CALLBACK (on_gone), self);
  g_signal_connect_swapped (priv->dialog, "destroy", G_CALLBACK (on_gone), self);
  /* After those who heard of it and may have had a better place. */
  g_signal_connect_after (priv->dialog, "closed", G_CALLBACK (carillon_focus_leave), NULL);
}

static void
set_content (GtkWidget *dialog, GtkWidget *child, int width, int height)
{
  adw_dialog_set_child (ADW_DIALOG (dialog), child);
  adw_dialog_set_content_width (ADW_DIALOG (dialog), width);
  adw_dialog_set_content_height (ADW_DIALOG (dialog), height);
}

/* Until now it was ours. */
static void
present (GtkWidget *dialog, GtkWidget *parent)
{
  gboolean first = gtk_widget_get_root (dialog) == NULL;

  adw_dialog_present (ADW_DIALOG (dialog), parent);
  if (first) {
    g_object_unref (dialog);
  }
}

static void
close_dialog (GtkWidget *dialog)
{
  if (gtk_widget_get_root (dialog) != NULL) {
    adw_dialog_force_close (ADW_DIALOG (dialog));
  } else {
    g_object_unref (dialog);
  }
}

#else

static void
add_escape (GtkWidget *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                      gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, controller);
}

static void
carillon_sheet_init (CarillonSheet *self)
{
  CarillonSheetPrivate *priv = get_private (self);

  priv->dialog = adw_window_new ();
  gtk_window_set_modal (GTK_WINDOW (priv->dialog), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (priv->dialog), TRUE);
  add_escape (priv->dialog);
  g_signal_connect_swapped (priv->dialog, "destroy", G_CALLBACK (on_gone), self);
}

static void
set_content (GtkWidget *dialog, GtkWidget *child, int width, int height)
{
  adw_window_set_content (ADW_WINDOW (dialog), child);
  gtk_window_set_default_size (GTK_WINDOW (dialog), width, height);
}

/* A sheet is no larger than the window that it belongs to, which matters on a phone. */
static void
fit_into (GtkWindow *window, GtkWidget *parent)
{
  int width, height;
  int parent_width = gtk_widget_get_width (parent), parent_height = gtk_widget_get_height (parent);

  gtk_window_get_default_size (window, &width, &height);
  gtk_window_set_default_size (
    window, width > 0 && parent_width > 0 ? MIN (width, parent_width) : width,
    height > 0 && parent_height > 0 ? MIN (height, parent_height) : height);
}

static void
present (GtkWidget *dialog, GtkWidget *parent)
{
  GtkRoot *root = parent != NULL ? gtk_widget_get_root (parent) : NULL;

  if (GTK_IS_WINDOW (root)) {
    gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (root));
    fit_into (GTK_WINDOW (dialog), GTK_WIDGET (root));
  }
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
close_dialog (GtkWidget *dialog)
{
  gtk_window_destroy (GTK_WINDOW (dialog));
}

#endif

/**
 * carillon_sheet_new:
 * @title: what it is for, also to screen readers
 * @child: its whole content, header bar included
 * @width: in pixels, or -1 for what @child needs
 * @height: in pixels, or -1 for what @child needs
 *
 * Returns: (transfer full): a sheet that is not shown yet
 */
CarillonSheet *
carillon_sheet_new (const char *title, GtkWidget *child, int width, int height)
{
  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (child), NULL);

  CarillonSheet *self = g_object_new (CARILLON_TYPE_SHEET, "title", title, NULL);
  set_content (get_private (self)->dialog, child, width, height);
  return self;
}

/**
 * carillon_sheet_present:
 * @parent: any widget of the window that it belongs to
 *
 * Shows the sheet, which keeps itself alive until it is closed. It can be shown once.
 */
void
carillon_sheet_present (CarillonSheet *self, GtkWidget *parent)
{
  g_return_if_fail (CARILLON_IS_SHEET (self));
  g_return_if_fail (GTK_IS_WIDGET (parent));
  CarillonSheetPrivate *priv = get_private (self);
  g_return_if_fail (priv->dialog != NULL);

  if (!priv->presented) {
    priv->presented = TRUE;
    g_object_ref (self);
  }
  present (priv->dialog, parent);
}

/**
 * carillon_sheet_close:
 *
 * Closes it without asking.
 */
void
carillon_sheet_close (CarillonSheet *self)
{
  g_return_if_fail (CARILLON_IS_SHEET (self));
  CarillonSheetPrivate *priv = get_private (self);

  if (priv->dialog != NULL) {
    close_dialog (priv->dialog);
  }
}

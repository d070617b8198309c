/* What went wrong, said where it happened. As a page it stands alone in the middle of its place; as
 * a bar ("compact") it stands beside what still can be used. */

#include "carillon-problem.h"

#include "carillon-config.h"
#include "carillon-error-text.h"

#include <glib/gi18n.h>

struct _CarillonProblem {
  GtkWidget parent_instance;

  char *title;        /* (owned) (nullable) */
  char *advice;       /* (owned) (nullable) */
  char *detail;       /* (owned) (nullable) */
  char *button_label; /* (owned) (nullable) */
  gboolean compact;
  gboolean stacked;

  GtkWidget *box;
  GtkWidget *icon;
  GtkWidget *texts;
  GtkWidget *title_label;
  GtkWidget *advice_label;
  GtkWidget *expander;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (CarillonProblem, carillon_problem, GTK_TYPE_WIDGET)

typedef enum {
  PROP_ERROR = 1,
  PROP_TITLE,
  PROP_ADVICE,
  PROP_DETAIL,
  PROP_BUTTON_LABEL,
  PROP_COMPACT,
  PROP_STACKED,
} CarillonProblemProperty;

static GParamSpec *properties[PROP_STACKED + 1];
static guint clicked_signal;

#define PAGE_ICON_SIZE 64
#define BAR_ICON_SIZE 16

static gboolean
has_text (gpointer object, const char *text)
{
  return text != NULL && *text != '\0';
}

static void
on_button_clicked (CarillonProblem *self)
{
  g_signal_emit (self, clicked_signal, 0);
}

static void
set_text (CarillonProblem *self, char **field, const char *text, CarillonProblemProperty property)
{
  if (g_strcmp0 (*field, text) == 0) {
    return;
  }
  g_free (*field);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_css_class (GtkWidget *widget, const char *name, gboolean present)
{
  if (present) {
    gtk_widget_add_css_class (widget, name);
  } else {
    gtk_widget_remove_css_class (widget, name);
  }
}

static void
lay_out (CarillonProblem *self)
{
  gboolean bar = self->compact;
  gboolean row = bar && !self->stacked;
  GtkAlign align = bar ? GTK_ALIGN_FILL : GTK_ALIGN_CENTER;
  GtkWidget *labels[] = { self->title_label, self->advice_label };

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  row ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_valign (self->box, align);
  gtk_image_set_pixel_size (GTK_IMAGE (self->icon), bar ? BAR_ICON_SIZE : PAGE_ICON_SIZE);
  gtk_widget_set_valign (self->icon, row ? GTK_ALIGN_START : GTK_ALIGN_CENTER);
  gtk_widget_set_halign (self->icon, bar ? GTK_ALIGN_START : GTK_ALIGN_CENTER);
  gtk_widget_set_halign (self->expander, bar ? GTK_ALIGN_FILL : GTK_ALIGN_CENTER);
  gtk_widget_set_halign (self->button, bar ? GTK_ALIGN_START : GTK_ALIGN_CENTER);
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++) {
    gtk_label_set_xalign (GTK_LABEL (labels[i]), bar ? 0.0 : 0.5);
    gtk_label_set_justify (GTK_LABEL (labels[i]), bar ? GTK_JUSTIFY_LEFT : GTK_JUSTIFY_CENTER);
  }
  set_css_class (self->icon, "dim-label", !bar);
  set_css_class (self->icon, "warning", bar);
  set_css_class (self->title_label, "heading", bar);
  set_css_class (self->title_label, "title-2", !bar);
  set_css_class (self->button, "pill", !bar);
}

static void
set_layout (CarillonProblem *self,
            gboolean *field,
            gboolean value,
            CarillonProblemProperty property)
{
  if (*field == value) {
    return;
  }
  *field = value;
  lay_out (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
carillon_problem_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonProblem *self = CARILLON_PROBLEM (object);

  switch ((CarillonProblemProperty) id) {
  case PROP_TITLE:
    g_value_set_string (value, self->title);
    break;
  case PROP_ADVICE:
    g_value_set_string (value, self->advice);
    break;
  case PROP_DETAIL:
    g_value_set_string (value, self->detail);
    break;
  case PROP_BUTTON_LABEL:
    g_value_set_string (value, self->button_label);
    break;
  case PROP_COMPACT:
    g_value_set_boolean (value, self->compact);
    break;
  case PROP_STACKED:
    g_value_set_boolean (value, self->stacked);
    break;
  case PROP_ERROR: /* write-only */
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_problem_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarillonProblem *self = CARILLON_PROBLEM (object);

  switch ((CarillonProblemProperty) id) {
  case PROP_ERROR:
    carillon_problem_set_error (self, g_value_get_boxed (value));
    break;
  case PROP_TITLE:
    set_text (self, &self->title, g_value_get_string (value), PROP_TITLE);
    break;
  case PROP_ADVICE:
    set_text (self, &self->advice, g_value_get_string (value), PROP_ADVICE);
    break;
  case PROP_DETAIL:
    set_text (self, &self->detail, g_value_get_string (value), PROP_DETAIL);
    break;
  case PROP_BUTTON_LABEL:
    set_text (self, &self->button_label, g_value_get_string (value), PROP_BUTTON_LABEL);
    /* Not bound by an expression as the rest: a click may end this widget, and GTK 4.8 then takes
     * an expression of the button, which the click keeps, from an object that is gone. */
    gtk_widget_set_visible (self->button, has_text (self, self->button_label));
    break;
  case PROP_COMPACT:
    set_layout (self, &self->compact, g_value_get_boolean (value), PROP_COMPACT);
    break;
  case PROP_STACKED:
    set_layout (self, &self->stacked, g_value_get_boolean (value), PROP_STACKED);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_problem_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CARILLON_TYPE_PROBLEM);
  G_OBJECT_CLASS (carillon_problem_parent_class)->dispose (object);
}

static void
carillon_problem_finalize (GObject *object)
{
  CarillonProblem *self = CARILLON_PROBLEM (object);

  g_free (self->title);
  g_free (self->advice);
  g_free (self->detail);
  g_free (self->button_label);
  G_OBJECT_CLASS (carillon_problem_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR,
                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_ADVICE] = g_param_spec_string ("advice", NULL, NULL, NULL, flags);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);
  properties[PROP_BUTTON_LABEL] = g_param_spec_string ("button-label", NULL, NULL, NULL, flags);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags);
  properties[PROP_STACKED] = g_param_spec_boolean ("stacked", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
carillon_problem_class_init (CarillonProblemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = carillon_problem_get_property;
  object_class->set_property = carillon_problem_set_property;
  object_class->dispose = carillon_problem_dispose;
  object_class->finalize = carillon_problem_finalize;
  install_properties (object_class);

  clicked_signal = g_signal_new ("clicked", CARILLON_TYPE_PROBLEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class, CARILLON_RESOURCE_PREFIX
                                               "/lists/carillon-problem.ui");
  gtk_widget_class_bind_template_child (widget_class, CarillonProblem, box);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblem, icon);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblem, texts);
  gtk_widget_class_bind_template_child_full (widget_class, "title", FALSE,
                                             G_STRUCT_OFFSET (CarillonProblem, title_label));
  gtk_widget_class_bind_template_child_full (widget_class, "advice", FALSE,
                                             G_STRUCT_OFFSET (CarillonProblem, advice_label));
  gtk_widget_class_bind_template_child (widget_class, CarillonProblem, expander);
  gtk_widget_class_bind_template_child (widget_class, CarillonProblem, button);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
  gtk_widget_class_bind_template_callback (widget_class, on_button_clicked);
}

static void
carillon_problem_init (CarillonProblem *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lay_out (self);
}

GtkWidget *
carillon_problem_new (void)
{
  return g_object_new (CARILLON_TYPE_PROBLEM, NULL);
}

/**
 * carillon_problem_set_error:
 * @error: (nullable): a failed request; %NULL leaves the last texts, for what is being hidden
 *
 * Says what happened and what can be done about it, in the operator's words.
 */
void
carillon_problem_set_error (CarillonProblem *self, const GError *error)
{
  g_return_if_fail (CARILLON_IS_PROBLEM (self));

  if (error == NULL) {
    return;
  }

  g_autofree char *title = carillon_error_title (error);
  g_autofree char *advice = carillon_error_advice (error);
  g_autofree char *detail = carillon_error_detail (error);

  carillon_problem_set_text (self, title, advice);
  set_text (self, &self->detail, detail, PROP_DETAIL);
}

/**
 * carillon_problem_set_text:
 * @title: (nullable): what happened, translated
 * @advice: (nullable): what can be done about it, translated
 *
 * For a problem that is no failed request. There are no details then.
 */
void
carillon_problem_set_text (CarillonProblem *self, const char *title, const char *advice)
{
  g_return_if_fail (CARILLON_IS_PROBLEM (self));

  set_text (self, &self->title, title, PROP_TITLE);
  set_text (self, &self->advice, advice, PROP_ADVICE);
  set_text (self, &self->detail, NULL, PROP_DETAIL);
}

#include "carillon-operation-steps.h"

#include <glib/gi18n.h>

#include "carillon-format.h"

/* Accepted, scheduled, processing, ended. */
#define MAX_STEPS 4
/* So that the line between two steps is seen at the narrowest. */
#define LEAST_LINE 8

struct _CarillonOperationSteps {
  GtkWidget parent_instance;

  GtkGrid *grid;             /* (unowned): the only child */
  CommsOperation *operation; /* (owned) (nullable) */
};

typedef enum {
  STEP_DONE,
  STEP_CURRENT,
  STEP_TO_COME,
  STEP_CANCELED,
} StepState;

static const struct {
  const char *icon_name;
  const char *css_class;
} step_looks[] = {
  [STEP_DONE] = { "object-select-symbolic", "success" },
  [STEP_CURRENT] = { "media-record-symbolic", "accent" },
  [STEP_TO_COME] = { "radio-symbolic", "dim-label" },
  [STEP_CANCELED] = { "action-unavailable-symbolic", "warning" },
};

typedef struct {
  const char *status; /* as the API names it; "ACCEPTED" is ours */
  StepState state;
} Step;

typedef struct {
  Step steps[MAX_STEPS];
  guint n_steps;
  guint current;
} Steps;

typedef enum {
  PROP_OPERATION = 1,
} CarillonOperationStepsProperty;

static GParamSpec *properties[PROP_OPERATION + 1];

G_DEFINE_FINAL_TYPE (CarillonOperationSteps, carillon_operation_steps, GTK_TYPE_WIDGET)

static gboolean
is_status (const char *status, const char *wanted)
{
  return status != NULL && g_ascii_strcasecmp (status, wanted) == 0;
}

static void
add_step (Steps *steps, const char *status, StepState state)
{
  if (state == STEP_CURRENT || state == STEP_CANCELED ||
      (state == STEP_DONE && is_status (status, "COMPLETED"))) {
    steps->current = steps->n_steps;
  }
  steps->steps[steps->n_steps++] = (Step){ status, state };
}

/* What has an ID was accepted. A status that nobody knows stands where processing would. */
static Steps
find_steps (CommsOperation *operation)
{
  Steps steps = { 0 };
  const char *status = comms_operation_get_status (operation);
  gboolean scheduled = is_status (status, "SCHEDULED");
  gboolean canceled = is_status (status, "CANCELED");
  gboolean completed = is_status (status, "COMPLETED");
  gboolean known = scheduled || canceled || completed || is_status (status, "PROCESSING");

  add_step (&steps, "ACCEPTED", STEP_DONE);
  if (scheduled || comms_operation_get_count (operation, COMMS_COUNT_SCHEDULED) > 0) {
    add_step (&steps, "SCHEDULED", scheduled ? STEP_CURRENT : STEP_DONE);
  }
  if (!canceled) {
    add_step (&steps, known || status == NULL ? "PROCESSING" : status,
              completed   ? STEP_DONE
              : scheduled ? STEP_TO_COME
                          : STEP_CURRENT);
  }
  add_step (&steps, canceled ? "CANCELED" : "COMPLETED",
            canceled    ? STEP_CANCELED
            : completed ? STEP_DONE
                        : STEP_TO_COME);
  return steps;
}

static char *
get_step_text (const Step *step)
{
  return is_status (step->status, "ACCEPTED") ? g_strdup (_ ("Accepted"))
                                              : carillon_format_status (step->status);
}

static void
attach_step (CarillonOperationSteps *self, const Step *step, int column)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (step_looks[step->state].icon_name);
  gtk_widget_add_css_class (icon, step_looks[step->state].css_class);
  gtk_grid_attach (self->grid, icon, column, 0, 1, 1);

  g_autofree char *text = get_step_text (step);
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, step->state == STEP_TO_COME ? "dim-label" : "carillon-plain");
  gtk_widget_add_css_class (label, step->state == STEP_CURRENT ? "caption-heading" : "caption");
  gtk_grid_attach (self->grid, label, column, 1, 1, 1);
}

static void
attach_line (CarillonOperationSteps *self, int column)
{
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_valign (line, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (line, TRUE);
  gtk_widget_set_size_request (line, LEAST_LINE, -1);
  gtk_grid_attach (self->grid, line, column, 0, 1, 1);
}

static void
say_steps (CarillonOperationSteps *self, const Steps *steps)
{
  g_autofree char *name = get_step_text (&steps->steps[steps->current]);
  /* Translators: the name of a step of an operation, its number and how many there are. */
  g_autofree char *text =
    g_strdup_printf (_ ("%1$s, step %2$u of %3$u"), name, steps->current + 1, steps->n_steps);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
show_steps (CarillonOperationSteps *self)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL) {
    gtk_grid_remove (self->grid, child);
  }
  if (self->operation == NULL) {
    return;
  }
  Steps steps = find_steps (self->operation);
  for (guint i = 0; i < steps.n_steps; i++) {
    if (i > 0) {
      attach_line (self, (int) i * 2 - 1);
    }
    attach_step (self, &steps.steps[i], (int) i * 2);
  }
  say_steps (self, &steps);
}

static void
carillon_operation_steps_set_property (GObject *object,
                                       guint id,
                                       const GValue *value,
                                       GParamSpec *pspec)
{
  CarillonOperationSteps *self = CARILLON_OPERATION_STEPS (object);
  switch ((CarillonOperationStepsProperty) id) {
  case PROP_OPERATION:
    carillon_operation_steps_set_operation (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_operation_steps_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonOperationSteps *self = CARILLON_OPERATION_STEPS (object);
  switch ((CarillonOperationStepsProperty) id) {
  case PROP_OPERATION:
    g_value_set_object (value, self->operation);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_operation_steps_dispose (GObject *object)
{
  CarillonOperationSteps *self = CARILLON_OPERATION_STEPS (object);
  if (self->grid != NULL) {
    gtk_widget_unparent (GTK_WIDGET (self->grid));
    self->grid = NULL;
  }
  g_clear_object (&self->operation);
  G_OBJECT_CLASS (carillon_operation_steps_parent_class)->dispose (object);
}

static void
carillon_operation_steps_class_init (CarillonOperationStepsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = carillon_operation_steps_set_property;
  object_class->get_property = carillon_operation_steps_get_property;
  object_class->dispose = carillon_operation_steps_dispose;

  properties[PROP_OPERATION] =
    g_param_spec_object ("operation", NULL, NULL, COMMS_TYPE_OPERATION,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
carillon_operation_steps_init (CarillonOperationSteps *self)
{
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, 3);
  gtk_grid_set_row_spacing (self->grid, 3);
  gtk_widget_set_parent (GTK_WIDGET (self->grid), GTK_WIDGET (self));
}

/**
 * carillon_operation_steps_new:
 *
 * Returns: a new row of steps, empty until it is told an operation
 */
GtkWidget *
carillon_operation_steps_new (void)
{
  return g_object_new (CARILLON_TYPE_OPERATION_STEPS, NULL);
}

/**
 * carillon_operation_steps_set_operation:
 * @self: a row of steps
 * @operation: (nullable): an operation
 *
 * Shows how far @operation has come.
 */
void
carillon_operation_steps_set_operation (CarillonOperationSteps *self, CommsOperation *operation)
{
  g_return_if_fail (CARILLON_IS_OPERATION_STEPS (self));
  g_return_if_fail (operation == NULL || COMMS_IS_OPERATION (operation));

  if (!g_set_object (&self->operation, operation)) {
    return;
  }
  show_steps (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPERATION]);
}

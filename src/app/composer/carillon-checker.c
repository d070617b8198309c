/* The check that follows an operator's typing. An answer that is no longer about the draft as it is
 * is dropped: each change cancels the check under way, and a cancelled check never reports. */

#include "carillon-checker.h"

/* A check starts when the typing pauses: a pause this long, in milliseconds, is between words. */
#define CHECK_DELAY 300

struct _CarillonChecker {
  GObject parent_instance;

  DispatchCheck *check;      /* (owned): remembers the last run */
  DispatchFacts *facts;      /* (owned) (nullable) */
  DispatchDraft *draft;      /* (owned) (nullable) */
  DispatchReport *report;    /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the check under way */
  CarillonCheckState state;
  gulong changed_handler;
  guint delay; /* source ID */
};

enum {
  PROP_DRAFT = 1,
  PROP_FACTS,
  PROP_STATE,
  PROP_REPORT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (CarillonCheckState,
                    carillon_check_state,
                    G_DEFINE_ENUM_VALUE (CARILLON_CHECK_PENDING, "pending"),
                    G_DEFINE_ENUM_VALUE (CARILLON_CHECK_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (CARILLON_CHECK_FAILED, "failed"))
G_DEFINE_FINAL_TYPE (CarillonChecker, carillon_checker, G_TYPE_OBJECT)

static void
set_state (CarillonChecker *self, CarillonCheckState state)
{
  if (self->state != state) {
    self->state = state;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  }
}

static void
abandon (CarillonChecker *self)
{
  g_clear_handle_id (&self->delay, g_source_remove);
  if (self->cancellable != NULL) {
    g_cancellable_cancel (self->cancellable);
    g_clear_object (&self->cancellable);
  }
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarillonChecker) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DispatchReport) report =
    dispatch_check_run_finish (DISPATCH_CHECK (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    return;
  }
  g_clear_object (&self->cancellable);
  if (report != NULL && g_set_object (&self->report, report)) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPORT]);
  }
  set_state (self, report != NULL ? CARILLON_CHECK_DONE : CARILLON_CHECK_FAILED);
}

static gboolean
start (gpointer user_data)
{
  CarillonChecker *self = user_data;

  self->delay = 0;
  self->cancellable = g_cancellable_new ();
  dispatch_check_run_async (self->check, dispatch_snapshot_new (self->draft), self->cancellable,
                            on_checked, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
on_changed (CarillonChecker *self)
{
  abandon (self);
  set_state (self, CARILLON_CHECK_PENDING);
  self->delay = g_timeout_add (CHECK_DELAY, start, self);
}

static void
set_facts (CarillonChecker *self, DispatchFacts *facts)
{
  if (self->facts == facts) {
    return;
  }
  g_clear_pointer (&self->facts, dispatch_facts_unref);
  self->facts = facts != NULL ? dispatch_facts_ref (facts) : NULL;
  dispatch_check_set_facts (self->check, facts);
  if (self->draft != NULL) {
    on_changed (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FACTS]);
}

/* What was found in one draft says nothing of another. */
static void
forget_report (CarillonChecker *self)
{
  if (self->report != NULL) {
    g_clear_object (&self->report);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPORT]);
  }
}

static void
set_draft (CarillonChecker *self, DispatchDraft *draft)
{
  if (self->draft == draft) {
    return;
  }
  abandon (self);
  if (self->draft != NULL) {
    g_clear_signal_handler (&self->changed_handler, self->draft);
  }
  g_set_object (&self->draft, draft);
  if (draft != NULL) {
    self->changed_handler =
      g_signal_connect_swapped (draft, "changed", G_CALLBACK (on_changed), self);
    on_changed (self);
    forget_report (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
}

/**
 * carillon_checker_get_draft:
 * @self: the checker
 *
 * Returns: (nullable): what it checks
 */
DispatchDraft *
carillon_checker_get_draft (CarillonChecker *self)
{
  g_return_val_if_fail (CARILLON_IS_CHECKER (self), NULL);
  return self->draft;
}

/**
 * carillon_checker_get_state:
 * @self: the checker
 *
 * Returns: whether the report is about the draft as it is
 */
CarillonCheckState
carillon_checker_get_state (CarillonChecker *self)
{
  g_return_val_if_fail (CARILLON_IS_CHECKER (self), CARILLON_CHECK_PENDING);
  return self->state;
}

/**
 * carillon_checker_get_report:
 * @self: the checker
 *
 * Returns: (nullable): the last report
 */
DispatchReport *
carillon_checker_get_report (CarillonChecker *self)
{
  g_return_val_if_fail (CARILLON_IS_CHECKER (self), NULL);
  return self->report;
}

/**
 * carillon_checker_hurry:
 * @self: the checker
 *
 * Checks at once what would be checked after a pause, and again what could not be checked.
 */
void
carillon_checker_hurry (CarillonChecker *self)
{
  g_return_if_fail (CARILLON_IS_CHECKER (self));

  if (self->draft != NULL && (self->delay != 0 || self->state == CARILLON_CHECK_FAILED)) {
    g_clear_handle_id (&self->delay, g_source_remove);
    set_state (self, CARILLON_CHECK_PENDING);
    start (self);
  }
}

static void
carillon_checker_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarillonChecker *self = CARILLON_CHECKER (object);

  switch (id) {
  case PROP_DRAFT:
    g_value_set_object (value, self->draft);
    break;
  case PROP_FACTS:
    g_value_set_boxed (value, self->facts);
    break;
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case PROP_REPORT:
    g_value_set_object (value, self->report);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_checker_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_DRAFT:
    set_draft (CARILLON_CHECKER (object), g_value_get_object (value));
    break;
  case PROP_FACTS:
    set_facts (CARILLON_CHECKER (object), g_value_get_boxed (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carillon_checker_dispose (GObject *object)
{
  CarillonChecker *self = CARILLON_CHECKER (object);

  set_draft (self, NULL);
  g_clear_object (&self->check);
  g_clear_pointer (&self->facts, dispatch_facts_unref);
  g_clear_object (&self->report);
  G_OBJECT_CLASS (carillon_checker_parent_class)->dispose (object);
}

static void
carillon_checker_class_init (CarillonCheckerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = carillon_checker_get_property;
  object_class->set_property = carillon_checker_set_property;
  object_class->dispose = carillon_checker_dispose;

  properties[PROP_DRAFT] =
    g_param_spec_object ("draft", NULL, NULL, DISPATCH_TYPE_DRAFT,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_FACTS] =
    g_param_spec_boxed ("facts", NULL, NULL, DISPATCH_TYPE_FACTS,
                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, CARILLON_TYPE_CHECK_STATE, CARILLON_CHECK_PENDING,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_REPORT] =
    g_param_spec_object ("report", NULL, NULL, DISPATCH_TYPE_REPORT,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
carillon_checker_init (CarillonChecker *self)
{
  self->check = dispatch_check_new ();
}

/**
 * carillon_checker_new:
 *
 * Returns: (transfer full): a checker without a draft
 */
CarillonChecker *
carillon_checker_new (void)
{
  return g_object_new (CARILLON_TYPE_CHECKER, NULL);
}
